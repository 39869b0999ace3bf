"""「误报」 on what the bot pushes by itself: it is put right, and the same pattern is quiet for the team."""

from __future__ import annotations

import pytest

from bot.config import AlarmKind, PersonConfig, TeamRole
from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import ASKED, WAITING, a_chat, only
from tests.flows.test_capture import a_lead
from tests.flows.test_talk import said
from tests.support.world import World

ZHANG = "新建线索 张总 13812345678 官网"
QUOTES = only(AlarmKind.QUOTE_UNREAD, AlarmKind.QUOTE_OPENED)


async def waiting(world: World, name: str, with_: str) -> None:
    """A customer somebody has talked with asks, and half an hour passes."""
    customer = world.customer(name, with_)
    await customer.hears("您好")
    await world.burst_passes()
    await customer.says(ASKED)
    await world.clock.advance(minutes=31)


async def test_words_that_were_no_request_start_no_clock_again(make_world: MakeWorld) -> None:
    world = await make_world(alerts=WAITING)
    await waiting(world, "张总", "李雷")
    rep = world.sales("李雷")
    card = rep.card("张总在等你回复")
    await rep.picks(card, "误报")
    assert "已记为误报" in rep.now(card).text
    assert f"等回复的提醒：客户说“{ASKED}”" in rep.messages[-1].text
    assert f"李雷标了误报，团队里不再提：等回复的提醒：客户说“{ASKED}”" in world.boss.messages[-1].text
    await waiting(world, "李总", "韩梅")
    await world.clock.advance(hours=3)
    assert world.sales("韩梅").cards("在等你回复") == []
    assert world.boss.cards("等回复") == []


async def test_other_words_after_the_false_alarm_ring_as_ever(make_world: MakeWorld) -> None:
    world = await make_world(alerts=WAITING)
    customer = await a_chat(world)
    await customer.says(ASKED)
    await world.clock.advance(minutes=31)
    rep = world.sales("李雷")
    await rep.picks(rep.card("张总在等你回复"), "误报")
    await customer.says("合同什么时候能发我？")
    await world.clock.advance(minutes=31)
    assert len(rep.cards("张总在等你回复")) == 2


async def test_a_false_alarm_taken_back_asks_again(world_on_waiting: World) -> None:
    world = world_on_waiting
    await waiting(world, "张总", "李雷")
    rep = world.sales("李雷")
    await rep.picks(rep.card("张总在等你回复"), "误报")
    await rep.says("撤销")
    assert "已回复" in rep.buttons(rep.card("张总在等你回复"))
    await waiting(world, "李总", "韩梅")
    assert world.sales("韩梅").card("李总在等你回复")


@pytest.fixture
async def world_on_waiting(make_world: MakeWorld) -> World:
    """A world in which only waiting customers ring."""
    return await make_world(alerts=WAITING)


async def test_who_leads_the_team_may_say_it_of_what_he_was_told(make_world: MakeWorld) -> None:
    world = await make_world(alerts=WAITING)
    await waiting(world, "张总", "李雷")
    await world.clock.advance(minutes=31)
    boss = world.boss
    await boss.picks(boss.card("等回复"), "误报")
    await waiting(world, "李总", "韩梅")
    assert world.sales("韩梅").cards("在等你回复") == []


async def quoted(world: World, name: str, with_: str, file: str) -> None:
    """A file goes to a customer."""
    customer = world.customer(name, with_)
    await customer.gets_file(file, b"%PDF", mime="application/pdf")
    await world.burst_passes()


async def test_a_file_that_was_no_quote_is_none_again(make_world: MakeWorld) -> None:
    world = await make_world(alerts=QUOTES)
    await quoted(world, "张总", "李雷", "报价流程说明_张总_20261123.pdf")
    rep = world.sales("李雷")
    card = rep.card("已发送最新报价")
    await rep.picks(card, "误报")
    assert rep.buttons(card) == []
    assert "这版报价也撤销了" in rep.messages[-1].text
    await quoted(world, "李总", "韩梅", "报价流程说明_李总_20261124.pdf")
    assert world.sales("韩梅").cards("已发送最新报价") == []
    await quoted(world, "王总", "韩梅", "报价单_王总.pdf")
    assert len(world.sales("韩梅").cards("已发送最新报价")) == 1
    await world.clock.advance(days=3, hours=2)
    assert rep.cards("请确认客户是否收到") == []
    assert len(world.sales("韩梅").cards("请确认客户是否收到")) == 1


async def test_a_quotes_silence_is_quiet_for_files_of_that_name(make_world: MakeWorld) -> None:
    world = await make_world(alerts=QUOTES)
    await quoted(world, "张总", "李雷", "参考报价单_张总.pdf")
    await world.clock.advance(days=3, hours=2)
    rep = world.sales("李雷")
    await rep.picks(rep.card("请确认客户是否收到"), "误报")
    assert "报价没回复的提醒：参考报价单_张总" in rep.messages[-1].text
    await quoted(world, "李总", "韩梅", "参考报价单_李总.pdf")
    await quoted(world, "王总", "韩梅", "正式报价单_王总.pdf")
    await world.clock.advance(days=5)
    assert len(world.sales("韩梅").cards("请确认客户是否收到")) == 1
    assert all("张总" not in card.text for card in world.boss.cards())


async def test_an_answer_that_was_none_settles_no_quote_again(make_world: MakeWorld) -> None:
    world = await make_world(alerts=QUOTES)
    customer = world.customer("张总")
    await customer.gets_file("报价单.pdf", b"%PDF", mime="application/pdf")
    await world.burst_passes()
    await customer.says("价格有点高，能便宜点吗")
    await world.burst_passes()
    rep = world.sales("李雷")
    card = rep.card("客户已回复报价")
    await rep.picks(card, "误报")
    await customer.says("价格有点高，能便宜点吗")
    await world.burst_passes()
    with world.reading() as uow:
        (quote,) = uow.quotes.open_of_owners(["lilei"], limit=5)
    assert quote.status in ("sent", "acknowledged")


async def test_words_that_were_no_promise_are_none_again(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.PROMISE))
    customer = await a_lead(world)
    await customer.hears("我明天下午三点前把方案发您")
    await world.burst_passes()
    await world.clock.to(14, days=1)
    rep = world.sales("李雷")
    card = rep.card("你答应了")
    await rep.picks(card, "误报")
    assert "已记为误报" in rep.now(card).text
    await customer.hears("我明天下午三点前把方案发您")
    await world.burst_passes()
    await world.clock.to(18, days=1)
    assert len(rep.cards("你答应了")) == 1
    assert rep.cards("到点了") == []


async def test_a_stage_alarm_called_false_never_rings_for_this_customer_again(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.STAGE))
    rep = await said(world, ZHANG, "张总备注：电话聊过", "新建线索 李总 13900002222 官网", "李总备注：聊过")
    await world.clock.advance(days=10)
    await rep.picks(rep.card("张总在「"), "误报")
    assert "停留太久的提醒：张总 · " in rep.messages[-1].text
    await world.clock.advance(days=20)
    assert len(rep.cards("张总在「")) == 1
    assert len(rep.cards("李总在「")) == 1


async def test_a_first_touch_called_false_is_quiet_for_leads_of_that_source(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.FIRST_TOUCH))
    rep = await said(world, ZHANG)
    await world.clock.advance(hours=26)
    await rep.picks(rep.card("还没联系过张总"), "误报")
    await said(world, "新建线索 李总 13900002222 官网", "新建线索 王总 13900003333 转介绍")
    await world.clock.advance(hours=26)
    assert rep.cards("还没联系过李总") == []
    assert rep.card("还没联系过王总")


async def test_a_silent_lead_called_false_is_left_alone(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.SILENT))
    rep = await said(world, "新建线索 张总 13812345678 官网 预算20万")
    await world.clock.advance(days=8)
    await rep.picks(rep.card("好久没联系张总"), "误报")
    await rep.says("张总备注：年后再聊")
    await world.clock.advance(days=20)
    assert len(rep.cards("好久没联系张总")) == 1


async def test_a_fact_that_was_misread_is_not_read_from_these_words_again(world: World) -> None:
    customer = await a_lead(world)
    await customer.says("我们同行预算都是30万左右")
    await world.burst_passes()
    rep = world.sales("李雷")
    await rep.picks(rep.card("已更新"), "误报")
    assert (await world.lead_of("张总")).budget_fen is None
    other = world.customer("李总", with_="韩梅")
    await other.says("我们同行预算都是30万左右，报价单能发我一份吗")
    await other.says("我们同行预算都是30万左右")
    await world.burst_passes()
    assert len(rep.cards("已更新")) == 1


async def test_the_list_names_every_pattern_in_words_and_resets_it(make_world: MakeWorld) -> None:
    world = await make_world(alerts=WAITING)
    await waiting(world, "张总", "李雷")
    rep = world.sales("李雷")
    await rep.picks(rep.card("张总在等你回复"), "误报")
    boss = world.boss
    await boss.says("看看误报")
    assert f"1. 等回复的提醒：客户说“{ASKED}”（李雷，今天）" in boss.messages[-1].text
    await boss.says("恢复误报 1")
    assert boss.messages[-1].text == f"恢复了，会再提：等回复的提醒：客户说“{ASKED}”。"
    await waiting(world, "李总", "韩梅")
    assert world.sales("韩梅").card("李总在等你回复")


@pytest.mark.parametrize("text", ["张总备注：周五来", "今天有什么待办"])
async def test_a_card_that_rests_on_no_reading_says_what_to_do(world: World, text: str) -> None:
    rep = await said(world, ZHANG, "张总丢单，嫌贵", text, "误报")
    assert "撤销" in rep.messages[-1].text


async def test_after_a_day_it_only_teaches(make_world: MakeWorld) -> None:
    world = await make_world(alerts=QUOTES)
    await quoted(world, "张总", "李雷", "报价流程说明_张总.pdf")
    await world.clock.advance(hours=25)
    rep = world.sales("李雷")
    await rep.picks(rep.card("已发送最新报价"), "误报")
    assert "已经记下的没动" in rep.messages[-1].text


async def test_another_team_was_taught_nothing(make_world: MakeWorld) -> None:
    team = (
        PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, wecom="wangzg"),
        PersonConfig("qian", "钱主管", TeamRole.SUPERVISOR, wecom="qian"),
        PersonConfig("lilei", "李雷", TeamRole.REP, manager="wangzg", wecom="lilei"),
        PersonConfig("hanmei", "韩梅", TeamRole.REP, manager="qian", wecom="hanmei"),
    )
    world = await make_world(alerts=WAITING, people=team)
    await waiting(world, "张总", "李雷")
    rep = world.sales("李雷")
    await rep.picks(rep.card("张总在等你回复"), "误报")
    await waiting(world, "李总", "韩梅")
    assert world.sales("韩梅").card("李总在等你回复")
    other = world.sales("钱主管")
    await other.says("看看误报")
    assert other.messages[-1].text == "团队还没标过误报。"
