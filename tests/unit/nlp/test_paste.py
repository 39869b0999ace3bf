from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.model import Side

NOW = datetime(2026, 11, 20, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
STAFF = ["沈默"]


def split(text: str, staff: list[str] = STAFF) -> list[tuple[str | None, Side, str | None, str]]:
    read = nlp.paste(text, staff=staff, now=NOW)
    assert read is not None
    return [(t.name, t.side, t.at.strftime("%m-%d %H:%M") if t.at else None, t.text) for t in read.turns]


TWO = [
    ("汤经理", Side.CUSTOMER, "11-17 10:02", "能做吗"),
    ("沈默", Side.STAFF, "11-17 10:05", "可以，起订 500"),
]


@pytest.mark.parametrize(
    "text",
    [
        "汤经理 2026/11/17 10:02\n能做吗\n\n沈默 2026/11/17 10:05\n可以，起订 500",
        "汤经理@微信 11/17 10:02:33\n能做吗\n沈默 11/17 10:05:00\n可以，起订 500",
        "帮我看下：\n汤经理 11-17 10:02\n能做吗\n沈默 11-17 10:05\n可以，起订 500",
        "汤经理\n11-17 10:02\n能做吗\n沈默\n11-17 10:05\n可以，起订 500",
        "2026-11-17 10:02:00 汤经理\n能做吗\n\n2026-11-17 10:05:00 沈默\n可以，起订 500",
        "[2026-11-17 10:02] 汤经理: 能做吗\n[2026-11-17 10:05] 沈默: 可以，起订 500",
        "汤经理 (2026-11-17 10:02:00):能做吗\n沈默 (2026-11-17 10:05:00):可以，起订 500",
        "汤经理 2026年11月17日 上午 10:02\r\n能做吗\r\n沈默 2026年11月17日 上午 10:05\r\n可以，起订 500",
        'time,sender,content\n2026-11-17 10:02:00,汤经理,能做吗\n2026-11-17 10:05:00,沈默,"可以，起订 500"',
        "> 汤经理 2026/11/17 10:02\n> 能做吗\n>\n> 沈默 2026/11/17 10:05\n> 可以，起订 500",
    ],
)
def test_every_client_writes_the_same_two_messages(text: str) -> None:
    assert split(text) == TWO


def test_clock_and_yesterday_are_the_latest_past_ones() -> None:
    assert [at for _, _, at, _ in split("覃姐@微信 昨天 19:00\n布样收到了\n\n沈默 08:50\n喜欢哪个色")] == [
        "11-19 19:00",
        "11-20 08:50",
    ]


def test_quoted_words_and_system_lines_are_left_out() -> None:
    quoted = "这是一条引用/回复消息：\n“沈默：\n纱帘 68 元/米”\n------\n"
    recalled = '"覃姐" 撤回了一条消息'
    text = f"覃姐@微信 11/20 10:10:00\n{quoted}能少点吗\n\n{recalled}\n\n沈默 11/20 10:15:00\n满 30 米 62"
    assert [said for *_, said in split(text)] == ["能少点吗", "满 30 米 62"]


def test_a_name_that_only_begins_like_ours_is_the_customer() -> None:
    text = "沈默然 11-17 10:02\n你好\n沈默-远航 11-17 10:03\n您好"
    assert [side for _, side, *_ in split(text)] == [Side.CUSTOMER, Side.STAFF]


def test_without_a_staff_list_only_roles_and_outside_names_tell() -> None:
    assert [side for _, side, *_ in split("客户: 怎么退课\n销售: 未开课全退", [])] == [
        Side.CUSTOMER,
        Side.STAFF,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "寄件：沈默 13600000001\n收件：汤经理 13711112222\n地址：东莞市长安镇",
        "聂云：周五交方案\n尤佳：量尺寸\n白露：排直播课",
        "晨会\n9:00 到场 12 人\n9:10 本周目标：新签 5 单",
        "From: a@b.example\nTo: c@d.example\nSubject: Re: demo\n\nThanks.",
        "型号：CL-200\n材质：加厚雪尼尔\n幅宽：2.8 米",
        "上午跟柏总通了电话，他说尾款已经走流程。",
        "2026-11-20 10:00:00 INFO start\n2026-11-20 10:00:01 ERROR stop",
        "问：能退吗\n答：可以",
        "",
    ],
)
def test_notes_lists_logs_and_mails_are_no_chats(text: str) -> None:
    assert nlp.paste(text, staff=STAFF, now=NOW) is None


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "汤经理",
                " ",
                "：",
                "\n",
                "11-17 10:02",
                "能做吗",
                "沈默",
                "[图片]",
                "------",
                ">",
                "昨天 19:00",
            ]
        ),
        max_size=20,
    ).map("".join)
    | st.text(max_size=80)
)
def test_any_text_is_a_chat_of_two_or_none(text: str) -> None:
    read = nlp.paste(text, staff=STAFF, now=NOW)
    assert read is None or len(read.turns) >= 2


def test_a_time_line_of_several_words_is_no_name() -> None:
    text = "昨天 晚上 8:30\n孔老师：证书模板有吗\n昨天 晚上 8:42\n夏小满：有，明早传您"
    found = nlp.paste(text, staff=["夏小满"], now=NOW)
    assert found is not None
    assert [(t.name, t.text) for t in found.turns] == [("孔老师", "证书模板有吗"), ("夏小满", "有，明早传您")]


def test_words_that_begin_with_a_number_stay_a_message_of_their_own() -> None:
    text = "鲁大哥：化肥还能便宜不\n阿凯：10吨以上每吨减50\n鲁大哥：那来12吨"
    found = nlp.paste(text, staff=["阿凯"], now=NOW)
    assert found is not None
    assert found.turns[1].text == "10吨以上每吨减50"


def test_a_role_before_a_name_tells_the_side_only() -> None:
    found = nlp.paste("客户:朱姐：礼服能改袖子不\n销售:阿凯：能，免费改一次", staff=[], now=NOW)
    assert found is not None
    assert [(t.name, t.side.value) for t in found.turns] == [("朱姐", "customer"), ("阿凯", "staff")]


PAPERS = [
    json.loads(line) for line in (Path(__file__).parent / "data/papers.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("row", PAPERS, ids=lambda row: row["text"][:16])
def test_minutes_plans_and_logs_are_told_from_chats(row: dict[str, str | bool]) -> None:
    assert (nlp.paste(str(row["text"]), staff=["贾敏"], now=NOW) is not None) is row["chat"]
