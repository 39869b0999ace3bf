"""Reminders that come back: 每周一九点, 每天下午五点, 每月25号, and when the next time is."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.sales.dayparts import CLOCKS
from handlers.sales.worktime import WorkTime
from nlp import lazy_pattern

DAILY, WORKDAYS, WEEKLY, MONTHLY = "daily", "workdays", "weekly", "monthly"
MORNING: Final = time(9)
LAST_DAY: Final = 31
"""「每月底」; a month without such a day takes its last one."""

_DAY: Final = timedelta(days=1)
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NUMBER: Final = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})"
_EVERY: Final = lazy_pattern(
    rf"每(?:个)?(?:(?P<workdays>工作日)|(?:周|星期|礼拜)(?P<week>[一二三四五六日天](?:[、和,，]?(?:周|星期)?[一二三四五六日天])*)"
    rf"|月(?:的)?(?:(?P<last>底|末|最后一天)|(?P<month>{_NUMBER})[号日]?)|(?P<daily>天|日|晚|早))"
)
_CLOCK: Final = lazy_pattern(
    rf"\s*的?(?P<part>早上|早晨|清早|上午|中午|下午|傍晚|晚上|夜里|早|晚)?\s*(?:(?P<hour>{_NUMBER})\s*(?:[点时](?:钟|整)?|[:：](?=\d))"
    rf"\s*(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_NUMBER})分?)?)?"
)
_AFTER_NOON: Final = frozenset({"下午", "傍晚", "晚上", "夜里", "晚", "中午"})
_ASKED: Final = lazy_pattern(
    r"^\s*(?:都|就|准时|记得|请|帮我|到点)*\s*(?:提醒|叫|喊|催|通知)(?:一?下)?我?(?:要|去|记得|一下)*\s*"
)
_BEFORE: Final = lazy_pattern(r"(?:记得|请|麻烦|帮我|提醒我?|在|设个|设置|以后|今后)+\s*$")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule in business time; ``days`` are weekdays (Monday 0) when weekly, of the month when monthly."""

    kind: str
    clock: time
    days: tuple[int, ...] = ()

    def encode(self) -> str:
        """The rule as one word list, as it is stored."""
        return f"{self.kind} {','.join(map(str, self.days)) or '-'} {self.clock:%H:%M}"

    def on(self, day: date, worktime: WorkTime) -> bool:
        """Whether it falls on this day."""
        if self.kind == WEEKLY:
            return day.weekday() in self.days
        if self.kind == MONTHLY:
            last = calendar.monthrange(day.year, day.month)[1]
            return day.day in {min(wanted, last) for wanted in self.days}
        return self.kind == DAILY or worktime.is_workday(day)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule found in words, and what is left of them: what to be reminded of."""

    rule: Recurrence
    what: str


def decode(stored: str) -> Recurrence:
    """The rule that ``encode`` wrote."""
    kind, days, clock = stored.split()
    return Recurrence(
        kind, time.fromisoformat(clock), () if days == "-" else tuple(map(int, days.split(",")))
    )


def next_after(rule: Recurrence, at: datetime, worktime: WorkTime) -> datetime:
    """The first time after a moment."""
    local = worktime.local(at)
    day = local.date()
    for _ in range(400):
        moment = datetime.combine(day, rule.clock, tzinfo=worktime.zone)
        if moment > local and rule.on(day, worktime):
            return moment
        day += _DAY
    raise ValueError(f"{rule.encode()} never comes")


def spoken(text: str) -> Spoken | None:
    """The rule in a rep's words, None when they name none (or one that is not understood)."""
    found = _EVERY.search(text)
    if found is None:
        return None
    rest = _CLOCK.match(text, found.end())
    days = _days(found)
    clock = _time(found, rest)
    if days is None or clock is None:
        return None
    rule = Recurrence(_kind(found), clock, days)
    end = rest.end() if rest else found.end()
    head = _BEFORE.sub("", text[: found.start()]).strip(" ，,：:")
    tail = _ASKED.sub("", text[end:]).strip(" ，,：:。！!")
    return Spoken(rule, tail or head)


def _kind(found: re.Match[str]) -> str:
    if found["workdays"]:
        return WORKDAYS
    if found["week"]:
        return WEEKLY
    return MONTHLY if found["month"] or found["last"] else DAILY


def _days(found: re.Match[str]) -> tuple[int, ...] | None:
    if found["week"]:
        named = re.sub(r"[、和,，]|周|星期", "", found["week"])
        return tuple(sorted({"一二三四五六日天".index(c) % 7 if c != "天" else 6 for c in named}))
    if found["last"]:
        return (LAST_DAY,)
    if found["month"]:
        day = _number(found["month"])
        return (day,) if 1 <= day <= LAST_DAY else None
    return ()


def _time(found: re.Match[str], rest: re.Match[str] | None) -> time | None:
    """The named clock time; a part of the day alone means its usual hour, nothing at all the morning."""
    part = (rest["part"] if rest else None) or (found["daily"] if found["daily"] in ("早", "晚") else None)
    if rest is None or rest["hour"] is None:
        return MORNING if part is None else CLOCKS[part]
    hour = _number(rest["hour"])
    if part in _AFTER_NOON and 1 <= hour < 12 and not (part == "中午" and hour >= 11):
        hour += 12
    minute = 30 if rest["half"] else 0
    if rest["quarter"]:
        minute = 15 * _number(rest["quarter"])
    elif rest["minute"]:
        minute = _number(rest["minute"])
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _number(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS.get(words, 99)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
