"""Alarms a rep trusts: who is told what, when, and what quiets it, over the loopback platform."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.config import AlarmKind, AlertsConfig, RemindersConfig
from handlers.chat.event import TimerFired
from handlers.context import Context
from storage.uow import UnitOfWork
from tests.flows.conftest import MakeWorld
from tests.flows.test_ingest import message, results
from tests.support.builders import an_origin
from tests.support.world import SHANGHAI, Customer, World

ASKED = "这套一年多少钱？"


def only(*kinds: AlarmKind, **settings: Any) -> AlertsConfig:
    """A configuration in which these alarms ring and no others."""
    off = tuple(kind for kind in AlarmKind if kind not in kinds)
    return dataclasses.replace(AlertsConfig(off=off), **settings)


WAITING = only(AlarmKind.WAITING, AlarmKind.FIRST_RESPONSE)


async def a_chat(world: World) -> Customer:
    """A customer with whom 李雷 has talked before."""
    customer = world.customer("张总")
    await customer.hears("您好，我是李雷")
    await world.burst_passes()
    return customer


@pytest.fixture
async def office(make_world: MakeWorld) -> World:
    """A world in which only waiting customers ring."""
    return await make_world(alerts=WAITING)


async def act(world: World, step: Callable[[Context], object]) -> None:
    """Let a step of the program run as the part that will call it does: in an event of its own."""
    app = world.running.app

    def job(uow: UnitOfWork) -> None:
        event = TimerFired(an_origin("hook", sender=None), "hook", "")
        step(Context(uow, app.clock.now(), "{}_hook".format, event, app.policies))

    await app.writer.run(job)
    await world.settle()


# -- a customer waits ------------------------------------------------------------------------------


async def test_a_customer_who_waits_rings_after_half_an_hour(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=29)
    assert office.sales("李雷").cards("在等你回复") == []
    await office.clock.advance(minutes=2)
    rep = office.sales("李雷")
    card = rep.card("张总在等你回复")
    assert ASKED in card.text
    assert rep.buttons(card)[:3] == ["已回复", "明天提醒", "不再提醒"]


async def test_an_answer_in_time_keeps_it_quiet(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=10)
    await customer.hears("一年5万8")
    await office.clock.advance(hours=8)
    assert office.sales("李雷").cards("等") == []


async def test_one_moment_please_is_no_answer(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await customer.hears("稍等")
    await office.clock.advance(minutes=31)
    assert len(office.sales("李雷").cards("在等你回复")) == 1


@pytest.mark.parametrize("words", ["谢谢", "好的", "好的，谢谢"])
async def test_thanks_start_no_clock(office: World, words: str) -> None:
    customer = await a_chat(office)
    await customer.says(words)
    await office.clock.advance(hours=5)
    assert office.sales("李雷").cards("等") == []


async def test_nudges_neither_postpone_nor_repeat_it(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=20)
    await customer.says("在吗？")
    await office.clock.advance(minutes=11)
    assert len(office.sales("李雷").cards("在等你回复")) == 1
    await customer.says("在吗？")
    await office.clock.advance(hours=2)
    assert len(office.sales("李雷").cards("在等你回复")) == 1


@pytest.mark.parametrize("answered", [True, False])
async def test_a_colleagues_answer_in_the_group_counts(office: World, answered: bool) -> None:
    now, customer = office.clock.now(), {"id": "wmAbc", "name": "张总", "unionid": None, "company": None}
    group = {"conversation": "wrGroup", "customer": customer, "sent_at": now.isoformat()}
    await results(office, message(1, **group, sender="staff", text="您好，我是李雷"))
    await results(office, message(2, **group, text=ASKED))
    await office.clock.advance(minutes=10)
    if answered:
        await results(office, message(3, **group, sender="staff", staff="hanmei", text="一年5万8"))
    await office.clock.advance(hours=2)
    assert len(office.sales("李雷").cards("在等你回复")) == (0 if answered else 1)


async def test_what_the_customer_put_off_is_held_until_then(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await customer.says("不急，下周三再说")
    await office.clock.advance(days=6)
    assert office.sales("李雷").cards("在等你回复") == []
    await office.clock.advance_to(datetime(2026, 12, 2, 9, 5, tzinfo=SHANGHAI))
    assert len(office.sales("李雷").cards("在等你回复")) == 1


async def test_a_new_customer_rings_after_five_minutes(office: World) -> None:
    await office.customer("钱总").says(ASKED)
    await office.clock.advance(minutes=6)
    assert "第一句" in office.sales("李雷").card("钱总是新客户").text


async def test_an_answer_after_the_card_closes_it(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    await customer.hears("一年5万8")
    await office.burst_passes()
    rep = office.sales("李雷")
    assert rep.buttons(rep.card("在等你回复")) == []


async def test_the_supervisor_is_told_once_with_what_was_done_since(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    await customer.hears("稍等")
    await office.clock.advance(minutes=31)
    [card] = office.boss.cards("等回复")
    assert "李雷" in card.text
    assert "回过「稍等」" in card.text
    await office.clock.advance(hours=8)
    assert len(office.boss.cards("等回复")) == 1


async def test_whoever_said_it_is_done_is_left_alone(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    rep = office.sales("李雷")
    await rep.presses(rep.card("在等你回复"), "已回复")
    await office.clock.advance(hours=8)
    assert office.boss.cards() == []
    await customer.says("那合同什么时候能签？")
    await office.clock.advance(hours=2)
    assert len(rep.cards("在等你回复")) == 2


async def test_tomorrow_rings_the_same_episode_in_the_morning(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    rep = office.sales("李雷")
    await rep.presses(rep.card("在等你回复"), "明天提醒")
    await office.clock.to(8, 29, days=1)
    assert (len(rep.cards("在等你回复")), office.boss.cards()) == (1, [])
    await office.clock.to(8, 31)
    assert len(rep.cards("在等你回复")) == 2


@pytest.mark.parametrize("button", ["已回复", "明天提醒", "不再提醒"])
async def test_what_was_done_about_an_alarm_can_be_taken_back(office: World, button: str) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    rep = office.sales("李雷")
    await rep.presses(rep.card("张总在等你回复"), button)
    await rep.says("撤销")
    assert button in rep.buttons(rep.card("张总在等你回复"))


async def test_no_more_means_no_more(office: World) -> None:
    customer = await a_chat(office)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    rep = office.sales("李雷")
    await rep.presses(rep.card("在等你回复"), "不再提醒")
    await customer.says("在吗？")
    await office.clock.advance(days=3)
    assert (len(rep.cards("在等你回复")), office.boss.cards()) == (1, [])


@pytest.mark.parametrize(
    ("asked", "rings"),
    [
        ("2026-11-23T22:00", "2026-11-24T09:00"),  # in the quiet hours
        ("2026-11-27T20:45", "2026-11-30T08:45"),  # a Friday evening
        ("2026-09-30T20:50", "2026-10-08T08:50"),  # into National Day
        ("2026-10-10T10:00", "2026-10-10T10:30"),  # a Saturday worked for it
    ],
)
async def test_the_clock_runs_in_working_time_only(make_world: MakeWorld, asked: str, rings: str) -> None:
    at, then = (datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) for text in (asked, rings))
    world = await make_world(start=at - timedelta(minutes=5), alerts=WAITING)
    customer = await a_chat(world)
    await world.clock.advance_to(at)
    await customer.says(ASKED)
    await world.clock.advance_to(then - timedelta(minutes=1))
    assert world.sales("李雷").cards("在等你回复") == []
    await world.clock.advance_to(then + timedelta(minutes=1))
    assert len(world.sales("李雷").cards("在等你回复")) == 1


# -- budget and digest -----------------------------------------------------------------------------


async def test_past_the_budget_alarms_come_in_one_digest(make_world: MakeWorld) -> None:
    kinds = only(AlarmKind.FIRST_TOUCH, first_touch=timedelta(hours=1))
    world = await make_world(alerts=kinds, reminders=RemindersConfig(daily_budget=1))
    rep = world.sales("李雷")
    for name, phone in (("王总", "13800000001"), ("赵总", "13800000002"), ("孙总", "13800000003")):
        await rep.says(f"新建线索 {name} {phone} 抖音")
    await world.clock.advance(hours=2)
    assert len(rep.cards("还没联系过")) == 1
    await world.clock.to(17, 31)
    digest = rep.card("还有 2 件事")
    assert "赵总" in digest.text
    assert "孙总" in digest.text
    await rep.presses(digest, "逐条看")
    assert len(rep.cards("还没联系过")) == 3
    await world.clock.to(17, 31, days=1)
    assert len(rep.cards("件事")) == 1


async def test_an_urgent_alarm_is_never_swallowed(make_world: MakeWorld) -> None:
    kinds = only(AlarmKind.FIRST_TOUCH, AlarmKind.WAITING, first_touch=timedelta(minutes=5))
    world = await make_world(alerts=kinds, reminders=RemindersConfig(daily_budget=1))
    rep = world.sales("李雷")
    await rep.says("新建线索 王总 13800000001 抖音")
    await world.clock.advance(minutes=6)
    customer = await a_chat(world)
    await customer.says(ASKED)
    await world.clock.advance(minutes=31)
    assert len(rep.cards("在等你回复")) == 1
