"""``/wecom/callback``: what comes in is verified, decoded and durable before it is acknowledged.

Answers: 200 with an empty body, 401 not from WeCom, 400 not of the documented shape, 408 too slow, 413 too
large, 503 not stored (WeCom delivers again). Only the first means that something was kept.

Source: WeCom docs, path 90930 "接收消息服务器配置", 90238 "接收消息概述"; read 2026-11.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from aiohttp import StreamReader, web

from bot.clock import Clock
from bot.platforms.base import Accept, Overloaded
from bot.platforms.errors import BadDelivery, BadSignature, Malformed
from bot.platforms.wecom import xml
from bot.platforms.wecom.callback import decode
from bot.platforms.wecom.crypto import CallbackCrypto

PATH = "/wecom/callback"
LARGEST_BODY_BYTES = 64 * 1024
PATIENCE = timedelta(seconds=5)
"""How long a body may take to arrive."""

log = logging.getLogger(__name__)


class TooLarge(Exception):
    """The body has more than ``LARGEST_BODY_BYTES``."""


class CallbackRoutes:
    """The two handlers of the callback address."""

    def __init__(
        self, crypto: CallbackCrypto, clock: Clock, accept: Accept, patience: timedelta = PATIENCE
    ) -> None:
        self._crypto = crypto
        self._clock = clock
        self._accept = accept
        self._patience = patience

    def register(self, routes: web.RouteTableDef) -> None:
        """Add GET (address verification) and POST (callbacks)."""
        routes.get(PATH, allow_head=False)(self.verify)
        routes.post(PATH)(self.receive)

    async def verify(self, request: web.Request) -> web.Response:
        """Answer the console's check with exactly the decrypted bytes, within its one second."""
        echo = request.query.get("echostr", "").replace(" ", "+")  # a proxy decoded it once too often
        try:
            if not echo:
                raise Malformed("echostr missing")
            plain = self._open(request, echo)
        except BadDelivery as error:
            return _refused(error)
        return web.Response(body=plain, content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """Store one callback; nothing is answered in the reply itself, the bot speaks through its outbox."""
        try:
            body = await read_body(request, self._patience)
            event = decode(self._open(request, xml.envelope(body)), self._clock.now())
        except BadDelivery as error:
            return _refused(error)
        except TooLarge:
            return _closed(413, "too large")
        except TimeoutError:
            return _closed(408, "too slow")
        try:
            await self._accept((event,))
        except Overloaded:
            return _empty(503)
        except Exception as error:  # whatever it is, WeCom delivers again; its text may hold the message
            facts = {"action": "callback_not_stored", "error": type(error).__name__}
            log.error("callback not stored", extra=facts)
            return _empty(503)
        return _empty(200)

    def _open(self, request: web.Request, sealed: str) -> bytes:
        query = _query(request)
        return self._crypto.open(
            query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", ""), sealed
        )


def _query(request: web.Request) -> Mapping[str, str]:
    """The query, the first of a parameter given twice; WeCom's own needs no decoding, the dear part of it."""
    raw = request.rel_url.raw_query_string
    if "%" in raw or "+" in raw:
        return request.query
    return {name: value for name, _, value in (each.partition("=") for each in reversed(raw.split("&")))}


async def read_body(request: web.Request, patience: timedelta) -> bytes:
    """The whole body, but never more than 64 KiB and never waiting longer than *patience*.

    Raises ``TooLarge``, ``TimeoutError``, and ``Malformed`` for a compressed body.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Malformed("compressed")
    if (request.content_length or 0) > LARGEST_BODY_BYTES:
        raise TooLarge
    content = request.content
    if content.is_eof():  # all of it came with the head: no need to wait
        body = content.read_nowait()
        if len(body) > LARGEST_BODY_BYTES:
            raise TooLarge
        return body
    return await _read_slowly(content, patience)


async def _read_slowly(content: StreamReader, patience: timedelta) -> bytes:
    pieces = bytearray()
    async with asyncio.timeout(patience.total_seconds()):
        while piece := await content.readany():
            pieces += piece
            if len(pieces) > LARGEST_BODY_BYTES:
                raise TooLarge
    return bytes(pieces)


def _refused(error: BadDelivery) -> web.Response:
    status = 401 if isinstance(error, BadSignature) else 400
    log.warning(
        "callback refused",
        extra={"action": "callback_refused", "status": status, "reason": str(error)},
    )
    return _empty(status)


def _closed(status: int, reason: str) -> web.Response:
    """Refuse and hang up: what is left of the body is not wanted."""
    log.warning("callback cut off", extra={"action": "callback_refused", "status": status, "reason": reason})
    response = _empty(status)
    response.force_close()
    return response


def _empty(status: int) -> web.Response:
    return web.Response(status=status)
