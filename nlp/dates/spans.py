"""Durations and what hangs on them: 三天内, 半小时后, 两周前, 未来7天, 3个工作日内."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nlp.dates import holidays
from nlp.dates.numerals import number
from nlp.dates.point import DAY, add_months, midnight
from nlp.lazy import lazy

_Q: Final = r"(?:\d{1,4}(?:\.\d)?|[一二两俩仨三四五六七八九十百]{1,4}|半)"
_UNIT: Final = (
    r"个半(?:小时|钟头|月|星期)|个?工作日|个?小时(?!工|代|达)|个?钟头|个半?月(?!饼|嫂)|个?季度|个?(?:星期|礼拜)(?![一二三四五六日天])|分钟|分(?=\d|[一二三四五六七八九十]{1,3}秒|后|内|之)|刻钟|秒钟?|天(?!猫|津|河|然|气|使|下)|日(?=内|之内|以内)|"
    r"年(?!级|底|初|末|代|货|会|卡|费|检|报|度|轮|龄|纪)|周(?!年|岁|边|转|[一二三四五六日天末](?!周|年))"
)
_PART: Final = lazy(rf"({_Q})\s{{0,3}}(?:[来多几]|把)?\s{{0,3}}({_UNIT})(半)?\s{{0,3}}")
_HOURS: Final = lazy(r"(\d{1,2})\s{0,3}时")
_RANGE: Final = lazy(rf"{_Q}\s{{0,3}}(?:-|~|到|至)\s{{0,3}}(?={_Q}\s{{0,3}}(?:{_UNIT}))")
_BEFORE_BAD: Final = lazy(r"(?:第|每一?|那|这|哪|某|改|[.\d]|多|头|满|零|星期|礼拜|周)$")
_AFTER: Final = lazy(
    r"\s{0,3}(?:(之内|以内|内(?!部|容|存|衣)|里(?!面|程))|(以后)|(之后|过后|后(?!天|续|面|台|期|[一两二三四五六七八九十几]\w|面))|(之前|以前|前(?!台|端|期|面))|(左右|上下|多))?"
)
_SPAN_BEFORE: Final = lazy(r"(之后|之前|未来|接下来|今后|往后|过去|最近|近|后|前|再过|过|再等|等)的?\s{0,3}$")
_SECONDS: Final = {
    "秒": 1,
    "分": 60,
    "刻": 900,
    "时": 3600,
    "钟头": 3600,
    "天": 86400,
    "日": 86400,
    "周": 604800,
    "星期": 604800,
    "礼拜": 604800,
}


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of time; months and working days are kept apart since their length varies."""

    months: float
    seconds: float
    working: int
    whole_days: bool
    start: int
    stop: int

    @property
    def length(self) -> timedelta:
        """The nominal length: 30 days a month, 365 a year."""
        years, months = divmod(self.months, 12)
        return timedelta(days=years * 365 + months * 30 + self.working, seconds=self.seconds)

    def moved(self, now: datetime, sign: int) -> datetime:
        """*now* moved by this span; whole days keep only the date."""
        if self.working:
            return midnight(holidays.add_working_days(now.date(), self.working))
        whole = int(self.months)
        at = add_months(now, sign * whole) + sign * timedelta(
            days=(self.months - whole) * 30, seconds=self.seconds
        )
        return midnight(at.date()) if self.whole_days else at


def span_at(text: str, at: int) -> Span | None:
    """The duration that starts at *at* (3天, 一个半小时, 27分钟7秒, 3-5天)."""
    if _BEFORE_BAD.search(text, max(0, at - 2), at) or (
        text[at - 1 : at] == "有" and text.startswith("一天", at)
    ):
        return None
    ranged = _RANGE.match(text, at)
    position = ranged.end() if ranged else at
    months = seconds = 0.0
    working, whole, parts = 0, True, 0
    while found := _PART.match(text, position):
        amount = _amount(found[1], found[2], found[3])
        if amount is None or (parts and found[1] == "半"):
            break
        unit = found[2].removeprefix("个")
        if "工作日" in unit:
            working += int(amount)
        elif unit.endswith("月") or unit in {"年", "季度"}:
            months, seconds = _monthly(unit, amount, months, seconds)
        else:
            seconds += amount * next(v for k, v in _SECONDS.items() if k in unit)
            whole = whole and any(k in unit for k in "天日周星礼") and amount == int(amount)
        position, parts = found.end(), parts + 1
        hours = _HOURS.match(text, position) if "天" in unit else None
        if hours:
            seconds, whole, position = seconds + int(hours[1]) * 3600, False, hours.end()
    if not parts:
        return None
    return Span(months, seconds, working, whole, at, len(text[:position].rstrip()))


def _amount(said: str, unit: str, half: str | None) -> float | None:
    if said == "半":
        return 0.5
    value = float(said) if said.isascii() else number(said)
    if value is None:
        return None
    return value + (0.5 if half or "个半" in unit else 0.0)


def _monthly(unit: str, amount: float, months: float, seconds: float) -> tuple[float, float]:
    if unit == "半月" or (unit.endswith("月") and amount == 0.5):
        return months, seconds + 15 * 86400
    factor = {"年": 12, "季度": 3}.get(unit, 1)
    return months + amount * factor, seconds


@dataclass(frozen=True, slots=True)
class Reading:
    """What a duration means in its place."""

    kind: str
    lo: datetime | None
    hi: datetime | None
    length: timedelta | None
    grain: str
    start: int
    stop: int
    deadline: bool = False


def reading_at(text: str, at: int, now: datetime) -> Reading | None:
    """A duration with its direction, resolved against *now*."""
    span = span_at(text, at)
    if span is None:
        return None
    if (
        text[max(0, at - 1) : at] == "过"
        and text[at : at + 2] in {"两天", "几天"}
        and text[max(0, at - 2) : at] not in {"再过", "超过"}
    ):
        return None
    led = _SPAN_BEFORE.search(text, max(0, at - 4), at)
    word = led[1] if led else ""
    start = at - len(led[0]) if led else at
    after = _AFTER.match(text, span.stop)
    inside, since, later, ago, _ = after.groups() if after else (None,) * 5
    stop = after.end() if after and after[0].strip() else span.stop
    if inside:
        return _within(span, now, at, stop)
    if since or later or (word in {"再过", "过"} and not ago):
        if text[max(0, at - 1) : at] == "过" and text[max(0, at - 2) : at - 1] in {"超", "不", "经", "通"}:
            return Reading("duration", None, None, span.length, "day", at, span.stop)
        return _point(span, now, 1, "after" if since else "", at if not word else start, stop)
    if ago:
        return _point(span, now, -1, "", at, stop)
    if word in {"之后", "未来", "接下来", "今后", "往后", "后"}:
        return Reading(
            "range",
            now,
            span.moved(now, 1) if not span.whole_days else now + span.length,
            None,
            "day",
            start,
            stop,
        )
    if word in {"之前", "过去", "最近", "近", "前"}:
        return Reading("range", now - span.length, now, None, "day", start, stop)
    return Reading("duration", None, None, span.length, "day", at, span.stop)


def _within(span: Span, now: datetime, start: int, stop: int) -> Reading:
    end = span.moved(now, 1)
    if span.whole_days or span.working:
        end += DAY
    return Reading(
        "before", None, end, None, "day" if span.whole_days else "minute", start, stop, deadline=True
    )


def _point(span: Span, now: datetime, sign: int, kind: str, start: int, stop: int) -> Reading:
    at = span.moved(now, sign)
    if span.whole_days or span.working:
        if kind:
            return Reading(kind, at, None, None, "day", start, stop)
        return Reading("day", at, at + DAY, None, "day", start, stop)
    return Reading(kind or "instant", at, None, None, "minute", start, stop)
