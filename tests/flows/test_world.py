"""The world the flows stand on: time passes exactly, and what is missing is said clearly."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.world import START, NotSeen, World


async def test_three_days_are_played_to_the_minute(world_on: World) -> None:
    world = world_on
    customer = world.customer("张总")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    await customer.gets_file("报价单.pdf")
    sent = world.clock.now()
    await world.clock.advance_to(sent + timedelta(hours=72) - timedelta(seconds=1))
    assert world.sales("李雷").cards("请确认客户是否收到报价单") == []
    await world.clock.advance(seconds=1)
    card = await world.sales("李雷").sees_card("请确认客户是否收到报价单")
    assert card.at == sent + timedelta(hours=72)


async def test_a_long_jump_does_everything_at_its_own_moment(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("这套系统三年多少钱？")
    await world.clock.advance(days=2)
    assert world.clock.now() == START + timedelta(days=2)
    assert world.sales("李雷").card("发现新线索").at == START + timedelta(seconds=90)


async def test_what_is_missing_is_told_with_the_whole_screen(world: World) -> None:
    await world.sales("李雷").says("帮助")
    with pytest.raises(NotSeen, match=r"没有这张[\s\S]*帮助"):
        await world.sales("李雷").sees_card("没有这张")
