"""Writes that cannot be taken back lightly: a button bound to exactly one of them, once, for ten minutes."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"


async def test_lost_without_a_reason_asks_for_it_by_buttons(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "张总丢单")
    card = rep.card("是什么原因")
    assert rep.buttons(card) == ["价格", "竞品", "没预算", "没需求", "联系不上", "其他"]
    assert (await world.lead_of("张总")).status == "open"
    await rep.presses(card, "竞品")
    lead = await world.lead_of("张总")
    assert (lead.status, lead.attributes["lost_reason"]) == ("lost", "竞品")
    assert rep.buttons(card) == []


@pytest.mark.parametrize("answer", ["不了", "算了"])
async def test_what_is_not_confirmed_is_not_done(world: World, answer: str) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵", answer)
    assert (await world.lead_of("张总")).status == "open"
    assert rep.buttons(rep.card("张总记为丢单")) == []


async def test_the_button_works_once(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵")
    card = rep.card("张总记为丢单")
    await rep.presses(card, "确定丢单")
    await rep.says("把张总推进到合同")
    await world.clock.advance(seconds=5)
    await rep.presses(card, "确定丢单", as_seen=True)
    assert (await world.lead_of("张总")).stage == "contract"
    assert "确认过了" in rep.messages[-1].text


async def test_the_button_expires(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵")
    card = rep.card("张总记为丢单")
    await world.clock.advance(minutes=11)
    await rep.presses(card, "确定丢单", as_seen=True)
    assert (await world.lead_of("张总")).status == "open"
    assert rep.messages[-1].text == ("这个问过十分钟了，没有动。张总现在是「新线索」。还要的话再说一遍就行。")
    assert rep.buttons(card) == []


async def test_the_button_does_nothing_once_the_customer_stands_elsewhere(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵")
    card = rep.card("张总记为丢单")
    await rep.says("张总签单了")
    await rep.presses(card, "确定丢单", as_seen=True)
    assert (await world.lead_of("张总")).status == "won"
    assert "刚变过" in rep.messages[-1].text


async def test_the_button_is_the_asked_persons_alone(world: World) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵")
    card = rep.card("张总记为丢单")
    assert card.card is not None
    action = next(iter(card.card.buttons))
    fields = [("EventKey", action), ("TaskId", card.card.body["task_id"]), ("CardType", "button_interaction"), ("ResponseCode", "x")]  # fmt: skip  # noqa: E501
    await world.after(await world.boss.member.does("template_card_event", fields))
    assert (await world.lead_of("张总")).status == "open"


async def test_a_second_question_closes_the_first(world: World) -> None:
    rep = await said(world, ZHANG, "新建线索 李总 13900002222 官网", "张总丢单，嫌贵", "李总丢单，没预算")
    await rep.says("确定")
    assert (await world.lead_of("李总")).status == "lost"
    assert (await world.lead_of("张总")).status == "open"


async def test_assigning_away_is_confirmed_and_both_hear_when_it_is_taken_back(world_on: World) -> None:
    world = world_on
    await said(world, ZHANG)
    boss = world.boss
    await boss.says("把张总分给韩梅")
    assert (await world.lead_of("张总")).owner_id == "lilei"
    await boss.presses(boss.card("把张总转给韩梅"), "确定转给韩梅")
    assert (await world.lead_of("张总")).owner_id == "hanmei"
    await boss.says("撤销")
    assert (await world.lead_of("张总")).owner_id == "lilei"
    assert "撤回了" in world.sales("韩梅").messages[-1].text
    assert boss.buttons(boss.card("把张总转给韩梅")) == []


async def test_two_files_are_made_one_and_parted_again(world_on: World) -> None:
    world = world_on
    rep = await said(world, ZHANG, "新建线索 张伟 13900002222 转介绍", "把张总和张伟合并")
    assert len(await world.leads_of("张伟")) == 1
    await rep.presses(rep.card("合成一份"), "确定合并")
    assert await world.leads_of("张伟") == []
    await rep.says("撤销")
    assert len(await world.leads_of("张伟")) == 1
    assert "已撤销" in rep.card("是同一位客户").text


async def test_a_file_put_away_is_had_back(world: World) -> None:
    rep = await said(world, ZHANG, "把张总删了")
    await rep.presses(rep.card("删掉张总的档案"), "确定删除")
    assert await world.leads_of("张总") == []
    await rep.says("撤销")
    await said(world, "新建线索 张总 13812345678 预算20万")
    assert (await world.lead_of("张总")).budget_fen == 20_000_000


async def test_putting_off_asks_what_it_waits_for(world: World) -> None:
    rep = await said(world, ZHANG, "把张总推进到暂缓")
    assert "在等什么" in rep.messages[-1].text
    await rep.says("等明年预算批下来")
    assert (await world.lead_of("张总")).attributes["pause_reason"] == "等明年预算批下来"


async def test_each_file_has_its_own_story_again_when_they_are_parted(world: World) -> None:
    rep = await said(
        world, ZHANG, "新建线索 张伟 13900002222 转介绍", "张伟备注：喜欢喝茶", "合并张总和张伟", "确定"
    )
    await said(world, "撤销", "张总最近有什么动态")
    assert "喜欢喝茶" not in rep.messages[-1].text
    await said(world, "张伟最近有什么动态")
    assert "喜欢喝茶" in rep.messages[-1].text
