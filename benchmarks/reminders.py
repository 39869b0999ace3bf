"""Reminders: setting and finding them, against APScheduler's own SQLAlchemy job store.

Both write to SQLite through the same engine (WAL, synchronous=FULL). Ours are set the way handlers set
them: with the other effects of a batch of twenty events, in one transaction; a job store commits each on
its own and cannot do otherwise. Finding is done so that each is found once, as a tick does it: ours claims,
a scheduler reads the jobs and removes each. How the job store's reading alone compares is printed as well.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from benchmarks import measure
from benchmarks.measure import Report, interleaved, ratio, seconds
from storage import schema
from storage.engine import make_engine
from storage.uow import Database

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 20


def remind(quote: str) -> None:
    """What a job of APScheduler would call."""


class Ours:
    """Reminders as rows of the table ``due``."""

    def __init__(self, folder: Path, name: str) -> None:
        self.database = Database(f"sqlite:///{folder / name}")
        schema.upgrade(self.database)
        self.count = 0

    def add(self, count: int) -> None:
        """Set this many, one a minute, a batch of events at a time."""
        for first in range(self.count, self.count + count, BATCH):
            with self.database.begin() as uow:
                for number in range(first, min(first + BATCH, self.count + count)):
                    at = START + timedelta(minutes=number)
                    uow.due.at(f"quote:{number}", kind="quote", subject=f"q{number}", lane="wecom:c", at=at)
        self.count += count

    def find(self, until: datetime) -> int:
        """Claim what is due by then."""
        with self.database.begin() as uow:
            return len(uow.due.claim(until, limit=1_000_000))


class JobStore:
    """Reminders as pickled jobs."""

    def __init__(self, folder: Path, name: str) -> None:
        self.store = SQLAlchemyJobStore(engine=make_engine(f"sqlite:///{folder / name}"))
        self.scheduler = BackgroundScheduler(timezone="UTC")
        self.store.start(self.scheduler, "default")
        self.count = 0

    def add(self, count: int) -> None:
        """Set this many, one a minute."""
        for number in range(self.count, self.count + count):
            at = START + timedelta(minutes=number)
            job = Job(
                self.scheduler, id=f"quote:{number}", func=remind, args=(f"q{number}",), kwargs={},
                trigger=DateTrigger(at), executor="default", misfire_grace_time=None, coalesce=True,
                max_instances=1, name="remind", next_run_time=at,
            )  # fmt: skip
            self.store.add_job(job)
        self.count += count

    def find(self, until: datetime) -> int:
        """Take what is due by then, as a scheduler does with jobs that run once."""
        jobs = self.store.get_due_jobs(until)
        for job in jobs:
            self.store.remove_job(job.id)
        return len(jobs)

    def read(self, count: int) -> int:
        """Only read the next ones."""
        first = self.store.get_next_run_time()
        return len(self.store.get_due_jobs(first + timedelta(minutes=count - 1)))


def finding(contestant: Ours | JobStore, due: int) -> Callable[[], float]:
    """A round that finds exactly *due* reminders among all others."""
    found = 0

    def run() -> float:
        nonlocal found
        found += due
        until = START + timedelta(minutes=found - 1)
        count = 0

        def look() -> None:
            nonlocal count
            count = contestant.find(until)

        took = seconds(look)
        if count != due:
            raise RuntimeError(f"found {count} instead of {due}")
        return took

    return run


def main() -> int:
    """Race both and print the table."""
    chosen = measure.options(__doc__)
    stored, due, added = (2_000, 100, 200) if chosen.small else (50_000, 500, 2_000)
    rounds = chosen.rounds or 5
    report = Report(f"Reminders: {added:,} set per round; {due:,} found among {stored:,}")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Ours(Path(folder), "ours.db"), JobStore(Path(folder), "jobs.db")
        setting = interleaved(
            {
                "setting, ours": lambda: seconds(lambda: ours.add(added)),
                "setting, APScheduler": lambda: seconds(lambda: theirs.add(added)),
            },
            rounds=rounds,
        )
        for contestant in (ours, theirs):
            contestant.add(max(0, stored - contestant.count))
        looking = interleaved(
            {
                "finding, ours": finding(ours, due),
                "finding, APScheduler": finding(theirs, due),
                "only reading, APScheduler": lambda: seconds(lambda: theirs.read(due)),
            },
            rounds=rounds,
        )
        report.figures(setting, "s")
        report.figures(looking, "s")
        report.at_most("setting / APScheduler", ratio(setting, "setting, ours", "setting, APScheduler"), 0.25)
        report.at_most("finding / APScheduler", ratio(looking, "finding, ours", "finding, APScheduler"), 0.1)
        share = ratio(looking, "finding, ours", "only reading, APScheduler")
        report.figure("finding / only reading, APScheduler", share, "")
        ours.database.close()
        theirs.store.shutdown()
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
