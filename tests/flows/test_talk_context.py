"""A colleague to talk with: who is meant, several things in a line, details asked at the right moment."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("他什么情况", "张总：新线索"),
        ("给他报价3万", "记下了：张总第 1 版报价 3万"),
        ("把他推进到合同", "张总：新线索 → 合同流程"),
        ("刚才那个客户推进到合同", "张总：新线索 → 合同流程"),
        ("这个客户备注：要分期", "记下了，张总：要分期"),
        ("她电话多少", "张总 13812345678"),
        ("电话多少", "张总 13812345678"),
        ("提醒我明天联系他", "联系张总"),
    ],
)
async def test_a_pronoun_is_the_customer_last_spoken_of_and_the_answer_says_whom(
    world: World, text: str, answer: str
) -> None:
    rep = await said(world, ZHANG, text)
    assert await rep.sees_text(answer)


async def test_a_pronoun_means_the_very_customer_although_another_is_called_the_same(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG, "新建线索 张总 13900002222 转介绍", "把他推进到合同")
    stages = {lead.phone: lead.stage for lead in await world.leads_of("张总")}
    assert stages == {"13812345678": "new", "13900002222": "contract"}


async def test_after_ten_minutes_a_pronoun_means_nobody(world: World) -> None:
    rep = await said(world, ZHANG)
    await world.clock.advance(minutes=11)
    await rep.says("把他推进到合同")
    assert rep.messages[-1].text.startswith("说的是哪位客户")
    assert (await world.lead_of("张总")).stage == "new"


@pytest.mark.parametrize("text", ["他们家人挺好", "其他的明天再说", "他人不错"])
async def test_a_pronoun_in_small_talk_changes_nothing(world: World, text: str) -> None:
    rep = await said(world, ZHANG, text)
    assert rep.messages[-1].text.startswith("我在。")


async def test_two_commands_in_one_line_are_both_done(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "张总推进到合同，明天下午提醒我寄合同")
    assert (await world.lead_of("张总")).stage == "contract"
    assert rep.messages[-1].text.startswith("好，明天")
    assert rep.messages[-1].text.endswith("提醒你寄合同（张总）。")


@pytest.mark.parametrize(
    "text",
    ["给张总报价3万，备注：要分期", "给张总报价3万，然后明天提醒我给他寄合同", "张总签单了，明天提醒我开票"],
)
async def test_each_half_of_a_line_is_answered(world: World, text: str) -> None:
    rep = await said(world, ZHANG)
    before = len(rep.messages)
    await rep.says(text)
    assert len([each for each in rep.messages[before:] if not rep.buttons(each)]) == 2


@pytest.mark.parametrize(
    "text", ["张总备注：他说合同要改，下周再推进到合同", "明天九点提醒我给张总打电话，问合同的事"]
)
async def test_words_inside_a_note_or_a_reminder_are_no_second_command(world: World, text: str) -> None:
    rep = await said(world, ZHANG)
    before = len(rep.messages)
    await rep.says(text)
    assert len(rep.messages) == before + 1
    assert (await world.lead_of("张总")).stage == "new"


async def test_a_choice_in_the_first_half_holds_for_the_second(world: World) -> None:
    await said(world, ZHANG, "新建线索 张总 13900002222 转介绍")
    rep = await said(world, "张总推进到合同，明天上午十点提醒我寄合同", "2")
    [lead] = [lead for lead in await world.leads_of("张总") if lead.stage == "contract"]
    with world.reading() as uow:
        assert [todo.lead_id for todo in uow.todos.open_of(["lilei"])] == [lead.id]
    assert "寄合同" in rep.messages[-1].text


async def test_what_cannot_be_done_does_not_keep_the_other_half_from_being_done(world: World) -> None:
    rep = await said(world, ZHANG, "给张总报价3万，给王姐报价5万")
    assert "没找到王姐" in rep.messages[-1].text
    with world.reading() as uow:
        assert [q.amount_fen for q in uow.quotes.of_lead((await world.lead_of("张总")).id)] == [3_000_000]


async def test_no_date_is_made_up(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "张总说再比三家")
    assert rep.messages[-1].text == "记下了，张总：说再比三家。下一步先写“等客户”，没定日期。"
    await rep.says("张总最近有什么动态")
    assert "下一步：等客户，没定日期" in rep.messages[-1].text
    with world.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []


@pytest.mark.parametrize("text", ["hi", "谢谢", "好的", "在吗"])
async def test_an_open_question_does_not_swallow_a_greeting(world: World, text: str) -> None:
    rep = await said(world, "提醒我", text)
    assert "提醒的事还差一句" in rep.messages[-1].text
    await said(world, "给张总回电话", "明天下午三点")
    assert "明天 15:00 提醒你给张总回电话" in rep.messages[-1].text


async def test_what_is_missing_is_asked_later_one_thing_at_a_time(world: World) -> None:
    rep = await said(world, "新建线索 孙总")
    await world.clock.advance(minutes=30)
    await rep.says("孙总备注：喜欢喝茶")
    assert rep.messages[-1].text == "对了，孙总的电话或微信有吗？"
    await rep.says("13900003333")
    assert (await world.lead_of("孙总")).phone == "13900003333"
    await rep.says("孙总备注：要分期")
    assert rep.messages[-1].text.startswith("记下了")
    await world.clock.advance(days=1, hours=1)
    await rep.says("孙总备注：下周来")
    assert rep.messages[-1].text.startswith("对了，孙总是从哪儿来的")
    await rep.says("朋友介绍")
    assert (await world.lead_of("孙总")).source


async def test_a_missing_detail_nobody_knows_is_not_asked_again(world: World) -> None:
    rep = await said(world, "新建线索 孙总 官网")
    await world.clock.advance(minutes=30)
    await said(world, "孙总备注：喜欢喝茶", "不知道")
    assert rep.messages[-1].text == "好，孙总的先空着。"
    await world.clock.advance(days=3)
    await rep.says("孙总备注：要分期")
    assert "电话或微信" not in rep.messages[-1].text


async def test_what_was_said_within_three_days_goes_with_the_customer(world: World) -> None:
    rep = await said(world, "新建线索 13900003333 官网 预算20万", "算了")
    await world.clock.advance(hours=71)
    await rep.says("新建线索 孙总 13900003333")
    lead = await world.lead_of("孙总")
    assert (lead.source, lead.budget_fen) == ("官网", 20_000_000)


async def test_what_was_said_longer_ago_does_not(world: World) -> None:
    rep = await said(world, "新建线索 13900003333 官网 预算20万", "算了")
    await world.clock.advance(hours=73)
    await rep.says("新建线索 孙总 13900003333")
    assert (await world.lead_of("孙总")).budget_fen is None


async def test_the_phone_of_another_own_customer_is_asked_about(world_on: World) -> None:
    world = world_on
    rep = await said(world, "新建线索 李总 13812345678 官网", "新建线索 孙总 13812345678")
    card = rep.card("孙总就是李总吗")
    await rep.presses(card, rep.buttons(card)[1])
    assert len(await world.leads_of("孙总")) == 1
    assert len(await world.leads_of("李总")) == 1


async def test_a_lost_customers_phone_offers_to_reopen(world: World) -> None:
    rep = await said(world, ZHANG, "把张总推进到合同", "张总丢单，嫌贵", "确定")
    assert (await world.lead_of("张总")).status == "lost"
    await said(world, "新建线索 张总 13812345678 预算30万", "确定")
    lead = await world.lead_of("张总")
    assert (lead.status, lead.stage, lead.budget_fen) == ("open", "contract", 30_000_000)
    await rep.says("撤销")
    assert (await world.lead_of("张总")).status == "lost"


async def test_a_file_right_after_its_quote_goes_with_it(world: World) -> None:
    rep = await said(world, ZHANG, "给张总报价5.6万")
    await rep.sends_file("张总报价单.pdf")
    with world.reading() as uow:
        quotes = uow.quotes.of_lead((await world.lead_of("张总")).id)
    assert [(q.name, q.amount_fen) for q in quotes] == [("张总报价单.pdf", 5_600_000)]
    assert "归到张总第 1 版报价了" in rep.messages[-1].text


@pytest.mark.parametrize("text", ["给张总的", "这是给张总的报价", "张总的"])
async def test_whose_a_file_is_may_be_said(world: World, text: str) -> None:
    rep = await said(world, ZHANG, "新建线索 李总 13900002222 官网")
    await rep.sends_file("报价单.pdf")
    await rep.says(text)
    with world.reading() as uow:
        assert len(uow.quotes.of_lead((await world.lead_of("张总")).id)) == 1


async def test_the_same_words_from_another_device_are_not_acted_on_twice(world: World) -> None:
    rep = await said(world, ZHANG)
    await rep.says("张总备注：周末不接电话")
    await rep.says("张总备注：周末不接电话")
    with world.reading() as uow:
        lines = uow.timeline.of_lead((await world.lead_of("张总")).id)
    assert [line.kind for line in lines].count("note") == 1


async def test_a_slip_in_a_name_is_asked_about_not_guessed(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "把张宗推进到合同")
    assert (await world.lead_of("张总")).stage == "new"
    await rep.presses(rep.card("没找到张宗"), rep.buttons(rep.card("没找到张宗"))[0])
    assert (await world.lead_of("张总")).stage == "contract"


@pytest.mark.parametrize("text", ["等张总通知", "张总说下个月再说", "张总不急"])
async def test_a_customer_who_takes_his_time_is_waited_for(world: World, text: str) -> None:
    rep = await said(world, ZHANG, text)
    assert "等客户" in rep.messages[-1].text


async def test_what_is_said_of_him_goes_to_him(world: World) -> None:
    await said(world, ZHANG, "他预算20万")
    assert (await world.lead_of("张总")).budget_fen == 20_000_000
