"""A year of two hundred reps: every alarm, whom it told, when and how, as a plain reading of the rules."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from tests.support import alarm_run
from tests.support.alarm_oracle import Oracle, Told
from tests.support.alarm_run import Account
from tests.support.alarm_year import YEAR
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="module")
def _runs(
    _sqlite_template: Path,
    postgres_server: PostgresServer,
    _postgres_ready: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Popen[str]]]:
    """The year over both databases, each in a process of its own: they pass side by side."""
    path = tmp_path_factory.mktemp("year") / "genjin.db"
    shutil.copy(_sqlite_template, path)
    name = postgres_server.create(template=_postgres_ready)
    urls = {"postgresql": postgres_server.url(name), "sqlite": f"sqlite:///{path}"}
    children = {kind: alarm_run.start(url) for kind, url in urls.items()}
    yield children
    for child in children.values():
        child.kill()
        child.wait()
    postgres_server.drop(name)


@pytest.fixture(scope="module")
def expected(_runs: object) -> list[Told]:
    """What the oracle says, while the program is at work."""
    teams = [(Oracle(team.boss, team.reps), team.events) for team in alarm_run.the_year()]
    return sorted(entry for oracle, events in teams for entry in oracle.run(events, YEAR))


@pytest.fixture(params=["sqlite", "postgresql"])
def ran(request: pytest.FixtureRequest, _runs: dict[str, Popen[str]]) -> Account:
    """What the program told over one database."""
    return alarm_run.account(_runs[request.param])


def test_every_alarm_of_a_year_rings_when_the_rules_say(
    expected: list[Told], ran: Account, record_property: Callable[[str, object], None]
) -> None:
    missing, surplus = Counter(expected) - Counter(ran.told), Counter(ran.told) - Counter(expected)
    assert (sorted(missing)[:5], sorted(surplus)[:5]) == ([], [])
    assert ran.told == expected
    kinds = Counter(entry[2] for entry in ran.told)
    ways = Counter((entry[6], "above" if entry[5] else "rep") for entry in ran.told)
    assert len(kinds) == 12
    assert all(ways[way, to] > 20 for way in ("card", "digest") for to in ("above", "rep"))
    record_property("alarms", len(ran.told))
    print(  # noqa: T201 - the count compared
        f"{len(ran.told)} alarms agree after {ran.steps} steps in {ran.seconds:.1f} s: "
        f"{dict(kinds)} {dict(ways)}"
    )
