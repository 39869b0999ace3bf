"""What hour is meant by a part of the day: 上午, 中午, 下午, 晚上. One table for every reminder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.sales.worktime import WorkTime

CLOCKS: Final[Mapping[str, time]] = {
    "凌晨": time(6), "清晨": time(8), "清早": time(8), "早晨": time(8, 30), "早上": time(9), "早间": time(9),
    "一早": time(9), "大早": time(9), "早": time(9), "晨": time(8, 30), "上午": time(9, 30), "午前": time(11),
    "正午": time(12), "中午": time(12), "晌午": time(12), "午间": time(12), "午后": time(13, 30),
    "下午": time(14), "傍晚": time(18), "晚上": time(19), "晚间": time(19), "晚": time(19),
    "tonight": time(19), "夜里": time(20, 30), "夜间": time(20, 30), "深夜": time(20, 30),
    "半夜": time(20, 30), "午夜": time(20, 30), "夜": time(20, 30),
}  # fmt: skip
"""A moment well inside each part of the day, at which a rep can still do something about it."""

_NOON: Final = time(12)
_STEP: Final = timedelta(minutes=30)
_LATER: Final = timedelta(hours=1)
_SOON: Final = timedelta(minutes=15)


def clock_of(words: str) -> time | None:
    """The hour a part of the day means (明天下午 gives 14:00); None when the words name none."""
    named = [part for part in CLOCKS if part in words]
    return CLOCKS[max(named, key=len)] if named else None


def moment(day: date, clock: time, worktime: WorkTime) -> datetime:
    """A part's hour on a day; in the quiet hours the moment before them, in the morning after them."""
    at = datetime.combine(day, clock, tzinfo=worktime.zone)
    if worktime.is_open(at):
        return at
    noon = datetime.combine(day, _NOON, tzinfo=worktime.zone)
    earlier = at
    while earlier > noon:
        earlier -= _STEP
        if worktime.is_open(earlier):
            return earlier
    return worktime.next_open(at)


def later_today(now: datetime, worktime: WorkTime) -> datetime:
    """A part of the day that has begun already: in an hour, or sooner where the quiet hours are near."""
    at = now + _LATER
    return at if worktime.is_open(at) else now + _SOON
