"""Festivals by name: 国庆, 中秋节, 双十一, 大年初三."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nlp.dates import holidays
from nlp.dates.numerals import number
from nlp.dates.point import DAY, Point, day_point, midnight
from nlp.lazy import lazy

_NEW_YEAR_DAY: Final = lazy(
    r"(?:大年|正月|农历正月)初([一二三四五六七八九十]{1,2})|(?<![年月])初([二三四五六七八九十]{1,2})(?=开工|上班|开始|复工|回来|就)"
)
_HOLIDAY_SPAN: Final = lazy(r"假期|黄金周|长假|小长假|放假|期间")
FESTIVAL_NAMES: Final = {
    "元旦": "元旦", "新年": "元旦", "情人节": "情人节", "国际妇女节": "妇女节", "妇女节": "妇女节", "三八节": "妇女节", "三八妇女节": "妇女节",
    "女神节": "妇女节", "植树节": "植树节", "国际消费者权益日": "消费者权益日", "消费者权益日": "消费者权益日", "三一五": "消费者权益日",
    "愚人节": "愚人节", "清明节": "清明", "清明": "清明", "五一国际劳动节": "劳动节", "国际劳动节": "劳动节", "五一劳动节": "劳动节",
    "劳动节": "劳动节", "五一节": "劳动节", "五一": "劳动节", "51假期": "劳动节", "五四青年节": "青年节", "青年节": "青年节", "五四": "青年节",
    "护士节": "护士节", "母亲节": "母亲节", "国际儿童节": "儿童节", "六一儿童节": "儿童节", "儿童节": "儿童节", "六一": "儿童节",
    "父亲节": "父亲节", "端午节": "端午", "端午": "端午", "七一建党节": "建党节", "建党节": "建党节", "八一建军节": "建军节", "建军节": "建军节",
    "七夕节": "七夕", "七夕": "七夕", "中元节": "中元", "教师节": "教师节", "中秋节": "中秋", "中秋": "中秋", "国庆节": "国庆", "国庆": "国庆",
    "十一国庆": "国庆", "十一假期": "国庆", "十一长假": "国庆", "十一黄金周": "国庆", "重阳节": "重阳", "重阳": "重阳", "程序员节": "程序员节",
    "万圣节": "万圣节", "光棍节": "光棍节", "双十一": "双十一", "双11": "双十一", "感恩节": "感恩节", "黑五": "黑五", "双十二": "双十二",
    "双12": "双十二", "平安夜": "平安夜", "圣诞节": "圣诞", "圣诞": "圣诞", "跨年夜": "跨年", "跨年": "跨年", "腊八节": "腊八", "腊八": "腊八",
    "小年夜": "小年", "除夕夜": "除夕", "除夕": "除夕", "年三十": "除夕", "大年三十": "除夕", "春节": "春节", "大年初一": "春节", "过年": "春节",
    "农历新年": "春节", "元宵节": "元宵", "元宵": "元宵",
}  # fmt: skip
FESTIVAL: Final = lazy(
    "(?:(?<!双)十一(?=放假|[前后](?!天|面|续|台|期|[一二两三])|之[前后]|以[前后]|期间|过后|回来))|("
    + "|".join(sorted(FESTIVAL_NAMES, key=len, reverse=True))
    + r")(?!新村|路|街|路口|广场|小学|中学|新款|以来的|路店|大街|堂|北路|南路)(?:假期|黄金周|长假|小长假|放假|期间|当天|那天|节)*\s{0,3}的?\s{0,3}"
)
_SOLAR_NUMERIC: Final = lazy(r"(?<![\d.])618(?=大促|活动|前|后|当天|期间)")
_OUTSIDE: Final = lazy(r"之?(?:前|后)|以(?:前|后)|结束|回来|过后")


def new_year_day_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """大年初三, 初八开工: a day of the coming lunar new year."""
    found = _NEW_YEAR_DAY.match(text, at)
    nth = number(found[1] or found[2]) if found else None
    for year in (now.year, now.year + 1):
        first = holidays.festival("春节", year)
        if found and nth and first and first + (nth - 1) * DAY >= now.date():
            return day_point(first + (nth - 1) * DAY, found.end())
    return None


def festival_at(text: str, at: int, now: datetime, near: Point | None) -> Point | None:
    """A festival by name: the coming one, or all of the holiday when the words say so."""
    short = _SOLAR_NUMERIC.match(text, at)
    found = short or FESTIVAL.match(text, at)
    if not found:
        return None
    name = "618" if short else FESTIVAL_NAMES.get(found[1] or "", "国庆")
    base = near.lo.date() if near else now.date()
    for year in (base.year, base.year + 1):
        day = holidays.festival(name, year)
        last = holidays.last_day_off(holidays.public_name(name), year) or day
        if day and last and last >= base:
            if last > day and _HOLIDAY_SPAN.search(found[0]) and not _OUTSIDE.match(text, found.end()):
                return Point(
                    midnight(day), midnight(last) + DAY, "day", len(text[: found.end()].rstrip(" 的")), "year"
                )
            return Point(
                midnight(day),
                midnight(day) + DAY,
                "day",
                len(text[: found.end()].rstrip(" 的")),
                "year",
                edge=f"fest:{name}",
            )
    return None
