"""Calls a platform's API: timeouts, one token refresh in flight, vendor codes as our errors.

Requests are built before they are sent, and what a platform does differently is a ``Vendor``; the rule for
tokens runs without a network. Nothing here logs, and no error carries an address with a token in it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self

import aiohttp

from bot.clock import Clock
from bot.platforms.errors import PlatformError, Rejected, Unavailable

JsonObject = dict[str, Any]
TIMEOUT = timedelta(seconds=5)
REFRESH_EARLY = timedelta(minutes=5)
REFUSAL_HOLDS = timedelta(seconds=30)
"""WeCom bans an address that keeps asking with a wrong secret, so a refusal is believed this long."""
ANOTHER_FETCHES = 0.2
"""Seconds to wait before looking whether another process has the new token."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    part: str
    filename: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Request:
    """A call before it is sent; ``path`` is below the platform's base address. ``repr`` shows no secret."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: JsonObject | None = field(default=None, repr=False)
    upload: Upload | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """HTTP status and JSON object; ``body`` is None when the answer was anything else."""

    status: int
    body: JsonObject | None = field(repr=False)


Transport = Callable[[Request], Awaitable[Answer]]
"""Sends one request; raises ``Unavailable`` when no whole answer comes back."""


class Vendor(Protocol):
    """What differs between the platforms' APIs; pure."""

    def token_request(self) -> Request:
        """Asks for a new token."""
        ...

    def token_of(self, answer: JsonObject) -> tuple[str, timedelta]:
        """The token and how long it lives, from a successful answer."""
        ...

    def with_token(self, request: Request, token: str) -> Request:
        """The request as it is sent."""
        ...

    def refuses_token(self, answer: Answer) -> bool:
        """Whether a new token may help."""
        ...

    def error(self, request: Request, answer: Answer) -> PlatformError | None:
        """What went wrong, None when nothing did."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One token as it was fetched; two fetches that brought the same text are different tokens here."""

    text: str = field(repr=False)
    refresh_at: datetime


class TokenStore(Protocol):
    """Where processes share a token; without one each has its own."""

    async def current(self) -> Token | None:
        """The token as any process last kept it."""
        ...

    async def claim(self) -> bool:
        """Take the right to fetch a new one; False while another process does."""
        ...

    async def keep(self, text: str | None, refresh_at: datetime | None) -> None:
        """Share a new token, or give the right to fetch back (None)."""
        ...


class TokenRule:
    """Which token to use next; knows nothing of networks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._current: Token | None = None

    @property
    def last(self) -> Token | None:
        """The token last used, still good or not."""
        return self._current

    def usable(self, refused: Token | None = None) -> Token | None:
        """The current token unless it is due for renewal or the very one that was *refused*."""
        current = self._current
        if current is None or current is refused or self._clock.now() >= current.refresh_at:
            return None
        return current

    def keep(self, text: str, lifetime: timedelta) -> Token:
        """Use this token until shortly before its *lifetime* ends (five minutes, at most half of it)."""
        until = self._clock.now() + lifetime - min(REFRESH_EARLY, lifetime / 2)
        return self.adopt(Token(text, until))

    def adopt(self, token: Token) -> Token:
        """Use a token another process fetched."""
        self._current = token
        return token

    def helps(self, shared: Token | None, refused: Token | None) -> bool:
        """Whether a shared token is worth trying: not due for renewal, and not the one just refused."""
        if shared is None or self._clock.now() >= shared.refresh_at:
            return False
        return refused is None or (shared.text, shared.refresh_at) != (refused.text, refused.refresh_at)


class ApiClient:
    """Calls with a token, refreshed once for everybody and retried at most once per call."""

    def __init__(
        self, vendor: Vendor, transport: Transport, clock: Clock, store: TokenStore | None = None
    ) -> None:
        self._store = store
        self._vendor = vendor
        self._transport = transport
        self._clock = clock
        self._rule = TokenRule(clock)
        self._fetching: asyncio.Future[Token] | None = None
        self._refusal: tuple[datetime, Rejected] | None = None

    async def call(self, request: Request) -> JsonObject:
        """The answer of a successful call; raises the errors of ``platforms.errors``.

        A call is repeated only when its token was refused, never after a timeout.
        """
        token = await self._token()
        answer = await self._transport(self._vendor.with_token(request, token.text))
        if self._vendor.refuses_token(answer):
            token = await self._token(refused=token)
            answer = await self._transport(self._vendor.with_token(request, token.text))
        return self._checked(request, answer)

    async def _token(self, refused: Token | None = None) -> Token:
        usable = self._rule.usable(refused)
        if usable is not None:
            return usable
        if self._refusal is not None and self._clock.now() < self._refusal[0]:
            raise self._refusal[1].with_traceback(None)
        if self._fetching is None:
            self._fetching = asyncio.ensure_future(self._renew(refused))
            self._fetching.add_done_callback(self._fetched)
        return await asyncio.shield(self._fetching)

    async def _renew(self, refused: Token | None) -> Token:
        """A token from another process when one fetched it meanwhile, else a new one for all of them."""
        if self._store is None:
            return await self._fetch()
        refused = refused or self._rule.last
        while True:
            shared = await self._store.current()
            if shared is not None and self._rule.helps(shared, refused):
                return self._rule.adopt(shared)
            if await self._store.claim():
                break
            await asyncio.sleep(ANOTHER_FETCHES)
        try:
            token = await self._fetch()
        except BaseException:
            await self._store.keep(None, None)
            raise
        await self._store.keep(token.text, token.refresh_at)
        return token

    async def _fetch(self) -> Token:
        request = self._vendor.token_request()
        try:
            answer = self._checked(request, await self._transport(request))
        except Rejected as error:
            self._refusal = (self._clock.now() + REFUSAL_HOLDS, error)
            raise
        self._refusal = None
        return self._rule.keep(*self._vendor.token_of(answer))

    def _fetched(self, fetching: asyncio.Future[Token]) -> None:
        self._fetching = None
        if not fetching.cancelled():
            fetching.exception()  # looked at, so that nobody waiting is no warning

    def _checked(self, request: Request, answer: Answer) -> JsonObject:
        error = self._vendor.error(request, answer)
        if error is not None:
            raise error
        return answer.body or {}


class HttpTransport:
    """Sends requests over HTTP; open for as long as its context lasts."""

    def __init__(self, base: str, timeout: timedelta = TIMEOUT) -> None:
        self._base = base.rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=timeout.total_seconds())
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=self._timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def __call__(self, request: Request) -> Answer:
        """Send it; ``Unavailable`` for whatever the network does, without the address in its text."""
        if self._session is None:
            raise Unavailable(f"{request.path}: the platform is not connected")
        try:
            async with self._session.request(
                request.method,
                f"{self._base}/{request.path}",
                params=request.query,
                headers=_headers(request),
                data=_data(request),
                allow_redirects=False,
            ) as response:
                return Answer(response.status, _json(await response.read()))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable(f"{request.path}: {type(error).__name__}") from None


def _headers(request: Request) -> dict[str, str]:
    plain = {} if request.body is None else {"Content-Type": "application/json; charset=utf-8"}
    return plain | dict(request.headers)


def _data(request: Request) -> bytes | aiohttp.FormData | None:
    """The body; a form is built anew for each try, because sending one uses it up."""
    if request.upload is not None:
        upload = request.upload
        form = aiohttp.FormData(quote_fields=False)
        form.add_field(upload.part, upload.content, filename=_plain_name(upload), content_type=upload.mime)
        return form
    if request.body is None:
        return None
    return json.dumps(request.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _plain_name(upload: Upload) -> str:
    """A file name that cannot end its own quotation: names are sent as raw UTF-8."""
    return "".join(char for char in upload.filename if char.isprintable() and char not in '"\\/') or "file"


def _json(raw: bytes) -> JsonObject | None:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
