"""Leaves: somebody's alarms wait for him, or go to who stands in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.config import PersonConfig, TeamRole
from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import ASKED, WAITING, a_chat
from tests.support.world import SHANGHAI, World


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


# -- a leave told by whoever leads somebody --------------------------------------------------------

TALL = (
    PersonConfig("zhao", "赵总监", TeamRole.DIRECTOR, wecom="zhao"),
    PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, manager="zhao", wecom="wangzg"),
    PersonConfig("qian", "钱主管", TeamRole.SUPERVISOR, manager="zhao", wecom="qian"),
    PersonConfig("lilei", "李雷", TeamRole.REP, manager="wangzg", wecom="lilei"),
    PersonConfig("hanmei", "韩梅", TeamRole.REP, manager="wangzg", wecom="hanmei"),
)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("李雷明后天请假", (24, 0), (25, 23)),
        ("帮李雷请假到周五", (23, 0), (27, 23)),
        ("给李雷登记请假两天", (23, 0), (24, 23)),
        ("李雷下周一到周三休年假", (30, 0), (2, 23)),
    ],
)
async def test_a_supervisor_enters_the_leave_of_one_of_his_people(
    world: World, words: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    await world.boss.says(words)
    with world.reading() as uow:
        (leave,) = uow.leaves.coming("lilei", world.clock.now())
    start, end = leave.start_at.astimezone(SHANGHAI), leave.end_at.astimezone(SHANGHAI) - timedelta(minutes=1)
    assert ((start.day, start.hour), (end.day, end.hour)) == (first, last)
    assert "李雷" in world.boss.messages[-1].text
    assert "王主管替你登记了请假" in world.sales("李雷").messages[-1].text


async def test_his_alarms_go_to_the_deputy_named_for_him(office: World) -> None:
    customer = await a_chat(office)
    await office.boss.says("李雷明天请假，客户给韩梅看")
    deputy = office.sales("韩梅")
    await deputy.sees_text("李雷明天 00:00 到 明天 23:59 请假，他客户的提醒会先发给你")
    await office.clock.to(10, days=1)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    assert office.sales("李雷").cards("在等你回复") == []
    assert deputy.card("在等你回复")


async def test_the_supervisor_may_stand_in_himself(office: World) -> None:
    customer = await a_chat(office)
    await office.boss.says("李雷明天请假，客户我来看")
    assert "客户的提醒先发给你" in office.boss.messages[-1].text
    await office.clock.to(10, days=1)
    await customer.says(ASKED)
    await office.clock.advance(minutes=31)
    assert office.boss.card("在等你回复")


async def test_it_is_taken_back_and_he_hears_it(world_on: World) -> None:
    world = world_on
    await world.boss.says("李雷明后天请假")
    await world.boss.says("撤销")
    assert world.boss.messages[-1].text == "已撤销：李雷的请假。"
    assert "王主管取消了你的请假登记" in world.sales("李雷").messages[-1].text
    with world.reading() as uow:
        assert uow.leaves.coming("lilei", world.clock.now()) == []


@pytest.mark.parametrize("words", ["取消李雷的请假", "李雷取消请假", "李雷提前销假了"])
async def test_it_is_called_off(world: World, words: str) -> None:
    await world.boss.says("李雷明后天请假")
    await world.boss.says(words)
    assert "李雷的请假取消了" in world.boss.messages[-1].text
    assert "取消了你的请假登记" in world.sales("李雷").messages[-1].text
    with world.reading() as uow:
        assert uow.leaves.coming("lilei", world.clock.now()) == []


async def test_two_people_in_one_line(world: World) -> None:
    await world.boss.says("李雷和韩梅明天请假")
    with world.reading() as uow:
        away = [len(uow.leaves.coming(person, world.clock.now())) for person in ("lilei", "hanmei", "wangzg")]
    assert away == [1, 1, 0]


async def test_only_for_ones_own_people_all_the_way_down(make_world: MakeWorld) -> None:
    world = await make_world(people=TALL)
    for name in ("钱主管", "韩梅"):
        await world.sales(name).says("李雷明后天请假")
        assert "由本人或TA的主管来说" in world.sales(name).messages[-1].text
    await world.sales("钱主管").says("取消李雷的请假")
    with world.reading() as uow:
        assert uow.leaves.coming("lilei", world.clock.now()) == []
    assert world.sales("李雷").messages == []
    await world.sales("赵总监").says("李雷明后天请假")
    with world.reading() as uow:
        assert len(uow.leaves.coming("lilei", world.clock.now())) == 1
