"""Alarms a rep trusts: one episode per thing, the rep first, somebody above once, quiet once it is over.

What happens elsewhere is told by ``said``, ``follow``, ``opened`` and ``promise_broken``; each has the rules
look again. Nothing here remembers anything but in the database.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import cards, records
from handlers.alerts import engine, rules, showing
from handlers.alerts.engine import review
from handlers.chat.event import CardPressed, TimerFired
from handlers.context import Context
from handlers.errors import Missing
from handlers.sales.permission import Act
from storage.alerts import Alert
from storage.cards import ShownCard
from storage.conversations import Conversation
from storage.promises import Promise
from storage.quotes import Quote

__all__ = [
    "ACTIONS",
    "called",
    "clear",
    "done",
    "follow",
    "may_press",
    "mute",
    "on_due",
    "opened",
    "promise_broken",
    "promise_moved",
    "review",
    "said",
    "snooze",
    "wrong",
]


# -- something happened ----------------------------------------------------------------------------


def on_due(event: TimerFired, ctx: Context) -> None:
    """A subject's moment has come."""
    sort, _, subject = event.subject.partition(":")
    review(ctx, sort, subject)


def said(ctx: Context, conversation: Conversation) -> None:
    """Something was said in a chat: who waits for whom may have changed, and the last contact."""
    for room in rules.siblings(ctx, conversation):
        review(ctx, "chat", room.id)
    if conversation.lead_id is not None:
        review(ctx, "lead", conversation.lead_id)


def follow(ctx: Context) -> None:
    """An event was handled: look again at every lead it changed, its quotes, and what rings in its chats."""
    for lead_id in ctx.changed_leads:
        review(ctx, "lead", lead_id)
        for room in ctx.uow.conversations.of_lead(lead_id):
            if ctx.uow.alerts.live_of(room.id):
                review(ctx, "chat", room.id)
        for quote in ctx.uow.quotes.of_lead(lead_id):
            if quote.open:
                review(ctx, "quote", quote.id)


def opened(ctx: Context, quote: Quote, at: datetime) -> Quote:
    """The customer opened a quote (its tracked link): from now on his silence has a shorter clock.

    Only the first time counts; a quote that is settled stays as it is. Returns the quote as it stands now.
    """
    if not quote.open or quote.opened_at is not None:
        return quote
    seen = ctx.uow.quotes.save(dataclasses.replace(quote, opened_at=at))
    review(ctx, "quote", quote.id)
    return seen


def promise_broken(ctx: Context, promise: Promise) -> None:
    """A promise of our side passed its time (it is saved as broken): the rep hears of it, then his lead."""
    review(ctx, "promise", promise.id)


def promise_moved(ctx: Context, promise: Promise) -> None:
    """A promise was kept, dropped or given another time: its alarm ends with it."""
    review(ctx, "promise", promise.id)


# -- quotes ----------------------------------------------------------------------------------------


def clear(ctx: Context, quote: Quote, *, why: str) -> None:
    """Nothing is owed on a quote any more: its alarms end, its cards say why."""
    for alert in ctx.uow.alerts.live_of(quote.id):
        engine.end(ctx, alert, why=why)


def called(ctx: Context, quote: Quote, *, outcome: str = "called") -> None:
    """已电话 (or its to-do was finished): the rep acted, and nobody is told further."""
    for alert in ctx.uow.alerts.live_of(quote.id):
        acknowledge(ctx, alert, outcome)
    if quote.lead_id is not None:
        ctx.tell(quote.lead_id, "called", quote.name or "", subject_id=quote.id)
        ctx.uow.leads.touch(quote.lead_id, ctx.now)
        review(ctx, "lead", quote.lead_id)


def tomorrow(ctx: Context, quote: Quote) -> None:
    """明天提醒."""
    for alert in ctx.uow.alerts.live_of(quote.id):
        snooze(ctx, alert)


# -- what a person does about it -------------------------------------------------------------------


def acknowledge(ctx: Context, alert: Alert, outcome: str = "done") -> None:
    """The rep acted: the episode is over, its to-do done, its cards say so."""
    ctx.uow.rings.drop(alert.id)
    acted = dataclasses.replace(alert, status="acknowledged", acted_at=ctx.now)
    ctx.uow.alerts.save(acted)
    engine.finish_todo(ctx, alert, "done")
    _record(ctx, "alert.done", alert, acted)
    showing.close(ctx, alert, outcome)
    review(ctx, rules.sort_of(alert.kind), alert.subject_id)


def done(ctx: Context, alert: Alert) -> None:
    """The rep took care of the customer: the episode is over, and that counts as being in touch."""
    acknowledge(ctx, alert)
    if alert.lead_id is not None:
        ctx.tell(alert.lead_id, "called", "", subject_id=alert.id)
        ctx.uow.leads.touch(alert.lead_id, ctx.now)
        review(ctx, "lead", alert.lead_id)


def snooze(ctx: Context, alert: Alert) -> None:
    """The same episode rings again when the next working day begins; nobody above hears of it till then."""
    _, midnight = ctx.policies.worktime.day_bounds(ctx.now)
    at = ctx.policies.worktime.next_open(midnight)
    ctx.uow.rings.drop(alert.id)
    snoozed = dataclasses.replace(alert, status="snoozed", until=at, acted_at=ctx.now)
    ctx.uow.alerts.save(snoozed)
    todo = ctx.uow.todos.find(alert.todo_id) if alert.todo_id else None
    if todo is not None:
        ctx.uow.todos.save(dataclasses.replace(todo, due_at=at))
    _record(ctx, "alert.snooze", alert, snoozed)
    showing.close(ctx, alert, "tomorrow", at=at)
    review(ctx, rules.sort_of(alert.kind), alert.subject_id)


def mute(ctx: Context, alert: Alert, outcome: str = "muted") -> None:
    """不再提醒: this episode is never heard of again, whatever happens."""
    ctx.uow.rings.drop(alert.id)
    muted = dataclasses.replace(alert, status="muted", acted_at=ctx.now)
    ctx.uow.alerts.save(muted)
    engine.finish_todo(ctx, alert, "dropped")
    _record(ctx, "alert.mute", alert, muted)
    showing.close(ctx, alert, outcome)
    review(ctx, rules.sort_of(alert.kind), alert.subject_id)


def wrong(ctx: Context, alert: Alert) -> None:
    """误报: it ends like one that was muted, and its cards say so."""
    if alert.live:
        mute(ctx, alert, outcome="wrong")


def resume(ctx: Context, alert: Alert) -> None:
    """What a person did about an alarm is taken back: its to-do is open and its card asks again."""
    again = ctx.uow.alerts.save(dataclasses.replace(alert, status="raised", until=None, acted_at=None))
    todo = ctx.uow.todos.find(alert.todo_id) if alert.todo_id else None
    if todo is not None:
        ctx.uow.todos.save(dataclasses.replace(todo, status="open", done_at=None, due_at=ctx.now))
    showing.show_again(ctx, alert.told_to or alert.person_id, again)
    review(ctx, rules.sort_of(alert.kind), alert.subject_id)


def _record(ctx: Context, act: str, before: Alert, after: Alert) -> None:
    was, now = {"status": before.status}, {"status": after.status}
    ctx.record(act, "alert", before.id, lead_id=before.lead_id, before=was, after=now)


# -- buttons ---------------------------------------------------------------------------------------


def press_done(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """已处理."""
    alert = _pressed(ctx, shown, subject)
    if alert is not None:
        done(ctx, alert)


def press_tomorrow(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """明天提醒."""
    alert = _pressed(ctx, shown, subject)
    if alert is not None:
        snooze(ctx, alert)


def press_mute(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不再提醒."""
    alert = _pressed(ctx, shown, subject)
    if alert is not None:
        mute(ctx, alert)


def _pressed(ctx: Context, shown: ShownCard, alert_id: str) -> Alert | None:
    """The alarm of a pressed card; None when it is over, which the card then says."""
    alert = ctx.uow.alerts.find(alert_id)
    if alert is None:
        raise Missing("gone")
    may_press(ctx, alert.person_id, shown)
    if alert.live:
        return alert
    cards.close(ctx, shown, "overtaken")
    return None


def may_press(ctx: Context, owner_id: str, shown: ShownCard) -> None:
    """Whoever was shown an alarm may act on it: the rep, or his deputy; raises ``NotPermitted``."""
    if shown.person_id != ctx.who.id:
        records.require(ctx, Act.CHANGE, owner_id)


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "alarm.done": press_done,
    "alarm.tomorrow": press_tomorrow,
    "alarm.mute": press_mute,
}
