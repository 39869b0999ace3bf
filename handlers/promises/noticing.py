"""Promises as they are made: in a chat with a customer, or told by the rep."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta

import nlp
from handlers import customers, lessons
from handlers.context import Context
from handlers.customers import Request
from handlers.promises.proving import due_as_json
from handlers.promises.reminding import arm
from handlers.reading import SIDES, Reading, sentence_around
from handlers.sales import promise as rules
from handlers.sales import promise_words
from nlp import Command, Intent, Side
from storage.conversations import Conversation, Message
from storage.leads import Lead
from storage.promises import Promise

_LONG_AGO = timedelta(days=3)
"""Old chats are read too; what was due (or said, without a date) longer ago than this is left alone."""


def notice(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> list[Promise]:
    """Write down what either side promised in these messages."""
    if conversation.staff_id is None:
        return []
    kept = []
    wrong = lessons.patterns(ctx, conversation.staff_id)
    for message in (reading.message for reading in readings):
        side = SIDES.get(message.sender, Side.UNKNOWN)
        for said in nlp.promises(message.text, side=side, now=ctx.local(message.sent_at)):
            promise = _made(ctx, conversation, message, said)
            if promise is None or ("promise", lessons.fold(promise.quote)) in wrong:
                continue
            if (new := _keep(ctx, promise)) is not None:
                kept.append(new)
    return kept


def hears(text: str, now: datetime) -> bool:
    """Whether a rep tells of a promise: 「我答应张总明天发合同」 「张总答应周五回我」."""
    return bool(_said(text, now)[1])


def write_down(ctx: Context, request: Request) -> None:
    """Write down the promise a rep tells of."""
    told, said = _said(request.text, ctx.local())
    if told is None:
        return
    command = Command(Intent.NONE, {"contact": told.name})
    lead = customers.customer(ctx, dataclasses.replace(request, command=command))
    for each in said:
        promise = _told(ctx, lead, each, request.text, request.message_id)
        kept = _keep(ctx, promise) or promise
        ctx.answer(
            ctx.reply(
                "promise_noted", name=lead.name, ours=kept.ours, what=kept.what, due=kept.due_at,
                clock=kept.has_clock,
                dated=bool(ctx.analyse(kept.what, side=each.who).times),
            )
        )  # fmt: skip


def _said(text: str, now: datetime) -> tuple[rules.Told | None, list[nlp.Promise]]:
    """What somebody merely says (张总说…) is a promise only when it names a day."""
    told = rules.told(text)
    if told is None:
        return None, []
    said = nlp.promises(told.rest, side=told.side, now=now)
    return told, [each for each in said if told.bound or each.due is not None]


def _made(ctx: Context, conversation: Conversation, message: Message, said: nlp.Promise) -> Promise | None:
    due = rules.due_at(said, ctx.policies.worktime)
    if (due or message.sent_at) < ctx.now - _LONG_AGO or conversation.staff_id is None:
        return None
    start, end = sentence_around(message.text, said.start, said.end)
    return Promise(
        id=ctx.ids("promise"),
        owner_id=conversation.staff_id,
        lead_id=conversation.lead_id,
        conversation_id=conversation.id,
        side=str(said.who),
        kind=said.kind,
        what=said.what,
        quote=message.text[start:end],
        start=said.start,
        end=said.end,
        message_id=message.id,
        made_at=message.sent_at,
        due_at=due,
        due_kind=said.due_kind,
        has_clock=said.has_clock,
        since=message.sent_at,
    )


def _told(ctx: Context, lead: Lead, said: nlp.Promise, text: str, message_id: str | None) -> Promise:
    what = said.what.replace("您", "他" if said.who is Side.STAFF else "你")
    start = text.find(what)
    return Promise(
        id=ctx.ids("promise"),
        owner_id=lead.owner_id,
        lead_id=lead.id,
        conversation_id=None,
        side=str(said.who),
        kind=said.kind,
        what=what,
        quote=text.strip(),
        start=start if start >= 0 else None,
        end=start + len(what) if start >= 0 else None,
        message_id=message_id,
        made_at=ctx.now,
        due_at=rules.due_at(said, ctx.policies.worktime),
        due_kind=said.due_kind,
        has_clock=said.has_clock,
        since=ctx.now,
    )


def _keep(ctx: Context, promise: Promise) -> Promise | None:
    """Write a promise down; said again it is the same one, with the day named last. None: nothing new."""
    for earlier in _owed_like(ctx, promise):
        if promise.due_at is None or earlier.due_at == promise.due_at:
            return None
        moved = dataclasses.replace(
            earlier, due_at=promise.due_at, due_kind=promise.due_kind, has_clock=promise.has_clock,
            status="open", card_id=None,
        )  # fmt: skip
        saved = ctx.uow.promises.save(moved)
        ctx.record(
            "promise.move",
            "promise",
            saved.id,
            lead_id=saved.lead_id,
            before=due_as_json(earlier),
            after=due_as_json(saved),
            message_id=promise.message_id,
            by_bot=ctx.actor is None,
        )
        arm(ctx, saved)
        return saved
    ctx.uow.promises.add(promise)
    ctx.record(
        "promise.add",
        "promise",
        promise.id,
        lead_id=promise.lead_id,
        after={"text": promise.what},
        why=promise.quote,
        message_id=promise.message_id,
        by_bot=ctx.actor is None,
    )
    if promise.lead_id is not None and promise.ours:
        ctx.tell(
            promise.lead_id, "promise", promise.what, at=promise.made_at, message_id=promise.message_id,
            subject_id=promise.id,
        )  # fmt: skip
    arm(ctx, promise)
    return promise


def _owed_like(ctx: Context, promise: Promise) -> list[Promise]:
    """What is owed already and this says again: the same side, the same kind, the same papers."""
    if promise.conversation_id is not None:
        owed = ctx.uow.promises.owed_in(promise.conversation_id, promise.lead_id)
    else:
        owed = [p for p in ctx.uow.promises.of_lead(promise.lead_id or "") if p.owed]
    papers = promise_words.papers(promise.quote)
    return [
        p
        for p in owed
        if (p.side, p.kind) == (promise.side, promise.kind)
        and (not papers or not (known := promise_words.papers(p.quote)) or papers & known)
        and (promise.kind != "other" or p.what == promise.what)
    ]
