"""A chat copied from WeCom or WeChat and pasted to the bot counts like any captured one."""

from __future__ import annotations

import pytest

from tests.support.world import World

WECOM = """张总 11-23 09:41:02
你好，我们想上一套客服系统
李雷 11-23 09:42:10
您好张总，方便留个电话吗
张总 11-23 09:43:30
13812345678，预算20万左右，能发个报价吗？"""
WECHAT = """张总:
你好，我们想上一套客服系统

李雷:
您好张总，方便留个电话吗

张总:
13812345678，预算20万左右，能发个报价吗？"""
WECHAT_PHONE = """张总 2026年11月23日 09:41
你好，我们想上一套客服系统

李雷 2026年11月23日 09:42
您好张总，方便留个电话吗

张总 2026年11月23日 09:43
13812345678，预算20万左右，能发个报价吗？"""


@pytest.mark.parametrize("text", [WECOM, WECHAT, WECHAT_PHONE])
async def test_a_pasted_chat_makes_the_card_a_captured_one_would(world: World, text: str) -> None:
    rep = world.sales("李雷")
    await rep.says(text)
    card = rep.card("发现新线索：张总")
    assert "138****5678" in card.text
    await rep.presses(card, "建档")
    lead = await world.lead_of("张总")
    assert (lead.phone, lead.budget_fen) == ("13812345678", 20_000_000)


async def test_a_pasted_chat_on_both_databases(world_on: World) -> None:
    await world_on.sales("李雷").says(WECOM)
    assert len(world_on.sales("李雷").cards("发现新线索：张总")) == 1


async def test_turns_keep_who_said_them_and_when(world: World) -> None:
    await world.sales("李雷").says(WECOM)
    kept = world.said_in("paste", "lilei:张总")
    assert [message.sender for message in kept] == ["customer", "staff", "customer"]
    assert [message.sent_at.minute for message in kept] == [41, 42, 43]


async def test_the_same_chat_pasted_twice_is_read_once(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says(WECOM)
    await rep.says(WECOM)
    assert len(rep.cards("发现新线索")) == 1
    assert "之前记过了" in rep.messages[-1].text


async def test_a_longer_copy_adds_only_what_is_new(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says(WECOM)
    await rep.presses(rep.card("发现新线索"), "建档")
    await rep.says(WECOM + "\n张总 11-23 09:50:00\n我们公司叫杭州云启科技有限公司")
    assert (await world.lead_of("张总")).company == "杭州云启科技有限公司"
    assert len(rep.cards("发现新线索")) == 1


async def test_the_customer_of_a_pasted_chat_is_the_lead_with_his_phone(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says("新建线索 张伟 13812345678 转介绍")
    await rep.says(WECOM)
    assert rep.cards("发现新线索") == []
    assert (await world.lead_of("张伟")).budget_fen == 20_000_000


async def test_who_of_two_strangers_is_the_customer_is_asked(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says("小王 10:01\n这套多少钱\n小陈 10:02\n两万一年\n小王 10:03\n能便宜点吗\n小陈 10:04\n可以谈")
    await rep.presses(rep.card("谁是客户"), "小王")
    assert len(rep.cards("发现新线索：小王")) == 1


async def test_a_quote_in_a_pasted_chat_is_watched(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says(WECOM)
    await rep.presses(rep.card("发现新线索"), "建档")
    await rep.says(WECOM + "\n李雷 11-23 09:55:00\n报价已发您，您看下")
    await world.clock.advance(hours=73)
    assert len(rep.cards("请确认客户是否收到报价单")) == 1


async def test_a_refused_pasted_chat_is_not_offered_again(world: World) -> None:
    rep = world.sales("李雷")
    await rep.says(WECOM)
    await rep.presses(rep.card("发现新线索"), "不是客户")
    await rep.says(WECOM + "\n张总 11-23 09:50:00\n在吗，报价发我一下")
    assert len(rep.cards("发现新线索")) == 1
