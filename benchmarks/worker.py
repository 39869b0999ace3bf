"""The real worker on a busy morning's backlog, against its own SQL without us and through an async session.

The statements (with their parameters) that our worker runs for a backlog are written down once. Raw sqlite3
then runs them in the same transactions with nothing in between: no handler, no reading of Chinese, no
template. The async session (aiosqlite, SQLAlchemy) runs them as an async-ORM program would, one session and
one commit per event. ``benchmarks.storage`` compares hand-written peers instead.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import StaticPool

from benchmarks import measure
from benchmarks.measure import Report, interleaved, ratio, seconds
from benchmarks.peers.backlog import Bench
from tests.support.postgres import PostgresServer

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000")
Step = tuple[str, Any]
"""A statement with its parameters; a list of them means ``executemany``."""


class Tape:
    """Writes down what runs on a database's connections while it is on."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.on = False

    def attach(self, engine: sa.Engine) -> None:
        """Have every new connection of this engine written down."""
        tape = self

        class Cursor(sqlite3.Cursor):
            def execute(self, sql: str, parameters: Any = (), /) -> Self:  # noqa: ANN401
                if tape.on:
                    tape.steps.append((sql, tuple(parameters)))
                return super().execute(sql, parameters)

            def executemany(self, sql: str, parameters: Any, /) -> Self:  # noqa: ANN401
                if tape.on:
                    tape.steps.append((sql, [tuple(each) for each in parameters]))
                return super().executemany(sql, parameters)

        class Connection(sqlite3.Connection):
            def cursor(self, factory: Any = Cursor) -> Any:  # noqa: ANN401
                return super().cursor(factory)

            def commit(self) -> None:
                if tape.on:
                    tape.steps.append(("COMMIT", ()))
                super().commit()

        def hand_over(_dialect: object, _record: object, _args: object, options: dict[str, Any]) -> None:
            options["factory"] = Connection

        event.listen(engine, "do_connect", hand_over)
        engine.dispose()


def recorded(folder: Path, count: int) -> tuple[Path, list[Step]]:
    """A database with a backlog on it, and what our worker does with it."""
    bench = Bench(f"sqlite:///{folder / 'before.db'}")
    bench.offers()
    bench.feed(bench.backlog(count))
    with closing(sqlite3.connect(folder / "before.db")) as whole:
        whole.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = folder / "kept.db"
    shutil.copy(folder / "before.db", before)
    tape = Tape()
    tape.attach(bench.database.engine)
    with bench.database.begin():
        pass  # the connection is made and its pragmas are set before the tape runs
    tape.on = True
    bench.drain()
    tape.on = False
    bench.close()
    return before, tape.steps


def replay(file: Path, steps: list[Step]) -> float:
    """Seconds raw sqlite3 needs for it, on a copy."""
    copy = file.with_name("raw.db")
    _fresh(file, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

        def run() -> None:
            cursor = connection.cursor()
            for sql, parameters in steps:
                if isinstance(parameters, list):
                    cursor.executemany(sql, parameters)
                elif cursor.execute(sql, parameters).description is not None:
                    cursor.fetchall()

        return seconds(run)


def through_session(file: Path, steps: list[Step]) -> float:
    """Seconds an async session needs for it, on a copy: a session and a commit per event."""
    copy = file.with_name("orm.db")
    _fresh(file, copy)
    return asyncio.run(_session(copy, _per_event(steps)))


async def _session(file: Path, events: list[list[Step]]) -> float:
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", poolclass=StaticPool)
    event.listen(engine.sync_engine, "connect", _durable)
    try:
        loop = asyncio.get_running_loop()
        start = loop.time()
        for steps in events:
            async with AsyncSession(engine) as session, session.begin():
                connection = await session.connection()
                for sql, parameters in steps:
                    result = await connection.exec_driver_sql(sql, parameters)
                    if result.returns_rows:
                        result.all()
        return loop.time() - start
    finally:
        await engine.dispose()


def _durable(connection: Any, _record: object) -> None:  # noqa: ANN401
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _per_event(steps: list[Step]) -> list[list[Step]]:
    """The statements of each event; its savepoints only where something was rolled back to one."""
    events: list[list[Step]] = [[]]
    depth = 0
    for step in steps:
        word = _word(step)
        if word == "SAVEPOINT":
            if not depth:
                events.append([])
            depth += 1
        if word not in ("BEGIN", "COMMIT"):
            events[-1].append(step)
        depth -= word == "RELEASE"
    return [_plain(each) for each in events if each]


def _plain(steps: list[Step]) -> list[Step]:
    if any(_word(step) == "ROLLBACK" for step in steps):
        return steps
    return [step for step in steps if _word(step) not in ("SAVEPOINT", "RELEASE")]


def _word(step: Step) -> str:
    return step[0].split(maxsplit=1)[0].upper()


def _fresh(file: Path, copy: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)
    shutil.copy(file, copy)


def drain(bench: Bench, count: int, workers: int = 1) -> float:
    """Events per second of the real worker on a fresh backlog; feeding is not counted."""
    bench.feed(bench.backlog(count))

    def run() -> None:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda _: bench.drain(), range(workers)))

    return count / seconds(bench.drain if workers == 1 else run)


class Hands:
    """Worker processes on one PostgreSQL, waiting for their sign."""

    def __init__(self, url: str, count: int) -> None:
        command = [sys.executable, "-m", "benchmarks.peers.hand", url]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._processes = [subprocess.Popen(command, **pipes) for _ in range(count)]  # type: ignore[call-overload]
        self._hear()

    def drain(self, bench: Bench, count: int) -> float:
        """Events per second of all of them together."""
        bench.feed(bench.backlog(count))

        def run() -> None:
            for each in self._processes:
                each.stdin.write(b"go\n")
                each.stdin.flush()
            self._hear()

        return count / seconds(run)

    def _hear(self) -> None:
        for each in self._processes:
            each.stdout.readline()

    def close(self) -> None:
        """Let them go."""
        for each in self._processes:
            each.stdin.close()
            each.wait()


def race(folder: Path, postgres: str, count: int, rounds: int) -> dict[str, list[float]]:
    """Events per second of everybody, in turns."""
    few = max(count // 10, 200)
    file, steps = recorded(folder, count)
    ours, shared = Bench(f"sqlite:///{folder / 'ours.db'}"), Bench(postgres)
    small_folder = folder / "few"
    small_folder.mkdir()
    few_file, few_steps = recorded(small_folder, few)
    hands = Hands(postgres, 2)
    turns: dict[str, Callable[[], float]] = {
        "ours": lambda: drain(ours, count),
        "raw sqlite3, same statements": lambda: count / replay(file, steps),
        "async session, same statements": lambda: few / through_session(few_file, few_steps),
        "ours on PostgreSQL, one process": lambda: drain(shared, count, workers=3),
        "ours on PostgreSQL, two processes": lambda: hands.drain(shared, count),
    }
    try:
        ours.offers()
        shared.offers()
        return interleaved(turns, rounds=rounds, warm_up=False)
    finally:
        hands.close()
        ours.close()
        shared.close()


def main() -> int:
    """Measure and print; the number of aims missed."""
    options = measure.options(__doc__)
    count, rounds = (1_000, options.rounds or 2) if options.small else (10_000, options.rounds or 5)
    report = Report(f"The worker, a backlog of {count:,} events a round")
    server = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as name:
            found = race(Path(name), server.url(server.create()), count, rounds)
    finally:
        server.stop()
    report.figures(found, "/s")
    report.at_least("ours / raw sqlite3", ratio(found, "ours", "raw sqlite3, same statements"), 0.12)
    report.at_least("ours / async session", ratio(found, "ours", "async session, same statements"), 6)
    slowest = 10_000 / min(found["ours"])
    report.at_most("a backlog of 10,000 events is drained in", slowest, 10, "s")
    one, two = (f"ours on PostgreSQL, {name}" for name in ("one process", "two processes"))
    report.at_least("PostgreSQL / SQLite, one process", ratio(found, one, "ours"), 0.7)
    report.at_least("PostgreSQL / SQLite, two processes", ratio(found, two, "ours"), 0.7)
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
