"""The servers that callbacks are posted to: ours, ours storing nothing, and an empty handler.

``python -m benchmarks.peers.callback_server KIND PORT [DATABASE]``; a KIND is one of ``SERVERS``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web

from benchmarks.peers import corp
from bot.app import running
from bot.clock import SystemClock
from bot.platforms.wecom import WecomPlatform
from bot.server import make_app
from handlers.chat.event import Event


@asynccontextmanager
async def durable(database: str) -> AsyncIterator[web.Application]:
    """The real program, its queues standing still."""
    async with running(corp.config(database, userids=corp.reps(50)), work=False) as app:
        yield app.web


@asynccontextmanager
async def working(database: str) -> AsyncIterator[web.Application]:
    """The real program, handling what it stores."""
    async with running(corp.config(database, userids=corp.reps(50)), warm=True) as app:
        yield app.web


@asynccontextmanager
async def nothing(_database: str) -> AsyncIterator[web.Application]:
    """The same server; what it accepts is thrown away at once."""

    async def accept(events: Sequence[Event]) -> list[bool]:
        return [True] * len(events)

    async def well() -> dict[str, str]:
        return {}

    async def metrics() -> str:
        return ""

    routes = web.RouteTableDef()
    platform = WecomPlatform(corp.WECOM, SystemClock())
    async with platform.listen(accept, routes):
        yield make_app(routes, ready=well, metrics=metrics)


@asynccontextmanager
async def empty(_database: str) -> AsyncIterator[web.Application]:
    """aiohttp itself."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/wecom/callback", answer)
    yield app


SERVERS = {"durable": durable, "working": working, "nothing": nothing, "empty": empty}


async def serve(kind: str, port: int, database: str) -> None:
    """Serve until killed."""
    async with SERVERS[kind](database) as app:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else ""))
