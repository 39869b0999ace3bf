"""Callbacks made durable per second, against storing nothing, an empty handler, and Flask + wechatpy.

The load comes from a process of its own over 64 connections, one request at a time on each; requests are
unique, signed and encrypted beforehand. The Flask peer is as durable as ours (WAL, synchronous=FULL) and
runs under gunicorn in the faster of its two usual shapes. Then: how long an acknowledgement takes while a
backup or a 50,000-row import runs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.measure import Report, interleaved, ratio
from benchmarks.peers.processes import Process, answer_of, free_port, started, wait_for
from storage import schema
from storage.uow import Database
from tests.support.postgres import PostgresServer

SERVER = "benchmarks.peers.callback_server"
LOAD = "benchmarks.peers.load"


def ours(kind: str, database: str = "") -> Process:
    """One of ``callback_server``'s kinds."""
    port = free_port()
    return Process(SERVER, kind, str(port), database, port=port)


def flask(folder: Path, *, threads: int) -> Process:
    """The afternoon's app under gunicorn with two workers."""
    port = free_port()
    shape = ["--worker-class", "gthread", "--threads", str(threads)] if threads else []
    return Process(
        "gunicorn", "--workers", "2", *shape, "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
        "--keep-alive", "30", "benchmarks.peers.flask_wechatpy:app", port=port,
        environment={"GENJIN_BENCH_DB": str(folder / f"flask{threads}.db")},
    )  # fmt: skip


def fire(process: Process, count: int, *options: str) -> Any:  # noqa: ANN401 - JSON
    """What the load generator saw; everything must have been acknowledged."""
    seen = answer_of(LOAD, str(process.port), str(count), *options)
    if set(seen["statuses"]) != {"200"}:
        raise RuntimeError(f"not everything was acknowledged: {seen['statuses']}")
    return seen


def contest(folder: Path, postgres: str, count: int, rounds: int) -> dict[str, list[float]]:
    """Callbacks per second of everybody, in turns."""
    few = max(count // 6, 200)
    with ExitStack() as stack:
        entrants: dict[str, tuple[Process, int, list[str]]] = {
            "durable": (ours("durable", f"sqlite:///{folder / 'ours.db'}"), count, []),
            "storing nothing": (ours("nothing"), count, []),
            "empty aiohttp handler": (ours("empty"), count, []),
            "durable on PostgreSQL": (ours("durable", postgres), count, []),
            "Flask + wechatpy, gunicorn sync": (flask(folder, threads=0), few, ["--reconnect"]),
            "Flask + wechatpy, gunicorn gthread": (flask(folder, threads=32), few, []),
        }
        for process, _, _ in entrants.values():
            stack.enter_context(process)
        turns: dict[str, measure.Round] = {
            name: _turn(process, number, options) for name, (process, number, options) in entrants.items()
        }
        return interleaved(turns, rounds=rounds)


def _turn(process: Process, count: int, options: list[str]) -> Callable[[], float]:
    return lambda: float(fire(process, count, *options)["rate"])


def slowest(folder: Path, count: int, disturb: str, rows: int) -> float:
    """The slowest acknowledgement in seconds while the whole program works and is disturbed."""
    file = folder / f"{disturb}.db"
    with ours("working", f"sqlite:///{file}") as server:
        if disturb == "backup":
            answer_of("benchmarks.peers.import_chats", str(server.port), str(rows))
            arguments = ["benchmarks.peers.backups", str(file), str(folder / "copy.db")]
        else:
            arguments = ["benchmarks.peers.import_chats", str(server.port), str(rows)]
        other = started(*arguments)
        worst = 0.0
        while other.poll() is None:
            worst = max(worst, fire(server, count, "--connections", "16")["max"])
        wait_for(other)
        return worst


def main() -> int:
    """Measure and print; the number of aims missed."""
    options = measure.options(__doc__)
    count, rows = (1000, 2000) if options.small else (10_000, 50_000)
    report = Report("Callbacks")
    server = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder, postgres = Path(name), server.url(server.create())
            prepared = Database(postgres)
            schema.upgrade(prepared)
            prepared.close()
            found = contest(folder, postgres, count, options.rounds or (2 if options.small else 5))
            report.figures(found, "/s")
            judge(report, found)
            for disturb in ("backup", "import"):
                worst = slowest(folder, count // 10, disturb, rows)
                report.at_most(f"slowest acknowledgement during a {disturb}", worst, 1.0, "s")
    finally:
        server.stop()
    return report.end()


def judge(report: Report, found: dict[str, list[float]]) -> None:
    """The ratios and their aims."""
    peers = [name for name in found if name.startswith("Flask")]
    best = max(peers, key=lambda name: sorted(found[name])[len(found[name]) // 2])
    report.at_least("durable / storing nothing", ratio(found, "durable", "storing nothing"), 0.80)
    report.at_least("durable / empty handler", ratio(found, "durable", "empty aiohttp handler"), 0.40)
    report.at_least(f"durable / {best}", ratio(found, "durable", best), 5)
    report.at_least("PostgreSQL / SQLite", ratio(found, "durable on PostgreSQL", "durable"), 0.7)


if __name__ == "__main__":
    raise SystemExit(main())
