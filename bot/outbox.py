"""The durable way out: lease, commit, send, record. At least once, with the same key every time.

WeCom drops what exceeds 30 messages a minute or 1,000 an hour to one member without an error (docs path
90312), so attempts are counted here and a message that would exceed is held back.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.commit import GroupCommit
from bot.inbox import CrashPoint, no_crash
from bot.platforms.base import Platform
from bot.platforms.errors import HandleSpent, RecipientGone, Rejected, Transient
from bot.retry import decide
from handlers.chat import codec
from handlers.chat.delivery import Outbound, Receipt, Send, UpdateCard
from handlers.chat.event import Handle
from storage.outbox import LEASE, NewMessage, OutboxItem
from storage.uow import UnitOfWork
from storage.writer import Writer

log = logging.getLogger(__name__)

SLACK = timedelta(seconds=6)
"""How much later than its lease a message may reach the platform (the timeout of a call, and a little):
windows are this much wider than the platform's, so that its own count never exceeds."""

Ids = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; ``handle`` is the right to change a card that it used, if any."""

    item: OutboxItem
    message: Outbound | None
    handle: Handle | None
    receipt: Receipt | None
    error: Exception | None


class Outbox:
    """Delivers what handlers queued; messages to one member go in order."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        platforms: Mapping[str, Platform],
        *,
        ids: Ids,
        crash_point: CrashPoint = no_crash,
        at_once: int = 20,
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._platforms = platforms
        self._ids = ids
        self._crash_point = crash_point
        self._at_once = at_once
        self._sending: set[asyncio.Task[None]] = set()
        self._record: GroupCommit[Outcome, None] = GroupCommit(writer, self._write_outcomes)

    async def step(self) -> int:
        """Lease what is due and start sending it; returns how many. ``settled`` waits for the sending."""
        room = self._at_once - len(self._sending)
        if room <= 0:
            return 0
        leased = await self._writer.run(lambda uow: self._lease(uow, room))
        if leased:
            self._crash_point("outbox.leased")
        for item, handle in leased:
            task = asyncio.create_task(self._send(item, handle))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return len(leased)

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        while self._sending:
            await asyncio.wait(self._sending)

    async def some_sent(self, timeout: float) -> None:
        """Wait until something being sent has settled, at most *timeout* seconds."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)

    # -- in the writer thread --------------------------------------------------------------------

    def _lease(self, uow: UnitOfWork, room: int) -> list[tuple[OutboxItem, Handle | None]]:
        now = self._clock.now()
        ready: list[OutboxItem] = []
        for item in uow.outbox.due(now, limit=room):
            held = self._held_until(uow, item, now)
            if held is None:
                ready.append(item)
            else:
                uow.outbox.hold(item, held)
                log.info("message held back", extra={"action": "message_held", "id": item.id})
        uow.outbox.lease(ready, now=now, until=now + LEASE)
        return [(item, self._handle_for(uow, item, now)) for item in ready]

    def _held_until(self, uow: UnitOfWork, item: OutboxItem, now: datetime) -> datetime | None:
        platform = self._platforms.get(item.platform)
        if platform is None or item.kind != "send":
            return None
        allowed = platform.capabilities
        for most, window in (
            (allowed.per_minute, timedelta(minutes=1)),
            (allowed.per_hour, timedelta(hours=1)),
        ):
            since = now - window - SLACK
            recent = uow.outbox.attempts_since(item.platform, item.recipient, since, limit=most)
            if len(recent) >= most:
                return recent[-1] + window + SLACK
        return None

    def _handle_for(self, uow: UnitOfWork, item: OutboxItem, now: datetime) -> Handle | None:
        if item.kind != "update" or item.card_id is None:
            return None
        found = uow.cards.handle(item.card_id, now)
        return None if found is None else Handle(*found)

    def _write_outcomes(self, uow: UnitOfWork, outcomes: Sequence[Outcome]) -> list[None]:
        for outcome in outcomes:
            self._write_outcome(uow, outcome)
        return [None] * len(outcomes)

    def _write_outcome(self, uow: UnitOfWork, outcome: Outcome) -> None:
        now, item, error = self._clock.now(), outcome.item, outcome.error
        if outcome.handle is not None and item.card_id is not None and not isinstance(error, Transient):
            uow.cards.spend_handle(item.card_id, outcome.handle.code, now)
        match error:
            case HandleSpent() if outcome.handle is not None and item.attempts > 0:
                # spent by the earlier try, whose answer never came: the card stands as it should
                uow.outbox.sent(item, at=now, receipt={"repeated": "yes"})
            case None:
                receipt = outcome.receipt or Receipt()
                uow.outbox.sent(item, at=now, receipt=receipt.native)
                if receipt.handle is not None and item.card_id is not None:
                    uow.cards.add_handle(item.card_id, receipt.handle.code, receipt.handle.expires_at)
            case HandleSpent() if isinstance(outcome.message, UpdateCard) and outcome.message.optional:
                uow.outbox.sent(item, at=now, receipt={"dropped": "yes"})
            case HandleSpent() if isinstance(outcome.message, UpdateCard):
                self._supersede(uow, item, outcome.message, now)
            case RecipientGone():
                uow.people.mark_unreachable(item.platform, item.recipient, now)
                uow.outbox.failed(item, why=str(error), retry_at=None, now=now)
            case Transient():
                again = decide(True, item.attempts + 1, now, retry_after=error.retry_after)
                uow.outbox.failed(item, why=str(error), retry_at=again, now=now)
            case Rejected():
                uow.outbox.failed(item, why=str(error), retry_at=None, now=now)
            case _:
                again = decide(True, item.attempts + 1, now)
                uow.outbox.failed(item, why=f"{type(error).__name__}: {error}", retry_at=again, now=now)

    def _supersede(self, uow: UnitOfWork, item: OutboxItem, message: UpdateCard, now: datetime) -> None:
        """The right to change the card is gone: show a new one and mark the old one."""
        card_id = self._ids("card")
        old = uow.cards.get(message.card_id)
        uow.cards.add(dataclasses.replace(old, id=card_id, created_at=now, updated_at=now))
        uow.cards.change(old.id, status="superseded", superseded_by=card_id, updated_at=now)
        key = f"{item.key}:new"
        body = codec.outbound_to_json(Send(key=key, to=message.to, content=message.content, card_id=card_id))
        again = NewMessage(key, item.platform, item.recipient, item.lane, "send", card_id, body, now, now)
        uow.outbox.add(again)
        uow.outbox.sent(item, at=now, receipt={"superseded_by": card_id})

    # -- in the event loop -----------------------------------------------------------------------

    async def _send(self, item: OutboxItem, handle: Handle | None) -> None:
        message: Outbound | None = None
        receipt: Receipt | None = None
        failure: Exception | None = None
        try:
            message = codec.outbound_from_json(item.body)
            receipt = await self._deliver(item, message, handle)
        except Exception as error:
            failure = error
        self._crash_point("outbox.sent")
        self._say(item, failure)
        await self._record.put([Outcome(item, message, handle, receipt, failure)])

    async def _deliver(self, item: OutboxItem, message: Outbound, handle: Handle | None) -> Receipt:
        platform = self._platforms.get(item.platform)
        if platform is None:
            raise RecipientGone(f"no account on a configured platform: {item.recipient}")
        if isinstance(message, UpdateCard):
            if handle is None:
                raise HandleSpent("no unspent right to change this card is left")
            message = dataclasses.replace(message, handle=handle)
        receipt = await platform.deliver(message)
        if message.to.id.lower() in (person.lower() for person in receipt.unreachable):
            raise RecipientGone(
                f"not in the app's range or unknown: {message.to.id}", people=receipt.unreachable
            )
        return receipt

    def _say(self, item: OutboxItem, failure: Exception | None) -> None:
        extra = {"id": item.id, "kind": item.kind, "attempt": item.attempts + 1}
        if failure is None:
            log.info("message delivered", extra={"action": "message_delivered", **extra})
        elif isinstance(failure, (Transient, HandleSpent)):
            log.info("message not delivered", extra={"action": "message_retry", "why": str(failure), **extra})
        else:
            log.warning("message refused", extra={"action": "message_refused", "why": str(failure), **extra})
