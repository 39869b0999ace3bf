"""Everything a handler may use while one event is handled."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import nlp
from handlers.chat import codec
from handlers.chat.content import Card, Content, Text
from handlers.chat.delivery import Capabilities, Send, UpdateCard
from handlers.chat.event import Event, PersonRef
from handlers.chat.fit import fit
from handlers.sales.alarms import AlarmPolicy
from handlers.sales.funnel import Funnel
from handlers.sales.promise import PromisePolicy
from handlers.sales.quoting import QuotePolicy
from handlers.sales.worktime import WorkTime
from handlers.words import Words
from storage.audit import Change, Moment
from storage.cards import ShownCard
from storage.outbox import NewMessage
from storage.people import Person
from storage.uow import UnitOfWork

Ids = Callable[[str], str]
"""Makes new ids: ``ids("lead")`` gives ``lead_7f3a…``."""


@dataclass(frozen=True, slots=True)
class Policies:
    """What the team configured, as the rules want it.

    ``worktime`` is when alarms may ring; ``quiet`` only knows the quiet hours (every day counts).
    ``capture_mode`` is suggest or auto; ``join`` ask, auto or closed; ``top_todos_at`` the hour of TOP3.
    ``vocabulary`` is what the team added to the reader, None when nothing.
    """

    funnel: Funnel
    worktime: WorkTime
    quiet: WorkTime
    quotes: QuotePolicy
    words: Words
    capabilities: Mapping[str, Capabilities]
    capture_mode: str = "suggest"
    capture_burst: timedelta = timedelta(seconds=90)
    join: str = "ask"
    bot_name: str = "跟进助手"
    alerts: AlarmPolicy = field(default_factory=AlarmPolicy)
    promises: PromisePolicy = field(default_factory=PromisePolicy)
    top_todos_at: time = time(9)
    vocabulary: nlp.Vocabulary | None = None


@dataclass(slots=True)
class Context:
    """The open transaction, the moment, who acts, the policies, and ways to speak.

    Every message a handler sends gets a key made of the event's key and a count: handled again after a
    crash, the same event makes the same keys.
    """

    uow: UnitOfWork
    now: datetime
    ids: Ids
    event: Event
    policies: Policies
    actor: Person | None = None
    _said: int = field(default=0)
    _changed: dict[str, None] = field(default_factory=dict)

    @property
    def event_key(self) -> str:
        """The event's key, unique over all platforms."""
        return f"{self.event.origin.platform}:{self.event.origin.key}"

    @property
    def who(self) -> Person:
        """The acting person; only for steps that run after the actor is known."""
        if self.actor is None:
            raise LookupError("this event has no actor")
        return self.actor

    @property
    def said(self) -> int:
        """How many messages this event has queued so far."""
        return self._said

    @property
    def changed_leads(self) -> list[str]:
        """Ids of the leads this event wrote audit rows about so far (alarms' own apart), in order."""
        return list(self._changed)

    def local(self, at: datetime | None = None) -> datetime:
        """A moment (now when none is given) in the business's zone."""
        return self.policies.words.local(at or self.now)

    # -- reading ---------------------------------------------------------------------------------

    def analyse(self, text: str, *, side: nlp.Side, at: datetime | None = None) -> nlp.Analysis:
        """What a text says with the team's own words, its times relative to *at* (now when not given)."""
        return nlp.analyse(text, now=self.local(at), side=side, vocabulary=self.policies.vocabulary)

    def command(self, text: str) -> nlp.Command:
        """What a rep's text asks for."""
        return nlp.command(text, now=self.local(), vocabulary=self.policies.vocabulary)

    # -- speaking --------------------------------------------------------------------------------

    def reply(self, template: str, **words: Any) -> Text:  # noqa: ANN401 - template words
        """Words from ``templates/replies/``."""
        return Text(self.policies.words.reply(template, self.now, words))

    def card(self, template: str, **words: Any) -> Card:  # noqa: ANN401 - template words
        """A card from ``templates/cards/``."""
        return self.policies.words.card(template, self.now, words)

    def answer(self, content: Content) -> None:
        """Say something to whoever sent the event, at once; nothing when nobody did."""
        if self.event.origin.sender is not None:
            self._queue(self.event.origin.sender, content, not_before=self.now)

    def say(self, person_id: str, content: Content, *, quiet: bool = False) -> None:
        """Say something to a person of the team, on a platform that reaches him.

        With *quiet* it waits for the end of the quiet hours. Who has no account cannot be told; that is
        visible as an outbox row nobody could deliver.
        """
        self._queue(self.account(person_id), content, not_before=self._earliest(quiet))

    def show(self, person_id: str, card: Card, *, kind: str, subject: str | None, quiet: bool = False) -> str:
        """Show a new card; returns its id. *kind* and *subject* find it again."""
        return self._show(self.account(person_id), person_id, card, kind, subject, self._earliest(quiet))

    def answer_card(self, card: Card, *, kind: str, subject: str | None) -> str:
        """Show a new card to whoever sent the event."""
        sender = self.event.origin.sender
        if sender is None:
            raise LookupError("nobody sent this event")
        return self._show(sender, self.actor.id if self.actor else None, card, kind, subject, self.now)

    def update(self, card_id: str, card: Card, *, optional: bool = False) -> None:
        """Show a card anew, in place; buttons gone means it is decided.

        With *optional* nothing is shown when the card can no longer be changed; otherwise a new one comes.
        """
        shown = self.uow.cards.find(card_id)
        if shown is None:
            return
        status = "open" if card.buttons or card.selects else "closed"
        self.uow.cards.change(card_id, content=_plain(card), status=status, updated_at=self.now)
        to = PersonRef(shown.platform, shown.recipient)
        key = self._key()
        body = codec.outbound_to_json(UpdateCard(key, to, card_id, self._fitted(to, card), optional=optional))
        self._put(key, to, "update", card_id, body, self.now)

    def _show(
        self,
        to: PersonRef,
        person_id: str | None,
        card: Card,
        kind: str,
        subject: str | None,
        earliest: datetime,
    ) -> str:
        card_id = self.ids("card")
        shown = ShownCard(
            id=card_id,
            platform=to.platform,
            recipient=to.id,
            person_id=person_id,
            kind=kind,
            subject_id=subject,
            content=_plain(card),
            status="open",
            superseded_by=None,
            created_at=self.now,
            updated_at=self.now,
            event_key=self.event_key,
        )
        self.uow.cards.add(shown)
        self._queue(to, card, not_before=earliest, card_id=card_id)
        return card_id

    def _queue(
        self, to: PersonRef, content: Content, *, not_before: datetime, card_id: str | None = None
    ) -> None:
        capabilities = self.policies.capabilities.get(to.platform)
        parts = (content,) if capabilities is None else fit(content, capabilities)
        for part in parts:
            key = self._key()
            named = card_id if isinstance(part, Card) else None
            body = codec.outbound_to_json(Send(key=key, to=to, content=part, card_id=named))
            self._put(key, to, "send", named, body, not_before)

    def _fitted(self, to: PersonRef, card: Card) -> Card:
        """The card alone: the words that do not fit on it were told when it was first shown."""
        capabilities = self.policies.capabilities.get(to.platform)
        parts = (card,) if capabilities is None else fit(card, capabilities)
        return next((part for part in parts if isinstance(part, Card)), card)

    def _put(
        self, key: str, to: PersonRef, kind: str, card_id: str | None, body: str, not_before: datetime
    ) -> None:
        message = NewMessage(
            key=key,
            platform=to.platform,
            recipient=to.id,
            lane=f"{to.platform}:{to.id}",
            kind=kind,
            card_id=card_id,
            body=body,
            created_at=self.now,
            not_before=not_before,
        )
        self.uow.outbox.add(message)

    def _key(self) -> str:
        self._said += 1
        return f"{self.event_key}:{self._said}"

    def _earliest(self, quiet: bool) -> datetime:
        return self.policies.quiet.next_open(self.now) if quiet else self.now

    def account(self, person_id: str) -> PersonRef:
        """The account to reach a person by; one that says so when there is none."""
        found = self.uow.people.native_of(person_id)
        return PersonRef("none", person_id) if found is None else PersonRef(*found)

    # -- remembering -----------------------------------------------------------------------------

    def later(self, key: str, *, kind: str, subject: str, at: datetime, lane: str | None = None) -> None:
        """Be woken (``TimerFired(kind, subject)``) at a moment; a second call with the same key moves it."""
        self.uow.due.at(key, kind=kind, subject=subject, lane=lane or f"timer:{key}", at=at)

    def record(
        self,
        act: str,
        subject_kind: str,
        subject_id: str,
        *,
        lead_id: str | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str | None = None,
        message_id: str | None = None,
        by_bot: bool = False,
        undoes: int | None = None,
    ) -> int:
        """Write an audit row; returns its id. *before* and *after* are what undoing needs."""
        if lead_id is not None and not act.startswith("alert."):
            self._changed[lead_id] = None
        change = Change(
            at=self.now,
            actor_id=None if by_bot or self.actor is None else self.actor.id,
            act=act,
            subject_kind=subject_kind,
            subject_id=subject_id,
            lead_id=lead_id,
            why=why,
            message_id=message_id,
            event_key=self.event_key,
            before=before,
            after=after,
            undoes=undoes,
        )
        return self.uow.audit.add(change)

    def tell(
        self,
        lead_id: str,
        kind: str,
        text: str,
        *,
        at: datetime | None = None,
        message_id: str | None = None,
        subject_id: str | None = None,
    ) -> None:
        """Add a line to a customer's story."""
        actor = None if self.actor is None else self.actor.id
        moment = Moment(
            lead_id=lead_id,
            at=at or self.now,
            kind=kind,
            text=text,
            message_id=message_id,
            subject_id=subject_id,
            actor_id=actor,
        )
        self.uow.timeline.add(moment)


def _plain(card: Card) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(codec.content_to_json(card))
    return tree
