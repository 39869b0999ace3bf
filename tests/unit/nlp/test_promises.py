from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.model import Side

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 10, tzinfo=ZONE)  # a Wednesday
LINES = Path(__file__).parent / "data/promises_own.jsonl"
OWN = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
SCOPE = [json.loads(line) for line in LINES.with_name("promises_scope.jsonl").read_text("utf-8").splitlines()]
SIDES = {"rep": Side.STAFF, "customer": Side.CUSTOMER}


@pytest.mark.parametrize("row", OWN + SCOPE, ids=lambda row: row["text"])
def test_a_line_promises_what_it_says_by_when_it_says(row: dict[str, Any]) -> None:
    found = nlp.promises(row["text"], side=SIDES[row["sender"]], now=NOW)
    due = [p.due.isoformat()[: 16 if p.has_clock else 10] if p.due else None for p in found]
    assert [p.who for p in found] == [SIDES[gold["who"]] for gold in row["promises"]]
    for got, gold in zip(due, row["promises"], strict=True):
        assert (got or "")[: len(gold["due"] or "")] == (gold["due"] or "")


@pytest.mark.parametrize(
    "text",
    [
        "他说明天发合同",
        "要是老板批了，周五就打款",
        "今天发不了货",
        "您明天能签吗",
        "昨天已经寄了",
        "改天请您吃饭",
        "付款后三天内发货",
        "麻烦您周五把公章带上",
        "合同里写着下周交货",
    ],
)
def test_what_binds_nobody_promises_nothing(text: str) -> None:
    assert nlp.promises(text, side=Side.STAFF, now=NOW) == ()


def test_both_sides_owe_in_a_recap() -> None:
    found = nlp.promises("刚才说好的：您周五付定金，我下周一排产", side=Side.STAFF, now=NOW)
    assert [(p.who, p.due and p.due.day) for p in found] == [(Side.CUSTOMER, 20), (Side.STAFF, 23)]


def test_a_day_without_a_clock_says_so() -> None:
    day, moment = (
        nlp.promises(t, side=Side.STAFF, now=NOW)[0] for t in ("周五前给您答复", "明天三点给您打电话")
    )
    assert (day.has_clock, day.due_kind) == (False, "by")
    assert (moment.has_clock, moment.due) == (True, datetime(2026, 11, 19, 15, tzinfo=ZONE))


def test_a_system_line_owes_nothing() -> None:
    assert nlp.promises("明天发合同", side=Side.UNKNOWN, now=NOW) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(["我", "明天", "发", "合同", "给您", "，", "周五前", "打款", "吗", " "]), max_size=12
    ).map("".join)
)
def test_any_text_is_read_and_offsets_point_at_the_words_promised(text: str) -> None:
    for promise in nlp.promises(text, side=Side.STAFF, now=NOW):
        assert text[promise.start : promise.end] == promise.what


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("青岛的专线报价三个工作日之内出给您", "青岛的专线报价三个工作日之内出给您"),
        ("我下午三点给您打电话", "给您打电话"),
        ("赵律师周三下午在所里等您", "赵律师周三下午在所里等您"),
    ],
)
def test_what_is_promised_keeps_its_object_and_its_doer(text: str, phrase: str) -> None:
    assert [p.what for p in nlp.promises(text, side=Side.STAFF, now=NOW)] == [phrase]


def test_what_the_speaker_adds_to_somebody_elses_words_is_his_own() -> None:
    added = nlp.promises("技术说可以做，我周五前把方案发您", side=Side.STAFF, now=NOW)
    assert [p.due and p.due.day for p in added] == [20]
    assert nlp.promises("技术说了，周五前把方案发您", side=Side.STAFF, now=NOW) == ()


def test_a_weekday_in_a_recap_follows_the_one_before_it() -> None:
    found = nlp.promises("刚商量好的：您下周一交资料，我们周三递件", side=Side.STAFF, now=NOW)
    assert [(p.who, p.due and p.due.day) for p in found] == [(Side.CUSTOMER, 23), (Side.STAFF, 25)]
