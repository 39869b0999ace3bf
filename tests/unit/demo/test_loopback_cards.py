"""Template cards: what is taken, what is refused and why, and how cards change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.clock import ManualClock
from bot.demo.wecom import Change, LoopbackWecom

if TYPE_CHECKING:
    from conftest import Api

Json = dict[str, Any]
Cards = dict[str, Json]
TYPES = ["button_interaction", "text_notice", "news_notice", "vote_interaction", "multiple_interaction"]


@pytest.mark.parametrize("card_type", TYPES)
async def test_a_correct_card_of_every_type_arrives(
    api: Api, wecom: LoopbackWecom, cards: Cards, card_type: str
) -> None:
    answer = await api.card(cards[card_type])
    assert answer["errcode"] == 0
    shown = wecom.messages("zhangsan")[0]
    assert shown.card is not None
    assert shown.card.card_type == card_type
    assert shown.card.cut_fields == ()
    assert ("response_code" in answer) == (card_type not in {"text_notice", "news_notice"})


async def test_a_notice_with_a_menu_gets_a_response_code_and_needs_a_task_id(api: Api, cards: Cards) -> None:
    card = cards["text_notice"]
    card["action_menu"] = {"desc": "更多", "action_list": [{"text": "忽略", "key": "ignore"}]}
    assert (await api.card(card))["errcode"] == 42014
    assert "response_code" in await api.card({**card, "task_id": "t-1"})


Breakage = Callable[[Json], object]


@pytest.mark.parametrize(
    ("card_type", "breakage", "errcode"),
    [
        ("text_notice", lambda card: card.update(card_type="poster"), 42031),
        ("text_notice", lambda card: card.pop("main_title"), 40058),
        ("text_notice", lambda card: (card.pop("main_title"), card.update(sub_title_text="x")), 0),
        ("text_notice", lambda card: card.pop("card_action"), 42045),
        ("text_notice", lambda card: card.update(card_action={"type": 0}), 42045),
        ("text_notice", lambda card: card.update(card_action={"type": 1}), 42028),
        ("text_notice", lambda card: card.update(card_action={"type": 2}), 42030),
        ("text_notice", lambda card: card["jump_list"][0].pop("title"), 42033),
        ("text_notice", lambda card: card["jump_list"][0].pop("url"), 42028),
        ("text_notice", lambda card: card.update(jump_list=card["jump_list"] * 4), 42042),
        ("text_notice", lambda card: card.update(quote_area={"type": 1}), 42028),
        ("text_notice", lambda card: card.update(quote_area={"type": 2}), 42030),
        ("text_notice", lambda card: card.update(button_list=[]), 40058),
        ("text_notice", lambda card: card.update(replace_text="x"), 40058),
        ("text_notice", lambda card: card.update(main_title="x"), 40058),
        ("news_notice", lambda card: card.pop("card_image"), 42044),
        ("news_notice", lambda card: card["card_image"].pop("url"), 42044),
        ("news_notice", lambda card: card["card_image"].update(aspect_ratio=2.25), 40058),
        ("news_notice", lambda card: card.update(image_text_area={"type": 0}), 40058),
        ("news_notice", lambda card: card["vertical_content_list"][0].pop("title"), 42033),
        ("news_notice", lambda card: card.update(vertical_content_list=[{"title": "x"}] * 5), 42036),
        ("news_notice", lambda card: card["main_title"].pop("title"), 40058),
        ("button_interaction", lambda card: card.pop("task_id"), 42014),
        ("button_interaction", lambda card: card.update(task_id="有空格"), 42014),
        ("button_interaction", lambda card: card.update(task_id="a" * 129), 42014),
        ("button_interaction", lambda card: card.update(task_id="a" * 128), 0),
        ("button_interaction", lambda card: card.pop("button_list"), 40058),
        ("button_interaction", lambda card: card.update(button_list=card["button_list"] * 3), 40058),
        ("button_interaction", lambda card: card["button_list"][0].pop("text"), 42038),
        ("button_interaction", lambda card: card["button_list"][0].pop("key"), 42039),
        ("button_interaction", lambda card: card["button_list"][0].update(key="k" * 1025), 42039),
        ("button_interaction", lambda card: card["button_list"][1].update(key="ok:42"), 42039),
        ("button_interaction", lambda card: card["button_list"][1].update(key="\ud800"), 40058),
        ("button_interaction", lambda card: card.update(action_menu=None), 0),
        ("button_interaction", lambda card: card["button_list"][2].pop("url"), 42028),
        ("button_interaction", lambda card: card["button_selection"].pop("question_key"), 42043),
        ("button_interaction", lambda card: card["button_selection"].update(option_list=[]), 42037),
        ("button_interaction", lambda card: card["button_selection"]["option_list"][0].pop("id"), 42040),
        (
            "button_interaction",
            lambda card: card["button_selection"]["option_list"][0].update(id="won"),
            42040,
        ),
        ("button_interaction", lambda card: card["button_selection"]["option_list"][0].pop("text"), 42041),
        ("button_interaction", lambda card: card["horizontal_content_list"][0].pop("keyname"), 40058),
        ("button_interaction", lambda card: card["horizontal_content_list"][0].update(type=1), 42028),
        ("button_interaction", lambda card: card["horizontal_content_list"][0].update(type=2), 42029),
        (
            "button_interaction",
            lambda card: card["horizontal_content_list"][0].update(type=2, media_id="x"),
            40007,
        ),
        ("button_interaction", lambda card: card["horizontal_content_list"][0].update(type=3), 42050),
        (
            "button_interaction",
            lambda card: card.update(horizontal_content_list=[{"keyname": "k"}] * 7),
            42035,
        ),
        ("button_interaction", lambda card: card["action_menu"].update(action_list=[]), 40058),
        (
            "button_interaction",
            lambda card: card["action_menu"].update(action_list=[{"text": "a", "key": "k"}] * 2),
            42051,
        ),
        ("vote_interaction", lambda card: card.pop("checkbox"), 42043),
        ("vote_interaction", lambda card: card["checkbox"].update(mode=2), 40058),
        ("vote_interaction", lambda card: card["checkbox"]["option_list"][0].pop("is_checked"), 40058),
        ("vote_interaction", lambda card: card["checkbox"].update(option_list=[]), 42037),
        ("vote_interaction", lambda card: card["checkbox"].update(disable=True), 40058),
        ("vote_interaction", lambda card: card.pop("submit_button"), 42046),
        ("vote_interaction", lambda card: card["submit_button"].pop("text"), 42049),
        ("vote_interaction", lambda card: card.update(quote_area={"type": 0}), 40058),
        ("multiple_interaction", lambda card: card.update(select_list=[]), 42047),
        ("multiple_interaction", lambda card: card.update(select_list=card["select_list"] * 2), 42047),
        ("multiple_interaction", lambda card: card["select_list"][1].update(question_key="stage"), 42043),
        ("multiple_interaction", lambda card: card["submit_button"].pop("key"), 42046),
    ],
)
async def test_a_card_that_breaks_a_rule_is_refused_with_its_code(
    api: Api, wecom: LoopbackWecom, cards: Cards, card_type: str, breakage: Breakage, errcode: int
) -> None:
    breakage(cards[card_type])
    assert (await api.card(cards[card_type]))["errcode"] == errcode
    assert len(wecom.messages("zhangsan")) == (1 if errcode == 0 else 0)


async def test_a_task_id_is_never_taken_twice(api: Api, cards: Cards) -> None:
    assert (await api.card(cards["button_interaction"]))["errcode"] == 0
    assert (await api.card({**cards["vote_interaction"], "task_id": "deal-42_v3@1"}))["errcode"] == 42014


async def test_cards_with_buttons_need_a_callback_url(api: Api, wecom: LoopbackWecom, cards: Cards) -> None:
    wecom.callback_url = None
    assert (await api.card(cards["button_interaction"]))["errcode"] == 43012
    assert (await api.card(cards["text_notice"]))["errcode"] == 0


async def test_texts_longer_than_the_client_shows_are_pointed_out(
    api: Api, wecom: LoopbackWecom, cards: Cards
) -> None:
    card = cards["button_interaction"]
    card["main_title"]["title"] = "题" * 37
    card["button_list"][0]["text"] = "十一个字的按钮放不下啊"
    await api.card(card)
    shown = wecom.messages("zhangsan")[0].card
    assert shown is not None
    assert set(shown.cut_fields) == {"main_title.title", "button_list.text"}


async def test_the_visible_words_of_a_card_are_all_in_its_text(
    api: Api, wecom: LoopbackWecom, cards: Cards
) -> None:
    await api.card(cards["button_interaction"])
    text = wecom.messages("zhangsan")[0].text
    for word in ("销售助手", "确认商机变更", "金额", "120万", "谈判", "赢单", "确认", "不再提醒"):
        assert word in text
    for hidden in ("ok:42", "deal-42_v3", "https://", "neg"):
        assert hidden not in text


async def test_greying_replaces_the_buttons_for_the_named_people_only(
    api: Api, wecom: LoopbackWecom, cards: Cards, clock: ManualClock
) -> None:
    heard: list[Change] = []
    code = (await api.card(cards["button_interaction"], touser="zhangsan|lisi"))["response_code"]
    wecom.subscribe(heard.append)
    clock.advance(timedelta(minutes=1))
    answer = await api.update(code, userids=["ZhangSan", "Ghost"], button={"replace_name": "已确认"})
    assert answer == {"errcode": 0, "errmsg": "ok", "invaliduser": ["ghost"]}
    mine, theirs = wecom.messages("zhangsan")[0].card, wecom.messages("lisi")[0].card
    assert mine is not None
    assert theirs is not None
    assert (mine.greyed_as, dict(mine.buttons), mine.updates) == ("已确认", {}, 1)
    assert mine.updated_at == clock.now()
    assert theirs.greyed_as is None
    assert set(theirs.buttons) == {"ok:42", "edit:42"}
    assert [(change.kind, change.item.member) for change in heard] == [("updated", "zhangsan")]


async def test_a_whole_card_is_replaced_for_everybody(api: Api, wecom: LoopbackWecom, cards: Cards) -> None:
    code = (await api.card(cards["button_interaction"], touser="zhangsan|lisi"))["response_code"]
    answer = await api.update(code, userids=[], atall=1, template_card=cards["text_notice"])
    assert answer["errcode"] == 0
    for userid in ("zhangsan", "lisi"):
        message = wecom.messages(userid)[0]
        assert message.card is not None
        assert message.card.card_type == "text_notice"
        assert message.task_id == "deal-42_v3@1"


async def test_what_only_updates_may_carry_is_taken_there(
    api: Api, wecom: LoopbackWecom, cards: Cards
) -> None:
    code = (await api.card(cards["multiple_interaction"]))["response_code"]
    card = {**cards["multiple_interaction"], "replace_text": "已保存"}
    card["select_list"][0]["disable"] = True
    del card["submit_button"], card["task_id"]
    assert (await api.update(code, template_card=card))["errcode"] == 0
    shown = wecom.messages("zhangsan")[0].card
    assert shown is not None
    assert shown.greyed_as == "已保存"


async def test_a_response_code_is_good_for_one_accepted_call(api: Api, cards: Cards) -> None:
    code = (await api.card(cards["button_interaction"]))["response_code"]
    assert (await api.update(code, template_card={"card_type": "poster"}))["errcode"] == 42031
    assert (await api.update(code, button={"replace_name": "一"}))["errcode"] == 0
    refused = await api.update(code, button={"replace_name": "二"})
    assert refused["errcode"] == 40058
    assert "already used" in refused["errmsg"]


async def test_a_response_code_dies_after_72_hours(api: Api, cards: Cards, clock: ManualClock) -> None:
    code = (await api.card(cards["button_interaction"]))["response_code"]
    clock.advance(timedelta(hours=72))
    api.token = None
    refused = await api.update(code, button={"replace_name": "晚了"})
    assert refused["errcode"] == 40058
    assert "expired" in refused["errmsg"]


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"agentid": 1000003, "button": {"replace_name": "x"}}, 42015),
        ({"response_code": "made-up", "button": {"replace_name": "x"}}, 42016),
        ({"response_code": "", "button": {"replace_name": "x"}}, 40058),
        ({"userids": [], "button": {"replace_name": "x"}}, 40058),
        ({"userids": "zhangsan", "button": {"replace_name": "x"}}, 40058),
        ({"button": {"replace_name": ""}}, 40058),
        ({}, 40058),
    ],
)
async def test_updates_have_their_rules(api: Api, cards: Cards, change: Json, errcode: int) -> None:
    code = (await api.card(cards["button_interaction"]))["response_code"]
    assert (await api.update(**{"code": code, **_renamed(change)}))["errcode"] == errcode


def _renamed(change: Json) -> Json:
    return {("code" if name == "response_code" else name): value for name, value in change.items()}


async def test_a_notice_has_no_buttons_to_grey(api: Api, cards: Cards) -> None:
    card = cards["text_notice"]
    card["task_id"] = "t-1"
    card["action_menu"] = {"desc": "更多", "action_list": [{"text": "忽略", "key": "ignore"}]}
    code = (await api.card(card))["response_code"]
    assert (await api.update(code, button={"replace_name": "x"}))["errcode"] == 40058
