"""Writes not lightly taken back wait for a button that is bound to exactly that one write.

The button works once and for ten minutes, and only while the customer still stands where he stood. When the
ten minutes are over the card says so by itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import cards, dialogue, records
from handlers.chat.event import TimerFired
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing, NotPermitted
from storage.cards import ShownCard
from storage.leads import Lead
from storage.suggestions import Suggestion

KEPT = timedelta(minutes=10)
REASONS = ("价格", "竞品", "没预算", "没需求", "联系不上", "其他")


def ask(
    ctx: Context,
    act: str,
    lead: Lead,
    write: Mapping[str, Any],
    request: Request,
    **words: Any,  # noqa: ANN401
) -> Suggestion:
    """Show what is about to be written, with the button that does it; *words* are for the card.

    One such question stands open per person: an older one is closed.
    """
    withdraw_open(ctx)
    sug_id = ctx.ids("sug")
    body = {
        "act": act,
        "write": dict(write),
        "state": state(ctx, lead, write),
        "until": (ctx.now + KEPT).isoformat(),
        "text": request.text,
    }
    asked = Suggestion(
        id=sug_id,
        key=f"confirm:{sug_id}",
        kind="confirm",
        conversation_id=None,
        lead_id=lead.id,
        person_id=ctx.who.id,
        body=body,
        status="open",
        card_id=None,
        message_id=request.message_id,
        created_at=ctx.now,
    )
    card = ctx.card("confirm", id=sug_id, act=act, name=lead.name, reasons=REASONS, **words)
    card_id = cards.answer(ctx, card, kind="confirm", subject=sug_id)
    dialogue.await_confirmation(ctx, sug_id, until=ctx.now + KEPT)
    ctx.later(f"confirm:{sug_id}", kind="confirm", subject=sug_id, at=ctx.now + KEPT)
    return ctx.uow.suggestions.add(dataclasses.replace(asked, card_id=card_id))


def open_write(ctx: Context, subject: str, shown: ShownCard) -> tuple[Suggestion, Lead] | None:
    """The write behind a pressed button and its customer as he stands; None when it is too late, and said.

    Only who was asked may press. Raises ``Missing`` or ``NotPermitted``.
    """
    asked = ctx.uow.suggestions.find(subject)
    if asked is None or asked.lead_id is None:
        raise Missing("card_gone")
    if asked.person_id != ctx.who.id:
        raise NotPermitted("card_of_other")
    if asked.status != "open":
        tell_decided(ctx, asked)
        return None
    lead = ctx.uow.leads.get(asked.lead_id)
    if datetime.fromisoformat(asked.body["until"]) <= ctx.now:
        _withdraw(ctx, asked, shown)
        ctx.answer(ctx.reply("confirm_expired"))
        return None
    if state(ctx, lead, asked.body["write"]) != asked.body["state"]:
        _withdraw(ctx, asked, shown, "overtaken")
        ctx.answer(ctx.reply("confirm_moved", name=lead.name, stage=ctx.policies.funnel.get(lead.stage).name))
        return None
    return asked, lead


def on_due(event: TimerFired, ctx: Context) -> None:
    """The ten minutes of a question are over: its card says so, unless it was answered."""
    asked = ctx.uow.suggestions.find(event.subject)
    if asked is None or asked.status != "open":
        return
    shown = ctx.uow.cards.find(asked.card_id) if asked.card_id else None
    _withdraw(ctx, asked, shown)


def tell_decided(ctx: Context, asked: Suggestion) -> None:
    """What became of a question, and where its customer stands by now."""
    lead = ctx.uow.leads.find(asked.lead_id or "")
    owner = ctx.uow.people.find(lead.owner_id) if lead else None
    words = {
        "act": asked.body["act"],
        "outcome": asked.body.get("outcome"),
        "name": lead.name if lead else None,
        "stage": ctx.policies.funnel.get(lead.stage).name if lead and _seen(ctx, lead) else None,
        "owner": None if owner is None or owner.id == ctx.who.id else owner.name,
        "gone": lead.status if lead and lead.status in ("merged", "deleted") else None,
    }
    ctx.answer(ctx.reply("confirm_decided", **cards.decided(ctx, asked), **words))


def _seen(ctx: Context, lead: Lead) -> bool:
    return lead.owner_id in records.sees(ctx, ctx.who)


def withdraw_open(ctx: Context) -> bool:
    """Close the question the acting person has open, if there is one; whether there was."""
    waiting = dialogue.confirmation(ctx)
    asked = None if waiting is None else ctx.uow.suggestions.find(waiting)
    dialogue.confirmed(ctx)
    if asked is None or asked.status != "open":
        return False
    shown = ctx.uow.cards.find(asked.card_id) if asked.card_id else None
    _withdraw(ctx, asked, shown, "left")
    return True


def _withdraw(ctx: Context, asked: Suggestion, shown: ShownCard | None, outcome: str = "expired") -> None:
    body = {**asked.body, "outcome": outcome}
    ctx.uow.suggestions.save(dataclasses.replace(asked, status="withdrawn", body=body, decided_at=ctx.now))
    ctx.uow.due.cancel(f"confirm:{asked.id}")
    if shown is not None:
        cards.close(ctx, shown, outcome)


def state(ctx: Context, lead: Lead, write: Mapping[str, Any]) -> dict[str, str]:
    """How everything the write touches stands; a write is bound to that."""
    state = {"stage": lead.stage, "status": lead.status, "owner": lead.owner_id}
    other = ctx.uow.leads.find(str(write["with"])) if "with" in write else None
    if other is not None:
        state |= {"other_status": other.status, "other_owner": other.owner_id}
    return state
