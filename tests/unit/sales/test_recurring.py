"""Reminders that come back, in words and on the calendar."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from handlers.sales import recurring
from handlers.sales.recurring import Recurrence
from handlers.sales.worktime import WorkTime
from tests.support.builders import QUIET, SHANGHAI

WORK = WorkTime(SHANGHAI, QUIET, "china")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "rule", "what"),
    [
        ("每周一九点提醒我看报价", "weekly 0 09:00", "看报价"),
        ("每天下午五点提醒我写日报", "daily - 17:00", "写日报"),
        ("每月25号提醒我对账", "monthly 25 09:00", "对账"),
        ("每个工作日早上9点提醒我看线索", "workdays - 09:00", "看线索"),
        ("每周二四下午三点提醒我回访", "weekly 1,3 15:00", "回访"),
        ("每周一、三、五上午十点半提醒我开会", "weekly 0,2,4 10:30", "开会"),
        ("每月底提醒我结账", "monthly 31 09:00", "结账"),
        ("每天晚上8:15提醒我复盘", "daily - 20:15", "复盘"),
        ("提醒我每周五下午五点写周报", "weekly 4 17:00", "写周报"),
        ("每周日提醒我休息", "weekly 6 09:00", "休息"),
        ("每晚九点提醒我充电", "daily - 21:00", "充电"),
        ("每月十五号中午十二点提醒我交租", "monthly 15 12:00", "交租"),
    ],
)
def test_words_make_a_rule(text: str, rule: str, what: str) -> None:
    found = recurring.spoken(text)
    assert found is not None
    assert (found.rule.encode(), found.what) == (rule, what)
    assert recurring.decode(rule) == found.rule


@pytest.mark.parametrize(
    "text", ["明天九点提醒我看报价", "每月35号提醒我对账", "每次都提醒我", "每两周一提醒我开会"]
)
def test_what_is_no_rule_is_left_alone(text: str) -> None:
    assert recurring.spoken(text) is None


@pytest.mark.parametrize(
    ("rule", "after", "following"),
    [
        (Recurrence("weekly", time(9), (0,)), MONDAY, (2026, 11, 30, 9, 0)),
        (Recurrence("weekly", time(11), (0,)), MONDAY, (2026, 11, 23, 11, 0)),
        (Recurrence("daily", time(10)), MONDAY, (2026, 11, 24, 10, 0)),
        (Recurrence("monthly", time(9), (31,)), MONDAY, (2026, 11, 30, 9, 0)),
        (
            Recurrence("workdays", time(9)),
            datetime(2026, 9, 30, 10, tzinfo=SHANGHAI),
            (2026, 10, 8, 9, 0),
        ),
    ],
    ids=["next week", "later today", "tomorrow", "the last day of a short month", "after the holiday"],
)
def test_the_next_time_is_on_the_calendar(
    rule: Recurrence, after: datetime, following: tuple[int, ...]
) -> None:
    assert recurring.next_after(rule, after, WORK) == datetime(*following, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
