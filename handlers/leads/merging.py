"""Two leads that prove to be one customer: the older one stays, nothing is lost, and it can be undone."""

from __future__ import annotations

import dataclasses
from typing import Any

from handlers import cards, dialogue, records
from handlers.context import Context
from handlers.sales import duplicate
from storage.facts import Fact
from storage.leads import Lead

TODO_STATES = ("open", "done", "dropped")
_NEVER_ASKED = frozenset({"name", "need"})


@dataclasses.dataclass(frozen=True, slots=True)
class Merged:
    """The lead that stays, and the other's values that contradict it: facts still to be asked about."""

    lead: Lead
    contested: tuple[Fact, ...]


def holder(ctx: Context, lead: Lead, field: str, value: str) -> Lead | None:
    """The other lead that this value identifies, None when it identifies none."""
    if field not in records.KEY_FIELDS:
        return None
    other = records.same_customer(ctx, [(field, duplicate.normal_key(field, value))])
    return None if other is None or other.id == lead.id else other


def parted(ctx: Context, one: Lead, other: Lead) -> bool:
    """Whether a person has undone the joining of these two before."""
    pair = {one.id, other.id}
    changes = [*ctx.uow.audit.of_subject(one.id), *ctx.uow.audit.of_subject(other.id)]
    return any(
        change.act == "lead.merge"
        and change.undone_at is not None
        and {change.subject_id, (change.after or {}).get("into")} == pair
        for change in changes
    )


def join(ctx: Context, one: Lead, other: Lead, *, field: str | None, by_bot: bool = True) -> Merged:
    """Make one lead of two of the same owner, and say so with 撤销.

    *field* is what both have in common, None when a person said that they are one.
    """
    stays, goes = sorted((one, other), key=lambda lead: (lead.created_at, lead.id))
    moved = _move(ctx, goes, stays)
    plan = duplicate.merge(stays, goes)
    contested = [
        fact
        for each in plan.differences
        if each.field not in ("owner_id", "stage") and (fact := _contested(ctx, goes, each)) is not None
    ]
    further = stays.status == "open" and ctx.policies.funnel.after(goes.stage, stays.stage)
    kept = dataclasses.replace(plan.lead, stage=goes.stage, stage_at=goes.stage_at) if further else plan.lead
    saved = ctx.uow.leads.save(kept)
    ctx.uow.leads.save(dataclasses.replace(goes, status="merged", merged_into=stays.id))
    filled = {f: records.field_of(saved, f) for f in _filled(stays, saved)}
    ctx.record(
        "lead.merge",
        "lead",
        goes.id,
        lead_id=stays.id,
        before={"status": goes.status, "stage": stays.stage, "stage_at": stays.stage_at.isoformat()},
        after={"into": stays.id, "stage": saved.stage, "filled": filled, **moved},
        by_bot=by_bot,
    )
    dialogue.remember_event(ctx, stays.owner_id)
    card = ctx.card("merged", stays=saved, goes=goes, field=field, undo=ctx.event_key)
    cards.show(ctx, stays.owner_id, card, kind="merged", subject=stays.id, quiet=True)
    return Merged(saved, tuple(contested))


def _filled(before: Lead, after: Lead) -> list[str]:
    fields = (*records.TEXT_FIELDS, *records.NUMBER_FIELDS, *after.attributes)
    return [f for f in fields if records.field_of(before, f) is None and records.field_of(after, f)]


def _contested(ctx: Context, goes: Lead, difference: duplicate.Difference) -> Fact | None:
    """The other lead's value as a fact to ask about; None where a second value is no contradiction."""
    field = next((f for f, column in records.NUMBER_FIELDS.items() if column == difference.field), None)
    field = field or difference.field
    verdict = duplicate.weigh(field, (difference.kept, "bot"), difference.other, "bot")
    if field in _NEVER_ASKED or verdict != "ask":
        return None
    known = ctx.uow.facts.of_lead(goes.id, field=field)
    if known:
        return known[-1]
    return records.told_fact(ctx, field, difference.other, lead_id=goes.id)


def _move(ctx: Context, goes: Lead, stays: Lead) -> dict[str, Any]:
    """Give everything of one lead to the other; returns the ids of what was given."""
    chats = ctx.uow.conversations.of_lead(goes.id)
    for conversation in chats:
        ctx.uow.conversations.change(conversation.id, lead_id=stays.id)
    quotes = ctx.uow.quotes.of_lead(goes.id)
    for quote in quotes:
        ctx.uow.quotes.save(dataclasses.replace(quote, lead_id=stays.id))
    todos = [todo for state in TODO_STATES for todo in ctx.uow.todos.of_lead(goes.id, status=state)]
    for todo in todos:
        ctx.uow.todos.save(dataclasses.replace(todo, lead_id=stays.id))
    promises = ctx.uow.promises.of_lead(goes.id)
    for promise in promises:
        ctx.uow.promises.save(dataclasses.replace(promise, lead_id=stays.id))
    keys = ctx.uow.leads.keys_of(goes.id)
    ctx.uow.leads.release_keys(goes.id)
    for kind, value in keys:
        ctx.uow.leads.claim_key(kind, value, stays.id)
    for waiting in ctx.uow.suggestions.open_of(lead_id=goes.id):
        ctx.uow.suggestions.save(dataclasses.replace(waiting, lead_id=stays.id))
    tags = ctx.uow.leads.tags_of(goes.id)
    added = [t.tag for t in tags if ctx.uow.leads.tag(dataclasses.replace(t, lead_id=stays.id))]
    story = ctx.uow.timeline.ids_of(goes.id)
    ctx.uow.timeline.move(goes.id, stays.id)
    return {
        "story": story,
        "conversations": [c.id for c in chats],
        "quotes": [q.id for q in quotes],
        "todos": [t.id for t in todos],
        "promises": [p.id for p in promises],
        "keys": [list(key) for key in keys],
        "tags": added,
    }


def part(ctx: Context, goes: Lead, stays: Lead, before: dict[str, Any], after: dict[str, Any]) -> Lead:
    """Undo a joining: what was the other lead's is his again; what was changed since stays as it is."""
    ctx.uow.timeline.give(after.get("story") or (), goes.id)
    for chat in after["conversations"]:
        ctx.uow.conversations.change(chat, lead_id=goes.id)
        for message in ctx.uow.messages.of_conversation(chat):
            if ctx.uow.timeline.withdraw(message.id):
                ctx.tell(goes.id, "chat", message.text, at=message.sent_at, message_id=message.id)
    for quote_id in after["quotes"]:
        ctx.uow.quotes.save(dataclasses.replace(ctx.uow.quotes.get(quote_id), lead_id=goes.id))
    for todo_id in after["todos"]:
        ctx.uow.todos.save(dataclasses.replace(ctx.uow.todos.get(todo_id), lead_id=goes.id))
    for promise_id in after["promises"]:
        ctx.uow.promises.save(dataclasses.replace(ctx.uow.promises.get(promise_id), lead_id=goes.id))
    for kind, value in after["keys"]:
        ctx.uow.leads.release_keys(stays.id, kind=kind, value=value)
        ctx.uow.leads.claim_key(kind, value, goes.id)
    for tag in after["tags"]:
        ctx.uow.leads.untag(stays.id, tag)
    restored = stays
    for field, value in after["filled"].items():
        if records.field_of(restored, field) == value:
            restored = records.with_field(restored, field, None)
    if restored.stage == after["stage"] != before["stage"]:
        restored = dataclasses.replace(restored, stage=before["stage"])
    ctx.uow.leads.save(dataclasses.replace(goes, status=before["status"], merged_into=None))
    return ctx.uow.leads.save(restored)
