"""Accepted events: added once, claimed in the order of their lane, done, failed or dead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from storage import rows
from storage.errors import NotFound
from storage.tables import inbox, literal, status_in


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event about to be stored: plain data, ``body`` is its JSON. ``lane`` orders it."""

    platform: str
    key: str
    lane: str
    kind: str
    body: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A stored event; ``attempts`` counts the tries before this one."""

    id: int
    platform: str
    key: str
    lane: str
    kind: str
    body: str
    received_at: datetime
    attempts: int
    error: str | None = None


_COLUMNS = [
    inbox.c[name]
    for name in ("id", "platform", "key", "lane", "kind", "body", "received_at", "attempts", "error")
]
_FINISH = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("item"))
    .values(status="done", done_at=sa.bindparam("at"), error=None)
)
_FAIL = (
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("item"))
    .values(
        status=sa.bindparam("new_status"),
        attempts=inbox.c.attempts + 1,
        not_before=sa.bindparam("later"),
        error=sa.bindparam("why"),
    )
)


class Inbox:
    """The durable queue between the platforms and the handlers."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def add(self, events: Sequence[NewEvent]) -> list[bool]:
        """Store events; for each, in order, whether it is new (False: its key is already here)."""
        statement = _add(self._dialect)
        params = [
            {
                "platform": e.platform,
                "key": e.key,
                "lane": e.lane,
                "kind": e.kind,
                "body": e.body,
                "received_at": e.received_at,
                "not_before": e.received_at,
            }
            for e in events
        ]
        new = {(row[0], row[1]) for row in self._connection.execute(statement, params)}
        answers = []
        for event in events:
            answers.append((event.platform, event.key) in new)
            new.discard((event.platform, event.key))
        return answers

    def claim_due(self, now: datetime, *, limit: int = 20) -> list[InboxItem]:
        """Due events in order, at most *limit*, nobody else's until the transaction ends.

        A whole run of one lane may come in one batch: the caller must skip the rest of a lane once one
        of its events fails. PostgreSQL workers run side by side: who holds the lock on a lane's first
        open event has the lane.
        """
        params = {"now": now, "most": limit}
        if self._dialect == "sqlite":
            return [InboxItem(*row) for row in self._connection.execute(_CLAIM_RUNS, params)]
        items = [InboxItem(*row) for row in self._connection.execute(_CLAIM_HEADS, params)]
        if items and len(items) < limit:
            params = {"now": now, "most": limit - len(items)}
            held = {**params, "lanes": [i.lane for i in items], "heads": [i.id for i in items]}
            items += [InboxItem(*row) for row in self._connection.execute(_CLAIM_REST, held)]
            items.sort(key=lambda item: item.id)
        return items

    def done(self, items: Sequence[InboxItem], now: datetime) -> None:
        """Mark events as handled."""
        if items:
            self._connection.execute(_FINISH, [{"item": i.id, "at": now} for i in items])

    def failed(self, item: InboxItem, *, why: str, retry_at: datetime | None, now: datetime) -> None:
        """Put an event off until *retry_at*, or declare it dead when that is None."""
        status = "dead" if retry_at is None else "open"
        params = {"item": item.id, "new_status": status, "later": retry_at or now, "why": why[:2000]}
        self._connection.execute(_FAIL, params)

    def next_due(self) -> datetime | None:
        """When the next open event becomes due; None when nothing is open."""
        found: datetime | None = self._connection.execute(_NEXT_DUE).scalar()
        return found

    def counts(self) -> dict[str, int]:
        """Open and dead events (done ones are not counted: there are many)."""
        return {row[0]: row[1] for row in self._connection.execute(_COUNTS)}

    def dead(self, *, limit: int = 100) -> list[InboxItem]:
        """The dead events, oldest first."""
        statement = sa.select(*_COLUMNS).where(status_in(inbox, "dead")).order_by(inbox.c.id).limit(limit)
        return [InboxItem(*row) for row in self._connection.execute(statement)]

    def replay(self, item_id: int, now: datetime) -> None:
        """Open a dead event again; raises ``NotFound`` when it is not dead."""
        statement = (
            sa.update(inbox)
            .where(inbox.c.id == item_id, status_in(inbox, "dead"))
            .values(status="open", attempts=0, not_before=now, error=None)
        )
        if self._connection.execute(statement).rowcount != 1:
            raise NotFound(f"inbox: no dead event {item_id}")

    def purge(self, before: datetime) -> int:
        """Forget events handled before *before*; returns how many. Their keys go too, so keep weeks."""
        statement = sa.delete(inbox).where(status_in(inbox, "done"), inbox.c.done_at < before)
        return self._connection.execute(statement).rowcount


@lru_cache(maxsize=2)
def _add(dialect: str) -> Any:  # noqa: ANN401 - two dialects' Insert
    return rows.insert_new(dialect, inbox).returning(inbox.c.platform, inbox.c.key)


_NOW = sa.bindparam("now", type_=inbox.c.not_before.type)
_EARLIER = inbox.alias("earlier")
_BEFORE_IT = sa.select(1).where(
    _EARLIER.c.lane == inbox.c.lane, _EARLIER.c.id < inbox.c.id, status_in(_EARLIER, "open")
)
_DUE = (
    sa.select(*_COLUMNS)
    .where(status_in(inbox, "open"), inbox.c.not_before <= _NOW)
    .order_by(inbox.c.id)
    .limit(sa.bindparam("most"))
)
_IN_TURN = ~_BEFORE_IT.where(_EARLIER.c.not_before > _NOW).exists()
_CLAIM_RUNS = _DUE.where(_IN_TURN)
_CLAIM_HEADS = _DUE.where(~_BEFORE_IT.exists()).with_for_update(of=inbox, skip_locked=True)
_CLAIM_REST = _DUE.where(
    inbox.c.lane == sa.any_(sa.bindparam("lanes", type_=postgresql.ARRAY(sa.String))),
    inbox.c.id != sa.all_(sa.bindparam("heads", type_=postgresql.ARRAY(sa.BigInteger))),
    _IN_TURN,
)
_NEXT_DUE = sa.select(sa.func.min(inbox.c.not_before)).where(status_in(inbox, "open"))
_COUNTS = sa.union_all(
    *(
        sa.select(literal(status), sa.func.count()).select_from(inbox).where(status_in(inbox, status))
        for status in ("open", "dead")
    )
)
