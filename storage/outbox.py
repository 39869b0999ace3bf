"""Messages to deliver: added with the change they tell of, leased, sent, retried or dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage import rows
from storage.errors import NotFound
from storage.statements import Statement
from storage.tables import attempts, literal, outbox, status_in


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message about to be queued; ``key`` is the same however often the event is handled."""

    key: str
    platform: str
    recipient: str
    lane: str
    kind: str
    card_id: str | None
    body: str
    created_at: datetime
    not_before: datetime


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A queued message; ``attempts`` counts the tries so far, this lease included once leased."""

    id: int
    key: str
    platform: str
    recipient: str
    lane: str
    kind: str
    card_id: str | None
    body: str
    created_at: datetime
    attempts: int
    error: str | None = None


_COLUMNS = [
    outbox.c[name]
    for name in (
        "id", "key", "platform", "recipient", "lane", "kind", "card_id", "body", "created_at", "attempts",
        "error",
    )
]  # fmt: skip
_ADD = Statement(
    lambda dialect: rows.new(dialect, outbox).values(status="open", attempts=0),
    columns=rows.names(NewMessage),
)
_DEAD = Statement(
    sa.select(*_COLUMNS).where(status_in(outbox, "dead")).order_by(outbox.c.id).limit(sa.bindparam("most"))
)
_REPLAY = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"), status_in(outbox, "dead"))
    .values(status="open", attempts=0, not_before=sa.bindparam("at"), error=None)
)
_PURGE = Statement(
    sa.delete(outbox).where(
        outbox.c.id.in_(
            sa.select(outbox.c.id)
            .where(status_in(outbox, "sent"), outbox.c.sent_at < sa.bindparam("before"))
            .order_by(outbox.c.sent_at)
            .limit(sa.bindparam("most"))
        )
    )
)
_COUNT = rows.insert(attempts, "platform", "recipient", "at")
_FORGET = Statement(
    sa.delete(attempts).where(
        attempts.c.id.in_(
            sa.select(attempts.c.id)
            .where(attempts.c.at < sa.bindparam("before"))
            .order_by(attempts.c.at)
            .limit(sa.bindparam("most"))
        )
    )
)
_LEASE = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"))
    .values(status="leased", leased_until=sa.bindparam("until"), attempts=outbox.c.attempts + 1)
)
_SENT = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"))
    .values(
        status="sent",
        sent_at=sa.bindparam("at"),
        receipt=sa.bindparam("receipt"),
        error=None,
        leased_until=None,
    )
)
_FAIL = Statement(
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"), outbox.c.status != literal("sent"))
    .values(
        status=sa.bindparam("new_status"),
        not_before=sa.bindparam("later"),
        error=sa.bindparam("why"),
        leased_until=None,
    )
)
_HOLD = Statement(
    sa.update(outbox).where(outbox.c.id == sa.bindparam("item")).values(not_before=sa.bindparam("later"))
)
_ATTEMPTS = Statement(
    sa.select(attempts.c.at)
    .where(
        attempts.c.platform == sa.bindparam("platform"),
        attempts.c.recipient == sa.bindparam("recipient"),
        attempts.c.at > sa.bindparam("since"),
    )
    .order_by(attempts.c.at.desc())
    .limit(sa.bindparam("most"))
)


class Outbox:
    """The durable queue between the handlers and the platforms; delivery is at least once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, message: NewMessage) -> None:
        """Queue a message, unless one with its key is already here."""
        _ADD.send(self._connection, rows.as_row(message))

    def due(self, now: datetime, *, limit: int = 20) -> list[OutboxItem]:
        """The first due message of each lane, oldest first, locked until the transaction ends.

        A lease that ran out (the sender died) makes its message due again.
        """
        found = rows.first_of_queue(self._connection, _DUE, {"now": now, "most": limit})
        return [OutboxItem(*row) for row in found]

    def attempts_since(self, platform: str, recipient: str, since: datetime, *, limit: int) -> list[datetime]:
        """When this member was last written to after *since*, newest first, at most *limit*."""
        params = {"platform": platform, "recipient": recipient, "since": since, "most": limit}
        return [row[0] for row in _ATTEMPTS.rows(self._connection, params)]

    def lease(self, items: Sequence[OutboxItem], *, now: datetime, until: datetime) -> None:
        """Take messages for sending and count the attempt against their members."""
        if items:
            _LEASE.send_each(self._connection, [{"item": i.id, "until": until} for i in items])
            counted = [{"platform": i.platform, "recipient": i.recipient, "at": now} for i in items]
            _COUNT.send_each(self._connection, counted)

    def hold(self, item: OutboxItem, until: datetime) -> None:
        """Hold a message back; no attempt is counted."""
        _HOLD.send(self._connection, {"item": item.id, "later": until})

    def sent(self, item: OutboxItem, *, at: datetime, receipt: Mapping[str, str]) -> None:
        """Record a delivery."""
        _SENT.send(self._connection, {"item": item.id, "at": at, "receipt": dict(receipt)})

    def failed(self, item: OutboxItem, *, why: str, retry_at: datetime | None, now: datetime) -> None:
        """Try again at *retry_at*, or declare the message dead when that is None.

        A message that another sender delivered after this one's lease ran out stays delivered.
        """
        status = "dead" if retry_at is None else "open"
        params = {"item": item.id, "new_status": status, "later": retry_at or now, "why": why[:2000]}
        _FAIL.send(self._connection, params)

    def next_due(self) -> datetime | None:
        """When the next message becomes due (or its lease runs out); None when nothing is open."""
        found: datetime | None = _NEXT_DUE.scalar(self._connection, {})
        return found

    def counts(self) -> dict[str, int]:
        """Open, leased and dead messages."""
        found = {row[0]: row[1] for row in _COUNTS.rows(self._connection, {})}
        return {"open": 0, "leased": 0} | found

    def dead(self, *, limit: int = 100) -> list[OutboxItem]:
        """The undeliverable messages, oldest first."""
        return [OutboxItem(*row) for row in _DEAD.rows(self._connection, {"most": limit})]

    def replay(self, item_id: int, now: datetime) -> None:
        """Queue an undeliverable message again; raises ``NotFound`` when it is not dead."""
        if _REPLAY.run(self._connection, {"item": item_id, "at": now}) != 1:
            raise NotFound(f"outbox: no dead message {item_id}")

    def purge(self, before: datetime, *, limit: int = 1_000_000) -> int:
        """Forget messages sent before *before*, oldest first; how many. Their keys go too: keep weeks."""
        return _PURGE.run(self._connection, {"before": before, "most": limit})

    def forget_attempts(self, before: datetime, *, limit: int = 1_000_000) -> int:
        """Drop counted attempts that no limit looks at any more."""
        return _FORGET.run(self._connection, {"before": before, "most": limit})


LEASE = timedelta(seconds=60)
"""How long a sender may take; longer than every timeout of a delivery together."""


_EARLIER = outbox.alias("earlier")
_FIRST_OF_LANE = (  # not NOT EXISTS: as in the inbox, PostgreSQL would join the whole queue with itself
    sa.select(sa.func.min(_EARLIER.c.id))
    .where(_EARLIER.c.lane == outbox.c.lane, status_in(_EARLIER, "open", "leased"))
    .scalar_subquery()
)
_NOW = sa.bindparam("now", type_=outbox.c.not_before.type)
_READY = sa.or_(
    sa.and_(status_in(outbox, "open"), outbox.c.not_before <= _NOW),
    sa.and_(status_in(outbox, "leased"), outbox.c.leased_until <= _NOW),
)
_DUE = Statement(
    sa.select(*_COLUMNS)
    .where(status_in(outbox, "open", "leased"), _READY, outbox.c.id == _FIRST_OF_LANE)
    .order_by(outbox.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
_WHEN = sa.case((status_in(outbox, "leased"), outbox.c.leased_until), else_=outbox.c.not_before)
_NEXT_DUE = Statement(sa.select(sa.func.min(_WHEN)).where(status_in(outbox, "open", "leased")))
_COUNTS = Statement(
    sa.union_all(
        sa.select(outbox.c.status, sa.func.count())
        .where(status_in(outbox, "open", "leased"))
        .group_by(outbox.c.status),
        sa.select(literal("dead"), sa.func.count()).select_from(outbox).where(status_in(outbox, "dead")),
    )
)
