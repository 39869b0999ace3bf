"""To-dos as they fall due: shown on a card, finished, put off, moved or stopped by a tap."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers import cards, dialogue, records
from handlers.chat.event import CardPressed, MessageReceived, TimerFired
from handlers.context import Context
from handlers.errors import InvalidInput, Missing
from handlers.sales.permission import Act
from handlers.todos import series
from handlers.todos.listing import finish
from handlers.todos.moments import asked_moment, due_moment
from handlers.todos.setting import arm, tell_owner
from storage.cards import ShownCard
from storage.todos import Todo

_LATE = timedelta(minutes=15)
"""A reminder later than this (the bot was down) waits for the quiet hours to end."""


def on_due(event: TimerFired, ctx: Context) -> None:
    """A to-do's moment has come: show it, unless it was finished or put off meanwhile."""
    item = ctx.uow.todos.find(event.subject)
    if item is None or item.status != "open" or item.due_at is None or item.due_at > ctx.now:
        return
    if item.repeat is not None:
        item = series.begin(ctx, item)
    show(ctx, item)


def show(ctx: Context, item: Todo) -> None:
    """Show a to-do that is due; cards it was shown on before give way to this one."""
    if item.due_at is None:
        return
    lead = None if item.lead_id is None else ctx.uow.leads.find(item.lead_id)
    for shown in ctx.uow.cards.of_subject(item.id):
        cards.close(ctx, shown, "again")
    card = cards.todo(ctx, item, lead)
    late = ctx.now - item.due_at > _LATE
    card_id = cards.show(ctx, item.owner_id, card, kind="todo", subject=item.id, quiet=late)
    ctx.uow.todos.save(dataclasses.replace(item, card_id=card_id))
    dialogue.remember_todo(ctx, item.owner_id, item.id, "rang")


def press_done(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """完成."""
    item = open_item(ctx, subject)
    if item is not None:
        finish(ctx, item)


def press_later(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """半小时后."""
    item = open_item(ctx, subject)
    if item is not None:
        postpone(ctx, item, ctx.now + timedelta(minutes=30))


def press_tomorrow(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """明早: the next morning, outside the quiet hours."""
    item = open_item(ctx, subject)
    if item is not None:
        tomorrow = (ctx.local() + timedelta(days=1)).date()
        postpone(ctx, item, due_moment(ctx, tomorrow.isoformat()))


def press_time(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """改时间: asked by a reply."""
    item = open_item(ctx, subject)
    if item is not None:
        dialogue.ask(ctx, "todo_time", todo=item.id)
        ctx.answer(ctx.reply("ask_when_else", text=item.text))


def on_time(question: Mapping[str, object], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「改到什么时候？」."""
    item = open_item(ctx, str(question["todo"]))
    if item is None:
        dialogue.answered(ctx)
        return
    until, _ = asked_moment(ctx, text)
    if until <= ctx.now:
        raise InvalidInput("already_past", at=until)
    dialogue.answered(ctx)
    postpone(ctx, item, until)


def postpone(ctx: Context, item: Todo, until: datetime) -> None:
    """Put this one to-do off (a series goes on as it was); its cards say so wherever they were shown."""
    moved = ctx.uow.todos.save(dataclasses.replace(item, due_at=until, mornings=0))
    arm(ctx, moved)
    ctx.record(
        "todo.move",
        "todo",
        item.id,
        lead_id=item.lead_id,
        before={"due_at": item.due_at.isoformat() if item.due_at else None},
        after={"due_at": until.isoformat()},
    )
    cards.close_all(ctx, item.id, "put_off")
    dialogue.remember_todo(ctx, ctx.who.id, item.id, "set")
    ctx.answer(ctx.reply("todo_moved", text=item.text, at=until))
    tell_owner(ctx, item, "moved", at=until)


def open_item(ctx: Context, subject: str) -> Todo | None:
    """The to-do of a pressed card; None when it is settled, and the presser was told how."""
    item = ctx.uow.todos.find(subject)
    if item is None:
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, item.owner_id)
    if item.status == "open":
        return item
    ctx.answer(ctx.reply("todo_was", status=item.status, text=item.text, at=item.done_at))
    return None
