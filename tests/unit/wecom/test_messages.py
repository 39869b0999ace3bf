from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.demo.wecom.cards import check_card, too_long
from bot.platforms.errors import RecipientGone, Rejected
from bot.platforms.http import JsonObject
from bot.platforms.wecom.limits import CAPABILITIES
from bot.platforms.wecom.messages import send_body, task_id, update_body
from handlers.chat.content import Button, Card, Content, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Send, UpdateCard
from handlers.chat.event import Handle, PersonRef
from handlers.chat.fit import fit
from tests.unit.chat import strategies

LILEI = PersonRef("wecom", "lilei")
CONFIRM = Button("确认", "ok:42", "确认 42", style="primary")
CARD = Card("确认商机变更", "A公司", "阶段: 报价 → 谈判", (Fact("金额", "120万"),), "预算 120 万", (CONFIRM,))
HANDLE = Handle("RC", datetime(2026, 11, 23, tzinfo=UTC))


def sent(content: Content, *, key: str = "k1", card_id: str | None = "deal-42_v3") -> JsonObject:
    return send_body(Send(key, LILEI, content, card_id), 1000002, "https://bot.example.com")


def updated(card: Card) -> JsonObject:
    return update_body(
        UpdateCard("k2", LILEI, "deal-42_v3", card, HANDLE), 1000002, "RC", "https://bot.example.com"
    )


def test_a_text_is_addressed_to_one_member_and_safe_to_repeat() -> None:
    body = sent(Text("已记录"))
    interval = body.pop("duplicate_check_interval")
    assert 1800 < interval <= 14400
    assert body == {
        "touser": "lilei",
        "agentid": 1000002,
        "msgtype": "text",
        "text": {"content": "已记录"},
        "enable_duplicate_check": 1,
    }


def test_a_repetition_is_identical_and_the_same_words_again_are_not() -> None:
    assert sent(Text("已记录"), key="k1") == sent(Text("已记录"), key="k1")
    assert sent(Text("已记录"), key="k1") != sent(Text("已记录"), key="k2")


def test_markdown_and_files_are_spelled_as_such() -> None:
    assert sent(Markdown("**好**"))["markdown"] == {"content": "**好**"}
    assert sent(File("a.pdf", media_id="M"))["file"] == {"media_id": "M"}
    uploaded = send_body(Send("k", LILEI, File("a.pdf", content="QQ==")), 1, media_id="M2")
    assert uploaded["file"] == {"media_id": "M2"}


def test_a_file_without_anything_in_it_is_refused() -> None:
    with pytest.raises(Rejected):
        sent(File("a.pdf"))


def test_a_card_with_buttons_asks() -> None:
    card = sent(replace(CARD, menu=(Button("不再提醒", "mute:42", "静音 42"),)))["template_card"]
    assert card == {
        "card_type": "button_interaction",
        "main_title": {"title": "确认商机变更", "desc": "A公司"},
        "sub_title_text": "阶段: 报价 → 谈判",
        "quote_area": {"type": 0, "quote_text": "预算 120 万"},
        "horizontal_content_list": [{"keyname": "金额", "value": "120万"}],
        "button_list": [{"text": "确认", "style": 1, "key": "ok:42"}],
        "action_menu": {"action_list": [{"text": "不再提醒", "key": "mute:42"}]},
        "task_id": "deal-42_v3",
    }


def test_a_card_without_buttons_only_tells_and_leads_to_our_page() -> None:
    card = sent(replace(CARD, buttons=()))["template_card"]
    assert card["card_type"] == "text_notice"
    assert card["card_action"] == {"type": 1, "url": "https://bot.example.com"}


def test_a_closed_card_sent_anew_says_so_in_words() -> None:
    card = sent(replace(CARD, buttons=(), closed="已确认"))["template_card"]
    assert card["main_title"]["desc"] == "已确认 · A公司"
    assert "replace_text" not in card


def test_questions_are_submitted_with_the_first_button() -> None:
    stage = Select("stage", "阶段", (Option("s1", "初步接触"), Option("s2", "报价")), selected="s2")
    card = sent(Card("改阶段", "张总", selects=(stage,), buttons=(CONFIRM,)))["template_card"]
    assert card["card_type"] == "multiple_interaction"
    assert card["submit_button"] == {"text": "确认", "key": "ok:42"}
    assert card["select_list"] == [
        {
            "question_key": "stage",
            "title": "阶段",
            "option_list": [{"id": "s1", "text": "初步接触"}, {"id": "s2", "text": "报价"}],
            "selected_id": "s2",
        }
    ]


def test_a_linked_fact_opens_its_page() -> None:
    card = sent(replace(CARD, facts=(Fact("详情", "打开", link="https://x.cn/1"),)))["template_card"]
    assert card["horizontal_content_list"] == [
        {"keyname": "详情", "value": "打开", "type": 1, "url": "https://x.cn/1"}
    ]


def test_an_update_that_only_closes_greys_the_buttons() -> None:
    assert updated(Card("", closed="已确认")) == {
        "userids": ["lilei"],
        "agentid": 1000002,
        "response_code": "RC",
        "button": {"replace_name": "已确认"},
    }


def test_an_update_that_closes_with_words_replaces_the_card_by_a_dead_one() -> None:
    card = updated(replace(CARD, buttons=(), closed="已确认"))["template_card"]
    assert card["replace_text"] == "已确认"
    assert card["main_title"] == {"title": "确认商机变更", "desc": "A公司"}
    assert "task_id" not in card


def test_an_update_may_leave_the_card_open() -> None:
    card = updated(CARD)["template_card"]
    assert card["button_list"] == [{"text": "确认", "style": 1, "key": "ok:42"}]


@pytest.mark.parametrize("person", ["@all", "a|b", "", "李雷", "-a", "a" * 65])
def test_nobody_but_one_member_can_be_addressed(person: str) -> None:
    with pytest.raises(RecipientGone):
        send_body(Send("k", PersonRef("wecom", person), Text("hi")), 1)


def test_a_card_id_becomes_a_legal_task_id() -> None:
    assert task_id(Send("k", LILEI, CARD, "lead:7 f/李")) == "lead-7-f--"
    assert task_id(Send("key.1", LILEI, CARD)) == "key-1"
    assert len(task_id(Send("k" * 300, LILEI, CARD))) == 128


@given(strategies.cards, st.booleans())
@settings(max_examples=300)
def test_the_far_side_takes_every_fitted_card_and_cuts_none(card: Card, update: bool) -> None:
    shown = fit(card, CAPABILITIES)[-1]
    assert isinstance(shown, Card)
    if update and shown == Card("", closed=shown.closed) and shown.closed:
        return  # greys the buttons, sends no card
    body = (updated(shown) if update else sent(shown))["template_card"]
    check_card(body, update=update)
    assert list(too_long(body)) == []
