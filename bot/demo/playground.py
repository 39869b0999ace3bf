"""``genjin demo``: the playground's process, from an empty folder to a page in the browser."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

from aiohttp import web

from bot import logs
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.config import CaptureConfig, Config
from bot.console import complain, say
from bot.demo.pages import Playground
from bot.demo.stories import ORDER, Story, load
from bot.demo.world import TEAM, World
from handlers.sales.worktime import WorkTime
from nlp import warm_up

BURST = timedelta(seconds=2)
"""Shorter than the product's 90 seconds: a visitor who types by himself sees the card soon."""

FIRST_STORY = ORDER[0]
REP = "lilei"
BEGINS = time(10)
DATABASE = "playground.db"


@dataclass(slots=True)
class Wish:
    """What the page asked for last: a new world, and the story to begin there."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    story: str | None = FIRST_STORY

    def reset(self, story: str | None) -> None:
        """Ask for a new world."""
        self.story = story
        self.asked.set()


def run(port: int, data: Path | None, open_browser: bool) -> int:
    """Serve the playground until it is interrupted; returns the exit code.

    *data* keeps the database; without it everything is forgotten at the end.
    """
    if port and not _free(port):
        complain(
            f"Port {port} is in use; try another one: genjin demo --port {port + 1 if port < 65535 else 0}"
        )
        return 2
    logs.set_up("ERROR")
    with _folder(data) as folder:
        asyncio.run(_serve(port, folder, open_browser))
    return 0


async def _serve(port: int, folder: Path, open_browser: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    stories = load()
    wish = Wish()
    first = True
    while not stop.is_set():
        wish.asked.clear()
        async with a_world(folder, stories, wish, port=port) as world:
            if first:
                first = False
                port = int(world.base_url.rpartition(":")[2])
                _welcome(f"{world.base_url}/demo/", open_browser)
                await asyncio.to_thread(warm_up)
            await _first_of(stop, wish.asked)
        if not stop.is_set():
            forget(folder)


def a_world(folder: Path, stories: Mapping[str, Story], wish: Wish, *, port: int) -> World:
    """A playground in this folder; entering it serves the page."""

    def pages(world: World, app: web.Application) -> None:
        playground = Playground(world, stories, REP, wish.reset)
        playground.register(app)
        if wish.story is not None:
            playground.begin(wish.story)

    config = Config(people=TEAM, capture=CaptureConfig(burst=BURST))
    clock = ShiftedClock(start=begins(SystemClock(), WorkTime(config.bot.timezone, config.reminders.quiet)))
    url = f"sqlite:///{folder / DATABASE}"
    return World(url, clock, config=config, work=True, port=port, pages=pages)


def begins(clock: Clock, worktime: WorkTime) -> datetime:
    """Ten o'clock of the first Monday, this week's or later, that begins five working days in a row."""
    today = worktime.local(clock.now()).date()
    monday = today - timedelta(days=today.weekday())
    while not all(worktime.is_workday(monday + timedelta(days=day)) for day in range(5)):
        monday += timedelta(days=7)
    return datetime.combine(monday, BEGINS, worktime.zone)


def forget(folder: Path) -> None:
    """Remove the playground's database, and nothing else."""
    for ending in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)


async def _first_of(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        data.mkdir(parents=True, exist_ok=True)
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="genjin-demo-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def _welcome(url: str, open_browser: bool) -> None:
    say(f"The playground is open: {url}\nPress Ctrl+C to end it.")
    if open_browser:
        webbrowser.open(url)
