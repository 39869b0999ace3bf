"""Cards pressed late: 撤销 has its day, a question its ten minutes; an old card says what happened since."""

from __future__ import annotations

import pytest

from bot.config import CaptureMode
from tests.flows.conftest import MakeWorld
from tests.flows.test_capture import ASKS
from tests.flows.test_talk import said
from tests.support.world import Phone, World

ZHANG = "新建线索 张总 13812345678 官网"


async def filed(make_world: MakeWorld) -> tuple[World, Phone]:
    """A lead that was filed by itself, on a Monday at 10:01."""
    world = await make_world(mode=CaptureMode.AUTO)
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    return world, world.sales("李雷")


# -- 撤销 on a card --------------------------------------------------------------------------------


async def test_a_card_says_until_when_it_can_be_taken_back(make_world: MakeWorld) -> None:
    _, rep = await filed(make_world)
    assert "明天 10:01 前点一下就撤销" in rep.card("已自动建档").text


async def test_taken_back_within_the_day(make_world: MakeWorld) -> None:
    world, rep = await filed(make_world)
    await world.clock.advance(hours=23, minutes=59)
    await rep.presses(rep.card("已自动建档"), "撤销")
    assert await world.leads_of("张总") == []


async def test_after_the_day_the_card_says_what_happened_since(make_world: MakeWorld) -> None:
    world, rep = await filed(make_world)
    await world.clock.advance(hours=2)
    await rep.says("张总备注：周五来看演示")
    await world.clock.advance(hours=23)
    card = rep.card("已自动建档")
    await rep.presses(card, "撤销")
    assert (await world.lead_of("张总")).status == "open"
    answer = rep.messages[-1].text
    assert "过了一天，不能一键撤销了" in answer
    assert "备注：周五来看演示" in answer
    assert rep.buttons(card) == []
    await world.clock.advance(seconds=5)
    await rep.presses(card, "撤销", as_seen=True)
    assert rep.messages[-1].text == "我昨天 10:01 已经建了档。"


async def test_the_typed_word_has_the_same_day(make_world: MakeWorld) -> None:
    world, rep = await filed(make_world)
    await world.clock.advance(hours=23)
    await rep.says("张总备注：周五来看演示")
    await world.clock.advance(hours=2)
    await rep.says("撤销")
    assert "备注" in rep.messages[-1].text
    await rep.says("撤销")
    assert len(await world.leads_of("张总")) == 1


# -- a question about a write ----------------------------------------------------------------------


async def test_a_question_nobody_answered_closes_by_itself(world_on: World) -> None:
    rep = await said(world_on, ZHANG, "张总丢单，嫌贵")
    card = rep.card("张总记为丢单")
    await world_on.clock.advance(minutes=9)
    assert rep.buttons(card) == ["确定丢单", "不了"]
    await world_on.clock.advance(minutes=1)
    assert rep.buttons(card) == []
    assert "已过期" in rep.now(card).text


async def test_a_choice_nobody_made_closes_by_itself(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 张总 13900002222 转介绍", "新建", "张总备注：周五来看演示")
    card = rep.cards("张总")[-1]
    (first, *_) = rep.buttons(card)
    await world.clock.advance(minutes=10)
    assert "已过期" in rep.now(card).text
    await rep.presses(card, first, as_seen=True)
    assert "过期了，没有动" in rep.messages[-1].text


async def test_a_choice_made_by_its_number_is_closed(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 张总 13900002222 转介绍", "2", "张总备注：周五来看演示", "1")
    card = rep.cards("张总")[-1]
    assert "已选好" in rep.now(card).text
    await world.clock.advance(minutes=11)
    assert "已选好" in rep.now(card).text


CONFIRMED = {
    "张总丢单，嫌贵": ("张总记为丢单", "确定丢单", "已经确认过了，记了丢单。张总现在是「丢单」。"),
    "把张总和张伟合并": ("合成一份", "确定合并", "已经确认过了，合并了。张总现在是「新线索」。"),
    "把张总删了": ("删掉张总的档案", "确定删除", "已经确认过了，删除了。张总的档案现在是删除的。"),
}


@pytest.mark.parametrize("words", CONFIRMED)
async def test_every_confirmation_works_once_and_then_says_what_happened(world: World, words: str) -> None:
    title, button, answer = CONFIRMED[words]
    rep = await said(world, ZHANG, "新建线索 张伟 13900002222 转介绍", words)
    card = rep.card(title)
    await rep.presses(card, button)
    before = audit_of(world)
    await world.clock.advance(seconds=5)
    await rep.presses(card, button, as_seen=True)
    assert answer in rep.messages[-1].text
    assert audit_of(world) == before


async def test_assigning_away_works_once_and_then_says_what_happened(world: World) -> None:
    await said(world, ZHANG)
    boss = world.boss
    await boss.says("把张总分给韩梅")
    card = boss.card("把张总转给韩梅")
    await boss.presses(card, "确定转给韩梅")
    await boss.says("撤销")
    await world.clock.advance(seconds=5)
    await boss.presses(card, "确定转给韩梅", as_seen=True)
    assert (await world.lead_of("张总")).owner_id == "lilei"
    assert "转交了，后来又撤销了。张总现在是「新线索」，李雷在跟。" in boss.messages[-1].text


async def test_a_lead_moved_on_since_it_was_lost_is_not_lost_again(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单")
    card = rep.card("是什么原因")
    await rep.presses(card, "竞品")
    await said(world, "把张总推进到合同")
    await rep.presses(card, "价格", as_seen=True)
    lead = await world.lead_of("张总")
    assert (lead.status, lead.stage, lead.attributes["lost_reason"]) == ("open", "contract", "竞品")
    assert "记了丢单。张总现在是「" in rep.messages[-1].text


async def test_files_to_be_merged_that_changed_hands_are_left_alone(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 张伟 13900002222 转介绍", "把张总和张伟合并")
    boss = world.boss
    await boss.says("把张伟分给韩梅")
    await boss.presses(boss.card("把张伟转给韩梅"), "确定转给韩梅")
    await rep.presses(rep.card("合成一份"), "确定合并")
    assert len(await world.leads_of("张伟")) == 1
    assert "刚变过" in rep.messages[-1].text


def audit_of(world: World) -> int:
    """How many changes there were so far."""
    with world.reading() as uow:
        leads = [*uow.leads.named("张总"), *uow.leads.named("张伟")]
        return sum(len(uow.audit.of_lead(lead.id)) for lead in leads)
