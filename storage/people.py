"""People of the team: who they are, whom they report to, how platforms know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import identities, people


class Role(StrEnum):
    """What somebody is in the team; a guest is a member nobody has let in yet."""

    REP = "rep"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    FINANCE = "finance"
    LEGAL = "legal"
    ADMIN = "admin"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Person:
    """Our own identity behind one or more platform accounts; *configured*: the configuration names him."""

    id: str
    name: str
    role: str
    manager_id: str | None
    active: bool
    joined_at: datetime | None
    created_at: datetime
    version: int = 1
    configured: bool = False


class People(Repository[Person]):
    """People and their platform accounts."""

    table = people
    value = Person

    def by_native(self, platform: str, native_id: str) -> Person | None:
        """The person behind a platform account; None when nobody knows it."""
        return self._one(_BY_NATIVE, {"platform": platform, "native": native_id})

    def link(self, person_id: str, platform: str, native_id: str) -> None:
        """Tie a platform account to a person; a tie to somebody else is replaced."""
        row = {"platform": platform, "native_id": native_id, "person_id": person_id}
        _LINK.send(self._connection, row)

    def native_of(self, person_id: str, platform: str | None = None) -> tuple[str, str] | None:
        """The account (platform, id) to reach a person by, on *platform* when it is named."""
        row = _NATIVE_OF.first(self._connection, {"person": person_id, "on": platform})
        return None if row is None else (row[0], row[1])

    def mark_unreachable(self, platform: str, native_id: str, at: datetime | None) -> None:
        """Record that a platform cannot reach this account (or, with None, that it can again)."""
        params = {"on": platform, "native": native_id.lower(), "moment": at}
        _MARK_UNREACHABLE.send(self._connection, params)

    def unreachable(self) -> list[tuple[str, str, datetime]]:
        """Accounts no platform could reach: (platform, id, since)."""
        return [(row[0], row[1], row[2]) for row in _UNREACHABLE.rows(self._connection, {})]

    def everybody(self) -> list[Person]:
        """All people, by id."""
        return self._all(_EVERYBODY, {})

    def of_roles(self, *roles: str) -> list[Person]:
        """Active people in these roles, by id."""
        statement = rows.select(People).where(people.c.active, people.c.role.in_(roles)).order_by(people.c.id)
        return self._all(statement)

    def managers_of(self, person_id: str) -> list[str]:
        """Ids of everybody above a person, nearest first; a circle ends the walk."""
        above = [person_id]
        person = self.find(person_id)
        while person is not None and person.manager_id and person.manager_id not in above:
            above.append(person.manager_id)
            person = self.find(person.manager_id)
        return above[1:]

    def reports_of(self, person_id: str) -> list[str]:
        """Ids of everybody below a person, all the way down, without the person."""
        found = _BELOW.rows(self._connection, {"top": person_id})
        return [row[0] for row in found if row[0] != person_id]


def _below() -> Statement:
    top = sa.select(people.c.id).where(people.c.manager_id == sa.bindparam("top"))
    below = top.cte("below", recursive=True)
    below = below.union(sa.select(people.c.id).where(people.c.manager_id == below.c.id))
    return Statement(sa.select(below.c.id).order_by(below.c.id))


_BELOW = _below()
_EVERYBODY = Statement(rows.select(People).order_by(people.c.id))
_BY_NATIVE = Statement(
    rows.select(People)
    .join(identities, identities.c.person_id == people.c.id)
    .where(
        identities.c.platform == sa.bindparam("platform"), identities.c.native_id == sa.bindparam("native")
    )
)
_MARK_UNREACHABLE = Statement(
    sa.update(identities)
    .where(
        identities.c.platform == sa.bindparam("on"),
        sa.func.lower(identities.c.native_id) == sa.bindparam("native"),
    )
    .values(unreachable_at=sa.bindparam("moment"))
)
_UNREACHABLE = Statement(
    sa.select(identities.c.platform, identities.c.native_id, identities.c.unreachable_at)
    .where(identities.c.unreachable_at.is_not(None))
    .order_by(identities.c.platform, identities.c.native_id)
)
_LINK = rows.put(identities, "platform", "native_id", "person_id", key=("platform", "native_id"))
_NATIVE_OF = Statement(
    sa.select(identities.c.platform, identities.c.native_id)
    .where(identities.c.person_id == sa.bindparam("person"), rows.given(identities.c.platform, "on"))
    .order_by(identities.c.unreachable_at.is_not(None), identities.c.platform, identities.c.native_id)
)
