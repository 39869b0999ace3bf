from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.dates import holidays, times
from nlp.model import TimeRef

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Friday


def only(text: str, now: datetime = NOW) -> TimeRef:
    found = times(text, now)
    assert len(found) == 1, found
    return found[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("下下周三下午三点半", "instant", "2026-12-02T15:30"),
        ("明早八点半见", "instant", "2026-11-21T08:30"),
        ("明天2点开会", "instant", "2026-11-21T14:00"),
        ("今晚12点", "instant", "2026-11-21T00:00"),
        ("半小时后给您打", "instant", "2026-11-20T10:30"),
        ("大后天", "day", "2026-11-23T00:00"),
        ("15号发货", "day", "2026-12-15T00:00"),
        ("后天晚上", "daypart", "2026-11-22T18:00"),
        ("国庆后上班第一天", "day", "2027-10-08T00:00"),
        ("从下周一开始", "after", "2026-11-23T00:00"),
        ("7月1日", "day", "2027-07-01T00:00"),
        ("tmr", "day", "2026-11-21T00:00"),
        ("大年初三", "day", "2027-02-08T00:00"),
    ],
)
def test_a_moment_is_read_as_people_mean_it(text: str, kind: str, start: str) -> None:
    ref = only(text)
    assert (ref.kind, ref.start_at) == (kind, at(start))


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("月底前付款", "2026-12-01T00:00"),
        ("周五前", "2026-11-21T00:00"),
        ("周末前", "2026-11-21T00:00"),
        ("年前", "2027-02-06T00:00"),
        ("今天下班前", "2026-11-20T18:00"),
        ("三个工作日内", "2026-11-26T00:00"),
        ("24小时内", "2026-11-21T10:00"),
        ("最晚下周二", "2026-11-25T00:00"),
        ("中午前", "2026-11-20T12:00"),
    ],
)
def test_a_deadline_ends_when_it_should(text: str, end: str) -> None:
    ref = only(text)
    assert (ref.kind, ref.end_at, ref.deadline) == ("before", at(end), True)


@pytest.mark.parametrize(
    "text",
    [
        "三点建议",
        "有一点贵",
        "2月30日",
        "25:70",
        "打8.5折",
        "周总您好",
        "6号楼",
        "三年级",
        "1.5万",
        "第三天",
        "QT20261118-01",
        "13812345678",
        "一点也不",
        "过两天再说",
    ],
)
def test_what_only_looks_like_a_time_is_refused(text: str) -> None:
    assert times(text, NOW) == ()


def test_a_range_of_hours_has_both_ends() -> None:
    ref = only("明天下午两点到五点")
    assert (ref.kind, ref.start_at, ref.end_at) == ("range", at("2026-11-21T14:00"), at("2026-11-21T17:00"))


def test_a_time_of_day_belongs_to_the_day_named_before_it() -> None:
    assert times("周日我值班，上午十点整等您", NOW)[1].start_at == at("2026-11-22T10:00")


def test_past_and_habitual_times_are_told_from_appointments() -> None:
    assert only("昨天下午来过").past
    assert only("每周三下午例会").habitual
    assert not only("周三下午来").habitual
    assert not only("周三下午来").past


def test_the_zone_of_now_is_kept() -> None:
    ref = only("明天")
    assert ref.start_at is not None
    assert ref.start_at.tzinfo is NOW.tzinfo


def test_working_days_skip_the_national_holiday_and_keep_its_made_up_saturday() -> None:
    assert holidays.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert not holidays.is_day_off(date(2026, 10, 10))


def test_a_year_nobody_has_published_falls_back_on_weekends_and_statutory_days() -> None:
    assert holidays.is_day_off(date(2031, 10, 1))
    assert holidays.is_day_off(date(2031, 10, 4))
    assert not holidays.is_day_off(date(2031, 10, 15))


def test_lunar_festivals_agree_with_a_kept_library() -> None:
    from holidays.calendars.chinese import _ChineseLunisolar

    kept = _ChineseLunisolar()
    for year in range(2000, 2050):
        assert holidays.festival("春节", year) == kept.lunar_new_year_date(year)[0]
        assert holidays.festival("端午", year) == kept.dragon_boat_date(year)[0]
        assert holidays.festival("重阳", year) == kept.double_ninth_date(year)[0]


_PIECES = st.sampled_from(
    [
        "明天",
        "下周",
        "三",
        "点",
        "半",
        "号",
        "月",
        "前",
        "后",
        "到",
        "-",
        "周五",
        "上午",
        "2026",
        "/",
        ":",
        "30",
        "国庆",
        "节",
        "天",
        "小时",
        "内",
        "，",
        "一",
        "底",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_any_text_is_read_without_error_and_offsets_point_at_their_words(text: str) -> None:
    found = times(text, NOW)
    for ref in found:
        assert text[ref.start : ref.end] == ref.text
        assert ref.start < ref.end
    assert found == times(text, NOW)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_long_text_takes_time_in_proportion_to_its_length() -> None:
    for piece in ("一", "上", "半", "明天 ", "1-"):
        assert isinstance(times(piece * 4000, NOW), tuple)
    assert only("三周后").start_at == at("2026-11-20T00:00") + timedelta(weeks=3)


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [("下周四15点", 22, 15), ("下周三9点半", 21, 9), ("下周一10:30", 19, 10), ("下周五2点到4点", 23, 14)],
)
def test_a_clock_in_digits_follows_a_weekday_of_next_week(text: str, day: int, hour: int) -> None:
    (found,) = times(text, datetime(2026, 10, 15, 16, 45, tzinfo=NOW.tzinfo))
    assert found.start_at is not None
    assert (found.start_at.day, found.start_at.hour) == (day, hour)
