"""Cards live as WeCom lets them: changed once per right, 72 hours, pressed late, pressed twice."""

from __future__ import annotations

from tests.flows.test_capture import ASKS, a_lead
from tests.support.world import World


async def offered(world: World) -> None:
    await world.customer("张总").says(ASKS)
    await world.burst_passes()


async def test_a_pressed_card_changes_in_place_and_once(world_on: World) -> None:
    world = world_on
    await offered(world)
    rep = world.sales("李雷")
    card = rep.card("发现新线索")
    await rep.presses(card, "建档")
    face = rep.now(card).card
    assert face is not None
    assert (face.updates, len(rep.cards("发现新线索"))) == (1, 1)
    assert "已建档" in face.text


async def test_a_second_tap_says_what_happened(world: World) -> None:
    await offered(world)
    rep = world.sales("李雷")
    card = rep.card("发现新线索")
    await rep.presses(card, "建档")
    await world.clock.advance(seconds=1)
    await rep.presses(card, "建档", as_seen=True)
    assert "你今天 10:01 已经建了档" in rep.messages[-1].text
    assert len(await world.leads_of("张总")) == 1


async def test_the_other_button_after_the_first_says_what_happened(world: World) -> None:
    await offered(world)
    rep = world.sales("李雷")
    card = rep.card("发现新线索")
    await rep.presses(card, "建档")
    await rep.presses(card, "不是客户", as_seen=True)
    assert "已经建了档" in rep.messages[-1].text
    assert len(await world.leads_of("张总")) == 1


async def test_a_card_pressed_after_a_month_still_works(world: World) -> None:
    await offered(world)
    await world.clock.advance(days=30)
    rep = world.sales("李雷")
    card = rep.card("发现新线索")
    await rep.presses(card, "建档")
    assert len(await world.leads_of("张总")) == 1
    assert rep.buttons(card) == []


async def test_a_card_nobody_can_change_any_more_is_superseded(world_on: World) -> None:
    world = world_on
    await offered(world)
    rep = world.sales("李雷")
    old = rep.card("发现新线索")
    await world.clock.advance(hours=73)
    await rep.presses(old, "不是客户")
    await rep.says("撤销")
    assert len(rep.cards("发现新线索")) == 2
    await rep.presses(old, "建档", as_seen=True)
    assert await world.leads_of("张总") == []
    assert "换了新的" in rep.messages[-1].text


async def test_a_settled_card_nobody_can_change_any_more_makes_no_noise(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    old = rep.card("建议推进到「方案确认」")
    await world.clock.advance(hours=80)
    await rep.says("把张总推进到合同")
    assert len(rep.cards("建议推进到「方案确认」")) == 1
    await rep.presses(old, "确认", as_seen=True)
    assert (await world.lead_of("张总")).stage == "contract"
    assert "不用定了" in rep.messages[-1].text


async def test_a_change_within_72_hours_needs_no_new_card(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await world.clock.advance(hours=71)
    await rep.says("把张总推进到合同")
    assert len(rep.cards("建议推进到「方案确认」")) == 1
    assert rep.buttons(rep.card("建议推进到「方案确认」")) == []


async def test_two_taps_at_the_same_moment_have_one_effect(world: World) -> None:
    await offered(world)
    rep = world.sales("李雷")
    card = rep.card("发现新线索")
    world.running.phones.courier.hold()
    await rep.member.presses(card, "建档")
    await rep.member.presses(card, "不是客户")
    await world.running.phones.courier.release(at_once=2)
    await world.settle()
    assert len(await world.leads_of("张总")) in (0, 1)
    assert sum("已经" in message.text for message in rep.messages) == 1


async def test_a_card_the_bot_does_not_know_is_answered_kindly(world: World) -> None:
    rep = world.sales("李雷")
    fields = [
        ("EventKey", "lead.accept:sug_x"), ("TaskId", "card_x"), ("CardType", "button_interaction"),
        ("ResponseCode", "x"),
    ]  # fmt: skip
    await world.after(await rep.member.does("template_card_event", fields))
    assert rep.messages[-1].text
