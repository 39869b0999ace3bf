"""Leads: the customers a team works on, what identifies them, and their tags."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import lead_keys, lead_tags, leads, literal


@dataclass(frozen=True, slots=True)
class Lead:
    """A customer in the funnel. ``status`` is open, won, lost, paused, merged or deleted; ``attributes``
    keeps whatever has no column of its own."""

    id: str
    name: str
    owner_id: str
    stage: str
    created_at: datetime
    stage_at: datetime
    touched_at: datetime
    company: str | None = None
    phone: str | None = None
    wechat: str | None = None
    email: str | None = None
    source: str | None = None
    region: str | None = None
    need: str | None = None
    budget_fen: int | None = None
    amount_fen: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    status: str = "open"
    closed_at: datetime | None = None
    merged_into: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with the message and words that gave it."""

    lead_id: str
    tag: str
    message_id: str | None
    quote: str | None
    at: datetime


class Leads(Repository[Lead]):
    """Leads by id, by what identifies them, by name and by owner."""

    table = leads
    value = Lead

    def by_key(self, kind: str, value: str) -> Lead | None:
        """The lead with this phone, unionid or external id (``kind`` phone unionid external wechat)."""
        return self._one(_BY_KEY, {"kind": kind, "value": value})

    def claim_key(self, kind: str, value: str, lead_id: str) -> str:
        """Tie an identifying value to a lead; returns the id of the lead that holds it afterwards."""
        row = {"kind": kind, "value": value, "lead_id": lead_id}
        if _CLAIM_KEY.run(self._connection, row) == 1:
            return lead_id
        holder: str = _KEY_HOLDER.scalar(self._connection, {"kind": kind, "value": value})
        return holder

    def release_keys(self, lead_id: str, *, kind: str | None = None, value: str | None = None) -> int:
        """Untie identifying values from a lead; how many there were."""
        return _RELEASE_KEYS.run(self._connection, {"lead": lead_id, "which": kind, "content": value})

    def keys_of(self, lead_id: str) -> list[tuple[str, str]]:
        """What identifies a lead: (kind, value)."""
        return [(row[0], row[1]) for row in _KEYS_OF.rows(self._connection, {"lead": lead_id})]

    def named(self, name: str, *, owners: Collection[str] | None = None, limit: int = 11) -> list[Lead]:
        """Living leads of exactly this name, or whose company holds it, newest contact first."""
        params = {"name": name, "owners": list(owners or ()), "most": limit}
        return self._all(_named(owners is None), params)

    def like(self, words: str, *, owners: Collection[str] | None = None, limit: int = 11) -> list[Lead]:
        """Living leads whose name or company contains *words*, newest contact first."""
        pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        params = {"pattern": pattern, "owners": list(owners or ()), "most": limit}
        return self._all(_like(owners is None), params)

    def with_number(self, pattern: str, *, owners: Collection[str], limit: int = 11) -> list[Lead]:
        """Living leads one of whose phone numbers is like *pattern* (SQL's LIKE), newest contact first."""
        return self._all(_WITH_NUMBER, {"pattern": pattern, "owners": list(owners), "most": limit})

    def of_owners(self, owners: Collection[str], *, status: str = "open", limit: int = 20) -> list[Lead]:
        """Leads of these people, newest contact first."""
        return self._all(_OF_OWNERS, {"owners": list(owners), "status": status, "most": limit})

    def touch(self, lead_id: str, at: datetime) -> None:
        """Note a contact; an older moment changes nothing. Not a change of content: no new version."""
        _TOUCH.send(self._connection, {"key": lead_id, "moment": at})

    def tag(self, tag: Tag) -> bool:
        """Add a tag; False when the lead has it already."""
        return _TAG.run(self._connection, rows.as_row(tag)) == 1

    def untag(self, lead_id: str, tag: str) -> bool:
        """Take a tag off; whether it was there."""
        return _UNTAG.run(self._connection, {"lead": lead_id, "name": tag}) == 1

    def tags_of(self, lead_id: str) -> list[Tag]:
        """The tags of a lead, oldest first."""
        return [Tag(*row) for row in _TAGS_OF.rows(self._connection, {"lead": lead_id})]

    def tags_from(self, message_id: str) -> list[Tag]:
        """The tags that one message gave."""
        return [Tag(*row) for row in _TAGS_FROM.rows(self._connection, {"message": message_id})]


def _living(matching: sa.ColumnElement[bool], *, anybodys: bool) -> Statement:
    """Leads that are neither merged nor deleted, of anybody or of the list ``owners``."""

    def build(dialect: str) -> sa.Select[Any]:
        dead = leads.c.status.in_([literal("merged"), literal("deleted")])
        statement = rows.select(Leads).where(~dead, matching)
        if not anybodys:
            statement = statement.where(rows.among(dialect, leads.c.owner_id, "owners"))
        return statement.order_by(leads.c.touched_at.desc(), leads.c.id).limit(sa.bindparam("most"))

    return Statement(build)


@rows.once_per
def _named(anybodys: bool) -> Statement:
    name = sa.bindparam("name", type_=sa.String)
    return _living(sa.or_(leads.c.name == name, leads.c.company == name), anybodys=anybodys)


@rows.once_per
def _like(anybodys: bool) -> Statement:
    pattern = sa.bindparam("pattern", type_=sa.String)
    name, company = leads.c.name.like(pattern, escape="\\"), leads.c.company.like(pattern, escape="\\")
    return _living(sa.or_(name, company), anybodys=anybodys)


_NUMBER: sa.BindParameter[str] = sa.bindparam("pattern", type_=sa.String)
_HAS_NUMBER = (
    sa.select(lead_keys.c.lead_id)
    .where(
        lead_keys.c.lead_id == leads.c.id,
        lead_keys.c.kind == literal("phone"),
        lead_keys.c.value.like(_NUMBER),
    )
    .exists()
)
_WITH_NUMBER = _living(_HAS_NUMBER, anybodys=False)
_OF_OWNERS = Statement(
    lambda dialect: (
        rows.select(Leads)
        .where(rows.among(dialect, leads.c.owner_id, "owners"), leads.c.status == sa.bindparam("status"))
        .order_by(leads.c.touched_at.desc(), leads.c.id)
        .limit(sa.bindparam("most"))
    )
)
_KEY = (lead_keys.c.kind == sa.bindparam("kind"), lead_keys.c.value == sa.bindparam("value"))
_BY_KEY = Statement(rows.select(Leads).join(lead_keys, lead_keys.c.lead_id == leads.c.id).where(*_KEY))
_CLAIM_KEY = rows.insert_new(lead_keys, "kind", "value", "lead_id")
_KEY_HOLDER = Statement(sa.select(lead_keys.c.lead_id).where(*_KEY))
_RELEASE_KEYS = Statement(
    sa.delete(lead_keys).where(
        lead_keys.c.lead_id == sa.bindparam("lead"),
        rows.given(lead_keys.c.kind, "which"),
        rows.given(lead_keys.c.value, "content"),
    )
)
_KEYS_OF = Statement(
    sa.select(lead_keys.c.kind, lead_keys.c.value)
    .where(lead_keys.c.lead_id == sa.bindparam("lead"))
    .order_by(lead_keys.c.kind, lead_keys.c.value)
)
_MOMENT = sa.bindparam("moment", type_=leads.c.touched_at.type)
_TOUCH = Statement(
    sa.update(leads)
    .where(leads.c.id == sa.bindparam("key"), leads.c.touched_at < _MOMENT)
    .values(touched_at=_MOMENT)
)
_TAGS = sa.select(*(lead_tags.c[name] for name in rows.names(Tag))).order_by(lead_tags.c.at, lead_tags.c.tag)
_TAGS_OF = Statement(_TAGS.where(lead_tags.c.lead_id == sa.bindparam("lead")))
_TAGS_FROM = Statement(_TAGS.where(lead_tags.c.message_id == sa.bindparam("message")))
_TAG = rows.insert_new(lead_tags, *rows.names(Tag))
_UNTAG = Statement(
    sa.delete(lead_tags).where(
        lead_tags.c.lead_id == sa.bindparam("lead"), lead_tags.c.tag == sa.bindparam("name")
    )
)
