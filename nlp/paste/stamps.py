"""The times that stand in pasted chats: 2026/11/17 10:02, 11-18 14:00, 昨天 19:00, 下午 3:20."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from nlp.lazy import lazy

_DATE: Final = (
    r"(?:(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?|(?P<y2>\d{2})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})(?!\d)|(?P<m2>\d{1,2})\s*[-/月.]\s*(?P<d2>\d{1,2})\s*日?"
    r"|(?P<rel>今天|昨天|前天|[Yy]esterday|[Tt]oday)|(?P<wd>(?:上?周|上?星期|礼拜)[一二三四五六日天]))"
)
_CLOCK: Final = r"(?P<part>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s*(?P<h>\d{1,2})[:：](?P<min>\d{2})(?:[:：]\d{2})?(?:\.\d+)?\s*(?P<ampm>[AaPp][Mm])?"
_WEEK: Final = r"(?:\s*[（(]?(?:周|星期)[一二三四五六日天][)）]?)?"
#: A moment in brackets or bare: a date with a clock, or one of them alone.
STAMP: Final = rf"[\[【(（]?\s*(?:{_DATE}{_WEEK}(?:[ T,，\u00a0]*{_CLOCK})?|{_CLOCK.replace('?P<', '?P<b_')})\s*[\]】)）]?"
_STAMP: Final = lazy(STAMP)
_RULED: Final = lazy(
    r"^[\s\-—–_=*·•─━]{0,40}(?P<stamp>" + re.sub(r"\?P<\w+>", "?:", STAMP) + r")[\s\-—–_=*·•─━]{0,40}$"
)
_PARTS: Final = {
    "凌晨": 0,
    "清晨": 0,
    "早上": 0,
    "上午": 0,
    "中午": 11,
    "下午": 12,
    "傍晚": 12,
    "晚上": 12,
    "AM": 0,
    "PM": 12,
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as pasted; either half may be missing. ``stop`` is where its characters end."""

    day: date | None
    clock: tuple[int, int] | None
    stop: int

    def at(self, under: date | None, today: date) -> datetime:
        """The moment, with the day of a rule above it or today where none is given."""
        hour, minute = self.clock or (0, 0)
        day = self.day or under or today
        return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - local as pasted


def stamp_at(text: str, at: int, today: date) -> Stamp | None:
    """The time that starts at *at*; None for an impossible one or none."""
    found = _STAMP.match(text, at)
    if not found:
        return None
    return _stamp(found, today)


def ruled(line: str, today: date) -> Stamp | None:
    """A line that holds nothing but a time, with or without a rule around it."""
    found = _RULED.match(line)
    return stamp_at(line, found.start("stamp"), today) if found else None


def _stamp(found: re.Match[str], today: date) -> Stamp | None:
    clock = _clock(found, "") or _clock(found, "b_")
    named = any(found[g] for g in ("y", "m2", "rel", "wd", "y2"))
    day = _day(found, today) if named else None
    if named and day is None:
        return None
    if not named and clock is None:
        return None
    return Stamp(day, clock, found.end())


def _clock(found: re.Match[str], prefix: str) -> tuple[int, int] | None:
    if found[prefix + "h"] is None:
        return None
    hour, minute = int(found[prefix + "h"]), int(found[prefix + "min"])
    part = found[prefix + "part"] or (found[prefix + "ampm"] or "").upper()
    later = _PARTS.get(part, 0)
    if part == "中午":
        hour = hour + 12 if hour < 11 else hour
    elif later and hour < 12:
        hour += 12
    elif part in {"凌晨", "AM"} and hour == 12:
        hour = 0
    return (hour, minute) if hour < 24 and minute < 60 else None


def _day(found: re.Match[str], today: date) -> date | None:
    try:
        if found["y"]:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        if found["y2"]:
            return date(2000 + int(found["y2"]), int(found["m3"]), int(found["d3"]))
        if found["m2"]:
            return _latest(int(found["m2"]), int(found["d2"]), today)
    except ValueError:
        return None
    if found["rel"]:
        return today - timedelta(days={"昨天": 1, "yesterday": 1, "前天": 2}.get(found["rel"].lower(), 0))
    weekday = "一二三四五六日天".index(found["wd"][-1])
    back = (today.weekday() - min(weekday, 6)) % 7 or 7
    return today - timedelta(days=back)


def _latest(month: int, day: int, today: date) -> date | None:
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    return None
