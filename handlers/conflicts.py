"""Two values for one field: a person decides, and both stay on record."""

from __future__ import annotations

import dataclasses

from handlers import records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.errors import Missing
from handlers.sales.permission import Act
from storage.cards import ShownCard
from storage.facts import FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion


def press_old(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """保留A: the value on the lead stays."""
    asked, lead = _open(ctx, subject)
    fact = ctx.uow.facts.get(asked.body["fact_id"])
    ctx.uow.facts.change(fact, status=FactStatus.REFUSED)
    _decided(ctx, asked, lead, shown, "old")


def press_new(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """保留B: the new value replaces it; the old one stays as history."""
    asked, lead = _open(ctx, subject)
    fact = ctx.uow.facts.get(asked.body["fact_id"])
    lead = records.set_field(ctx, lead, fact.field, fact.value, fact=fact, by_bot=False)
    _decided(ctx, asked, lead, shown, "new")


def press_both(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """都留: the lead keeps showing the old value and knows the new one as well."""
    asked, lead = _open(ctx, subject)
    fact = ctx.uow.facts.get(asked.body["fact_id"])
    ctx.uow.facts.change(fact, status=FactStatus.ALSO)
    lead = _also(ctx, lead, fact.field, fact.value)
    _decided(ctx, asked, lead, shown, "both")


def reopen(ctx: Context, asked: Suggestion) -> None:
    """Ask again what was called a false alarm by mistake."""
    fact = ctx.uow.facts.find(asked.body["fact_id"])
    lead = ctx.uow.leads.find(asked.lead_id or "")
    if fact is not None and lead is not None and asked.card_id is not None:
        ctx.uow.facts.change(fact, status=FactStatus.CONFLICT)
        ctx.update(asked.card_id, ctx.card("conflict", lead=lead, id=asked.id, **asked.body))


def _also(ctx: Context, lead: Lead, field: str, value: str) -> Lead:
    """A second value is an attribute of its own, and identifies the customer just as well."""
    if field in records.KEY_FIELDS:
        records.claim(ctx, lead, field, value)
    name = f"{field}_2"
    before = records.field_of(lead, name)
    saved = ctx.uow.leads.save(records.with_field(lead, name, value))
    ctx.record(
        "lead.field",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"field": name, "value": before, "fact_ids": []},
        after={"field": name, "value": value, "fact_id": None},
    )
    return saved


def _open(ctx: Context, suggestion_id: str) -> tuple[Suggestion, Lead]:
    asked = ctx.uow.suggestions.find(suggestion_id)
    if asked is None or asked.status != "open" or asked.lead_id is None:
        raise Missing("gone")
    lead = ctx.uow.leads.get(asked.lead_id)
    records.require(ctx, Act.CHANGE, lead.owner_id)
    return asked, lead


def _decided(ctx: Context, asked: Suggestion, lead: Lead, shown: ShownCard, choice: str) -> None:
    body = {**asked.body, "choice": choice}
    ctx.uow.suggestions.save(
        dataclasses.replace(asked, status="accepted", body=body, decided_at=ctx.now, decided_by=ctx.who.id)
    )
    ctx.update(shown.id, ctx.card("conflict", lead=lead, id=asked.id, **body))
