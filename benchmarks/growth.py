"""What a rep waits for, in a small team's database and in one a hundred times as large.

Every rep has 500 leads, every lead ten timeline lines and one to-do, of which one in ten is open: the team
grows, not the rep's share. Lookups go to random leads and reps, so a large database pays for cold pages.
"""

from __future__ import annotations

import random  # noqa: TID251 - any lead may be asked for
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from benchmarks import measure
from benchmarks.measure import Report, interleaved, ratio, seconds
from storage import schema
from storage.uow import Database, UnitOfWork
from tests.support.postgres import PostgresServer

LEADS_PER_REP = 500
LINES_PER_LEAD = 10
CHUNK = 50_000

_NUMBERS = {
    "sqlite": "(WITH RECURSIVE c(n) AS (SELECT :low UNION ALL SELECT n + 1 FROM c WHERE n < :high) SELECT n FROM c)",
    "postgresql": "(SELECT n FROM generate_series(CAST(:low AS bigint), CAST(:high AS bigint)) AS g(n))",
}
_NOW = 1_763_600_000_000_000
_FILL = (
    "INSERT INTO leads (id, name, owner_id, stage, company, phone, attributes, status, created_at, stage_at,"
    f" touched_at, version) SELECT 'lead_' || n, '客户' || n, 'rep_' || (n / {LEADS_PER_REP}), 'new',"
    " '公司' || (n / 3), CAST(13000000000 + n AS TEXT), '{}', 'open', "
    f"{_NOW} - n, {_NOW} - n, {_NOW} - n, 1 FROM NUMBERS AS x",
    "INSERT INTO lead_keys (kind, value, lead_id)"
    " SELECT 'phone', CAST(13000000000 + n AS TEXT), 'lead_' || n FROM NUMBERS AS x",
    "INSERT INTO lead_keys (kind, value, lead_id) SELECT 'unionid', 'u' || n, 'lead_' || n FROM NUMBERS AS x",
    f"INSERT INTO todos (id, owner_id, lead_id, kind, text, due_at, status, created_at, version)"
    f" SELECT 'todo_' || n, 'rep_' || (n / {LEADS_PER_REP}), 'lead_' || n, 'manual', '打电话', {_NOW} + n,"
    f" CASE WHEN n % 10 = 0 THEN 'open' ELSE 'done' END, {_NOW}, 1 FROM NUMBERS AS x",
    f"INSERT INTO timeline (lead_id, at, kind, text) SELECT 'lead_' || n, {_NOW} + line, 'chat', '聊了价格'"
    " FROM NUMBERS AS x CROSS JOIN LINES AS y",
)


def filled(url: str, leads: int) -> Database:
    """A database of this many leads."""
    database = Database(url)
    schema.upgrade(database)
    dialect = database.engine.dialect.name
    lines = " UNION ALL ".join(f"SELECT {line} AS line" for line in range(LINES_PER_LEAD))
    for low in range(0, leads, CHUNK):
        span = {"low": low, "high": min(low + CHUNK, leads) - 1}
        with database.begin() as uow:
            for statement in _FILL:
                sql = statement.replace("NUMBERS", _NUMBERS[dialect]).replace("LINES", f"({lines})")
                uow.connection.execute(sa.text(sql), span)
    with database.engine.connect().execution_options(
        isolation_level="AUTOCOMMIT", read_only=True
    ) as connection:
        connection.exec_driver_sql("ANALYZE" if database.embedded else "VACUUM ANALYZE")
    return database


def lead_by_phone(uow: UnitOfWork, number: int) -> None:
    """The lead behind a phone number."""
    found = uow.leads.by_key("phone", str(13_000_000_000 + number))
    if found is None or found.id != f"lead_{number}":
        raise RuntimeError("found another lead")


def duplicate_check(uow: UnitOfWork, number: int) -> None:
    """Everything asked before a new lead is written down."""
    for kind, value in (("phone", f"199{number}"), ("unionid", f"u{number}"), ("external", f"wm{number}")):
        uow.leads.by_key(kind, value)
    if len(uow.leads.named(f"客户{number}")) != 1:
        raise RuntimeError("the name is somebody else's")


def to_dos_of_a_rep(uow: UnitOfWork, number: int) -> None:
    """A rep's list, the most urgent first."""
    if len(uow.todos.open_of([f"rep_{number // LEADS_PER_REP}"])) != 20:
        raise RuntimeError("to-dos are missing")


def story_of_a_lead(uow: UnitOfWork, number: int) -> None:
    """The latest lines about a lead."""
    if len(uow.timeline.of_lead(f"lead_{number}")) != LINES_PER_LEAD:
        raise RuntimeError("lines are missing")


LOOKUPS: dict[str, Callable[[UnitOfWork, int], None]] = {
    "lead by phone": lead_by_phone,
    "duplicate check": duplicate_check,
    "to-dos of a rep": to_dos_of_a_rep,
    "story of a lead": story_of_a_lead,
}


def looking(database: Database, leads: int, lookup: Callable[[UnitOfWork, int], None], times: int) -> float:
    """Milliseconds per lookup of random leads."""
    chance = random.Random()
    numbers = [chance.randrange(leads) for _ in range(times)]

    def look() -> None:
        with database.read() as uow:
            for number in numbers:
                lookup(uow, number)

    return seconds(look) / times * 1000


def contest(name: str, urls: tuple[str, str], sizes: tuple[int, int], report: Report, rounds: int) -> None:
    """Both sizes in turns, one kind of lookup after the other."""
    small, large = (filled(url, leads) for url, leads in zip(urls, sizes, strict=True))
    for lookup, run in LOOKUPS.items():
        labels = [f"{name}: {lookup}, {leads:,} leads" for leads in sizes]
        measured = interleaved(
            {
                labels[0]: partial(looking, small, sizes[0], run, 300),
                labels[1]: partial(looking, large, sizes[1], run, 300),
            },
            rounds=rounds,
        )
        report.figures(measured, "ms")
        report.at_most(f"{name}: {lookup}, large / small", ratio(measured, labels[1], labels[0]), 3)
    small.close()
    large.close()


def main() -> int:
    """Race both sizes on both databases and print the table."""
    chosen = measure.options(__doc__)
    sizes = (1_000, 20_000) if chosen.small else (10_000, 1_000_000)
    rounds = chosen.rounds or 5
    report = Report(f"Lookups among {sizes[0]:,} and {sizes[1]:,} leads")
    server = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            files = (f"sqlite:///{Path(folder) / 'small.db'}", f"sqlite:///{Path(folder) / 'large.db'}")
            contest("SQLite", files, sizes, report, rounds)
        contest(
            "PostgreSQL", (server.url(server.create()), server.url(server.create())), sizes, report, rounds
        )
    finally:
        server.stop()
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
