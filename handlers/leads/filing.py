"""Writing down what a suggestion or a person says about a customer: one customer, one lead."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

from handlers import cards, dialogue, records
from handlers.context import Context
from handlers.errors import Missing, NotPermitted
from handlers.leads import merging
from handlers.sales import duplicate
from handlers.sales.permission import Act
from storage.conversations import Conversation
from storage.facts import Fact, FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion

_NEVER_ASKED = frozenset({"name", "need"})
"""Fields where a second value is no contradiction."""
_TAKEN_SAID = timedelta(days=30)


@dataclasses.dataclass(frozen=True, slots=True)
class Filed:
    """What became of it: the lead, whether it is new, which fields were added, which are being asked."""

    lead: Lead
    new: bool
    added: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def file_offer(ctx: Context, suggestion: Suggestion, *, by_bot: bool, typed: Sequence[Fact] = ()) -> Filed:
    """File the lead a suggestion proposes, or add to the one that is the same customer already.

    *typed* are facts a person added; they go before what was read. The suggestion is accepted. Raises
    ``NotPermitted`` when the customer is somebody else's.
    """
    facts = [*typed, *open_facts(ctx, suggestion)]
    fields = offered_fields(suggestion, facts)
    for fact in reversed(facts):
        fields[fact.field] = fact.value
    conversation = _conversation(ctx, suggestion)
    existing = records.same_customer(ctx, records.keys_of(fields, conversation))
    owner = suggestion.person_id
    if owner is None:
        raise Missing("card_gone")
    if existing is None:
        chosen = _one_a_field(facts)
        signal = suggestion.body.get("signal") or {}
        lead = records.create_lead(
            ctx,
            owner_id=owner,
            fields=fields,
            facts=chosen,
            conversation=conversation,
            why=signal.get("text"),
            message_id=suggestion.message_id,
            by_bot=by_bot,
        )
        filed = Filed(lead, new=True)
    else:
        filed = _same_customer(ctx, existing, owner, facts, conversation)
    decide(ctx, suggestion, "accepted", lead=filed.lead, by_bot=by_bot)
    return filed


def offered_fields(suggestion: Suggestion, facts: Sequence[Fact]) -> dict[str, str]:
    """The fields a suggestion offers: what was read and still stands, and what the channel knew."""
    fields: dict[str, str] = dict(suggestion.body.get("fields") or {})
    fields.setdefault("name", str(suggestion.body["name"]))
    standing = {fact.field for fact in facts}
    kept_ids = {fact.id for fact in facts}
    gone = [i for i in suggestion.body.get("fact_ids") or () if i not in kept_ids]
    if gone:
        fields = {f: v for f, v in fields.items() if f in standing or f in ("name", "company")}
    return fields


def open_facts(ctx: Context, suggestion: Suggestion) -> list[Fact]:
    """The facts of a suggestion that nobody has withdrawn."""
    found = (ctx.uow.facts.find(fact_id) for fact_id in suggestion.body.get("fact_ids") or ())
    return [fact for fact in found if fact is not None and fact.status == FactStatus.PROPOSED]


def add_facts(ctx: Context, lead: Lead, facts: Sequence[Fact]) -> Filed:
    """Add to a lead what is new; a value that contradicts the one in force is asked, never overwritten."""
    added: list[str] = []
    asked: list[str] = []
    for fact in facts:
        other = merging.holder(ctx, lead, fact.field, fact.value)
        if other is not None and (other.owner_id != lead.owner_id or merging.parted(ctx, lead, other)):
            _elsewhere(ctx, lead, fact, other)
            continue
        if other is not None:
            lead = _join(ctx, lead, other, fact.field)
        current = records.field_of(lead, fact.field)
        active = ctx.uow.facts.of_lead(lead.id, field=fact.field, status=FactStatus.ACTIVE)
        by = active[-1].by if active else "bot"
        verdict = duplicate.weigh(fact.field, None if current is None else (current, by), fact.value, fact.by)
        if verdict == "ask" and _known_beside(lead, fact):
            verdict = "keep"
        if verdict == "take":
            lead = records.set_field(ctx, lead, fact.field, fact.value, fact=fact, by_bot=fact.by == "bot")
            added.append(fact.field)
        elif verdict == "ask" and fact.field not in _NEVER_ASKED:
            _ask(ctx, lead, fact, current or "")
            asked.append(fact.field)
        else:
            ctx.uow.facts.change(fact, status=FactStatus.ALSO, lead_id=lead.id)
    return Filed(lead, new=False, added=tuple(added), asked=tuple(asked))


def correct(ctx: Context, lead: Lead, facts: Sequence[Fact]) -> Filed:
    """Put what a person expressly corrected in the place of what was there; a number that is another
    customer's is not taken over."""
    added: list[str] = []
    for fact in facts:
        other = merging.holder(ctx, lead, fact.field, fact.value)
        if other is not None:
            _elsewhere(ctx, lead, fact, other)
            continue
        lead = records.set_field(ctx, lead, fact.field, fact.value, fact=fact, by_bot=False)
        added.append(fact.field)
    return Filed(lead, new=False, added=tuple(added))


def _known_beside(lead: Lead, fact: Fact) -> bool:
    """Whether the value is the second one that was kept beside the first (都留)."""
    second = records.field_of(lead, f"{fact.field}_2")
    same = duplicate.comparable
    return second is not None and same(fact.field, second) == same(fact.field, fact.value)


def _join(ctx: Context, lead: Lead, other: Lead, field: str) -> Lead:
    """Two leads of one owner are one customer; their contradictions are asked."""
    merged = merging.join(ctx, lead, other, field=field)
    for fact in merged.contested:
        _ask(ctx, merged.lead, fact, records.field_of(merged.lead, fact.field) or "")
    return ctx.uow.leads.get(merged.lead.id)


def _elsewhere(ctx: Context, lead: Lead, fact: Fact, other: Lead) -> None:
    """A value that identifies a colleague's customer is not taken over; whom to ask is said, once."""
    ctx.uow.facts.change(fact, status=FactStatus.ALSO, lead_id=lead.id)
    if other.owner_id == lead.owner_id:
        return
    key = f"taken:{other.id}"
    if ctx.uow.dialogues.get(lead.owner_id, key, ctx.now) is None:
        ctx.uow.dialogues.put(lead.owner_id, key, {}, until=ctx.now + _TAKEN_SAID)
        owner = ctx.uow.people.find(other.owner_id)
        words = {"name": lead.name, "owner": owner.name if owner else None}
        ctx.say(lead.owner_id, ctx.reply("taken", **words), quiet=True)


def decide(ctx: Context, suggestion: Suggestion, status: str, *, lead: Lead | None, by_bot: bool) -> None:
    """Write down what became of a suggestion, so that pressing its card again can tell."""
    ctx.uow.suggestions.save(
        dataclasses.replace(
            suggestion,
            status=status,
            lead_id=suggestion.lead_id or (lead.id if lead else None),
            decided_at=ctx.now,
            decided_by=None if by_bot else ctx.who.id,
        )
    )
    ctx.record(
        f"suggestion.{status}",
        "suggestion",
        suggestion.id,
        lead_id=lead.id if lead else suggestion.lead_id,
        before={"status": suggestion.status},
        after={"status": status},
        message_id=suggestion.message_id,
        by_bot=by_bot,
    )


def open_suggestion(ctx: Context, subject: str) -> Suggestion | None:
    """The suggestion behind a pressed card, for somebody who may decide it.

    None when it is decided already; then the presser was told what happened since.
    """
    suggestion = ctx.uow.suggestions.find(subject)
    if suggestion is None or suggestion.person_id is None:
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, suggestion.person_id)
    if suggestion.status == "open":
        return suggestion
    ctx.answer(ctx.reply("decided", **cards.decided(ctx, suggestion)))
    return None


def _same_customer(
    ctx: Context, lead: Lead, owner_id: str, facts: Sequence[Fact], conversation: Conversation | None
) -> Filed:
    if lead.owner_id != owner_id:
        owner = ctx.uow.people.find(lead.owner_id)
        raise NotPermitted("exists_elsewhere", owner=owner.name if owner else None)
    if conversation is not None and conversation.lead_id is None:
        ctx.uow.conversations.change(conversation.id, lead_id=lead.id)
        for kind, value in records.keys_of({}, conversation):
            ctx.uow.leads.claim_key(kind, value, lead.id)
        ctx.record("lead.tie", "conversation", conversation.id, lead_id=lead.id)
    return add_facts(ctx, lead, facts)


def _ask(ctx: Context, lead: Lead, fact: Fact, current: str) -> None:
    """Ask which of two values is right (保留A / 保留B / 都留), once."""
    key = f"conflict:{lead.id}:{fact.field}:{duplicate.normal_key(fact.field, fact.value)}"[:200]
    ctx.uow.facts.change(fact, status=FactStatus.CONFLICT, lead_id=lead.id)
    if ctx.uow.suggestions.by_key(key) is not None:
        return
    body = {
        "field": fact.field,
        "old": current,
        "new": fact.value,
        "fact_id": fact.id,
        "quote": fact.quote or fact.value,
    }
    asked = Suggestion(
        id=ctx.ids("sug"),
        key=key,
        kind="conflict",
        conversation_id=fact.conversation_id,
        lead_id=lead.id,
        person_id=lead.owner_id,
        body=body,
        status="open",
        card_id=None,
        message_id=fact.message_id,
        created_at=ctx.now,
    )
    card = ctx.card("conflict", lead=lead, id=asked.id, **body)
    card_id = cards.show(ctx, lead.owner_id, card, kind="conflict", subject=asked.id)
    ctx.uow.suggestions.add(dataclasses.replace(asked, card_id=card_id))


def _conversation(ctx: Context, suggestion: Suggestion) -> Conversation | None:
    return (
        None if suggestion.conversation_id is None else ctx.uow.conversations.find(suggestion.conversation_id)
    )


def _one_a_field(facts: Sequence[Fact]) -> list[Fact]:
    """The first fact of each field; what a person typed stands before what was read."""
    chosen: dict[str, Fact] = {}
    for fact in facts:
        chosen.setdefault(fact.field, fact)
    return list(chosen.values())


def spoken_of(ctx: Context, lead: Lead) -> None:
    """Note the customer as the one last spoken of, when somebody acts."""
    if ctx.actor is not None:
        dialogue.remember_customer(ctx, lead)
