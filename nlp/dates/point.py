"""The intermediate value of the time grammar, and the arithmetic of days, weeks and months."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Point:
    """A stretch of time named by words that end at ``stop``; naive business time, half-open.

    ``loose`` is the largest unit that was left to the moment of speech (year, month, week, day), "" when
    nothing was; ``edge`` tells 底 and 初 (end, start) and ready-made kinds (before, after).
    """

    lo: datetime
    hi: datetime
    grain: str
    stop: int
    loose: str = ""
    part: str = ""
    clock: bool = False
    vague: bool = False
    edge: str = ""
    dated: bool = True


def midnight(day: date) -> datetime:
    """The first moment of *day*, naive."""
    return datetime.combine(day, time())


def day_point(day: date, stop: int, *, loose: str = "") -> Point:
    """One whole day."""
    return Point(midnight(day), midnight(day) + DAY, "day", stop, loose)


def month_start(year: int, month: int) -> datetime:
    """The first moment of a month; months past 12 or below 1 roll the year."""
    years, month0 = divmod(month - 1, 12)
    return datetime(year + years, month0 + 1, 1)  # noqa: DTZ001 - naive business time until the door


def add_months(at: datetime, months: int) -> datetime:
    """*at* moved by whole months; the 31st becomes the last day of a shorter month."""
    first = month_start(at.year, at.month + months)
    last = calendar.monthrange(first.year, first.month)[1]
    return at.replace(year=first.year, month=first.month, day=min(at.day, last))


def safe_date(year: int, month: int, day: int) -> date | None:
    """The date, None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def week_start(day: date, weeks: int = 0) -> date:
    """The Monday of the week of *day*, moved by *weeks*."""
    return day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
