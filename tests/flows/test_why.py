"""「为什么」 on any card: the message and the words it rests on, or the rule with its threshold and facts."""

from __future__ import annotations

import dataclasses

import pytest

from bot.config import AlarmKind, RemindersConfig
from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import ASKED, WAITING, a_chat, only
from tests.flows.test_capture import a_lead
from tests.flows.test_talk import said
from tests.support.world import Phone, World

ZHANG = "新建线索 张总 13812345678 官网"


async def why(phone: Phone, title: str) -> str:
    """What the menu of the newest card with this title answers."""
    await phone.picks(phone.card(title), "为什么")
    return phone.messages[-1].text


async def test_a_waiting_customer_by_his_words_and_the_rule(make_world: MakeWorld) -> None:
    world = await make_world(alerts=WAITING)
    customer = await a_chat(world)
    await customer.says(ASKED)
    await world.clock.advance(minutes=31)
    answer = await why(world.sales("李雷"), "张总在等你回复")
    assert f"1. 今天 10:01 张总：“{ASKED}”" in answer
    assert "客户的话过 30 分钟（工作时间）没人回就提醒；今天 10:01 说的" in answer
    await world.clock.advance(minutes=31)
    answer = await why(world.boss, "等回复")
    assert ASKED in answer
    assert "提醒 李雷之后 30 分钟（工作时间）还没动静，就告诉你" in answer


async def test_a_silent_quote_by_its_file_and_the_rule(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.QUOTE_UNREAD))
    customer = world.customer("张总")
    await customer.gets_file("报价单_张总.pdf", b"%PDF", mime="application/pdf")
    await world.burst_passes()
    rep = world.sales("李雷")
    answer = await why(rep, "已发送最新报价")
    assert "[文件] 报价单_张总.pdf" in answer
    assert "文件名看着是报价或合同" in answer
    await world.clock.advance(days=3, hours=2)
    answer = await why(rep, "请确认客户是否收到")
    assert "[文件] 报价单_张总.pdf" in answer
    assert "报价发出 3 天没回复就提醒" in answer


async def test_a_quote_that_counts_as_answered_by_the_answer(world: World) -> None:
    customer = world.customer("张总")
    await customer.gets_file("报价单.pdf", b"%PDF", mime="application/pdf")
    await world.burst_passes()
    await customer.says("价格有点高，能便宜点吗")
    await world.burst_passes()
    answer = await why(world.sales("李雷"), "客户已回复报价")
    assert "张总：“价格有点高，能便宜点吗”" in answer


RULES = {
    AlarmKind.FIRST_TOUCH: ("还没联系过张总", "建档 1 天还没联系就提醒；昨天 10:00 建的档", 26),
    AlarmKind.STAGE: ("张总在「新线索」", "「新线索」通常 ", 24 * 10),
    AlarmKind.SILENT: ("好久没联系张总", "5万以上的单子 7 天没联系就提醒；这单 20万", 24 * 8),
}


@pytest.mark.parametrize("kind", RULES)
async def test_an_alarm_by_rule_with_its_threshold_and_facts(make_world: MakeWorld, kind: AlarmKind) -> None:
    title, words, hours = RULES[kind]
    world = await make_world(alerts=only(kind))
    text = f"{ZHANG} 预算20万"
    rep = await said(world, text, *(["张总备注：聊过"] if kind is AlarmKind.STAGE else []))
    await world.clock.advance(hours=hours)
    answer = await why(rep, title)
    assert words in answer
    assert "规则：" in answer
    if kind is not AlarmKind.SILENT:
        assert text.replace("12345678", "****5678") in answer


async def test_a_digest_names_the_rule_of_each(make_world: MakeWorld) -> None:
    world = await make_world(
        alerts=only(AlarmKind.FIRST_TOUCH), reminders=dataclasses.replace(RemindersConfig(), daily_budget=1)
    )
    rep = await said(world, ZHANG, "新建线索 李总 13900002222 转介绍", "新建线索 王总 13900003333 展会")
    await world.clock.to(18, days=1)
    answer = await why(rep, "还有 2 件事")
    assert "一天最多单独提醒 1 张" in answer
    assert "· 李总：建档 1 天还没联系就提醒" in answer
    assert "· 王总：建档 1 天还没联系就提醒" in answer


async def test_a_promise_by_the_words_it_was_made_with(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("我明天下午三点前把方案发您")
    await world.burst_passes()
    await world.clock.to(14, days=1)
    answer = await why(world.sales("李雷"), "你答应了")
    assert "“我明天下午三点前把方案发您”" in answer
    assert "聊天里我们答应过，时间是今天 15:00；到点前 2 小时（工作时间）先提醒你" in answer


async def test_a_question_about_a_write_by_the_reps_own_words(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵")
    answer = await why(rep, "张总记为丢单")
    assert "你：“张总丢单，嫌贵”" in answer
    assert "这一步影响大，先问一句再做" in answer


async def test_a_choice_by_the_reps_own_words(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 张总 13900002222 转介绍", "新建", "张总备注：周五来看演示")
    await rep.picks(rep.cards("张总")[-1], "为什么")
    assert "“张总备注：周五来看演示”" in rep.messages[-1].text
    assert "有几位对得上" in rep.messages[-1].text


async def test_two_values_by_the_words_of_the_second(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("我换号了，新电话 13900009999")
    await world.burst_passes()
    answer = await why(world.sales("李雷"), "有两个")
    assert "我换号了，新电话" in answer
    assert "13900009999" not in answer
    assert "读到的和档案里的不一样" in answer


async def test_the_three_things_by_the_rule_and_what_each_rests_on(world: World) -> None:
    rep = await said(world, ZHANG, "今天下午三点提醒我给张总打电话", "今天先做什么")
    answer = await why(rep, "今天先做")
    assert "今天下午三点提醒我给张总打电话" in answer
    assert "每位客户只取最靠前的一条" in answer


async def test_two_files_made_one_by_the_rule(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 张伟 13900002222 转介绍", "把张总和张伟合并", "确定")
    assert "这是按你说的合并的" in await why(rep, "是同一位客户")


async def test_somebody_who_wants_to_join_by_what_he_did(make_world: MakeWorld) -> None:
    world = await make_world(colleagues={"newbie": "小吴"})
    await world.running.phones.member("newbie").says("你好")
    await world.settle()
    assert "给我发过消息，但不在团队名单里" in await why(world.boss, "想加入团队")
