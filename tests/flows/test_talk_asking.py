"""Questions: the conclusion first, lines that open their source, why a card came, and what was wrong."""

from __future__ import annotations

import pytest

from bot.config import CaptureMode
from tests.flows.conftest import MakeWorld
from tests.flows.test_capture import ASKS, a_lead
from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"


async def test_a_line_opens_its_source(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    rep = await said(world, "张总最近有什么动态", "看来源 1")
    assert "张总：“我们公司叫杭州云启科技有限公司”" in rep.messages[-1].text


async def test_a_line_opens_its_source_by_a_button(world: World) -> None:
    rep = await said(world, ZHANG, "张总备注：周末不接电话", "张总最近有什么动态")
    await rep.presses(rep.messages[-1], "来源1")
    assert "你：“张总备注：周末不接电话”" in rep.messages[-1].text


async def test_a_source_that_is_not_there_is_said_so(world: World) -> None:
    rep = await said(world, ZHANG, "张总最近有什么动态", "看来源 9")
    assert "只有 1 条" in rep.messages[-1].text


async def test_a_recalled_message_is_not_shown_again(world: World) -> None:
    customer = await a_lead(world)
    line = await customer.says("学费有点贵，能优惠吗？")
    await world.burst_passes()
    rep = await said(world, "张总最近有什么动态")
    await customer.recalls(line)
    await rep.says("看来源 1")
    assert rep.messages[-1].text == "这条已经不在了。"
    assert "学费" not in rep.messages[-1].text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("哪些报价还没回", "还有 1 份没回"),
        ("这周丢了几单，为什么", "这周丢了 1 单，主要因为：嫌贵 1 单"),
        ("谁还没联系", "还没联系的新线索 1 位"),
        ("有哪些客户", "在跟 2 位客户：新线索 1、合同流程 1"),
        ("这周新增几个", "这周新增 3 位"),
        ("上周丢了几单", "上周没有丢单"),
        ("今天有什么待办", "今天待办 1 件"),
        ("这个月签了几单", "这个月还没有成交"),
    ],
)
async def test_questions_about_ones_own_work_begin_with_the_answer(
    world: World, text: str, answer: str
) -> None:
    rep = await said(
        world, ZHANG, "给张总报价3万", "把张总推进到合同",
        "新建线索 李总 13900002222 官网", "新建线索 王总 13900003333 官网", "王总丢单，嫌贵", "确定",
        "今天下午五点提醒我交周报", text,
    )  # fmt: skip
    assert rep.messages[-1].text.startswith(answer)


async def test_who_leads_a_team_is_answered_for_the_team(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG, "张总丢单，嫌贵", "确定")
    await world.sales("韩梅").says("新建线索 李总 13900002222 官网")
    boss = world.boss
    await boss.says("这周丢了几单，为什么")
    assert boss.messages[-1].text == "团队这周丢了 1 单，主要因为：嫌贵 1 单：\n1. 今天 张总，嫌贵（李雷）"
    await boss.says("韩梅有哪些客户")
    assert boss.messages[-1].text.startswith("韩梅在跟 1 位客户")
    await boss.says("这周新增几个")
    assert "（韩梅）" in boss.messages[-1].text


async def test_a_rep_hears_nothing_of_a_colleagues_customers(world: World) -> None:
    await world.sales("韩梅").says("新建线索 李总 13900002222 官网")
    rep = await said(world, "团队有哪些客户")
    assert "李总" not in rep.messages[-1].text


async def test_why_shows_the_message_and_the_words(world_on: World) -> None:
    world = world_on
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep = await said(world, "为什么")
    assert "“发现新线索：张总”依据的是" in rep.messages[-1].text
    assert "张总：“" in rep.messages[-1].text


async def test_why_is_in_the_menu_of_a_card(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.picks(rep.card("建议推进到"), "为什么")
    assert "“方案已发您邮箱，您看下”" in rep.messages[-1].text
    assert rep.buttons(rep.card("建议推进到")) == ["确认", "不是"]


async def test_a_false_alarm_does_not_fire_again_for_the_team(world_on: World) -> None:
    world = world_on
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.picks(rep.card("发现新线索"), "误报")
    assert rep.buttons(rep.card("发现新线索")) == []
    await world.customer("李总", with_="韩梅").says("这套系统三年多少钱")
    await world.burst_passes()
    assert world.sales("韩梅").cards("发现新线索") == []
    await world.customer("王总", with_="韩梅").says("报价单能发我一份吗")
    await world.burst_passes()
    assert len(world.sales("韩梅").cards("发现新线索")) == 1


async def test_who_was_a_false_alarm_may_still_become_a_customer(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await said(world, "误报")
    await customer.says("能发个报价单给我吗，我们20个人用")
    await world.burst_passes()
    rep = world.sales("李雷")
    assert "建档" in rep.buttons(rep.card("发现新线索"))


async def test_a_supervisor_sees_what_was_taught_and_resets_it(world_on: World) -> None:
    world = world_on
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.burst_passes()
    await said(world, "误报")
    boss = world.boss
    await boss.says("看看误报")
    assert "1. 新线索：“这套系统三年多少钱？”（李雷，今天）" in boss.messages[-1].text
    await boss.says("恢复误报 1")
    await world.customer("李总", with_="韩梅").says("这套系统三年多少钱")
    await world.burst_passes()
    assert len(world.sales("韩梅").cards("发现新线索")) == 1


async def test_a_rep_does_not_reset_what_the_team_was_taught(world: World) -> None:
    rep = await said(world, "恢复误报 1")
    assert "主管" in rep.messages[-1].text


async def test_a_stage_called_wrong_is_not_proposed_on_these_words_again(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = await said(world, "误报")
    assert rep.buttons(rep.card("建议推进到")) == []
    other = world.customer("李总")
    await other.says("想了解一下你们的系统，怎么收费？")
    await world.burst_passes()
    await rep.presses(rep.card("发现新线索"), "建档")
    await other.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    assert len(rep.cards("建议推进到")) == 1


async def test_what_was_done_by_itself_is_taken_back_when_it_was_wrong(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep = await said(world, "误报")
    assert await world.leads_of("张总") == []
    assert rep.messages[-1].text == "记下了，这样的话以后不再提，张总的建档也撤销了。"


async def test_a_false_alarm_taken_back_offers_again(world: World) -> None:
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.burst_passes()
    rep = await said(world, "误报", "撤销")
    await rep.presses(rep.card("发现新线索"), "建档")
    assert len(await world.leads_of("张总")) == 1
