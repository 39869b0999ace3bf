"""Crash anywhere, redeliver anything: the far side of the fault test, and who restarts what died.

The parent runs the loopback WeCom with its faults and the customers' exporter, each delivering everything
several times in disorder. The child is the whole program; it dies by ``kill -9``, at a named crash point or
at a random moment, and is started again at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from bot.demo.wecom import LoopbackWecom
from bot.demo.wecom.faults import Errcode, ExpireToken, Fault, Gateway, Hang, NotJson, Reset, Slow
from tests.support import crash_child
from tests.support.crash_child import FastClock, Orders, rep
from tests.support.crash_talk import chance, chat, customer_of_text

POINTS = ("accept.committed", "inbox.claimed", "inbox.handled", "outbox.leased", "outbox.sent")
AT_RANDOM = "at random"
COPIES = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it: *texts* reps' commands and *chats* of customers, over *deaths* chunks."""

    texts: int
    chats: int
    members: int
    deaths: Sequence[str]
    speed: float
    patience: float
    """Real seconds for everything to be drained after the last death."""
    throttled: bool = False
    """Whether 45009 is among the platform's errors: it holds a message back for a minute."""


@dataclass(slots=True)
class Record:
    """What the parent saw, for the checks."""

    deaths: list[tuple[str, datetime]] = field(default_factory=list)
    ready_after: list[float] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    """Ids of customers' messages that were answered with accepted or duplicate."""
    expiries: list[datetime] = field(default_factory=list)


class Run:
    """One fault test from its start to a drained, stopped program."""

    def __init__(self, folder: Path, size: Size, seed: int) -> None:
        self.size = size
        self.seed = seed
        self.file = folder / "genjin.db"
        self.record = Record()
        self.clock = FastClock(time.time(), size.speed)  # noqa: TID251 - shared by several processes
        origin = self.clock.now().timestamp()
        self.clock = FastClock(origin, size.speed)
        members = {person.wecom or "": person.name for person in crash_child.people(size.members)}
        self.far = LoopbackWecom(
            self.clock, crash_child.CORP_ID, crash_child.AGENT_ID, crash_child.SECRET, crash_child.TOKEN,
            crash_child.AES_KEY, members,
        )  # fmt: skip
        self._orders = Orders(f"sqlite:///{self.file}", _free_port(), "", size.members, origin, size.speed)
        self._child: asyncio.subprocess.Process | None = None
        self._pressed: set[str] = set()

    async def __call__(self) -> Record:
        """Run it."""
        async with self.far, aiohttp.ClientSession() as exporter:
            self._orders = replace(self._orders, api_base=await self.far.start())
            self.far.callback_url = f"{self.base}/wecom/callback"
            self.far.courier.manner.copies = COPIES
            self.far.courier.manner.pause = timedelta(seconds=0.8)
            self.far.faults.plan(self._wrong)
            try:
                await self._start(exporter)
                for number, death in enumerate(self.size.deaths):
                    await self._chunk(number, death, exporter)
                await self._drain(exporter)
            finally:
                await self._end(signal.SIGTERM)
        return self.record

    @property
    def base(self) -> str:
        """Where the child listens."""
        return f"http://127.0.0.1:{self._orders.port}"

    # -- one life of the child -------------------------------------------------------------------

    async def _chunk(self, number: int, death: str, exporter: aiohttp.ClientSession) -> None:
        assert self._child is not None
        assert self._child.stdin is not None
        talking = asyncio.create_task(self._talk(number, exporter))
        if death == AT_RANDOM:
            await asyncio.sleep(0.05 + chance(f"{self.seed}:when:{number}", 1000) / 1000)
        else:
            self._child.stdin.write(f"{death} {1 + chance(f'{self.seed}:after:{number}', 2)}\n".encode())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._child.wait(), 15)
            death = death if self._child.returncode is not None else AT_RANDOM
        await self._end(signal.SIGKILL)
        self.record.deaths.append((death, self.clock.now()))
        await self._start(exporter)
        await talking

    async def _start(self, exporter: aiohttp.ClientSession) -> None:
        begun = time.perf_counter()
        self._child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.crash_child", self._orders.text(),
            stdin=asyncio.subprocess.PIPE,
        )  # fmt: skip
        while not await self._is_ready(exporter):
            if self._child.returncode is not None:
                raise AssertionError(f"the program ended with {self._child.returncode}")
            await asyncio.sleep(0.01)
        self.record.ready_after.append(time.perf_counter() - begun)

    async def _is_ready(self, exporter: aiohttp.ClientSession) -> bool:
        try:
            async with exporter.get(f"{self.base}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def _end(self, how: signal.Signals) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(how)
        await child.wait()

    # -- what people do --------------------------------------------------------------------------

    async def _talk(self, number: int, exporter: aiohttp.ClientSession) -> None:
        """One chunk of everything, delivered several times in disorder."""
        deaths = len(self.size.deaths)
        self.far.hold()
        for n in _share(self.size.texts, number, deaths):
            self.record.said.add(customer_of_text(n))
            await self.far.member(rep(n % self.size.members)).says(
                f"新建线索 {customer_of_text(n)} 139{n:08d} 官网"
            )
        await self._press()
        posts = [self._post(exporter, n) for n in _share(self.size.chats, number, deaths)]
        await asyncio.gather(self.far.release(shuffle=self.seed + number, at_once=8), *posts)

    async def _press(self) -> int:
        """File every lead that is offered on some phone; returns how many presses."""
        count = 0
        for number in range(self.size.members):
            member = self.far.member(rep(number))
            for card in member.messages:
                fresh = card.task_id is not None and card.task_id not in self._pressed
                if fresh and card.card is not None and "建档" in card.card.buttons.values():
                    self._pressed.add(card.task_id or "")
                    await member.presses(card, "建档")
                    count += 1
        return count

    async def _post(self, exporter: aiohttp.ClientSession, n: int) -> None:
        """The exporter brings a customer's chat; it repeats what was not answered, and all of it later."""
        messages = chat(n, self.size.members, self.clock.now())
        order = sorted(messages * COPIES, key=lambda m: chance(f"{self.seed}:{m['id']}:{id(m)}", 1000))
        for message in order:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with exporter.post(
                        f"{self.base}/api/v1/chats/messages",
                        json={"messages": [message]},
                        headers={"Authorization": f"Bearer {crash_child.BEARER}"},
                    ) as answer:
                        if answer.status == 202:
                            (result,) = (await answer.json())["results"]
                            assert result["status"] in ("accepted", "duplicate"), result
                            self.record.accepted.add(f"chat:{message['id']}")
                            break
                await asyncio.sleep(0.2)

    def _wrong(self, endpoint: str, number: int) -> Fault | None:
        """What the platform does wrong at this call: one in ten."""
        draw = chance(f"{self.seed}:fault:{number}", 1000)
        if endpoint == "gettoken":
            return Gateway() if draw < 50 else None
        faults: list[tuple[int, Fault]] = [
            (30, Errcode(-1)), (40, Errcode(45033)), (50, Gateway()), (60, NotJson()), (70, Reset()),
            (80, Reset(after=True)), (82, Hang(after=True)), (84, Hang()), (95, ExpireToken()),
            (100, Slow(0.2)),
        ]  # fmt: skip
        if self.size.throttled:
            faults.append((103, Errcode(45009)))
        fault = next((fault for most, fault in faults if draw < most), None)
        if isinstance(fault, ExpireToken):
            self.record.expiries.append(self.clock.now())
        return fault

    # -- the end ---------------------------------------------------------------------------------

    async def _drain(self, exporter: aiohttp.ClientSession) -> None:
        """Let the program finish in peace: press what is left, wait until nothing is open."""
        until, pressed_again = time.monotonic() + self.size.patience, False
        while time.monotonic() < until:
            self.far.hold()
            pressed = await self._press()
            await self.far.release(shuffle=self.seed, at_once=8)
            if not pressed and not self.waiting():
                if pressed_again:
                    return
                pressed_again = True  # who saw nothing happen presses once more
                self._pressed.clear()
            await asyncio.sleep(0.25)
        raise AssertionError(f"still waiting: {self.waiting()}")

    def waiting(self) -> dict[str, int]:
        """What is not done yet: events, messages, and appointments of the next two minutes."""
        soon = int((self.clock.now() + timedelta(minutes=2)).timestamp() * 1_000_000)
        with reading(self.file) as database:
            counts = {
                "events": "SELECT count(*) FROM inbox WHERE status = 'open'",
                "messages": "SELECT count(*) FROM outbox WHERE status IN ('open', 'leased')",
                "appointments": f"SELECT count(*) FROM due WHERE at < {soon}",
            }
            found = {name: int(database.execute(sql).fetchone()[0]) for name, sql in counts.items()}
        return {name: count for name, count in found.items() if count}


@contextlib.contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """The database as it is now, for looking only."""
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        yield database
    finally:
        database.close()


def _share(total: int, place: int, places: int) -> range:
    """This chunk's numbers."""
    return range(total * place // places, total * (place + 1) // places)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
