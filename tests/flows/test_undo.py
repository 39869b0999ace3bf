"""Whatever the bot changed by itself can be taken back from its card, and is on record."""

from __future__ import annotations

import pytest

from bot.config import CaptureMode
from storage.audit import Change
from tests.flows.conftest import MakeWorld
from tests.flows.test_capture import ASKS, a_lead
from tests.support.world import Customer, World


def changes(world: World, lead_id: str) -> list[Change]:
    """What was done to a lead, oldest first."""
    with world.reading() as uow:
        return list(reversed(uow.audit.of_lead(lead_id)))


async def learned(world: World) -> Customer:
    """A lead whose company was read from the chat."""
    customer = await a_lead(world)
    await customer.says("我们公司叫杭州云启科技有限公司")
    await world.burst_passes()
    return customer


async def test_a_lead_filed_by_the_bot_is_taken_back(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("已自动建档"), "撤销")
    assert await world.leads_of("张总") == []
    assert rep.buttons(rep.card("已自动建档")) == []


async def test_a_lead_taken_back_frees_its_phone(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("已自动建档"), "撤销")
    await world.sales("韩梅").says("新建线索 张伟 13812345678")
    assert (await world.lead_of("张伟")).owner_id == "hanmei"


async def test_a_stage_moved_by_the_bot_is_taken_back(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("已推进到「方案确认」"), "撤销")
    assert (await world.lead_of("张总")).stage == "new"


async def test_a_fact_read_by_the_bot_is_taken_back(world_on: World) -> None:
    world = world_on
    await learned(world)
    rep = world.sales("李雷")
    await rep.presses(rep.card("已更新"), "撤销")
    assert (await world.lead_of("张总")).company is None
    assert "张总的公司" in rep.messages[-1].text


async def test_a_tag_given_by_the_bot_is_taken_back(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("学费有点贵，能优惠吗？")
    await world.burst_passes()
    await world.sales("李雷").presses(world.sales("李雷").card("已更新"), "撤销")
    with world.reading() as uow:
        assert uow.leads.tags_of((await world.lead_of("张总")).id) == []


async def test_a_quote_noticed_by_the_bot_is_taken_back_and_never_rings(world: World) -> None:
    customer = await a_lead(world)
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("已发送最新报价"), "撤销")
    await world.clock.advance(hours=96)
    assert rep.cards("请确认客户是否收到") == []


async def test_a_replaced_quote_waits_again_when_the_new_one_is_taken_back(world: World) -> None:
    customer = await a_lead(world)
    await customer.gets_file("报价单.pdf", b"one")
    await world.burst_passes()
    await customer.gets_file("报价单2.pdf", b"two")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("已发送最新报价"), "撤销")
    with world.reading() as uow:
        quotes = uow.quotes.of_lead((await world.lead_of("张总")).id)
    assert [quote.status for quote in quotes] == ["sent", "withdrawn"]


async def test_an_answer_that_was_none_lets_the_quote_wait_on(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    await customer.says("价格有点高，能再优惠吗？")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("客户已回复报价"), "还没答复")
    await world.clock.advance(hours=73)
    assert len(rep.cards("请确认客户是否收到")) == 1


async def test_a_chat_tied_to_a_lead_by_the_bot_is_taken_back(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says("新建线索 张伟 13812345678 转介绍")
    await world.customer("阿伟").says("在吗，我电话 13812345678")
    await world.burst_passes()
    assert "阿伟" in rep.card("已更新 张伟").text
    await rep.presses(rep.card("已更新 张伟"), "撤销")
    with world.reading() as uow:
        assert uow.conversations.of_lead((await world.lead_of("张伟")).id) == []


async def test_the_word_takes_back_what_the_bot_did_last(world: World) -> None:
    await learned(world)
    await world.sales("李雷").says("撤销")
    assert (await world.lead_of("张总")).company is None


async def test_a_persons_later_edit_stays(world: World) -> None:
    customer = await learned(world)
    rep = world.sales("李雷")
    await customer.says("更正一下，公司全称是杭州星河科技有限公司")
    await world.burst_passes()
    await rep.presses(rep.card("公司有两个"), "保留B")
    await rep.presses(rep.card("已更新"), "撤销")
    assert (await world.lead_of("张总")).company == "杭州星河科技有限公司"


async def test_a_stage_moved_by_hand_since_stays(make_world: MakeWorld) -> None:
    world = await make_world(mode=CaptureMode.AUTO)
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    await customer.hears("方案已发您邮箱，您看下")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.says("把张总推进到合同")
    await rep.presses(rep.card("已推进到「方案确认」"), "撤销")
    assert (await world.lead_of("张总")).stage == "contract"


@pytest.mark.parametrize(
    ("command", "stage"), [("把张总推进到合同", "new"), ("张总签单了", "new"), ("张总丢单，嫌贵", "new")]
)
async def test_a_word_takes_back_what_the_rep_did_last(world: World, command: str, stage: str) -> None:
    await a_lead(world)
    rep = world.sales("李雷")
    await rep.says(command)
    await rep.says("确定")
    await rep.says("撤销")
    lead = await world.lead_of("张总")
    assert (lead.stage, lead.status) == (stage, "open")


async def test_who_is_no_customer_after_all_is_one_again(world: World) -> None:
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "不是客户")
    await rep.says("撤销")
    await rep.presses(rep.card("发现新线索"), "建档")
    assert len(await world.leads_of("张总")) == 1


async def test_taking_back_twice_changes_nothing_more(world: World) -> None:
    await learned(world)
    rep = world.sales("李雷")
    card = rep.card("已更新")
    await rep.presses(card, "撤销")
    await world.clock.advance(seconds=1)
    await rep.presses(card, "撤销", as_seen=True)
    assert [c.act for c in changes(world, (await world.lead_of("张总")).id)].count("undo") == 1


async def test_every_automatic_change_says_who_what_why_and_from_which_message(world: World) -> None:
    await learned(world)
    lead = await world.lead_of("张总")
    [change] = [c for c in changes(world, lead.id) if c.act == "lead.field"]
    with world.reading() as uow:
        message = uow.messages.get(change.message_id or "")
    assert change.actor_id is None
    assert (change.before or {})["value"] is None
    assert (change.after or {})["value"] == "杭州云启科技有限公司"
    assert message.text == "我们公司叫杭州云启科技有限公司"
    assert change.why


async def test_a_persons_decision_is_on_record_with_his_name(world: World) -> None:
    await a_lead(world)
    [change] = [c for c in changes(world, (await world.lead_of("张总")).id) if c.act == "lead.create"]
    assert change.actor_id == "lilei"
    assert change.why
    assert change.message_id
