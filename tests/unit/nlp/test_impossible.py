"""Days and hours that do not exist are told apart from those that do, and from what stands in the matter."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nlp

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2月30日提醒我开会", "2月30日"),
        ("二月三十号提醒我开会", "二月三十号"),
        ("2026年2月30日提醒我开会", "2026年2月30日"),
        ("提醒我2027年2月29日开会", "2027年2月29日"),
        ("2026/13/01提醒我开会", "2026/13/01"),
        ("0月5日提醒我开会", "0月5日"),
        ("11月31号前提醒我付款", "11月31号"),
        ("下个月32号提醒我交租", "32号"),
        ("三十二号", "三十二号"),
        ("明天25点", "25点"),
        ("明天24:30提醒我开会", "24:30"),
    ],
)
def test_what_does_not_exist_is_named_as_it_was_said(text: str, said: str) -> None:
    found = nlp.no_such_time(text, now=NOW)
    assert found is not None
    assert (found.text, text[found.start : found.end]) == (said, said)


@pytest.mark.parametrize(
    "text",
    [
        "2月29日提醒我开会",
        "2028年2月29日提醒我开会",
        "12月31日24点提醒我开会",
        "明天上午9:30提醒我开会",
        "32号楼张总明天提醒我联系",
        "提醒我给张总让25点",
        "让25点的事明天提醒我",
        "下周三提醒我2月30日的合同到期",
        "提醒我回电话 138-1234-5678",
        "明天提醒我看16:90的比例",
    ],
)
def test_what_exists_or_belongs_to_the_matter_is_left_alone(text: str) -> None:
    assert nlp.no_such_time(text, now=NOW) is None


@pytest.mark.parametrize("text", ["2026年2月30日", "今年4月31日", "2026-02-30"])
def test_a_day_that_does_not_exist_is_no_time_at_all(text: str) -> None:
    assert nlp.analyse(text, now=NOW).times == ()


def test_the_day_before_an_impossible_hour_belongs_to_it() -> None:
    found = nlp.no_such_time("明天25点提醒我开会", now=NOW)
    assert found is not None
    assert (found.since, found.start, found.clock) == (0, 2, True)


@given(st.dates(min_value=NOW.date()))
def test_every_real_day_is_possible(day: date) -> None:
    text = f"{day.year}年{day.month}月{day.day}日提醒我开会"
    assert nlp.no_such_time(text, now=NOW) is None


@given(st.text(alphabet="今明年月日号点提醒我开会，0123456789:-二三十 ", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    found = nlp.no_such_time(text, now=NOW)
    assert found is None or 0 <= found.since <= found.start < found.end <= len(text)
