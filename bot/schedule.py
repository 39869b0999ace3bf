"""Ticks: APScheduler wakes us, the database knows what is due.

Nothing of the business is kept in the scheduler. Each tick turns due rows into ``TimerFired`` events, in
one transaction with taking them off the table, so a restart loses nothing and a second process doubles
nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock
from handlers.chat import codec
from handlers.chat.event import ConversationRef, Origin, TimerFired
from storage.due import DueItem
from storage.inbox import NewEvent
from storage.uow import UnitOfWork
from storage.writer import QueueFull, Writer

log = logging.getLogger(__name__)

TICK = timedelta(seconds=1)
HOUSEKEEPING = timedelta(hours=1)


def promote(uow: UnitOfWork, now: datetime) -> int:
    """Turn what is due into events; returns how many. Runs in a writer thread."""
    items = uow.due.claim(now)
    if items:
        uow.inbox.add([_event_row(item, now) for item in items])
    return len(items)


def _event_row(item: DueItem, now: datetime) -> NewEvent:
    key = f"due:{item.id}:{item.round}"
    platform, _, conversation = item.lane.partition(":")
    origin = Origin(key, "timer", ConversationRef(platform, conversation), None, item.at)
    event = TimerFired(origin=origin, kind=item.kind, subject=item.subject)
    return NewEvent("timer", key, item.lane, "TimerFired", codec.event_to_json(event), now)


def report_dead(uow: UnitOfWork, now: datetime) -> bool:
    """Have the operators told, once a day, while something could not be handled or delivered."""
    dead = uow.inbox.counts()["dead"] + uow.outbox.counts()["dead"]
    if not dead:
        return False
    key = f"dead:{now.date().isoformat()}"
    origin = Origin(key, "timer", ConversationRef("timer", "operators"), None, now)
    event = TimerFired(origin=origin, kind="dead_letters", subject=str(dead))
    row = NewEvent("timer", key, "timer:operators", "TimerFired", codec.event_to_json(event), now)
    return uow.inbox.add([row])[0]


class Ticker:
    """Runs ``promote`` every second and the housekeeping every hour while it is on."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        *,
        wake: Callable[[], None],
        housekeeping: Callable[[], Awaitable[None]],
    ) -> None:
        self._writer = writer
        self._clock = clock
        self._wake = wake
        self._housekeeping = housekeeping
        self._scheduler = AsyncIOScheduler(timezone="UTC")

    def start(self) -> None:
        """Begin ticking; needs a running event loop."""
        late = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler.add_job(self._tick_until_stopped, "interval", seconds=TICK.total_seconds(), **late)
        self._scheduler.add_job(self._housekeeping, "interval", seconds=HOUSEKEEPING.total_seconds(), **late)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking."""
        self._scheduler.shutdown(wait=False)

    async def _tick_until_stopped(self) -> None:
        """A tick that ``stop`` may cut short: nothing is lost, the next process takes what is due."""
        with contextlib.suppress(asyncio.CancelledError):
            await self.tick()

    async def tick(self) -> int:
        """One look at what is due; wakes the worker either way, for what was put off is due as well."""
        promoted = 0
        try:
            promoted = await self._writer.run(lambda uow: promote(uow, self._clock.now()))
        except QueueFull:
            log.warning("tick skipped", extra={"action": "tick_skipped"})
        self._wake()
        return promoted
