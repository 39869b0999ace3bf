"""A stranger asks for the price; one nod later he is a lead."""

from __future__ import annotations

from tests.support.world import World


async def test_a_price_question_of_a_stranger_becomes_a_lead_by_one_press(world_on: World) -> None:
    world = world_on
    await world.customer("张总", with_="李雷").says("你好", "这套系统三年多少钱？我电话 13812345678")
    assert world.sales("李雷").cards() == []

    await world.burst_passes()
    card = await world.sales("李雷").sees_card("发现新线索")
    assert "138****5678" in card.text
    assert "13812345678" not in card.text
    assert await world.leads_of("张总") == []

    await world.sales("李雷").presses(card, "建档")
    lead = await world.lead_of("张总")
    assert (lead.owner_id, lead.phone) == ("lilei", "13812345678")
    assert world.sales("李雷").updates(card) == 1
    assert world.sales("李雷").buttons(card) == []


async def test_the_same_customer_never_gets_a_second_card(world: World) -> None:
    customer = world.customer("张总", with_="李雷")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await customer.says("在吗，价格怎么算？")
    await world.burst_passes()
    assert len(world.sales("李雷").cards("发现新线索")) == 1


async def test_a_message_posted_twice_is_read_once(world: World) -> None:
    customer = world.customer("张总", with_="李雷")
    line = await customer.says("这套系统三年多少钱？")
    assert await world.running.chats.deliver_again(customer.chat, line) == "duplicate"
    await world.burst_passes()
    assert len(world.sales("李雷").cards("发现新线索")) == 1
