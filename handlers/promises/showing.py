"""Promises as a rep sees them: the reminder of his own, a customer's with its draft, a line of a digest."""

from __future__ import annotations

from typing import Any

from handlers import cards
from handlers.context import Context
from handlers.sales.promise_words import NUDGES
from storage.promises import Promise


def show(ctx: Context, person_id: str, promise: Promise) -> str:
    """Show a promise's card to somebody who may act on it; returns the card's id.

    A customer's comes with a polite draft to copy: the bot writes to no customer.
    """
    known = _known(ctx, promise)
    card = ctx.card("promise" if promise.ours else "promise_passed", **known)
    card_id = cards.show(ctx, person_id, card, kind="promise", subject=promise.id, quiet=True)
    if not promise.ours:
        ctx.say(person_id, ctx.reply("nudge", wish=NUDGES[promise.kind], **known), quiet=True)
    return card_id


def digest_line(ctx: Context, promise: Promise) -> dict[str, Any]:
    """What one line of a digest says."""
    return {
        "kind": "promise_due" if promise.ours else "promise_owed",
        "customer": _known(ctx, promise)["name"],
        "what": promise.what,
        "due": promise.due_at,
        "clock": promise.has_clock,
        "rep": None,
    }


def _known(ctx: Context, promise: Promise) -> dict[str, Any]:
    chat = ctx.uow.conversations.find(promise.conversation_id) if promise.conversation_id else None
    lead_id = promise.lead_id or (chat.lead_id if chat else None)
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    name = lead.name if lead else (chat.customer_name if chat else None)
    return {"promise": promise, "name": name or "客户"}
