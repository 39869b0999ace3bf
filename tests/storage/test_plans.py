"""No statement that runs often walks through a whole table."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import storage
from storage import inbox, leads, outbox, search
from storage.search import Search
from storage.statements import Statement
from storage.uow import Database

RARE = {
    "dialogues": {"_FORGET"},
    "inbox": {"_NEWEST"},  # backwards by key, and only as far as asked
    "people": {"_EVERYBODY", "_UNREACHABLE"},
    "reports": {"_SINGLES"},
    "suggestions": {"_OPEN"},
}
POSTGRESQL = {
    ("inbox", "_ADD_ALL"),
    ("inbox", "_CLAIM_HEADS"),
    ("inbox", "_CLAIM_REST"),
    ("rows", "_ANY_PLAN"),
    ("rows", "_ONE_PLAN"),
    ("rows", "_WALK"),
    ("rows", "_WALK_OR_SORT"),
    ("search", "_PUT"),
}
"""Statements that may look at everything: asked for seldom, or of small tables."""


def _statements() -> Iterator[tuple[str, str, Statement]]:
    for module in pkgutil.iter_modules(storage.__path__):
        if module.name == "migrations":
            continue
        loaded = importlib.import_module(f"storage.{module.name}")
        for name, value in vars(loaded).items():
            if isinstance(value, Statement):
                yield module.name, name, value
    yield "leads", "_named", leads._named(True)
    yield "leads", "_named", leads._named(False)


def _plan(database: Database, sql: str) -> list[str]:
    with database.engine.connect() as connection:
        count = len(re.findall(r"\?", sql))
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * count).fetchall()
    return [str(row[3]) for row in rows]


def _walks(step: str) -> bool:
    """``SCAN x`` without an index goes through all of x; lists and constant rows are no tables."""
    return (
        step.startswith("SCAN")
        and "USING" not in step
        and not re.search(r"json_each|CONSTANT ROW|VIRTUAL TABLE|below|anon", step)
    )


FIXED = [
    pytest.param(value, id=f"{module}.{name}")
    for module, name, value in _statements()
    if name not in RARE.get(module, set()) and (module, name) not in POSTGRESQL
]


@pytest.mark.parametrize("statement", FIXED)
def test_a_fixed_statement_goes_by_an_index(sqlite_database: Database, statement: Statement) -> None:
    with sqlite_database.engine.connect() as connection:
        sql = statement.text(connection)
    assert [step for step in _plan(sqlite_database, sql) if _walks(step)] == []


def test_a_search_is_led_by_the_index(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection, connection.begin():
        Search(connection).find("报价")
        sql = search._find(search._Shape(1, by_lead=False, by_owner=True, by_kind=True)).text(connection)
    steps = _plan(sqlite_database, sql)
    assert "VIRTUAL TABLE" in steps[0]
    assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps)


def test_the_queues_go_by_their_partial_indexes(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        claim = _plan(sqlite_database, inbox._CLAIM_RUNS.text(connection))
        due = _plan(sqlite_database, outbox._DUE.text(connection))
    assert any("ix_inbox_open" in step for step in claim)
    assert any("ix_inbox_open_lane" in step for step in claim)
    assert any("ix_outbox_open_lane" in step for step in due)
