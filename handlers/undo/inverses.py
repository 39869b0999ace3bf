"""One inverse per act: True when it was taken back, False when a later edit stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import cards, leads, quotes, records, summaries
from handlers.context import Context
from handlers.leads import merging
from handlers.undo import promises
from storage.audit import Change
from storage.facts import FactStatus
from storage.leads import Lead


def _uncreate(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.find(change.subject_id)
    if lead is None or lead.status == "deleted":
        return True
    if any(_by_hand_since(change, later) for later in ctx.uow.audit.of_lead(lead.id)):
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
    if records.field_of(lead, field) != after["value"]:
        return False
    if field == "name" and not before.get("value"):
        return False
    ctx.uow.leads.save(records.with_field(lead, field, before.get("value")))
    _set_fact(ctx, after.get("fact_id"), FactStatus.WITHDRAWN)
    for fact_id in before.get("fact_ids") or ():
        _set_fact(ctx, fact_id, FactStatus.ACTIVE)
    kind = field.removesuffix("_2")
    if kind in records.KEY_FIELDS:
        if after["value"]:
            records.release(ctx, lead, kind, after["value"])
        if before.get("value"):
            records.claim(ctx, lead, kind, before["value"])
    return True


def _set_fact(ctx: Context, fact_id: str | None, status: FactStatus) -> None:
    fact = ctx.uow.facts.find(fact_id) if fact_id else None
    if fact is not None:
        ctx.uow.facts.change(fact, status=status)


def _unstage(ctx: Context, change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    lead = ctx.uow.leads.get(change.subject_id)
    if lead.stage != after["stage"] or lead.status != after["status"]:
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
    return ctx.uow.leads.untag(change.subject_id, str((change.after or {})["tag"]))


def _retag(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.get(change.subject_id)
    tag = str((change.before or {})["tag"])
    return records.add_tag(ctx, lead, tag, quote=None, message_id=None)


def _unassign(ctx: Context, change: Change) -> bool:
    lead = ctx.uow.leads.get(change.subject_id)
    if lead.owner_id != (change.after or {})["owner_id"]:
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


def _unteach(ctx: Context, change: Change) -> bool:
    ctx.uow.lessons.reset(change.subject_id, ctx.now)
    return True


def _unreset(ctx: Context, change: Change) -> bool:
    ctx.uow.lessons.reset(change.subject_id, None)
    return True


def _unwrong(ctx: Context, change: Change) -> bool:
    """A proposal called a false alarm is open again, on its card."""
    suggestion = ctx.uow.suggestions.find(change.subject_id)
    if suggestion is None or suggestion.status != (change.after or {})["status"]:
        return False
    opened = dataclasses.replace(suggestion, status="open", decided_at=None, decided_by=None)
    leads.reopen(ctx, ctx.uow.suggestions.save(opened))
    return True


def _unnote(ctx: Context, change: Change) -> bool:
    if change.message_id is None:
        return False
    ctx.uow.search.remove(change.message_id)
    return ctx.uow.timeline.withdraw(change.message_id) > 0


def _untie(ctx: Context, change: Change) -> bool:
    conversation = ctx.uow.conversations.find(change.subject_id)
    if conversation is None or conversation.lead_id != change.lead_id or change.lead_id is None:
        return False
    ctx.uow.conversations.change(conversation.id, lead_id=None)
    for kind, value in records.keys_of({}, conversation):
        ctx.uow.leads.release_keys(change.lead_id, kind=kind, value=value)
    return True


def _unrefuse(ctx: Context, change: Change) -> bool:
    ctx.uow.conversations.change(change.subject_id, refused=False)
    for fact_id in (change.after or {}).get("fact_ids") or ():
        _set_fact(ctx, fact_id, FactStatus.PROPOSED)
    for changed in ctx.uow.audit.of_event(change.event_key or ""):
        suggestion = ctx.uow.suggestions.find(changed.subject_id)
        if changed.act == "suggestion.refused" and suggestion is not None and suggestion.status == "open":
            leads.reopen(ctx, suggestion)
    return True


def _undecide(ctx: Context, change: Change) -> bool:
    """An accepted suggestion is undone and does not come back; a refused one is open again."""
    suggestion = ctx.uow.suggestions.find(change.subject_id)
    if suggestion is None or suggestion.status != (change.after or {})["status"]:
        return False
    refused = suggestion.status == "refused"
    status = "open" if refused else "undone"
    changed = dataclasses.replace(suggestion, status=status)
    if refused:
        changed = dataclasses.replace(changed, decided_at=None, decided_by=None)
    saved = ctx.uow.suggestions.save(changed)
    if not refused:
        cards.close_all(ctx, suggestion.id, "undone")
    elif suggestion.kind == "stage":
        leads.reopen(ctx, saved)
    return True


def _untodo(ctx: Context, change: Change) -> bool:
    item = ctx.uow.todos.find(change.subject_id)
    if item is None or item.status != "open":
        return False
    ctx.uow.todos.save(dataclasses.replace(item, status="dropped", done_at=ctx.now))
    ctx.uow.due.cancel(f"todo:{item.id}")
    if change.message_id is not None:
        ctx.uow.timeline.withdraw(change.message_id)
    cards.close_all(ctx, item.id, "undone")
    return True


def _undone(ctx: Context, change: Change) -> bool:
    item = ctx.uow.todos.find(change.subject_id)
    if item is None or item.status != "done":
        return False
    ctx.uow.todos.save(dataclasses.replace(item, status="open", done_at=None))
    _rearm(ctx, item.id, item.due_at)
    cards.close_all(ctx, item.id, "undone")
    return True


def _unmove(ctx: Context, change: Change) -> bool:
    item = ctx.uow.todos.find(change.subject_id)
    before, after = (change.before or {}).get("due_at"), (change.after or {}).get("due_at")
    if item is None or item.status != "open" or item.due_at != datetime.fromisoformat(str(after)):
        return False
    due_at = datetime.fromisoformat(before) if before else None
    ctx.uow.todos.save(dataclasses.replace(item, due_at=due_at))
    ctx.uow.due.cancel(f"todo:{item.id}")
    _rearm(ctx, item.id, due_at)
    return True


def _rearm(ctx: Context, todo_id: str, due_at: datetime | None) -> None:
    if due_at is not None:
        ctx.later(f"todo:{todo_id}", kind="todo", subject=todo_id, at=max(due_at, ctx.now))


def _unquote(ctx: Context, change: Change) -> bool:
    quote = ctx.uow.quotes.find(change.subject_id)
    if quote is None or not quote.open:
        return False
    quotes.settle_as(ctx, quote, "withdrawn", by=None)
    return True


def _unsettle(ctx: Context, change: Change) -> bool:
    quote = ctx.uow.quotes.find(change.subject_id)
    if quote is None or quote.status != (change.after or {})["status"]:
        return False
    status = str((change.before or {})["status"])
    quotes.watch(
        ctx, ctx.uow.quotes.save(dataclasses.replace(quote, status=status, settled_at=None, settled_by=None))
    )
    return True


def _unmerge(ctx: Context, change: Change) -> bool:
    after = dict(change.after or {})
    goes, stays = ctx.uow.leads.get(change.subject_id), ctx.uow.leads.get(str(after["into"]))
    if goes.status != "merged" or goes.merged_into != stays.id:
        return False
    merging.part(ctx, goes, stays, dict(change.before or {}), after)
    return True


def _unsum(ctx: Context, change: Change) -> bool:
    return summaries.unconfirm(ctx, change.subject_id)


def _unrewrite(ctx: Context, change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return summaries.unedit(ctx, change.subject_id, before["points"], after["points"])


INVERSES: Mapping[str, Callable[[Context, Change], bool]] = {
    **promises.INVERSES,
    "lead.create": _uncreate,
    "lead.field": _unfield,
    "lead.stage": _unstage,
    "lead.tag": _untag,
    "lead.untag": _retag,
    "lead.assign": _unassign,
    "lead.tie": _untie,
    "lead.delete": _undelete,
    "lesson.teach": _unteach,
    "lesson.reset": _unreset,
    "suggestion.wrong": _unwrong,
    "lead.merge": _unmerge,
    "note.add": _unnote,
    "conversation.refuse": _unrefuse,
    "suggestion.accepted": _undecide,
    "suggestion.refused": _undecide,
    "todo.create": _untodo,
    "todo.done": _undone,
    "todo.move": _unmove,
    "quote.add": _unquote,
    "quote.settle": _unsettle,
    "summary.confirm": _unsum,
    "summary.edit": _unrewrite,
}
