"""The ``cgi-bin`` the bot calls: tokens, faults, the error envelope, and a record of every request."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.demo.wecom import faults as wrong
from bot.demo.wecom.errors import JsonObject, Refusal, envelope
from bot.demo.wecom.faults import Fault, Faults
from bot.demo.wecom.records import Request, frozen_json
from bot.demo.wecom.tokens import Tokens

if TYPE_CHECKING:
    from bot.clock import Clock

PREFIX = "/cgi-bin/"
LARGEST_REQUEST_BYTES = 32 * 1024 * 1024


class Call:
    """One request of the bot while it is being answered."""

    def __init__(self, http: web.Request) -> None:
        self.http = http
        self.endpoint = http.path.partition(PREFIX)[2]
        self.query = dict(http.query)
        self.body: JsonObject = {}

    async def read_json(self) -> None:
        """Read the body as a JSON object; refuses another shape with 40058."""
        try:
            value = json.loads(await self.http.read() or b"{}")
        except ValueError:
            raise Refusal(40058, "body is not json") from None
        if not isinstance(value, dict):
            raise Refusal(40058, "body is not a json object")
        self.body = frozen_json(value)

    @property
    def from_ip(self) -> str:
        """Address the bot called from."""
        return self.http.remote or "0.0.0.0"  # noqa: S104 - an address to print, not one to listen on


Answer = JsonObject | web.StreamResponse
Endpoint = Callable[[Call], Awaitable[Answer]]


class Server:
    """An aiohttp application that answers like ``qyapi.weixin.qq.com``.

    Source: WeCom docs, path 90313 "全局错误码", 91039 "获取access_token"; read 2026-11.
    """

    def __init__(self, clock: Clock, tokens: Tokens, faults: Faults) -> None:
        self._clock = clock
        self._tokens = tokens
        self._faults = faults
        self._numbers = itertools.count(1)
        self._working: set[asyncio.Future[web.StreamResponse]] = set()
        self.requests: list[Request] = []
        self.app = web.Application(client_max_size=LARGEST_REQUEST_BYTES)
        self.app.on_shutdown.append(self._let_go)
        self.add("GET", "gettoken", self._gettoken, token=False)

    def add(self, method: str, endpoint: str, answer: Endpoint, *, token: bool = True) -> None:
        """Serve one endpoint; with *token* only for who brings a living access token."""

        async def handle(http: web.Request) -> web.StreamResponse:
            work = asyncio.ensure_future(self._serve(http, answer, needs_token=token))
            self._working.add(work)
            work.add_done_callback(self._finished)
            return await asyncio.shield(work)  # a caller who gives up does not undo what he asked for

        self.app.router.add_route(method, PREFIX + endpoint, handle)

    def _finished(self, work: asyncio.Future[web.StreamResponse]) -> None:
        self._working.discard(work)
        if not work.cancelled():
            work.exception()  # told to the caller, if there still is one

    async def _serve(self, http: web.Request, answer: Endpoint, *, needs_token: bool) -> web.StreamResponse:
        call = Call(http)
        fault = self._faults.take(call.endpoint)
        number = next(self._numbers)
        try:
            errcode, response = await self._answer(call, fault, answer, needs_token=needs_token)
        except Refusal as refusal:
            errcode, response = refusal.errcode, self._refuse(call, refusal, number)
        self._remember(call, number, errcode, fault)
        match fault:
            case wrong.Hang():
                await self._hang(http)
            case wrong.Reset():
                _break(http)
        return response

    async def _answer(
        self, call: Call, fault: Fault | None, answer: Endpoint, *, needs_token: bool
    ) -> tuple[int | None, web.StreamResponse]:
        if call.http.method == "POST" and not call.http.content_type.startswith("multipart/"):
            await call.read_json()
        match fault:
            case wrong.Errcode(errcode, reason):
                raise Refusal(errcode, reason)
            case wrong.Gateway(status, page):
                return None, web.Response(status=status, text=page, content_type="text/html")
            case wrong.NotJson(page):
                return None, web.Response(text=page, content_type="text/html")
            case wrong.Hang(after=False) | wrong.Reset(after=False):
                return None, web.Response(status=500)
            case wrong.Slow(seconds):
                await asyncio.sleep(seconds)
            case wrong.ExpireToken(errcode):
                self._tokens.expire(errcode)
        if needs_token:
            self._tokens.check(call.query.get("access_token"))
        found = await answer(call)
        if isinstance(found, web.StreamResponse):
            return None, found
        return 0, web.json_response(dict(found), dumps=_dumps)

    async def _gettoken(self, call: Call) -> Answer:
        token, seconds = self._tokens.issue(call.query.get("corpid", ""), call.query.get("corpsecret", ""))
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": seconds}

    def _refuse(self, call: Call, refusal: Refusal, number: int) -> web.Response:
        now = int(self._clock.now().timestamp())
        body = envelope(
            refusal.errcode, refusal.reason, unix_seconds=now, number=number, from_ip=call.from_ip
        )
        return web.json_response(body, dumps=_dumps)

    def _remember(self, call: Call, number: int, errcode: int | None, fault: Fault | None) -> None:
        lost = isinstance(fault, wrong.Hang | wrong.Reset)
        self.requests.append(
            Request(
                number=number,
                at=self._clock.now(),
                method=call.http.method,
                endpoint=call.endpoint,
                query=call.query,
                body=call.body,
                errcode=None if lost else errcode,
                fault=type(fault).__name__ if fault else None,
            )
        )

    async def _hang(self, http: web.Request) -> None:
        """Keep the caller waiting until the server closes; he gives up long before."""
        await self._faults.closing.wait()
        _break(http)

    async def _let_go(self, _: web.Application) -> None:
        self._faults.closing.set()


def _break(http: web.Request) -> None:
    if http.transport is not None:
        http.transport.abort()


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
