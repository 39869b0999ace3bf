"""Alarms about leads left alone and quotes opened: first touch, stages, silence, days ahead."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from bot.config import AlarmKind, QuotesConfig
from handlers import alerts
from handlers.context import Context
from tests.flows.conftest import MakeWorld
from tests.flows.test_alarms import act, only
from tests.flows.test_capture import a_lead
from tests.support.world import SHANGHAI, World


async def _new_lead(world: World, **changes: Any) -> None:
    """王总, filed by 李雷 a moment ago, with these fields."""
    await world.sales("李雷").says("新建线索 王总 13800000001 抖音")
    lead = await world.lead_of("王总")

    def change(ctx: Context) -> None:
        ctx.uow.leads.save(dataclasses.replace(lead, **changes))
        alerts.review(ctx, "lead", lead.id)

    if changes:
        await act(world, change)


async def test_a_lead_nobody_touched_rings_after_a_day(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.FIRST_TOUCH))
    await _new_lead(world)
    await world.clock.advance(hours=23, minutes=55)
    assert world.sales("李雷").cards("还没联系过") == []
    await world.clock.advance(minutes=10)
    rep = world.sales("李雷")
    await rep.presses(rep.card("还没联系过王总"), "已联系")
    await world.clock.advance(days=3)
    assert world.boss.cards() == []


async def test_a_stage_over_its_hours_is_red_before_anybody_above_hears(make_world: MakeWorld) -> None:
    start = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
    world = await make_world(start=start, alerts=only(AlarmKind.STAGE, escalate_after=timedelta(hours=1)))
    await _new_lead(world)
    await world.sales("李雷").says("王总聊过了，说下周看方案，记一下")
    await world.sales("李雷").says("把王总推进到需求确认")
    await world.clock.advance(hours=120, minutes=5)
    assert "黄，刚到通常的时长" in world.sales("李雷").card("王总在「需求确认」停了一阵").text
    await world.clock.advance_to(datetime(2026, 12, 2, 8, 29, tzinfo=SHANGHAI))
    assert world.boss.cards("王总") == []
    await world.clock.advance(minutes=2)
    assert "偏慢" in world.boss.card("王总").text


async def test_a_silent_customer_of_high_value_rings_after_a_week(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.SILENT))
    await _new_lead(world, budget_fen=9_000_000)
    await world.clock.advance(days=6, hours=23)
    assert world.sales("李雷").cards("好久没联系") == []
    await world.clock.advance(hours=2)
    assert "9万" in world.sales("李雷").card("好久没联系王总").text


async def test_a_day_of_the_contract_and_a_birthday_ring_ahead(make_world: MakeWorld) -> None:
    world = await make_world(alerts=only(AlarmKind.CONTRACT, AlarmKind.BIRTHDAY))
    await _new_lead(world, attributes={"付款日": "2026-12-04", "生日": "1985-12-06"})
    await world.clock.advance_to(datetime(2026, 12, 1, 8, 31, tzinfo=SHANGHAI))
    assert "付款日是周五" in world.sales("李雷").card("王总的付款日").text
    await world.clock.advance_to(datetime(2026, 12, 4, 8, 31, tzinfo=SHANGHAI))
    assert "后天" in world.sales("李雷").card("王总快过生日了").text


# -- quotes ----------------------------------------------------------------------------------------


async def test_a_quote_opened_and_not_answered_rings_sooner(make_world: MakeWorld) -> None:
    kinds = only(AlarmKind.QUOTE_OPENED, AlarmKind.QUOTE_UNREAD)
    world = await make_world(alerts=kinds, quotes=QuotesConfig())
    customer = await a_lead(world)
    await customer.gets_file("报价单.pdf")
    await world.burst_passes()
    lead = await world.lead_of("张总")
    with world.reading() as uow:
        [quote] = uow.quotes.of_lead(lead.id)
    await act(world, lambda ctx: alerts.opened(ctx, ctx.uow.quotes.get(quote.id), ctx.now))
    await world.clock.advance(hours=4, minutes=1)
    rep = world.sales("李雷")
    card = rep.card("客户看过报价了")
    await rep.presses(card, "已电话")
    await world.clock.advance(days=7)
    assert rep.cards("请确认客户是否收到") == []
    assert world.boss.cards() == []
