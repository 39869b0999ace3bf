from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.model import MessageKind, Side, Standing, Turn

SIDES = {"c": Side.CUSTOMER, "r": Side.STAFF, "s": Side.UNKNOWN}
LINES = Path(__file__).parent / "data/endings_own.jsonl"
ROWS = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
WAITED = {"customer": Side.CUSTOMER, "rep": Side.STAFF, "none": None}


def stands(*said: str) -> Standing:
    """How an exchange stands, each message written as side:text."""
    return nlp.standing([Turn(str(n), SIDES[line[0]], line[2:]) for n, line in enumerate(said)])


def test_most_of_our_own_exchanges_stand_as_labelled() -> None:
    wrong = [row for row in ROWS if not _as_labelled(row)]
    assert len(wrong) <= 0.02 * len(ROWS), [row["turns"] for row in wrong]


def _as_labelled(row: dict[str, Any]) -> bool:
    found = stands(*[f"{t['sender'][0]}:{t['text']}" for t in row["turns"]])
    since = None if row["open_since"] is None else str(row["open_since"])
    return (found.last_kind.value, found.waiting, found.open_since) == (
        row["last_kind"],
        WAITED[row["waiting"]],
        since,
    )


@pytest.mark.parametrize("word", ["收到", "谢谢", "好的", "稍等", "好的，稍等", "收到，我看看", "👌"])
def test_an_acknowledgement_is_no_answer(word: str) -> None:
    found = stands("c:能发个报价吗", f"r:{word}")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.ACK, Side.STAFF, "0")


@pytest.mark.parametrize("nudge", ["在吗", "？？", "人呢", "hello？", "在忙吗"])
def test_a_nudge_does_not_move_the_start(nudge: str) -> None:
    found = stands("c:地址发一下", f"c:{nudge}")
    assert (found.last_kind, found.open_since) == (MessageKind.REQUEST, "0")


def test_two_questions_of_which_one_is_answered_leave_one() -> None:
    found = stands("c:能上门修不，大概多少钱", "r:能上门的")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.ANSWER, Side.STAFF, "0")


def test_thanks_after_an_answer_close_the_exchange() -> None:
    assert stands("c:多少钱", "r:2680", "c:好的谢谢") == Standing(MessageKind.CLOSING, None, None)


def test_a_quote_handed_over_waits_for_the_customer() -> None:
    found = stands("c:能发个报价吗", "r:[文件] 报价单.xlsx", "c:收到")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.ACK, Side.CUSTOMER, "1")


def test_a_pause_keeps_the_request_open_and_says_until_when() -> None:
    found = stands("r:护理床您考虑好没", "c:等老太太出院吧", "r:好的，不急")
    assert (found.last_kind, found.waiting, found.pause_until) == (
        MessageKind.ACK,
        Side.CUSTOMER,
        "等老太太出院",
    )


def test_a_recalled_question_is_gone() -> None:
    assert stands("c:能开证明吗", "s:“桐桐爸爸”撤回了一条消息").waiting is None


def test_no_turns_leave_nobody_waiting() -> None:
    assert nlp.standing([]) == Standing(MessageKind.STATEMENT, None, None)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Side)),
            st.text(max_size=30) | st.sampled_from(["好的", "多少钱", "在吗", "等等", "不要了", "[图片]"]),
        ),
        max_size=8,
    )
)
def test_any_exchange_ends_with_a_turn_of_its_own_or_nobody_waiting(said: list[tuple[Side, str]]) -> None:
    turns = [Turn(str(n), side, text) for n, (side, text) in enumerate(said)]
    found = nlp.standing(turns)
    assert (found.waiting is None) == (found.open_since is None)
    if found.open_since is not None:
        assert turns[int(found.open_since)].side not in {found.waiting, Side.UNKNOWN}


@pytest.mark.parametrize(
    ("shown", "wish"),
    [("地址没写错吧", "门牌漏了"), ("这版海报行吗", "logo放大"), ("效果图您满意吗", "柜子颜色调浅")],
)
def test_a_change_to_what_was_shown_for_approval_is_a_request(shown: str, wish: str) -> None:
    found = stands(f"r:{shown}", f"c:{wish}")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.REQUEST, Side.STAFF, "1")
    assert stands(f"r:{shown}", "c:可以，不用改了").waiting is None


@pytest.mark.parametrize("day", ["下周一", "年后吧", "月底", "估计15号左右"])
def test_a_bare_later_day_puts_off_a_deed_and_answers_when(day: str) -> None:
    put_off = stands("r:姐，租金可以交了吗", f"c:{day}")
    assert (put_off.last_kind, put_off.waiting) == (MessageKind.PAUSE, Side.CUSTOMER)
    answered = stands("r:租金什么时候交", f"c:{day}")
    assert (answered.last_kind, answered.waiting) == (MessageKind.ANSWER, None)


@pytest.mark.parametrize("working", ["还在收集", "正在整理", "还在走流程"])
def test_what_is_in_hand_is_not_done(working: str) -> None:
    assert stands("r:资料齐了吗", f"c:{working}").waiting is Side.CUSTOMER
    assert stands("r:资料齐了吗", "c:齐了").waiting is None


def test_consent_does_not_choose_between_two() -> None:
    assert stands("r:您是要红色还是要白色", "c:好的").waiting is Side.CUSTOMER
    assert stands("r:您是要红色还是要白色", "c:红色").waiting is None


def test_a_recalled_answer_opens_its_question_again() -> None:
    found = stands("c:年卡多少钱", "r:一千二", "s:你撤回了一条消息")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.STATEMENT, Side.STAFF, "0")


@pytest.mark.parametrize(
    "fault", ["门口没有", "照片贴的是别人的", "点进去白屏", "我订的1米8", "边上翘起来了", "袋子破了两个"]
)
def test_what_is_set_against_good_news_waits_for_us(fault: str) -> None:
    found = stands("r:您的货已送达", f"c:{fault}")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.REQUEST, Side.STAFF, "1")


@pytest.mark.parametrize("content", ["很好用，谢谢", "收到了，很满意", "质量不错", "真漂亮", "没问题，谢谢"])
def test_content_customers_wait_for_nothing(content: str) -> None:
    assert stands("r:您的货已送达", f"c:{content}").waiting is None


@pytest.mark.parametrize("deed", ["出吧", "那敢情好", "行，麻烦你了", "留着吧", "求之不得"])
def test_an_accepted_offer_waits_for_our_deed(deed: str) -> None:
    found = stands("r:要不我给您出个对比表", f"c:{deed}")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.ANSWER, Side.STAFF, "1")
    assert stands("r:要不我给您出个对比表", "c:不用了，谢谢").waiting is None


@pytest.mark.parametrize(
    "busy", ["我去找店长谈谈", "让仓库找一下", "正在排查", "师傅已经出发了", "马上给您重做"]
)
def test_what_is_under_way_is_taken_up_not_settled(busy: str) -> None:
    found = stands("c:空调漏水了", f"r:{busy}")
    assert (found.last_kind, found.waiting, found.open_since) == (MessageKind.ACK, Side.STAFF, "0")
    assert stands("c:空调漏水了", f"r:{busy}", "r:修好了").waiting is None


def test_of_three_things_in_a_row_each_is_missed_until_it_comes() -> None:
    asked = "r:护照、成绩单和在读证明发我"
    assert stands(asked, "c:[图片] 护照", "c:[图片] 成绩单").waiting is Side.CUSTOMER
    assert stands(asked, "c:[图片] 护照", "c:[图片] 成绩单", "c:[图片] 在读证明").waiting is None
