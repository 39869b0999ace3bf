"""Working time: quiet hours, weekends, Chinese holidays with their shifted working days."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.worktime import WorkTime, published

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = (time(21, 0), time(8, 30))
WORK = WorkTime(SHANGHAI, NIGHT, "china")
EARLIEST, LATEST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2029-12-31")
MOMENTS = st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC))
QUIET = st.none() | st.tuples(st.times(), st.times())
ZONES = st.sampled_from([SHANGHAI, ZoneInfo("America/New_York"), ZoneInfo("America/Havana"), ZoneInfo("UTC")])


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@st.composite
def worktimes(draw: st.DrawFn) -> WorkTime:
    workdays: Literal["china", "all"] = draw(st.sampled_from(["china", "all"]))
    return WorkTime(draw(ZONES), draw(QUIET), workdays)


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-11-20T10:00", "2026-11-20T10:00"),  # a Friday morning
        ("2026-11-20T08:29", "2026-11-20T08:30"),
        ("2026-11-20T20:59", "2026-11-20T20:59"),
        ("2026-11-20T21:00", "2026-11-23T08:30"),  # Friday night → Monday
        ("2026-11-21T12:00", "2026-11-23T08:30"),  # Saturday
        ("2026-09-30T21:30", "2026-10-08T08:30"),  # into National Day, which ends on the 7th
        ("2026-10-01T10:00", "2026-10-08T08:30"),
        ("2026-10-07T23:00", "2026-10-08T08:30"),
        ("2026-10-10T10:00", "2026-10-10T10:00"),  # a Saturday worked for National Day
        ("2026-09-20T10:00", "2026-09-20T10:00"),  # a Sunday worked for it
        ("2026-10-10T22:00", "2026-10-12T08:30"),
        ("2026-02-14T22:00", "2026-02-24T08:30"),  # Spring Festival, after a worked Saturday
    ],
)
def test_an_alarm_moves_to_the_next_working_moment(asked: str, opens: str) -> None:
    assert WORK.next_open(at(asked)) == at(opens)


def test_without_quiet_hours_the_day_begins_at_midnight() -> None:
    assert WorkTime(SHANGHAI, None, "china").next_open(at("2026-11-21T12:00")) == at("2026-11-23T00:00")


def test_a_quiet_noon_splits_the_day() -> None:
    noon = WorkTime(SHANGHAI, (time(12), time(14)), "all")
    assert noon.is_open(at("2026-11-21T11:59"))
    assert noon.next_open(at("2026-11-21T12:00")) == at("2026-11-21T14:00")


def test_every_day_is_worked_when_the_team_says_so() -> None:
    assert WorkTime(SHANGHAI, NIGHT, "all").is_open(at("2026-10-01T10:00"))


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2040-10-01T10:00", "2040-10-08T08:30"),  # National Day
        ("2040-10-13T10:00", "2040-10-15T08:30"),  # a Saturday; nobody knows yet which ones are worked
        ("2040-02-12T10:00", "2040-02-20T08:30"),  # the first day of the lunar year and its week
        ("2040-09-05T10:00", "2040-09-05T10:00"),  # a Wednesday
    ],
)
def test_before_a_year_is_published_statutory_days_and_weekends_are_free(asked: str, opens: str) -> None:
    assert not WORK.covers(2040)
    assert WORK.next_open(at(asked)) == at(opens)


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-12-31T22:00", "2027-01-04T08:30"),  # New Year on a Friday, with its weekend
        ("2027-02-05T10:00", "2027-02-15T08:30"),  # New Year's Eve of the lunar year, its week and a weekend
        ("2027-10-01T10:00", "2027-10-08T08:30"),
        ("2027-03-10T10:00", "2027-03-10T10:00"),
    ],
)
def test_the_coming_year_is_right_whether_published_or_not(asked: str, opens: str) -> None:
    assert WORK.next_open(at(asked)) == at(opens)


def test_a_year_not_yet_published_is_said_once_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    published.cache_clear()
    with caplog.at_level(logging.WARNING, logger="handlers.sales.worktime"):
        WORK.covers(2041)
        WORK.covers(2041)
    assert [record.year for record in caplog.records] == [2041]  # type: ignore[attr-defined]  # from extra


def test_the_years_a_team_lives_in_are_covered() -> None:
    assert all(WORK.covers(year) for year in (2024, 2025, 2026))
    assert WorkTime(SHANGHAI, NIGHT, "all").covers(2040)


def test_working_time_is_added_across_night_and_weekend() -> None:
    assert WORK.add_working(at("2026-11-20T20:00"), timedelta(hours=2)) == at("2026-11-23T09:30")


def test_the_day_of_a_moment_runs_from_midnight_to_midnight_on_the_teams_clock() -> None:
    start, end = WORK.day_bounds(datetime(2026, 11, 20, 17, 0, tzinfo=UTC))
    assert (start, end) == (at("2026-11-21T00:00"), at("2026-11-22T00:00"))
    assert WORK.local(start).date() == date(2026, 11, 21)


def test_the_day_the_clocks_change_has_its_own_length() -> None:
    new_york = WorkTime(ZoneInfo("America/New_York"), None, "all")
    start, end = new_york.day_bounds(datetime(2026, 3, 8, 12, 0, tzinfo=UTC))
    assert end - start == timedelta(hours=23)


def test_an_open_moment_is_given_back_as_it_is() -> None:
    moment = at("2026-11-20T10:00")
    assert WORK.next_open(moment) is moment


@given(worktimes(), MOMENTS)
def test_the_next_open_moment_is_open_and_not_before(work: WorkTime, moment: datetime) -> None:
    opens = work.next_open(moment)
    assert work.is_open(opens)
    assert opens >= moment
    assert (opens == moment) is work.is_open(moment)


@given(worktimes(), MOMENTS)
def test_asking_again_changes_nothing(work: WorkTime, moment: datetime) -> None:
    opens = work.next_open(moment)
    assert work.next_open(opens) == opens


@given(worktimes(), MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_later_moment_never_opens_earlier(work: WorkTime, moment: datetime, later: timedelta) -> None:
    assert work.next_open(moment) <= work.next_open(moment + later)


@given(worktimes(), MOMENTS, st.floats(0, 1))
def test_nothing_is_open_between_a_moment_and_its_next_open_one(
    work: WorkTime, moment: datetime, share: float
) -> None:
    opens = work.next_open(moment)
    between = moment + (opens - moment) * share
    assert between == opens or not work.is_open(between)


@given(
    worktimes(),
    MOMENTS,
    st.timedeltas(timedelta(0), timedelta(hours=40)),
    st.timedeltas(timedelta(0), timedelta(hours=40)),
)
def test_working_time_adds_up(work: WorkTime, moment: datetime, one: timedelta, two: timedelta) -> None:
    if work.quiet is not None and _open_seconds(work) < 3600:
        return
    there = work.add_working(work.add_working(moment, one), two)
    assert there == work.add_working(moment, one + two) or work.next_open(there) == work.next_open(
        work.add_working(moment, one + two)
    )


def _open_seconds(work: WorkTime) -> float:
    assert work.quiet is not None
    begin, end = (datetime.combine(date(2000, 1, 1), edge) for edge in work.quiet)
    return ((begin - end).total_seconds()) % 86400


def test_the_calendar_agrees_with_a_walk_by_the_minute_over_national_day() -> None:
    moment, end = at("2026-09-30T20:50"), at("2026-10-08T08:35")
    open_minutes = []
    while moment < end:
        if WORK.is_open(moment):
            open_minutes.append(moment)
        moment += timedelta(minutes=1)
    assert open_minutes[:10] == [at("2026-09-30T20:50") + timedelta(minutes=n) for n in range(10)]
    assert open_minutes[10:] == [at("2026-10-08T08:30") + timedelta(minutes=n) for n in range(5)]
