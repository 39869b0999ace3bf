"""What a new customer still lacks is asked for once and taken in passing."""

from __future__ import annotations

import pytest

from tests.support.world import Phone, World


async def said(world: World, *texts: str) -> Phone:
    rep = world.sales("李雷")
    for text in texts:
        await rep.says(text)
        await world.clock.advance(seconds=5)
    return rep


async def test_a_bare_phone_number_goes_to_the_customer_just_filed(world_on: World) -> None:
    rep = await said(world_on, "新建线索 张总", "13900002222")
    assert (await world_on.lead_of("张总")).phone == "13900002222"
    assert "张总的电话记上了" in rep.messages[-1].text
    assert "13900002222" not in rep.messages[-1].text


async def test_phone_and_source_come_in_two_messages_and_undo_takes_the_last_back(world: World) -> None:
    await said(world, "新建线索 张总", "张总电话 13900002222", "官网来的", "撤销")
    lead = await world.lead_of("张总")
    assert (lead.phone, lead.source) == ("13900002222", None)


async def test_a_customer_filed_by_a_press_takes_the_phone_that_was_asked_for(world: World) -> None:
    await world.customer("张总", with_="李雷").says("你好", "这套系统三年多少钱？")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(await rep.sees_card("发现新线索"), "建档")
    await said(world, "13900002222")
    assert (await world.lead_of("张总")).phone == "13900002222"


async def test_after_ten_minutes_a_bare_number_belongs_to_nobody(world: World) -> None:
    await said(world, "新建线索 张总")
    await world.clock.advance(minutes=11)
    await said(world, "13900002222")
    assert (await world.lead_of("张总")).phone is None


@pytest.mark.parametrize("text", ["赵六的电话是 13900002222", "他电话是 13900002222 吗？", "今天天气不错"])
async def test_words_about_somebody_else_and_questions_change_nothing(world: World, text: str) -> None:
    await said(world, "新建线索 张总", text)
    lead = await world.lead_of("张总")
    assert (lead.name, lead.phone, lead.source) == ("张总", None, None)


async def test_a_number_that_is_a_colleagues_customer_changes_nothing_and_says_so(world: World) -> None:
    await world.sales("韩梅").says("新建线索 王总 13900002222 官网")
    rep = await said(world, "新建线索 张总", "13900002222")
    assert (await world.lead_of("张总")).phone is None
    assert any("没有改" in message.text for message in rep.messages)


async def test_a_number_one_already_has_for_another_customer_leaves_a_word(world: World) -> None:
    rep = await said(world, "新建线索 王总 13900002222 官网", "新建线索 张总", "13900002222")
    assert rep.messages[-1].text.strip()
