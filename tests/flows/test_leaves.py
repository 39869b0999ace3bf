"""Leaves: somebody's alarms wait for him, or go to who stands in."""

from __future__ import annotations

import pytest

from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import ASKED, WAITING, a_chat
from tests.support.world import World


@pytest.fixture
async def office(make_world: MakeWorld) -> World:
    """A world in which only waiting customers ring."""
    return await make_world(alerts=WAITING)


async def test_alarms_of_somebody_away_wait_until_he_is_back(office: World) -> None:
    customer = await a_chat(office)
    rep = office.sales("李雷")
    await rep.says("我明后天请假")
    assert "先替你收着" in (await rep.sees_text("先替你收着")).text
    await office.clock.to(10, days=1)
    await customer.says(ASKED)
    await office.clock.to(20, days=1)
    assert rep.cards("在等你回复") == []
    await office.clock.to(8, 31, days=1)
    assert len(rep.cards("在等你回复")) == 1


async def test_a_deputy_gets_them_and_may_press(office: World) -> None:
    customer = await a_chat(office)
    await office.sales("李雷").says("我明天请假，客户给韩梅看")
    await office.clock.to(10, days=1)
    deputy = office.sales("韩梅")
    await deputy.sees_text("他客户的提醒会先发给你")
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    assert office.sales("李雷").cards("在等你回复") == []
    await deputy.presses(deputy.card("在等你回复"), "已回复")
    assert deputy.buttons(deputy.card("在等你回复")) == []


async def test_a_leave_called_off_rings_as_ever(office: World) -> None:
    customer = await a_chat(office)
    rep = office.sales("李雷")
    await rep.says("我明后天请假")
    await rep.says("取消请假")
    await rep.sees_text("请假取消了")
    await office.clock.to(10, days=1)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    assert len(rep.cards("在等你回复")) == 1


async def test_a_leave_told_by_mistake_is_taken_back(office: World) -> None:
    rep, customer = office.sales("李雷"), await a_chat(office)
    await rep.says("我今明两天请假")
    await rep.says("撤销")
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    assert rep.card("张总在等你回复")


@pytest.mark.parametrize("words", ["王总说他明天请假", "客户明天请假了吗？"])
async def test_somebody_elses_leave_is_not_the_reps(office: World, words: str) -> None:
    await office.sales("李雷").says(words)
    with office.reading() as uow:
        assert uow.leaves.coming("lilei", office.clock.now()) == []
