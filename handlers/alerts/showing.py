"""Alarms as people see them: the rep's card with what to do, the supervisor's word, a line of a digest."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import cards
from handlers.chat.content import Card
from handlers.context import Context
from handlers.sales import alarms
from storage.alerts import Alert
from storage.cards import ShownCard
from storage.quotes import Quote
from storage.rings import Ring
from storage.todos import Todo

QUOTES = frozenset({"quote_unread", "quote_opened"})
_DEEDS = ("note", "called", "call", "done", "stage", "quote", "todo")
_MOST_DEEDS = 3


def show(ctx: Context, ring: Ring, alert: Alert) -> str:
    """Show an alarm as a card of its own; returns the card's id."""
    if ring.escalation:
        return _show_above(ctx, ring, alert)
    card_id = show_again(ctx, ring.person_id, alert)
    if alert.kind in QUOTES:
        _due_todo(ctx, alert, card_id)
    return card_id


def show_again(ctx: Context, person_id: str, alert: Alert) -> str:
    """Show an alarm's card to somebody who may act on it; returns the card's id."""
    if alert.kind in QUOTES:
        quote = ctx.uow.quotes.get(alert.subject_id)
        return cards.show(ctx, person_id, quote_card(ctx, quote), kind="quote_unread", subject=quote.id)
    return cards.show(ctx, person_id, alarm_card(ctx, alert), kind="alarm", subject=alert.id)


def cards_of(ctx: Context, alert: Alert) -> list[ShownCard]:
    """The open cards an alarm was shown on to somebody who may act on it."""
    subject = alert.subject_id if alert.kind in QUOTES else alert.id
    return [card for card in ctx.uow.cards.of_subject(subject) if card.kind in ("alarm", "quote_unread")]


def _show_above(ctx: Context, ring: Ring, alert: Alert) -> str:
    rep = ctx.uow.people.get(alert.person_id).name
    since = deeds_since(ctx, alert)
    if alert.kind in QUOTES:
        quote = ctx.uow.quotes.get(alert.subject_id)
        card = ctx.card("quote_overdue", **known_quote(ctx, quote), rep=rep, deeds=since)
        return cards.show(ctx, ring.person_id, card, kind="quote_overdue", subject=quote.id)
    words = known(ctx, alert) | {"told_at": alert.raised_at}
    card = ctx.card("alarm_overdue", **words, rep=rep, deeds=since)
    return cards.show(ctx, ring.person_id, card, kind="alarm_overdue", subject=alert.id)


def digest_line(ctx: Context, ring: Ring, alert: Alert) -> dict[str, Any]:
    """What one line of a digest says."""
    rep = ctx.uow.people.get(alert.person_id).name if ring.escalation else None
    return known(ctx, alert) | {"rep": rep}


def close(ctx: Context, alert: Alert, why: str, *, at: datetime | None = None) -> None:
    """Put what became of an alarm in place of the buttons of its cards."""
    if alert.kind in QUOTES:
        quote = ctx.uow.quotes.get(alert.subject_id)
        for shown in ctx.uow.cards.of_subject(quote.id):
            if shown.kind == "quote_unread":
                ctx.update(shown.id, quote_card(ctx, quote, closed=why, at=at))
        return
    for shown in ctx.uow.cards.of_subject(alert.id):
        if shown.kind == "alarm":
            ctx.update(shown.id, alarm_card(ctx, alert, closed=why, at=at))


def alarm_card(ctx: Context, alert: Alert, *, closed: str | None = None, at: datetime | None = None) -> Card:
    """The rep's card of any alarm but a quote's."""
    return ctx.card("alarm", **known(ctx, alert), id=alert.id, closed=closed, at=at)


def quote_card(ctx: Context, quote: Quote, *, closed: str | None = None, at: datetime | None = None) -> Card:
    """The rep's card of a quote nobody answered."""
    return ctx.card("quote_unread", **known_quote(ctx, quote), closed=closed, at=at)


# -- what is known ---------------------------------------------------------------------------------


def known(ctx: Context, alert: Alert) -> dict[str, Any]:
    """What the words of an alarm may use: whose, since when, for how long, and its reason."""
    lead = ctx.uow.leads.find(alert.lead_id) if alert.lead_id else None
    since = alert.since or alert.raised_at
    standard = timedelta(hours=float(alert.words.get("standard_hours") or 0))
    day = alert.words.get("day")
    return {
        "kind": alert.kind,
        "customer": lead.name if lead else alert.words.get("customer"),
        "phone": lead.phone if lead else None,
        "lead_id": alert.lead_id,
        "since": since,
        "spent": max(ctx.now - since, timedelta(0)).total_seconds(),
        "said": alert.words.get("said") or alert.words.get("quote"),
        "what": alert.words.get("what"),
        "label": alert.words.get("label"),
        "day": datetime.combine(date.fromisoformat(day), time(12), ctx.local().tzinfo) if day else None,
        "stage": alert.words.get("stage"),
        "standard": standard.total_seconds(),
        "factor": alarms.delay_factor(standard, ctx.now - since),
        "red": alarms.delay_factor(standard, ctx.now - since) > ctx.policies.alerts.stage_red,
        "worth_fen": alert.words.get("worth_fen"),
        "source": alert.words.get("source"),
    } | _quote_words(ctx, alert)


def _quote_words(ctx: Context, alert: Alert) -> dict[str, Any]:
    quote = ctx.uow.quotes.find(alert.subject_id) if alert.kind in QUOTES else None
    if quote is None:
        return {"quote": None}
    return {"quote": quote, "customer": known_quote(ctx, quote)["customer"]}


def known_quote(ctx: Context, quote: Quote) -> dict[str, Any]:
    """What is known of a silent quote: whose, since when, acknowledged or opened."""
    lead = ctx.uow.leads.find(quote.lead_id) if quote.lead_id else None
    conversation = ctx.uow.conversations.find(quote.conversation_id) if quote.conversation_id else None
    name = lead.name if lead else (conversation.customer_name if conversation else None)
    silent = ctx.now - quote.sent_at
    return {
        "quote": quote,
        "customer": name,
        "phone": lead.phone if lead else None,
        "lead_id": quote.lead_id,
        "silent": max(silent, timedelta(0)).total_seconds(),
    }


def deeds_since(ctx: Context, alert: Alert) -> list[dict[str, Any]]:
    """What the rep has done about a customer since he was told, the latest first: kind, text, moment."""
    found: list[dict[str, Any]] = []
    since = alert.raised_at
    for line in ctx.uow.timeline.of_lead(alert.lead_id, limit=20) if alert.lead_id else ():
        if line.at > since and line.actor_id and line.kind in _DEEDS:
            found += [{"kind": line.kind, "text": line.text, "at": line.at}]
    for chat in _chats(ctx, alert):
        for message in ctx.uow.messages.of_conversation(chat, since=since, limit=20):
            if message.sender != "customer":
                found += [{"kind": "chat", "text": message.text, "at": message.sent_at}]
    return sorted(found, key=lambda deed: deed["at"], reverse=True)[:_MOST_DEEDS]


def _chats(ctx: Context, alert: Alert) -> list[str]:
    if alert.lead_id is not None:
        return [chat.id for chat in ctx.uow.conversations.of_lead(alert.lead_id)]
    return [alert.subject_id] if alert.kind in ("waiting", "first_response") else []


# -- the to-do of a quote --------------------------------------------------------------------------


def _due_todo(ctx: Context, alert: Alert, card_id: str) -> None:
    """A silent quote is a to-do too, due now, and known by its card."""
    quote = ctx.uow.quotes.get(alert.subject_id)
    todo = ctx.uow.todos.find(alert.todo_id) if alert.todo_id else None
    if todo is None:
        todo = _todo(ctx, quote, card_id)
        current = ctx.uow.alerts.get(alert.id)
        ctx.uow.alerts.save(dataclasses.replace(current, todo_id=todo.id))
        return
    ctx.uow.todos.save(dataclasses.replace(todo, card_id=card_id, due_at=ctx.now, status="open"))


def _todo(ctx: Context, quote: Quote, card_id: str) -> Todo:
    todo = Todo(
        id=ctx.ids("todo"),
        owner_id=quote.owner_id,
        lead_id=quote.lead_id,
        quote_id=quote.id,
        kind="quote",
        text=ctx.reply("todo_quote_unread", **known_quote(ctx, quote)).body,
        reason=None,
        due_at=ctx.now,
        status="open",
        message_id=quote.message_id,
        card_id=card_id,
        created_at=ctx.now,
    )
    return ctx.uow.todos.add(todo)
