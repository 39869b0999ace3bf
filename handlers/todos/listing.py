"""To-dos as they are listed and finished by number."""

from __future__ import annotations

import dataclasses

from handlers import alerts, cards, dialogue, records
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput
from handlers.sales import recurring
from handlers.sales.permission import Act
from handlers.todos import calls
from handlers.todos.moments import within
from storage.todos import Todo

_MOST_LISTED = 10
_MOST = 100


def show_list(ctx: Context, request: Request) -> None:
    """我的待办: numbered, so that 完成 1 works for an hour."""
    span = request.slot("range") or "all"
    items = within(ctx, ctx.uow.todos.open_of([ctx.who.id], limit=_MOST), span)
    listed = items[:_MOST_LISTED]
    if len(items) == 1:
        dialogue.remember_todo(ctx, ctx.who.id, items[0].id, "listed")
    elif items:
        dialogue.forget_todo(ctx)
    body = {"ids": [item.id for item in listed]}
    ctx.uow.dialogues.put(ctx.who.id, "todos", body, until=ctx.now + dialogue.NUMBERING_KEPT)
    ctx.answer(
        ctx.reply(
            "todos", span=span, items=[_listed(ctx, item) for item in listed], more=len(items) - len(listed)
        )
    )


def complete(ctx: Context, request: Request) -> None:
    """完成 1: the number is that of the list last shown."""
    index = request.command.slots.get("index")
    ids = _numbered(ctx)
    if index is None:
        if len(ids) != 1:
            raise InvalidInput("which_todo", count=len(ids))
        index = 1
    item = numbered(ctx, int(index))
    if item.status != "open":
        ctx.answer(ctx.reply("todo_was", status=item.status, text=item.text, at=item.done_at))
        return
    if item.repeat is not None:
        card = ctx.card("series_stop", items=[item], rules=[recurring.decode(item.repeat)])
        cards.answer(ctx, card, kind="series", subject=item.id)
        return
    finish(ctx, item)


def numbered(ctx: Context, number: int) -> Todo:
    """The to-do of this number in the list last shown; raises ``InvalidInput`` when there is none."""
    ids = _numbered(ctx)
    if not 1 <= number <= len(ids):
        raise InvalidInput("no_such_number", number=number, count=len(ids))
    item = ctx.uow.todos.get(ids[number - 1])
    records.require(ctx, Act.CHANGE, item.owner_id)
    return item


def finish(ctx: Context, item: Todo) -> None:
    """Mark a to-do done; its cards say so wherever they were shown."""
    ctx.uow.todos.save(dataclasses.replace(item, status="done", done_at=ctx.now))
    ctx.uow.due.cancel(f"todo:{item.id}")
    ctx.record(
        "todo.done",
        "todo",
        item.id,
        lead_id=item.lead_id,
        before={"status": item.status},
        after={"status": "done"},
    )
    if item.lead_id is not None:
        ctx.tell(item.lead_id, "done", item.text, subject_id=item.id)
    cards.close_all(ctx, item.id, "done")
    quote = ctx.uow.quotes.find(item.quote_id) if item.quote_id else None
    if quote is not None and quote.open:
        alerts.called(ctx, quote, outcome="done")
    left = len(ctx.uow.todos.open_of([item.owner_id], limit=_MOST))
    ctx.answer(ctx.reply("todo_done", text=item.text, left=left))
    calls.after_todo(ctx, item)


def _numbered(ctx: Context) -> list[str]:
    """Ids in the order last shown; when nothing was shown, in the order they would be."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "todos", ctx.now)
    if noted is not None and noted["ids"]:
        return list(noted["ids"])
    return [item.id for item in ctx.uow.todos.open_of([ctx.who.id], limit=_MOST_LISTED)]


def _listed(ctx: Context, item: Todo) -> dict[str, object]:
    lead = None if item.lead_id is None else ctx.uow.leads.find(item.lead_id)
    return {
        "text": item.text,
        "name": lead.name if lead else None,
        "at": item.due_at,
        "rule": recurring.decode(item.repeat) if item.repeat else None,
        "overdue": (ctx.now - item.due_at).total_seconds() if item.due_at and item.due_at < ctx.now else 0,
    }
