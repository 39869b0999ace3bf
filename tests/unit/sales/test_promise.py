"""When a promise is due, when to speak of it, and what proves that it was kept."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

import pytest

import nlp
from handlers.sales import promise as rules
from handlers.sales.promise import Said
from handlers.sales.worktime import WorkTime
from nlp import Side
from storage.promises import Promise
from tests.support.builders import QUIET, SHANGHAI, at

WORK = WorkTime(SHANGHAI, QUIET, "china")
MADE = at(23, 10)
"""A Monday."""


def said(text: str, side: Side = Side.STAFF, now: datetime = MADE) -> nlp.Promise:
    (found,) = nlp.promises(text, side=side, now=now)
    return found


def a_promise(text: str, side: Side = Side.STAFF) -> Promise:
    found = said(text, side)
    return Promise(
        "p", "lilei", "l", "c", str(side), found.kind, found.what, text, found.start, found.end, "m0", MADE,
        rules.due_at(found, WORK), found.due_kind, found.has_clock, MADE,
    )  # fmt: skip


def message(
    text: str, sender: str = "staff", *, file: str | None = None, kind: str = "text", **later: float
) -> Said:
    sent = MADE + timedelta(**(later or {"hours": 3}))
    side = Side.STAFF if sender == "staff" else Side.CUSTOMER
    return Said("m1", sender, kind, text, file, sent, nlp.analyse(text, now=sent, side=side))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("我明天把合同发您", at(24, 18)),
        ("下午三点给您回电话", at(23, 15)),
        ("周五之前给您方案", at(27, 18)),
        ("我周日给您发报价", at(29, 18)),
    ],
)
def test_a_day_means_its_evening_and_a_named_hour_itself(text: str, due: datetime) -> None:
    assert rules.due_at(said(text), WORK) == due


def test_after_the_holiday_means_the_evening_of_the_first_working_day() -> None:
    before = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)
    promise = said("国庆后给您答复", now=before)
    assert rules.due_at(promise, WORK) == datetime(2026, 10, 8, 18, tzinfo=SHANGHAI)


def test_a_time_nobody_named_is_not_made_up() -> None:
    assert rules.due_at(said("我马上查一下给您回复"), WORK) is None


@pytest.mark.parametrize(
    ("due", "clock", "now", "remind"),
    [
        (at(24, 18), False, MADE, at(24, 9)),
        (at(23, 18), False, MADE, at(23, 16)),
        (at(23, 15), True, MADE, at(23, 13)),
        (at(24, 9, 30), True, MADE, at(23, 20)),
        (at(23, 11), True, MADE, at(23, 10, 30)),
        (at(23, 10, 20), True, MADE, None),
        (at(29, 18), False, MADE, at(27, 19)),
    ],
    ids=[
        "a day: its morning",
        "today: two hours before",
        "an hour: two hours before",
        "early: the evening before, in working time",
        "soon: half an hour before",
        "at once: too late to remind",
        "a Sunday: Friday evening",
    ],
)
def test_the_rep_is_reminded_in_working_time_before(
    due: datetime, clock: bool, now: datetime, remind: datetime | None
) -> None:
    assert rules.remind_at(due, has_clock=clock, now=now, worktime=WORK) == remind


@pytest.mark.parametrize(
    ("text", "side", "made", "moment"),
    [
        ("资料我晚点发您", Side.STAFF, at(23, 10), at(24, 9)),
        ("资料我晚点发您", Side.STAFF, at(23, 23), at(24, 9)),
        ("资料我晚点发您", Side.STAFF, at(27, 16), at(30, 9)),
        ("我回头给你答复", Side.CUSTOMER, at(23, 10), at(26, 9)),
        ("我回头给你答复", Side.CUSTOMER, at(26, 10), at(30, 9)),
    ],
)
def test_without_a_day_it_is_spoken_of_on_a_working_morning(
    text: str, side: Side, made: datetime, moment: datetime
) -> None:
    promise = dataclasses.replace(a_promise(text, side), made_at=made, since=made)
    assert promise.due_at is None
    assert rules.undated_at(promise, rules.PromisePolicy(), WORK) == moment


def test_a_patience_of_hours_counts_from_the_words() -> None:
    policy = rules.PromisePolicy(undated_after=timedelta(hours=3))
    assert rules.undated_at(a_promise("资料我晚点发您"), policy, WORK) == at(23, 13)


@pytest.mark.parametrize(
    ("due", "clock", "nudge"),
    [(at(25, 18), False, at(26, 9)), (at(27, 18), False, at(30, 9)), (at(23, 20, 30), True, at(24, 9))],
    ids=["the next morning", "after the weekend", "a working hour later"],
)
def test_a_customer_gets_some_grace(due: datetime, clock: bool, nudge: datetime) -> None:
    assert rules.nudge_at(due, has_clock=clock, worktime=WORK) == nudge


KEPT = [
    ("我明天把合同发您", Side.STAFF, message("", file="采购合同.pdf", kind="file")),
    ("我明天把合同发您", Side.STAFF, message("合同发您了，请查收")),
    ("我明天把合同发您", Side.STAFF, message("合同收到了，我看看", "customer")),
    ("我明天把合同发您", Side.STAFF, message("", file="scan001.pdf", kind="file")),
    ("样品今天寄出", Side.STAFF, message("样品寄出了，单号SF1234567")),
    ("定金我今晚转", Side.CUSTOMER, message("定金转过去了", "customer")),
    ("定金我今晚转", Side.CUSTOMER, message("", "customer", file="截图.png", kind="image")),
    ("定金我今晚转", Side.CUSTOMER, message("收到您的定金了")),
    ("我周五前给你答复", Side.CUSTOMER, message("商量好了，可以，就签这个", "customer")),
    ("我马上查一下给您回复", Side.STAFF, message("查到了，有货的")),
    ("下午三点给您回电话", Side.STAFF, message("刚才电话里说的，我整理一下", hours=6)),
    ("合同我下周一盖好章寄回", Side.CUSTOMER, message("合同盖好章寄出了", "customer")),
]
OWED = [
    ("我明天把合同发您", Side.STAFF, message("", file="产品报价单.pdf", kind="file")),
    ("我明天把合同发您", Side.STAFF, message("", "customer", file="合同.pdf", kind="file")),
    ("我明天把合同发您", Side.STAFF, message("合同还没好，再等一天")),
    ("我明天把合同发您", Side.STAFF, message("合同明天发您")),
    ("我明天把合同发您", Side.STAFF, message("方案发您了")),
    ("定金我今晚转", Side.CUSTOMER, message("定金转了吗")),
    ("定金我今晚转", Side.CUSTOMER, message("好的", "customer")),
    ("我周五前给你答复", Side.CUSTOMER, message("好的，谢谢", "customer")),
    ("我周五前给你答复", Side.CUSTOMER, message("还在商量", "customer")),
    ("我周五前给你答复", Side.CUSTOMER, message("你们可以开发票吗", "customer")),
    ("我周五前给你答复", Side.CUSTOMER, message("可以啊", "customer", minutes=2)),
    ("我马上查一下给您回复", Side.STAFF, message("稍等")),
    ("下午三点给您回电话", Side.STAFF, message("下午三点给您打电话方便吗")),
]


@pytest.mark.parametrize(("text", "side", "proof"), KEPT)
def test_what_was_sent_or_said_proves_it(text: str, side: Side, proof: Said) -> None:
    assert rules.proves(a_promise(text, side), proof)


@pytest.mark.parametrize(("text", "side", "other"), OWED)
def test_what_only_looks_like_it_proves_nothing(text: str, side: Side, other: Said) -> None:
    assert not rules.proves(a_promise(text, side), other)


def test_what_was_said_before_proves_nothing() -> None:
    earlier = message("", file="合同.pdf", kind="file", hours=-1)
    assert not rules.proves(a_promise("我明天把合同发您"), earlier)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("called", "", True),
        ("note", "电话聊过了", True),
        ("note", "周末不接电话", True),
        ("todo", "打电话", False),
    ],
)
def test_a_call_is_proved_by_the_story(kind: str, text: str, kept: bool) -> None:
    assert rules.kept_by_story(a_promise("下午三点给您回电话"), kind, text) is kept


@pytest.mark.parametrize(
    ("text", "side", "name"),
    [
        ("我答应张总明天发合同", Side.STAFF, "张总"),
        ("我答应过李经理周五前给他报价", Side.STAFF, "李经理"),
        ("我跟王芳说好明天寄样品", Side.STAFF, "王芳"),
        ("张总答应周五答复我", Side.CUSTOMER, "张总"),
        ("张总说周五回我", Side.CUSTOMER, "张总"),
    ],
)
def test_a_rep_tells_of_promises(text: str, side: Side, name: str) -> None:
    told = rules.told(text)
    assert told is not None
    assert (told.side, told.name) == (side, name)
    assert nlp.promises(told.rest, side=side, now=MADE)


@pytest.mark.parametrize("text", ["张总答应过什么", "我答应了谁什么", "张总答应了吗", "你好", "谁答应周五来"])
def test_questions_and_talk_tell_of_none(text: str) -> None:
    assert rules.told(text) is None
