"""Alarms about quotes: the rep first, the supervisor once, and quiet as soon as somebody answered.

One episode per quote: snoozing moves it, acting on it stops it, an answer clears it.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from handlers import cards
from handlers.chat.content import Card
from handlers.context import Context
from handlers.sales import quoting
from storage.alerts import Alert
from storage.cards import ShownCard
from storage.people import Person
from storage.quotes import Quote
from storage.todos import Todo

ACTED = ("acknowledged", "cleared")


def episode_of(quote: Quote) -> str:
    """The name of the one episode a quote can ring for."""
    return f"quote:{quote.id}"


def raise_unread(ctx: Context, quote: Quote) -> None:
    """Nobody answered in time: a to-do and a card for the rep; outside working time, a little later."""
    if not ctx.policies.worktime.is_open(ctx.now):
        at = ctx.policies.worktime.next_open(ctx.now)
        ctx.later(f"quote:{quote.id}", kind="quote", subject=quote.id, at=at)
        return
    alert = ctx.uow.alerts.by_episode(episode_of(quote))
    if alert is None:
        todo = _todo(ctx, quote)
        alert = ctx.uow.alerts.add(
            Alert(
                id=ctx.ids("alert"),
                episode=episode_of(quote),
                kind="quote_unread",
                subject_id=quote.id,
                lead_id=quote.lead_id,
                person_id=quote.owner_id,
                todo_id=todo.id,
                status="raised",
                raised_at=ctx.now,
            )
        )
        ctx.record(
            "alert.raise", "alert", alert.id, lead_id=quote.lead_id, message_id=quote.message_id, by_bot=True
        )
    else:
        alert = ctx.uow.alerts.save(dataclasses.replace(alert, status="raised"))
    card_id = cards.show(ctx, quote.owner_id, _unread_card(ctx, quote), kind="quote_unread", subject=quote.id)
    if alert.todo_id is not None and (todo_now := ctx.uow.todos.find(alert.todo_id)) is not None:
        ctx.uow.todos.save(dataclasses.replace(todo_now, card_id=card_id, due_at=ctx.now, status="open"))
    if alert.escalated_at is None:
        at = quoting.escalate_at(ctx.now, ctx.policies.quotes, ctx.policies.worktime)
        ctx.later(f"escalate:{quote.id}", kind="quote_escalate", subject=quote.id, at=at)


def escalate(ctx: Context, quote: Quote) -> None:
    """The rep has not acted: the supervisor is told, once, with what is known."""
    alert = ctx.uow.alerts.by_episode(episode_of(quote))
    if alert is None or alert.status != "raised" or alert.escalated_at is not None:
        return
    if not ctx.policies.worktime.is_open(ctx.now):
        at = ctx.policies.worktime.next_open(ctx.now)
        ctx.later(f"escalate:{quote.id}", kind="quote_escalate", subject=quote.id, at=at)
        return
    ctx.uow.alerts.save(dataclasses.replace(alert, status="escalated", escalated_at=ctx.now))
    boss = _supervisor(ctx, quote.owner_id)
    if boss is None:
        return
    rep = ctx.uow.people.get(quote.owner_id)
    card = ctx.card("quote_overdue", **_known(ctx, quote), rep=rep.name)
    cards.show(ctx, boss.id, card, kind="quote_overdue", subject=quote.id)


def clear(ctx: Context, quote: Quote, *, why: str) -> None:
    """Nothing is owed any more: the alarm ends, its to-do is done, its cards say why."""
    ctx.uow.due.cancel(f"escalate:{quote.id}")
    alert = ctx.uow.alerts.by_episode(episode_of(quote))
    if alert is None or alert.status == "cleared":
        return
    ctx.uow.alerts.save(dataclasses.replace(alert, status="cleared", cleared_at=ctx.now, cleared_why=why))
    finish_todo(ctx, alert, "dropped" if why in ("dropped", "withdrawn") else "done")
    for shown in ctx.uow.cards.of_subject(quote.id):
        if shown.kind == "quote_unread":
            ctx.update(shown.id, _unread_card(ctx, quote, closed=why))


def finish_todo(ctx: Context, alert: Alert, status: str) -> None:
    """Close the to-do of an alarm."""
    todo = ctx.uow.todos.find(alert.todo_id) if alert.todo_id else None
    if todo is not None and todo.status == "open":
        ctx.uow.todos.save(dataclasses.replace(todo, status=status, done_at=ctx.now))


def called(ctx: Context, quote: Quote, *, outcome: str = "called") -> None:
    """已电话 (or its to-do was finished): the rep acted, and nobody is told further."""
    alert = _acknowledge(ctx, quote)
    finish_todo(ctx, alert, "done")
    if quote.lead_id is not None:
        ctx.tell(quote.lead_id, "called", quote.name or "", subject_id=quote.id)
        ctx.uow.leads.touch(quote.lead_id, ctx.now)
    for shown in ctx.uow.cards.of_subject(quote.id):
        if shown.kind == "quote_unread":
            ctx.update(shown.id, _unread_card(ctx, quote, closed=outcome))


def tomorrow(ctx: Context, quote: Quote, shown: ShownCard) -> None:
    """明天提醒: the same episode rings again at the start of the next working day."""
    alert = _acknowledge(ctx, quote)
    worktime = ctx.policies.worktime
    _, midnight = worktime.day_bounds(ctx.now)
    at = worktime.next_open(midnight)
    if alert.todo_id is not None and (todo := ctx.uow.todos.find(alert.todo_id)) is not None:
        ctx.uow.todos.save(dataclasses.replace(todo, due_at=at))
    ctx.later(f"quote:{quote.id}", kind="quote", subject=quote.id, at=at)
    ctx.update(shown.id, _unread_card(ctx, quote, closed="tomorrow", at=at))


def _acknowledge(ctx: Context, quote: Quote) -> Alert:
    alert = ctx.uow.alerts.by_episode(episode_of(quote))
    if alert is None:
        raise LookupError(f"no alarm for {quote.id}")
    ctx.uow.due.cancel(f"escalate:{quote.id}")
    return ctx.uow.alerts.save(dataclasses.replace(alert, status="acknowledged"))


def _todo(ctx: Context, quote: Quote) -> Todo:
    words = _known(ctx, quote)
    todo = Todo(
        id=ctx.ids("todo"),
        owner_id=quote.owner_id,
        lead_id=quote.lead_id,
        quote_id=quote.id,
        kind="quote",
        text=ctx.reply("todo_quote_unread", **words).body,
        reason=None,
        due_at=ctx.now,
        status="open",
        message_id=quote.message_id,
        card_id=None,
        created_at=ctx.now,
    )
    return ctx.uow.todos.add(todo)


def _unread_card(
    ctx: Context, quote: Quote, *, closed: str | None = None, at: datetime | None = None
) -> Card:
    return ctx.card("quote_unread", **_known(ctx, quote), closed=closed, at=at)


def _known(ctx: Context, quote: Quote) -> dict[str, object]:
    """What is known of a silent quote: whose, since when, acknowledged or not; whether opened is unknown."""
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


def _supervisor(ctx: Context, person_id: str) -> Person | None:
    """The nearest person above who is still with the team."""
    for above in ctx.uow.people.managers_of(person_id):
        person = ctx.uow.people.find(above)
        if person is not None and person.active:
            return person
    return None
