"""Days and weeks, and the list of all readers of days: 下下周三, 大后天, 这周末.

Every reader takes the folded text, a position, the moment of speech and, inside 从…到…, the point named
before; it answers with a Point or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from nlp.dates.festivals import festival_at, new_year_day_at
from nlp.dates.months import (
    day_of_month_at,
    edge_at,
    iso_at,
    month_at,
    month_day_at,
    quarter_at,
    shift,
    year_at,
)
from nlp.dates.numerals import NUMERALS
from nlp.dates.point import DAY, Point, day_point, midnight, month_start, week_start
from nlp.lazy import lazy

_WEEKDAY: Final = lazy(
    r"(?:([上下]{1,3}|这个?|本|当)(?:个|一)?(?:周|星期|礼拜)的?|(每)?)(?:(?:周|星期|礼拜)([一二三四五六日天1-6])(?![周星到至]?[一二两三四五六七八九十]?[天个年岁万次])|(?<=[周期拜的])([一二三四五六日天](?![个天年岁次万月号点]|\d{1,2}(?![\d点:：时~到至-]))|[1-6](?![\d个天年岁次万月号点])))"
    r"(?!转|总|先生|女士|姐|哥|工|经理)"
)
_WEEKEND: Final = lazy(r"([上下]{1,3}|这个?|本)?(?:个)?(?:周|星期|礼拜)末(?!考)")
_WEEK: Final = lazy(r"([上下]{1,3}|这|本|当)(?:个|一)?(?:周|星期|礼拜)(?!年|岁|转|边)(初|末|底)?")
_WEEK_ONLY: Final = lazy(r"周内")
_RELATIVE: Final = {
    "大大后天": 4, "大后天": 3, "大后日": 3, "后天": 2, "后日": 2, "后儿": 2, "明天": 1, "明日": 1, "明儿个": 1, "明儿": 1,
    "次日": 1, "第二天": 1, "今天": 0, "今日": 0, "今儿个": 0, "今儿": 0, "本日": 0, "昨天": -1, "昨日": -1, "昨儿": -1,
    "前天": -2, "前日": -2, "前儿": -2, "大前天": -3, "大前日": -3, "today": 0, "tonight": 0, "tomorrow": 1,
    "tmrw": 1, "tmr": 1, "yesterday": -1,
}  # fmt: skip
_REL_DAY: Final = lazy(
    "(" + "|".join(sorted(_RELATIVE, key=len, reverse=True)) + r")(?!头条)\s{0,3}的?\s{0,3}", re.I
)
_TWO_DAYS: Final = lazy(r"(今明|明后)(?:两天|两日|天|日)")
_REL_PART: Final = lazy(r"([今明昨])(?=[早晚晨夜午])")
_ENGLISH_DAY: Final = lazy(
    r"(next\s+|this\s+)?(?:(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?day(?![a-z])|(mon|tues?|wed|thurs?|fri|sat|sun)\.?(?![a-z总先女姐哥工经老师]))|next\s+(week|month)(?![a-z])",
    re.I,
)
_ENGLISH_WEEK: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Reader = Callable[[str, int, datetime, Point | None], Point | None]


def _weekday(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    found = _WEEKDAY.match(text, at)
    if not found:
        return None
    said = found[3] or found[4]
    weekday = int(said) - 1 if said.isdigit() else "一二三四五六日天".index(said)
    weekday = min(weekday, 6)
    if found[1]:
        return day_point(week_start(now.date(), shift(found[1])) + timedelta(days=weekday), found.end())
    base = near.lo.date() if near else now.date()
    day = base + timedelta(days=(weekday - base.weekday()) % 7)
    return day_point(day, found.end(), loose="" if near else "week")


def _week(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    weekend = _WEEKEND.match(text, at)
    if weekend:
        first = week_start(now.date(), shift(weekend[1] or "")) + 5 * DAY
        return Point(midnight(first), midnight(first) + 2 * DAY, "day", weekend.end())
    found = _WEEK.match(text, at)
    if found:
        lo = midnight(week_start(now.date(), shift(found[1])))
        if found[2]:
            return Point(lo, lo + 2 * DAY, "day", found.end(), edge="start")
        return Point(lo, lo + 7 * DAY, "week", found.end())
    inside = _WEEK_ONLY.match(text, at)
    lo = midnight(week_start(now.date()))
    return Point(lo, lo + 7 * DAY, "week", inside.end() - 1) if inside else None


def _two_days(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """今明两天, 明后天."""
    found = _TWO_DAYS.match(text, at)
    first = midnight(now.date() + timedelta(days=found[1] == "明后")) if found else now
    return Point(first, first + 2 * DAY, "day", found.end()) if found else None


def _relative_day(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    found = _REL_DAY.match(text, at)
    if found:
        word = found[1].lower()
        base = near.lo.date() if near and word in {"次日", "第二天"} else now.date()
        stop = found.end() if word != "tonight" else at
        if word == "tonight":
            return Point(
                midnight(base) + timedelta(hours=18),
                midnight(base) + timedelta(hours=22),
                "daypart",
                found.end(),
                part=word,
            )
        return day_point(base + timedelta(days=_RELATIVE[word]), len(text[:stop].rstrip(" 的")))
    part = _REL_PART.match(text, at)
    if part:
        return day_point(now.date() + timedelta(days={"今": 0, "明": 1, "昨": -1}[part[1]]), part.end())
    return None


def _english_day(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    found = _ENGLISH_DAY.match(text, at)
    if not found:
        return None
    if found[4]:
        if found[4].lower() == "month":
            return Point(
                month_start(now.year, now.month + 1),
                month_start(now.year, now.month + 2),
                "month",
                found.end(),
            )
        lo = midnight(week_start(now.date(), 1))
        return Point(lo, lo + 7 * DAY, "week", found.end())
    weekday = _ENGLISH_WEEK.index((found[2] or found[3]).lower()[:3])
    if found[1] and found[1].lower().startswith("next"):
        return day_point(week_start(now.date(), 1) + timedelta(days=weekday), found.end())
    return day_point(now.date() + timedelta(days=(weekday - now.weekday()) % 7), found.end(), loose="week")


_BY_DIGIT: Final[tuple[Reader, ...]] = (
    iso_at,
    year_at,
    festival_at,
    month_day_at,
    month_at,
    quarter_at,
    day_of_month_at,
)
_BY_NUMERAL: Final[tuple[Reader, ...]] = (
    year_at,
    festival_at,
    month_at,
    quarter_at,
    _weekday,
    day_of_month_at,
)
_BY_WORD: Final[tuple[Reader, ...]] = (
    year_at, new_year_day_at, festival_at, _two_days, month_at, _relative_day, _weekday, _week, quarter_at, edge_at, _english_day,
)  # fmt: skip


def day_at(text: str, at: int, now: datetime, near: Point | None = None) -> Point | None:
    """The day or larger stretch named at *at*; an impossible one (2月30日) is None."""
    first = text[at : at + 1]
    readers = (
        _BY_DIGIT if first.isdigit() and first.isascii() else _BY_NUMERAL if first in NUMERALS else _BY_WORD
    )
    for reader in readers if first else ():
        found = reader(text, at, now, near)
        if found:
            return found
    return None
