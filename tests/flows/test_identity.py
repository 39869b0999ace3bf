"""One customer is one lead, whichever door he comes through; contradictions are asked."""

from __future__ import annotations

import pytest

from tests.flows.test_capture import a_lead
from tests.support.world import World

PHONE = "13812345678"


async def test_the_phone_of_a_lead_typed_before_ties_the_chat_to_it(world_on: World) -> None:
    world = world_on
    await world.sales("李雷").says(f"新建线索 张伟 {PHONE} 转介绍")
    await world.customer("阿伟").says(f"能发个报价吗？我电话 {PHONE}")
    await world.burst_passes()
    assert world.sales("李雷").cards("发现新线索") == []
    assert (await world.lead_of("张伟")).source == "转介绍"


async def test_the_same_unionid_in_two_chats_is_one_lead(world: World) -> None:
    await world.customer("张总", unionid="u-1").says("这套系统三年多少钱？")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    again = world.customer("张总的小号", unionid="u-1")
    await again.says("能发个报价吗？")
    await world.burst_passes()
    assert len(world.sales("李雷").cards("发现新线索")) == 1


async def test_a_phone_typed_for_a_customer_met_in_a_chat_is_the_same_lead(world: World) -> None:
    await a_lead(world)
    await world.sales("李雷").says(f"新建线索 张总 {PHONE} 官网")
    await world.sales("李雷").sees_text("张总之前建过档")
    assert (await world.lead_of("张总")).source == "官网"


async def test_two_leads_that_prove_to_share_a_phone_become_one(world_on: World) -> None:
    world = world_on
    rep = world.sales("李雷")
    await rep.says(f"新建线索 张伟 {PHONE} 转介绍")
    customer = world.customer("云启采购")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await rep.presses(rep.card("发现新线索"), "建档")
    await customer.says(f"我电话 {PHONE}")
    await world.burst_passes()
    assert await world.leads_of("云启采购") == []
    assert "同一位客户" in rep.card("同一位客户").text
    assert (await world.lead_of("张伟")).source == "转介绍"


async def test_two_leads_made_one_can_be_parted_and_stay_so(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says(f"新建线索 张伟 {PHONE} 转介绍")
    customer = world.customer("云启采购")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await rep.presses(rep.card("发现新线索"), "建档")
    await customer.says(f"我电话 {PHONE}")
    await world.burst_passes()
    await rep.presses(rep.card("同一位客户"), "撤销")
    await customer.says(f"我说一下，电话是 {PHONE}")
    await world.burst_passes()
    assert len(await world.leads_of("云启采购")) == 1
    assert len(await world.leads_of("张伟")) == 1


@pytest.mark.parametrize(
    ("button", "phone", "second"),
    [("保留A", PHONE, None), ("保留B", "13900002222", None), ("都留", PHONE, "13900002222")],
)
async def test_two_phones_are_asked_about_and_never_overwritten(
    world: World, button: str, phone: str, second: str | None
) -> None:
    customer = await a_lead(world)
    await customer.says("我换号了，新电话 13900002222")
    await world.burst_passes()
    assert (await world.lead_of("张总")).phone == PHONE
    card = world.sales("李雷").card("电话有两个")
    assert "13900002222" not in card.text
    await world.sales("李雷").presses(card, button)
    lead = await world.lead_of("张总")
    assert (lead.phone, lead.attributes.get("phone_2")) == (phone, second)


async def test_a_contradiction_is_asked_once(world: World) -> None:
    customer = await a_lead(world)
    for _ in range(2):
        await customer.says("电话打 13900002222")
        await world.burst_passes()
    assert len(world.sales("李雷").cards("电话有两个")) == 1


async def test_a_second_phone_that_was_kept_identifies_the_customer_too(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("也可以打 13900002222")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("电话有两个"), "都留")
    await world.sales("李雷").says("新建线索 张总 13900002222")
    assert (await world.lead_of("张总")).phone == PHONE


async def test_of_a_colleagues_customer_only_whom_to_ask_is_said(world_on: World) -> None:
    world = world_on
    await a_lead(world, "张总", with_="韩梅")
    await world.customer("张总", with_="李雷").says(f"能发个报价吗？我电话 {PHONE}")
    await world.burst_passes()
    told = await world.sales("李雷").sees_text("已经有同事在跟")
    assert "韩梅" in told.text
    assert world.sales("李雷").cards() == []


async def test_a_colleagues_customer_stays_his_when_he_writes_again_without_the_phone(world: World) -> None:
    await a_lead(world, "张总", with_="韩梅")
    customer = world.customer("张总", with_="李雷")
    await customer.says(f"我电话 {PHONE}")
    await world.burst_passes()
    await customer.says("能发个报价吗？")
    await world.burst_passes()
    assert world.sales("李雷").cards("发现新线索") == []


async def test_a_colleagues_customer_is_not_filed_by_a_card_offered_before(world: World) -> None:
    await world.customer("张总", with_="李雷").says(f"能发个报价吗？我电话 {PHONE}")
    await world.burst_passes()
    await world.sales("韩梅").says(f"新建线索 张伟 {PHONE}")
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    await world.sales("李雷").sees_text("已经有人在跟")
    assert await world.leads_of("张总") == []


async def test_a_colleagues_phone_given_by_a_customer_of_mine_is_not_taken_over(world: World) -> None:
    await a_lead(world, "张总", with_="韩梅")
    customer = world.customer("王总", with_="李雷")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    await customer.says(f"我电话 {PHONE}")
    await world.burst_passes()
    await world.sales("李雷").sees_text("韩梅")
    assert (await world.lead_of("王总")).phone is None


async def test_the_channel_a_customer_came_by_is_his_source_and_can_be_taken_back(world: World) -> None:
    customer = await a_lead(world)
    rep = world.sales("李雷")
    await world.after(await rep.member.customers.added(customer.chat.id, "张总", state="抖音"))
    assert (await world.lead_of("张总")).source == "抖音"
    await rep.presses(rep.card("已更新 张总"), "撤销")
    assert (await world.lead_of("张总")).source is None
