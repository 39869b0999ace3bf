"""One stored event meets the handlers: who acts, what they may use, what is said when it goes wrong."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock, IdSource
from handlers import routes
from handlers.chat.event import Event
from handlers.context import Context, Policies
from handlers.errors import UserError
from storage.inbox import InboxItem
from storage.people import Person
from storage.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Handling:
    """Builds the context of an event and hands both to the routes."""

    clock: Clock
    ids: IdSource
    policies: Policies

    def handle(self, event: Event, _item: InboxItem, uow: UnitOfWork) -> None:
        """Let the routes handle an event; raises ``UserError`` for what its sender should read."""
        routes.handle(event, self._context(event, uow))

    def explain(self, event: Event, error: UserError, uow: UnitOfWork) -> None:
        """Tell the sender, in a transaction of its own, why it was not done."""
        routes.explain(event, error, self._context(event, uow))

    def _context(self, event: Event, uow: UnitOfWork) -> Context:
        return Context(
            uow=uow,
            now=self.clock.now(),
            ids=self.ids,
            event=event,
            policies=self.policies,
            actor=_actor(event, uow),
        )


def _actor(event: Event, uow: UnitOfWork) -> Person | None:
    sender = event.origin.sender
    return None if sender is None else uow.people.by_native(sender.platform, sender.id)
