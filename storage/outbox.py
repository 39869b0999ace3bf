"""Messages to deliver: added with the change they tell of, leased, sent, retried or dead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage import rows
from storage.errors import NotFound
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
_LEASE = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"))
    .values(status="leased", leased_until=sa.bindparam("until"), attempts=outbox.c.attempts + 1)
)
_SENT = (
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
_FAIL = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("item"), outbox.c.status != literal("sent"))
    .values(
        status=sa.bindparam("new_status"),
        not_before=sa.bindparam("later"),
        error=sa.bindparam("why"),
        leased_until=None,
    )
)
_HOLD = sa.update(outbox).where(outbox.c.id == sa.bindparam("item")).values(not_before=sa.bindparam("later"))
_ATTEMPTS = (
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
        self._dialect = connection.dialect.name

    def add(self, message: NewMessage) -> bool:
        """Queue a message; False when one with its key is already here."""
        statement = rows.insert_new(self._dialect, outbox)
        return bool(self._connection.execute(statement, rows.as_row(message)).rowcount == 1)

    def due(self, now: datetime, *, limit: int = 20) -> list[OutboxItem]:
        """The first due message of each lane, oldest first, locked until the transaction ends.

        A lease that ran out (the sender died) makes its message due again.
        """
        result = self._connection.execute(_DUE, {"now": now, "most": limit})
        return [OutboxItem(*row) for row in result]

    def attempts_since(self, platform: str, recipient: str, since: datetime, *, limit: int) -> list[datetime]:
        """When this member was last written to after *since*, newest first, at most *limit*."""
        params = {"platform": platform, "recipient": recipient, "since": since, "most": limit}
        return list(self._connection.execute(_ATTEMPTS, params).scalars())

    def lease(self, items: Sequence[OutboxItem], *, now: datetime, until: datetime) -> None:
        """Take messages for sending and count the attempt against their members."""
        if items:
            self._connection.execute(_LEASE, [{"item": i.id, "until": until} for i in items])
            counted = [{"platform": i.platform, "recipient": i.recipient, "at": now} for i in items]
            self._connection.execute(sa.insert(attempts), counted)

    def hold(self, item: OutboxItem, until: datetime) -> None:
        """Hold a message back; no attempt is counted."""
        self._connection.execute(_HOLD, {"item": item.id, "later": until})

    def sent(self, item: OutboxItem, *, at: datetime, receipt: Mapping[str, str]) -> None:
        """Record a delivery."""
        self._connection.execute(_SENT, {"item": item.id, "at": at, "receipt": dict(receipt)})

    def failed(self, item: OutboxItem, *, why: str, retry_at: datetime | None, now: datetime) -> None:
        """Try again at *retry_at*, or declare the message dead when that is None.

        A message that another sender delivered after this one's lease ran out stays delivered.
        """
        status = "dead" if retry_at is None else "open"
        params = {"item": item.id, "new_status": status, "later": retry_at or now, "why": why[:2000]}
        self._connection.execute(_FAIL, params)

    def next_due(self) -> datetime | None:
        """When the next message becomes due (or its lease runs out); None when nothing is open."""
        found: datetime | None = self._connection.execute(_NEXT_DUE).scalar()
        return found

    def counts(self) -> dict[str, int]:
        """Open, leased and dead messages."""
        return {row[0]: row[1] for row in self._connection.execute(_COUNTS)}

    def dead(self, *, limit: int = 100) -> list[OutboxItem]:
        """The undeliverable messages, oldest first."""
        statement = sa.select(*_COLUMNS).where(status_in(outbox, "dead")).order_by(outbox.c.id).limit(limit)
        return [OutboxItem(*row) for row in self._connection.execute(statement)]

    def replay(self, item_id: int, now: datetime) -> None:
        """Queue an undeliverable message again; raises ``NotFound`` when it is not dead."""
        statement = (
            sa.update(outbox)
            .where(outbox.c.id == item_id, status_in(outbox, "dead"))
            .values(status="open", attempts=0, not_before=now, error=None)
        )
        if self._connection.execute(statement).rowcount != 1:
            raise NotFound(f"outbox: no dead message {item_id}")

    def purge(self, before: datetime) -> int:
        """Forget messages sent before *before*; returns how many. Their keys go too, so keep weeks."""
        statement = sa.delete(outbox).where(status_in(outbox, "sent"), outbox.c.sent_at < before)
        return self._connection.execute(statement).rowcount

    def forget_attempts(self, before: datetime) -> int:
        """Drop counted attempts that no limit looks at any more."""
        return self._connection.execute(sa.delete(attempts).where(attempts.c.at < before)).rowcount


LEASE = timedelta(seconds=60)
"""How long a sender may take; longer than every timeout of a delivery together."""


_EARLIER = outbox.alias("earlier")
_BEFORE_IT = sa.select(1).where(
    _EARLIER.c.lane == outbox.c.lane,
    _EARLIER.c.id < outbox.c.id,
    status_in(_EARLIER, "open", "leased"),
)
_NOW = sa.bindparam("now", type_=outbox.c.not_before.type)
_READY = sa.or_(
    sa.and_(status_in(outbox, "open"), outbox.c.not_before <= _NOW),
    sa.and_(status_in(outbox, "leased"), outbox.c.leased_until <= _NOW),
)
_DUE = (
    sa.select(*_COLUMNS)
    .where(status_in(outbox, "open", "leased"), _READY, ~_BEFORE_IT.exists())
    .order_by(outbox.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(of=outbox, skip_locked=True)
)
_WHEN = sa.case((status_in(outbox, "leased"), outbox.c.leased_until), else_=outbox.c.not_before)
_NEXT_DUE = sa.select(sa.func.min(_WHEN)).where(status_in(outbox, "open", "leased"))
_COUNTS = sa.union_all(
    *(
        sa.select(literal(status), sa.func.count()).select_from(outbox).where(status_in(outbox, status))
        for status in ("open", "leased", "dead")
    )
)
