"""Years, quarters, months and days of a month: 2026年Q3, 11月底, 15号, 2026/11/25, 十月的第一周."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final

from nlp.dates import holidays
from nlp.dates.festivals import FESTIVAL, FESTIVAL_NAMES
from nlp.dates.numerals import number
from nlp.dates.numerals import year as year_number
from nlp.dates.point import DAY, Point, day_point, midnight, month_start, safe_date
from nlp.lazy import lazy

N: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_TO: Final = r"\s{0,3}(?:-|~|到|至)\s{0,3}"
_YEAR: Final = lazy(
    r"(?:(\d{4}|[零〇一二三四五六七八九]{4}|两千[零〇]?[一二三四五六七八九十]{1,3})\s{0,3}年(?!级|会员|费)"
    r"|(0\d|[零〇][零〇一二三四五六七八九])\s{0,3}年|([1-4]\d|[一二][零〇一二三四五六七八九])\s{0,3}年(?=\s{0,3}(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,3}月|[底末初]|以前|以来)"
    r"|(大前年|前年|去年|上一?年|今年|本年度?|这一?年|当年|明年|来年|下一?年|大后年|后年)(?!会|货|费|级))\s{0,3}的?\s{0,3}"
)
_YEARS: Final = {
    "大前年": -3,
    "前年": -2,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "明年": 1,
    "来年": 1,
    "下年": 1,
    "下一年": 1,
    "后年": 2,
    "大后年": 3,
}
_MONTH: Final = lazy(
    rf"(?:({N})(?:(?={_TO}{N}\s{{0,3}}月)|\s{{0,3}}月份?)(?!饼|嫂|费|租|卡|薪|结|供|付|销|均|光|经|票|子中心)"
    rf"|([上下]{{1,4}}|本|这|当)(?:个|一个)?月份?(?!费|结)|(首)月|(正)月)\s{{0,3}}的?\s{{0,3}}"
)
_MONTH_UNIT: Final = lazy(rf"{N}\s{{0,3}}-\s{{0,3}}{N}\s{{0,3}}月")
_DAY: Final = lazy(
    rf"(?<![路街道巷弄村第])({N})(?:(?={_TO}{N}\s{{0,3}}[日号])|\s{{0,3}}[日号](?!线|楼|店|门|院|厂|机|柜|仓|库|位|桌|房|铺|码|用|常|元|本|电池|馆|地|厅|教室|会议室|厨|窗|车|款|套餐|报))"
)
_ORDINAL_WEEK: Final = lazy(rf"第\s{{0,3}}({N})\s{{0,3}}个?(?:周|星期|礼拜)(?![一二三四五六日天末])")
_ORDINAL_WEEKDAY: Final = lazy(
    rf"(?:第\s{{0,3}}({N})|最后一)\s{{0,3}}个?(?:周|星期|礼拜)([一二三四五六日天])"
)
_LAST_MONTHS: Final = lazy(rf"最后\s{{0,3}}({N})\s{{0,3}}个月")
_FIRST_DAY: Final = lazy(r"(?:第一天|(最后一天))")
_QUARTER: Final = lazy(r"(?:第?([一二三四1234])季度?|[Qq]([1-4])(?!\d))\s{0,3}的?\s{0,3}")
_REL_QUARTER: Final = lazy(
    r"(?:(上上|上|本|这|当|下下|下)个?季度?|(?<![四一二三])季度?(?=[末底]))\s{0,3}的?\s{0,3}"
)
_HALF: Final = lazy(r"(上|下|前|后)半年(?!级)")
_MONTH_EDGE: Final = lazy(r"(?:月)?(底|末|初|中旬|上旬|下旬|中(?!旬|心|间|国|介))")
_YEAR_EDGE: Final = lazy(r"年?(底|末|初|中(?!旬|心|间|国|介))")
_EDGE_ONLY: Final = lazy(r"(月|年|季)度?(底|末|初|中(?!旬|心|间|国|介))")


def shift(word: str) -> int:
    """How many units 上上, 下, 这 or 本 move away from now."""
    return word.count("下") - word.count("上")


def iso_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """2026-11-25, 2026/11, 2010 01 29."""
    found = _ISO.match(text, at)
    if found:
        day = safe_date(int(found[1]), int(found[3]), int(found[4]))
        return day_point(day, found.end()) if day and 1900 <= day.year < 2100 else None
    month = _ISO_MONTH.match(text, at)
    if month and 1900 <= int(month[1]) < 2100 and 1 <= int(month[2]) <= 12:
        year, number_ = int(month[1]), int(month[2])
        return Point(month_start(year, number_), month_start(year, number_ + 1), "month", month.end())
    return None


_ISO: Final = lazy(
    r"(?<![\dA-Za-z./-])(\d{4})(\s?[-/.·]\s?|\s)(\d{1,2})\2(\d{2}(?=\d{1,2}:\d\d)|\d{1,2}(?!\d))[日号]?\s{0,3}(?:T(?=\d))?"
)
_ISO_MONTH: Final = lazy(r"(?<![\dA-Za-z./-])(\d{4})[-/](\d{2})(?![\d/-])")
_MD: Final = lazy(
    r"(?<![\dA-Za-z./:-])(\d{1,2})([-/.·])(\d{1,2})(?![\d%万千元块折米倍度寸版.:/])(?!-\d)\s{0,3}([日号])?\s{0,3}的?"
)
_MD_AFTER: Final = lazy(
    r"\s{0,3}(?:\d{1,2}[:点时]|[一二两三四五六七八九十]{1,3}点|上午|下午|早|晚|中午|凌晨|之?[前后]|以[前后]|[到至~]|\s-\s|那天|[周(（]|当天|发|寄|给|交|签|付|到货|见|开|来|去|出|提醒)"
)
_MD_BEFORE: Final = lazy(r"(?:在|于|定|约|到|至|从|自|我|您|你|[,，。;；])\s{0,3}$")


def month_day_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """11/25 or 11.25 where the words around it make it a date."""
    found = _MD.match(text, at)
    if not found or (found[2] == "-" and found[4] and int(found[1]) < int(found[3])):
        return None
    alone = at == 0 and found.end() == len(text.rstrip())
    cued = _MD_AFTER.match(text, found.end()) or _MD_BEFORE.search(text, max(0, at - 3), at)
    if found[2] in ".-" and not (found[4] or alone or _MD_AFTER.match(text, found.end())):
        return None
    if not (found[4] or alone or cued or near):
        return None
    return _coming_month_day(int(found[1]), int(found[3]), found.end(), now, near)


def _coming_month_day(month: int, day: int, stop: int, now: datetime, near: Point | None) -> Point | None:
    """A month and day without a year: of the year of *near*, else the coming one."""
    base = near.lo.date() if near else now.date()
    for year in range(base.year, base.year + 9):
        found = safe_date(year, month, day)
        if found and found >= base:
            return day_point(found, stop, loose="" if near else "year")
    return None


def year_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """A year, or what of it is named."""
    both = re.compile("今明两年").match(text, at)
    if both:
        return Point(month_start(now.year, 1), month_start(now.year + 2, 1), "year", both.end())
    found = _YEAR.match(text, at)
    if not found:
        return None
    said = found[1] or found[2] or found[3]
    year = year_number(said) if said else now.year + _YEARS.get(found[4], 0)
    if year is None or not 1900 <= year < 2100:
        return None
    stop = found.end()
    inner = _in_year(text, stop, year, now)
    bare = Point(month_start(year, 1), month_start(year + 1, 1), "year", len(text[:stop].rstrip(" 的")))
    return inner or bare


def _in_year(text: str, at: int, year: int, now: datetime) -> Point | None:
    """What of the year is meant: its month, quarter, half, festival, end or first day."""
    month = _MONTH.match(text, at)
    if month and (month[1] or month[3]):
        value = 1 if month[3] else number(month[1])
        if value is None or not 1 <= value <= 12:
            return None
        return _in_month(text, month, month_start(year, value), "", now)
    half = _HALF.match(text, at)
    if half:
        first = 1 if half[1] in "上前" else 7
        return Point(month_start(year, first), month_start(year, first + 6), "quarter", half.end())
    quarter = _QUARTER.match(text, at)
    if quarter:
        return _quarter(text, year, number(quarter[1] or quarter[2]) or 1, quarter.end(), "")
    edge = _YEAR_EDGE.match(text, at) if text[at - 1] == "年" else None
    if edge:
        return _year_edge(year, edge[1], edge.end(), "")
    last = _LAST_MONTHS.match(text, at)
    if last and (count := number(last[1])):
        return Point(month_start(year, 13 - count), month_start(year + 1, 1), "month", last.end())
    first_day = _FIRST_DAY.match(text, at)
    if first_day:
        return day_point(date(year, 12, 31) if first_day[1] else date(year, 1, 1), first_day.end())
    fest = FESTIVAL.match(text, at)
    day = holidays.festival(FESTIVAL_NAMES.get(fest[1] or "", "国庆"), year) if fest else None
    return day_point(day, fest.end()) if fest and day else None


def _year_edge(year: int, edge: str, stop: int, loose: str) -> Point:
    lo, hi = month_start(year, 1), month_start(year + 1, 1)
    if edge in "底末":
        return Point(hi - DAY, hi, "day", stop, loose, edge="end")
    if edge == "初":
        return Point(lo, month_start(year, 2), "month", stop, loose, edge="start")
    return Point(month_start(year, 6), month_start(year, 8), "month", stop, loose)


def _quarter(text: str, year: int, quarter: int, stop: int, loose: str) -> Point:
    lo = month_start(year, quarter * 3 - 2)
    hi = month_start(lo.year, lo.month + 3)
    if text[stop : stop + 1] in {"末", "底"}:
        return Point(hi - DAY, hi, "day", stop + 1, loose, edge="end")
    if text[stop : stop + 1] == "初":
        return Point(lo, month_start(lo.year, lo.month + 1), "month", stop + 1, loose, edge="start")
    return Point(lo, hi, "quarter", len(text[:stop].rstrip(" 的")), loose)


def month_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """A month, or what of it is named; the coming one without a year."""
    found = _MONTH.match(text, at)
    if not found:
        return None
    if found[2]:
        return _in_month(text, found, month_start(now.year, now.month + shift(found[2])), "", now)
    value = number(found[1]) if found[1] else None
    if value is None or not 1 <= value <= 12:
        return None
    base = near.lo if near else now
    lo = month_start(base.year, value)
    exact = _in_month(text, found, lo, "" if near else "year", now)
    limit = midnight(base.date()) if near or (exact and exact.grain == "day") else now
    if exact is None or exact.hi <= limit:
        for years in range(1, 9):
            later = _in_month(text, found, month_start(base.year + years, value), "" if near else "year", now)
            if later:
                return later
    return exact


def _in_month(text: str, month: re.Match[str], lo: datetime, loose: str, now: datetime) -> Point | None:
    """What of the month is meant: a day, its end or thirds, an ordinal week or weekday; else all of it."""
    at, hi = month.end(), month_start(lo.year, lo.month + 1)
    day = _DAY.match(text, at)
    if day:
        value = number(day[1])
        exact = safe_date(lo.year, lo.month, value) if value else None
        return day_point(exact, day.end(), loose=loose) if exact else None
    edge = _MONTH_EDGE.match(text, at)
    if edge:
        return _month_edge(lo, edge[1], edge.end(), loose)
    weekday = _ORDINAL_WEEKDAY.match(text, at)
    if weekday:
        return _nth_weekday(lo, hi, weekday, loose)
    week = _ORDINAL_WEEK.match(text, at)
    if week and (nth := number(week[1])):
        first = midnight(lo.date() + timedelta(days=-lo.weekday() % 7) + timedelta(weeks=nth - 1))
        return Point(first, first + 7 * DAY, "week", week.end(), loose)
    last_day = _FIRST_DAY.match(text, at)
    if last_day:
        return day_point((hi - DAY if last_day[1] else lo).date(), last_day.end(), loose=loose)
    return Point(lo, hi, "month", len(text[:at].rstrip(" 的")), loose)


def _month_edge(lo: datetime, edge: str, stop: int, loose: str) -> Point:
    hi = month_start(lo.year, lo.month + 1)
    if edge in "底末":
        return Point(hi - DAY, hi, "day", stop, loose, edge="end")
    if edge == "初":
        return Point(lo, lo + 10 * DAY, "month", stop, loose, edge="start")
    first, last = {"上旬": (0, 10), "下旬": (20, (hi - lo).days)}.get(edge, (10, 20))
    return Point(lo + first * DAY, lo + last * DAY, "week", stop, loose)


def _nth_weekday(lo: datetime, hi: datetime, found: re.Match[str], loose: str) -> Point | None:
    weekday = "一二三四五六日天".index(found[2]) % 7 if found[2] != "天" else 6
    if not found[1]:
        last = hi.date() - DAY
        return day_point(last - timedelta(days=(last.weekday() - weekday) % 7), found.end(), loose=loose)
    first = lo.date() + timedelta(days=(weekday - lo.weekday()) % 7)
    return day_point(first + timedelta(weeks=(number(found[1]) or 1) - 1), found.end(), loose=loose)


def day_of_month_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """15号: the coming one."""
    found = _DAY.match(text, at)
    value = number(found[1]) if found else None
    if not found or value is None or not 1 <= value <= 31:
        return None
    base = near.lo.date() if near else now.date()
    for months in range(13):
        first = month_start(base.year, base.month + months)
        exact = safe_date(first.year, first.month, value)
        if exact and exact >= base:
            return day_point(exact, found.end(), loose="" if near else "month")
    return None


def quarter_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """上个季度, Q3, 下半年."""
    relative = _REL_QUARTER.match(text, at)
    current = (now.month - 1) // 3 + 1
    if relative:
        return _quarter(text, now.year, current + shift(relative[1] or ""), relative.end(), "")
    named = _QUARTER.match(text, at)
    if named:
        value = number(named[1] or named[2]) or 1
        return _quarter(text, now.year + (value < current), value, named.end(), "year")
    half = _HALF.match(text, at)
    if half:
        year = now.year + (half[1] in "上前" and now.month > 6)
        first = 1 if half[1] in "上前" else 7
        return Point(month_start(year, first), month_start(year, first + 6), "quarter", half.end(), "year")
    return None


def edge_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """月底, 年末, 季度末 of the running month, year or quarter; 月初 and 年初 that are over mean the next."""
    found = _EDGE_ONLY.match(text, at)
    if not found:
        return None
    unit, edge = found[1], found[2]
    if unit == "月":
        point = _month_edge(month_start(now.year, now.month), edge, found.end(), "month")
        return (
            point
            if point.hi > now
            else _month_edge(month_start(now.year, now.month + 1), edge, found.end(), "month")
        )
    if unit == "年":
        point = _year_edge(now.year, edge, found.end(), "year")
        return point if point.hi > now else _year_edge(now.year + 1, edge, found.end(), "year")
    if edge == "中":
        return None
    return _quarter(text, now.year, (now.month - 1) // 3 + 1, found.end() - 1, "year")
