"""Small ready-made values for tests, and an office: a team whose events meet the real handlers."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import IdSource, ManualClock, counting_ids
from handlers import cards, routes
from handlers.chat import codec
from handlers.chat.content import Button, Card, Content, Text
from handlers.chat.delivery import Send, UpdateCard
from handlers.chat.event import (
    Attachment,
    CardPressed,
    ConversationRef,
    Event,
    MemberChanged,
    MessageReceived,
    Origin,
    PersonRef,
    TimerFired,
)
from handlers.context import Context, Policies
from handlers.errors import UserError
from handlers.sales.funnel import built_in
from handlers.sales.quoting import QuotePolicy
from handlers.sales.worktime import WorkTime
from handlers.words import Words
from storage.conversations import Conversation, Message
from storage.facts import Fact, FactStatus
from storage.leads import Lead
from storage.people import Person, Role
from storage.suggestions import Suggestion
from storage.tables import outbox
from storage.uow import Database, UnitOfWork

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI).astimezone(UTC)
"""A Friday morning at ten."""
PLATFORM = "wecom"
QUIET = (time(21), time(8, 30))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 on Shanghai's clocks."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def a_policy(**changes: Any) -> Policies:
    """What a team has configured that configured nothing; no platform shrinks what is said."""
    policies = Policies(
        funnel=built_in(),
        worktime=WorkTime(SHANGHAI, QUIET, "china"),
        quiet=WorkTime(SHANGHAI, QUIET, "all"),
        quotes=QuotePolicy(),
        words=Words(SHANGHAI),
        capabilities={},
    )
    return dataclasses.replace(policies, **changes)


def an_origin(key: str = "k1", *, sender: str | None = "lilei", when: datetime = NOW) -> Origin:
    """Where an event of the rep 李雷 comes from."""
    who = None if sender is None else PersonRef(PLATFORM, sender)
    return Origin(key, PLATFORM, ConversationRef(PLATFORM, sender or "timer"), who, when)


def a_message(text: str, *, key: str = "k1", sender: str = "lilei", kind: str = "text") -> MessageReceived:
    """Words a team member wrote to the bot."""
    return MessageReceived(an_origin(key, sender=sender), kind, text)


def a_person(id: str = "lilei", name: str = "李雷", **changes: Any) -> Person:
    """A rep; his account on the platform is his id."""
    person = Person(
        id=id, name=name, role=Role.REP, manager_id=None, active=True, joined_at=NOW, created_at=NOW
    )
    return dataclasses.replace(person, **changes)


def a_lead(id: str = "lead_a", name: str = "张总", **changes: Any) -> Lead:
    """A new lead of 李雷's, filed now."""
    lead = Lead(id=id, name=name, owner_id="lilei", stage="new", created_at=NOW, stage_at=NOW, touched_at=NOW)
    return dataclasses.replace(lead, **changes)


def a_conversation(id: str = "conv_a", **changes: Any) -> Conversation:
    """李雷's chat with a customer nobody has filed yet."""
    conversation = Conversation(
        id=id,
        platform=PLATFORM,
        native_id=f"chat:{id}",
        staff_id="lilei",
        customer_id="wm1",
        customer_name="张总",
        unionid=None,
        company=None,
        lead_id=None,
        refused=False,
        last_customer_at=NOW,
        last_staff_at=None,
        created_at=NOW,
    )
    return dataclasses.replace(conversation, **changes)


def a_fact(id: str, field: str, value: str, quote: str, **changes: Any) -> Fact:
    """Something the bot read in ``conv_a``, not on any lead yet."""
    fact = Fact(
        id=id,
        conversation_id="conv_a",
        lead_id=None,
        field=field,
        value=value,
        quote=quote,
        start=0,
        end=len(quote),
        message_id="msg_a",
        by="bot",
        actor_id=None,
        at=NOW,
        status=FactStatus.PROPOSED,
    )
    return dataclasses.replace(fact, **changes)


def a_suggestion(id: str = "sug_a", kind: str = "new_lead", **changes: Any) -> Suggestion:
    """An open proposal to 李雷."""
    suggestion = Suggestion(
        id=id,
        key=f"{kind}:{id}",
        kind=kind,
        conversation_id="conv_a",
        lead_id=None,
        person_id="lilei",
        body={},
        status="open",
        card_id=None,
        message_id="msg_a",
        created_at=NOW,
    )
    return dataclasses.replace(suggestion, **changes)


def a_context(
    uow: UnitOfWork, event: Event | None = None, *, actor: Person | None = None, **changes: Any
) -> Context:
    """The context of an event (some timer's when none is given) in an open transaction."""
    happened = event or TimerFired(an_origin("t1", sender=None), "capture", "conv_a")
    context = Context(uow=uow, now=NOW, ids=counting_ids(), event=happened, policies=a_policy(), actor=actor)
    return dataclasses.replace(context, **changes)


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


def a_message_row(id: str = "msg_a", text: str = "能报个价吗", **changes: Any) -> Message:
    """A customer's message in ``conv_a``, read by the bot."""
    message = Message(
        id=id,
        platform=PLATFORM,
        native_id=id,
        conversation_id="conv_a",
        sender="customer",
        person_id=None,
        name="张总",
        sent_at=NOW,
        received_at=NOW,
        kind="text",
        text=text,
        file=None,
        extra=None,
        read_at=NOW,
    )
    return dataclasses.replace(message, **changes)


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
