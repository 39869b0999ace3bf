"""Parts of the day and clock times: 下午三点半, 9:30, 3pm, 半夜."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from nlp.dates.numerals import number
from nlp.lazy import lazy

#: Part of the day → (hour it starts, hour it ends); hours past 24 belong to the next day.
DAYPARTS: Final = {
    "凌晨": (4, 6), "今晨": (5, 9), "清晨": (6, 8), "清早": (6, 9), "早晨": (6, 9), "早上": (7, 9), "早间": (7, 9),
    "一早": (7, 9), "大早": (7, 9), "早": (7, 9), "晨": (6, 9), "上午": (9, 12), "午前": (10, 12),
    "中午": (12, 14), "正午": (12, 13), "晌午": (12, 13), "午间": (12, 14), "午": (12, 14), "午后": (13, 17),
    "下午": (14, 18), "傍晚": (17, 19), "晚上": (18, 22), "晚间": (18, 22), "夜里": (20, 24), "夜间": (20, 24),
    "晚": (18, 22), "夜": (20, 24), "半夜": (21, 24), "深夜": (21, 24), "午夜": (21, 24), "tonight": (18, 22),
}  # fmt: skip
_NIGHT: Final = frozenset({"晚上", "晚间", "晚", "夜里", "夜间", "夜", "半夜", "深夜", "午夜", "tonight"})
_AFTERNOON: Final = frozenset({"午后", "下午", "傍晚"})
_NOON: Final = frozenset({"中午", "正午", "晌午", "午间", "午"})
_LONG: Final = "|".join(sorted((name for name in DAYPARTS if len(name) > 1), key=len, reverse=True))
PART: Final = lazy(
    rf"(?:({_LONG})(?!饭|好|安|茶|班|餐)|(早|晚)(?=\s{{0,3}}(?:\d{{1,2}}\s{{0,3}}[点:时]|[一二两三四五六七八九十]{{1,3}}[点时])))的?\s{{0,3}}"
)
BOUND_PART: Final = lazy(rf"({_LONG}|早|晚|夜|晨)(?!点|些|了|于|会儿|饭|好|安|餐)的?\s{{0,3}}")

_CN: Final = r"[一二两三四五六七八九十零〇]{1,3}"
_POINT: Final = lazy(
    rf"(\d{{1,2}}|{_CN})\s{{0,3}}(?:点|时(?!间|候|段|长|期|差|刻|常|代))钟?"
    rf"(?:(半)|(过)?([一三])刻|[零过]?(\d{{1,2}}|{_CN})\s{{0,3}}(?:分(?!期|钟[内后前]|店|部|公司|成|给|享|配))?(?:(?:\d{{1,2}}|{_CN})秒)?"
    rf"(?![\d个天号万千百块元人%折份条套台年月周点小日件])|(?=))(整|许|来钟|左右)?"
)
_COLON: Final = lazy(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s{0,3}([ap])\.?m?\.?(?![a-z]))?(?![\d:%])", re.I)
_ENGLISH: Final = lazy(r"(\d{1,2})(?:\s{0,3}[:.](\d{2}))?\s{0,3}([ap])\.?m\.?(?![a-z])", re.I)
_NOT_BEFORE: Final = lazy(
    r"(?:第|有|这|那|以下|如下|下面|几|共|说|讲|提|差|快|慢|便宜|贵|多|少|大|小|高|低|好|另外|[:.\d])$"
)
_NOT_AFTER: Final = lazy(
    r"\s{0,3}(?:建议|要求|意见|需求|问题|原因|说明|不足|看法|好处|内容|疑问|想法|考虑|顾虑|差|优势|原则|都|也不|儿|多[万块]|几|多钱|优惠|折)"
)
_ONE_NEEDS: Final = lazy(
    r"整|半|钟|\d|[一三]刻|前|后|之|以|左右|开始|见|到|吧|过来|左|,|，|$|\s|准时|集合|的?会"
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as said; *fixed* when hour 1-12 can only be morning as written (09:30, am)."""

    hour: int
    minute: int
    fixed: bool
    stop: int
    second: int = 0


def clock_at(text: str, at: int, *, bound: bool) -> Clock | None:
    """The clock time that starts at *at*; *bound* when a day or part of the day stands right before it."""
    return _english(text, at) or _colon(text, at) or _point(text, at, bound=bound)


def _english(text: str, at: int) -> Clock | None:
    found = _ENGLISH.match(text, at)
    if not found or int(found[1]) > 12:
        return None
    hour = int(found[1]) % 12 + (12 if found[3] in "pP" else 0)
    return _clock(hour, int(found[2] or 0), fixed=True, stop=found.end())


def _colon(text: str, at: int) -> Clock | None:
    found = _COLON.match(text, at)
    if not found:
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] in "pP" else 0)
    fixed = bool(found[4]) or found[1].startswith("0") or hour > 12 or hour == 0 or hour >= 7
    clock = _clock(hour, int(found[2]), fixed=fixed, stop=found.end())
    return replace(clock, second=int(found[3] or 0) % 60) if clock else None


def _point(text: str, at: int, *, bound: bool) -> Clock | None:
    found = _POINT.match(text, at)
    if not found:
        return None
    hour = number(found[1])
    minute = 30 if found[2] else {"一": 15, "三": 45}.get(found[4] or "", number(found[5]) if found[5] else 0)
    if hour is None or minute is None:
        return None
    bare = not (found[2] or found[4] or found[5])
    if bare and (_NOT_AFTER.match(text, found.end()) or (not bound and _doubtful(text, at, found))):
        return None
    return _clock(hour, minute, fixed=hour > 12 or hour == 0 or found[1][0] in "0零", stop=found.end())


def _doubtful(text: str, at: int, found: re.Match[str]) -> bool:
    """Whether 三点 here may be three points of a talk and 一点 a little."""
    if _NOT_BEFORE.search(text, max(0, at - 3), at):
        return True
    return found[1] in {"一", "1"} and not found[6] and not _ONE_NEEDS.match(text, found.end())


def _clock(hour: int, minute: int, *, fixed: bool, stop: int) -> Clock | None:
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return Clock(hour, minute, fixed, stop)


def hour_in(part: str | None, hour: int) -> int:
    """The hour of the 24-hour day (past 24: of the next) that *hour* means within *part* of the day."""
    if part is None or hour > 12:
        return hour
    if part in _NIGHT:
        if hour == 12 or hour == 0:
            return 24
        return hour + 12 if hour >= 5 else hour + 24
    if part in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    if part in _NOON:
        return hour + 12 if hour < 4 else hour
    return 0 if hour == 12 and part == "凌晨" else hour
