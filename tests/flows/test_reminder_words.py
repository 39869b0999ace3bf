"""Reminders in everyday words: parts of the day, days that do not exist, a question left open."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.config import RemindersConfig
from tests.flows.conftest import MakeWorld
from tests.support.world import SHANGHAI, Phone, World


async def said(world: World, *texts: str) -> Phone:
    rep = world.sales("李雷")
    for text in texts:
        await rep.says(text)
        await world.clock.advance(seconds=5)
    return rep


def last(rep: Phone) -> str:
    return rep.messages[-1].text


# -- parts of the day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("明早", "明天 09:00"),
        ("明天上午", "明天 09:30"),
        ("明天中午", "明天 12:00"),
        ("明天下午", "明天 14:00"),
        ("明天傍晚", "明天 18:00"),
        ("明晚", "明天 19:00"),
        ("明天夜里", "明天 20:30"),
        ("今天下午", "今天 14:00"),
        ("下周三下午", "12月2日 14:00"),
    ],
)
async def test_a_part_of_the_day_has_its_hour_and_the_answer_says_it(
    world: World, words: str, moment: str
) -> None:
    rep = await said(world, f"{words}提醒我给李总回电话")
    assert f"好，{moment} 提醒你给李总回电话" in last(rep)


async def test_the_reminder_comes_at_that_hour(world_on: World) -> None:
    world = world_on
    rep = await said(world, "明天下午提醒我给李总回电话")
    await world.clock.to(13, 59, days=1)
    assert rep.cards("待办") == []
    await world.clock.to(14, 0)
    assert len(rep.cards("待办：给李总回电话")) == 1


async def test_a_part_that_has_begun_is_an_hour_from_now(make_world: MakeWorld) -> None:
    world = await make_world(start=datetime(2026, 11, 23, 15, 20, tzinfo=SHANGHAI))
    assert "今天 16:20 提醒你交周报" in last(await said(world, "今天下午提醒我交周报"))


async def test_a_part_that_is_over_is_past(make_world: MakeWorld) -> None:
    world = await make_world(start=datetime(2026, 11, 23, 15, 20, tzinfo=SHANGHAI))
    assert "今天 09:30 已经过了" in last(await said(world, "今天上午提醒我交周报"))


async def test_the_hour_keeps_clear_of_the_quiet_hours(make_world: MakeWorld) -> None:
    world = await make_world(reminders=RemindersConfig(quiet=(time(18, 30), time(9, 15))))
    assert "明天 18:00 提醒你" in last(await said(world, "明天晚上提醒我交周报"))
    assert "明天 09:15 提醒你" in last(await said(world, "明天一早提醒我交周报"))


async def test_the_part_of_a_meeting_is_not_the_hour_of_its_reminder(world: World) -> None:
    assert "明天 09:00 提醒你" in last(await said(world, "明天提醒我下午开会"))


async def test_a_part_of_the_day_answers_when(world: World) -> None:
    rep = await said(world, "提醒我给李总回电话", "明天下午")
    assert "明天 14:00 提醒你给李总回电话" in last(rep)


async def test_a_series_takes_its_hour_from_the_same_table(world: World) -> None:
    assert "每天 14:00 提醒你写日报" in last(await said(world, "每天下午提醒我写日报"))


# -- days that do not exist ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("2026年2月30日提醒我开会", "没有2026年2月30日这一天，换哪天？"),
        ("2月30号下午三点提醒我开会", "没有2月30号这一天，换哪天？"),
        ("提醒我4月31日去开会", "没有4月31日这一天，换哪天？"),
        ("13月1日提醒我开会", "没有13月1日这一天，换哪天？"),
        ("2027年2月29日提醒我开会", "没有2027年2月29日这一天，换哪天？"),
        ("2027-02-30提醒我开会", "没有2027-02-30这一天，换哪天？"),
        ("32号提醒我开会", "没有32号这一天，换哪天？"),
        ("每月32号提醒我对账", "没有32号这一天，换哪天？"),
        ("25点提醒我开会", "没有25点这个时间，换几点？"),
        ("明天下午3:75提醒我开会", "没有3:75这个时间，换几点？"),
    ],
)
async def test_what_does_not_exist_is_refused_in_words(world: World, words: str, answer: str) -> None:
    rep = await said(world, words)
    assert last(rep) == answer
    with world.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []


@pytest.mark.parametrize(
    ("words", "other", "set_for"),
    [
        ("2月30日提醒我给李总寄样品", "12月2日", "12月2日 09:00 提醒你给李总寄样品"),
        ("2月30号下午三点提醒我给李总寄样品", "12月2日", "12月2日 15:00 提醒你给李总寄样品"),
        ("明天25点提醒我给李总寄样品", "下午三点", "明天 15:00 提醒你给李总寄样品"),
        ("明天25点提醒我给李总寄样品", "后天下午三点", "后天 15:00 提醒你给李总寄样品"),
    ],
)
async def test_another_day_or_hour_takes_its_place(
    world: World, words: str, other: str, set_for: str
) -> None:
    assert set_for in last(await said(world, words, other))


async def test_an_impossible_answer_is_asked_again(world: World) -> None:
    rep = await said(world, "提醒我给李总寄样品", "2月30日")
    assert last(rep) == "没有2月30日这一天，换哪天？"
    await rep.says("明天")
    assert "明天 09:00 提醒你给李总寄样品" in last(rep)


@pytest.mark.parametrize(
    "words", ["明天提醒我改合同上的2月30日", "合同写的2月30日，明天提醒我改", "明天提醒我看16:90的比例"]
)
async def test_what_stands_in_the_matter_itself_is_left_alone(world: World, words: str) -> None:
    assert "好，明天 09:00 提醒你" in last(await said(world, words))


# -- an open question among other things -----------------------------------------------------------


async def test_a_clear_command_wins_over_an_open_reminder(world_on: World) -> None:
    rep = await said(world_on, "明天下午提醒我", "新建线索 张总 13812345678 官网")
    assert len(await world_on.leads_of("张总")) == 1
    assert any("刚才的提醒先不设了" in message.text for message in rep.messages)
    with world_on.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []


async def test_markup_after_a_clear_command_reminds_of_nothing(world: World) -> None:
    await said(world, "明天下午提醒我", "新建线索 <script>alert(1)</script>")
    with world.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []


async def test_a_look_at_the_list_leaves_the_question_open(world: World) -> None:
    rep = await said(world, "明天下午提醒我", "我的待办")
    assert "做什么" not in last(rep)
    await rep.says("给李总寄样品")
    assert "明天 14:00 提醒你给李总寄样品" in last(rep)


@pytest.mark.parametrize(
    "text", ["1", "12.", "。。。", "？", "👌👌", "<b></b>", "<script>alert(1)</script>", "二"]
)
async def test_what_says_nothing_is_no_answer(world: World, text: str) -> None:
    rep = await said(world, "明天下午提醒我", text)
    with world.reading() as uow:
        assert uow.todos.open_of(["lilei"]) == []
    await rep.says("给李总寄样品")
    assert "明天 14:00 提醒你给李总寄样品" in last(rep)


@pytest.mark.parametrize("text", ["1", "<script>a(1)</script>", "！！"])
async def test_what_says_nothing_is_no_name(world: World, text: str) -> None:
    rep = await said(world, "新建线索 13812345678 官网", text)
    with world.reading() as uow:
        assert uow.leads.of_owners(["lilei"], limit=5) == []
    await rep.says("张总")
    assert len(await world.leads_of("张总")) == 1


async def test_whoever_is_on_to_something_else_is_not_asked_for_ever(world: World) -> None:
    rep = await said(world, "提醒我2月30日开会", "好烦啊这个", "真的好烦")
    assert await rep.sees_text("没听出是什么时候")
    assert await rep.sees_text("刚才的提醒先不设了")
    before = len(rep.messages)
    await rep.says("王总")
    assert "没听出是什么时候" not in "".join(each.text for each in rep.messages[before:])
