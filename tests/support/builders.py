"""Small ready-made values for tests, and an office: a team whose events meet the real handlers."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import counting_ids
from handlers.chat.event import (
    ConversationRef,
    Event,
    MessageReceived,
    Origin,
    PersonRef,
    TimerFired,
)
from handlers.context import Context, Policies
from handlers.sales.alarms import KINDS, AlarmPolicy
from handlers.sales.funnel import built_in
from handlers.sales.quoting import QuotePolicy
from handlers.sales.worktime import WorkTime
from handlers.words import Words
from storage.conversations import Conversation, Message
from storage.facts import Fact, FactStatus
from storage.leads import Lead
from storage.people import Person, Role
from storage.suggestions import Suggestion
from storage.uow import UnitOfWork

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
        alerts=AlarmPolicy(off=frozenset(KINDS) - {"quote_unread", "quote_opened"}),
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
