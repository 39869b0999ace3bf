"""When a to-do is due, and which to-dos belong to a stretch of days."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.context import Context
from handlers.errors import InvalidInput
from storage.todos import Todo

_MORNING = time(9)


def due_moment(ctx: Context, spoken: str) -> datetime:
    """The moment of an ISO date or time in business time.

    A named clock time is kept to the minute. A day alone means its morning, outside the quiet hours;
    today, when the morning is over, means in an hour.
    """
    zone = ctx.local().tzinfo
    named = datetime.fromisoformat(spoken)
    if len(spoken) > len("2026-11-20"):
        return named if named.tzinfo else named.replace(tzinfo=zone)
    morning = datetime.combine(named.date(), _MORNING, tzinfo=zone)
    if morning <= ctx.now and named.date() == ctx.local().date():
        morning = ctx.local() + timedelta(hours=1)
    return ctx.policies.quiet.next_open(morning)


def asked_slots(ctx: Context, text: str, what: str) -> dict[str, str | int | float]:
    """The slots ``when`` and ``when_end`` of an answer to 「什么时候？」; empty when it names no time."""
    found = ctx.command(f"{text.strip()}提醒我{what}").slots
    return {name: found[name] for name in ("when", "when_end") if name in found}


def asked_moment(ctx: Context, text: str) -> tuple[datetime, bool]:
    """The moment an answer names, and whether it named a clock time; raises ``InvalidInput`` for none."""
    slots = asked_slots(ctx, text, "联系")
    spoken = slots.get("when") or slots.get("when_end")
    if spoken is None:
        raise InvalidInput("no_time")
    return due_moment(ctx, str(spoken)), len(str(spoken)) > len("2026-11-20")


def within(ctx: Context, items: list[Todo], span: str) -> list[Todo]:
    """Those of a stretch of days; what is overdue belongs to today and to this week as well."""
    today, tomorrow = ctx.policies.worktime.day_bounds(ctx.now)
    monday = today - timedelta(days=ctx.local().weekday())
    bounds: dict[str, tuple[datetime | None, datetime]] = {
        "today": (None, tomorrow),
        "tomorrow": (tomorrow, tomorrow + timedelta(days=1)),
        "this_week": (None, monday + timedelta(days=7)),
        "next_week": (monday + timedelta(days=7), monday + timedelta(days=14)),
        "this_month": (None, tomorrow + timedelta(days=31 - ctx.local().day)),
        "overdue": (None, ctx.now),
    }
    if span not in bounds:
        return items
    start, end = bounds[span]
    return [
        i for i in items if i.due_at is not None and (start is None or start <= i.due_at) and i.due_at < end
    ]
