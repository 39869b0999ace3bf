"""After a call: how it went is one tap, and what comes next is laid out and said."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import cards, dialogue, records
from handlers.chat.event import CardPressed, MessageReceived
from handlers.context import Context
from handlers.errors import InvalidInput, Missing
from handlers.sales import calling
from handlers.sales.permission import Act
from handlers.todos.moments import asked_moment
from handlers.todos.setting import add, arm
from storage.cards import ShownCard
from storage.leads import Lead
from storage.todos import Todo

_LINES = 10


def after_todo(ctx: Context, item: Todo) -> None:
    """Ask how it went when a to-do to call somebody was finished."""
    lead = ctx.uow.leads.find(item.lead_id) if item.lead_id else None
    if lead is not None and (item.kind in ("call", "quote") or calling.is_call(item.text)):
        ask_outcome(ctx, lead)


def ask_outcome(ctx: Context, lead: Lead) -> None:
    """「电话打得怎么样？」 with one button for each outcome; a card asked before gives way to this one."""
    if lead.status != "open" or ctx.event.origin.sender is None:
        return
    cards.close_all(ctx, f"call:{lead.id}", "again")
    card = ctx.card("call_outcome", id=lead.id, name=lead.name)
    cards.answer(ctx, card, kind="call_outcome", subject=f"call:{lead.id}")


def press_missed(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """未接通: called again later, and after the third time in another way."""
    lead = _lead(ctx, subject)
    times = 1 + _missed_before(ctx, lead)
    _called(ctx, shown, lead, "missed")
    _after_missed(ctx, lead, times)


def _after_missed(ctx: Context, lead: Lead, times: int) -> None:
    step = calling.after_missed(times, ctx.now, ctx.policies.worktime)
    _lay_out(ctx, lead, "missed" if step.call else "write", step.at, kind="call" if step.call else "next")


def press_wechat(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """已加微信."""
    lead = _lead(ctx, subject)
    _called(ctx, shown, lead, "wechat")
    _reached(ctx, lead, "wechat")
    _lay_out(ctx, lead, "wechat", calling.soon(ctx.now, ctx.policies.worktime))


def press_expert(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """需技术介入."""
    lead = _lead(ctx, subject)
    _called(ctx, shown, lead, "expert")
    _reached(ctx, lead, "expert")
    _lay_out(ctx, lead, "expert", calling.soon(ctx.now, ctx.policies.worktime))


def press_appointment(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """约了时间: when is asked by a reply."""
    lead = _lead(ctx, subject)
    _called(ctx, shown, lead, "appointment")
    _reached(ctx, lead, "appointment")
    dialogue.ask(ctx, "appointment", lead=lead.id)
    ctx.answer(ctx.reply("ask_appointment", name=lead.name))


def on_appointment(question: Mapping[str, object], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「约在什么时候？」."""
    lead = _lead(ctx, str(question["lead"]))
    at, clock = asked_moment(ctx, text)
    if at <= ctx.now:
        raise InvalidInput("already_past", at=at)
    dialogue.answered(ctx)
    appoint(ctx, lead, at, clock)


def appoint(ctx: Context, lead: Lead, at: datetime, clock: bool, *, words: str | None = None) -> None:
    """Set the reminder of an appointment and say so; *clock*: an hour was named, not only the day.

    *words* are what the reminder says.
    """
    remind = max(ctx.now, at - calling.AHEAD) if clock else at
    words = words or ctx.reply("call_next", outcome="appointment", name=lead.name, at=at, clock=clock).body
    item = add(ctx, words, due_at=remind, lead=lead, reason="appointment", kind="next")
    arm(ctx, item)
    ctx.answer(
        ctx.reply("call_outcome", outcome="appointment", name=lead.name, at=remind, met=at, clock=clock)
    )


def tell_outcome(ctx: Context, lead: Lead, outcome: str, message_id: str | None) -> None:
    """How a call went, in the rep's own words: the same steps as a press on the card."""
    label = ctx.reply("call_label", outcome=outcome).body
    times = 1 + _missed_before(ctx, lead)
    ctx.tell(lead.id, "call", label, message_id=message_id)
    cards.close_all(ctx, f"call:{lead.id}", f"call_{outcome}")
    _settle_next(ctx, lead)
    if outcome == "missed":
        _after_missed(ctx, lead, times)
    elif outcome == "refused":
        _ask_refused(ctx, lead)
    else:
        _reached(ctx, lead, outcome)
        _lay_out(ctx, lead, outcome, calling.soon(ctx.now, ctx.policies.worktime))


def press_refused(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """无意向: whether the deal is lost is the rep's to say."""
    lead = _lead(ctx, subject)
    _called(ctx, shown, lead, "refused")
    _ask_refused(ctx, lead)


def _ask_refused(ctx: Context, lead: Lead) -> None:
    card = ctx.card("call_refused", id=lead.id, name=lead.name)
    cards.answer(ctx, card, kind="call_refused", subject=f"call:{lead.id}")


def press_lost(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """记为丢单."""
    lead = _lead(ctx, subject)
    records.require(ctx, Act.CLOSE, lead.owner_id)
    label = ctx.reply("call_label", outcome="refused").body
    records.move_stage(ctx, lead, ctx.policies.funnel.lost.code, by_bot=False, why=label)
    fact = records.typed_fact(ctx, "lost_reason", label, lead_id=lead.id, quote=label)
    records.set_field(ctx, ctx.uow.leads.get(lead.id), "lost_reason", label, fact=fact, by_bot=False)
    _settle_next(ctx, lead)
    cards.close(ctx, shown, "lost")
    ctx.answer(ctx.reply("lost", name=lead.name, reason=label))


def press_pause(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """先放一放: the deal rests, and is asked after in a month."""
    lead = _lead(ctx, subject)
    label = ctx.reply("call_label", outcome="refused").body
    records.move_stage(ctx, lead, ctx.policies.funnel.paused.code, by_bot=False, why=label)
    cards.close(ctx, shown, "paused")
    _lay_out(ctx, lead, "pause", calling.in_days(calling.PAUSE_DAYS, ctx.now, ctx.policies.worktime))


def press_keep(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """再跟跟看."""
    lead = _lead(ctx, subject)
    cards.close(ctx, shown, "kept_on")
    _lay_out(
        ctx, lead, "keep", calling.in_days(calling.KEEP_DAYS, ctx.now, ctx.policies.worktime), kind="call"
    )


# -- what they share -------------------------------------------------------------------------------


def _lead(ctx: Context, subject: str) -> Lead:
    lead = ctx.uow.leads.find(subject)
    if lead is None or lead.status in ("merged", "deleted"):
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, lead.owner_id)
    if lead.status != "open":
        raise Missing("stage_is", name=lead.name, stage=ctx.policies.funnel.get(lead.stage).name)
    dialogue.remember_customer(ctx, lead)
    return lead


def _called(ctx: Context, shown: ShownCard, lead: Lead, outcome: str) -> None:
    """The call goes into the story, what was laid out before it is done, and the card says how it went."""
    label = ctx.reply("call_label", outcome=outcome).body
    ctx.tell(lead.id, "call", label, subject_id=shown.id)
    ctx.uow.leads.touch(lead.id, ctx.now)
    _settle_next(ctx, lead)
    ctx.record("call.outcome", "card", shown.id, lead_id=lead.id, after={"outcome": outcome, "text": label})
    cards.close(ctx, shown, f"call_{outcome}")


def _settle_next(ctx: Context, lead: Lead) -> None:
    for item in ctx.uow.todos.of_lead(lead.id):
        if item.kind not in ("call", "next"):
            continue
        ctx.uow.todos.save(dataclasses.replace(item, status="done", done_at=ctx.now))
        ctx.uow.due.cancel(f"todo:{item.id}")
        before, after = {"status": "open"}, {"status": "done"}
        ctx.record("todo.done", "todo", item.id, lead_id=lead.id, before=before, after=after)
        cards.close_all(ctx, item.id, "done")


def _missed_before(ctx: Context, lead: Lead) -> int:
    """How many calls in a row, the last ones, reached nobody."""
    missed = ctx.reply("call_label", outcome="missed").body
    calls = [m.text for m in ctx.uow.timeline.of_lead(lead.id, limit=_LINES) if m.kind == "call"]
    return next((n for n, text in enumerate(calls) if text != missed), len(calls))


def _reached(ctx: Context, lead: Lead, outcome: str) -> None:
    """A customer who was spoken to is at least 已联系."""
    stage = calling.reached(lead.stage, ctx.policies.funnel)
    if stage is not None:
        why = ctx.reply("call_label", outcome=outcome).body
        records.move_stage(ctx, ctx.uow.leads.get(lead.id), stage.code, by_bot=False, why=why)


def _lay_out(ctx: Context, lead: Lead, outcome: str, at: datetime, *, kind: str = "next") -> None:
    """Set the next to-do, and say what happens next by itself."""
    text = ctx.reply("call_next", outcome=outcome, name=lead.name, at=at, clock=False).body
    arm(ctx, add(ctx, text, due_at=at, lead=lead, kind=kind))
    now = ctx.uow.leads.get(lead.id)
    moved = ctx.policies.funnel.get(now.stage).name if now.stage != lead.stage else None
    ctx.answer(
        ctx.reply("call_outcome", outcome=outcome, name=lead.name, at=at, stage=moved, met=at, clock=False)
    )


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "call.missed": press_missed,
    "call.wechat": press_wechat,
    "call.expert": press_expert,
    "call.appointment": press_appointment,
    "call.refused": press_refused,
    "call.lost": press_lost,
    "call.pause": press_pause,
    "call.keep": press_keep,
}
