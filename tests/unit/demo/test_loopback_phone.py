"""The people's side: what reaches the bot when members write, press, join and leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import xmltodict

from bot.clock import ManualClock
from bot.demo.wecom import LoopbackWecom, Message, NotPressable, Said
from bot.demo.wecom.events import elements

if TYPE_CHECKING:
    from conftest import Api, Bot

Json = dict[str, Any]


def _last(bot: Bot) -> Json:
    found: Json = xmltodict.parse(bot.opened[-1], strip_whitespace=False)["xml"]
    return found


async def test_a_text_reaches_the_bot_signed_and_encrypted(
    wecom: LoopbackWecom, bot: Bot, clock: ManualClock
) -> None:
    delivery = await wecom.member("zhangsan").says("今天跟进王总，报价 120万 👍")
    inner = _last(bot)
    assert delivery.acknowledged
    assert inner["ToUserName"] == "ww1a2b3c4d5e6f7081"
    assert inner["FromUserName"] == "zhangsan"
    assert inner["CreateTime"] == str(int(clock.now().timestamp()))
    assert (inner["MsgType"], inner["Content"]) == ("text", "今天跟进王总，报价 120万 👍")
    assert inner["AgentID"] == "1000002"
    assert "<AgentID><![CDATA[1000002]]></AgentID>" in bot.bodies[0]


async def test_message_ids_need_more_than_53_bits_and_are_all_different(
    wecom: LoopbackWecom, bot: Bot
) -> None:
    ids = []
    for turn in range(3):
        await wecom.member("zhangsan").says(str(turn))
        ids.append(int(_last(bot)["MsgId"]))
    assert len(set(ids)) == 3
    assert all(2**53 < one < 2**63 for one in ids)


async def test_a_text_cannot_smuggle_elements_into_the_message(wecom: LoopbackWecom, bot: Bot) -> None:
    nasty = "a]]></Content><FromUserName>boss</FromUserName><Content><![CDATA["
    await wecom.member("zhangsan").says(nasty)
    assert _last(bot)["FromUserName"] == "zhangsan"
    assert _last(bot)["Content"] == nasty


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("image", {"MsgType": "image"}),
        ("voice", {"MsgType": "voice", "Format": "amr"}),
        ("video", {"MsgType": "video"}),
        ("file", {"MsgType": "file", "FileName": "报价单.pdf"}),
    ],
)
async def test_media_sent_by_a_member_can_be_fetched_by_its_id(
    api: Api, wecom: LoopbackWecom, bot: Bot, act: str, expected: Json
) -> None:
    member = wecom.member("zhangsan")
    acts = {
        "image": lambda: member.sends_image(b"bytes", "a.jpg"),
        "voice": lambda: member.sends_voice(b"bytes"),
        "video": lambda: member.sends_video(b"bytes", b"thumbnail"),
        "file": lambda: member.sends_file(b"bytes", "报价单.pdf"),
    }
    await acts[act]()
    inner = _last(bot)
    assert expected.items() <= inner.items()
    assert (await api.download(inner["MediaId"]))[2] == b"bytes"


async def test_places_and_links_carry_their_elements(wecom: LoopbackWecom, bot: Bot) -> None:
    member = wecom.member("zhangsan")
    await member.sends_location(23.1, 113.3, "广州塔")
    assert (_last(bot)["Location_X"], _last(bot)["Label"], _last(bot)["AppType"]) == (
        "23.1", "广州塔", "wxwork",
    )  # fmt: skip
    await member.sends_link("招标公告", "https://example.com/a?b=1&c=2")
    assert (_last(bot)["Title"], _last(bot)["Url"]) == ("招标公告", "https://example.com/a?b=1&c=2")


async def test_joining_and_leaving_change_who_can_be_reached(
    api: Api, wecom: LoopbackWecom, bot: Bot
) -> None:
    newcomer = wecom.add_member("newcomer", "新人")
    assert (await api.text("你好", touser="newcomer"))["errcode"] == 81013
    await newcomer.joins()
    assert (_last(bot)["Event"], _last(bot)["EventKey"]) == ("subscribe", None)
    assert (await api.text("你好", touser="newcomer"))["errcode"] == 0
    await newcomer.leaves()
    assert _last(bot)["Event"] == "unsubscribe"
    assert (await api.text("你好", touser="newcomer"))["errcode"] == 81013


async def test_app_events_are_named_as_wecom_names_them(api: Api, wecom: LoopbackWecom, bot: Bot) -> None:
    member = wecom.member("zhangsan")
    await member.opens_app()
    assert _last(bot)["Event"] == "enter_agent"
    assert "MsgId" not in _last(bot)
    await member.reports_location(23.1, 113.3)
    assert _last(bot)["Event"] == "LOCATION"
    menu = [{"name": "更多", "sub_button": [{"type": "click", "name": "我的待办", "key": "todos"}]}]
    await api.post("menu/create", {"button": menu}, agentid="1000002")
    await member.clicks_app_menu("我的待办")
    assert (_last(bot)["Event"], _last(bot)["EventKey"]) == ("click", "todos")
    await member.does("inactive_alert", [("EffectTime", 1763712000)])
    assert (_last(bot)["Event"], _last(bot)["EffectTime"]) == ("inactive_alert", "1763712000")


async def test_a_press_carries_key_task_selection_and_a_fresh_code(
    api: Api, wecom: LoopbackWecom, bot: Bot, cards: dict[str, Json]
) -> None:
    sent = await api.card(cards["button_interaction"])
    card = wecom.messages("zhangsan")[0]
    await wecom.member("zhangsan").presses(card, "ok:42", {"stage": "won"})
    first = _last(bot)
    await wecom.member("zhangsan").presses(card, "修改")
    second = _last(bot)
    assert first["Event"] == "template_card_event"
    assert (first["EventKey"], first["TaskId"]) == ("ok:42", "deal-42_v3@1")
    assert first["CardType"] == "button_interaction"
    assert first["SelectedItems"] == {
        "SelectedItem": {"QuestionKey": "stage", "OptionIds": {"OptionId": "won"}}
    }
    assert second["EventKey"] == "edit:42"
    assert second["SelectedItems"]["SelectedItem"]["OptionIds"]["OptionId"] == "neg"
    assert len({sent["response_code"], first["ResponseCode"], second["ResponseCode"]}) == 3
    for code in (sent["response_code"], first["ResponseCode"]):
        assert (await api.update(code, template_card=cards["button_interaction"]))["errcode"] == 0


async def test_several_questions_and_ticks_are_all_reported(
    api: Api, wecom: LoopbackWecom, bot: Bot, cards: dict[str, Json]
) -> None:
    await api.card(cards["multiple_interaction"])
    await api.card(cards["vote_interaction"])
    multiple, vote = wecom.messages("zhangsan")
    await wecom.member("zhangsan").presses(multiple, "保存", {"prob": "70%"})
    items = _last(bot)["SelectedItems"]["SelectedItem"]
    assert [(one["QuestionKey"], one["OptionIds"]["OptionId"]) for one in items] == [
        ("stage", "s1"),
        ("prob", "p70"),
    ]
    await wecom.member("zhangsan").presses(vote, "提交", {"next": ["call", "visit"]})
    assert _last(bot)["SelectedItems"]["SelectedItem"]["OptionIds"]["OptionId"] == ["call", "visit"]


async def test_the_card_menu_raises_its_own_event_without_selections(
    api: Api, wecom: LoopbackWecom, bot: Bot, cards: dict[str, Json]
) -> None:
    await api.card(cards["button_interaction"])
    await wecom.member("zhangsan").picks_from_menu(wecom.messages("zhangsan")[0], "不再提醒")
    assert (_last(bot)["Event"], _last(bot)["EventKey"]) == ("template_card_menu_event", "mute:42")
    assert "SelectedItems" not in _last(bot)


async def test_only_what_lives_on_the_card_can_be_pressed(
    api: Api, wecom: LoopbackWecom, bot: Bot, cards: dict[str, Json]
) -> None:
    code = (await api.card(cards["button_interaction"]))["response_code"]
    card, member = wecom.messages("zhangsan")[0], wecom.member("zhangsan")
    for button, selections in [("详情", {}), ("没有", {}), ("确认", {"x": "y"}), ("确认", {"stage": "lost"})]:
        with pytest.raises(NotPressable):
            await member.presses(card, button, selections)
    with pytest.raises(NotPressable):
        await wecom.member("lisi").presses(card, "确认")
    await api.update(code, button={"replace_name": "已确认"})
    with pytest.raises(NotPressable):
        await member.presses(card, "确认")
    assert bot.opened == []
    await member.presses(card, "确认", as_seen=True)
    assert len(bot.opened) == 1


async def test_customer_events_come_from_sys_and_change_the_directory(
    api: Api, wecom: LoopbackWecom, bot: Bot
) -> None:
    customers = wecom.member("zhangsan").customers
    await customers.added("wmA", "王总", state="expo_bj")
    added = _last(bot)
    assert (added["FromUserName"], added["Event"]) == ("sys", "change_external_contact")
    assert (added["ChangeType"], added["UserID"], added["ExternalUserID"], added["State"]) == (
        "add_external_contact", "zhangsan", "wmA", "expo_bj",
    )  # fmt: skip
    assert added["WelcomeCode"]
    assert "AgentID" not in added
    assert (await api.get("externalcontact/get", external_userid="wmA"))["errcode"] == 0
    await customers.deleted("wmA", by_transfer=True)
    assert _last(bot)["Source"] == "DELETE_BY_TRANSFER"
    assert (await api.get("externalcontact/get", external_userid="wmA"))["errcode"] == 84061


async def test_the_other_customer_events_have_their_change_types(wecom: LoopbackWecom, bot: Bot) -> None:
    customers = wecom.member("zhangsan").customers
    await customers.half_added("wmA", "王总", welcome=False)
    await customers.edited("wmA")
    await customers.left("wmA")
    await customers.transfer_failed("wmA", "customer_refused")
    await customers.agreed_to_archive("wmA")
    found = [xmltodict.parse(xml)["xml"] for xml in bot.opened]
    assert [one["ChangeType"] for one in found] == [
        "add_half_external_contact", "edit_external_contact", "del_follow_user", "transfer_fail",
        "msg_audit_approved",
    ]  # fmt: skip
    assert found[3]["FailReason"] == "customer_refused"
    assert not any("WelcomeCode" in one or "State" in one for one in found)


async def test_anything_can_be_said_raw(wecom: LoopbackWecom, bot: Bot) -> None:
    xml = f"<xml>{elements([('MsgType', 'event'), ('Event', 'brand_new')])}</xml>"
    await wecom.raw(xml)
    assert bot.opened == [xml]


async def test_both_sides_of_a_chat_stand_on_the_screen_in_order(
    api: Api, wecom: LoopbackWecom, bot: Bot
) -> None:
    await wecom.member("zhangsan").says("帮助")
    await api.text("我能做这些")
    await api.text("别人的", touser="lisi")
    screen = wecom.screen("zhangsan")
    assert [(type(item), item.text) for item in screen] == [(Said, "帮助"), (Message, "我能做这些")]


async def test_nobody_knows_a_member_who_is_not_in_the_corp(wecom: LoopbackWecom) -> None:
    with pytest.raises(KeyError):
        wecom.member("stranger")


async def test_without_a_callback_url_nothing_can_be_delivered(wecom: LoopbackWecom) -> None:
    wecom.callback_url = None
    with pytest.raises(RuntimeError, match="callback_url"):
        await wecom.member("zhangsan").says("在吗")


async def test_waiting_for_a_screen_ends_when_the_condition_never_holds(wecom: LoopbackWecom) -> None:
    with pytest.raises(TimeoutError):
        await wecom.until(lambda: False, within_seconds=0.01)
