"""Chinese festivals, public holidays and working days.

Published holidays with their shifted working days come from ``chinese_calendar``; for years it does
not know yet, weekends and the statutory days computed from the lunar calendar stand in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

DAY: Final = timedelta(days=1)
_FIRST_LUNAR_YEAR: Final = 2000
_FIRST_NEW_YEAR: Final = date(2000, 2, 5)
# One number a lunar year: bits 4-15 long months (12 first), bits 0-3 the leap month, bit 16 a long leap month.
_LUNAR: Final = (
    0x0C960, 0x0D954, 0x0D4A0, 0x0DA50, 0x07552, 0x056A0, 0x0ABB7, 0x025D0, 0x092D0, 0x0CAB5,
    0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
    0x0B5A0, 0x056D0, 0x055B2, 0x049B0, 0x0A577, 0x0A4B0, 0x0AA50, 0x1B255, 0x06D20, 0x0ADA0,
)  # fmt: skip

_FIXED: Final = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "三八": (3, 8), "植树节": (3, 12), "消费者权益日": (3, 15),
    "愚人节": (4, 1), "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "五四": (5, 4), "护士节": (5, 12),
    "儿童节": (6, 1), "六一": (6, 1), "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1),
    "程序员节": (10, 24), "万圣节": (10, 31), "光棍节": (11, 11), "双十一": (11, 11), "双十二": (12, 12),
    "平安夜": (12, 24), "圣诞": (12, 25), "跨年": (12, 31), "618": (6, 18),
}  # fmt: skip
_LUNAR_DAYS: Final = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip
#: Public holidays in the order of the year, with the days they usually last.
PUBLIC: Final = {"元旦": 1, "春节": 7, "清明": 3, "劳动节": 5, "端午": 3, "中秋": 3, "国庆": 7}


def _month_days(info: int, month: int) -> int:
    return 30 if info & (0x10000 >> month) else 29


@lru_cache(maxsize=256)
def lunar(year: int, month: int, day: int) -> date | None:
    """The date of a day of a lunar year (ordinary months only), None outside 2000-2049."""
    if not 0 <= year - _FIRST_LUNAR_YEAR < len(_LUNAR):
        return None
    at = _FIRST_NEW_YEAR
    for info in _LUNAR[: year - _FIRST_LUNAR_YEAR]:
        at += timedelta(days=_year_days(info))
    info = _LUNAR[year - _FIRST_LUNAR_YEAR]
    for earlier in range(1, month):
        at += timedelta(days=_month_days(info, earlier))
        if earlier == info & 0xF:
            at += timedelta(days=_leap_days(info))
    return at + timedelta(days=day - 1)


def _leap_days(info: int) -> int:
    return (30 if info & 0x10000 else 29) if info & 0xF else 0


def _year_days(info: int) -> int:
    return sum(_month_days(info, m) for m in range(1, 13)) + _leap_days(info)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _qingming(year: int) -> date:
    short = year % 100
    return date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


_MOVING: Final[dict[str, Callable[[int], date]]] = {
    "清明": _qingming,
    "母亲节": lambda y: _nth_weekday(y, 5, 6, 2),
    "父亲节": lambda y: _nth_weekday(y, 6, 6, 3),
    "感恩节": lambda y: _nth_weekday(y, 11, 3, 4),
    "黑五": lambda y: _nth_weekday(y, 11, 3, 4) + DAY,
}


def festival(name: str, year: int) -> date | None:
    """The day of festival *name* in *year*, None when it cannot be known."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _MOVING:
        return _MOVING[name](year)
    if name == "除夕":
        new_year = lunar(year, 1, 1)
        return new_year - DAY if new_year else None
    if name in _LUNAR_DAYS:
        month, day = _LUNAR_DAYS[name]
        return lunar(year - 1 if month == 12 else year, month, day)
    return None


def public_name(name: str) -> str:
    """The public holiday that a festival name belongs to (五一 → 劳动节), else the name itself."""
    return {"五一": "劳动节", "除夕": "春节"}.get(name, name)


@lru_cache(maxsize=512)
def last_day_off(name: str, year: int) -> date | None:
    """The last day off of a public holiday, as published or as the statute has it; None for other days."""
    first = festival(name, year)
    if first is None or name not in PUBLIC:
        return None
    if published(year):
        last = first
        while is_day_off(last + DAY) and (last - first).days < 10:
            last += DAY
        return last
    if PUBLIC[name] > 3:
        return first + timedelta(days=PUBLIC[name] - 1)
    last = first
    while (last + DAY).weekday() >= 5:
        last += DAY
    return last


@lru_cache(maxsize=64)
def published(year: int) -> bool:
    """Whether the State Council's arrangement of *year*, shifted working days included, is known here."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=16)
def _statutory(year: int) -> frozenset[date]:
    """The days off of a year nobody has published yet."""
    days: set[date] = set()
    for name, length in PUBLIC.items():
        first = festival(name, year)
        if first is not None:
            length = 1 if name in {"清明", "端午", "中秋"} else length
            days.update(first + timedelta(days=n) for n in range(length))
            if name == "春节":
                days.add(first - DAY)
    return frozenset(days)


def is_day_off(day: date) -> bool:
    """Whether nobody is expected to work on *day* in mainland China."""
    if published(day.year):
        import chinese_calendar

        return bool(chinese_calendar.is_holiday(day))
    return day.weekday() >= 5 or day in _statutory(day.year)


def add_working_days(day: date, count: int) -> date:
    """The *count*-th working day after *day*; *day* itself when count is 0."""
    while count > 0:
        day += DAY
        if not is_day_off(day):
            count -= 1
    return day


def next_public(day: date, *, ends_after: bool) -> tuple[str, date, date]:
    """The coming public holiday: name, first and last day.

    With *ends_after* the running holiday counts too (节后 said on the third day of it), else only one
    that starts after *day*.
    """
    found = []
    for year in (day.year, day.year + 1):
        for name in PUBLIC:
            first, last = festival(name, year), last_day_off(name, year)
            if first and last and (last >= day if ends_after else first > day):
                found.append((first, name, last))
    first, name, last = min(found) if found else (day, "元旦", day)
    return name, first, last
