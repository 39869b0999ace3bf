"""From the command to ready, and how much memory the program holds: at rest, and after 200 reps' day.

A day is 200 reps with 40 customer messages and 5 commands each, a file with every tenth chat, and every card
that appears pressed once: what a busy team does, without its pauses. The platform is the loopback WeCom.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks import measure
from benchmarks.measure import Report
from benchmarks.peers import corp
from benchmarks.peers.processes import free_port, peak_mib, resident_mib
from bot.clock import SystemClock
from bot.demo.wecom import LoopbackWecom

LINES = (
    "你好，想了解一下你们的系统",
    "我们是做医疗器械的，大概200人左右",
    "这套三年多少钱？能发个报价吗",
    "下周三下午可以演示吗",
    "好的，收到，谢谢",
    "预算大概在20万左右，领导还要再看看",
)
COMMANDS = ("我的待办", "帮助", "新建线索 {name} 139{number:08d} 官网", "我的客户", "今天有什么要跟进的")


def configuration(folder: Path, port: int, api_base: str, reps: list[str]) -> Path:
    """The TOML file of a bot for these reps."""
    people = [("boss", "王芳", "supervisor", None), *((each, f"销售{each}", "rep", "boss") for each in reps)]
    lines = [
        f'[server]\nport = {port}\n[database]\nurl = "sqlite:///{folder / "genjin.db"}"',
        f'[platforms.wecom]\ncorp_id = "{corp.CORP_ID}"\nagent_id = {corp.AGENT_ID}\nsecret = "{corp.SECRET}"',
        f'token = "{corp.TOKEN}"\naes_key = "{corp.AES_KEY}"\napi_base = "{api_base}"',
        f'[ingest]\ntokens = ["{corp.BEARER}"]\n[capture]\nburst = "2s"',
        '[reminders]\nquiet = "none"\nworkdays = "all"',
    ]
    for identity, name, role, manager in people:
        lines.append(f'[[people]]\nid = "{identity}"\nname = "{name}"\nrole = "{role}"\nwecom = "{identity}"')
        if manager:
            lines.append(f'manager = "{manager}"')
    file = folder / "genjin.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@contextlib.contextmanager
def serving(file: Path, port: int) -> Iterator[tuple[int, float]]:
    """The program's process id and the seconds until it was ready; it runs as long as the context."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--config", str(file), "--log-level", "WARNING"]
    )
    try:
        while not _ready(port):
            if process.poll() is not None:
                raise RuntimeError(f"ended with {process.returncode}")
            time.sleep(0.02)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


async def day(far: LoopbackWecom, port: int, reps: list[str], chats: int, at_once: int = 16) -> None:
    """One day of these reps; returns when everything is answered."""
    far.callback_url = f"http://127.0.0.1:{port}/wecom/callback"
    far.hold()
    for place, rep in enumerate(reps):
        for number, command in enumerate(COMMANDS):
            text = command.format(name=f"公司{place}", number=place * 10 + number)
            await far.member(rep).says(text)
    async with aiohttp.ClientSession() as exporter:
        posts = [_chats(exporter, port, rep, place, chats) for place, rep in enumerate(reps)]
        await asyncio.gather(far.release(at_once=at_once), *posts)
    quiet, seen = 0, -1
    while quiet < 5:
        await asyncio.sleep(1)
        await _press_everything(far, reps)
        quiet, seen = (quiet + 1, seen) if len(far.requests) == seen else (0, len(far.requests))


async def _chats(exporter: aiohttp.ClientSession, port: int, rep: str, place: int, count: int) -> None:
    messages: list[dict[str, Any]] = []
    for number in range(count):
        customer = f"wm{place:04d}{number // 4:03d}"
        body: dict[str, Any] = {"type": "text", "text": LINES[number % len(LINES)]}
        if number % 40 == 39:
            body = {"type": "file", "text": "", "file": {"name": f"报价单{place}.pdf", "size": 40960}}
        messages.append({
            "id": f"{customer}-{number}", "platform": "wecom", "conversation": customer, "staff": rep,
            "customer": {"id": customer, "name": f"客户{place}-{number // 4}"},
            "sender": "staff" if body["type"] == "file" else "customer",
            "sent_at": datetime.now(UTC).isoformat(), **body,  # noqa: TID251 - the sender's own clock
        })  # fmt: skip
    url, headers = (
        f"http://127.0.0.1:{port}/api/v1/chats/messages",
        {"Authorization": f"Bearer {corp.BEARER}"},
    )
    async with exporter.post(url, json={"messages": messages}, headers=headers) as answer:
        answer.raise_for_status()


async def _press_everything(far: LoopbackWecom, reps: list[str]) -> None:
    for rep in reps:
        member = far.member(rep)
        for card in member.messages:
            if card.card is not None and card.card.updates == 0 and card.card.buttons:
                await member.presses(card, next(iter(card.card.buttons)))


def main() -> int:
    """Measure and print; the number of aims missed."""
    options = measure.options(__doc__)
    reps = corp.reps(20 if options.small else 200)
    report = Report("Start and memory")
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        starts, rests = [], []
        file = configuration(Path(name), port, "http://127.0.0.1:9", reps)
        for _ in range(options.rounds or 5):
            with serving(file, port) as (pid, took):
                time.sleep(1)
                starts.append(took)
                rests.append(resident_mib(pid))
        report.figures({"first start (it makes the database)": starts[:1], "start to ready": starts[1:]}, "s")
        report.at_most("start to ready, worst", max(starts), 1.5, "s")
        report.at_most("resident at rest", max(rests), 150, "MiB")
        resident, peak, calls = asyncio.run(busy(Path(name), port, reps))
        report.figure("calls of the platform during the day", calls, "")
        report.figure("peak during the day", peak, "MiB")
        report.at_most(f"resident after a day's work of {len(reps)} reps", resident, 250, "MiB")
    return report.end()


async def busy(folder: Path, port: int, reps: list[str]) -> tuple[float, float, int]:
    """Memory after and during a day, and how many calls the bot made."""
    members = {each: f"销售{each}" for each in [corp.BOSS, *reps]}
    far = LoopbackWecom(
        SystemClock(), corp.CORP_ID, corp.AGENT_ID, corp.SECRET, corp.TOKEN, corp.AES_KEY, members
    )
    async with far:
        file = configuration(folder, port, await far.start(), reps)
        loop = asyncio.get_running_loop()
        with contextlib.ExitStack() as stack:
            pid, _ = await loop.run_in_executor(None, stack.enter_context, serving(file, port))
            await day(far, port, reps, 40)
            return resident_mib(pid), peak_mib(pid), len(far.requests)


if __name__ == "__main__":
    raise SystemExit(main())
