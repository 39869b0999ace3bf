"""What happened to a customer (timeline) and who changed what, why, from which message (audit)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.statements import Statement
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
        return int(_ADD_MOMENT.scalar(self._connection, _without_id(moment)))

    def of_lead(self, lead_id: str, *, limit: int = 20) -> list[Moment]:
        """The latest lines about a lead, newest first."""
        found = _LATEST.rows(self._connection, {"lead": lead_id, "most": limit})
        return [Moment(*row) for row in found]

    def get(self, moment_id: int) -> Moment | None:
        """One line."""
        row = _MOMENT_BY_ID.first(self._connection, {"key": moment_id})
        return None if row is None else Moment(*row)

    def withdraw(self, message_id: str) -> int:
        """Remove the lines that rest on a message."""
        return _WITHDRAW.run(self._connection, {"message": message_id})

    def withdraw_subject(self, lead_id: str, subject_id: str) -> int:
        """Remove the lines of a customer's story that are about one thing."""
        return _WITHDRAW_SUBJECT.run(self._connection, {"lead": lead_id, "subject": subject_id})

    def ids_of(self, lead_id: str) -> list[int]:
        """The ids of every line about a lead."""
        return [int(row[0]) for row in _IDS_OF.rows(self._connection, {"lead": lead_id})]

    def give(self, moment_ids: Sequence[int], to_lead: str) -> None:
        """Give single lines to a lead; those that are gone are passed over."""
        if moment_ids:
            _GIVE.send_each(self._connection, [{"key": each, "new": to_lead} for each in moment_ids])

    def move(self, from_lead: str, to_lead: str) -> int:
        """Give one lead's story to another; how many lines."""
        return _MOVE.run(self._connection, {"old": from_lead, "new": to_lead})


class Audit:
    """Every change, for ever."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, change: Change) -> int:
        """Write a change down; returns its id."""
        return int(_ADD_CHANGE.scalar(self._connection, _without_id(change)))

    def get(self, change_id: int) -> Change | None:
        """One change."""
        row = _CHANGE.first(self._connection, {"key": change_id})
        return None if row is None else Change(*row)

    def of_lead(self, lead_id: str, *, limit: int = 100) -> list[Change]:
        """Changes about a lead, newest first."""
        found = _OF_LEAD.rows(self._connection, {"lead": lead_id, "most": limit})
        return [Change(*row) for row in found]

    def of_subject(self, subject_id: str) -> list[Change]:
        """Changes of one thing, newest first."""
        return [Change(*row) for row in _OF_SUBJECT.rows(self._connection, {"subject": subject_id})]

    def of_event(self, event_key: str) -> list[Change]:
        """Changes one event made, newest first: the order to take them back in."""
        return [Change(*row) for row in _OF_EVENT.rows(self._connection, {"event": event_key})]

    def mark_undone(self, change_id: int, at: datetime) -> None:
        """Note that a change was taken back."""
        _MARK_UNDONE.send(self._connection, {"key": change_id, "moment": at})


def _without_id(value: Moment | Change) -> dict[str, Any]:
    row = rows.as_row(value)
    del row["id"]
    return row


_MOMENT = rows.names(Moment)
_ADD_MOMENT = Statement(
    sa.insert(timeline).returning(timeline.c.id), columns=[name for name in _MOMENT if name != "id"]
)
_LATEST = Statement(
    sa.select(*(timeline.c[name] for name in _MOMENT))
    .where(timeline.c.lead_id == sa.bindparam("lead"))
    .order_by(timeline.c.at.desc(), timeline.c.id.desc())
    .limit(sa.bindparam("most"))
)
_MOMENT_BY_ID = Statement(
    sa.select(*(timeline.c[name] for name in _MOMENT)).where(timeline.c.id == sa.bindparam("key"))
)
_WITHDRAW = Statement(sa.delete(timeline).where(timeline.c.message_id == sa.bindparam("message")))
_WITHDRAW_SUBJECT = Statement(
    sa.delete(timeline).where(
        timeline.c.lead_id == sa.bindparam("lead"), timeline.c.subject_id == sa.bindparam("subject")
    )
)
_IDS_OF = Statement(
    sa.select(timeline.c.id).where(timeline.c.lead_id == sa.bindparam("lead")).order_by(timeline.c.id)
)
_GIVE = Statement(
    sa.update(timeline).where(timeline.c.id == sa.bindparam("key")).values(lead_id=sa.bindparam("new"))
)
_MOVE = Statement(
    sa.update(timeline).where(timeline.c.lead_id == sa.bindparam("old")).values(lead_id=sa.bindparam("new"))
)
_COLUMNS = rows.names(Change)
_ADD_CHANGE = Statement(
    sa.insert(audit).returning(audit.c.id), columns=[name for name in _COLUMNS if name != "id"]
)
_CHANGES = sa.select(*(audit.c[name] for name in _COLUMNS)).order_by(audit.c.id.desc())
_CHANGE = Statement(_CHANGES.where(audit.c.id == sa.bindparam("key")))
_OF_LEAD = Statement(_CHANGES.where(audit.c.lead_id == sa.bindparam("lead")).limit(sa.bindparam("most")))
_OF_SUBJECT = Statement(_CHANGES.where(audit.c.subject_id == sa.bindparam("subject")))
_OF_EVENT = Statement(_CHANGES.where(audit.c.event_key == sa.bindparam("event")))
_MARK_UNDONE = Statement(
    sa.update(audit).where(audit.c.id == sa.bindparam("key")).values(undone_at=sa.bindparam("moment"))
)
