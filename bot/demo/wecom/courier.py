"""Brings callbacks to the bot as WeCom does: encrypted, signed, three attempts in total.

Source: WeCom docs, path 90238 "概述" and 90930 "回调配置"; read 2026-11.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from bot.demo.wecom.crypto import Sealed, Sealer
from bot.demo.wecom.events import cdata

if TYPE_CHECKING:
    from bot.clock import Clock

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the HTTP status and body of the answer, or what went wrong on the way (``status`` None)."""

    status: int | None
    body: bytes = b""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one callback, over all its copies; no attempts yet while it is held back."""

    xml: str
    attempts: tuple[Attempt, ...] = ()

    @property
    def acknowledged(self) -> bool:
        """Whether the bot answered 200 at least once: from then on it is answerable for the event."""
        return any(attempt.status == 200 for attempt in self.attempts)


@dataclass(frozen=True, slots=True)
class Verification:
    """Outcome of a URL verification; *accepted* as the console would say on Save."""

    accepted: bool
    attempt: Attempt


@dataclass(slots=True)
class Manner:
    """How callbacks are brought, to be changed by tests.

    ``copies`` deliveries of each event, every one with up to three attempts of its own. ``answer_within`` and
    ``pause`` (between attempts) are real time, not the injected clock's. ``with_agent_id`` puts the AgentID
    into the envelope, which several corp events lack.
    """

    copies: int = 1
    answer_within: timedelta = timedelta(seconds=5)
    verify_within: timedelta = timedelta(seconds=1)
    pause: timedelta = timedelta(0)
    with_agent_id: bool = True


class Courier:
    """Delivers at once, or holds back and delivers later in any order."""

    def __init__(self, clock: Clock, sealer: Sealer, agent_id: int) -> None:
        self._clock = clock
        self._sealer = sealer
        self._agent_id = agent_id
        self._held: list[str] | None = None
        self._session: aiohttp.ClientSession | None = None
        self.callback_url: str | None = None
        self.manner = Manner()
        self.deliveries: list[Delivery] = []

    async def bring(self, xml: str) -> Delivery:
        """Deliver one event, or keep it when holding; returns when its last attempt is over."""
        if self._held is not None:
            self._held.append(xml)
            return Delivery(xml)
        attempts: list[Attempt] = []
        for _ in range(self.manner.copies):
            attempts.extend(await self._try(xml))
        return self._done(Delivery(xml, tuple(attempts)))

    def hold(self) -> None:
        """Keep events back from now on."""
        self._held = [] if self._held is None else self._held

    async def release(self, *, shuffle: int | None = None, at_once: int = 1) -> list[Delivery]:
        """Deliver what was held, so many at once; a *shuffle* seed gives a repeatable disorder of copies."""
        held, self._held = self._held or [], None
        runs = [xml for xml in held for _ in range(self.manner.copies)]
        ordered = runs if shuffle is None else _disordered(runs, shuffle)
        waiting = iter(ordered)
        workers = [self._carry(waiting) for _ in range(at_once)]
        return [delivery for done in await asyncio.gather(*workers) for delivery in done]

    async def verify_url(self, echo: str | None = None) -> Verification:
        """What pressing Save in the console does: GET with an encrypted echo, answered within a second."""
        echo = str(secrets.randbelow(10**19)) if echo is None else echo
        sealed = self._seal(echo)
        url = self._url(sealed).update_query({"echostr": sealed.encrypt})
        attempt = await self._request("GET", url, b"", self.manner.verify_within)
        return Verification(attempt.status == 200 and attempt.body == echo.encode(), attempt)

    async def post(self, body: bytes, query: dict[str, str]) -> Attempt:
        """One POST of exactly these bytes and parameters: for what a stranger might send."""
        url = URL(self._target()).update_query(query)
        return await self._request("POST", url, body, self.manner.answer_within)

    def sealed_body(self, xml: str) -> tuple[bytes, dict[str, str]]:
        """Body and query of one attempt: fresh nonce, timestamp and ciphertext around the same event."""
        sealed = self._seal(xml)
        agent = f"<AgentID>{cdata(str(self._agent_id))}</AgentID>" if self.manner.with_agent_id else ""
        to = cdata(self._sealer.receiveid)
        body = f"<xml><ToUserName>{to}</ToUserName>{agent}<Encrypt>{cdata(sealed.encrypt)}</Encrypt></xml>"
        return body.encode(), sealed.query()

    async def close(self) -> None:
        """Close the connections to the bot."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _carry(self, waiting: Iterator[str]) -> list[Delivery]:
        return [self._done(Delivery(xml, tuple(await self._try(xml)))) for xml in waiting]

    async def _try(self, xml: str) -> list[Attempt]:
        attempts: list[Attempt] = []
        while len(attempts) < ATTEMPTS and not (attempts and attempts[-1].status == 200):
            if attempts and self.manner.pause:
                await asyncio.sleep(self.manner.pause.total_seconds())
            attempts.append(await self.post(*self.sealed_body(xml)))
        return attempts

    async def _request(self, method: str, url: URL, body: bytes, within: timedelta) -> Attempt:
        timeout = aiohttp.ClientTimeout(total=within.total_seconds())
        headers = {"Content-Type": "text/xml"} if body else {}
        try:
            async with self._open().request(
                method, url, data=body or None, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                return Attempt(response.status, await response.read())
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return Attempt(None, error=type(error).__name__)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        return self._session

    def _seal(self, plaintext: str) -> Sealed:
        return self._sealer.seal(plaintext, timestamp=int(self._clock.now().timestamp()))

    def _url(self, sealed: Sealed) -> URL:
        return URL(self._target()).update_query(sealed.query())

    def _target(self) -> str:
        if self.callback_url is None:
            raise RuntimeError("no callback_url: the console form was never saved")
        return self.callback_url

    def _done(self, delivery: Delivery) -> Delivery:
        self.deliveries.append(delivery)
        return delivery


def _disordered(runs: Sequence[str], seed: int) -> list[str]:
    """The same disorder for the same seed, on any machine."""

    def rank(place: int) -> bytes:
        return hashlib.sha256(f"{seed}:{place}".encode()).digest()

    return [runs[place] for place in sorted(range(len(runs)), key=rank)]
