"""Fixed moments of a working day: 下班前, 午饭前, EOD, with or without the day they belong to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from nlp.dates.days import day_at
from nlp.dates.point import DAY, Point, midnight
from nlp.dates.spans import Reading
from nlp.lazy import lazy

_FILLER: Final = lazy(
    r"(?:\s|的|当天|那天|\((?:周|星期)[一二三四五六日天]\)|（(?:周|星期)[一二三四五六日天]）|(?:周|星期)[一二三四五六日天]){0,6}"
)
_WORK: Final = lazy(
    r"(?:(今天|明天|后天|周[一二三四五六日])?\s{0,3})?(上班|下班|EOD|COB|收工)(?:之前|以前|(前|之后|以后|后))?",
    re.I,
)
_MEAL: Final = lazy(r"(早饭|午饭|中饭|中午饭|午休|晚饭|中午|零点|午夜)(?:之前|以前|前)")
_NOW: Final = lazy(r"现在|此刻|目前|right now", re.I)


def skip(text: str, at: int) -> int:
    """Past the blank, comma-less filler between a day and a clock time."""
    filler = _FILLER.match(text, at)
    return filler.end() if filler else at


def special(text: str, at: int, now: datetime) -> Reading | None:
    """Fixed moments of the working day, and the present."""
    work = _WORK.match(text, at)
    today = midnight(now.date())
    if work and work.end() > work.start(2):
        day = day_at(text, at, now) if work[1] else None
        first = day.lo if day else today
        hour = 9 if work[2] == "上班" else 18
        moment = first + timedelta(hours=hour)
        if work[3] and "后" in work[3]:
            return Reading("after", moment, None, None, "minute", at, work.end())
        if work[2] != "上班" and (work[0].endswith("前") or work[2].isascii()):
            stop = work.end() + (2 if text[work.end() : work.end() + 2] == "之前" else 0)
            return Reading("before", None, moment, None, "minute", at, stop, deadline=True)
        return None
    meal = _MEAL.match(text, at)
    if meal:
        return _before_meal(meal, today, at)
    present = _NOW.match(text, at)
    return Reading("instant", now, None, None, "minute", at, present.end()) if present else None


def day_bound(text: str, at: int, day: Point | None) -> Reading | None:
    """下周五下班前, 明天午饭前: the end of the working day or a meal of a named day."""
    if day is None or day.grain != "day" or day.hi - day.lo != DAY:
        return None
    place = skip(text, day.stop)
    work = _WORK.match(text, place)
    if work and not work[1] and work[2] not in {"上班"} and re.search(r"前$|^[A-Za-z]+$", work[0]):
        return Reading(
            "before", None, day.lo + timedelta(hours=18), None, "minute", at, work.end(), deadline=True
        )
    meal = _MEAL.match(text, place)
    if meal and meal[1] not in {"中午", "零点", "午夜"}:
        return replace(_before_meal(meal, day.lo, at), start=at)
    return None


def _before_meal(meal: re.Match[str], day: datetime, at: int) -> Reading:
    hours = {"中午": 12, "零点": 24, "午夜": 24}
    if meal[1] in hours:
        return Reading(
            "before",
            None,
            day + timedelta(hours=hours[meal[1]]),
            None,
            "minute",
            at,
            meal.end(),
            deadline=True,
        )
    return Reading("before", None, day + DAY, None, "day", at, meal.end(), deadline=True)
