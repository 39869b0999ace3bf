"""A year of two hundred reps, and the program's account of it from a process of its own.

``python -m tests.support.alarm_run URL`` lets the year pass over a database and prints what anybody was told.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from storage.uow import Database
from tests.support.alarm_engine import Engine
from tests.support.alarm_oracle import Told
from tests.support.alarm_year import YEAR, Team, Year

TEAMS, SIZE, SEED = 20, 10, 20261121
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Account:
    """Everything anybody was told in a year, in order, after so many steps and seconds."""

    told: list[Told]
    steps: int
    seconds: float


def the_year() -> list[Team]:
    """Everybody, and everything that happens."""
    year = Year(SEED)
    return [year.team(number, SIZE) for number in range(TEAMS)]


def start(url: str) -> subprocess.Popen[str]:
    """Let the year pass over a database in a process of its own."""
    command = [sys.executable, "-m", __name__, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=_ROOT)


def account(child: subprocess.Popen[str]) -> Account:
    """Wait for what a process tells; raises when it failed."""
    printed, _ = child.communicate()
    if child.returncode:
        raise RuntimeError(f"the year did not pass: exit {child.returncode}")
    found = json.loads(printed)
    return Account([tuple(entry) for entry in found["told"]], found["steps"], found["seconds"])


def tell(url: str, out: IO[str]) -> None:
    """Let the year pass over a database and write what anybody was told."""
    began = time.perf_counter()
    engine = Engine(lambda: Database(url))
    try:
        teams = the_year()
        engine.hire(teams)
        engine.run(sorted(event for team in teams for event in team.events), YEAR)
        told = sorted(engine.told())
    finally:
        engine.close()
    json.dump({"told": told, "steps": engine.steps, "seconds": time.perf_counter() - began}, out)


if __name__ == "__main__":
    tell(sys.argv[1], sys.stdout)
