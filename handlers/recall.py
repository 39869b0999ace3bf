"""A message was taken back: what was read from it goes too, and nothing pretends otherwise."""

from __future__ import annotations

import dataclasses

from handlers import cards, leads, promises, quotes, records
from handlers.chat.event import MessageRecalled
from handlers.context import Context
from storage.conversations import Message
from storage.facts import Fact, FactStatus
from storage.suggestions import Suggestion


def on_recalled(event: MessageRecalled, ctx: Context) -> None:
    """Withdraw everything that rests on a message; the message itself stays, marked, for the audit."""
    message = ctx.uow.messages.by_native(event.origin.platform, event.message_id)
    if message is None:
        ctx.uow.messages.add_new(_placeholder(event, ctx))
        return
    if message.recalled_at is not None:
        return
    ctx.uow.messages.recall(message.id, ctx.now)
    for fact in ctx.uow.facts.from_message(message.id):
        _withdraw(ctx, fact)
    for tag in ctx.uow.leads.tags_from(message.id):
        ctx.uow.leads.untag(tag.lead_id, tag.tag)
        ctx.record(
            "lead.untag", "lead", tag.lead_id, lead_id=tag.lead_id, before={"tag": tag.tag}, by_bot=True
        )
    for quote in ctx.uow.quotes.from_message(message.id):
        if quote.open:
            quotes.settle_as(ctx, quote, "withdrawn", by=message.id)
    for suggestion in ctx.uow.suggestions.from_message(message.id):
        if suggestion.status == "open":
            _take_back(ctx, suggestion)
    for promise in promises.withdraw_from(ctx, message.id):
        promises.arm(ctx, promise)
    ctx.uow.timeline.withdraw(message.id)


def _take_back(ctx: Context, suggestion: Suggestion) -> None:
    match suggestion.kind:
        case "new_lead":
            leads.withdraw_offer(ctx, suggestion)
        case "stage":
            leads.withdraw_stage(ctx, suggestion)
        case _:
            decided = dataclasses.replace(suggestion, status="withdrawn", decided_at=ctx.now)
            ctx.uow.suggestions.save(decided)
            cards.close_all(ctx, suggestion.id, "withdrawn")


def _placeholder(event: MessageRecalled, ctx: Context) -> Message:
    """The recall overtook its message: remember it, so that the message is stored as recalled at once."""
    return Message(
        id=ctx.ids("msg"),
        platform=event.origin.platform,
        native_id=event.message_id,
        conversation_id="",
        sender="customer",
        person_id=None,
        name=None,
        sent_at=event.origin.at,
        received_at=ctx.now,
        kind="other",
        text="",
        file=None,
        extra=None,
        recalled_at=ctx.now,
        read_at=ctx.now,
    )


def _withdraw(ctx: Context, fact: Fact) -> None:
    if fact.status == FactStatus.ACTIVE and fact.lead_id is not None:
        _restore(ctx, fact, fact.lead_id)
    elif fact.status == FactStatus.PROPOSED and fact.conversation_id is not None:
        _out_of_offer(ctx, fact, fact.conversation_id)
    ctx.uow.facts.change(fact, status=FactStatus.WITHDRAWN)


def _restore(ctx: Context, fact: Fact, lead_id: str) -> None:
    """Put back what the withdrawn value had replaced; a value typed since stays."""
    lead = ctx.uow.leads.get(lead_id)
    if records.field_of(lead, fact.field) != fact.value:
        return
    history = ctx.uow.facts.of_lead(lead_id, field=fact.field, status=FactStatus.REPLACED)
    previous = history[-1] if history else None
    value = None if previous is None else previous.value
    if fact.field == "name" and value is None:
        return
    ctx.uow.leads.save(records.with_field(lead, fact.field, value))
    if previous is not None:
        ctx.uow.facts.change(previous, status=FactStatus.ACTIVE)
    if fact.field in records.KEY_FIELDS:
        records.release(ctx, lead, fact.field, fact.value)
    ctx.record(
        "lead.field",
        "lead",
        lead_id,
        lead_id=lead_id,
        before={"field": fact.field, "value": fact.value, "fact_ids": [fact.id]},
        after={"field": fact.field, "value": value, "fact_id": None if previous is None else previous.id},
        why="recalled",
        message_id=fact.message_id,
        by_bot=True,
    )


def _out_of_offer(ctx: Context, fact: Fact, conversation_id: str) -> None:
    for offer in ctx.uow.suggestions.open_of(conversation_id=conversation_id):
        if offer.kind != "new_lead" or fact.id not in offer.body["fact_ids"]:
            continue
        fields = {k: v for k, v in offer.body["fields"].items() if k == "name" or k != fact.field}
        ids = [each for each in offer.body["fact_ids"] if each != fact.id]
        ctx.uow.suggestions.save(
            dataclasses.replace(offer, body={**offer.body, "fields": fields, "fact_ids": ids})
        )
