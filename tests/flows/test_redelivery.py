"""Everything may come three times and in any order, and happens once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo.chats import Chat, Line
from tests.flows.test_capture import ASKS
from tests.support.world import World


@pytest.mark.parametrize("seed", [1, 7, 23])
async def test_words_pressed_and_written_three_times_in_any_order_count_once(
    world_on: World, seed: int
) -> None:
    world = world_on
    await world.customer("张总").says(ASKS)
    await world.burst_passes()
    rep, courier = world.sales("李雷"), world.running.phones.courier
    courier.manner.copies = 3
    courier.hold()
    await rep.member.presses(rep.card("发现新线索"), "建档")
    await rep.member.says("新建线索 王总 13900002222")
    await rep.member.says("明天下午三点提醒我给王总回电话")
    await courier.release(shuffle=seed, at_once=4)
    await world.settle()
    assert len(await world.leads_of("张总")) == 1
    assert len(await world.leads_of("王总")) == 1
    with world.reading() as uow:
        assert len(uow.todos.open_of(["lilei"])) == 1
    assert len(rep.messages) == 4


async def test_every_single_event_comes_three_times_all_day_long(world: World) -> None:
    world.running.phones.courier.manner.copies = 3
    customer = world.customer("张总")
    await customer.says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "建档")
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    await world.clock.advance(hours=73)
    await rep.presses(rep.card("请确认客户是否收到"), "明天提醒")
    await world.clock.advance(hours=24)
    assert len(rep.cards("发现新线索")) == 1
    assert len(rep.cards("请确认客户是否收到")) == 2
    assert len(world.boss.cards()) <= 1


async def test_the_whole_chat_posted_three_times_backwards_is_read_once(world_on: World) -> None:
    world = world_on
    customer = world.customer("张总")
    lines = [await customer.says(text) for text in ("你好", ASKS, "预算20万")]
    for line in [*lines, *reversed(lines)]:
        assert await world.running.chats.deliver_again(customer.chat, line) == "duplicate"
    await world.burst_passes()
    assert len(world.sales("李雷").cards("发现新线索")) == 1
    assert len(world.said_in("wecom", f"chat:lilei:{customer.chat.id}")) == 3


async def test_a_chat_posted_again_after_it_was_filed_changes_nothing(world: World) -> None:
    customer = world.customer("张总")
    line = await customer.says(ASKS)
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.presses(rep.card("发现新线索"), "建档")
    before = rep.screen()
    await world.running.chats.deliver_again(customer.chat, line)
    await world.burst_passes()
    assert rep.screen() == before


async def test_messages_that_come_late_are_read_in_the_order_they_were_said(world: World) -> None:
    chats, clock = world.running.chats, world.running.clock
    customer = world.customer("张总")
    for minutes, text in ((1, "收到，谢谢"), (5, "这套系统三年多少钱？")):
        await chats.say(customer.chat, "customer", text, at=clock.now() - timedelta(minutes=minutes))
    await world.burst_passes()
    said = [message.text for message in world.said_in("wecom", f"chat:lilei:{customer.chat.id}")]
    assert said == ["这套系统三年多少钱？", "收到，谢谢"]


async def test_a_recall_that_overtakes_its_message_wins(world_on: World) -> None:
    world = world_on
    customer = world.customer("张总")
    line = Line("late-1", world.running.clock.now(), "customer", "text", ASKS)
    await recall_first(world, customer.chat, line)
    await world.running.chats.deliver_again(customer.chat, line)
    await world.burst_passes()
    assert world.sales("李雷").cards() == []
    assert world.kept("wecom", "chat:late-1").recalled_at is not None


async def test_the_words_of_a_message_overtaken_by_its_recall_are_kept(world: World) -> None:
    customer = world.customer("张总")
    line = Line("late-2", world.running.clock.now(), "customer", "text", ASKS)
    await recall_first(world, customer.chat, line)
    await world.running.chats.deliver_again(customer.chat, line)
    await world.settle()
    message = world.kept("wecom", "chat:late-2")
    with world.reading() as uow:
        conversation = uow.conversations.get(message.conversation_id)
    assert (message.text, conversation.customer_name) == (ASKS, "张总")


async def recall_first(world: World, chat: Chat, line: Line) -> None:
    """The exporter tells of a recall before it tells of the message."""
    chat.lines.append(line)
    await world.running.chats.recall(chat, line)
    await world.settle()
