"""Parts of the day and the hour they mean."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from handlers.sales import dayparts
from handlers.sales.worktime import WorkTime

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 11, 24)


def office(begins: time = time(21), ends: time = time(8, 30)) -> WorkTime:
    return WorkTime(ZONE, (begins, ends), "all")


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("明早", time(9)),
        ("明天上午", time(9, 30)),
        ("中午", time(12)),
        ("周三下午", time(14)),
        ("今晚", time(19)),
        ("周三", None),
    ],
)
def test_words_name_an_hour(words: str, clock: time | None) -> None:
    assert dayparts.clock_of(words) == clock


@pytest.mark.parametrize("part", dayparts.CLOCKS)
def test_every_part_falls_outside_the_quiet_hours_of_its_day(part: str) -> None:
    at = dayparts.moment(DAY, dayparts.CLOCKS[part], office())
    assert office().is_open(at)
    assert at.astimezone(ZONE).date() == DAY


def test_an_evening_is_brought_forward_and_a_morning_put_back() -> None:
    early = office(time(18, 30), time(9, 45))
    evening = dayparts.moment(DAY, dayparts.CLOCKS["晚上"], early)
    morning = dayparts.moment(DAY, dayparts.CLOCKS["早上"], early)
    assert [at.astimezone(ZONE).time() for at in (evening, morning)] == [time(18), time(9, 45)]


def test_a_part_that_has_begun_is_soon_when_the_quiet_hours_are_near() -> None:
    now = datetime(2026, 11, 24, 20, 30, tzinfo=ZONE)
    assert dayparts.later_today(now, office()).time() == time(20, 45)
