"""What counts as a leave, from when to when, and who stands in."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.leaves import Leave
from tests.support.builders import SHANGHAI
from tests.support.office import Office, texts


def leaves_of(office: Office, person: str = "lilei") -> list[Leave]:
    with office.open() as uow:
        return uow.leaves.coming(person, office.clock.now())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("我明后天请假", "2026-11-21", "2026-11-23"),
        ("明天请假", "2026-11-21", "2026-11-22"),
        ("下周一到周三请假", "2026-11-23", "2026-11-26"),
        ("我12月1号到3号休年假", "2026-12-01", "2026-12-04"),
        ("我请假两天", "2026-11-20", "2026-11-22"),
        ("我从明天起请假三天", "2026-11-21", "2026-11-24"),
        ("家里有事，明天请个假", "2026-11-21", "2026-11-22"),
    ],
)
def test_a_leave_is_read_with_its_days(office: Office, words: str, start: str, end: str) -> None:
    office.writes("lilei", words)
    (leave,) = leaves_of(office)
    assert (leave.start_at, leave.end_at) == (at(start), at(end))


@pytest.mark.parametrize(
    "words",
    ["王总说他明天请假", "客户明天请假", "明天谁请假？", "提醒我明天跟王总说请假的事", "张总休假回来了"],
)
def test_words_about_other_peoples_leave_are_none(office: Office, words: str) -> None:
    office.writes("lilei", words)
    assert leaves_of(office) == []


def test_a_leave_without_days_is_asked_for(office: Office) -> None:
    assert "请哪几天的假" in texts(office.writes("lilei", "我要请假"))[0]
    assert leaves_of(office) == []


def test_the_colleague_named_stands_in_and_is_told(office: Office) -> None:
    told = office.writes("lilei", "我明天请假，客户给韩梅梅看")
    (leave,) = leaves_of(office)
    assert leave.deputy_id == "han"
    assert "先发给韩梅梅" in texts(told, "lilei")[0]
    assert "李雷" in texts(told, "han")[0]


@pytest.mark.parametrize("words", ["取消请假", "我取消请假了", "不请假了", "销假", "我提前回来上班了"])
def test_a_leave_is_called_off_in_a_word(office: Office, words: str) -> None:
    office.writes("lilei", "我明后天请假")
    assert "请假取消了" in texts(office.writes("lilei", words))[0]
    assert leaves_of(office) == []
