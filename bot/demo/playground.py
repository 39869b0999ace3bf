"""``genjin demo``: the playground's process, from an empty folder to a page in the browser."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
import webbrowser
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import logs
from bot.clock import Clock, ShiftedClock, SystemClock
from bot.config import CaptureConfig, Config
from bot.console import say
from bot.demo import keeping
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
SAVED_EVERY = 5.0
"""Seconds."""


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
    """Serve the playground until it is interrupted; returns the exit code."""
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
    stories, wish = load(), Wish()
    kept = keeping.read(folder)
    if kept is not None:
        wish.story = None
    first = True
    while not stop.is_set():
        wish.asked.clear()
        if kept is None:
            forget(folder)
        world = a_world(folder, stories, wish, kept, port=port)
        async with world:
            if first:
                first = False
                port = int(world.base_url.rpartition(":")[2])
                await _welcome(f"{world.base_url}/demo/", open_browser)
                await asyncio.to_thread(warm_up, whole=True)
            while not stop.is_set() and not wish.asked.is_set():
                await _first_of(stop.wait(), wish.asked.wait(), asyncio.sleep(SAVED_EVERY))
                keeping.save(world, folder)
        keeping.save(world, folder)
        kept = None


def a_world(
    folder: Path, stories: Mapping[str, Story], wish: Wish, kept: Mapping[str, Any] | None, *, port: int
) -> World:
    """A playground in this folder, going on from what was *kept*; entering it serves the page."""

    def pages(world: World, app: web.Application) -> None:
        if kept is not None:
            keeping.restore(world, kept)
        playground = Playground(world, stories, REP, wish.reset)
        playground.register(app)
        if wish.story is not None:
            playground.begin(wish.story)

    config = Config(people=TEAM, capture=CaptureConfig(burst=BURST))
    start = begins(SystemClock(), WorkTime(config.bot.timezone, config.reminders.quiet))
    clock = ShiftedClock(start=start if kept is None else keeping.moment(kept))
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
    """Remove the playground's own files, and nothing else."""
    for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", keeping.FILE):
        (folder / name).unlink(missing_ok=True)


async def _first_of(*waits: Coroutine[Any, Any, object]) -> None:
    waiting = [asyncio.create_task(each) for each in waits]
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


async def _welcome(url: str, open_browser: bool) -> None:
    say(f"The playground is open: {url}\nPress Ctrl+C to end it.")
    if open_browser:
        await asyncio.to_thread(webbrowser.open, url)
