"""Won and lost, on a rep's word."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from handlers import customers, dialogue, records
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.leads import confirming
from handlers.sales.permission import Act
from nlp import lazy_pattern
from storage.leads import Lead
from storage.suggestions import Suggestion

_PART = lazy_pattern(r"[定订]金|首付|预付|押金|首款|尾款")
"""What is paid in part is not what the deal is worth."""


def mark_won(ctx: Context, request: Request) -> None:
    """张总签单了."""
    lead = customers.customer(ctx, request, Act.CLOSE)
    stage = ctx.policies.funnel.won
    amount = None if _PART.search(request.text) else request.fen("amount")
    if lead.stage == stage.code and amount is None:
        ctx.answer(ctx.reply("stage_is", name=lead.name, stage=stage.name))
        return
    lead = _with_amount(ctx, lead, amount, request)
    if lead.stage != stage.code:
        lead = records.move_stage(
            ctx, lead, stage.code, by_bot=False, why=request.text, message_id=request.message_id
        )
    ctx.answer(ctx.reply("won", name=lead.name, amount=lead.amount_fen))


def mark_lost(ctx: Context, request: Request) -> None:
    """张总丢单，嫌贵: asked for by a button that is bound to it; without a reason, by buttons of reasons."""
    lead = customers.customer(ctx, request, Act.CLOSE)
    stage = ctx.policies.funnel.lost
    reason = request.slot("reason")
    if lead.stage != stage.code:
        confirming.ask(ctx, "lost", lead, {"reason": reason}, request, reason=reason)
    elif reason and records.field_of(lead, "lost_reason") != reason:
        _with_reason(ctx, lead, reason, request.text)
        ctx.answer(ctx.reply("lost", name=lead.name, reason=reason))
    else:
        ctx.answer(ctx.reply("stage_is", name=lead.name, stage=stage.name))


def on_reason(question: dict[str, Any], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The rep's own words for why a customer waits: they stand beside the stage."""
    dialogue.answered(ctx)
    lead = ctx.uow.leads.get(str(question["lead_id"]))
    fact = records.typed_fact(ctx, "pause_reason", text.strip()[:100], lead_id=lead.id, quote=text)
    records.set_field(ctx, lead, "pause_reason", fact.value, fact=fact, by_bot=False)
    ctx.answer(ctx.reply("noted", name=lead.name, note=fact.value))


def lose(ctx: Context, lead: Lead, write: Mapping[str, Any], asked: Suggestion) -> None:
    """The customer is lost, for this reason."""
    reason = write.get("reason")
    stage = ctx.policies.funnel.lost
    moved = records.move_stage(
        ctx, lead, stage.code, by_bot=False, why=reason or asked.body["text"], message_id=asked.message_id
    )
    if reason:
        _with_reason(ctx, moved, str(reason), asked.body["text"])
    ctx.answer(ctx.reply("lost", name=lead.name, reason=reason))


def _with_reason(ctx: Context, lead: Lead, reason: str, said: str) -> None:
    fact = records.typed_fact(ctx, "lost_reason", reason, lead_id=lead.id, quote=said)
    records.set_field(ctx, lead, "lost_reason", reason, fact=fact, by_bot=False)


def _with_amount(ctx: Context, lead: Lead, amount: int | None, request: Request) -> Lead:
    if amount is None or lead.amount_fen == amount:
        return lead
    fact = records.typed_fact(ctx, "amount", str(amount), lead_id=lead.id, quote=request.text)
    fact = dataclasses.replace(fact, message_id=request.message_id)
    return records.set_field(ctx, lead, "amount", str(amount), fact=fact, by_bot=False)
