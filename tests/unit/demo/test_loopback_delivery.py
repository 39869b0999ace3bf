"""How callbacks are brought: attempts, copies, disorder, and the verification of the URL."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo.wecom import LoopbackWecom

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conftest import Bot


async def test_a_refused_callback_comes_three_times_with_the_same_content_and_fresh_nonces(
    wecom: LoopbackWecom, bot: Bot
) -> None:
    bot.statuses = [500, 503, 500, 200]
    delivery = await wecom.member("zhangsan").says("在吗")
    assert [attempt.status for attempt in delivery.attempts] == [500, 503, 500]
    assert not delivery.acknowledged
    assert len(set(bot.opened)) == 1
    assert len({query["nonce"] for query in bot.queries}) == 3
    assert len(set(bot.bodies)) == 3


async def test_a_second_attempt_that_succeeds_is_the_last(wecom: LoopbackWecom, bot: Bot) -> None:
    bot.statuses = [503, 200]
    delivery = await wecom.member("zhangsan").says("在吗")
    assert [attempt.status for attempt in delivery.attempts] == [503, 200]
    assert delivery.acknowledged


async def test_a_bot_that_is_not_there_or_too_slow_costs_all_three_attempts(
    wecom: LoopbackWecom, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> None:
    delivery = await wecom.member("zhangsan").says("在吗")
    assert [attempt.status for attempt in delivery.attempts] == [None, None, None]

    async def never(_: web.Request) -> web.Response:
        await wecom.faults.closing.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/wecom/callback", never)
    server = await aiohttp_server(app)
    wecom.callback_url = str(server.make_url("/wecom/callback"))
    wecom.courier.manner.answer_within = timedelta(milliseconds=30)
    delivery = await wecom.member("zhangsan").says("在吗")
    wecom.faults.closing.set()
    assert len(delivery.attempts) == 3
    assert {attempt.error for attempt in delivery.attempts} <= {"TimeoutError", "ConnectionTimeoutError"}


async def test_every_event_can_be_delivered_several_times(wecom: LoopbackWecom, bot: Bot) -> None:
    wecom.courier.manner.copies = 3
    await wecom.member("zhangsan").says("在吗")
    assert len(bot.opened) == 3
    assert len(set(bot.opened)) == 1


async def test_held_events_are_released_in_a_repeatable_disorder(wecom: LoopbackWecom, bot: Bot) -> None:
    orders = []
    for _ in range(2):
        bot.opened.clear()
        wecom.hold()
        for turn in range(10):
            assert (await wecom.member("zhangsan").says(str(turn))).attempts == ()
        assert bot.opened == []
        deliveries = await wecom.release(shuffle=7)
        assert len(deliveries) == 10
        orders.append([re.findall(r"Content><!\[CDATA\[(\d)", xml)[0] for xml in bot.opened])
    assert orders[0] == orders[1]
    assert orders[0] != sorted(orders[0])
    assert sorted(orders[0]) == [str(turn) for turn in range(10)]


async def test_release_can_carry_many_at_once(wecom: LoopbackWecom, bot: Bot) -> None:
    wecom.courier.manner.copies = 2
    wecom.hold()
    for turn in range(10):
        await wecom.member("zhangsan").says(str(turn))
    deliveries = await wecom.release(at_once=8)
    assert all(delivery.acknowledged for delivery in deliveries)
    assert len(bot.opened) == 20
    assert len(set(bot.opened)) == 10


async def test_saving_the_console_form_verifies_the_url(wecom: LoopbackWecom, bot: Bot) -> None:
    for _ in range(20):
        assert (await wecom.verify_url()).accepted


async def test_a_url_that_echoes_anything_else_is_not_accepted(
    wecom: LoopbackWecom, aiohttp_server: Callable[[web.Application], Awaitable[TestServer]]
) -> None:
    async def quoted(_: web.Request) -> web.Response:
        return web.Response(text='"1"')

    app = web.Application()
    app.router.add_get("/", quoted)
    wecom.callback_url = str((await aiohttp_server(app)).make_url("/"))
    assert not (await wecom.verify_url()).accepted
