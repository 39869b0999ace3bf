"""The inbox under any sequence of accepting, claiming, failing and dying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from storage import schema
from storage.inbox import Inbox, InboxItem
from storage.uow import Database
from tests.storage.values import NOW, an_event
from tests.support.postgres import PostgresServer

LANES = "abc"
STEPS = st.one_of(
    st.tuples(st.just("add"), st.lists(st.integers(0, 30), max_size=5)),
    st.tuples(st.just("work"), st.lists(st.sampled_from(["done", "later", "dead"]), max_size=6)),
    st.tuples(st.just("crash"), st.integers(1, 5)),
    st.tuples(st.just("wait"), st.integers(1, 90)),
    st.tuples(st.just("replay"), st.none()),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def queue(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_server: PostgresServer
) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("queue") / "queue.db"
    sqlite = f"sqlite:///{path}"
    database = Database(
        sqlite if request.param == "sqlite" else postgres_server.url(postgres_server.create())
    )
    schema.upgrade(database)
    yield database
    database.close()


@dataclass
class Model:
    """What the inbox should hold, kept in plain lists."""

    now: datetime = NOW
    order: dict[str, list[str]] = field(default_factory=lambda: {lane: [] for lane in LANES})
    wait: dict[str, datetime] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def add(self, inbox: Inbox, numbers: list[int]) -> None:
        events = [an_event(n, lane=LANES[n % 3], at=self.now) for n in numbers]
        answers = inbox.add(events)
        for event, new in zip(events, answers, strict=True):
            assert new == (event.key not in self.known)
            if new:
                self.known.add(event.key)
                self.order[event.lane].append(event.key)
                self.wait[event.key] = self.now

    def claimable(self) -> set[str]:
        found: set[str] = set()
        for lane in LANES:
            for key in self.order[lane]:
                if self.wait[key] > self.now:
                    break
                found.add(key)
        return found

    def work(self, inbox: Inbox, outcomes: list[str]) -> None:
        items = inbox.claim_due(self.now, limit=max(1, len(outcomes)))
        self.check_claim(items, limit=max(1, len(outcomes)))
        stuck: set[str] = set()
        for item, outcome in zip(items, outcomes, strict=False):
            if item.lane in stuck:
                continue
            self.settle(inbox, item, outcome)
            if outcome == "later":
                stuck.add(item.lane)

    def check_claim(self, items: list[InboxItem], *, limit: int) -> None:
        keys = [item.key for item in items]
        assert len(keys) == len(set(keys))
        assert set(keys) <= self.claimable()
        assert len(keys) == min(limit, len(self.claimable()))
        for lane in LANES:
            mine = [item.key for item in items if item.lane == lane]
            assert mine == self.order[lane][: len(mine)]

    def settle(self, inbox: Inbox, item: InboxItem, outcome: str) -> None:
        if outcome == "done":
            inbox.done([item], self.now)
            self.done.append(item.key)
        elif outcome == "dead":
            inbox.failed(item, why="bug", retry_at=None, now=self.now)
            self.dead.append(item.key)
        else:
            later = self.now + timedelta(seconds=30)
            inbox.failed(item, why="busy", retry_at=later, now=self.now)
            self.wait[item.key] = later
        if outcome != "later":
            self.order[item.lane].remove(item.key)

    def replay(self, inbox: Inbox) -> None:
        for item in inbox.dead()[:1]:
            inbox.replay(item.id, self.now)
            self.dead.remove(item.key)
            self.order[item.lane].append(item.key)
            self.order[item.lane].sort(key=self.arrival)
            self.wait[item.key] = self.now

    def arrival(self, key: str) -> int:
        return self.arrivals[key]

    arrivals: dict[str, int] = field(default_factory=dict)


def _crash(connection: sa.Connection, model: Model, limit: int) -> None:
    """A worker claims and handles a batch, and dies before it commits."""
    inbox = Inbox(connection)
    dying = connection.begin_nested()
    items = inbox.claim_due(model.now, limit=limit)
    inbox.done(items, model.now)
    dying.rollback()


@given(steps=st.lists(STEPS, max_size=15))
@settings(max_examples=50, deadline=None)
def test_no_event_is_lost_doubled_or_out_of_turn(queue: Database, steps: list[tuple[str, object]]) -> None:
    with queue.engine.connect() as connection, connection.begin() as transaction:
        inbox, model = Inbox(connection), Model()
        for step, detail in steps:
            match step, detail:
                case "add", list(numbers):
                    model.add(inbox, numbers)
                    _note_arrivals(connection, model)
                case "work", list(outcomes):
                    model.work(inbox, outcomes)
                case "crash", int(limit):
                    _crash(connection, model, limit)
                case "wait", int(seconds):
                    model.now += timedelta(seconds=seconds)
                case _:
                    model.replay(inbox)
        model.now += timedelta(minutes=5)
        while items := inbox.claim_due(model.now, limit=7):
            model.check_claim(items, limit=7)
            for item in items:
                model.settle(inbox, item, "done")
        assert sorted(model.done + model.dead) == sorted(model.known)
        assert inbox.counts() == {"open": 0, "dead": len(model.dead)}
        transaction.rollback()


def _note_arrivals(connection: sa.Connection, model: Model) -> None:
    for number, key in connection.execute(sa.text("SELECT id, key FROM inbox")):
        model.arrivals[key] = number
