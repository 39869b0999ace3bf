"""What the bot never does for a rep: write to customers or send them something; what it offers instead."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.flows.test_talk_lookups import each
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"


async def notes(world: World) -> list[str]:
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        return [line.text for line in uow.timeline.of_lead(lead.id) if line.kind in ("note", "todo", "quote")]


WRITE = (
    "帮我写个跟进话术 写段话给张总 帮我写段话给张总 写个话术 帮我写话术 给张总写段话 "
    "给张总写封邮件 给张总写条微信 编条短信给张总 "
    "帮我拟个开场白 帮我想想怎么回张总 怎么回张总 怎么跟张总说 该怎么回复张总 帮我编几句祝福语 "
    "写几句问候语给张总 教我几句话术 "
    "有没有跟进话术 来个邀约话术 写个话束 帮我写一段给张总的邀约话术 给我写个文案 怎么回他 "
    "帮我润色一下这条消息"
)


async def test_words_for_customers_are_the_reps_to_write(world: World) -> None:
    await said(world, ZHANG)
    for text, answer in await each(world, WRITE):
        assert "还是你来写，我不代写也不代发" in answer, (text, answer)
    assert await notes(world) == []


async def test_whom_the_words_are_for_is_named(world: World) -> None:
    rep = await said(world, ZHANG, "写段话给张总")
    assert rep.messages[-1].text.startswith("给张总的话还是你来写")
    assert "“总结张总”" in rep.messages[-1].text


SEND = (
    "给张总发个合同 把报价发给张总 给张总发合同 给张总发一下报价 给张总发份资料 给张总发条消息 "
    "报价单发给张总 合同发给张总 "
    "把方案发给张总吧 把合同发张总邮箱 发份资料给张总 发个报价给张总 帮我给张总发个报价 "
    "麻烦给张总发份合同 请把案例发给张总 "
    "给张总寄份样品 给张总转发一下链接 明天给张总发合同 告诉张总明天三点开会 通知张总下周涨价 "
    "跟张总说一声明天过去 给客户发个报价"
).replace("把合同发张总邮箱 ", "")


async def test_nothing_is_sent_to_customers(world: World) -> None:
    rep = await said(world, ZHANG)
    missed = []
    for text in SEND.split():
        before = len(rep.cards("要你自己发"))
        await rep.says(text)
        await world.clock.advance(seconds=5)
        if len(rep.cards("要你自己发")) == before:
            missed.append((text, rep.messages[-1].text))
    assert missed == []
    assert rep.buttons(rep.card("要你自己发")) == ["提醒我发", "记为已发"]
    assert await notes(world) == []


async def test_a_reminder_to_send_is_one_tap(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "给张总发个合同")
    await rep.presses(rep.card("要你自己发"), "提醒我发")
    assert rep.messages[-1].text.startswith("什么时候提醒你")
    await rep.says("明天下午三点")
    assert rep.messages[-1].text == "好，明天 15:00 提醒你给张总发个合同。"


async def test_a_time_already_named_is_not_asked_again(world: World) -> None:
    rep = await said(world, ZHANG, "明天下午三点给张总发合同")
    await rep.presses(rep.card("要你自己发"), "提醒我发")
    assert rep.messages[-1].text.startswith("好，明天 15:00 提醒你给张总发合同")


async def test_a_quote_that_was_sent_is_kept_as_one(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "把报价发给张总")
    card = rep.card("要你自己发")
    await rep.presses(card, "记为已发")
    await rep.sees_text("记下了：张总第 1 版报价")
    assert rep.buttons(card) == []


async def test_a_contract_that_was_sent_is_noted_and_can_be_taken_back(world: World) -> None:
    rep = await said(world, ZHANG, "给张总发个合同")
    await rep.presses(rep.card("要你自己发"), "记为已发")
    assert rep.messages[-1].text == "记下了，张总：已发合同"
    await rep.says("撤销")
    assert await notes(world) == []


async def test_of_a_stranger_it_is_said_that_nobody_is_called_so(world: World) -> None:
    rep = await said(world, "给李经理发个合同")
    assert rep.messages[-1].text.startswith("你名下没找到李经理")


@pytest.mark.parametrize(
    "text",
    [
        "怎么回事",
        "怎么跟进张总",
        "想加他微信",
        "整理客户信息",
        "帮我写下张总的电话",
        "给张总发合同他没回",
        "给张总推荐新课",
    ],
)
async def test_other_words_are_no_errand(world: World, text: str) -> None:
    rep = await said(world, ZHANG, text)
    assert rep.cards("要你自己发") == []
    assert all("还是你来写" not in message.text for message in rep.messages)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("给张总发了合同", "记下了，张总"),
        ("合同发给张总了", "记下了，张总"),
        ("给张总报价3万", "记下了：张总第 1 版报价"),
        ("明天提醒我给张总发合同", "好，明天 09:00 提醒你"),
        ("写个备注给张总：下周再聊", "记下了，张总：下周再聊"),
        ("帮我写周报", "这周"),
    ],
)
async def test_what_is_reported_or_asked_of_the_bot_is_done(world: World, text: str, answer: str) -> None:
    rep = await said(world, ZHANG, text)
    assert any(message.text.startswith(answer) for message in rep.messages), rep.screen()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("张总备注：张总说太贵了", "记下了，张总：说太贵了"),
        ("备注张总：张总周末不接电话", "记下了，张总：周末不接电话"),
        ("张总说再比比看", "记下了，张总：说再比比看"),
        ("张总备注：周末不接电话", "记下了，张总：周末不接电话"),
    ],
)
async def test_the_name_is_said_once(world: World, text: str, answer: str) -> None:
    rep = await said(world, ZHANG, text)
    assert any(message.text.startswith(answer) for message in rep.messages), rep.screen()
