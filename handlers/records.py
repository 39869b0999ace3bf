"""Writing a customer down: the changes every step shares, each with its audit row and its line of story.

What these functions write, ``handlers/undo.py`` can take back: the act's name and the fields before and
after are all it needs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.context import Context
from handlers.errors import NotPermitted
from handlers.sales import duplicate
from handlers.sales.permission import Act, Allowed, may
from storage.conversations import Conversation
from storage.facts import Fact, FactStatus
from storage.leads import Lead, Tag
from storage.people import Person

TEXT_FIELDS = ("name", "company", "phone", "wechat", "email", "source", "region", "need")
NUMBER_FIELDS = {"budget": "budget_fen", "amount": "amount_fen"}
KEY_FIELDS = ("phone", "wechat")
"""Fields whose equal values mean the same customer."""


_STORY_BEGINS = 10
"""How many of the last messages before a lead was filed begin its story."""


def field_of(lead: Lead, field: str) -> str | None:
    """A field's value as text (sums in fen), None when empty; unknown fields are attributes."""
    if field in TEXT_FIELDS:
        value: str | None = getattr(lead, field)
        return value
    if field in NUMBER_FIELDS:
        fen: int | None = getattr(lead, NUMBER_FIELDS[field])
        return None if fen is None else str(fen)
    return lead.attributes.get(field)


def with_field(lead: Lead, field: str, value: str | None) -> Lead:
    """The lead with one field changed (None empties it)."""
    if field in TEXT_FIELDS:
        changes: dict[str, Any] = {field: value}
        return dataclasses.replace(lead, **changes)
    if field in NUMBER_FIELDS:
        changes = {NUMBER_FIELDS[field]: None if value is None else int(value)}
        return dataclasses.replace(lead, **changes)
    kept = {k: v for k, v in lead.attributes.items() if k != field}
    return dataclasses.replace(lead, attributes=kept if value is None else {**kept, field: value})


def require(ctx: Context, act: Act, owner_id: str) -> None:
    """Let the acting person do this to a customer of *owner_id*, or raise ``NotPermitted``.

    Of somebody else's customer the bot says only that it exists and whom to ask.
    """
    verdict = may(ctx.who, act, owner_id=owner_id, owner_managers=ctx.uow.people.managers_of(owner_id))
    if not isinstance(verdict, Allowed):
        owner = ctx.uow.people.find(owner_id)
        raise NotPermitted("not_yours", owner=owner.name if owner else None)


def sees(ctx: Context, person: Person) -> list[str]:
    """Ids of the owners whose customers this person may see: himself and everybody below him."""
    return [person.id, *ctx.uow.people.reports_of(person.id)]


def keys_of(fields: Mapping[str, str], conversation: Conversation | None) -> list[tuple[str, str]]:
    """What identifies a customer, strongest first: (kind, normal value)."""
    found: list[tuple[str, str]] = []
    if conversation is not None and conversation.unionid:
        found.append(("unionid", conversation.unionid))
    if conversation is not None and conversation.customer_id:
        found.append(("external", f"{conversation.platform}:{conversation.customer_id}"))
    found += [(kind, duplicate.normal_key(kind, fields[kind])) for kind in KEY_FIELDS if fields.get(kind)]
    return found


def same_customer(ctx: Context, keys: Sequence[tuple[str, str]]) -> Lead | None:
    """The lead that one of these identifying values belongs to."""
    for kind, value in keys:
        lead = ctx.uow.leads.by_key(kind, value)
        if lead is not None and lead.status not in ("merged", "deleted"):
            return lead
    return None


def claim(ctx: Context, lead: Lead, field: str, value: str) -> None:
    """Let a field's value identify this lead from now on (unless it already identifies another)."""
    ctx.uow.leads.claim_key(field, duplicate.normal_key(field, value), lead.id)


def release(ctx: Context, lead: Lead, field: str, value: str) -> None:
    """Let a field's value identify this lead no more."""
    ctx.uow.leads.release_keys(lead.id, kind=field, value=duplicate.normal_key(field, value))


def create_lead(
    ctx: Context,
    *,
    owner_id: str,
    fields: Mapping[str, str],
    facts: Sequence[Fact] = (),
    conversation: Conversation | None = None,
    stage: str | None = None,
    why: str | None = None,
    message_id: str | None = None,
    by_bot: bool = False,
) -> Lead:
    """File a new lead with its fields, identifying keys and facts; audit and story included.

    *fields* needs a ``name``; sums are in fen. The caller has looked for the same customer already.
    """
    lead = Lead(
        id=ctx.ids("lead"),
        name=fields["name"],
        owner_id=owner_id,
        stage=stage or ctx.policies.funnel.first.code,
        created_at=ctx.now,
        stage_at=ctx.now,
        touched_at=ctx.now,
    )
    for field, value in fields.items():
        lead = with_field(lead, field, value)
    ctx.uow.leads.add(lead)
    for kind, value in keys_of(fields, conversation):
        ctx.uow.leads.claim_key(kind, value, lead.id)
    for fact in facts:
        ctx.uow.facts.change(fact, status=FactStatus.ACTIVE, lead_id=lead.id)
    if conversation is not None:
        _adopt(ctx, conversation, lead)
    ctx.record(
        "lead.create",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"conversation_id": conversation.id if conversation else None},
        after={"fields": dict(fields), "fact_ids": [f.id for f in facts]},
        why=why,
        message_id=message_id,
        by_bot=by_bot,
    )
    ctx.tell(lead.id, "lead", "", message_id=message_id)
    ctx.uow.search.add("lead", lead.id, lead.id, " ".join(v for k, v in fields.items() if k in TEXT_FIELDS))
    return lead


def _adopt(ctx: Context, conversation: Conversation, lead: Lead) -> None:
    """The conversation is this lead's from now on: what was said in it, and the quotes sent in it."""
    ctx.uow.conversations.change(conversation.id, lead_id=lead.id)
    for message in ctx.uow.messages.of_conversation(conversation.id, limit=_STORY_BEGINS):
        if message.sender == "customer" and message.kind == "text":
            ctx.tell(lead.id, "chat", message.text, at=message.sent_at, message_id=message.id)
    for quote in ctx.uow.quotes.in_conversation(conversation.id):
        if quote.lead_id is None:
            ctx.uow.quotes.save(dataclasses.replace(quote, lead_id=lead.id))


def set_field(
    ctx: Context, lead: Lead, field: str, value: str, *, fact: Fact, by_bot: bool, why: str | None = None
) -> Lead:
    """Put a fact's value on its lead; the fact it replaces stays as history. Returns the saved lead."""
    before = field_of(lead, field)
    changed = ctx.uow.leads.save(with_field(lead, field, value))
    replaced = ctx.uow.facts.of_lead(lead.id, field=field, status=FactStatus.ACTIVE)
    for old in replaced:
        if old.id != fact.id:
            ctx.uow.facts.change(old, status=FactStatus.REPLACED)
    if fact.status != FactStatus.ACTIVE or fact.lead_id != lead.id:
        ctx.uow.facts.change(fact, status=FactStatus.ACTIVE, lead_id=lead.id)
    if field in KEY_FIELDS:
        claim(ctx, lead, field, value)
    ctx.record(
        "lead.field",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"field": field, "value": before, "fact_ids": [f.id for f in replaced if f.id != fact.id]},
        after={"field": field, "value": value, "fact_id": fact.id},
        why=why or fact.quote,
        message_id=fact.message_id,
        by_bot=by_bot,
    )
    return changed


def move_stage(
    ctx: Context,
    lead: Lead,
    stage: str,
    *,
    by_bot: bool,
    why: str | None = None,
    message_id: str | None = None,
) -> Lead:
    """Move a lead to another stage (closing and reopening included). Returns the saved lead."""
    kind = ctx.policies.funnel.get(stage).kind
    closed_at = ctx.now if kind in ("won", "lost") else None
    moved = dataclasses.replace(lead, stage=stage, stage_at=ctx.now, status=kind, closed_at=closed_at)
    saved = ctx.uow.leads.save(moved)
    ctx.record(
        "lead.stage",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"stage": lead.stage, "status": lead.status},
        after={"stage": stage, "status": kind},
        why=why,
        message_id=message_id,
        by_bot=by_bot,
    )
    ctx.tell(lead.id, "stage", ctx.policies.funnel.get(stage).name, message_id=message_id)
    return saved


def add_tag(ctx: Context, lead: Lead, tag: str, *, quote: str | None, message_id: str | None) -> bool:
    """Tag a lead; False when it has the tag already."""
    added = ctx.uow.leads.tag(Tag(lead.id, tag, message_id, quote, ctx.now))
    if added:
        ctx.record(
            "lead.tag",
            "lead",
            lead.id,
            lead_id=lead.id,
            after={"tag": tag},
            why=quote,
            message_id=message_id,
            by_bot=True,
        )
    return added


def told_fact(ctx: Context, field: str, value: str, *, lead_id: str) -> Fact:
    """Keep something the platform told of a customer, or two leads of one customer, as a fact of its own."""
    fact = Fact(
        id=ctx.ids("fact"),
        conversation_id=None,
        lead_id=lead_id,
        field=field,
        value=value,
        quote=None,
        start=None,
        end=None,
        message_id=None,
        by="bot",
        actor_id=None,
        at=ctx.now,
        status=FactStatus.ALSO,
    )
    return ctx.uow.facts.add(fact)


def typed_fact(ctx: Context, field: str, value: str, *, lead_id: str | None, quote: str | None) -> Fact:
    """Keep something a person typed as a fact of its own."""
    fact = Fact(
        id=ctx.ids("fact"),
        conversation_id=None,
        lead_id=lead_id,
        field=field,
        value=value,
        quote=quote,
        start=None,
        end=None,
        message_id=None,
        by="person",
        actor_id=ctx.who.id,
        at=ctx.now,
        status=FactStatus.ACTIVE if lead_id else FactStatus.PROPOSED,
    )
    return ctx.uow.facts.add(fact)
