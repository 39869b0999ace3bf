"""Stages: proposed with the words that show it, confirmed or refused, or moved on a rep's word."""

from __future__ import annotations

import dataclasses

from handlers import cards, customers, dialogue, records
from handlers.chat.content import Card
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.leads import filing
from handlers.leads.closing import mark_lost, mark_won
from handlers.sales.permission import Act
from storage.cards import ShownCard
from storage.leads import Lead
from storage.suggestions import Suggestion


def offer_stage(ctx: Context, suggestion: Suggestion) -> str:
    """Propose a stage with the words it rests on, 确认 / 不是; returns the card's id."""
    lead = _lead(ctx, suggestion)
    card = cards.stage(ctx, suggestion, lead)
    return _shown(ctx, suggestion, card, lead)


def auto_stage(ctx: Context, suggestion: Suggestion) -> str:
    """Move the lead at once and say so, with 撤销; returns the card's id."""
    lead = _lead(ctx, suggestion)
    moved = _move(ctx, suggestion, lead, by_bot=True)
    dialogue.remember_event(ctx, lead.owner_id)
    card = cards.stage_moved(ctx, suggestion, moved, lead.stage, event_key=ctx.event_key)
    return _shown(ctx, ctx.uow.suggestions.get(suggestion.id), card, moved)


def accept_stage(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """确认: the lead moves."""
    suggestion = filing.open_suggestion(ctx, subject)
    if suggestion is None:
        return
    lead = _lead(ctx, suggestion)
    records.require(ctx, Act.CHANGE, lead.owner_id)
    funnel = ctx.policies.funnel
    target = suggestion.body["stage"]
    if lead.status != "open" or not funnel.after(target, lead.stage):
        _withdraw(ctx, suggestion)
        ctx.answer(ctx.reply("stage_is", name=lead.name, stage=funnel.get(lead.stage).name))
        return
    _move(ctx, suggestion, lead, by_bot=False)
    dialogue.remember_customer(ctx, lead)
    cards.close(ctx, shown, "moved")
    _tell_moved(ctx, lead, target)


def refuse_stage(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不是: the lead stays, and this proposal does not come back."""
    suggestion = filing.open_suggestion(ctx, subject)
    if suggestion is None:
        return
    lead = _lead(ctx, suggestion)
    filing.decide(ctx, suggestion, "refused", lead=lead, by_bot=False)
    cards.close(ctx, shown, "stays")
    ctx.answer(ctx.reply("stage_stays", name=lead.name, stage=ctx.policies.funnel.get(lead.stage).name))


def withdraw_stage(ctx: Context, suggestion: Suggestion) -> None:
    """Take an open proposal back: a later stage is proposed, or its words were recalled."""
    _withdraw(ctx, suggestion)


def advance_from_command(ctx: Context, request: Request) -> None:
    """把张总推进到合同."""
    spoken = request.slot("stage")
    if spoken is None:
        names = [stage.name for stage in ctx.policies.funnel.open_stages]
        raise InvalidInput("which_stage", stages=names, name=request.name)
    found = ctx.policies.funnel.candidates(spoken)
    if len(found) != 1:
        names = [stage.name for stage in found or ctx.policies.funnel.stages]
        raise InvalidInput("unknown_stage", spoken=spoken, stages=names)
    target = found[0]
    if target.kind == "won":
        mark_won(ctx, request)
        return
    if target.kind == "lost":
        mark_lost(ctx, request)
        return
    lead = customers.customer(ctx, request)
    if lead.stage == target.code:
        ctx.answer(ctx.reply("stage_is", name=lead.name, stage=target.name))
        return
    records.move_stage(ctx, lead, target.code, by_bot=False, why=request.text, message_id=request.message_id)
    _settle_proposals(ctx, lead, target.code)
    _tell_moved(ctx, lead, target.code)
    if target.kind == "paused" and dialogue.question(ctx) is None:
        dialogue.ask(ctx, "pause_reason", lead_id=lead.id)
        ctx.answer(ctx.reply("ask_pause", name=lead.name))


def _move(ctx: Context, suggestion: Suggestion, lead: Lead, *, by_bot: bool) -> Lead:
    why = cards.said(suggestion) or None
    moved = records.move_stage(
        ctx, lead, suggestion.body["stage"], by_bot=by_bot, why=why, message_id=suggestion.message_id
    )
    filing.decide(ctx, suggestion, "accepted", lead=lead, by_bot=by_bot)
    return moved


def _settle_proposals(ctx: Context, lead: Lead, stage: str) -> None:
    """Proposals a move by hand has overtaken need no answer any more."""
    for waiting in ctx.uow.suggestions.open_of(lead_id=lead.id):
        if waiting.kind == "stage" and not ctx.policies.funnel.after(waiting.body["stage"], stage):
            _withdraw(ctx, waiting)


def _withdraw(ctx: Context, suggestion: Suggestion) -> None:
    ctx.uow.suggestions.save(dataclasses.replace(suggestion, status="withdrawn", decided_at=ctx.now))
    cards.close_all(ctx, suggestion.id, "overtaken")


def _tell_moved(ctx: Context, before: Lead, target: str) -> None:
    funnel = ctx.policies.funnel
    following = funnel.next(target)
    ctx.answer(
        ctx.reply(
            "moved",
            name=before.name,
            before=funnel.get(before.stage).name,
            stage=funnel.get(target).name,
            evidence=list(following.evidence[:1]) if following and not following.closed else [],
            following=following.name if following and not following.closed else None,
        )
    )


def _lead(ctx: Context, suggestion: Suggestion) -> Lead:
    lead = None if suggestion.lead_id is None else ctx.uow.leads.find(suggestion.lead_id)
    if lead is None or lead.status in ("merged", "deleted"):
        raise Missing("card_gone")
    return lead


def _shown(ctx: Context, suggestion: Suggestion, card: Card, lead: Lead) -> str:
    card_id = cards.show(
        ctx, suggestion.person_id or lead.owner_id, card, kind="stage", subject=suggestion.id
    )
    ctx.uow.suggestions.save(dataclasses.replace(suggestion, card_id=card_id))
    return card_id
