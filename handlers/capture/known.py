"""A customer of ours spoke: facts and tags are added, contradictions asked, a stage proposed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from handlers import cards, dialogue, leads, lessons, records
from handlers.context import Context
from handlers.reading import Reading, facts_of, keep, read, with_file
from handlers.sales import duplicate, evidence
from storage.conversations import Conversation
from storage.facts import Fact, FactStatus
from storage.leads import Lead

_LATELY = 30
"""How many messages back evidence for a stage adds up."""


def follow(
    ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading], *, tied: bool
) -> None:
    """Take over what a known customer's messages give, with a way back.

    *tied* says that the conversation only just proved to be his.
    """
    for message in (r.message for r in readings):
        if message.kind == "text" and message.sender == "customer":
            ctx.tell(lead.id, "chat", message.text, at=message.sent_at, message_id=message.id)
    learned = _learn(ctx, conversation, lead, readings)
    tags = _tag(ctx, lead, readings)
    if (learned or tags or tied) and conversation.staff_id is not None:
        words = {"facts": cards.read_facts(learned), "tags": tags, "undo": ctx.event_key}
        card = ctx.card("learned", lead=lead, chat=conversation.customer_name if tied else None, **words)
        cards.show(ctx, conversation.staff_id, card, kind="learned", subject=lead.id, quiet=True)
        dialogue.remember_event(ctx, conversation.staff_id)
    _suggest_stage(ctx, conversation, ctx.uow.leads.get(lead.id), readings)


def _learn(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> list[Fact]:
    """Facts that add something; one that contradicts the lead is asked, never overwritten."""
    new = []
    rivals = records.field_of(lead, "competitor")
    wrong = lessons.patterns(ctx, lead.owner_id)
    for found in facts_of(readings):
        if (f"fact:{found.field}", lessons.fold(found.quote)) in wrong:
            continue
        if found.field == "competitor":
            rivals = duplicate.together(rivals, found.value)
            found = dataclasses.replace(found, value=rivals)
        current = records.field_of(lead, found.field)
        if current and duplicate.comparable(found.field, current) == duplicate.comparable(
            found.field, found.value
        ):
            continue
        new.append(
            keep(ctx, found, conversation_id=conversation.id, lead_id=None, status=FactStatus.PROPOSED)
        )
    filed = leads.add_facts(ctx, lead, new)
    return [fact for fact in new if fact.field in filed.added]


def _tag(ctx: Context, lead: Lead, readings: Sequence[Reading]) -> list[str]:
    added: list[str] = []
    for reading in readings:
        if not reading.by_customer:
            continue
        for tag, signal in evidence.tags(reading.analysis):
            if _wrong_tag(ctx, lead, tag, reading):
                continue
            if records.add_tag(ctx, lead, tag, quote=signal.text, message_id=reading.message.id):
                added.append(tag)
    return added


def _wrong_tag(ctx: Context, lead: Lead, tag: str, reading: Reading) -> bool:
    return (f"tag:{tag}", lessons.fold(reading.message.text)) in lessons.patterns(ctx, lead.owner_id)


def _lately(ctx: Context, conversation: Conversation) -> list[Reading]:
    """The last messages of a conversation: what one burst hints at, several together may prove."""
    messages = ctx.uow.messages.of_conversation(conversation.id, limit=_LATELY)
    return [with_file(read(ctx, message)) for message in messages]


def _suggest_stage(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    if lead.status != "open" or conversation.staff_id is None:
        return
    funnel = ctx.policies.funnel
    if not any(evidence.evidence(r.message.id, with_file(r).analysis, funnel) for r in readings):
        return
    seen = [
        e for r in _lately(ctx, conversation) for e in evidence.evidence(r.message.id, r.analysis, funnel)
    ]
    leads.propose_stage(
        ctx,
        lead,
        seen,
        person_id=conversation.staff_id,
        conversation_id=conversation.id,
        auto=ctx.policies.capture_mode == "auto",
    )
