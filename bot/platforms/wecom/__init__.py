"""WeCom (企业微信), the self-built application (自建应用): callbacks in, application messages out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import assert_never

from aiohttp import web

from bot.clock import Clock
from bot.platforms.base import Accept
from bot.platforms.errors import HandleSpent, RecipientGone, Rejected
from bot.platforms.http import ApiClient, HttpTransport, JsonObject, TokenStore
from bot.platforms.wecom import messages
from bot.platforms.wecom.api import WecomApi, WecomVendor, unreachable
from bot.platforms.wecom.callback import PLATFORM
from bot.platforms.wecom.config import WecomConfig
from bot.platforms.wecom.crypto import CallbackCrypto
from bot.platforms.wecom.limits import CAPABILITIES, HANDLE_LIFE
from bot.platforms.wecom.listen import CallbackRoutes
from handlers.chat.content import Card, File
from handlers.chat.delivery import Capabilities, Outbound, Receipt, Send, UpdateCard
from handlers.chat.event import Handle

__all__ = ["WecomConfig", "WecomPlatform"]

_ALREADY_SENT = 42014


class WecomPlatform:
    """One self-built application of one corp; see ``bot.platforms.base.Platform``."""

    def __init__(self, config: WecomConfig, clock: Clock, tokens: TokenStore | None = None) -> None:
        self.name: str = PLATFORM
        self.capabilities: Capabilities = CAPABILITIES
        self._config = config
        self._clock = clock
        self._crypto = CallbackCrypto(config.token, config.aes_key, config.corp_id)
        self._transport = HttpTransport(config.api_base, config.timeout)
        vendor = WecomVendor(config.corp_id, config.secret)
        self.api = WecomApi(ApiClient(vendor, self._transport, clock, tokens))

    def listen(self, accept: Accept, routes: web.RouteTableDef) -> AbstractAsyncContextManager[None]:
        """Register ``/wecom/callback`` and keep the connection to the API open."""
        return self._listen(accept, routes)

    @asynccontextmanager
    async def _listen(self, accept: Accept, routes: web.RouteTableDef) -> AsyncIterator[None]:
        CallbackRoutes(self._crypto, self._clock, accept).register(routes)
        async with self._transport:
            yield

    async def deliver(self, message: Outbound) -> Receipt:
        """Hand one fitted message over; raises the errors of ``platforms.errors``.

        ``HandleSpent`` when a card can no longer be changed: send a new one instead.
        """
        match message:
            case Send():
                return await self._send(message)
            case UpdateCard():
                return await self._update(message)
        assert_never(message)

    async def _send(self, message: Send) -> Receipt:
        media_id = await self._media_id(message.content) if isinstance(message.content, File) else None
        body = messages.send_body(message, self._config.agent_id, self._config.public_url, media_id)
        try:
            answer = await self.api.send(body)
        except RecipientGone as error:
            raise RecipientGone(str(error), code=error.code, people=(message.to.id,)) from None
        except Rejected as error:
            if error.code == _ALREADY_SENT and isinstance(message.content, Card):
                return Receipt({"repeated": "yes"})  # its id is legal, so it can only be taken: by itself
            raise
        return self._receipt(answer)

    async def _media_id(self, file: File) -> str | None:
        if file.media_id is not None or file.content is None:
            return file.media_id
        try:
            content = base64.b64decode(file.content, validate=True)
        except binascii.Error:
            raise Rejected("the file's content is not base64", code=44001) from None
        return await self.api.upload(file.name, content)

    async def _update(self, message: UpdateCard) -> Receipt:
        code = self._unspent(message.handle, self._clock.now())
        body = messages.update_body(message, self._config.agent_id, code, self._config.public_url)
        return self._receipt(await self.api.update(body))

    def _unspent(self, handle: Handle | None, now: datetime) -> str:
        if handle is None:
            raise HandleSpent("no code left to change this card with")
        if now >= handle.expires_at:
            raise HandleSpent("the code to change this card has expired")
        return handle.code

    def _receipt(self, answer: JsonObject) -> Receipt:
        code = answer.get("response_code")
        handle = Handle(code, self._clock.now() + HANDLE_LIFE) if isinstance(code, str) and code else None
        native = {"msgid": str(answer["msgid"])} if answer.get("msgid") else {}
        return Receipt(native, unreachable(answer), handle)
