"""To-dos: set by a word, listed by number, due with a card, finished or put off by a tap."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import nlp
from handlers import alerts, cards, customers, dialogue, records
from handlers.chat.event import CardPressed, MessageReceived, TimerFired
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing, NotPermitted
from handlers.sales.permission import Act
from handlers.todos.moments import due_moment, within
from handlers.todos.wording import in_own_words
from nlp import Command, Intent
from storage.cards import ShownCard
from storage.leads import Lead
from storage.todos import Todo

_MOST_LISTED = 10
_LATE = timedelta(minutes=15)
"""A reminder later than this (the bot was down) waits for the quiet hours to end."""


# -- setting ---------------------------------------------------------------------------------------


def create(ctx: Context, request: Request) -> None:
    """明天下午三点提醒我给李经理回电话; what is missing is asked, one thing at a time."""
    what = request.slot("what") or request.slot("note")
    spoken = request.slot("when") or request.slot("when_end")
    if what is None and request.name is None:
        _ask(ctx, request, "what")
        return
    if spoken is None:
        _ask(ctx, request, "when")
        return
    due_at = due_moment(ctx, spoken)
    if due_at <= ctx.now:
        raise InvalidInput("already_past", at=due_at)
    lead = _about(ctx, request)
    text = what or ctx.reply("todo_contact", name=request.name).body
    text = in_own_words(request.text, text, request.name)
    item = add(ctx, text, due_at=due_at, lead=lead, message_id=request.message_id)
    unknown = request.name if lead is None and request.name and request.name not in text else None
    ctx.answer(ctx.reply("todo_set", text=text, at=due_at, name=lead.name if lead else unknown))
    if lead is not None:
        dialogue.remember_customer(ctx, lead)
    arm(ctx, item)


def add(
    ctx: Context,
    text: str,
    *,
    due_at: datetime | None,
    lead: Lead | None = None,
    message_id: str | None = None,
    reason: str | None = None,
) -> Todo:
    """Write a to-do of the acting person down; ``arm`` sets its reminder."""
    item = Todo(
        id=ctx.ids("todo"),
        owner_id=ctx.who.id,
        lead_id=None if lead is None else lead.id,
        quote_id=None,
        kind="manual",
        text=text,
        reason=reason,
        due_at=due_at,
        status="open",
        message_id=message_id,
        card_id=None,
        created_at=ctx.now,
    )
    ctx.uow.todos.add(item)
    ctx.record(
        "todo.create", "todo", item.id, lead_id=item.lead_id, after={"text": text}, message_id=message_id
    )
    if lead is not None:
        ctx.tell(lead.id, "todo", text, message_id=message_id, subject_id=item.id)
    return item


def arm(ctx: Context, item: Todo) -> None:
    """Be woken when a to-do falls due."""
    if item.due_at is not None:
        ctx.later(f"todo:{item.id}", kind="todo", subject=item.id, at=item.due_at)


def on_answer(question: Mapping[str, object], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「什么时候提醒你？」 or 「提醒你做什么？」."""
    slots = question["slots"]
    kept: dict[str, str | int | float] = dict(slots) if isinstance(slots, Mapping) else {}
    if question["missing"] == "what":
        kept["what"] = text.strip()[:200]
    else:
        found = nlp.command(f"{text.strip()}提醒我{kept.get('what') or '联系'}", now=ctx.local()).slots
        spoken = {name: found[name] for name in ("when", "when_end") if name in found}
        if not spoken:
            raise InvalidInput("no_time")
        kept |= spoken
    dialogue.answered(ctx)
    create(ctx, Request(Command(Intent.SET_REMINDER, kept), str(question["text"])))


def _ask(ctx: Context, request: Request, missing: str) -> None:
    dialogue.ask(ctx, "remind", missing=missing, slots=dict(request.command.slots), text=request.text)
    ctx.answer(ctx.reply("ask_reminder", missing=missing))


def _about(ctx: Context, request: Request) -> Lead | None:
    """The customer a reminder is about; one who is not the rep's own is only a name in its words."""
    if request.name is None:
        return None
    try:
        return customers.customer(ctx, request, Act.SEE)
    except (Missing, NotPermitted):
        return None


# -- listing and finishing -------------------------------------------------------------------------


def show_list(ctx: Context, request: Request) -> None:
    """我的待办: numbered, so that 完成 1 works for an hour."""
    span = request.slot("range") or "all"
    items = within(ctx, ctx.uow.todos.open_of([ctx.who.id], limit=100), span)
    listed = items[:_MOST_LISTED]
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
    number = int(index)
    if not 1 <= number <= len(ids):
        raise InvalidInput("no_such_number", number=number, count=len(ids))
    item = ctx.uow.todos.get(ids[number - 1])
    records.require(ctx, Act.CHANGE, item.owner_id)
    if item.status != "open":
        ctx.answer(ctx.reply("todo_was", status=item.status, text=item.text, at=item.done_at))
        return
    finish(ctx, item)


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
    ctx.answer(ctx.reply("todo_done", text=item.text, left=len(ctx.uow.todos.open_of([item.owner_id]))))


def _numbered(ctx: Context) -> list[str]:
    """Ids in the order last shown; when nothing was shown, in the order they would be."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "todos", ctx.now)
    if noted is not None:
        return list(noted["ids"])
    return [item.id for item in ctx.uow.todos.open_of([ctx.who.id], limit=_MOST_LISTED)]


def _listed(ctx: Context, item: Todo) -> dict[str, object]:
    lead = None if item.lead_id is None else ctx.uow.leads.find(item.lead_id)
    return {
        "text": item.text,
        "name": lead.name if lead else None,
        "at": item.due_at,
        "overdue": (ctx.now - item.due_at).total_seconds() if item.due_at and item.due_at < ctx.now else 0,
    }


# -- due -------------------------------------------------------------------------------------------


def on_due(event: TimerFired, ctx: Context) -> None:
    """A to-do's moment has come: show it, unless it was finished or put off meanwhile."""
    item = ctx.uow.todos.find(event.subject)
    if item is None or item.status != "open" or item.due_at is None or item.due_at > ctx.now:
        return
    lead = None if item.lead_id is None else ctx.uow.leads.find(item.lead_id)
    for shown in ctx.uow.cards.of_subject(item.id):
        cards.close(ctx, shown, "again")
    card = cards.todo(ctx, item, lead)
    late = ctx.now - item.due_at > _LATE
    card_id = cards.show(ctx, item.owner_id, card, kind="todo", subject=item.id, quiet=late)
    ctx.uow.todos.save(dataclasses.replace(item, card_id=card_id))


def press_done(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """完成."""
    item = _open_item(ctx, subject)
    if item is not None:
        finish(ctx, item)


def press_later(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """半小时后."""
    item = _open_item(ctx, subject)
    if item is not None:
        postpone(ctx, item, ctx.now + timedelta(minutes=30), shown)


def press_tomorrow(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """明天: the next morning, outside the quiet hours."""
    item = _open_item(ctx, subject)
    if item is not None:
        tomorrow = (ctx.local() + timedelta(days=1)).date()
        postpone(ctx, item, due_moment(ctx, tomorrow.isoformat()), shown)


def postpone(ctx: Context, item: Todo, until: datetime, shown: ShownCard) -> None:
    """Put a to-do off; its card says until when."""
    moved = ctx.uow.todos.save(dataclasses.replace(item, due_at=until))
    arm(ctx, moved)
    ctx.record(
        "todo.move",
        "todo",
        item.id,
        lead_id=item.lead_id,
        before={"due_at": item.due_at.isoformat() if item.due_at else None},
        after={"due_at": until.isoformat()},
    )
    cards.close(ctx, shown, "put_off")
    ctx.answer(ctx.reply("todo_moved", text=item.text, at=until))


def _open_item(ctx: Context, subject: str) -> Todo | None:
    """The to-do of a pressed card; None when it is settled, and the presser was told how."""
    item = ctx.uow.todos.find(subject)
    if item is None:
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, item.owner_id)
    if item.status == "open":
        return item
    ctx.answer(ctx.reply("todo_was", status=item.status, text=item.text, at=item.done_at))
    return None


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "todo.done": press_done,
    "todo.later": press_later,
    "todo.tomorrow": press_tomorrow,
}
