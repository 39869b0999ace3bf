"""A whole small world: the running bot, the loopback WeCom, the customers' chats, and one clock.

Everything between them goes over real HTTP on the loopback interface. The clock moves from one due moment
to the next, so that 72 hours are played exactly as they would have passed.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

from aiohttp import web

from bot.app import App, running
from bot.clock import IdSource, random_ids
from bot.config import Config, DatabaseConfig, IngestConfig, PersonConfig, PlatformsConfig, Secret, TeamRole
from bot.config import WecomConfig as WecomSettings
from bot.demo.chats import Chats
from bot.demo.wecom import LoopbackWecom

CORP_ID = "ww1a2b3c4d5e6f7081"
AGENT_ID = 1000002
STUCK = (timedelta(seconds=1), timedelta(minutes=1))
"""First and longest step of the clock while something due waits for something that is not."""

TEAM = (
    PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, wecom="wangzg"),
    PersonConfig("lilei", "李雷", TeamRole.REP, manager="wangzg", wecom="lilei"),
    PersonConfig("hanmei", "韩梅", TeamRole.REP, manager="wangzg", wecom="hanmei"),
)
"""One supervisor and his two reps."""


class MovableClock(Protocol):
    """A clock that can be pushed forward."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def advance(self, by: timedelta) -> None:
        """Push it forward."""
        ...

    def advance_to(self, moment: datetime) -> None:
        """Push it to a moment."""
        ...


Pages = Callable[["World", web.Application], None]
"""Adds pages to the bot's own application before it is served."""


class World:
    """Running from ``async with`` until its end.

    *url* names the database. With *work* the queues run by themselves in real time (the playground);
    without, they move when the world ``settles`` or its clock is advanced (tests). *colleagues* maps userids
    to the names of members of the corp who are not among ``config.people``. ``id`` tells worlds apart.
    """

    phones: LoopbackWecom
    app: App
    base_url: str

    def __init__(
        self,
        url: str,
        clock: MovableClock,
        *,
        config: Config | None = None,
        ids: IdSource = random_ids,
        colleagues: dict[str, str] | None = None,
        work: bool = False,
        port: int = 0,
        pages: Pages | None = None,
    ) -> None:
        self.clock = clock
        self._url = url
        self._given = config or Config(people=TEAM)
        self._ids = ids
        self._colleagues = colleagues or {}
        self._work = work
        self._port = port
        self._pages = pages
        self._token = secrets.token_hex(16)
        self._moving = asyncio.Lock()
        self.id = secrets.token_hex(4)
        self.chats = Chats(clock, self._token)

    async def __aenter__(self) -> Self:
        """Start every part and connect them."""
        async with AsyncExitStack() as stack:
            secret, token, aes_key = secrets.token_hex(20), secrets.token_hex(16), secrets.token_hex(22)[:43]
            members = {p.wecom: p.name for p in self._given.people if p.wecom} | self._colleagues
            self.phones = LoopbackWecom(self.clock, CORP_ID, AGENT_ID, secret, token, aes_key, members)
            await stack.enter_async_context(self.phones)
            settings = WecomSettings(
                CORP_ID, AGENT_ID, Secret(secret), Secret(token), Secret(aes_key), await self.phones.start()
            )
            self.app = await stack.enter_async_context(
                running(self._config(settings), clock=self.clock, ids=self._ids, work=self._work)
            )
            await self._serve(stack)
            stack.push_async_callback(self.chats.close)
            self._running = stack.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop every part; what is not done stays in the database."""
        await self._running.aclose()

    @property
    def config(self) -> Config:
        """The configuration the bot runs with."""
        return self.app.config

    async def settle(self) -> None:
        """Work until nothing is due at this moment."""
        while True:
            await self.app.ticker.tick()
            await self.app.worker.drain()
            appointment = await asyncio.to_thread(self._next_appointment)
            if appointment is None or appointment > self.clock.now():
                return

    async def advance(self, by: timedelta) -> None:
        """Let this much time pass, doing what falls due at its own moment."""
        await self.advance_to(self.clock.now() + by)

    async def advance_to(self, moment: datetime) -> None:
        """Let the time pass until *moment*, doing what falls due at its own moment."""
        async with self._moving:
            step = STUCK[0]
            await self.settle()
            while (due := await asyncio.to_thread(self._next_due)) is not None:
                now = self.clock.now()
                step = STUCK[0] if due > now else min(step * 2, STUCK[1])
                due = due if due > now else now + step
                if due > moment:
                    break
                self.clock.advance_to(due)
                await self.settle()
            self.clock.advance_to(moment)
            await self.settle()

    def _next_appointment(self) -> datetime | None:
        with self.app.database.read() as uow:
            return uow.due.next_at()

    def _next_due(self) -> datetime | None:
        with self.app.database.read() as uow:
            moments = (uow.due.next_at(), uow.inbox.next_due(), uow.outbox.next_due())
        return min((moment for moment in moments if moment is not None), default=None)

    def _config(self, wecom: WecomSettings) -> Config:
        return replace(
            self._given,
            database=DatabaseConfig(Secret(self._url)),
            platforms=PlatformsConfig(wecom=wecom),
            ingest=IngestConfig((Secret(self._token),)),
        )

    async def _serve(self, stack: AsyncExitStack) -> None:
        if self._pages is not None:
            self._pages(self, self.app.web)
        runner = web.AppRunner(self.app.web, access_log=None, shutdown_timeout=2)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.phones.callback_url = f"{self.base_url}/wecom/callback"
        self.chats.url = f"{self.base_url}/api/v1/chats/messages"
