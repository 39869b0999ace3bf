"""To-dos put off and dropped in words: the one just spoken of, one by number or name, else a choice."""

from __future__ import annotations

import pytest

from tests.flows.test_talk import said
from tests.support.world import World

CALL = "明天下午三点提醒我给张总回电话"


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("推迟到后天", "后天 15:00"),
        ("推辞到后天", "后天 15:00"),
        ("推到后天上午", "后天 09:30"),
        ("改到后天下午", "后天 14:00"),
        ("改倒后天下午", "后天 14:00"),
        ("改成后天下午五点", "后天 17:00"),
        ("挪到周五", "周五 15:00"),
        ("换到周五上午十点", "周五 10:00"),
        ("延到下周一", "11月30日 15:00"),
        ("推迟一小时", "明天 16:00"),
        ("延后半小时", "明天 15:30"),
        ("推迟两天", "周四 15:00"),
        ("往后推一天", "后天 15:00"),
        ("晚点再提醒", "明天 15:30"),
        ("晚一点", "明天 15:30"),
        ("等会儿再叫我", "明天 15:30"),
        ("过会再提醒我吧", "明天 15:30"),
        ("待会再提醒", "明天 15:30"),
        ("后天再提醒我", "后天 09:00"),
        ("后天在提醒我", "后天 09:00"),
        ("下午再说", "今天 14:00"),
        ("一小时后再提醒我", "今天 11:00"),
        ("这个提醒改到后天上午九点", "后天 09:00"),
        ("帮我推迟到后天", "后天 15:00"),
    ],
)
async def test_the_one_just_set_is_put_off(world: World, words: str, when: str) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", "后天上午提醒我看合同", CALL, words)
    assert rep.messages[-1].text == f"好，{when} 再提醒你：给张总回电话。"


async def test_the_one_that_just_rang_is_put_off(world_on: World) -> None:
    world = world_on
    rep = await said(world, "今天下午三点提醒我给张总回电话", "明天上午九点提醒我看合同")
    await world.clock.to(15, 1)
    await rep.says("晚点再提醒")
    assert rep.messages[-1].text == "好，今天 15:31 再提醒你：给张总回电话。"
    await world.clock.to(15, 32)
    await rep.says("明天提醒我")
    assert rep.messages[-1].text == "好，明天 09:00 再提醒你：给张总回电话。"


async def test_the_one_listed_alone_is_put_off(world: World) -> None:
    rep = await said(world, CALL)
    await world.clock.advance(minutes=30)
    await rep.says("我的待办")
    await rep.says("推迟到后天")
    assert rep.messages[-1].text == "好，后天 15:00 再提醒你：给张总回电话。"


async def test_without_a_time_it_is_asked_for(world: World) -> None:
    rep = await said(world, CALL, "推迟一下", "后天上午十点")
    assert rep.messages[-1].text == "好，后天 10:00 再提醒你：给张总回电话。"


async def test_of_several_the_one_meant_is_chosen(world_on: World) -> None:
    world = world_on
    rep = await said(world, CALL, "后天上午十点提醒我看合同", "我的待办", "推迟到周五")
    card = rep.card("改哪个提醒的时间")
    assert rep.buttons(card) == ["1 给张总回电话", "2 看合同"]
    await rep.presses(card, "2 看合同")
    assert rep.messages[-1].text == "好，周五 10:00 再提醒你：看合同。"
    await rep.says("撤销")
    assert rep.messages[-1].text == "已撤销：“看合同”的改期。"


@pytest.mark.parametrize(
    ("words", "when", "what"),
    [
        ("第2个推迟到周五", "周五 10:00", "看合同"),
        ("待办1改到周五", "周五 15:00", "给张总回电话"),
        ("把第一个推到周五", "周五 15:00", "给张总回电话"),
        ("张总的提醒改到周五", "周五 15:00", "给张总回电话"),
        ("看合同的提醒推迟一天", "周四 10:00", "看合同"),
    ],
)
async def test_one_by_number_or_name_is_put_off(world: World, words: str, when: str, what: str) -> None:
    rep = await said(world, CALL, "后天上午十点提醒我看合同", "我的待办", words)
    assert rep.messages[-1].text == f"好，{when} 再提醒你：{what}。"


@pytest.mark.parametrize(
    "words",
    [
        "取消提醒", "不用提醒了", "别提醒我了", "别提醒了", "不要提醒我了", "不提醒了", "取消这个提醒",
        "取消刚才的提醒", "刚才那个提醒取消吧", "这个提醒不要了", "提醒取消", "把提醒删掉", "不用叫我了",
        "别叫我了", "取消待办", "取消代办", "取消题醒", "算了，不用提醒了", "取消", "不要了", "算了",
        "不用再提醒我了", "关掉提醒", "帮我取消提醒",
    ],
)  # fmt: skip
async def test_the_one_just_set_is_dropped_and_can_be_had_back(world: World, words: str) -> None:
    rep = await said(world, "后天上午十点提醒我看合同", CALL, words)
    assert rep.messages[-1].text == "好，明天 15:00 “给张总回电话”不提醒了。还要的话说“撤销”。"
    await rep.says("撤销")
    assert rep.messages[-1].text == "已撤销：“给张总回电话”的取消。"
    await world.clock.to(15, 1, days=1)
    assert rep.card("给张总回电话")


async def test_what_was_dropped_does_not_ring(world_on: World) -> None:
    world = world_on
    rep = await said(world, CALL, "取消提醒")
    await world.clock.to(16, 0, days=1)
    assert rep.cards("给张总回电话") == []


@pytest.mark.parametrize("words", ["取消提醒", "不用提醒了", "别提醒我了"])
async def test_without_one_just_set_the_open_ones_are_offered(world: World, words: str) -> None:
    rep = await said(world, CALL, "后天上午十点提醒我看合同")
    await world.clock.advance(minutes=30)
    await rep.says(words)
    card = rep.card("取消哪个提醒")
    assert rep.buttons(card) == ["1 给张总回电话", "2 看合同"]
    await rep.presses(card, "1 给张总回电话")
    assert rep.messages[-1].text.startswith("好，明天 15:00 “给张总回电话”不提醒了")
    assert rep.buttons(card) == []


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("取消第2个提醒", "看合同"), ("删掉待办 2", "看合同"), ("第二个不用了", "看合同"),
        ("取消张总的提醒", "给张总回电话"), ("看合同的提醒删掉吧", "看合同"),
        ("别提醒我看合同了", "看合同"), ("取消明天的提醒", "给张总回电话"),
    ],
)  # fmt: skip
async def test_one_by_number_or_name_is_dropped(world: World, words: str, what: str) -> None:
    rep = await said(world, CALL, "后天上午十点提醒我看合同", "我的待办", words)
    assert f"“{what}”不提醒了" in rep.messages[-1].text


@pytest.mark.parametrize(
    "words",
    [
        "把张总推进到报价",
        "张总的预算改成20万",
        "明天再联系张总",
        "取消客户张总的合作意向",
        "王芳改到周六试听",
    ],
)
async def test_what_is_about_no_to_do_leaves_them_alone(world: World, words: str) -> None:
    rep = await said(world, "新建线索 张总 13812345678 官网", CALL)
    await world.clock.advance(minutes=30)
    await rep.says(words)
    with world.reading() as uow:
        mine = uow.todos.open_of([rep.userid, *[p.id for p in uow.people.everybody()]])
    assert ("给张总回电话", 15) in [(item.text, item.due_at.hour + 8) for item in mine if item.due_at]


async def test_what_is_left_is_counted_as_it_is_listed(world_on: World) -> None:
    world = world_on
    rep = await said(world, CALL, "后天上午十点提醒我看合同", "每周一九点提醒我看报价", "我的待办", "完成 2")
    assert rep.messages[-1].text == "已完成：看合同。还有 2 件。"
    await rep.says("我的待办")
    assert rep.messages[-1].text.startswith("待办 2 件")


async def test_undo_names_the_to_do_that_is_open_again(world: World) -> None:
    rep = await said(world, CALL, "后天上午十点提醒我看合同", "我的待办", "完成 2", "撤销")
    assert rep.messages[-1].text == "已撤销：“看合同”的完成。"


async def test_a_list_shown_empty_does_not_hide_what_was_set_since(world: World) -> None:
    rep = await said(world, "我的待办", "后天上午十点提醒我看合同", "完成 1")
    assert rep.messages[-1].text.startswith("已完成：看合同")
