"""The corp as the loopback WeCom knows it: members, departments, external contacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.demo.wecom.errors import Refusal

ROOT_DEPARTMENT = 1


@dataclass(frozen=True, slots=True)
class Department:
    """One department; the root has id 1 and parent 0."""

    id: int
    name: str
    parent: int = ROOT_DEPARTMENT


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the corp; ``visible`` says whether the app's visible range holds him."""

    userid: str
    name: str
    departments: tuple[int, ...] = (ROOT_DEPARTMENT,)
    position: str = ""
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Follower:
    """A member's side of a relation to an external contact; ``since`` is in Unix seconds."""

    userid: str
    since: int
    remark: str = ""
    state: str = ""
    add_way: int = 1
    mobiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExternalContact:
    """A customer: ``type`` 1 is a WeChat user, 2 a WeCom user of another corp."""

    external_userid: str
    name: str
    type: int = 1
    unionid: str | None = None
    corp_name: str | None = None
    gender: int = 0
    followers: tuple[Follower, ...] = field(default=())


class Directory:
    """Members, departments and customers; userids compare without regard to case."""

    def __init__(
        self,
        members: Mapping[str, str],
        departments: Iterable[Department] = (),
        contacts: Iterable[ExternalContact] = (),
    ) -> None:
        self._people = {userid.casefold(): Person(userid, name) for userid, name in members.items()}
        root = Department(ROOT_DEPARTMENT, "公司", 0)
        self.departments = {one.id: one for one in (root, *departments)}
        self.contacts = {one.external_userid: one for one in contacts}

    @property
    def people(self) -> list[Person]:
        """Every member, inside the visible range or not."""
        return list(self._people.values())

    def put(self, person: Person) -> None:
        """Add a member or replace what is known of one."""
        self._people[person.userid.casefold()] = person

    def show(self, userid: str, *, visible: bool) -> Person:
        """Move a member into or out of the app's visible range."""
        person = replace(self._people[userid.casefold()], visible=visible)
        self.put(person)
        return person

    def find(self, userid: str) -> Person | None:
        """The member with this userid in any case, or None."""
        return self._people.get(userid.casefold())

    def visible(self, userid: str) -> Person:
        """A member inside the visible range; refuses with 60111 or 60011."""
        person = self.find(userid)
        if person is None:
            raise Refusal(60111, "userid not found")
        if not person.visible:
            raise Refusal(60011, "no privilege to access/modify contact/party/agent")
        return person

    def in_department(self, department: int) -> list[Person]:
        """Visible members directly in one department; refuses an unknown one with 60011."""
        if department not in self.departments:
            raise Refusal(60011, "no privilege to access/modify contact/party/agent")
        return [one for one in self.people if one.visible and department in one.departments]

    def below_department(self, department: int) -> list[Person]:
        """Visible members in one department and in all below it."""
        below = [one.id for one in self.departments.values() if one.parent == department]
        found = {one.userid: one for one in self.in_department(department)}
        for child in below:
            found.update((one.userid, one) for one in self.below_department(child))
        return list(found.values())

    def contact(self, external_userid: str) -> ExternalContact:
        """A customer some member follows; refuses an unknown id with 40096, a lost one with 84061."""
        found = self.contacts.get(external_userid)
        if found is None:
            raise Refusal(40096, "invalid external userid")
        if not found.followers:
            raise Refusal(84061, "not external contact relation")
        return found

    def follow(self, external_userid: str, follower: Follower, *, name: str) -> None:
        """Make a member and a customer contacts of one another; the customer is created when new."""
        contact = self.contacts.get(external_userid) or ExternalContact(external_userid, name)
        others = tuple(one for one in contact.followers if one.userid != follower.userid)
        self.contacts[external_userid] = replace(contact, followers=(*others, follower))

    def unfollow(self, external_userid: str, userid: str) -> None:
        """End the relation between a member and a customer, if there is one."""
        contact = self.contacts.get(external_userid)
        if contact is not None:
            kept = tuple(one for one in contact.followers if one.userid != userid)
            self.contacts[external_userid] = replace(contact, followers=kept)
