"""A burst of a customer's words becomes one card, and never a second one for the same thing."""

from __future__ import annotations

import pytest

from bot.config import CaptureMode
from tests.flows.conftest import MakeWorld
from tests.support.world import Customer, World

ASKS = "这套系统三年多少钱？我电话 13812345678"


async def a_lead(world: World, name: str = "张总", with_: str = "李雷") -> Customer:
    """A customer who asked for a price and was filed."""
    customer = world.customer(name, with_=with_)
    await customer.says(ASKS)
    await world.burst_passes()
    await world.sales(with_).presses(world.sales(with_).card("发现新线索"), "建档")
    return customer


async def test_a_burst_is_read_together_and_shown_once(world_on: World) -> None:
    world = world_on
    await world.customer("张总").says("你好", "我们公司想上一套客服系统", "预算20万左右", "能发个报价吗？")
    await world.burst_passes()
    [card] = world.sales("李雷").cards()
    assert world.sales("李雷").buttons(card) == ["建档", "补充", "不是客户"]


async def test_each_fact_stands_beside_the_words_it_came_from(world: World) -> None:
    await world.customer("张总").says("预算20万左右，能发个报价吗？", "我是抖音上看到你们的")
    await world.burst_passes()
    card = world.sales("李雷").card("发现新线索")
    assert "预算20万左右" in card.text
    assert "抖音上看到你们" in card.text


async def test_more_facts_before_the_decision_go_with_the_card(world: World) -> None:
    customer = world.customer("张总")
    await customer.says("这套系统三年多少钱？")
    await world.burst_passes()
    await customer.says("我电话 13812345678，预算20万")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("发现新线索"), "建档")
    lead = await world.lead_of("张总")
    assert (lead.phone, lead.budget_fen) == ("13812345678", 20_000_000)


async def test_what_the_rep_supplements_is_filed_with_the_rest(world_on: World) -> None:
    world = world_on
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "补充")
    await rep.says("公司是杭州云启科技有限公司，官网来的")
    lead = await world.lead_of("张总")
    assert (lead.company, lead.source, lead.phone) == ("杭州云启科技有限公司", "官网", "13812345678")


async def test_who_is_no_customer_is_never_offered_again(world: World) -> None:
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "不是客户")
    await world.clock.advance(hours=48)
    await customer.says("在吗，能发个报价吗？", "预算30万")
    await world.burst_passes()
    assert len(rep.cards("发现新线索")) == 1
    assert await world.leads_of("张总") == []


async def test_what_a_known_customer_says_is_added_with_the_words_and_a_way_back(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    card = world.sales("李雷").card("已更新")
    assert "杭州云启科技有限公司" in card.text
    assert world.sales("李雷").buttons(card) == ["撤销"]
    assert (await world.lead_of("张总")).company == "杭州云启科技有限公司"


@pytest.mark.parametrize(
    ("words", "tag"), [("学费有点贵，能优惠吗？", "价格敏感"), ("哪个校区离滨江近一点？", "就近校区")]
)
async def test_what_matters_to_a_known_customer_becomes_a_tag(world: World, words: str, tag: str) -> None:
    customer = await a_lead(world, "乐乐妈妈")
    await customer.says(words)
    await world.burst_passes()
    assert tag in world.sales("李雷").card("已更新").text


@pytest.mark.parametrize(
    ("by_us", "words"),
    [(True, "方案已发您邮箱，您看下"), (True, "合同草稿发您了，您过目"), (True, "那我们下周三下午给您演示")],
)
async def test_the_talk_shows_a_stage_and_one_tap_confirms_it(world: World, by_us: bool, words: str) -> None:
    customer = await a_lead(world)
    await (customer.hears(words) if by_us else customer.says(words))
    await world.burst_passes()
    card = await world.sales("李雷").sees_card("建议推进到「方案确认」")
    assert words[:6] in card.text
    await world.sales("李雷").presses(card, "确认")
    assert (await world.lead_of("张总")).stage == "proposal"


async def test_a_refused_stage_does_not_come_back(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("建议推进到「方案确认」"), "不是")
    await world.clock.advance(hours=2)
    await customer.hears("方案我重新发您了")
    await world.burst_passes()
    assert len(rep.cards("建议推进到「方案确认」")) == 1


async def test_the_same_stage_is_proposed_once_while_it_waits(world: World) -> None:
    customer = await a_lead(world)
    for words in ("方案已发您邮箱，您看下", "方案又改了一版，已经发您"):
        await customer.hears(words)
        await world.burst_passes()
    assert len(world.sales("李雷").cards("建议推进到「方案确认」")) == 1


async def test_mode_auto_files_at_once_and_says_so(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    card = world.sales("李雷").card("已自动建档")
    assert world.sales("李雷").buttons(card) == ["撤销"]
    assert (await world.lead_of("张总")).owner_id == "lilei"


async def test_mode_auto_moves_the_stage_at_once_and_says_so(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    card = world.sales("李雷").card("已推进到「方案确认」")
    assert world.sales("李雷").buttons(card) == ["撤销"]
    assert (await world.lead_of("张总")).stage == "proposal"


async def test_a_lead_taken_back_in_mode_auto_is_not_filed_again(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("已自动建档"), "撤销")
    await customer.says("那能发个报价吗？")
    await world.burst_passes()
    assert await world.leads_of("张总") == []


@pytest.mark.parametrize(
    "words",
    [
        "收到，谢谢",
        "好的，再见",
        "👍",
        "不用报价了，我们已经定了别家",
        "您好，我们是做海外推广的，可以帮贵公司引流获客，有兴趣了解一下吗",
        "看到海报价格了，挺好看的",
        "我想应聘你们的销售，请问还招人吗",
    ],
)
async def test_talk_that_buys_nothing_makes_no_card(world: World, words: str) -> None:
    await world.customer("路人").says(words)
    await world.burst_passes()
    assert world.sales("李雷").cards() == []


async def test_two_customers_of_one_rep_get_a_card_each(world: World) -> None:
    await world.customer("张总").says("这套系统三年多少钱？")
    await world.customer("王总").says("能发个报价吗？")
    await world.burst_passes()
    assert len(world.sales("李雷").cards("发现新线索")) == 2
