"""Group commit: what arrives while one commit runs goes into the next.

With ``synchronous=FULL`` one transaction for all that waits is several times one per item, and nothing
waits on purpose: an added delay only makes it slower.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from storage.uow import UnitOfWork
from storage.writer import QueueFull, Writer

I = TypeVar("I")  # noqa: E741 - an item
O = TypeVar("O")  # noqa: E741 - its outcome


class GroupCommit(Generic[I, O]):
    """Collects items and writes them in as few transactions as possible.

    *write* gets the items of one transaction and returns one outcome for each, in order. At most *bound*
    items wait; beyond that ``put`` raises ``QueueFull``.
    """

    def __init__(
        self,
        writer: Writer,
        write: Callable[[UnitOfWork, Sequence[I]], Sequence[O]],
        *,
        bound: int = 5000,
        most: int = 500,
    ) -> None:
        self._writer = writer
        self._write = write
        self._bound = bound
        self._most = most
        self._waiting: list[tuple[I, asyncio.Future[O]]] = []
        self._task: asyncio.Task[None] | None = None

    async def put(self, items: Sequence[I]) -> list[O]:
        """Write these; returns their outcomes once they are committed."""
        if len(self._waiting) + len(items) > self._bound:
            raise QueueFull
        loop = asyncio.get_running_loop()
        answers: list[asyncio.Future[O]] = [loop.create_future() for _ in items]
        self._waiting.extend(zip(items, answers, strict=True))
        if self._task is None:
            self._task = loop.create_task(self._flush())
        return [await answer for answer in answers]

    async def _flush(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._commit(batch)
        finally:
            self._task = None

    async def _commit(self, batch: Sequence[tuple[I, asyncio.Future[O]]]) -> None:
        items = [item for item, _ in batch]
        try:
            outcomes = await self._writer.run(lambda uow: self._write(uow, items), urgent=True)
        except Exception as error:
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if not answer.done():
                answer.set_result(outcome)

    async def drain(self) -> None:
        """Wait until nothing is left to write."""
        while self._task is not None:
            await asyncio.wait([self._task])
