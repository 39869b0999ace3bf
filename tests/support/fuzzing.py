"""Hostile requests, one unlike the other, and the real server in memory to send them to.

Every request is repeatable from its seed and number. The server is the whole aiohttp application with its
HTTP parser; only the socket and the disk are missing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.ingest import Ingest
from bot.platforms.wecom import WecomConfig, WecomPlatform
from bot.server import make_app
from handlers.chat import codec
from handlers.chat.event import Event
from tests.support.fuzz_bodies import AES_KEY, AGENT_ID, BEARER, CORP_ID, TOKEN
from tests.support.fuzz_requests import request

PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (None: hung up without one) and how long it took, in seconds of wall and of CPU time."""

    status: int | None
    wall: float
    cpu: float


class Wire(asyncio.Transport):
    """A connection without a socket: what the server writes is kept."""

    def __init__(self, done: asyncio.Future[None]) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self._done = done
        self._closing = False
        self.written = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data
        if b"\r\n\r\n" in self.written:
            self._finish()

    def writelines(self, pieces: object) -> None:
        self.write(b"".join(pieces))  # type: ignore[arg-type]

    def close(self) -> None:
        self._closing = True
        self._finish()

    def abort(self) -> None:
        self.close()

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        """Nothing to pause."""

    def resume_reading(self) -> None:
        """Nothing to resume."""

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing is buffered."""

    def get_write_buffer_size(self) -> int:
        return 0

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)


class Target:
    """The server under fire; ``stored`` counts accepted events, ``trouble`` what nobody caught."""

    def __init__(self, server: web.Server) -> None:
        self._server = server
        self.stored = 0
        self.trouble: list[str] = []

    async def ask(self, raw: Sequence[bytes]) -> Answer:
        """Send the pieces of one request over a connection of its own."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        wire, protocol = Wire(done), self._server()
        protocol.connection_made(wire)
        wall, cpu = time.perf_counter(), time.thread_time()
        for piece in raw:
            if not wire.is_closing():
                protocol.data_received(piece)
            await asyncio.sleep(0)
        if not done.done() and not await _answered(done):
            protocol.connection_lost(None)
            return Answer(None, 0, 0)
        answer = Answer(_status(wire.written), time.perf_counter() - wall, time.thread_time() - cpu)
        protocol.connection_lost(None)
        return answer

    async def accept(self, events: Sequence[Event]) -> list[bool]:
        """What the inbox does with events, short of the disk: they must survive being written down."""
        for event in events:
            text = codec.event_to_json(event)
            kept = codec.event_from_json(text)
            # Two halves of a pair in a row, which only a broken sender writes, come back as their character.
            if kept != event and (
                not text.isascii() or codec.event_from_json(codec.event_to_json(kept)) != kept
            ):
                raise AssertionError(f"changed by being stored: {text[:200]}")
            origin = event.origin
            for word in (text, origin.key, origin.conversation.id, origin.platform):
                word.encode()
        self.stored += len(events)
        return [True] * len(events)


async def _answered(done: asyncio.Future[None]) -> bool:
    """Whether the answer comes without more input; the loop is given a few turns, not time."""
    for _ in range(50):
        await asyncio.sleep(0)
        if done.done():
            return True
    return False


def _status(written: bytes | bytearray) -> int | None:
    word = bytes(written[9:12])
    return int(word) if word.isdigit() else None


@asynccontextmanager
async def target(clock: Clock | None = None) -> AsyncIterator[Target]:
    """A server to fire at."""
    clock = clock or SystemClock()
    platform = WecomPlatform(WecomConfig(CORP_ID, AGENT_ID, "secret", TOKEN, AES_KEY), clock)
    routes = web.RouteTableDef()
    holder: list[Target] = []

    async def accept(events: Sequence[Event]) -> list[bool]:
        return await holder[0].accept(events)

    async def well() -> dict[str, str]:
        return {}

    async def metrics() -> str:
        return ""

    async def pages(_content: bytes, _name: str) -> int | None:
        return None

    ingest = Ingest([BEARER], clock=clock, zone=ZoneInfo("Asia/Shanghai"), store=accept, inspect=pages)
    ingest.register(routes)
    async with platform.listen(accept, routes):
        runner = web.AppRunner(make_app(routes, ready=well, metrics=metrics), access_log=None)
        await runner.setup()
        assert runner.server is not None
        holder.append(Target(runner.server))
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: holder[0].trouble.append(str(context.get("exception", context["message"])))
        )
        yield holder[0]
        await runner.cleanup()


LONGEST = timedelta(milliseconds=50)
"""How long any request may take."""


@dataclass(slots=True)
class Score:
    """What came of a run: statuses by kind of request, and everything that must not be."""

    statuses: dict[tuple[str, int | None], int]
    wrong: list[str]
    slowest: tuple[float, str]
    walls: list[float]


async def fire(under: Target, count: int, *, seed: int, first: int = 0) -> Score:
    """Send so many requests; a slow one is sent three times more, for a busy machine is slow by itself."""
    score = Score({}, [], (0.0, ""), [])
    limit = LONGEST.total_seconds()
    for number in range(first, first + count):
        kind, raw = request(seed, number)
        answer = await under.ask(raw)
        score.statuses[kind, answer.status] = score.statuses.get((kind, answer.status), 0) + 1
        score.walls.append(answer.wall)
        wall = answer.wall
        if wall > limit:
            wall = min([wall, *[(await under.ask(raw)).wall for _ in range(3)]])
        if wall > score.slowest[0]:
            score.slowest = (wall, f"{kind} number {number}")
        if answer.status is not None and answer.status >= 500:
            score.wrong.append(f"{kind} number {number}: answered {answer.status}")
        if wall > limit:
            score.wrong.append(f"{kind} number {number}: {wall * 1000:.0f} ms")
    score.wrong += under.trouble
    return score
