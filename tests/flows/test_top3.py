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


async def mornings(world: World, count: int) -> list[int]:
    """How many of the cards of the day came on each of the next mornings."""
    rep, found = world.sales("李雷"), []
    for _ in range(count):
        before = len(rep.cards("今天先做"))
        await world.clock.to(9, 1, days=1)
        found.append(len(rep.cards("今天先做")) - before)
    return found


async def test_what_nobody_gets_to_is_asked_about_once_and_then_left_alone(make_world: MakeWorld) -> None:
    world = await make_world(start=datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI))
    rep = await said(world, "今天下午三点提醒我给张总回电话")
    assert await mornings(world, 3) == [1, 1, 1]
    assert rep.cards("还要做吗") == []
    assert await mornings(world, 1) == [0]
    assert rep.buttons(rep.card("还要做吗：给张总回电话")) == ["完成", "不用了", "改时间"]
    await world.clock.to(9, 1, days=2)
    assert await mornings(world, 3) == [0, 0, 0]
    assert len(rep.cards("还要做吗")) == 1
    await rep.says("今天先做什么")
    assert "没有非赶不可的事" in rep.messages[-1].text
    await rep.says("我的待办")
    assert "给张总回电话" in rep.messages[-1].text


async def asked_about(make_world: MakeWorld) -> tuple[World, Phone]:
    world = await make_world(start=datetime(2026, 11, 16, 10, 0, tzinfo=SHANGHAI))
    rep = await said(world, "今天下午三点提醒我给张总回电话")
    await mornings(world, 4)
    return world, rep


async def test_what_is_no_longer_wanted_is_dropped_by_its_button(make_world: MakeWorld) -> None:
    world, rep = await asked_about(make_world)
    await rep.presses(rep.card("还要做吗"), "不用了")
    await rep.says("我的待办")
    assert "没有待办" in rep.messages[-1].text
    assert rep.buttons(rep.card("还要做吗")) == []
    assert await world.leads_of("张总") == []


async def test_what_is_done_is_done_by_its_button(make_world: MakeWorld) -> None:
    _, rep = await asked_about(make_world)
    await rep.presses(rep.card("还要做吗"), "完成")
    await rep.says("我的待办")
    assert "没有待办" in rep.messages[-1].text


async def test_what_gets_another_time_is_told_of_again(make_world: MakeWorld) -> None:
    world, rep = await asked_about(make_world)
    await rep.presses(rep.card("还要做吗"), "改时间")
    await rep.says("下周一下午三点")
    assert rep.messages[-1].text.startswith("好，")
    await world.clock.advance_to(datetime(2026, 11, 22, 23, 0, tzinfo=SHANGHAI))
    assert await mornings(world, 4) == [1, 1, 1, 1]
    assert len(rep.cards("还要做吗")) == 1
    assert await mornings(world, 1) == [0]
    assert len(rep.cards("还要做吗")) == 2
