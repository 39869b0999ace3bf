"""Points, ranges and open spans: how days, parts of the day, clock times and 前, 后, 到 combine."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from nlp.dates import holidays, spans
from nlp.dates.clock import BOUND_PART, DAYPARTS, PART, Clock, clock_at, hour_in
from nlp.dates.days import day_at
from nlp.dates.numerals import number
from nlp.dates.point import DAY, Point, midnight
from nlp.dates.spans import Reading
from nlp.dates.workday import day_bound, skip, special
from nlp.lazy import lazy

_TO: Final = lazy(r"\s{0,3}(?:起|开始)?\s{0,3}(?:-{1,2}|~|到|至|直到)\s{0,3}")
_SAME_UNIT: Final = lazy(
    r"(\d{1,2}|[一二两三四五六七八九十]{1,2})\s{0,3}(?:-|~|到|至)\s{0,3}(?=(?:\d{1,2}|[一二两三四五六七八九十]{1,2})\s{0,3}[点时](?!间))"
)
_AFTER_POINT: Final = lazy(
    r"\s{0,3}(?:(?:或|及|和)?(?P<before>之前|以前|前(?!后|台|端|期|面|天|年|[一两二三四五六七八九十几\d]+[天年周个]))"
    r"|(?:或|及|和)?(?P<after>之后|以后|过后|后(?!天|续|面|台|期|年|[一两二三四五六七八九十几]+[天年周个]))"
    r"|(?P<since>起(?!码|来|步|订|草|止|诉|床|飞)|开始|以来|至今)|(?P<inside>之内|以内|内(?!部|容|蒙|存|侧))|(?P<around>前后|左右|止|之间|这天|那天))?"
)
_FROM: Final = lazy(r"(自从|从|自|打)\s{0,3}$")
_UNTIL: Final = lazy(
    r"(?:截止到?|截至|最晚|最迟|不晚于|不迟于|赶在|赶|直到|有效期[到至]|保留[到至]|[留放存等推拖延改][到至])\s{0,3}$"
)
_FEST_LED: Final = lazy(r"(?:放完|过完|过了|忙完|等过了|等)\s{0,3}(?:这个)?$")
_NTH_AFTER: Final = lazy(
    r"(?:上班|开工|复工|收假|回来)?的?(?:后)?(?:上班|开工|复工)?的?(?:第\s{0,3}([一二三四五六七八九\d]+)|首|头一?)个?(?:(工作日|上班日)|天|日)(上班)?"
)
_HOLIDAY: Final = lazy(
    r"(?<![细环季调使情春关章礼佳元国童旦端人秋婚拜阳衣物脏])(?:过|放|小长|长|放完)?(?:(?:节|年(?!级))(?=[前后]|之[前后]|以[前后])|(?:假期?|收假|放假)(?=[前后]|之[前后]|以[前后]|结束|回来))|(?:放|休|过|收)完(?:长|小长|这个)?(?:假|节|年)(?!级)"
)
_SEQUENCE: Final = lazy(r"\s{0,3}[,，、和]\s{0,3}(?=(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号])")


def point_at(text: str, at: int, now: datetime, near: Point | None = None) -> Point | None:
    """A day, part of the day or clock time, or several of them together."""
    return _with_clock(text, at, now, near, day_at(text, at, now, near))


def _with_clock(text: str, at: int, now: datetime, near: Point | None, day: Point | None) -> Point | None:
    stop = day.stop if day else at
    after_day = skip(text, stop) if day and day.grain in {"day", "week"} else stop
    part = (BOUND_PART if day else PART).match(text, after_day)
    if day and part and day.grain not in {"day"}:
        part = None
    name = (part[1] or (part[2] if part.re is PART else None)) if part else ""
    clock = (
        _clock(text, part.end() if part else after_day, day, bool(part))
        if not day or day.grain == "day"
        else None
    )
    if clock:
        return _timed(day, name or "", clock, now, near)
    if part and name:
        return _parted(day, name, len(text[: part.end()].rstrip(" 的")), now, near)
    return day


def _clock(text: str, at: int, day: Point | None, parted: bool) -> Clock | None:
    shared = _SAME_UNIT.match(text, at)
    bound = day is not None or parted
    if shared:
        unit = clock_at(text[: shared.end(1)] + "点", at, bound=True)
        if unit and (bound or not re.search(r"[第有\d.]$", text[max(0, at - 1) : at])):
            return replace(unit, stop=shared.end(1))
    return clock_at(text, at, bound=bound)


def _timed(day: Point | None, part: str, clock: Clock, now: datetime, near: Point | None) -> Point:
    base = day or near
    first = midnight((base.lo if base else now).date())
    inherited = part or (near.part if near and not day else "")
    hour = hour_in(inherited, clock.hour) if inherited else clock.hour
    guessed = not inherited and not clock.fixed and clock.hour <= 12
    if guessed:
        hour = _sensible(first, clock, now, today=first.date() == now.date())
    at = first + timedelta(hours=hour, minutes=clock.minute, seconds=clock.second)
    if near and not day and at <= near.lo:
        at += (
            timedelta(hours=12)
            if clock.hour <= 12 and at + timedelta(hours=12) > near.lo and not part
            else DAY
        )
    loose = day.loose if day else ("" if near else "day")
    if loose == "day" and at < now:
        at += DAY
    if loose == "week" and at <= now:
        at += 7 * DAY
    return Point(
        at,
        at + timedelta(minutes=1),
        "minute",
        clock.stop,
        loose,
        inherited,
        clock=True,
        dated=day is not None,
    )


def _sensible(first: datetime, clock: Clock, now: datetime, *, today: bool) -> int:
    """Morning or afternoon for a bare hour: the next that makes sense, office hours on other days."""
    usual = clock.hour + 12 if clock.hour < 7 else clock.hour
    if not today:
        return usual
    for hour in (clock.hour, clock.hour + 12):
        if 6 <= hour < 24 and first + timedelta(hours=hour, minutes=clock.minute) >= now - timedelta(
            minutes=1
        ):
            if hour == 6 and now.hour == 0:
                continue
            return hour
    return usual


def _parted(day: Point | None, part: str, stop: int, now: datetime, near: Point | None) -> Point:
    base = day or near
    first = midnight((base.lo if base else now).date())
    lo, hi = (first + timedelta(hours=h) for h in DAYPARTS[part])
    loose = day.loose if day else ("" if near else "day")
    if loose == "day" and hi <= now:
        lo, hi = lo + DAY, hi + DAY
    return Point(lo, hi, "daypart", stop, loose, part, dated=day is not None)


def expression_at(text: str, at: int, now: datetime) -> Reading | None:
    """The longest time expression that starts at *at*, resolved; None when there is none."""
    day = day_at(text, at, now)
    ready = day_bound(text, at, day) or special(text, at, now) or _around_holiday(text, at, now, day)
    if ready:
        return ready
    point = _with_clock(text, at, now, None, day)
    duration = spans.reading_at(text, at, now)
    if duration and (point is None or (duration.stop > point.stop and point.grain != "year")):
        return duration
    if point is None:
        return None
    return _ranged(text, at, point, now) or _sequence(text, at, point, now) or _suffixed(text, at, point, now)


def _around_holiday(text: str, at: int, now: datetime, named: Point | None) -> Reading | None:
    """节前, 年后, 国庆后上班第一天, 放完国庆: measured on the holiday, not on its first day."""
    if named and named.edge.startswith("fest:"):
        name = holidays.public_name(named.edge[5:])
        first, stop = named.lo.date(), named.stop
        last = holidays.last_day_off(name, first.year) or first
        return _holiday_suffix(
            text, at, stop, now, (first, last), led=bool(_FEST_LED.search(text, max(0, at - 4), at))
        )
    found = _HOLIDAY.match(text, at)
    if not found or re.search(r"[一二两三四五六七八九十几多半\d]$", text[max(0, at - 1) : at]):
        return None
    after = not text[found.end() : found.end() + 2].lstrip("之以").startswith("前")
    if "年" in found[0]:
        first = _new_year(now, after=after)
        last = holidays.last_day_off("春节", first.year) or first
    else:
        _, first, last = holidays.next_public(now.date(), ends_after=after)
    return _holiday_suffix(text, at, found.end(), now, (first, last), led="完" in found[0])


def _new_year(now: datetime, *, after: bool) -> date:
    for year in (now.year, now.year + 1):
        first = holidays.festival("春节", year)
        limit = holidays.last_day_off("春节", year) if after else first
        if first and limit and limit > now.date():
            return first
    return now.date()


def _holiday_suffix(
    text: str, at: int, stop: int, now: datetime, days: tuple[date, date], *, led: bool
) -> Reading | None:
    first, last = days
    suffix = _AFTER_POINT.match(text, stop)
    tail = suffix.end() if suffix else stop
    ended = re.compile(r"(?:假期?)?(?:结束|回来)(?:之?后|以后)?").match(text, stop)
    later = bool(suffix and suffix["after"]) or bool(ended) or led
    tail = ended.end() if ended else tail
    if later:
        nth = _NTH_AFTER.match(text, tail)
        if nth and nth[0]:
            return _nth_day(nth, last, at)
        return Reading("after", midnight(last + DAY), None, None, "day", at, tail)
    nth = _NTH_AFTER.match(text, stop)
    if suffix and suffix["before"]:
        return Reading("before", None, midnight(first), None, "day", at, tail, deadline=True)
    return _nth_day(nth, last, at) if nth and ("上班" in nth[0] or "工作日" in nth[0]) else None


def _nth_day(nth: re.Match[str], last: date, at: int) -> Reading:
    count = number(nth[1]) or 1 if nth[1] else 1
    working = nth[2] or "班" in nth[0] or "工" in nth[0]
    day = midnight(holidays.add_working_days(last, count) if working else last + count * DAY)
    return Reading("day", day, day + DAY, None, "day", at, nth.end())


def _ranged(text: str, at: int, left: Point, now: datetime) -> Reading | None:
    to = _TO.match(text, left.stop)
    if not to:
        return None
    right = point_at(text, to.end(), now, near=left)
    if right is None:
        return None
    if left.loose == "year" and not left.clock:
        earlier = _year_before(text, at, left, now, to.end())
        left, right = earlier or (left, right)
    lo, hi = left.lo, right.lo if right.clock else right.hi
    if right.clock and not left.clock and left.grain == "day":
        return Reading("before", None, hi, None, "minute", at, right.stop, deadline=True)
    if hi <= lo:
        return None
    stop = right.stop
    tail = re.compile(r"\s{0,3}(?:之间|期间|止|这段时间)").match(text, stop)
    grain = "minute" if right.clock else right.grain
    return Reading("range", lo, hi, None, grain, at, tail.end() if tail else stop)


def _year_before(text: str, at: int, left: Point, now: datetime, right_at: int) -> tuple[Point, Point] | None:
    """The same range a year earlier when that one is still running."""
    past = point_at(text, at, now.replace(month=1, day=1))
    if past is None or past.lo >= left.lo:
        return None
    right = point_at(text, right_at, now, near=past)
    return (past, right) if right and right.hi > now else None


def _sequence(text: str, at: int, left: Point, now: datetime) -> Reading | None:
    """9月10号，11号，12号: days in a row are one range."""
    last = left
    while left.grain == "day" and not left.edge and (comma := _SEQUENCE.match(text, last.stop)):
        following = day_at(text, comma.end(), now, near=last)
        if following is None or following.lo != last.hi:
            break
        last = following
    return Reading("range", left.lo, last.hi, None, "day", at, last.stop) if last is not left else None


def _suffixed(text: str, at: int, point: Point, now: datetime) -> Reading | None:
    suffix = _AFTER_POINT.match(text, point.stop)
    stop = suffix.end() if suffix else point.stop
    led = _FROM.search(text, max(0, at - 2), at)
    until = _UNTIL.search(text, max(0, at - 4), at)
    start = at - len(led[0]) if led else at
    exact = point.clock
    if (suffix and (suffix["before"] or suffix["inside"])) or until:
        whole = (
            suffix is not None
            and suffix["before"]
            and not point.clock
            and suffix[0].strip()[0] not in "或及和"
        )
        end = point.lo if exact or (whole and _opens(point)) else point.hi
        return Reading(
            "before", None, end, None, point.grain if not exact else "minute", at, stop, deadline=True
        )
    if suffix and suffix["after"]:
        since = (
            point.hi
            if point.edge == "end" or point.grain in {"month", "quarter", "year", "week"}
            else point.lo
        )
        return Reading("after", since, None, None, point.grain, at, stop)
    if (suffix and suffix["since"]) or (led and led[1] == "自从"):
        return Reading("after", point.lo, None, None, point.grain, start, stop)
    return _plain(
        point,
        start if suffix and suffix["around"] else at,
        stop if suffix and suffix["around"] else point.stop,
    )


def _opens(point: Point) -> bool:
    """Whether 前 means before the stretch begins (months, weekends, festivals), not before it is over."""
    if point.edge == "end":
        return False
    return (
        point.grain in {"month", "quarter", "year", "week"}
        or point.hi - point.lo > DAY
        or point.edge.startswith("fest:")
        or point.grain == "daypart"
    )


def _plain(point: Point, start: int, stop: int) -> Reading:
    if point.clock:
        return Reading("instant", point.lo, None, None, "minute", start, stop)
    if point.grain == "daypart":
        return Reading("daypart", point.lo, point.hi, None, "daypart", start, stop)
    if point.edge == "end":
        return Reading("end", point.lo, point.hi, None, "day", start, stop)
    if point.edge == "start":
        return Reading("start", point.lo, point.hi, None, point.grain, start, stop)
    if point.hi - point.lo == DAY:
        return Reading("day", point.lo, point.hi, None, "day", start, stop)
    return Reading("range", point.lo, point.hi, None, point.grain, start, stop)
