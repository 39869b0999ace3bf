"""A customer nobody knows yet: facts are gathered, and the first buying signal makes one offer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from handlers import leads, lessons
from handlers.capture.proposals import propose
from handlers.context import Context
from handlers.reading import Reading, facts_of, keep
from handlers.sales import duplicate, evidence, quoting
from nlp import EntityKind, Signal
from storage.conversations import Conversation
from storage.facts import Fact, FactStatus
from storage.suggestions import Suggestion


def meet(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> None:
    """Gather what strangers' messages give; at the first buying signal, offer the rep a lead."""
    facts = gather(ctx, conversation, readings)
    open_offer = ctx.uow.suggestions.by_key(f"new_lead:{conversation.id}")
    if open_offer is not None and open_offer.status == "open":
        _add_to_offer(ctx, open_offer, facts)
        return
    if conversation.staff_id is None:
        return
    signal = _first_signal(ctx, conversation.staff_id, readings)
    if signal is None:
        return
    if open_offer is not None and open_offer.status != "withdrawn":
        return
    everything = _chosen(ctx.uow.facts.proposed(conversation.id))
    fields = {fact.field: fact.value for fact in everything} | {"name": _name_of(conversation, readings)}
    if conversation.company:
        fields.setdefault("company", conversation.company)
    body = {
        "name": fields["name"],
        "fields": fields,
        "fact_ids": [f.id for f in everything],
        "signal": signal,
    }
    offer = propose(
        ctx,
        f"new_lead:{conversation.id}",
        "new_lead",
        conversation,
        lead=None,
        body=body,
        message_id=signal["message_id"],
        reopen=open_offer,
    )
    if ctx.policies.capture_mode == "auto":
        leads.auto(ctx, offer)
    else:
        leads.offer(ctx, offer)


def _first_signal(ctx: Context, staff_id: str, readings: Sequence[Reading]) -> dict[str, str] | None:
    """The first signal that nobody of the team has called a false alarm in these words."""
    found = [signal for reading in readings if (signal := _signal(reading)) is not None]
    if not found:
        return None
    wrong = lessons.patterns(ctx, staff_id)
    return next((s for s in found if (s["kind"], lessons.fold(s["text"])) not in wrong), None)


def _signal(reading: Reading) -> dict[str, str] | None:
    signal: Signal | None = evidence.buying_signal(reading.analysis)
    if signal is not None:
        return {"kind": signal.kind, "text": reading.message.text, "message_id": reading.message.id}
    handed = _handed_over(reading)
    if handed is None:
        return None
    return {"kind": handed.kind, "text": handed.quote, "message_id": reading.message.id}


def _handed_over(reading: Reading) -> quoting.QuoteSign | None:
    message = reading.message
    return quoting.noticed(message.sender, message.kind, message.text, message.file, reading.analysis)


def _name_of(conversation: Conversation, readings: Sequence[Reading]) -> str:
    """What to call him: the channel's name, how our side addresses him, how he calls himself."""
    if conversation.customer_name:
        return conversation.customer_name
    for by_customer in (False, True):
        for reading in readings:
            person = reading.analysis.first(EntityKind.PERSON)
            if person is not None and reading.by_customer is by_customer:
                return person.value
    return "微信客户"


def gather(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> list[Fact]:
    """Keep what these messages say of somebody who is no lead yet, each thing once."""
    known = {
        (f.field, duplicate.normal_key(f.field, f.value)) for f in ctx.uow.facts.proposed(conversation.id)
    }
    kept = []
    wrong = lessons.patterns(ctx, conversation.staff_id) if conversation.staff_id else frozenset()
    for found in facts_of(readings):
        if (f"fact:{found.field}", lessons.fold(found.quote)) in wrong:
            continue
        key = (found.field, duplicate.normal_key(found.field, found.value))
        if key not in known:
            known.add(key)
            kept.append(
                keep(ctx, found, conversation_id=conversation.id, lead_id=None, status=FactStatus.PROPOSED)
            )
    return kept


def _chosen(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a field, the first said; what was said later of the same field stays proposed."""
    chosen: dict[str, Fact] = {}
    for fact in facts:
        chosen.setdefault(fact.field, fact)
    return list(chosen.values())


def _add_to_offer(ctx: Context, offer: Suggestion, facts: Sequence[Fact]) -> None:
    """More facts before the rep decided: they go with the card he already has."""
    fields: dict[str, str] = dict(offer.body["fields"])
    ids: list[str] = list(offer.body["fact_ids"])
    for fact in facts:
        if fact.field not in fields:
            fields[fact.field] = fact.value
            ids.append(fact.id)
    if ids != offer.body["fact_ids"]:
        body = {**offer.body, "fields": fields, "fact_ids": ids}
        ctx.uow.suggestions.save(dataclasses.replace(offer, body=body))
