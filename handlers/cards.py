"""Cards from values, and what happens to a card once its question is settled."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers import dialogue
from handlers.chat import codec
from handlers.chat.content import Card
from handlers.context import Context
from handlers.sales.masking import mask_phones_in
from storage.cards import ShownCard
from storage.facts import Fact
from storage.leads import Lead
from storage.suggestions import Suggestion
from storage.todos import Todo


def show(
    ctx: Context, person_id: str, card: Card, *, kind: str, subject: str | None, quiet: bool = False
) -> str:
    """Show a card whose buttons may be typed as well; returns its id."""
    card_id = ctx.show(person_id, card, kind=kind, subject=subject, quiet=quiet)
    dialogue.remember_card(ctx, person_id, card_id, card)
    return card_id


def answer(ctx: Context, card: Card, *, kind: str, subject: str | None) -> str:
    """Answer the acting person with a card whose buttons may be typed as well; returns its id."""
    card_id = ctx.answer_card(card, kind=kind, subject=subject)
    dialogue.remember_card(ctx, ctx.who.id, card_id, card)
    return card_id


def content(shown: ShownCard) -> Card:
    """The card as it was last shown."""
    card = codec.content_from_json(json.dumps(shown.content))
    if not isinstance(card, Card):
        raise TypeError(f"{shown.id} is no card")
    return card


def changeable(ctx: Context, shown: ShownCard) -> bool:
    """Whether a card can probably still be changed in place: younger than the platform's right to do so."""
    capabilities = ctx.policies.capabilities.get(shown.platform)
    return capabilities is None or ctx.now - shown.created_at < capabilities.handle_life


def close(ctx: Context, shown: ShownCard, outcome: str) -> None:
    """Put the outcome (a key of ``templates/replies/outcome.j2``) in place of a card's buttons.

    Nothing is asked of anybody by that, so a card that can no longer be changed stays as it is.
    """
    words = ctx.reply("outcome", outcome=outcome).body
    card = content(ctx.uow.cards.get(shown.id))
    if card.closed == words:
        return
    ctx.update(
        shown.id, dataclasses.replace(card, buttons=(), selects=(), menu=(), closed=words), optional=True
    )


def close_all(ctx: Context, subject: str, outcome: str) -> None:
    """Close every card about one thing, wherever it was shown."""
    for status in ("open", "closed"):
        for shown in ctx.uow.cards.of_subject(subject, status=status):
            close(ctx, shown, outcome)


def read_facts(facts: Sequence[Fact]) -> list[dict[str, str | None]]:
    """Facts as card templates want them: field, value, and the words with phone numbers masked."""
    return [
        {"field": f.field, "value": f.value, "quote": mask_phones_in(f.quote) if f.quote else None}
        for f in facts
    ]


def new_lead(ctx: Context, suggestion: Suggestion, facts: Sequence[Fact]) -> Card:
    """「发现新线索」 with what was read, the words it came from, and what to do about it."""
    return ctx.card(
        "new_lead",
        id=suggestion.id,
        name=suggestion.body["name"],
        facts=read_facts(facts),
        said=said(suggestion),
    )


def filed(
    ctx: Context, suggestion: Suggestion, lead: Lead, facts: Sequence[Fact], *, new: bool, event_key: str
) -> Card:
    """A lead was filed without asking; it can be taken back."""
    return ctx.card(
        "filed",
        name=lead.name,
        new=new,
        heard_as=suggestion.body["name"],
        facts=read_facts(facts),
        said=said(suggestion),
        event_key=event_key,
    )


def stage(ctx: Context, suggestion: Suggestion, lead: Lead) -> Card:
    """「建议推进到…」 with the words it rests on."""
    funnel = ctx.policies.funnel
    return ctx.card(
        "stage",
        id=suggestion.id,
        name=lead.name,
        now_at=funnel.get(lead.stage).name,
        stage=funnel.get(suggestion.body["stage"]).name,
        said=said(suggestion),
    )


def stage_moved(ctx: Context, suggestion: Suggestion, lead: Lead, before: str, *, event_key: str) -> Card:
    """A lead was moved without asking; it can be taken back."""
    funnel = ctx.policies.funnel
    return ctx.card(
        "stage_moved",
        name=lead.name,
        before=funnel.get(before).name,
        stage=funnel.get(lead.stage).name,
        said=said(suggestion),
        event_key=event_key,
    )


def todo(ctx: Context, item: Todo, lead: Lead | None) -> Card:
    """A reminder that is due, with 完成 and the ways to put it off."""
    return ctx.card(
        "todo",
        id=item.id,
        text=item.text,
        due_at=item.due_at,
        name=lead.name if lead else None,
        series_id=item.series_id,
    )


def said(suggestion: Suggestion) -> str:
    """The words a suggestion rests on, phone numbers masked; empty when none were kept."""
    body: Mapping[str, Any] = suggestion.body
    signal = body.get("signal") or {}
    quotes = [signal.get("text"), *(evidence.get("quote") for evidence in body.get("evidence") or ())]
    return mask_phones_in("\n".join(dict.fromkeys(str(quote) for quote in quotes if quote)))


def decided(ctx: Context, suggestion: Suggestion) -> dict[str, Any]:
    """What became of a suggestion: who decided, what and when."""
    person = None if suggestion.decided_by is None else ctx.uow.people.find(suggestion.decided_by)
    me = ctx.actor is not None and suggestion.decided_by == ctx.actor.id
    at: datetime = suggestion.decided_at or suggestion.created_at
    return {
        "who": None if person is None or me else person.name,
        "me": me,
        "at": at,
        "kind": suggestion.kind,
        "status": suggestion.status,
    }
