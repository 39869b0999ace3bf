"""A message taken back by its sender takes back what was read from it."""

from __future__ import annotations

from tests.flows.test_capture import ASKS, a_lead
from tests.support.world import World


async def test_the_card_of_a_recalled_message_goes(world_on: World) -> None:
    world = world_on
    customer = world.customer("张总")
    line = await customer.says(ASKS)
    await world.burst_passes()
    await customer.recalls(line)
    rep = world.sales("李雷")
    assert rep.buttons(rep.card("发现新线索")) == []
    assert await world.leads_of("张总") == []


async def test_a_message_recalled_before_it_was_read_says_nothing(world: World) -> None:
    customer = world.customer("张总")
    line = await customer.says(ASKS)
    await customer.recalls(line)
    await world.burst_passes()
    assert world.sales("李雷").cards() == []


async def test_a_fact_of_a_recalled_message_leaves_the_lead(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    line = await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    await customer.recalls(line)
    assert (await world.lead_of("张总")).company is None


async def test_a_recalled_phone_identifies_nobody(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("这套多少钱？")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    line = await customer.says("我电话 13812345678")
    await world.burst_passes()
    await customer.recalls(line)
    await world.sales("韩梅").says("新建线索 张伟 13812345678")
    assert (await world.lead_of("张伟")).owner_id == "hanmei"


async def test_a_tag_of_a_recalled_message_goes(world: World) -> None:
    customer = await a_lead(world)
    line = await customer.says("学费有点贵，能优惠吗？")
    await world.burst_passes()
    await customer.recalls(line)
    with world.reading() as uow:
        assert uow.leads.tags_of((await world.lead_of("张总")).id) == []


async def test_a_recalled_quote_never_rings(world: World) -> None:
    customer = await a_lead(world)
    line = await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    await customer.recalls(line)
    await world.clock.advance(hours=96)
    assert world.sales("李雷").cards("请确认客户是否收到") == []


async def test_a_stage_proposed_by_a_recalled_message_goes(world: World) -> None:
    customer = await a_lead(world)
    line = await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    await customer.recalls(line)
    rep = world.sales("李雷")
    assert rep.buttons(rep.card("建议推进到")) == []


async def test_what_a_person_typed_since_stays(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("这套多少钱？")
    await world.burst_passes()
    rep = world.sales("李雷")
    line = await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    await rep.presses(rep.card("发现新线索"), "补充")
    await rep.says("公司是杭州星河科技有限公司")
    await customer.recalls(line)
    assert (await world.lead_of("张总")).company == "杭州星河科技有限公司"


async def test_the_original_words_stay_for_the_audit(world: World) -> None:
    customer = world.customer("张总")
    line = await customer.says(ASKS)
    await customer.recalls(line)
    message = world.kept("wecom", f"chat:{line.id}")
    assert (message.text, message.recalled_at is not None) == (ASKS, True)


async def test_a_recalled_message_that_comes_again_is_not_read(world: World) -> None:
    customer = world.customer("张总")
    line = await customer.says(ASKS)
    await customer.recalls(line)
    await world.running.chats.deliver_again(customer.chat, line)
    await world.burst_passes()
    assert world.sales("李雷").cards() == []
