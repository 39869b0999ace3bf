"""A quote is noticed by either door, waits 72 hours, rings in working time, and stops when answered."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.config import QuotesConfig
from tests.flows.conftest import MakeWorld
from tests.flows.test_capture import a_lead
from tests.support.world import SHANGHAI, Customer, World

UNREAD = "请确认客户是否收到报价单？建议电话确认"


async def quoted(world: World, name: str = "报价单-张总.pdf") -> Customer:
    """A lead who just got a quote as a file."""
    customer = await a_lead(world)
    await customer.gets_file(name)
    await world.burst_passes()
    return customer


def quotes_of(world: World, lead_id: str) -> list[tuple[int, str, str | None]]:
    with world.reading() as uow:
        return [(quote.number, quote.status, quote.name) for quote in uow.quotes.of_lead(lead_id)]


async def only_quotes(world: World) -> list[tuple[int, str, str | None]]:
    return quotes_of(world, (await world.lead_of("张总")).id)


# -- noticed ---------------------------------------------------------------------------------------


async def test_a_file_named_like_a_quote_is_kept_and_said(world_on: World) -> None:
    world = world_on
    await quoted(world)
    assert await only_quotes(world) == [(1, "sent", "报价单-张总.pdf")]
    assert "张总 · 第 1 版" in world.sales("李雷").card("已发送最新报价").text


@pytest.mark.parametrize("name", ["合同.docx", "quotation_v2.xlsx", "报价截图.png", "张总报价单.doc"])
async def test_documents_sheets_and_pictures_count(world: World, name: str) -> None:
    await quoted(world, name)
    assert [q[2] for q in await only_quotes(world)] == [name]


@pytest.mark.parametrize("name", ["产品手册.pdf", "海报价格.jpg", "简历.pdf", "报价软件.exe"])
async def test_other_files_are_no_quote(world: World, name: str) -> None:
    await quoted(world, name)
    assert await only_quotes(world) == []


async def test_words_that_a_quote_went_out_are_enough(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("报价已发您")
    await world.burst_passes()
    assert await only_quotes(world) == [(1, "sent", None)]


async def test_words_and_file_within_minutes_are_one_quote(world: World) -> None:
    customer = await a_lead(world)
    await customer.hears("报价已发您")
    await world.burst_passes()
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    assert await only_quotes(world) == [(1, "sent", "报价单.pdf")]


async def test_the_reps_word_about_a_quote_just_sent_is_the_same_quote(world: World) -> None:
    await quoted(world)
    await world.sales("李雷").says("给张总报价5.6万")
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        assert [(q.number, q.amount_fen) for q in uow.quotes.of_lead(lead.id)] == [(1, 5_600_000)]


async def test_a_quote_told_to_the_bot_is_settled_by_the_customers_chat(world_on: World) -> None:
    world = world_on
    customer = await a_lead(world)
    await world.sales("李雷").says("给张总报价5.6万")
    await customer.says("这个价格有点高，能便宜点吗？")
    await world.burst_passes()
    assert [q[1] for q in await only_quotes(world)] == ["answered"]


async def test_a_file_given_to_the_bot_is_asked_whose_it_is(world: World) -> None:
    await a_lead(world)
    rep = world.sales("李雷")
    await rep.sends_file("报价单V1.pdf")
    await rep.presses(rep.card("这份报价是给谁的"), "张总")
    assert await only_quotes(world) == [(1, "sent", "报价单V1.pdf")]


async def test_a_quote_to_somebody_unknown_is_watched_and_belongs_to_the_lead_later(world: World) -> None:
    customer = world.customer("张总")
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    await world.clock.advance(hours=72)
    rep = world.sales("李雷")
    assert "张总" in rep.card(UNREAD).text
    await rep.presses(rep.card("发现新线索"), "建档")
    assert await only_quotes(world) == [(1, "sent", "报价单.pdf")]


# -- the alarm -------------------------------------------------------------------------------------


async def test_after_72_silent_hours_the_rep_gets_a_card_with_what_is_known(world_on: World) -> None:
    world = world_on
    await quoted(world)
    rep = world.sales("李雷")
    await world.clock.advance(hours=71)
    assert rep.cards(UNREAD) == []
    await world.clock.advance(hours=1, minutes=1)
    card = rep.card(UNREAD)
    assert "未回复" in card.text
    assert "打开\n未知" in card.text
    assert rep.buttons(card)[:3] == ["已电话", "明天提醒", "不用跟了"]


async def test_the_alarm_is_a_todo_too(world: World) -> None:
    await quoted(world)
    await world.clock.advance(hours=73)
    await world.sales("李雷").says("我的待办")
    await world.sales("李雷").sees_text("电话确认张总是否收到报价单")


async def test_finishing_the_todo_quiets_the_alarm(world: World) -> None:
    await quoted(world)
    await world.clock.advance(hours=73)
    rep = world.sales("李雷")
    await rep.says("我的待办")
    await rep.says("完成 1")
    await world.clock.advance(hours=72)
    assert world.boss.cards("没有回复") == []
    assert rep.buttons(rep.card(UNREAD)) == []


async def test_a_call_quiets_the_alarm_and_the_supervisor_hears_nothing(world: World) -> None:
    await quoted(world)
    await world.clock.advance(hours=73)
    rep = world.sales("李雷")
    await rep.presses(rep.card(UNREAD), "已电话")
    await world.clock.advance(hours=96)
    assert world.boss.cards() == []
    assert len(rep.cards(UNREAD)) == 1


async def test_tomorrow_rings_again_in_the_morning(world: World) -> None:
    await quoted(world)
    await world.clock.advance(hours=73)
    rep = world.sales("李雷")
    await rep.presses(rep.card(UNREAD), "明天提醒")
    await world.clock.to(8, 29, days=1)
    assert len(rep.cards(UNREAD)) == 1
    await world.clock.to(8, 31)
    assert len(rep.cards(UNREAD)) == 2


async def test_what_need_not_be_followed_rings_no_more(world: World) -> None:
    await quoted(world)
    await world.clock.advance(hours=73)
    rep = world.sales("李雷")
    await rep.presses(rep.card(UNREAD), "不用跟了")
    await world.clock.advance(hours=96)
    assert world.boss.cards() == []
    assert [q[1] for q in await only_quotes(world)] == ["dropped"]


async def test_the_rep_can_say_at_once_that_a_quote_need_not_be_followed(world: World) -> None:
    await quoted(world)
    rep = world.sales("李雷")
    await rep.presses(rep.card("已发送最新报价"), "不用跟了")
    assert rep.buttons(rep.card("已发送最新报价")) == []
    await world.clock.advance(hours=96)
    assert rep.cards(UNREAD) == []


async def test_the_supervisor_is_told_once_a_day_later(world_on: World) -> None:
    world = world_on
    await quoted(world)
    await world.clock.advance(hours=73)
    await world.clock.advance(hours=23)
    assert world.boss.cards("没有回复") != [] or world.clock.now().hour < 11
    await world.clock.advance(hours=120)
    [card] = world.boss.cards("没有回复")
    assert "李雷" in card.text
    assert "138" not in card.text


async def test_the_waiting_times_are_the_teams_own(make_world: MakeWorld) -> None:
    world = await make_world(quotes=QuotesConfig(timedelta(hours=4), timedelta(hours=1)))
    await quoted(world)
    await world.clock.advance(hours=4, minutes=5)
    assert len(world.sales("李雷").cards(UNREAD)) == 1
    await world.clock.advance(hours=1)
    assert len(world.boss.cards("没有回复")) == 1


async def test_a_closed_deal_rings_for_no_quote(world: World) -> None:
    await quoted(world)
    await world.sales("李雷").says("张总签单了")
    await world.clock.advance(hours=96)
    assert world.sales("李雷").cards(UNREAD) == []


async def test_the_alarm_rings_for_whoever_has_the_customer_now(world: World) -> None:
    await quoted(world)
    await world.boss.says("把张总分给韩梅")
    await world.boss.says("确定")
    await world.clock.advance(hours=73)
    assert world.sales("李雷").cards(UNREAD) == []
    assert len(world.sales("韩梅").cards(UNREAD)) == 1


# -- when it rings ---------------------------------------------------------------------------------


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("sent", "rings"),
    [
        ("2026-11-23T20:00", "2026-11-26T20:00"),  # late, before the quiet hours
        ("2026-11-23T21:05", "2026-11-27T08:30"),  # in the quiet hours
        ("2026-11-25T10:00", "2026-11-30T08:30"),  # a Saturday
        ("2026-11-27T18:00", "2026-11-30T18:00"),  # Friday evening to Monday evening
        ("2026-09-29T10:00", "2026-10-08T08:30"),  # into National Day
        ("2026-10-07T10:00", "2026-10-10T10:00"),  # a Saturday worked for National Day
        ("2026-12-29T10:00", "2027-01-04T08:30"),  # into New Year, a year nobody may have published yet
        ("2027-02-04T10:00", "2027-02-15T08:30"),  # into Spring Festival
    ],
)
async def test_an_alarm_waits_for_the_next_working_moment(
    make_world: MakeWorld, sent: str, rings: str
) -> None:
    world = await make_world(start=at(sent) - timedelta(minutes=10))
    customer = await a_lead(world)
    await world.clock.advance_to(at(sent))
    await customer.gets_file("报价单.pdf")
    early, late = at(rings) - timedelta(minutes=1), at(rings) + timedelta(minutes=3)
    await world.clock.advance_to(early)
    assert world.sales("李雷").cards(UNREAD) == []
    await world.clock.advance_to(late)
    assert len(world.sales("李雷").cards(UNREAD)) == 1


async def test_the_supervisor_is_not_disturbed_at_the_weekend(make_world: MakeWorld) -> None:
    world = await make_world(start=at("2026-11-24T10:00"))
    await quoted(world)
    await world.clock.advance_to(at("2026-11-28T20:00"))
    assert len(world.sales("李雷").cards(UNREAD)) == 1
    assert world.boss.cards() == []
    await world.clock.advance_to(at("2026-11-30T08:31"))
    assert len(world.boss.cards()) == 1


# -- settled ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["收到", "谢谢", "好的收到，谢谢", "👌", "嗯嗯"])
async def test_thanks_alone_are_no_answer(world: World, words: str) -> None:
    customer = await quoted(world)
    await customer.says(words)
    await world.burst_passes()
    assert [q[1] for q in await only_quotes(world)] == ["acknowledged"]
    await world.clock.advance(hours=73)
    assert "收到" in world.sales("李雷").card(UNREAD).text


@pytest.mark.parametrize(
    "words",
    ["价格有点高，能再优惠吗？", "可以，就按这个来", "我们内部商量一下，下周答复你", "第三项是什么意思？"],
)
async def test_a_real_answer_settles_it(world: World, words: str) -> None:
    customer = await quoted(world)
    await customer.says(words)
    await world.burst_passes()
    await world.clock.advance(hours=96)
    assert [q[1] for q in await only_quotes(world)] == ["answered"]
    assert world.sales("李雷").cards(UNREAD) == []


async def test_an_answer_closes_the_card_that_rang_and_its_todo(world_on: World) -> None:
    world = world_on
    customer = await quoted(world)
    await world.clock.advance(hours=73)
    await customer.says("价格可以，发合同吧")
    await world.burst_passes()
    rep = world.sales("李雷")
    assert rep.buttons(rep.card(UNREAD)) == []
    assert "客户已回复" in rep.card(UNREAD).text
    await rep.says("我的待办")
    await rep.sees_text("没有待办")


async def test_an_answer_in_the_last_minute_is_read_before_ringing(world: World) -> None:
    customer = await quoted(world)
    await world.clock.advance(hours=71, minutes=57)
    await customer.says("价格可以，发合同吧")
    await world.clock.advance(minutes=30)
    assert world.sales("李雷").cards(UNREAD) == []


async def test_a_new_version_replaces_the_old_one_and_starts_anew(world_on: World) -> None:
    world = world_on
    customer = await quoted(world)
    await world.clock.advance(hours=48)
    await customer.gets_file("报价单-张总-v2.pdf", b"another")
    await world.burst_passes()
    rep = world.sales("李雷")
    assert "第 2 版" in rep.cards("已发送最新报价")[-1].text
    await world.clock.advance(hours=48)
    assert rep.cards(UNREAD) == []
    assert [q[1] for q in await only_quotes(world)] == ["replaced", "sent"]
    await world.clock.advance(hours=72)
    assert len(rep.cards(UNREAD)) == 1


async def test_the_same_file_sent_again_is_the_same_version(world: World) -> None:
    customer = await quoted(world)
    await world.clock.advance(hours=5)
    await customer.gets_file("报价单-张总.pdf")
    await world.burst_passes()
    assert len(await only_quotes(world)) == 1


async def test_a_contract_does_not_replace_a_quote(world: World) -> None:
    customer = await quoted(world)
    await customer.gets_file("合同.pdf", b"contract")
    await world.burst_passes()
    assert [q[1] for q in await only_quotes(world)] == ["sent", "sent"]
