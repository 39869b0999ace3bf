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
from nlp.model import Intent

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 10, tzinfo=ZONE)
LINES = Path(__file__).parent / "data/commands_own.jsonl"
OWN = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("row", OWN, ids=lambda row: row["text"])
def test_a_command_is_understood_in_free_words(row: dict[str, Any]) -> None:
    assert nlp.command(row["text"], now=NOW).intent.value == row["intent"]


SCOPE = [json.loads(line) for line in LINES.with_name("commands_scope.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", SCOPE, ids=lambda row: row["text"])
def test_talk_is_told_from_orders_and_orders_carry_their_slots(row: dict[str, Any]) -> None:
    found = nlp.command(row["text"], now=datetime.fromisoformat(row["now"]).replace(tzinfo=ZONE))
    assert (found.intent.value, dict(found.slots)) == (row["intent"], row["slots"])


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "新建线索 张总 13812345678 官网 预算20万",
            {"contact": "张总", "phone": "13812345678", "source": "官网", "budget": 200000},
        ),
        ("把张总推进到合同", {"contact": "张总", "stage": "合同"}),
        (
            "明天下午三点提醒我给李经理回电话",
            {"when": "2026-11-21T15:00", "contact": "李经理", "what": "回电话"},
        ),
        (
            "提醒我今天下班前把方案发给赵总",
            {"when_end": "2026-11-20T18:00", "contact": "赵总", "what": "把方案发给赵总"},
        ),
        ("完成 1", {"index": 1}),
        ("第2个做完了", {"index": 2}),
        (
            "沈经理报价单QT20261118-01 88000元",
            {"contact": "沈经理", "quote_no": "QT20261118-01", "amount": 88000},
        ),
        ("周老板黄了，选了别家", {"contact": "周老板", "reason": "选了别家"}),
        ("把周老板这个客户转给我", {"contact": "周老板", "assignee": "我"}),
        ("备注一下李姐，老公说了算", {"contact": "李姐", "note": "老公说了算"}),
    ],
)
def test_the_slots_of_a_command_are_read(text: str, slots: dict[str, object]) -> None:
    got = dict(nlp.command(text, now=NOW).slots)
    assert got == slots


@pytest.mark.parametrize(
    "text",
    [
        "别提醒我",
        "先不推进姚女士",
        "田总人挺好",
        "报价模板发群里了",
        "周报谁交了",
        "张总提醒我带发票",
        "要是王工签了就请大家吃饭",
    ],
)
def test_small_talk_and_refusals_do_nothing_and_suggest_nothing(text: str) -> None:
    found = nlp.command(text, now=NOW)
    assert (found.intent, found.nearest) == (Intent.NONE, ())


def test_words_inside_a_note_do_not_change_the_intent() -> None:
    assert nlp.command("田总备注：丢单了别再提醒我，转给小吴", now=NOW).intent is Intent.ADD_NOTE


def test_a_question_about_a_fact_never_marks_it() -> None:
    assert nlp.command("沈经理签了吗", now=NOW).intent is Intent.QUERY_LEAD


def test_an_attempt_that_is_not_understood_names_its_nearest_intents() -> None:
    found = nlp.command("新建线索", now=NOW)
    assert found.intent is Intent.NONE
    assert found.nearest[0] is Intent.CREATE_LEAD


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_command_or_none_without_error(text: str) -> None:
    assert nlp.command(text, now=NOW) == nlp.command(text, now=NOW)


WIDE = [json.loads(line) for line in LINES.with_name("commands_wide.jsonl").read_text("utf-8").splitlines()]


def test_nearly_all_commands_in_wide_wording_are_understood() -> None:
    wrong = [
        row["text"]
        for row in WIDE
        if nlp.command(row["text"], now=datetime.fromisoformat(row["now"]).replace(tzinfo=ZONE)).intent.value
        != row["intent"]
    ]
    assert len(wrong) <= 0.03 * len(WIDE), wrong


@pytest.mark.parametrize("text", ["他怎么样了", "这个客户推进到报价", "把他转给小王", "给他报价3万"])
def test_a_pronoun_names_nobody(text: str) -> None:
    assert nlp.command(text, now=NOW).intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "when", "repeat"),
    [
        ("每周一九点提醒我看报价", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO"),
        ("每天早上八点半提醒我看待办", "2026-11-21T08:30", "FREQ=DAILY"),
        ("每个工作日下午5点提醒我写日报", "2026-11-20T17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每周一三五上午十点叫我打电话给魏总", "2026-11-23T10:00", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每月25号提醒我催陶总尾款", "2026-11-25", "FREQ=MONTHLY;BYMONTHDAY=25"),
    ],
)
def test_a_reminder_that_comes_back_has_its_next_time_and_its_rule(text: str, when: str, repeat: str) -> None:
    slots = nlp.command(text, now=NOW).slots
    assert (slots["when"], slots["repeat"]) == (when, repeat)


def test_a_reminder_some_time_ahead_of_what_it_is_about() -> None:
    assert nlp.command("周日两点的会，提前半小时提醒我", now=NOW).slots["when"] == "2026-11-22T13:30"


def test_english_words_and_traditional_characters_are_read_and_kept_as_written() -> None:
    assert nlp.command("remind me 明天下午2点 call 侯医生", now=NOW).intent is Intent.SET_REMINDER
    assert nlp.command("幫我建個客戶 陳總 13811112222", now=NOW).slots["contact"] == "陳總"


SPOKEN = [json.loads(line) for line in LINES.with_name("spoken_orders.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("intent", sorted({row["intent"] for row in SPOKEN}))
def test_what_is_said_on_the_way_out_of_a_door_is_understood(intent: str) -> None:
    wrong = []
    for row in (row for row in SPOKEN if row["intent"] == intent):
        found = nlp.command(row["text"], now=NOW)
        slots = {name: found.slots.get(name) for name in row["slots"]}
        if (found.intent.value, slots) != (intent, row["slots"]):
            wrong.append(row["text"])
    assert wrong == []
