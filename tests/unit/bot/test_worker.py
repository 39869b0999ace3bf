"""The worker handles nothing before it is prepared, and stops cleanly while it is preparing."""

from __future__ import annotations

import asyncio
from threading import Event

from bot.worker import Worker
from storage.uow import Database
from storage.writer import Writer


class _Queue:
    """An inbox and an outbox in one that count how often they are looked at."""

    def __init__(self) -> None:
        self.looks = 0
        self.looked = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def step(self, _uow: object) -> int:
        self.looks += 1
        self._loop.call_soon_threadsafe(self.looked.set)
        return 0

    async def settled(self) -> None:
        return None


class _NothingToSend(_Queue):
    async def step(self) -> list[object]:  # type: ignore[override]
        return []


async def test_no_event_is_handled_before_the_reader_is_ready(sqlite_database: Database) -> None:
    release, queue = Event(), _Queue()
    writer = Writer(sqlite_database)
    worker = Worker(writer, queue, _NothingToSend(), poll=0.01, prepare=release.wait)  # type: ignore[arg-type]
    worker.start()
    await writer.run(lambda uow: uow.inbox.counts())
    assert queue.looks == 0
    release.set()
    await worker.prepared()
    await queue.looked.wait()
    await worker.stop()
    writer.close()


async def test_without_anything_to_prepare_it_works_at_once(sqlite_database: Database) -> None:
    queue, writer = _Queue(), Writer(sqlite_database)
    worker = Worker(writer, queue, _NothingToSend(), poll=0.01)  # type: ignore[arg-type]
    worker.start()
    await worker.prepared()
    await queue.looked.wait()
    await worker.stop()
    writer.close()
