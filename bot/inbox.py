"""The durable way in: ``accept`` stores events, ``step`` has them handled, one savepoint each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from bot import logs
from bot.clock import Clock
from bot.commit import GroupCommit
from bot.platforms.base import Overloaded
from bot.retry import decide
from handlers.chat import codec
from handlers.chat.event import Event
from handlers.errors import UserError
from storage.errors import Busy, Conflict, StorageUnavailable
from storage.inbox import InboxItem, NewEvent
from storage.uow import UnitOfWork
from storage.writer import QueueFull, Writer

log = logging.getLogger(__name__)


class Handler(Protocol):
    """What events are handed to; ``bot.handling.Handling`` in the running program."""

    def handle(self, event: Event, item: InboxItem, uow: UnitOfWork, /) -> None:
        """Do what an event asks for; raises ``UserError`` for what its sender should read."""
        ...

    def explain(self, event: Event, error: UserError, uow: UnitOfWork, /) -> None:
        """Tell the sender why it was not done."""
        ...


CrashPoint = Callable[[str], None]
"""Called at every named place where a crash must do no harm; does nothing outside the fault tests."""


def no_crash(_name: str) -> None:
    """What production does at a crash point: nothing."""


class Inbox:
    """Events in, effects out; nothing acknowledged is lost, nothing delivered twice acts twice."""

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        handler: Handler,
        *,
        wake: Callable[[], None] = lambda: None,
        crash_point: CrashPoint = no_crash,
        batch: int = 20,
    ) -> None:
        self._clock = clock
        self._handler = handler
        self._wake = wake
        self._crash_point = crash_point
        self._batch = batch
        self._commit: GroupCommit[NewEvent, bool] = GroupCommit(
            writer, lambda uow, events: uow.inbox.add(events)
        )

    async def accept(self, events: Sequence[Event]) -> list[bool]:
        """Store events; returns once they are committed: for each, whether it is new.

        Raises ``Overloaded`` when nothing can be stored just now.
        """
        now = self._clock.now()
        rows = [
            NewEvent(
                platform=event.origin.platform,
                key=event.origin.key,
                lane=f"{event.origin.conversation.platform}:{event.origin.conversation.id}",
                kind=type(event).__name__,
                body=codec.event_to_json(event),
                received_at=now,
            )
            for event in events
        ]
        try:
            new = await self._commit.put(rows)
        except (QueueFull, StorageUnavailable, Busy) as error:
            raise Overloaded(str(error)) from error
        self._crash_point("accept.committed")
        if any(new):
            self._wake()
        return new

    def step(self, uow: UnitOfWork) -> int:
        """Handle the events that are due, at most one batch; returns how many. Runs in a writer thread."""
        now = self._clock.now()
        items = uow.inbox.claim_due(now, limit=self._batch)
        if not items:
            return 0
        self._crash_point("inbox.claimed")
        stuck: set[str] = set()
        done: list[InboxItem] = []
        for item in items:
            if item.lane in stuck:
                continue
            if self._one(item, uow):
                done.append(item)
            else:
                stuck.add(item.lane)
        uow.inbox.done(done, now)
        self._crash_point("inbox.handled")
        return len(items)

    def _one(self, item: InboxItem, uow: UnitOfWork) -> bool:
        with logs.context(event_id=str(item.id), lane=item.lane):
            try:
                self._handle(codec.event_from_json(item.body), item, uow)
            except Exception as error:
                self._failed(item, uow, error)
                return False
            log.info("event handled", extra={"action": "event_handled", "kind": item.kind})
            return True

    def _handle(self, event: Event, item: InboxItem, uow: UnitOfWork) -> None:
        try:
            with uow.savepoint():
                self._handler.handle(event, item, uow)
        except UserError as error:
            with uow.savepoint():
                self._handler.explain(event, error, uow)

    def _failed(self, item: InboxItem, uow: UnitOfWork, error: Exception) -> None:
        now = self._clock.now()
        retry_at = decide(True, item.attempts + 1, now)
        uow.inbox.failed(item, why=f"{type(error).__name__}: {error}", retry_at=retry_at, now=now)
        if isinstance(error, Conflict):
            log.info("event put off", extra={"action": "event_conflict", "kind": item.kind})
        else:
            extra = {"action": "event_dead" if retry_at is None else "event_failed", "kind": item.kind}
            log.error("event failed", exc_info=error, extra=extra)
