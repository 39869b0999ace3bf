"""The real program in a process that kills itself at a named crash point.

``python -m tests.support.crash_child ORDERS``: the orders are ``Orders`` as JSON. A line ``POINT N`` on
standard input arms it: it dies at the N-th pass of that point from then on.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot import logs
from bot.app import running
from bot.config.model import (
    CaptureConfig,
    Config,
    DatabaseConfig,
    IngestConfig,
    PersonConfig,
    PlatformsConfig,
    QuotesConfig,
    RemindersConfig,
    TeamRole,
    WecomConfig,
    Workdays,
)
from bot.config.values import Secret

CORP_ID = "ww1a2b3c4d5e6f7081"
AGENT_ID = 1000002
SECRET = "app-secret-of-the-fault-test"
TOKEN = "SalesBotToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
BEARER = "bearer-token-of-the-fault-test"
PER_BOSS = 10


@dataclass(frozen=True, slots=True)
class Orders:
    """Where a child serves, and how fast its time passes."""

    database: str
    port: int
    api_base: str
    members: int
    origin: float
    speed: float

    def text(self) -> str:
        """The command line's argument."""
        return json.dumps(asdict(self))


class FastClock:
    """Time that passes *speed* times as fast since *origin* (Unix seconds), the same in every process."""

    def __init__(self, origin: float, speed: float) -> None:
        self._origin = origin
        self._speed = speed

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        passed = (time.time() - self._origin) * self._speed  # noqa: TID251 - shared by several processes
        return datetime.fromtimestamp(self._origin, UTC) + timedelta(seconds=passed)


def rep(number: int) -> str:
    """A rep's userid."""
    return f"rep{number:04d}"


def boss(number: int) -> str:
    """The userid of a rep's supervisor."""
    return f"boss{number // PER_BOSS:03d}"


def people(members: int) -> tuple[PersonConfig, ...]:
    """The reps and their supervisors."""
    bosses = dict.fromkeys(boss(number) for number in range(members))
    return (
        *(PersonConfig(each, f"主管{each}", TeamRole.SUPERVISOR, wecom=each) for each in bosses),
        *(PersonConfig(rep(n), f"销售{n}", manager=boss(n), wecom=rep(n)) for n in range(members)),
    )


def config(orders: Orders) -> Config:
    """What the program runs with: everything rings soon and at any hour."""
    wecom = WecomConfig(CORP_ID, AGENT_ID, Secret(SECRET), Secret(TOKEN), Secret(AES_KEY), orders.api_base)
    return Config(
        database=DatabaseConfig(Secret(orders.database)),
        platforms=PlatformsConfig(wecom=wecom),
        ingest=IngestConfig((Secret(BEARER),)),
        people=people(orders.members),
        capture=CaptureConfig(burst=timedelta(seconds=3)),
        quotes=QuotesConfig(timedelta(seconds=20), timedelta(seconds=20)),
        reminders=RemindersConfig(quiet=None, workdays=Workdays.ALL),
    )


class Fuse:
    """Ends this process, unannounced, at the chosen pass of the chosen point."""

    def __init__(self) -> None:
        self._point = ""
        self._left = 0

    def arm(self) -> None:
        """Read a line of standard input."""
        self._point, _, passes = sys.stdin.readline().partition(" ")
        self._left = int(passes or 0)

    def __call__(self, name: str) -> None:
        """A named point is passed."""
        if name == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


async def serve(orders: Orders) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    clock = FastClock(orders.origin, orders.speed)
    fuse = Fuse()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), fuse.arm)
    async with running(config(orders), clock=clock, crash_point=fuse) as app:
        runner = web.AppRunner(app.web, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", orders.port).start()
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    logs.set_up("ERROR")
    asyncio.run(serve(Orders(**json.loads(sys.argv[1]))))
