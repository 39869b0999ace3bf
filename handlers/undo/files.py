"""Inverses of what was done to a customer's file; what is put away or part of another is left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import records
from handlers.context import Context
from handlers.leads import merging
from storage.audit import Change
from storage.facts import FactStatus
from storage.leads import Lead, Tag

_ALL = 10_000
"""More changes than a customer ever sees."""


def _uncreate(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.find(change.subject_id)
    if lead is None:
        return True
    later = ctx.uow.audit.of_lead(lead.id, limit=_ALL)
    if _gone(lead) or any(_by_hand_since(change, each) or _joined(lead, each) for each in later):
        return False
    ctx.uow.leads.save(dataclasses.replace(lead, status="deleted", closed_at=ctx.now))
    ctx.uow.leads.release_keys(lead.id)
    ctx.uow.search.remove(lead.id)
    for fact_id in (change.after or {}).get("fact_ids") or ():
        fact = ctx.uow.facts.find(fact_id)
        if fact is not None:
            ctx.uow.facts.change(fact, status=FactStatus.WITHDRAWN)
    for conversation in ctx.uow.conversations.of_lead(lead.id):
        ctx.uow.conversations.change(conversation.id, lead_id=None)
    for todo in ctx.uow.todos.of_lead(lead.id):
        if todo.kind == "manual":
            ctx.uow.todos.save(dataclasses.replace(todo, lead_id=None))
    return True


def _gone(lead: Lead) -> bool:
    """Whether there is nothing to change any more: put away, or part of another file."""
    return lead.status in ("merged", "deleted")


def _joined(lead: Lead, change: Change) -> bool:
    """Whether another file was made part of this one, and still is."""
    return change.act == "lead.merge" and change.undone_at is None and change.lead_id == lead.id


def _by_hand_since(change: Change, later: Change) -> bool:
    """Whether *later* is something a person did to the lead after *change*, and it stands."""
    return (
        later.actor_id is not None
        and later.event_key != change.event_key
        and (later.id or 0) > (change.id or 0)
        and later.undone_at is None
        and later.act.startswith(("lead.", "note.", "todo.", "quote."))
    )


def _unfield(ctx: Context, change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    field = str(after["field"])
    lead = ctx.uow.leads.get(change.subject_id)
    if _gone(lead) or records.field_of(lead, field) != after["value"]:
        return False
    if field == "name" and not before.get("value"):
        return False
    ctx.uow.leads.save(records.with_field(lead, field, before.get("value")))
    set_fact(ctx, after.get("fact_id"), FactStatus.WITHDRAWN)
    for fact_id in before.get("fact_ids") or ():
        set_fact(ctx, fact_id, FactStatus.ACTIVE)
    kind = field.removesuffix("_2")
    if kind in records.KEY_FIELDS:
        if after["value"]:
            records.release(ctx, lead, kind, after["value"])
        if before.get("value"):
            records.claim(ctx, lead, kind, before["value"])
    return True


def set_fact(ctx: Context, fact_id: str | None, status: FactStatus) -> None:
    """Give a fact another standing, if there is one."""
    fact = ctx.uow.facts.find(fact_id) if fact_id else None
    if fact is not None:
        ctx.uow.facts.change(fact, status=status)


def _unstage(ctx: Context, change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    lead = ctx.uow.leads.get(change.subject_id)
    if _gone(lead) or lead.stage != after["stage"] or lead.status != after["status"]:
        return False
    if any(_moved_since(change, later) for later in ctx.uow.audit.of_subject(lead.id)):
        return False
    restored = dataclasses.replace(
        lead,
        stage=before["stage"],
        status=before["status"],
        stage_at=_reached_at(ctx, lead, change),
        closed_at=None if before["status"] == "open" else lead.closed_at,
    )
    ctx.uow.leads.save(restored)
    ctx.tell(lead.id, "unstage", ctx.policies.funnel.get(before["stage"]).name)
    return True


def _moved_since(change: Change, later: Change) -> bool:
    return later.act == "lead.stage" and later.undone_at is None and (later.id or 0) > (change.id or 0)


def _reached_at(ctx: Context, lead: Lead, change: Change) -> datetime:
    """When the lead had come to the stage it goes back to."""
    earlier = [
        c
        for c in ctx.uow.audit.of_subject(lead.id)
        if c.act == "lead.stage" and c.undone_at is None and (c.id or 0) < (change.id or 0)
    ]
    return earlier[0].at if earlier else lead.created_at


def _untag(ctx: Context, change: Change) -> bool:
    if _gone(ctx.uow.leads.get(change.subject_id)):
        return False
    return ctx.uow.leads.untag(change.subject_id, str((change.after or {})["tag"]))


def _retag(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.get(change.subject_id)
    tag = str((change.before or {})["tag"])
    return not _gone(lead) and ctx.uow.leads.tag(Tag(lead.id, tag, None, None, ctx.now))


def _unassign(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.get(change.subject_id)
    if _gone(lead) or lead.owner_id != (change.after or {})["owner_id"]:
        return False
    ctx.uow.leads.save(dataclasses.replace(lead, owner_id=(change.before or {})["owner_id"]))
    if ctx.actor is not None and lead.owner_id != ctx.actor.id:
        ctx.say(lead.owner_id, ctx.reply("assigned_back", name=lead.name, by=ctx.actor.name), quiet=True)
    return True


def _undelete(ctx: Context, change: Change) -> bool:
    """The file is there again, with what identified it as far as nobody else took it meanwhile."""
    lead = ctx.uow.leads.get(change.subject_id)
    before, after = change.before or {}, change.after or {}
    if lead.status != "deleted":
        return False
    closed_at = datetime.fromisoformat(before["closed_at"]) if before.get("closed_at") else None
    ctx.uow.leads.save(dataclasses.replace(lead, status=before["status"], closed_at=closed_at))
    for kind, value in after.get("keys") or ():
        ctx.uow.leads.claim_key(kind, value, lead.id)
    for chat in after.get("conversations") or ():
        known = ctx.uow.conversations.find(chat)
        if known is not None and known.lead_id is None:
            ctx.uow.conversations.change(chat, lead_id=lead.id)
    words = " ".join(value for field in records.TEXT_FIELDS if (value := records.field_of(lead, field)))
    ctx.uow.search.add("lead", lead.id, lead.id, words)
    return True


def _unmerge(ctx: Context, change: Change) -> bool:
    after = dict(change.after or {})
    goes, stays = ctx.uow.leads.get(change.subject_id), ctx.uow.leads.get(str(after["into"]))
    if goes.status != "merged" or goes.merged_into != stays.id or _gone(stays):
        return False
    merging.part(ctx, goes, stays, dict(change.before or {}), after)
    return True


INVERSES: Mapping[str, Callable[[Context, Change], bool]] = {
    "lead.create": _uncreate,
    "lead.field": _unfield,
    "lead.stage": _unstage,
    "lead.tag": _untag,
    "lead.untag": _retag,
    "lead.assign": _unassign,
    "lead.delete": _undelete,
    "lead.merge": _unmerge,
}
