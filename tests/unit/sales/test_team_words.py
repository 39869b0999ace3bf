"""Questions about people and things handed to them, as they are typed; what only looks like one."""

from __future__ import annotations

import time

import pytest

from handlers.sales import team_words

NAMES = ("李雷", "韩梅", "王主管", "小李")


@pytest.mark.parametrize(
    ("text", "kind", "name", "span"),
    [
        ("李雷最近怎么样", "person", "李雷", "recent"),
        ("李雷呢？", "person", "李雷", None),
        ("看看李雷昨天", "person", "李雷", "yesterday"),
        ("小李上个月业绩如何", "person", "小李", "last_month"),
        ("团队上周情况", "team", None, "last_week"),
        ("本月业绩", "team", None, "this_month"),
        ("谁手上客户最多", "load", None, None),
        ("李雷的客户卡在哪了", "stuck", "李雷", None),
    ],
)
def test_a_question_is_read(text: str, kind: str, name: str | None, span: str | None) -> None:
    asked = team_words.question(text, NAMES)
    assert asked is not None
    assert (asked.kind, asked.name, asked.span) == (kind, name, span)


@pytest.mark.parametrize(
    "text",
    [
        "张总最近怎么样", "谁的待办逾期了", "最近怎么样", "情况怎么样", "李雷有哪些客户", "团队有哪些客户",
        "这周丢了几单", "张总卡住了", "客户超期了要续费", "今天天气怎么样", "谁还没联系", "有哪些客户",
        "今天总结一下", "报价多少", "我有多少客户", "今天先做什么", "最近情况怎么样", "李雷", "", "的",
        "我们公司团队情况你了解一下然后给张总发个方案吧好不好啊谢谢你",
    ],
)  # fmt: skip
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert team_words.question(text, NAMES) is None


@pytest.mark.parametrize(
    ("text", "name", "said", "firm"),
    [
        ("提醒李雷明天联系张总", "李雷", "提醒我明天联系张总", True),
        ("明天提醒李雷给张总回电话", "李雷", "明天提醒我给张总回电话", True),
        ("叫李雷下午三点给张总打电话", "李雷", "提醒我下午三点给张总打电话", False),
        ("给李雷安排个任务：明天联系张总", "李雷", "提醒我明天联系张总", True),
        ("提醒李雷和韩梅明天交周报", "李雷 韩梅", "提醒我明天交周报", True),
        ("提醒大家明天交周报", "大家", "提醒我明天交周报", True),
        ("告诉李雷明天去拜访张总", "李雷", "提醒我明天去拜访张总", True),
        ("跟小李说一声下周一拜访张总", "小李", "提醒我下周一拜访张总", True),
    ],
)
def test_what_is_handed_on_is_read(text: str, name: str, said: str, firm: bool) -> None:
    handed = team_words.errand(text, NAMES)
    assert handed is not None
    assert (handed.names, handed.said, handed.firm) == (tuple(name.split()), said, firm)


@pytest.mark.parametrize(
    "text",
    [
        "提醒我明天联系张总", "让张总明天联系我", "张总让李雷发合同", "把张总分给李雷", "李雷明天联系张总",
        "让李雷跟进张总了吗", "给李雷发合同", "提醒李雷",
        "告诉李雷张总今天很着急", "告诉王主管张总同意了", "跟李雷说张总明天来",
    ],
)  # fmt: skip
def test_what_hands_nothing_on_is_left_alone(text: str) -> None:
    assert team_words.errand(text, NAMES) is None


@pytest.mark.parametrize(
    "text", ["我们" * 40, "看看了" * 26 + "x", "的了" * 40, "提醒" * 40, "一下" * 39 + "李雷"]
)
def test_no_text_takes_long_to_read(text: str) -> None:
    began = time.perf_counter()
    for part in (text, text[:32]):
        team_words.question(part, NAMES)
        team_words.errand(part, NAMES)
    assert time.perf_counter() - began < 1
