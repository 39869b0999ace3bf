"""To-dos: again and again, put off one time only, and what follows a call."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.flows.conftest import MakeWorld
from tests.support.world import SHANGHAI, Phone, World


async def said(world: World, *texts: str) -> Phone:
    rep = world.sales("李雷")
    for text in texts:
        await rep.says(text)
        await world.clock.advance(seconds=5)
    return rep


async def test_a_reminder_comes_back_every_week_until_it_is_stopped(world_on: World) -> None:
    world = world_on
    rep = await said(world, "每周一九点提醒我看报价")
    assert "好，每周一 09:00 提醒你看报价，第一次是11月30日 09:00" in rep.messages[-1].text
    await world.clock.to(9, 1, days=7)
    assert rep.buttons(rep.card("看报价")) == ["完成", "半小时后", "明早", "改时间", "不再提醒"]
    await world.clock.advance(hours=7 * 24)
    assert len(rep.cards("看报价")) == 2
    await rep.presses(rep.card("看报价"), "不再提醒")
    await world.clock.advance(hours=15 * 24)
    assert len(rep.cards("看报价")) == 2


@pytest.mark.parametrize(
    ("text", "hour", "minute", "days"),
    [("每天下午五点提醒我写日报", 17, 0, 0), ("每月25号提醒我对账", 9, 0, 2)],
)
async def test_days_and_months_come_back_too(
    world: World, text: str, hour: int, minute: int, days: int
) -> None:
    rep = await said(world, text)
    await world.clock.to(hour, minute, days=days)
    assert len(rep.cards("待办")) == 1


async def test_workdays_leave_out_the_holiday(make_world: MakeWorld) -> None:
    world = await make_world(start=datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI))
    rep = await said(world, "每个工作日早上9点提醒我看线索")
    await world.clock.advance_to(datetime(2026, 10, 7, 12, 0, tzinfo=SHANGHAI))
    assert rep.cards("看线索") == []
    await world.clock.advance_to(datetime(2026, 10, 8, 9, 1, tzinfo=SHANGHAI))
    assert len(rep.cards("看线索")) == 1


async def test_putting_one_time_off_leaves_the_series_as_it_was(world: World) -> None:
    rep = await said(world, "每天下午五点提醒我写日报")
    await world.clock.to(17, 0)
    await rep.presses(rep.card("写日报"), "半小时后")
    await world.clock.to(17, 30)
    assert len(rep.cards("写日报")) == 2
    await rep.presses(rep.card("写日报"), "完成")
    await world.clock.to(17, 0, days=1)
    assert len(rep.cards("写日报")) == 3


async def test_stopping_can_be_taken_back(world: World) -> None:
    rep = await said(world, "每天下午五点提醒我写日报", "不再提醒")
    assert "的提醒停了" in rep.messages[-1].text
    await said(world, "撤销")
    await world.clock.to(17, 1)
    assert len(rep.cards("写日报")) == 1


async def test_the_list_says_when_a_reminder_comes_back(world: World) -> None:
    rep = await said(world, "每周一九点提醒我看报价", "我的待办")
    assert "1. 每周一 09:00 看报价" in rep.messages[-1].text


async def test_another_time_is_asked_by_a_reply(world_on: World) -> None:
    world = world_on
    rep = await said(world, "半小时后提醒我给张总回电话")
    await world.clock.advance(minutes=31)
    card = rep.card("待办")
    await rep.presses(card, "改时间")
    await rep.says("明天下午三点")
    assert "明天 15:00 再提醒你" in rep.messages[-1].text
    assert rep.buttons(card) == []
    await world.clock.to(15, 0, days=1)
    assert len(rep.cards("待办")) == 2


async def test_snoozing_one_to_do_leaves_another_of_the_same_words(world: World) -> None:
    rep = await said(world, "半小时后提醒我交周报", "一小时后提醒我交周报")
    await world.clock.advance(minutes=31)
    await rep.presses(rep.card("交周报"), "明早")
    await world.clock.advance(minutes=30)
    assert len(rep.cards("交周报")) == 2


async def test_a_finished_to_do_turns_every_card_it_was_shown_on(world: World) -> None:
    rep = await said(world, "半小时后提醒我交周报")
    await world.clock.advance(minutes=31)
    first = rep.card("交周报")
    await rep.presses(first, "半小时后")
    await world.clock.advance(minutes=31)
    await rep.presses(rep.card("交周报"), "完成")
    assert [rep.buttons(card) for card in rep.cards("交周报")] == [[], []]


# -- calls -----------------------------------------------------------------------------------------

OUTCOMES = ["未接通", "已加微信", "需技术介入", "约了时间", "无意向"]


async def called(world: World) -> Phone:
    """张总 was to be called, and was."""
    rep = await said(world, "新建线索 张总 13812345678 官网", "半小时后提醒我给张总回电话")
    await world.clock.advance(minutes=31)
    await rep.presses(rep.card("待办"), "完成")
    return rep


async def test_after_a_call_its_outcome_is_one_tap(world_on: World) -> None:
    rep = await called(world_on)
    assert rep.buttons(rep.card("给张总的电话打得怎么样")) == OUTCOMES


async def test_nobody_answered_is_tried_again_later_then_the_next_day_then_in_writing(world: World) -> None:
    rep = await called(world)
    await rep.presses(rep.card("电话打得怎么样"), "未接通")
    assert "今天 12:31 我再叫你打一次" in rep.messages[-1].text
    await world.clock.to(12, 32)
    await rep.presses(rep.card("待办：再给张总打个电话"), "完成")
    await rep.presses(rep.card("电话打得怎么样"), "未接通")
    assert "明天 10:00 我再叫你打一次" in rep.messages[-1].text
    await world.clock.to(10, 1, days=1)
    await rep.presses(rep.card("待办：再给张总打个电话"), "完成")
    await rep.presses(rep.card("电话打得怎么样"), "未接通")
    assert "换条消息试试" in rep.messages[-1].text
    assert (await world.lead_of("张总")).stage == "new"


@pytest.mark.parametrize(("button", "todo"), [("已加微信", "发介绍和资料"), ("需技术介入", "约技术同事")])
async def test_who_was_reached_moves_on_and_the_next_step_is_laid_out(
    world: World, button: str, todo: str
) -> None:
    rep = await called(world)
    card = rep.card("电话打得怎么样")
    await rep.presses(card, button)
    assert (await world.lead_of("张总")).stage == "contacted"
    assert "阶段到“已联系”了" in rep.messages[-1].text
    assert rep.buttons(card) == []
    await world.clock.advance(hours=1, minutes=5)
    assert rep.cards(f"待办：{'给张总' if button == '已加微信' else ''}{todo}")


async def test_an_appointment_is_asked_for_and_reminded_of_half_an_hour_before(world: World) -> None:
    rep = await called(world)
    await rep.presses(rep.card("电话打得怎么样"), "约了时间")
    assert "约在什么时候" in rep.messages[-1].text
    await rep.says("周三下午三点")
    assert "15:00 和张总见" in rep.messages[-1].text
    await world.clock.to(14, 29, days=2)
    assert rep.cards("待办：张总") == []
    await world.clock.to(14, 31)
    assert "15:00 约好了" in rep.card("待办：张总").text


@pytest.mark.parametrize(
    ("button", "status", "words"),
    [("记为丢单", "lost", "记为丢单"), ("先放一放", "paused", "先放一放"), ("再跟跟看", "open", "再联系")],
)
async def test_no_interest_is_for_the_rep_to_decide(
    world: World, button: str, status: str, words: str
) -> None:
    rep = await called(world)
    await rep.presses(rep.card("电话打得怎么样"), "无意向")
    assert (await world.lead_of("张总")).status == "open"
    await rep.presses(rep.card("暂时没有意向"), button)
    assert (await world.lead_of("张总")).status == status
    assert words in rep.messages[-1].text


async def test_an_outcome_can_be_taken_back_with_all_it_led_to(world: World) -> None:
    rep = await called(world)
    await rep.presses(rep.card("电话打得怎么样"), "已加微信")
    await rep.says("撤销")
    assert (await world.lead_of("张总")).stage == "new"
    with world.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []


async def test_an_outcome_may_be_typed(world: World) -> None:
    rep = await called(world)
    await rep.says("已加微信 张总")
    assert "加上就好" in rep.messages[-1].text


async def test_a_call_about_a_silent_quote_asks_for_its_outcome_too(world: World) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", "给张总报价5.6万")
    await world.clock.advance(hours=72)
    await rep.presses(rep.card("请确认客户是否收到报价单"), "已电话")
    assert rep.buttons(rep.card("给张总的电话打得怎么样")) == OUTCOMES
