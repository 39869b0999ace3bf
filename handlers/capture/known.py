"""A customer of ours spoke: facts and tags are added, contradictions asked, a stage proposed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from handlers import cards, leads, records
from handlers.capture.proposals import propose
from handlers.context import Context
from handlers.reading import Found, Reading, facts_of, keep, read
from handlers.sales import duplicate, evidence
from storage.conversations import Conversation
from storage.facts import Fact, FactStatus
from storage.leads import Lead

_LATELY = 30
"""How many messages back evidence for a stage adds up."""
_MANY_VALUES = frozenset({"need"})
"""Fields where a second value is no contradiction."""


def follow(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    """Take over what a known customer's messages give, with a way back."""
    for message in (r.message for r in readings):
        if message.kind == "text" and message.sender == "customer":
            ctx.tell(lead.id, "chat", message.text, at=message.sent_at, message_id=message.id)
    learned = _learn(ctx, conversation, lead, readings)
    tags = _tag(ctx, lead, readings)
    if (learned or tags) and conversation.staff_id is not None:
        card = ctx.card("learned", lead=lead, facts=learned, tags=tags, undo=ctx.event_key)
        cards.show(ctx, conversation.staff_id, card, kind="learned", subject=lead.id, quiet=True)
    _suggest_stage(ctx, conversation, ctx.uow.leads.get(lead.id), readings)


def _learn(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> list[Fact]:
    learned: list[Fact] = []
    for found in facts_of(readings):
        current = records.field_of(lead, found.field)
        active = ctx.uow.facts.of_lead(lead.id, field=found.field, status=FactStatus.ACTIVE)
        by = active[-1].by if active else "bot"
        verdict = duplicate.weigh(found.field, None if current is None else (current, by), found.value, "bot")
        if verdict == "take":
            fact = keep(
                ctx, found, conversation_id=conversation.id, lead_id=lead.id, status=FactStatus.ACTIVE
            )
            lead = records.set_field(ctx, lead, found.field, found.value, fact=fact, by_bot=True)
            learned.append(fact)
        elif verdict == "ask" and found.field not in _MANY_VALUES:
            _ask(ctx, conversation, lead, found, current or "")
    return learned


def _ask(ctx: Context, conversation: Conversation, lead: Lead, found: Found, current: str) -> None:
    """A value that contradicts the one on the lead is asked, once, never overwritten."""
    key = f"conflict:{lead.id}:{found.field}:{duplicate.normal_key(found.field, found.value)}"[:200]
    if ctx.uow.suggestions.by_key(key) is not None or conversation.staff_id is None:
        return
    fact = keep(ctx, found, conversation_id=conversation.id, lead_id=lead.id, status=FactStatus.CONFLICT)
    body = {
        "field": found.field,
        "old": current,
        "new": found.value,
        "fact_id": fact.id,
        "quote": found.quote,
    }
    asked = propose(ctx, key, "conflict", conversation, lead=lead, body=body, message_id=found.message_id)
    card = ctx.card("conflict", lead=lead, id=asked.id, **body)
    card_id = cards.show(ctx, conversation.staff_id, card, kind="conflict", subject=asked.id, quiet=True)
    ctx.uow.suggestions.save(dataclasses.replace(asked, card_id=card_id))


def _tag(ctx: Context, lead: Lead, readings: Sequence[Reading]) -> list[str]:
    added: list[str] = []
    for reading in readings:
        if not reading.by_customer:
            continue
        for tag, signal in evidence.tags(reading.analysis):
            if records.add_tag(ctx, lead, tag, quote=signal.text, message_id=reading.message.id):
                added.append(tag)
    return added


def _lately(ctx: Context, conversation: Conversation) -> list[Reading]:
    """The last messages of a conversation: what one burst hints at, several together may prove."""
    return [
        read(ctx, message) for message in ctx.uow.messages.of_conversation(conversation.id, limit=_LATELY)
    ]


def _suggest_stage(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    if lead.status != "open" or conversation.staff_id is None:
        return
    funnel = ctx.policies.funnel
    if not any(evidence.evidence(r.message.id, r.analysis, funnel) for r in readings):
        return
    seen = [
        e for r in _lately(ctx, conversation) for e in evidence.evidence(r.message.id, r.analysis, funnel)
    ]
    past = ctx.uow.suggestions.of_lead(lead.id, "stage")
    refused = {s.body["stage"] for s in past if s.status in ("refused", "undone")}
    suggested = evidence.suggest(lead.stage, seen, funnel, refused)
    if suggested is None:
        return
    waiting = [s for s in past if s.status == "open"]
    if any(not funnel.after(suggested.stage, s.body["stage"]) for s in waiting):
        return
    body = {
        "stage": suggested.stage,
        "from": lead.stage,
        "evidence": [{"quote": e.quote, "message_id": e.message_id} for e in suggested.evidence][:3],
    }
    for older in waiting:
        leads.withdraw_stage(ctx, older)
    key = f"stage:{lead.id}:{lead.stage}:{suggested.stage}"
    if ctx.uow.suggestions.by_key(key) is not None:
        return
    first = suggested.evidence[0].message_id
    offer = propose(ctx, key, "stage", conversation, lead=lead, body=body, message_id=first)
    if ctx.policies.capture_mode == "auto":
        leads.auto_stage(ctx, offer)
    else:
        leads.offer_stage(ctx, offer)
