"""What happened to a customer (timeline) and who changed what, why, from which message (audit)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.tables import audit, timeline


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a customer's story. ``kind`` is chat file stage quote todo note lead alert."""

    lead_id: str
    at: datetime
    kind: str
    text: str
    message_id: str | None = None
    subject_id: str | None = None
    actor_id: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One act with its inverse: ``before`` and ``after`` hold the fields it changed.

    ``actor_id`` None is the bot itself; ``undoes`` names the act this one took back.
    """

    at: datetime
    actor_id: str | None
    act: str
    subject_kind: str
    subject_id: str
    lead_id: str | None
    why: str | None
    message_id: str | None
    event_key: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    undone_at: datetime | None = None
    undoes: int | None = None
    id: int | None = None


class Timeline:
    """Customers' stories, newest first."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, moment: Moment) -> int:
        """Write a line; returns its id."""
        return int(self._connection.execute(_ADD_MOMENT, _without_id(moment)).scalar_one())

    def of_lead(self, lead_id: str, *, limit: int = 20) -> list[Moment]:
        """The latest lines about a lead, newest first."""
        return [Moment(*row) for row in self._connection.execute(_OF_LEAD, {"lead": lead_id, "most": limit})]

    def withdraw(self, message_id: str) -> int:
        """Remove the lines that rest on a message."""
        return self._connection.execute(_WITHDRAW, {"message": message_id}).rowcount

    def move(self, from_lead: str, to_lead: str) -> int:
        """Give one lead's story to another; how many lines."""
        statement = sa.update(timeline).where(timeline.c.lead_id == from_lead).values(lead_id=to_lead)
        return self._connection.execute(statement).rowcount


class Audit:
    """Every change, for ever."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, change: Change) -> int:
        """Write a change down; returns its id."""
        return int(self._connection.execute(_ADD_CHANGE, _without_id(change)).scalar_one())

    def get(self, change_id: int) -> Change | None:
        """One change."""
        row = self._connection.execute(_CHANGES.where(audit.c.id == change_id)).first()
        return None if row is None else Change(*row)

    def of_lead(self, lead_id: str, *, limit: int = 100) -> list[Change]:
        """Changes about a lead, newest first."""
        statement = _CHANGES.where(audit.c.lead_id == lead_id).order_by(audit.c.id.desc()).limit(limit)
        return [Change(*row) for row in self._connection.execute(statement)]

    def of_subject(self, subject_id: str) -> list[Change]:
        """Changes of one thing, newest first."""
        statement = _CHANGES.where(audit.c.subject_id == subject_id).order_by(audit.c.id.desc())
        return [Change(*row) for row in self._connection.execute(statement)]

    def of_event(self, event_key: str) -> list[Change]:
        """Changes one event made, newest first: the order to take them back in."""
        statement = _CHANGES.where(audit.c.event_key == event_key).order_by(audit.c.id.desc())
        return [Change(*row) for row in self._connection.execute(statement)]

    def mark_undone(self, change_id: int, at: datetime) -> None:
        """Note that a change was taken back."""
        self._connection.execute(sa.update(audit).where(audit.c.id == change_id).values(undone_at=at))


def _without_id(value: Moment | Change) -> dict[str, Any]:
    row = rows.as_row(value)
    del row["id"]
    return row


_ADD_MOMENT = sa.insert(timeline).returning(timeline.c.id)
_ADD_CHANGE = sa.insert(audit).returning(audit.c.id)
_OF_LEAD = (
    sa.select(*(timeline.c[name] for name in Moment.__dataclass_fields__))
    .where(timeline.c.lead_id == sa.bindparam("lead"))
    .order_by(timeline.c.at.desc(), timeline.c.id.desc())
    .limit(sa.bindparam("most"))
)
_WITHDRAW = sa.delete(timeline).where(timeline.c.message_id == sa.bindparam("message"))
_CHANGES = sa.select(*(audit.c[name] for name in Change.__dataclass_fields__))
