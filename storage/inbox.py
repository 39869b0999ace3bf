"""Accepted events: added once, claimed in the order of their lane, done, failed or dead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from storage import rows
from storage.bulk import BulkInsert
from storage.errors import NotFound
from storage.statements import Statement, is_storable, storable
from storage.tables import inbox, literal, status_in


class NewEvent(NamedTuple):
    """An event about to be stored: plain data, ``body`` is its JSON. ``lane`` orders it.

    A tuple, because every callback makes one before it is acknowledged.
    """

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
_FINISH = Statement(
    lambda dialect: (
        sa.update(inbox)
        .where(rows.among(dialect, inbox.c.id, "items"))
        .values(status=literal("done"), done_at=sa.bindparam("at"), error=sa.null())
    )
)
_FAIL = Statement(
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
        self._shared = connection.dialect.name != "sqlite"

    def add(self, events: Sequence[NewEvent]) -> list[bool]:
        """Store events; for each, in order, whether it is new (False: its key is already here)."""
        if not events:
            return []
        if not is_storable("".join(event.key + event.lane + event.body for event in events)):
            events = [NewEvent(*storable(list(event))) for event in events]
        new = self._added_to_shared(events) if self._shared else self._added_alone(events)
        if len(new) == len(events):
            return [True] * len(events)
        answers = []
        for event in events:
            answers.append((event.platform, event.key) in new)
            new.discard((event.platform, event.key))
        return answers

    def _added_to_shared(self, events: Sequence[NewEvent]) -> set[tuple[Any, ...]]:
        batch = dict(zip(NewEvent._fields, map(list, zip(*events, strict=True)), strict=True))
        return set(_ADD_ALL.rows(self._connection, batch))

    def _added_alone(self, events: Sequence[NewEvent]) -> set[tuple[Any, ...]]:
        """Nobody else writes until the transaction ends, so the newest rows are ours."""
        added = _ADD.run(self._connection, [(*event, event.received_at) for event in events])
        if added == len(events):
            return {(event.platform, event.key) for event in events}
        return set(_NEWEST.rows(self._connection, {"most": added}))

    def claim_due(self, now: datetime, *, limit: int = 20) -> list[InboxItem]:
        """Due events in order, at most *limit*, nobody else's until the transaction ends.

        A whole run of one lane may come in one batch: the caller must skip the rest of a lane once one
        of its events fails. PostgreSQL workers run side by side: who holds the lock on a
        lane has its events.
        """
        params = {"now": now, "most": limit}
        if not self._shared:
            return [InboxItem(*row) for row in _CLAIM_RUNS.rows(self._connection, params)]
        # A row with a lower id may appear late, from another process: the lane itself must be ours.
        heads = rows.first_of_queue(self._connection, _CLAIM_HEADS, params)
        items = [InboxItem(*row) for row in heads]
        if items and len(items) < limit:
            params = {"now": now, "most": limit - len(items)}
            held = {**params, "lanes": [i.lane for i in items], "heads": [i.id for i in items]}
            items += [InboxItem(*row) for row in _CLAIM_REST.rows(self._connection, held)]
        return sorted(items, key=lambda item: item.id)

    def done(self, items: Sequence[InboxItem], now: datetime) -> None:
        """Mark events as handled."""
        if items:
            _FINISH.send(self._connection, {"items": [i.id for i in items], "at": now})

    def failed(self, item: InboxItem, *, why: str, retry_at: datetime | None, now: datetime) -> None:
        """Put an event off until *retry_at*, or declare it dead when that is None."""
        status = "dead" if retry_at is None else "open"
        params = {"item": item.id, "new_status": status, "later": retry_at or now, "why": why[:2000]}
        _FAIL.send(self._connection, params)

    def next_due(self) -> datetime | None:
        """When the next open event becomes due; None when nothing is open."""
        found: datetime | None = _NEXT_DUE.scalar(self._connection, {})
        return found

    def counts(self) -> dict[str, int]:
        """Open and dead events (done ones are not counted: there are many)."""
        return {row[0]: row[1] for row in _COUNTS.rows(self._connection, {})}

    def dead(self, *, limit: int = 100) -> list[InboxItem]:
        """The dead events, oldest first."""
        return [InboxItem(*row) for row in _DEAD.rows(self._connection, {"most": limit})]

    def replay(self, item_id: int, now: datetime) -> None:
        """Open a dead event again; raises ``NotFound`` when it is not dead."""
        if _REPLAY.run(self._connection, {"item": item_id, "at": now}) != 1:
            raise NotFound(f"inbox: no dead event {item_id}")

    def purge(self, before: datetime, *, limit: int = 1_000_000) -> int:
        """Forget events handled before *before*, oldest first; how many. Their keys go too: keep weeks."""
        return _PURGE.run(self._connection, {"before": before, "most": limit})


def _add_all() -> Any:  # noqa: ANN401 - PostgreSQL's Insert
    """One round trip for a whole batch; ids grow in the batch's order."""
    given = [sa.bindparam(n, type_=postgresql.ARRAY(inbox.c[n].type)) for n in NewEvent._fields]
    batch = (
        sa.func.unnest(*given)
        .table_valued(*(sa.column(n, inbox.c[n].type) for n in NewEvent._fields), with_ordinality="place")
        .render_derived(name="batch")
    )
    fields = [batch.c[n] for n in NewEvent._fields]
    chosen = sa.select(*fields, batch.c.received_at, literal("open"), sa.literal_column("0"))
    names = [*NewEvent._fields, "not_before", "status", "attempts"]
    return (
        postgresql.insert(inbox)
        .from_select(names, chosen.order_by(batch.c.place), include_defaults=False)
        .on_conflict_do_nothing()
        .returning(inbox.c.platform, inbox.c.key)
    )


_ADD = BulkInsert(
    inbox, (*NewEvent._fields, "not_before"), status=literal("open"), attempts=sa.literal_column("0")
)
_NEWEST = Statement(
    sa.select(inbox.c.platform, inbox.c.key).order_by(inbox.c.id.desc()).limit(sa.bindparam("most"))
)
_ADD_ALL = Statement(lambda _dialect: _add_all())
_DEAD = Statement(
    sa.select(*_COLUMNS).where(status_in(inbox, "dead")).order_by(inbox.c.id).limit(sa.bindparam("most"))
)
_REPLAY = Statement(
    sa.update(inbox)
    .where(inbox.c.id == sa.bindparam("item"), status_in(inbox, "dead"))
    .values(status="open", attempts=0, not_before=sa.bindparam("at"), error=None)
)
_PURGE = Statement(
    sa.delete(inbox).where(
        inbox.c.id.in_(
            sa.select(inbox.c.id)
            .where(status_in(inbox, "done"), inbox.c.done_at < sa.bindparam("before"))
            .order_by(inbox.c.done_at)
            .limit(sa.bindparam("most"))
        )
    )
)
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
_CLAIM_RUNS = Statement(_DUE.where(_IN_TURN))
_LANE_LOCKS: sa.ColumnElement[int] = sa.literal_column("1735289194")


def _claim_heads() -> sa.Select[Any]:
    """The first open event of each lane whose lock is free, row and lane locked by one statement.

    Compared with the lane's smallest id, not by ``NOT EXISTS``: PostgreSQL has no idea how long the queue is
    just now and would join all of it with itself for every batch.
    """
    first = sa.select(sa.func.min(_EARLIER.c.id)).where(
        _EARLIER.c.lane == inbox.c.lane, status_in(_EARLIER, "open")
    )
    heads = (
        _DUE.where(inbox.c.id == first.scalar_subquery())
        .with_for_update(of=inbox, skip_locked=True)
        .cte("heads")
    )
    ours = sa.func.pg_try_advisory_xact_lock(_LANE_LOCKS, sa.func.hashtext(heads.c.lane), type_=sa.Boolean)
    return sa.select(*heads.c).where(ours)


_CLAIM_HEADS = Statement(_claim_heads())
_CLAIM_REST = Statement(
    _DUE.where(
        inbox.c.lane == sa.any_(sa.bindparam("lanes", type_=postgresql.ARRAY(sa.String))),
        inbox.c.id != sa.all_(sa.bindparam("heads", type_=postgresql.ARRAY(sa.BigInteger))),
        _IN_TURN,
    )
)
_NEXT_DUE = Statement(sa.select(sa.func.min(inbox.c.not_before)).where(status_in(inbox, "open")))
_COUNTS = Statement(
    sa.union_all(
        *(
            sa.select(literal(status), sa.func.count()).select_from(inbox).where(status_in(inbox, status))
            for status in ("open", "dead")
        )
    )
)
