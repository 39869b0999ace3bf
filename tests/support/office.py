"""An office: a team on one database whose events meet the real handlers, and what it gets to see."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.clock import IdSource, ManualClock, counting_ids
from handlers import cards, routes
from handlers.chat import codec
from handlers.chat.content import Button, Card, Content, Text
from handlers.chat.delivery import Send, UpdateCard
from handlers.chat.event import (
    Attachment,
    CardPressed,
    Event,
    MemberChanged,
    MessageReceived,
    Origin,
    PersonRef,
    TimerFired,
)
from handlers.context import Context
from handlers.errors import UserError
from storage.leads import Lead
from storage.people import Person, Role
from storage.tables import outbox
from storage.uow import Database, UnitOfWork
from tests.support.builders import NOW, PLATFORM, a_person, a_policy, an_origin


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """Something the bot wants shown: to whom, what, on which card, and whether it changes a card."""

    to: str
    content: Content
    card_id: str | None
    changed: bool
    not_before: datetime


class Office:
    """A team on one database. Events go through the routes, each in a savepoint, as the inbox does it."""

    def __init__(self, database: Database, **policies: Any) -> None:
        self.database = database
        self.clock = ManualClock(NOW)
        self.ids: IdSource = counting_ids()
        self.policies = a_policy(**policies)
        self._keys = itertools.count(1)
        self._seen = 0

    # -- people and things ---------------------------------------------------------------------

    @contextmanager
    def open(self) -> Iterator[UnitOfWork]:
        """A transaction of the test's own."""
        with self.database.begin() as uow:
            yield uow

    def hires(self, *people: Person) -> None:
        """Add people; each is known on the platform by his id."""
        with self.open() as uow:
            for person in people:
                uow.people.add(person)
                uow.people.link(person.id, PLATFORM, person.id)

    def knows(self, *leads: Lead) -> None:
        """Add leads with the keys that identify them."""
        with self.open() as uow:
            for lead in leads:
                uow.leads.add(lead)
                for kind in ("phone", "wechat"):
                    if value := getattr(lead, kind):
                        uow.leads.claim_key(kind, value, lead.id)

    def lead(self, name: str) -> Lead:
        """The one living lead of this name."""
        with self.open() as uow:
            (found,) = uow.leads.named(name)
        return found

    # -- what happens --------------------------------------------------------------------------

    def writes(self, who: str, text: str, *, kind: str = "text", file: str | None = None) -> list[Told]:
        """A member writes to the bot; returns what the bot wants shown."""
        attachment = None if file is None else Attachment(file, size=1024)
        return self.handles(MessageReceived(self._origin(who), kind, text, attachment))

    def presses(self, who: str, told: Told | str, label: str) -> list[Told]:
        """A member presses a button of a card as it was shown to him."""
        card_id = told if isinstance(told, str) else told.card_id
        assert card_id is not None
        card = told.content if isinstance(told, Told) else self.card(card_id)
        assert isinstance(card, Card)
        return self.handles(CardPressed(self._origin(who), card_id, button(card, label).action))

    def fires(self, kind: str, subject: str) -> list[Told]:
        """A timer's moment has come."""
        return self.handles(TimerFired(self._origin(None), kind, subject))

    def changes(self, who: str, change: str) -> list[Told]:
        """A member joins, leaves or opens the chat."""
        return self.handles(MemberChanged(self._origin(who), PersonRef(PLATFORM, who), change))

    def handles(self, event: Event) -> list[Told]:
        """Let the routes handle an event and commit; returns what the bot wants shown."""
        with self.database.begin() as uow:
            try:
                with uow.savepoint():
                    routes.handle(event, self.context(uow, event))
            except UserError as error:
                with uow.savepoint():
                    routes.explain(event, error, self.context(uow, event))
        return self.told()

    def context(self, uow: UnitOfWork, event: Event) -> Context:
        """The context the running program would build."""
        sender = event.origin.sender
        actor = None if sender is None else uow.people.by_native(sender.platform, sender.id)
        return Context(uow, self.clock.now(), self.ids, event, self.policies, actor)

    def does(self, step: Any, *arguments: Any) -> list[Told]:
        """Run a step on behalf of a timer (as capture does) and commit."""
        with self.database.begin() as uow:
            step(self.context(uow, TimerFired(self._origin(None), "capture", "conv_a")), *arguments)
        return self.told()

    def passes(self, **span: float) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(**span))

    def due(self) -> list[tuple[str, str]]:
        """What has fallen due by now, taken: (kind, subject)."""
        with self.open() as uow:
            return [(item.kind, item.subject) for item in uow.due.claim(self.clock.now())]

    # -- what is seen --------------------------------------------------------------------------

    def told(self) -> list[Told]:
        """What the bot wants shown since the last look, in order."""
        with self.database.engine.connect() as connection:
            rows = connection.execute(
                sa.select(outbox.c.id, outbox.c.body, outbox.c.not_before)
                .where(outbox.c.id > self._seen)
                .order_by(outbox.c.id)
            ).all()
        if rows:
            self._seen = rows[-1][0]
        return [_told(body, not_before) for _, body, not_before in rows]

    def card(self, card_id: str) -> Card:
        """A card as it is shown now."""
        with self.open() as uow:
            return cards.content(uow.cards.get(card_id))

    def _origin(self, who: str | None) -> Origin:
        return an_origin(f"e{next(self._keys)}", sender=who, when=self.clock.now())


def an_office(database: Database, **policies: Any) -> Office:
    """李雷 and 韩梅梅 sell, 王经理 leads them both."""
    office = Office(database, **policies)
    office.hires(
        a_person("wang", "王经理", role=Role.SUPERVISOR),
        a_person("lilei", "李雷", manager_id="wang"),
        a_person("han", "韩梅梅", manager_id="wang"),
    )
    return office


def button(card: Card, label: str) -> Button:
    """The button of this label."""
    found = [b for b in (*card.buttons, *card.menu) if b.label == label]
    assert found, f"no button {label} among {[b.label for b in card.buttons]}"
    return found[0]


def texts(told: Sequence[Told], to: str | None = None) -> list[str]:
    """The plain words among what was told (to one person)."""
    return [t.content.body for t in told if isinstance(t.content, Text) and to in (None, t.to)]


def only_card(told: Sequence[Told], to: str | None = None) -> Told:
    """The one new card among what was told (to one person)."""
    (found,) = [t for t in told if isinstance(t.content, Card) and not t.changed and to in (None, t.to)]
    return found


def seen(card: Card) -> str:
    """A card in words, as a golden text: title, lines, facts with their quotes, buttons with commands."""
    lines = [card.title, card.subtitle, card.body]
    lines += [f"{f.label}：{f.value}" + (f"「{f.quote}」" if f.quote else "") for f in card.facts]
    lines += [f"> {card.quote}" if card.quote else ""]
    lines += [f"[{b.label}] {b.command}" for b in (*card.buttons, *card.menu)]
    lines += [f"({card.closed})" if card.closed else ""]
    return "\n".join(line for line in lines if line)


def _told(body: str, not_before: datetime) -> Told:
    message = codec.outbound_from_json(body)
    assert isinstance(message, Send | UpdateCard)
    changed = isinstance(message, UpdateCard)
    return Told(message.to.id, message.content, message.card_id, changed, not_before)
