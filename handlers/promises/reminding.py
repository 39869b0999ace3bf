"""Speaking of a promise in time: before ours breaks, after a customer's has; one card each."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

import nlp
from handlers import alerts, cards, dialogue
from handlers.alerts import engine, people
from handlers.chat.event import CardPressed, MessageReceived, TimerFired
from handlers.context import Context
from handlers.errors import InvalidInput, Missing
from handlers.promises.proving import close, due_as_json, judge
from handlers.sales import promise as rules
from handlers.todos.moments import asked_moment
from storage.cards import ShownCard
from storage.leads import Lead
from storage.promises import Promise
from storage.rings import Ring

_OVER = ("lost", "deleted", "merged", "paused")


def arm(ctx: Context, promise: Promise) -> None:
    """Be woken when a promise is to be spoken of; what was about to be said of it is not."""
    ctx.uow.rings.drop_promise(promise.id)
    at = _wake_at(ctx, promise) if promise.owed else None
    if at is None:
        ctx.uow.due.cancel(f"promise:{promise.id}")
        return
    _wake(ctx, promise, max(at, ctx.now))


def _wake(ctx: Context, promise: Promise, at: datetime) -> None:
    ctx.later(f"promise:{promise.id}", kind="promise", subject=promise.id, at=at)


def _wake_at(ctx: Context, promise: Promise) -> datetime | None:
    worktime, due = ctx.policies.worktime, promise.due_at
    if due is None:
        told = promise.card_id is not None
        return None if told else rules.undated_at(promise, ctx.policies.promises, worktime)
    if not promise.ours:
        return rules.nudge_at(due, has_clock=promise.has_clock, worktime=worktime)
    if promise.card_id is not None:
        return due
    remind = rules.remind_at(due, has_clock=promise.has_clock, now=ctx.now, worktime=worktime)
    return remind or due


def on_due(event: TimerFired, ctx: Context) -> None:
    """A promise is to be spoken of, unless it was kept meanwhile."""
    promise = ctx.uow.promises.find(event.subject)
    if promise is None or not promise.owed:
        return
    promise = judge(ctx, _placed(ctx, promise))
    lead = None if promise.lead_id is None else ctx.uow.leads.find(promise.lead_id)
    if not promise.owed or not _concerns_us(ctx, promise, lead):
        return
    to = people.stand_in(ctx, promise.owner_id)
    if rules.breaks_by(promise, ctx.now):
        alerts.promise_broken(ctx, _broken(ctx, promise))
    elif to is None:
        _wait(ctx, promise)
    elif promise.ours:
        _tell(ctx, promise, to)
        if promise.due_at is not None:
            _wake(ctx, promise, promise.due_at)
    else:
        _tell(ctx, promise if promise.due_at is None else _broken(ctx, promise), to)


def _wait(ctx: Context, promise: Promise) -> None:
    """Nobody is there to be told: ours is looked at again when it is due, all else the next day."""
    tomorrow = rules.nudge_at(ctx.now, has_clock=False, worktime=ctx.policies.worktime)
    _wake(ctx, promise, promise.due_at if promise.ours and promise.due_at else tomorrow)


def _placed(ctx: Context, promise: Promise) -> Promise:
    """The promise with the customer its chat belongs to by now, and with whoever has him."""
    chat = ctx.uow.conversations.find(promise.conversation_id) if promise.conversation_id else None
    lead_id = promise.lead_id or (chat.lead_id if chat else None)
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    if lead is not None and lead.merged_into is not None:
        lead = ctx.uow.leads.find(lead.merged_into)
    if lead is None or (lead.id, lead.owner_id) == (promise.lead_id, promise.owner_id):
        return promise
    return ctx.uow.promises.save(dataclasses.replace(promise, lead_id=lead.id, owner_id=lead.owner_id))


def _concerns_us(ctx: Context, promise: Promise, lead: Lead | None) -> bool:
    """Whether there is a deal behind it; a chat whose lead waits to be filed counts."""
    if lead is not None:
        return lead.status not in _OVER
    offer = ctx.uow.suggestions.by_key(f"new_lead:{promise.conversation_id}")
    return offer is not None and offer.status == "open"


def _broken(ctx: Context, promise: Promise) -> Promise:
    if promise.status == "broken":
        return promise
    broken = ctx.uow.promises.save(dataclasses.replace(promise, status="broken"))
    before, after = {"status": promise.status}, {"status": "broken", "text": promise.what}
    ctx.record(
        "promise.broken", "promise", promise.id, lead_id=promise.lead_id, before=before, after=after,
        message_id=promise.message_id, by_bot=True,
    )  # fmt: skip
    return broken


def _tell(ctx: Context, promise: Promise, to: str) -> None:
    """Put a promise into somebody's tray; the day's budget of cards holds for it as for alarms."""
    ring = Ring(ctx.ids("ring"), None, to, False, "ready", ctx.now, promise_id=promise.id)
    engine.into_tray(ctx, ring)


# -- buttons ---------------------------------------------------------------------------------------


def press_kept(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """做好了."""
    promise = _owed(ctx, subject, shown)
    if promise is not None:
        closed = close(ctx, promise, "kept", by=ctx.who.id)
        ctx.answer(ctx.reply("promise_closed", promise=closed))


def press_drop(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不算数: it was no promise, or counts no more."""
    promise = _owed(ctx, subject, shown)
    if promise is not None:
        closed = close(ctx, promise, "dropped", by=ctx.who.id)
        ctx.answer(ctx.reply("promise_closed", promise=closed))


def press_move(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """改时间: asked by a reply."""
    promise = _owed(ctx, subject, shown)
    if promise is not None:
        dialogue.ask(ctx, "promise_time", promise=promise.id)
        ctx.answer(ctx.reply("ask_when_else", text=promise.what))


def on_time(question: Mapping[str, object], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「改到什么时候？」."""
    promise = _owed(ctx, str(question["promise"]), None)
    if promise is None:
        dialogue.answered(ctx)
        return
    due, clock = asked_moment(ctx, text)
    if not clock:
        day = nlp.Promise(nlp.Side.STAFF, "", due, "by", has_clock=False, kind="other", start=0, end=0)
        due = rules.due_at(day, ctx.policies.worktime) or due
    if due <= ctx.now:
        raise InvalidInput("already_past", at=due)
    dialogue.answered(ctx)
    moved = dataclasses.replace(
        promise, due_at=due, due_kind="by", has_clock=clock, status="open", card_id=None
    )
    saved = ctx.uow.promises.save(moved)
    before, after = due_as_json(promise), due_as_json(saved)
    ctx.record("promise.move", "promise", saved.id, lead_id=saved.lead_id, before=before, after=after)
    arm(ctx, saved)
    alerts.promise_moved(ctx, saved)
    cards.close_all(ctx, saved.id, "put_off")
    ctx.answer(ctx.reply("promise_moved", promise=saved))


def _owed(ctx: Context, subject: str, shown: ShownCard | None) -> Promise | None:
    """The promise of a pressed card; None when it is settled, and the presser was told how."""
    promise = ctx.uow.promises.find(subject)
    if promise is None:
        raise Missing("card_gone")
    if shown is not None:
        alerts.may_press(ctx, promise.owner_id, shown)
    if promise.owed:
        return promise
    ctx.answer(ctx.reply("promise_closed", promise=promise))
    return None
