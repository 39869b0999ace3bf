"""After a call: where it moves a deal, and when the next step is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from handlers.sales.funnel import Funnel, Stage
from handlers.sales.worktime import WorkTime
from nlp import lazy_pattern

REACHED: Final = "已联系"
AHEAD: Final = timedelta(minutes=30)
"""How long before an appointment the rep is reminded."""
TRY_AGAIN: Final = timedelta(hours=2)
SOON: Final = timedelta(hours=1)
MOST_CALLS: Final = 3
"""After so many calls in a row that reached nobody, a message is the better way."""
KEEP_DAYS: Final = 7
PAUSE_DAYS: Final = 30
_MORNING: Final = time(10)
_CALL: Final = lazy_pattern(r"电话|回电|打给|致电|通话|去电|拨")


@dataclass(frozen=True, slots=True)
class Next:
    """When the next try is, and whether it is a call."""

    at: datetime
    call: bool


def is_call(text: str) -> bool:
    """Whether a to-do's words are about calling somebody."""
    return _CALL.search(text) is not None


def reached(stage: str, funnel: Funnel) -> Stage | None:
    """The stage of somebody who was spoken to; None when the deal is there, or further, already."""
    found = funnel.find(REACHED)
    return found if found is not None and funnel.after(found.code, stage) else None


def after_missed(times: int, now: datetime, worktime: WorkTime) -> Next:
    """The next try after so many calls in a row that reached nobody: in two working hours, then the next
    working day, then by a message instead."""
    if times >= MOST_CALLS:
        return Next(soon(now, worktime), call=False)
    if times == 1:
        return Next(worktime.add_working(now, TRY_AGAIN), call=True)
    return Next(in_days(1, now, worktime), call=True)


def soon(now: datetime, worktime: WorkTime) -> datetime:
    """In a working hour."""
    return worktime.add_working(now, SOON)


def in_days(days: int, now: datetime, worktime: WorkTime) -> datetime:
    """The morning of the first working day so many days from now."""
    day = (worktime.local(now) + timedelta(days=days)).replace(
        hour=_MORNING.hour, minute=0, second=0, microsecond=0
    )
    while not worktime.is_workday(day.date()):
        day += timedelta(days=1)
    return worktime.next_open(day)
