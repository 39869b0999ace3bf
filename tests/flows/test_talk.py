"""What a rep may simply say, and what the bot answers when it does not understand."""

from __future__ import annotations

import pytest

from tests.support.world import Phone, World


async def said(world: World, *texts: str) -> Phone:
    rep = world.sales("李雷")
    for text in texts:
        await rep.says(text)
        await world.clock.advance(seconds=5)
    return rep


async def test_a_lead_in_one_line(world_on: World) -> None:
    world = world_on
    rep = await said(world, "新建线索 张总 13812345678 官网 预算20万")
    lead = await world.lead_of("张总")
    assert (lead.phone, lead.source, lead.budget_fen, lead.stage) == (
        "13812345678",
        "官网",
        20_000_000,
        "new",
    )
    assert "138****5678" in rep.messages[-1].text


async def test_what_is_missing_of_a_new_lead_is_asked(world: World) -> None:
    rep = await said(world, "新建线索", "张总")
    assert (await world.lead_of("张总")).owner_id == "lilei"
    assert "还差" in rep.messages[-1].text


async def test_a_stage_by_a_word(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678", "把张总推进到合同")
    assert (await world.lead_of("张总")).stage == "contract"
    assert "新线索 → 合同流程" in rep.messages[-1].text


async def test_what_is_going_on_with_a_customer(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", "张总备注：周末不接电话", "张总最近有什么动态")
    card = rep.messages[-1]
    assert "张总：新线索" in card.text
    assert "周末不接电话" in card.text
    assert "13812345678" not in card.text


async def test_todos_by_number(world_on: World) -> None:
    world = world_on
    rep = await said(world, "明天下午三点提醒我给张总回电话", "我的待办")
    assert "1. 明天 15:00 给张总回电话" in rep.messages[-1].text
    await said(world, "完成 1", "我的待办")
    assert "没有待办" in rep.messages[-1].text


async def test_a_reminder_comes_to_the_minute(world: World) -> None:
    rep = await said(world, "明天下午三点提醒我给张总回电话")
    await world.clock.to(14, 59, days=1)
    assert rep.cards("待办") == []
    await world.clock.to(15, 0)
    assert "给张总回电话" in rep.card("待办").text


@pytest.mark.parametrize("button", ["完成", "半小时后", "明早"])
async def test_a_reminder_is_settled_by_one_tap(world: World, button: str) -> None:
    rep = await said(world, "半小时后提醒我给张总回电话")
    await world.clock.advance(minutes=31)
    await rep.presses(rep.card("待办"), button)
    assert rep.buttons(rep.card("待办")) == []


async def test_help_shows_how_to_say_things(world: World) -> None:
    rep = await said(world, "帮助")
    assert "新建线索 张总" in rep.messages[-1].text
    assert "我的待办" in rep.messages[-1].text


async def two_of_one_name(world: World) -> Phone:
    return await said(world, "新建线索 张总 13812345678 官网", "新建线索 张总 13900002222 转介绍")


async def test_an_ambiguous_name_gets_buttons_to_choose_with(world_on: World) -> None:
    world = world_on
    rep = await two_of_one_name(world)
    await rep.says("把张总推进到合同")
    card = rep.card("是哪一位张总")
    [_, second] = rep.buttons(card)
    await rep.presses(card, second)
    stages = {lead.phone: lead.stage for lead in await world.leads_of("张总")}
    assert sorted(stages.values()) == ["contract", "new"]


@pytest.mark.parametrize("answer", ["2", "第二个", "选2"])
async def test_a_choice_may_be_typed(world: World, answer: str) -> None:
    rep = await two_of_one_name(world)
    await said(world, "把张总推进到合同", answer)
    assert "合同流程" in rep.messages[-1].text


async def test_a_number_that_is_not_on_offer_is_said_so(world: World) -> None:
    rep = await two_of_one_name(world)
    await said(world, "把张总推进到合同", "7")
    assert "只有 2 个" in rep.messages[-1].text


@pytest.mark.parametrize("typed", ["建档 张总", "建档张总！", "建档　张总"])
async def test_every_button_may_be_typed(world: World, typed: str) -> None:
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.burst_passes()
    await said(world, typed)
    assert (await world.lead_of("张总")).owner_id == "lilei"


@pytest.mark.parametrize(
    ("text", "near"), [("推进一下", "推进阶段"), ("帮我查一下今天的线索", "查动态"), ("设个提醒功能", "帮助")]
)
async def test_half_a_command_gets_the_nearest_things(world: World, text: str, near: str) -> None:
    rep = await said(world, text)
    card = rep.messages[-1]
    assert near in card.text or "提醒" in card.text
    assert 2 <= len(rep.buttons(card)) <= 3 or card.card is None


async def test_a_nearest_thing_pressed_shows_how_to_say_it(world: World) -> None:
    rep = await said(world, "推进一下")
    await rep.presses(rep.messages[-1], "推进阶段")
    assert "把张总推进到合同" in rep.messages[-1].text


@pytest.mark.parametrize("text", ["今天天气不错", "中午吃什么", "🙂", "哈哈哈"])
async def test_small_talk_changes_nothing_and_gets_a_friendly_line(world: World, text: str) -> None:
    rep = await said(world, text)
    assert [m.text for m in rep.messages] == ["我在。客户的事直接说，或者说“帮助”看我能做什么。"]
    with world.reading() as uow:
        assert uow.leads.of_owners(["lilei"]) == []


@pytest.mark.parametrize(
    ("text", "todo"),
    [
        ("明天提醒我拜访张总", "拜访张总"),
        ("明天九点提醒我给张总发报价单", "给张总发报价单"),
        ("后天提醒我把合同发给张总", "把合同发给张总"),
    ],
)
async def test_a_todo_stays_in_the_reps_own_words(world: World, text: str, todo: str) -> None:
    rep = await said(world, text)
    assert todo in rep.messages[-1].text


async def test_never_mind_ends_an_open_question(world: World) -> None:
    rep = await said(world, "新建线索", "算了", "张总")
    assert "先不弄了" in rep.screen()
    assert await world.leads_of("张总") == []


async def test_never_mind_ends_a_supplement_and_leaves_the_card(world: World) -> None:
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "补充")
    await said(world, "算了")
    assert await world.leads_of("张总") == []
    assert "建档" in rep.buttons(rep.card("发现新线索"))


async def test_a_very_long_text_is_answered(world: World) -> None:
    rep = await said(world, "啊" * 660)
    assert rep.messages


async def test_what_concerns_nobody_known_says_how_to_make_him_known(world: World) -> None:
    rep = await said(world, "把孙总推进到合同")
    assert "没找到孙总" in rep.messages[-1].text


@pytest.mark.parametrize(
    ("text", "stage"),
    [("张总签单了", "won"), ("把张总推进到谈判", "negotiation")],
)
async def test_a_deal_is_moved_in_the_reps_own_words(world: World, text: str, stage: str) -> None:
    await said(world, "新建线索 张总 13812345678", text)
    assert (await world.lead_of("张总")).stage == stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("推进到演示", "demo"),
        ("推进到报价", "quoted"),
        ("推进到需求", "qualified"),
        ("推进到方案", "proposal"),
    ],
)
async def test_stages_are_called_as_reps_call_them(world: World, text: str, stage: str) -> None:
    await said(world, "新建线索 张总 13812345678", f"把张总{text}")
    assert (await world.lead_of("张总")).stage == stage


async def test_a_voice_message_is_answered_kindly(world: World) -> None:
    rep = world.sales("李雷")
    await world.after(await rep.member.sends_voice(b"voice"))
    assert "语音我还听不了" in rep.messages[-1].text


async def test_a_picture_that_says_nothing_is_kept(world: World) -> None:
    rep = world.sales("李雷")
    await world.after(await rep.member.sends_image(b"picture"))
    assert rep.messages[-1].text.startswith("收到")
    assert "image" not in rep.messages[-1].text


async def test_a_reminder_about_a_colleagues_customer_is_set_all_the_same(world: World) -> None:
    await world.sales("韩梅").says("新建线索 张总 13812345678")
    rep = await said(world, "明天下午三点提醒我给张总回电话")
    assert rep.messages[-1].text == "好，明天 15:00 提醒你给张总回电话。"


async def test_half_a_command_is_nobodys_name(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says("新建线索")
    await rep.says("完成 abc")
    assert await world.leads_of("完成 abc") == []
    await rep.says("赵六")
    assert (await world.lead_of("赵六")).owner_id == "lilei"
