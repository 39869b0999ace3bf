"""WeCom's callback address, as WeCom and as strangers use it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import ManualClock
from bot.demo.wecom.faults import UNTRUSTED_IP, Errcode
from bot.platforms.errors import Misconfigured, RecipientGone, Unavailable
from bot.platforms.wecom.crypto import CallbackCrypto
from bot.platforms.wecom.listen import PATH, CallbackRoutes
from handlers.chat.content import File, Text
from handlers.chat.delivery import Send
from handlers.chat.event import MessageReceived, PersonRef, PlatformNotice
from tests.contract.rigs import START, Inbox, WecomRig, wecom
from tests.unit.wecom.vectors import BY_NAME, Vector

V1, V2 = BY_NAME["V1"], BY_NAME["V2"]


@pytest.fixture
async def rig() -> AsyncIterator[WecomRig]:
    async with wecom() as bench:
        yield bench


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
async def url(inbox: Inbox) -> AsyncIterator[str]:
    """The callback address alone, with little patience, for the keys of V1 and V2."""
    crypto = CallbackCrypto(V1.token, V1.aes_key, V1.receive_id)
    routes = web.RouteTableDef()
    patience = timedelta(seconds=0.2)
    CallbackRoutes(crypto, ManualClock(START), inbox.accept, patience).register(routes)
    app = web.Application()
    app.add_routes(routes)
    async with TestServer(app) as server:
        yield str(server.make_url(PATH))


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


def query(vector: Vector) -> dict[str, str]:
    return {"msg_signature": vector.signature, "timestamp": vector.timestamp, "nonce": vector.nonce}


def envelope(sealed: str) -> bytes:
    return f"<xml><ToUserName>ww1</ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()


async def test_the_console_can_save_the_address(rig: WecomRig) -> None:
    assert (await rig.far.verify_url()).accepted


async def test_the_worked_example_is_answered_with_exactly_its_bytes(
    url: str, session: aiohttp.ClientSession
) -> None:
    async with session.get(url, params=query(V1) | {"echostr": V1.sealed}) as response:
        assert (response.status, await response.read()) == (200, V1.plain.encode())
        assert response.content_type == "text/plain"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"msg_signature": "0" * 40}, 401),
        ({"echostr": ""}, 400),
        ({"echostr": "QUJD"}, 401),
        ({"nonce": "1"}, 401),
    ],
)
async def test_a_false_check_is_refused(
    url: str, session: aiohttp.ClientSession, change: dict[str, str], status: int
) -> None:
    async with session.get(url, params=query(V1) | {"echostr": V1.sealed} | change) as response:
        assert (response.status, await response.read()) == (status, b"")


async def test_the_worked_example_is_stored(url: str, session: aiohttp.ClientSession, inbox: Inbox) -> None:
    async with session.post(url, params=query(V2), data=envelope(V2.sealed)) as response:
        assert (response.status, await response.read()) == (200, b"")
    (event,) = inbox.deliveries
    assert isinstance(event, MessageReceived)
    assert event.text == "今天跟进王总，报价 120万 👍"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{}", 400),
        (b"<xml/>", 400),
        (envelope(""), 401),
        (envelope(V1.sealed), 401),
        (b"<!DOCTYPE x>" + envelope(V2.sealed), 400),
        (b"<xml><!-- --><Encrypt>A</Encrypt></xml>", 400),
        (envelope(V2.sealed).decode().encode("utf-16"), 400),
        (b"\x00" * 100, 400),
        (b"<xml>" + b"<a>" * 5000, 400),
        (b"x" * (64 * 1024), 400),
        (b"x" * (64 * 1024 + 1), 413),
        (b"x" * (1024 * 1024), 413),
    ],
)
async def test_what_is_not_from_wecom_is_refused_without_a_word(
    url: str, session: aiohttp.ClientSession, inbox: Inbox, body: bytes, status: int
) -> None:
    async with session.post(url, params=query(V2), data=body) as response:
        assert (response.status, await response.read()) == (status, b"")
    assert inbox.deliveries == []


async def test_a_body_of_unknown_length_is_cut_off_at_the_limit(
    url: str, session: aiohttp.ClientSession
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 1024

    async with session.post(url, params=query(V2), data=endless()) as response:
        assert response.status == 413


async def test_a_body_that_does_not_come_is_not_waited_for(url: str, session: aiohttp.ClientSession) -> None:
    held_back = asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await held_back.wait()

    async with session.post(url, params=query(V2), data=slow()) as response:
        assert response.status == 408


async def test_a_compressed_body_is_refused(url: str, session: aiohttp.ClientSession) -> None:
    headers = {"Content-Encoding": "deflate"}
    async with session.post(url, params=query(V2), data=b"x", headers=headers) as response:
        assert response.status == 400


async def test_a_refusal_is_one_line_without_what_was_sent(
    url: str, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    async with session.post(url, params=query(V1), data=envelope(V2.sealed)):
        pass
    (record,) = [record for record in caplog.records if record.name.startswith("bot")]
    written = repr(vars(record))
    assert not any(part in written for part in (V2.sealed[:20], V1.signature, V1.token, V1.aes_key))


async def test_a_failure_to_store_tells_the_caller_nothing(
    url: str, session: aiohttp.ClientSession, inbox: Inbox
) -> None:
    inbox.fails_with = RuntimeError("secret details")
    async with session.post(url, params=query(V2), data=envelope(V2.sealed)) as response:
        assert (response.status, await response.read()) == (503, b"")


async def test_an_event_nobody_knows_is_acknowledged_and_kept(rig: WecomRig) -> None:
    xml = (
        "<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName><CreateTime>1763712004</CreateTime>"
        "<MsgType>event</MsgType><Event>moon_landing</Event></xml>"
    )
    assert (await rig.far.raw(xml)).acknowledged
    (event,) = rig.inbox.deliveries
    assert isinstance(event, PlatformNotice)
    assert event.name == "unknown:moon_landing"


async def test_an_address_that_is_not_on_the_list_is_named(rig: WecomRig) -> None:
    rig.far.faults.next("message/send", UNTRUSTED_IP)
    with pytest.raises(Misconfigured, match=r"127\.0\.0\.1.*企业可信IP"):
        await rig.platform.deliver(Send("k1", PersonRef("wecom", "lilei"), Text("你好")))


async def test_a_busy_platform_is_not_hammered_by_us(rig: WecomRig) -> None:
    rig.far.faults.next("message/send", Errcode(-1))
    with pytest.raises(Unavailable, match="-1"):
        await rig.platform.deliver(Send("k1", PersonRef("wecom", "lilei"), Text("你好")))
    assert len(rig.far.calls("message/send")) == 1


async def test_somebody_outside_the_applications_range_is_gone(rig: WecomRig) -> None:
    rig.far.directory.show("hanmeimei", visible=False)
    with pytest.raises(RecipientGone, match="81013"):
        await rig.platform.deliver(Send("k1", PersonRef("wecom", "hanmeimei"), Text("你好")))


async def test_a_file_keeps_its_chinese_name_and_survives_an_expired_token(rig: WecomRig) -> None:
    await rig.platform.deliver(_file("k1"))
    rig.far.expire_tokens()
    await rig.platform.deliver(_file("k2"))
    media = [rig.far.media.get(message.content["media_id"]) for message in rig.far.messages("lilei")]
    assert [(one.filename, one.data) for one in media] == [("报价单 v2.pdf", b"%PDF")] * 2


def _file(key: str) -> Send:
    return Send(key, PersonRef("wecom", "lilei"), File("报价单 v2.pdf", content="JVBERg=="))
