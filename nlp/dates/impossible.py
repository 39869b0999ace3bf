"""Days and clock times that do not exist (2月30日, 13月1日, 32号, 25点), where a text names one as its time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from nlp.dates import times
from nlp.dates.days import day_at
from nlp.dates.numerals import fold, number
from nlp.dates.written import DATE, date_exists
from nlp.lazy import lazy
from nlp.model import TimeRef

_DAY: Final = lazy(
    r"(?<![\d路街道巷弄村第.])(?P<day>\d{2}|[一二三四五六七八九]?十[一二三四五六七八九]?)\s?[日号](?![线楼店门院厂机柜仓库位桌房铺码])"
)
_CLOCK: Final = lazy(
    r"(?<![\d:.月])(?P<hour>\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?)\s?"
    r"(?:[点时](?![间候段长期差刻常代优])\s?(?:(?P<minute>\d{1,2})分?)?|:(?P<second>\d{2})(?![\d:%]))"
)
_TRIGGER: Final = lazy(r"(?:提醒|叫|喊|通知)(?:一?下)?我|提醒|记得|别忘了?")
_JOINED: Final = lazy(r"\s?的?\s?")
_LED: Final = lazy(r"^\s*$|(?:提醒|叫|喊|通知|记得|[在到于月]|我)\s?$")


@dataclass(frozen=True, slots=True)
class NoSuchTime:
    """A day (or, with ``clock``, a time of day) that does not exist: ``text[start:end]`` names it.

    ``since`` is where the whole time begins: with the day before an impossible hour.
    """

    text: str
    start: int
    end: int
    clock: bool
    since: int


def no_such_time(text: str, *, now: datetime) -> NoSuchTime | None:
    """The day or time of day a text names for its matter that does not exist; None when all is possible.

    What stands inside the matter itself (「明天提醒我改合同上的2月30日」) names no time for it.
    """
    folded = fold(text)
    asked = _TRIGGER.search(folded)
    trigger = asked.start() if asked else len(folded)
    named = [ref for ref in times(text, now) if ref.kind != "duration"]
    for found in _written(folded, now):
        if _is_the_time(folded, found, named, trigger):
            joined = (r.start for r in named if _JOINED.fullmatch(folded, r.end, max(r.end, found.start)))
            since = min((start for start in joined if start < found.start), default=found.start)
            return replace(found, text=text[found.start : found.end].strip(), since=since)
    return None


def _written(folded: str, now: datetime) -> list[NoSuchTime]:
    """Every day and time in a text that does not exist."""
    dates = [date for date in DATE.finditer(folded) if not date_exists(date)]
    found = [NoSuchTime(date[0], *date.span(), clock=False, since=date.start()) for date in dates]
    covered = [(each.start, each.end) for each in found]
    for day in _DAY.finditer(folded):
        inside = any(start <= day.start() < end for start, end in covered)
        if not inside and (number(day["day"]) or 0) > 31 and day_at(folded, day.start(), now) is None:
            found.append(NoSuchTime(day[0], *day.span(), clock=False, since=day.start()))
    for clock in _CLOCK.finditer(folded):
        hour, minute = number(clock["hour"]) or 0, int(clock["minute"] or clock["second"] or 0)
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            found.append(NoSuchTime(clock[0], *clock.span(), clock=True, since=clock.start()))
    return sorted(found, key=lambda each: each.start)


def _is_the_time(folded: str, found: NoSuchTime, named: list[TimeRef], trigger: int) -> bool:
    """Whether an impossible time is what the text is to happen at."""
    before = found.end <= trigger
    follows = any(_JOINED.fullmatch(folded, ref.end, found.start) for ref in named if ref.end <= found.start)
    timed = any(ref.end <= trigger for ref in named)
    led = follows or ((before or not timed) and _LED.search(folded[: found.start]) is not None)
    whole_date = DATE.match(folded, found.start) is not None
    if not (led or (whole_date and (before or not named))):
        return False
    between = (ref for ref in named if found.end <= ref.start and ref.end <= trigger)
    apart = any(not _JOINED.fullmatch(folded, found.end, ref.start) for ref in between)
    return not (before and apart)
