"""A year of two hundred reps: every alarm, whom it told, when and how, as a plain reading of the rules."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from storage.uow import Database
from tests.support.alarm_engine import Engine
from tests.support.alarm_oracle import Oracle, Told
from tests.support.alarm_year import YEAR, Team, Year

TEAMS, SIZE, SEED = 20, 10, 20261121
OpenDatabase = Callable[[], Database]


@cache
def _year() -> list[Team]:
    year = Year(SEED)
    return [year.team(number, SIZE) for number in range(TEAMS)]


@cache
def _expected() -> list[Told]:
    told = [entry for team in _year() for entry in Oracle(team.boss, team.reps).run(team.events, YEAR)]
    return sorted(told)


@pytest.fixture(params=["sqlite", "postgresql"])
def open_database(request: pytest.FixtureRequest, tmp_path: Path) -> OpenDatabase:
    """Opens a database of this test's own, again and again the same one."""
    if request.param == "sqlite":
        path = tmp_path / "genjin.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        url = request.getfixturevalue("postgres_url")
    return lambda: Database(url)


def test_every_alarm_of_a_year_rings_when_the_rules_say(
    open_database: OpenDatabase, record_property: Callable[[str, object], None]
) -> None:
    began = time.perf_counter()
    engine = Engine(open_database)
    try:
        engine.hire(_year())
        engine.run(sorted(event for team in _year() for event in team.events), YEAR)
        told = sorted(engine.told())
    finally:
        engine.close()
    expected = _expected()
    missing, surplus = Counter(expected) - Counter(told), Counter(told) - Counter(expected)
    assert (sorted(missing)[:5], sorted(surplus)[:5]) == ([], [])
    assert told == expected
    kinds = Counter(entry[2] for entry in told)
    ways = Counter((entry[6], "above" if entry[5] else "rep") for entry in told)
    assert len(kinds) == 10
    assert all(ways[way, to] > 20 for way in ("card", "digest") for to in ("above", "rep"))
    record_property("alarms", len(told))
    took = time.perf_counter() - began
    print(  # noqa: T201 - the count compared
        f"{len(told)} alarms agree after {engine.steps} steps in {took:.1f} s: {dict(kinds)} {dict(ways)}"
    )
