"""The ledger as people ask for it: 「张总答应过什么」 「我答应了谁什么」."""

from __future__ import annotations

from handlers import customers, records
from handlers.context import Context
from handlers.customers import Request
from handlers.promises.proving import judge
from handlers.sales.permission import Act
from storage.leads import Lead
from storage.promises import Promise

_MOST = 8


def show_with(ctx: Context, request: Request, *, side: str | None) -> None:
    """What a customer promised us, what we promised him, or (no *side*) both."""
    lead = customers.customer(ctx, request, Act.SEE)
    found = [judge(ctx, promise) for promise in _of(ctx, lead)]
    listed = [p for p in found if p.status not in ("withdrawn", "dropped") and side in (None, p.side)]
    listed.sort(key=lambda p: (not p.owed, -p.made_at.timestamp()))
    words = {"name": lead.name, "side": side, "more": max(0, len(listed) - _MOST)}
    ctx.answer(ctx.reply("promises_with", promises=listed[:_MOST], **words))


def show_made(ctx: Context, _request: Request, *, side: str) -> None:
    """What the acting person still owes everybody, or everybody owes him."""
    owed = [judge(ctx, p) for p in ctx.uow.promises.owed_by_owners([ctx.who.id]) if p.side == side]
    open_ones = [p for p in owed if p.owed]
    lines = [{"promise": p, "name": _name(ctx, p)} for p in open_ones[:_MOST]]
    ctx.answer(ctx.reply("promises_made", lines=lines, side=side, more=max(0, len(open_ones) - _MOST)))


def _of(ctx: Context, lead: Lead) -> list[Promise]:
    """Everything promised with a lead: told to the bot, or said in a chat that became his later."""
    found = {p.id: p for p in ctx.uow.promises.of_lead(lead.id)}
    for chat in ctx.uow.conversations.of_lead(lead.id):
        found |= {p.id: p for p in ctx.uow.promises.in_conversation(chat.id)}
    records.require(ctx, Act.SEE, lead.owner_id)
    return list(found.values())


def _name(ctx: Context, promise: Promise) -> str:
    chat = ctx.uow.conversations.find(promise.conversation_id) if promise.conversation_id else None
    lead_id = promise.lead_id or (chat.lead_id if chat else None)
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    return lead.name if lead else ((chat.customer_name if chat else None) or "客户")
