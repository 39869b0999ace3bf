"""Promises without a day, and promises and TOP3 within the day's budget of cards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.config import AlertsConfig, RemindersConfig
from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import only
from tests.flows.test_promises import a_customer, drafts, read
from tests.support.world import Phone, World

LATER = "资料我晚点发您"


async def test_a_promise_without_a_day_is_reminded_of_on_the_next_working_morning(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.hears(LATER)
    (promise,) = await read(world)
    assert promise.due_at is None
    await world.clock.to(8, 59, days=1)
    assert rep.cards("你答应了") == []
    await world.clock.to(9, 0)
    card = rep.card("你答应了张总")
    assert "昨天说的，没定哪天，还没看到" in card.text
    assert rep.buttons(card) == ["做好了", "改时间", "不算数"]
    await world.clock.advance(days=7)
    assert len(rep.cards("你答应了")) == 1


async def test_it_waits_for_the_weekend_to_be_over(world: World) -> None:
    customer, rep = await a_customer(world)
    await world.clock.to(16, 0, days=4)
    await customer.hears(LATER)
    await world.clock.to(20, 0, days=2)
    assert rep.cards("你答应了") == []
    await world.clock.to(9, 0, days=1)
    assert len(rep.cards("你答应了")) == 1


async def test_proof_closes_it_and_nobody_is_reminded(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears(LATER)
    await world.clock.advance(hours=2)
    await customer.gets_file("产品资料.pdf")
    (promise,) = await read(world)
    assert promise.status == "kept"
    await world.clock.to(18, 0, days=2)
    assert rep.cards("你答应了") == []


async def test_a_day_given_later_takes_its_place(world: World) -> None:
    customer, rep = await a_customer(world)
    await customer.hears(LATER)
    await world.burst_passes()
    await customer.hears("资料我周四发您")
    await world.clock.to(12, 0, days=1)
    assert rep.cards("你答应了") == []
    await world.clock.to(9, 1, days=2)
    assert "今天要做到" in rep.card("你答应了张总").text


async def test_a_customers_promise_without_a_day_brings_a_draft_after_a_longer_time(world_on: World) -> None:
    world = world_on
    customer, rep = await a_customer(world)
    await customer.says("我回头给你答复")
    await world.clock.to(20, 0, days=2)
    assert drafts(rep) == []
    await world.clock.to(9, 0, days=1)
    card = rep.card("张总说好的事还没消息")
    assert "周一说的" in card.text or "11月23日说的" in card.text
    assert len(drafts(rep)) == 1
    await customer.says("商量过了，就按这个方案，可以签")
    await world.burst_passes()
    assert rep.buttons(card) == []
    await world.clock.advance(days=10)
    assert len(drafts(rep)) == 1


async def test_how_long_is_configured(make_world: MakeWorld) -> None:
    times = RemindersConfig(undated_promise_after=timedelta(days=2), undated_nudge_after=timedelta(hours=3))
    world = await make_world(reminders=times)
    customer, rep = await a_customer(world)
    await customer.hears(LATER)
    await customer.says("我回头给你答复")
    await world.clock.to(13, 10)
    assert len(drafts(rep)) == 1
    await world.clock.to(12, 0, days=1)
    assert rep.cards("你答应了") == []
    await world.clock.to(9, 1, days=1)
    assert len(rep.cards("你答应了")) == 1


async def test_it_counts_for_the_three_things_of_the_day(world: World) -> None:
    customer, rep = await a_customer(world)
    await rep.says("把张总推进到谈判")
    await customer.hears(LATER)
    await customer.says("我回头给你答复")
    await world.clock.to(9, 1, days=1)
    assert "1. 张总：昨天答应" in rep.card("今天先做").text
    await customer.gets_file("产品资料.pdf")
    await world.clock.to(9, 1, days=2)
    assert "张总：" in rep.card("今天先做").text
    assert "还没消息" in rep.card("今天先做").text


# -- the budget ------------------------------------------------------------------------------------


def budget(cards: int) -> dict[str, AlertsConfig | RemindersConfig]:
    """So many cards a day, and no alarms beside promises and TOP3."""
    return {"alerts": only(), "reminders": RemindersConfig(daily_budget=cards)}


async def two_promises(world: World) -> Phone:
    """Things said without a day to two customers."""
    for name, phone in (("张总", "13812345678"), ("李总", "13812345679")):
        customer, rep = await a_customer(world, name, phone)
        await customer.hears(LATER)
        await world.burst_passes()
    return rep


async def test_promises_past_the_budget_come_in_the_digest(make_world: MakeWorld) -> None:
    world = await make_world(**budget(2))
    rep = await two_promises(world)
    await world.clock.to(9, 1, days=1)
    assert len(rep.cards("今天先做")) == 1
    assert len(rep.cards("你答应了")) == 1
    await world.clock.to(17, 31)
    digest = rep.card("还有 1 件事")
    assert "你答应的：" in digest.text
    await rep.presses(digest, "逐条看")
    assert len(rep.cards("你答应了")) == 2
    assert rep.buttons(digest) == []


async def test_the_mornings_card_is_counted_but_never_swallowed(make_world: MakeWorld) -> None:
    world = await make_world(**budget(1))
    rep = await two_promises(world)
    await world.clock.to(9, 1, days=1)
    assert len(rep.cards("今天先做")) == 1
    assert len(rep.cards("你答应了")) <= 1
    await world.clock.to(9, 1, days=1)
    assert len(rep.cards("今天先做")) == 2


async def test_a_promise_that_breaks_before_the_digest_is_never_swallowed(make_world: MakeWorld) -> None:
    world = await make_world(**budget(1))
    rep = await two_promises(world)
    customer, _ = await a_customer(world, "王总", "13812345670")
    await customer.hears("明天下午三点把合同发您")
    await world.clock.to(13, 1, days=1)
    assert len(rep.cards("你答应了王总")) == 1


async def test_what_is_kept_meanwhile_is_not_in_the_digest(make_world: MakeWorld) -> None:
    world = await make_world(**budget(1))
    customer, rep = await a_customer(world)
    await rep.says("半小时后提醒我交周报")
    await customer.hears(LATER)
    await world.clock.to(9, 1, days=1)
    assert rep.cards("你答应了") == []
    await customer.gets_file("产品资料.pdf")
    await world.clock.to(17, 31)
    assert rep.cards("件事，合在一起") == []


@pytest.mark.parametrize("cards", [1, 3])
async def test_a_customers_draft_comes_with_its_card_wherever_it_is_shown(
    make_world: MakeWorld, cards: int
) -> None:
    world = await make_world(**budget(cards))
    customer, rep = await a_customer(world)
    await customer.says("我周三给你答复")
    await world.clock.to(9, 1, days=3)
    if cards == 1:
        assert drafts(rep) == []
        await world.clock.to(17, 31)
        await rep.presses(rep.card("还有 1 件事"), "逐条看")
    assert len(drafts(rep)) == 1
