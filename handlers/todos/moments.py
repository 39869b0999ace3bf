"""When a to-do is due, and which to-dos belong to a stretch of days."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import nlp
from handlers.context import Context
from handlers.errors import InvalidInput
from handlers.sales import dayparts
from storage.todos import Todo

_MORNING = time(9)
_DAY_ONLY = len("2026-11-20")


def due_moment(ctx: Context, spoken: str, said: str = "") -> datetime:
    """The moment of an ISO date or time in business time; *said* are the words it was read from.

    A named clock time is kept to the minute, a part of the day (明天下午) means its hour in
    ``dayparts.CLOCKS``. A day alone means its morning, outside the quiet hours; today, when the morning
    is over, means in an hour.
    """
    zone = ctx.local().tzinfo
    named = datetime.fromisoformat(spoken)
    if len(spoken) > _DAY_ONLY:
        return named if named.tzinfo else named.replace(tzinfo=zone)
    part = _part(ctx, said, named) if said else None
    if part is not None:
        return part
    morning = datetime.combine(named.date(), _MORNING, tzinfo=zone)
    if morning <= ctx.now and named.date() == ctx.local().date():
        morning = ctx.local() + timedelta(hours=1)
    return ctx.policies.quiet.next_open(morning)


def _part(ctx: Context, said: str, named: datetime) -> datetime | None:
    """The moment of the part of that day the words name; None when they name the day alone."""
    times = nlp.analyse(said, now=ctx.local()).times
    ref = next((t for t in times if t.start_at and t.start_at.date() == named.date()), None)
    if ref is None or ref.kind != "daypart":
        return None
    clock = dayparts.clock_of(ref.text)
    if clock is None:
        return None
    at = dayparts.moment(named.date(), clock, ctx.policies.quiet)
    if at <= ctx.now and ref.end_at is not None and ref.end_at > ctx.now:
        return dayparts.later_today(ctx.local(), ctx.policies.quiet)
    return at


def must_exist(ctx: Context, said: str) -> None:
    """Raise ``InvalidInput`` when the words name a day or an hour that does not exist (2月30日, 25点)."""
    never = nlp.no_such_time(said, now=ctx.local())
    if never is not None:
        raise InvalidInput("no_such_time", said=never.text, clock=never.clock)


def asked_slots(ctx: Context, text: str, what: str) -> dict[str, str | int | float]:
    """The slots ``when`` and ``when_end`` of an answer to 「什么时候？」, a part of the day made its hour.

    Empty when it names no time; raises ``InvalidInput`` for one that does not exist.
    """
    slots = _slots(ctx, text, what)
    spoken = str(slots.get("when") or "")
    if len(spoken) == _DAY_ONLY and (part := _part(ctx, text, datetime.fromisoformat(spoken))):
        slots["when"] = part.astimezone(ctx.local().tzinfo).replace(tzinfo=None).isoformat(timespec="minutes")
    return slots


def asked_moment(ctx: Context, text: str) -> tuple[datetime, bool]:
    """The moment an answer names, and whether it named a clock time; raises ``InvalidInput`` for none."""
    slots = _slots(ctx, text, "联系")
    spoken = slots.get("when") or slots.get("when_end")
    if spoken is None:
        raise InvalidInput("no_time")
    return due_moment(ctx, str(spoken), text), len(str(spoken)) > _DAY_ONLY


def _slots(ctx: Context, text: str, what: str) -> dict[str, str | int | float]:
    must_exist(ctx, text)
    found = nlp.command(f"{text.strip()}提醒我{what}", now=ctx.local()).slots
    return {name: found[name] for name in ("when", "when_end") if name in found}


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
