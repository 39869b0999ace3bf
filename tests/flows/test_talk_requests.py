"""Handing a customer over is the supervisor's: the rep asks by a button, the supervisor decides by one."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"


@pytest.mark.parametrize(
    "text", ["把张总转给韩梅", "张总转给韩梅", "把张总分给韩梅", "把张总交给韩梅", "张总分配给韩梅"]
)
async def test_the_supervisor_is_asked_by_a_button_and_agrees(world: World, text: str) -> None:
    rep = await said(world, ZHANG, text)
    card = rep.card("把张总转给韩梅要主管来定")
    assert rep.buttons(card) == ["请主管处理", "不用了"]
    assert (await world.lead_of("张总")).owner_id == (await owner(world, "李雷"))
    assert world.boss.cards("想把张总转给韩梅") == []
    await rep.presses(card, "请主管处理")
    assert rep.messages[-1].text == "发给王主管了，定下来我告诉你。"
    asked = world.boss.card("李雷想把张总转给韩梅")
    assert world.boss.buttons(asked) == ["同意", "不用"]
    await world.boss.presses(asked, "同意")
    assert (await world.lead_of("张总")).owner_id == (await owner(world, "韩梅"))
    assert rep.messages[-1].text == "王主管同意了，张总已转给韩梅。"
    assert world.boss.buttons(asked) == []
    await world.sales("韩梅").sees_text("王主管把张总转给你了")


async def owner(world: World, name: str) -> str:
    with world.reading() as uow:
        (person,) = [each for each in uow.people.everybody() if each.name == name]
    return person.id


async def test_the_supervisor_says_no(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "把张总转给韩梅")
    await rep.presses(rep.card("要主管来定"), "请主管处理")
    await world.boss.presses(world.boss.card("想把张总转给韩梅"), "不用")
    assert rep.messages[-1].text == "王主管看过了，张总先不转给韩梅，还是你来跟。"
    assert (await world.lead_of("张总")).owner_id == (await owner(world, "李雷"))


async def test_one_card_however_often_it_is_pressed(world: World) -> None:
    rep = await said(world, ZHANG, "把张总转给韩梅")
    card = rep.card("要主管来定")
    await rep.presses(card, "请主管处理")
    await rep.presses(card, "请主管处理", as_seen=True)
    assert len(world.boss.cards("想把张总转给韩梅")) == 1


async def test_the_button_is_bound_to_the_customer_as_he_stood(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "把张总转给韩梅")
    await rep.presses(rep.card("要主管来定"), "请主管处理")
    await rep.says("把张总推进到合同")
    await world.boss.presses(world.boss.card("想把张总转给韩梅"), "同意")
    assert (await world.lead_of("张总")).owner_id == (await owner(world, "李雷"))
    assert "刚变过" in world.boss.messages[-1].text


async def test_what_was_agreed_to_can_be_taken_back(world: World) -> None:
    rep = await said(world, ZHANG, "把张总转给韩梅")
    await rep.presses(rep.card("要主管来定"), "请主管处理")
    await world.boss.presses(world.boss.card("想把张总转给韩梅"), "同意")
    await world.boss.says("撤销")
    assert (await world.lead_of("张总")).owner_id == (await owner(world, "李雷"))


async def test_a_colleagues_customer_cannot_be_asked_for(world: World) -> None:
    await world.sales("韩梅").says(ZHANG)
    rep = await said(world, "把张总转给我")
    assert rep.cards("要主管来定") == []
    assert "韩梅" in rep.messages[-1].text


async def test_a_rep_who_thinks_again_asks_nobody(world: World) -> None:
    rep = await said(world, ZHANG, "把张总转给韩梅")
    await rep.presses(rep.card("要主管来定"), "不用了")
    assert world.boss.cards("想把张总转给韩梅") == []
