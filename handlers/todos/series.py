"""Reminders that come back: each time is a to-do of its own, so that putting it off moves nothing else."""

from __future__ import annotations

import dataclasses

from handlers import cards, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from handlers.sales import recurring
from handlers.sales.permission import Act
from handlers.todos.setting import arm
from storage.cards import ShownCard
from storage.todos import Todo


def begin(ctx: Context, series: Todo) -> Todo:
    """The time that has come, as a to-do of its own; the last one, if still open, gives way to it."""
    if series.repeat is None or series.due_at is None:
        raise LookupError(f"{series.id} does not come back")
    for earlier in ctx.uow.todos.of_series(series.id):
        ctx.uow.todos.save(dataclasses.replace(earlier, status="dropped", done_at=ctx.now))
        ctx.uow.due.cancel(f"todo:{earlier.id}")
        cards.close_all(ctx, earlier.id, "again")
    time = dataclasses.replace(
        series,
        id=ctx.ids("todo"),
        kind="manual",
        repeat=None,
        series_id=series.id,
        card_id=None,
        created_at=ctx.now,
        version=1,
    )
    ctx.uow.todos.add(time)
    following = recurring.next_after(recurring.decode(series.repeat), ctx.now, ctx.policies.worktime)
    arm(ctx, ctx.uow.todos.save(dataclasses.replace(series, due_at=following)))
    return time


def press_stop(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不再提醒."""
    series = ctx.uow.todos.find(subject)
    if series is None:
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, series.owner_id)
    stop(ctx, series)
    cards.close(ctx, shown, "stopped")


def stop_by_word(ctx: Context, _request: Request) -> None:
    """「不再提醒」: the one reminder that comes back is stopped; several are asked about."""
    items = [i for i in ctx.uow.todos.open_of([ctx.who.id], limit=100) if i.repeat is not None]
    if not items:
        raise Missing("no_series")
    if len(items) == 1:
        stop(ctx, items[0])
        return
    rules = [recurring.decode(item.repeat) for item in items if item.repeat]
    card = ctx.card("series_stop", items=items[:5], rules=rules[:5])
    cards.answer(ctx, card, kind="series", subject=None)


def resume(ctx: Context, series: Todo) -> None:
    """Let a stopped series go on, from its next time on."""
    if series.repeat is None:
        return
    following = recurring.next_after(recurring.decode(series.repeat), ctx.now, ctx.policies.worktime)
    again = dataclasses.replace(series, status="open", done_at=None, due_at=following)
    arm(ctx, ctx.uow.todos.save(again))


def stop(ctx: Context, series: Todo) -> None:
    """End a series with the time that is still open; that can be taken back."""
    if series.status != "open":
        ctx.answer(ctx.reply("todo_was", status=series.status, text=series.text, at=series.done_at))
        return
    ctx.uow.todos.save(dataclasses.replace(series, status="dropped", done_at=ctx.now))
    ctx.uow.due.cancel(f"todo:{series.id}")
    for time in ctx.uow.todos.of_series(series.id):
        ctx.uow.todos.save(dataclasses.replace(time, status="dropped", done_at=ctx.now))
        ctx.uow.due.cancel(f"todo:{time.id}")
        cards.close_all(ctx, time.id, "stopped")
    ctx.record(
        "todo.stop",
        "todo",
        series.id,
        lead_id=series.lead_id,
        before={"status": "open"},
        after={"status": "dropped", "text": series.text},
    )
    rule = recurring.decode(series.repeat) if series.repeat else None
    ctx.answer(ctx.reply("todo_stopped", text=series.text, rule=rule))
