"""What falls due: one indexed table, claimed by a tick.

APScheduler's own job store loses what fell due while the process was down and doubles with two
processes, so a reminder is a row here, and a tick turns due rows into events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.statements import Statement
from storage.tables import due


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something to look at when its moment has come; ``round`` grows with every new appointment."""

    id: int
    key: str
    kind: str
    subject: str
    lane: str
    at: datetime
    round: int


_COLUMNS = [due.c[name] for name in ("id", "key", "kind", "subject", "lane", "at", "round")]
_FIRST = (
    sa.select(due.c.id)
    .where(due.c.at <= sa.bindparam("now"))
    .order_by(due.c.at, due.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM = Statement(sa.delete(due).where(due.c.id.in_(_FIRST)).returning(*_COLUMNS))
_NEXT = Statement(sa.select(sa.func.min(due.c.at)))
_CANCEL = Statement(sa.delete(due).where(due.c.key == sa.bindparam("name")))
_FIELDS = ("key", "kind", "subject", "lane", "at", "round")
_ONCE = rows.insert_new(due, *_FIELDS)
_SET = rows.put(due, *_FIELDS, key=("key",), changed={"round": due.c.round + sa.literal_column("1")})


class Due:
    """Appointments by unique key: set, moved, cancelled, claimed."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def at(self, key: str, *, kind: str, subject: str, lane: str, at: datetime) -> None:
        """Make an appointment, or move the one with this key."""
        params = {"key": key, "kind": kind, "subject": subject, "lane": lane, "at": at, "round": 1}
        _SET.send(self._connection, params)

    def once(self, key: str, *, kind: str, subject: str, lane: str, at: datetime) -> None:
        """Make an appointment unless one with this key is waiting."""
        params = {"key": key, "kind": kind, "subject": subject, "lane": lane, "at": at, "round": 1}
        _ONCE.send(self._connection, params)

    def cancel(self, key: str) -> bool:
        """Call an appointment off; whether there was one."""
        return _CANCEL.run(self._connection, {"name": key}) == 1

    def claim(self, now: datetime, *, limit: int = 200) -> list[DueItem]:
        """Take (and remove) what is due, oldest first."""
        items = [DueItem(*row) for row in _CLAIM.rows(self._connection, {"now": now, "most": limit})]
        return sorted(items, key=lambda item: (item.at, item.id))

    def next_at(self) -> datetime | None:
        """The moment of the next appointment, None when there is none."""
        found: datetime | None = _NEXT.scalar(self._connection, {})
        return found
