"""Won and lost, on a rep's word."""

from __future__ import annotations

import dataclasses

from handlers import customers, records
from handlers.context import Context
from handlers.customers import Request
from handlers.sales.permission import Act
from storage.leads import Lead


def mark_won(ctx: Context, request: Request) -> None:
    """张总签单了."""
    lead = customers.customer(ctx, request, Act.CLOSE)
    stage = ctx.policies.funnel.won
    amount = request.fen("amount")
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
    """张总丢单，嫌贵."""
    lead = customers.customer(ctx, request, Act.CLOSE)
    stage = ctx.policies.funnel.lost
    reason = request.slot("reason")
    if lead.stage == stage.code:
        ctx.answer(ctx.reply("stage_is", name=lead.name, stage=stage.name))
        return
    records.move_stage(
        ctx, lead, stage.code, by_bot=False, why=reason or request.text, message_id=request.message_id
    )
    if reason:
        fact = records.typed_fact(ctx, "lost_reason", reason, lead_id=lead.id, quote=request.text)
        records.set_field(ctx, ctx.uow.leads.get(lead.id), "lost_reason", reason, fact=fact, by_bot=False)
    ctx.answer(ctx.reply("lost", name=lead.name, reason=reason))


def _with_amount(ctx: Context, lead: Lead, amount: int | None, request: Request) -> Lead:
    if amount is None or lead.amount_fen == amount:
        return lead
    fact = records.typed_fact(ctx, "amount", str(amount), lead_id=lead.id, quote=request.text)
    fact = dataclasses.replace(fact, message_id=request.message_id)
    return records.set_field(ctx, lead, "amount", str(amount), fact=fact, by_bot=False)
