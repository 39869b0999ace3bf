"""When an alarm is due, when somebody above hears of it, and what a date in words means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.config import AlarmKind, AlertsConfig
from handlers.sales import alarms
from handlers.sales.alarms import KINDS, AlarmPolicy
from handlers.sales.worktime import WorkTime

ZONE = ZoneInfo("Asia/Shanghai")
WORKTIME = WorkTime(ZONE, (time(21), time(8, 30)), "china")
POLICY = AlarmPolicy()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_kinds_that_can_be_configured_are_those_there_are() -> None:
    assert tuple(AlarmKind) == KINDS


def test_the_configurations_defaults_are_the_rules_own() -> None:
    config = AlertsConfig()
    assert frozenset(map(str, config.urgent)) == POLICY.urgent
    assert (config.stage_red / 100, config.high_value * 100) == (POLICY.stage_red, POLICY.high_value_fen)
    same = ("first_response", "reply_after", "first_touch", "opened_after", "silent_after", "contract_before",
            "contract_dates", "birthday_before", "birthday_dates", "escalate_after", "escalate_urgent_after",
            "digest_at")  # fmt: skip
    assert {name for name in same if getattr(config, name) != getattr(POLICY, name)} == set()


@pytest.mark.parametrize(
    ("kind", "raised", "not_before", "told"),
    [
        ("waiting", "2026-11-27T20:45", None, "2026-11-30T08:45"),  # working time, over a weekend
        ("silent", "2026-11-26T10:00", None, "2026-11-27T10:00"),
        ("silent", "2026-11-27T10:00", None, "2026-11-30T08:30"),
        ("stage", "2026-11-23T10:00", "2026-11-25T22:00", "2026-11-26T08:30"),  # not before it is red
        ("quote_unread", "2026-11-23T10:00", None, "2026-11-24T10:00"),
    ],
)
def test_somebody_above_hears_later_and_in_working_time(
    kind: str, raised: str, not_before: str | None, told: str
) -> None:
    moment = at(not_before) if not_before else None
    assert alarms.escalate_at(kind, at(raised), moment, POLICY, WORKTIME) == at(told)


def test_nobody_above_hears_of_a_birthday() -> None:
    assert alarms.escalate_at("birthday", at("2026-11-23T10:00"), None, POLICY, WORKTIME) is None


@pytest.mark.parametrize(
    ("after", "digest"),
    [
        ("2026-11-23T10:00", "2026-11-23T17:30"),
        ("2026-11-23T17:30", "2026-11-24T17:30"),  # never twice at one moment
        ("2026-11-27T18:00", "2026-11-30T17:30"),
        ("2026-10-09T18:00", "2026-10-10T17:30"),  # a Saturday that is worked
    ],
)
def test_a_digest_comes_once_a_working_day(after: str, digest: str) -> None:
    assert alarms.digest_moment(at(after).astimezone(UTC), POLICY, WORKTIME) == at(digest)


@pytest.mark.parametrize(
    ("since", "resumed", "due"),
    [
        ("2026-11-23T22:00", None, "2026-11-24T09:00"),
        ("2026-11-23T10:00", "2026-11-30T00:00", "2026-11-30T09:00"),
        ("2026-11-23T10:00", "2026-11-20T00:00", "2026-11-23T10:30"),
    ],
)
def test_a_request_waits_in_working_time_and_not_while_put_off(
    since: str, resumed: str | None, due: str
) -> None:
    again = at(resumed) if resumed else None
    assert alarms.reply_due(at(since), again, timedelta(minutes=30), WORKTIME) == at(due)


@pytest.mark.parametrize(("hours", "factor"), [(24, 0.0), (12, 0.0), (30, 0.25), (48, 1.0)])
def test_the_delay_factor_is_what_a_stage_took_beyond_the_usual(hours: int, factor: float) -> None:
    assert alarms.delay_factor(timedelta(hours=24), timedelta(hours=hours)) == factor


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1990-05-20", (1990, 5, 20)),
        ("1990年5月20日", (1990, 5, 20)),
        ("5月20号", (None, 5, 20)),
        ("02-29", (None, 2, 29)),
        ("1990/5/20", (1990, 5, 20)),
        ("5月", None),
        ("2月30日", None),
        ("春天", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(
    text: str, read: tuple[int | None, int, int] | None
) -> None:
    assert alarms.read_date(text) == read


def test_birthdays_are_this_years_while_to_come_and_the_next() -> None:
    assert alarms.birthdays("1990-05-20", date(2026, 5, 20)) == [date(2026, 5, 20), date(2027, 5, 20)]
    assert alarms.birthdays("05-20", date(2026, 5, 21)) == [date(2027, 5, 20)]
    assert alarms.birthdays("02-29", date(2027, 1, 1)) == [date(2027, 2, 28), date(2028, 2, 29)]


def test_a_day_of_a_contract_needs_a_year_and_grows_stale() -> None:
    today = date(2026, 11, 23)
    assert alarms.contract_day("2026-11-20", today) == date(2026, 11, 20)
    assert alarms.contract_day("2026-11-01", today) is None
    assert alarms.contract_day("11-30", today) is None


@pytest.mark.parametrize(
    ("day", "before", "spoken"),
    [
        (date(2026, 11, 27), 3, "2026-11-24T08:30"),
        (date(2026, 11, 30), 1, "2026-11-27T08:30"),  # a Monday: on the Friday before
        (date(2026, 10, 8), 1, "2026-09-30T08:30"),  # after National Day: before it
    ],
)
def test_a_day_is_spoken_of_before_it_comes(day: date, before: int, spoken: str) -> None:
    assert alarms.ahead(day, timedelta(days=before), WORKTIME) == at(spoken)
