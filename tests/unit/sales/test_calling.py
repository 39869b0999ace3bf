"""What follows a call."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.sales import calling
from handlers.sales.funnel import built_in
from handlers.sales.worktime import WorkTime
from tests.support.builders import QUIET, SHANGHAI, at

WORK = WorkTime(SHANGHAI, QUIET, "china")


@pytest.mark.parametrize(
    ("times", "now", "then", "call"),
    [
        (1, at(23, 10), at(23, 12), True),
        (1, at(27, 20), at(30, 9, 30), True),
        (2, at(27, 15), at(30, 10), True),
        (3, at(23, 10), at(23, 11), False),
    ],
    ids=["in two hours", "over the weekend", "the next working day", "in writing"],
)
def test_nobody_answered(times: int, now: datetime, then: datetime, call: bool) -> None:
    assert calling.after_missed(times, now, WORK) == calling.Next(then, call)


def test_who_was_spoken_to_is_at_least_contacted_and_never_moved_back() -> None:
    funnel = built_in()
    reached = calling.reached("new", funnel)
    assert reached is not None
    assert reached.code == "contacted"
    assert calling.reached("contacted", funnel) is None
    assert calling.reached("negotiation", funnel) is None


@pytest.mark.parametrize(("text", "call"), [("给张总回电话", True), ("打给李总", True), ("交周报", False)])
def test_a_to_do_to_call_is_known_by_its_words(text: str, call: bool) -> None:
    assert calling.is_call(text) is call
