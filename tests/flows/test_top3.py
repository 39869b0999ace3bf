"""今日 TOP3: each working morning, and when asked; the reason with each; nothing when there is nothing."""

from __future__ import annotations

from datetime import datetime, time

from bot.config import RemindersConfig
from tests.flows.conftest import MakeWorld
from tests.support.world import SHANGHAI, Phone, World


async def said(world: World, *texts: str) -> Phone:
    rep = world.sales("李雷")
    for text in texts:
        await rep.says(text)
        await world.clock.advance(seconds=5)
    return rep


async def test_the_day_begins_with_what_matters_most_and_why(world_on: World) -> None:
    world = world_on
    rep = await said(
        world,
        "新建线索 张总 13812345678 官网 预算5万",
        "新建线索 李总 13812345679 官网 预算20万",
        "我答应张总明天发合同",
        "明天下午三点提醒我给李总回电话",
    )
    await world.clock.to(9, 0, days=1)
    card = rep.card("今天先做这")
    assert "1. 张总：答应今天发合同" in card.text
    assert "2. 给李总回电话（15:00）" in card.text
    assert rep.buttons(card) == ["1 张总", "2 李总"]


async def test_it_is_said_on_working_days_only(make_world: MakeWorld) -> None:
    world = await make_world(start=datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI))
    rep = await said(world, "10月3日上午十点提醒我交周报")
    await world.clock.advance_to(datetime(2026, 10, 7, 23, 0, tzinfo=SHANGHAI))
    assert rep.cards("今天先做") == []
    await world.clock.advance_to(datetime(2026, 10, 8, 9, 1, tzinfo=SHANGHAI))
    assert len(rep.cards("今天先做")) == 1


async def test_the_hour_is_the_configured_one(make_world: MakeWorld) -> None:
    world = await make_world(reminders=RemindersConfig(top_todos_at=time(8, 45)))
    rep = await said(world, "明天下午三点提醒我交周报")
    await world.clock.to(8, 46, days=1)
    assert len(rep.cards("今天先做")) == 1


async def test_nothing_is_said_when_there_is_nothing(world: World) -> None:
    rep = world.sales("李雷")
    await world.clock.to(12, 0, days=1)
    assert rep.messages == []
    await rep.says("今天先做什么")
    assert "没有非赶不可的事" in rep.messages[-1].text


async def test_it_can_be_asked_for_at_any_time(world: World) -> None:
    rep = await said(world, "今天下午三点提醒我交周报", "今天先做什么")
    assert "1. 交周报（15:00）" in rep.messages[-1].text


async def test_a_silent_customer_comes_up_after_seven_days(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", "把张总推进到谈判")
    await world.clock.to(9, 1, days=8)
    assert "张总：7 天没联系了" in rep.card("今天先做").text


async def test_missing_evidence_comes_up_when_a_stage_lasts(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网")
    await world.clock.to(9, 1, days=2)
    assert "张总：在“新线索”" in rep.card("今天先做").text
    assert "到“已联系”还差：" in rep.card("今天先做").text


async def test_a_line_opens_its_customer(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", "我答应张总今天发合同", "今天先做什么")
    await rep.presses(rep.card("今天先做这件事"), "1 张总")
    assert "张总：新线索" in rep.messages[-1].text


async def test_another_reps_customers_are_not_in_it(world: World) -> None:
    await said(world, "新建线索 张总 13812345678 官网", "我答应张总明天发合同")
    await world.clock.to(9, 1, days=1)
    assert world.sales("韩梅").cards("今天先做") == []
