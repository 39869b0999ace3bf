"""One inverse per act: True when it was taken back, False when a later edit stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import cards, conflicts, leads, quotes, records, summaries, todos
from handlers.context import Context
from handlers.undo import alarms, files, promises
from handlers.undo.files import set_fact
from storage.audit import Change
from storage.facts import FactStatus


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
        set_fact(ctx, fact_id, FactStatus.PROPOSED)
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


def _unhand(ctx: Context, change: Change) -> bool:
    """A to-do handed to somebody is taken back, and he is told."""
    item = ctx.uow.todos.find(change.subject_id)
    taken = _untodo(ctx, change)
    if taken and item is not None:
        todos.tell_owner(ctx, item, "undone")
    return taken


def _undone(ctx: Context, change: Change) -> bool:
    item = ctx.uow.todos.find(change.subject_id)
    if item is None or item.status != "done":
        return False
    ctx.uow.todos.save(dataclasses.replace(item, status="open", done_at=None))
    _rearm(ctx, item.id, item.due_at)
    cards.close_all(ctx, item.id, "undone")
    return True


def _undrop(ctx: Context, change: Change) -> bool:
    item = ctx.uow.todos.find(change.subject_id)
    if item is None or item.status != "dropped":
        return False
    ctx.uow.todos.save(dataclasses.replace(item, status="open", done_at=None))
    _rearm(ctx, item.id, item.due_at)
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
    quotes.settle_as(ctx, quote, "withdrawn", by=None, recorded=False)
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


def _unsum(ctx: Context, change: Change) -> bool:
    return summaries.unconfirm(ctx, change.subject_id)


def _unrewrite(ctx: Context, change: Change) -> bool:
    before, after = change.before or {}, change.after or {}
    return summaries.unedit(ctx, change.subject_id, before["points"], after["points"])


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
    reopen = conflicts.reopen if suggestion.kind == "conflict" else leads.reopen
    reopen(ctx, ctx.uow.suggestions.save(opened))
    return True


INVERSES: Mapping[str, Callable[[Context, Change], bool]] = {
    **alarms.INVERSES,
    **promises.INVERSES,
    **files.INVERSES,
    "lead.tie": _untie,
    "lesson.teach": _unteach,
    "lesson.reset": _unreset,
    "suggestion.wrong": _unwrong,
    "note.add": _unnote,
    "conversation.refuse": _unrefuse,
    "suggestion.accepted": _undecide,
    "suggestion.refused": _undecide,
    "todo.create": _untodo,
    "todo.hand": _unhand,
    "todo.done": _undone,
    "todo.move": _unmove,
    "todo.drop": _undrop,
    "quote.add": _unquote,
    "quote.settle": _unsettle,
    "summary.confirm": _unsum,
    "summary.edit": _unrewrite,
}
