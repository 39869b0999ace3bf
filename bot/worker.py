"""What works through the queues: events to handlers, messages to platforms, as long as it is on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.inbox import Inbox
from bot.outbox import Outbox
from storage.writer import Writer

log = logging.getLogger(__name__)

BREATHER = 1.0
"""Seconds to wait after something went wrong with the database itself."""


class Worker:
    """Runs the inbox and the outbox loops.

    ``wake`` makes both look at once; without it they look every *poll* seconds, which is how a process
    learns of what another one stored. *lanes* events loops run side by side (PostgreSQL). *prepare* is called
    once, in a thread, before the first event is handled.
    """

    def __init__(
        self,
        writer: Writer,
        inbox: Inbox,
        outbox: Outbox,
        *,
        poll: float,
        lanes: int = 1,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self._writer = writer
        self._inbox = inbox
        self._outbox = outbox
        self._poll = poll
        self._lanes = lanes
        self._prepare = prepare
        self._prepared = asyncio.Event()
        self._events = asyncio.Event()
        self._messages = asyncio.Event()
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """Look now."""
        self._events.set()
        self._messages.set()

    def start(self) -> None:
        """Begin working; needs a running event loop."""
        loops = [self._events_loop(f"inbox-{n}") for n in range(self._lanes)]
        loops += [self._loop(self._deliver, self._messages, "outbox"), self._make_ready()]
        self._tasks = [asyncio.create_task(each) for each in loops]

    async def prepared(self) -> None:
        """Wait until events are being handled."""
        await self._prepared.wait()

    async def stop(self) -> None:
        """Finish what is in hand and stop; what is left stays on disk."""
        self._stopping = True
        self.wake()
        await asyncio.gather(*self._tasks)
        await self._outbox.settled()

    async def drain(self) -> None:
        """Work until nothing is due: no event, no message. For the playground and for tests."""
        while await self._handle() or await self._deliver_all():
            pass

    async def _make_ready(self) -> None:
        """Prepare in a thread of its own: done by the first event, it would keep the writer from storing."""
        if self._prepare is not None:
            await asyncio.to_thread(self._prepare)
        self._prepared.set()

    async def _events_loop(self, name: str) -> None:
        await self._prepared.wait()
        await self._loop(self._handle, self._events, name)

    async def _loop(self, step: Callable[[], Awaitable[int]], wake: asyncio.Event, name: str) -> None:
        while not self._stopping:
            wake.clear()
            try:
                busy = await step()
            except Exception as error:
                log.error(
                    "worker stumbled", exc_info=error, extra={"action": "worker_stumbled", "loop": name}
                )
                await asyncio.sleep(BREATHER)
                continue
            if not busy:
                await self._wait(wake)

    async def _wait(self, wake: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self._poll):
                await wake.wait()
        except TimeoutError:
            return

    async def _handle(self) -> int:
        handled = await self._writer.run(self._inbox.step)
        if handled:
            self._messages.set()
        return handled

    async def _deliver(self) -> int:
        leased = await self._outbox.step()
        if not leased:
            await self._outbox.some_sent(self._poll)
        return leased

    async def _deliver_all(self) -> int:
        leased = await self._outbox.step()
        await self._outbox.settled()
        return leased
