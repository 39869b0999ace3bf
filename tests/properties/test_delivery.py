"""Any order and any number of deliveries of the same events leaves the same customers, cards and quotes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import policies_of
from bot.clock import ManualClock, counting_ids
from bot.config.model import Config, PersonConfig, RemindersConfig, TeamRole, Workdays
from bot.handling import Handling
from bot.inbox import Inbox
from bot.platforms.wecom.limits import CAPABILITIES
from bot.schedule import promote
from bot.team import sync
from handlers.chat import codec
from handlers.chat.event import (
    Attachment,
    ConversationRef,
    CustomerRef,
    CustomerSaid,
    Event,
    MessageReceived,
    Origin,
    PersonRef,
)
from storage.inbox import NewEvent
from storage.uow import Database
from storage.writer import Writer

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
TEAM = (
    PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, wecom="wangzg"),
    PersonConfig("lilei", "李雷", TeamRole.REP, manager="wangzg", wecom="lilei"),
    PersonConfig("hanmei", "韩梅", TeamRole.REP, manager="wangzg", wecom="hanmei"),
)
CONFIG = Config(people=TEAM, reminders=RemindersConfig(quiet=None, workdays=Workdays.ALL))


def _said(number: int, customer: str, staff: str, side: str, text: str, file: str | None = None) -> Event:
    conversation = ConversationRef("wecom", f"chat:{staff}:{customer}")
    origin = Origin(f"chat:{number}", "wecom", conversation, None, NOW + timedelta(seconds=number))
    return CustomerSaid(
        origin,
        f"chat:{number}",
        PersonRef("wecom", staff),
        CustomerRef(customer, f"客户{customer}"),
        side,
        "file" if file else "text",
        text,
        Attachment(file, 20480, "application/pdf") if file else None,
    )


def _wrote(number: int, rep: str, text: str) -> Event:
    conversation, sender = ConversationRef("wecom", f"app:{rep}"), PersonRef("wecom", rep)
    origin = Origin(f"msg:{number}", "wecom", conversation, sender, NOW + timedelta(seconds=number))
    return MessageReceived(origin, "text", text)


EVENTS: Sequence[Event] = (
    _said(1, "wma", "lilei", "customer", "这套系统三年多少钱？能发个报价吗"),
    _said(2, "wma", "lilei", "customer", "我电话 13700000001"),
    _said(3, "wma", "lilei", "staff", "", file="报价单-甲.pdf"),
    _said(4, "wmb", "hanmei", "customer", "价格怎么算，发个报价看看"),
    _said(5, "wmb", "hanmei", "staff", "", file="报价单-乙.pdf"),
    _said(6, "wmc", "lilei", "customer", "你好"),
    _wrote(7, "lilei", "新建线索 东风公司 13900000007 官网"),
    _wrote(8, "hanmei", "新建线索 南山公司 13900000008 官网"),
    _wrote(9, "lilei", "新建线索 西城公司 13900000009 官网"),
)


class Small:
    """The worker on a database of its own, its clock standing still."""

    def __init__(self, file: Path) -> None:
        self.clock = ManualClock(NOW + timedelta(minutes=1))
        self.database = Database(f"sqlite:///{file}")
        with self.database.begin() as uow:
            sync(uow, TEAM, NOW)
        self._writer = Writer(self.database)
        shows: Any = type("Shows", (), {"capabilities": CAPABILITIES})()
        handling = Handling(self.clock, counting_ids(), policies_of(CONFIG, {"wecom": shows}))
        self._inbox = Inbox(self._writer, self.clock, handling)

    def deliver(self, events: Sequence[Event]) -> None:
        """Store events as the door does, and handle what is due."""
        rows = []
        for event in events:
            origin = event.origin
            lane = f"{origin.conversation.platform}:{origin.conversation.id}"
            body = codec.event_to_json(event)
            rows.append(
                NewEvent(origin.platform, origin.key, lane, type(event).__name__, body, self.clock.now())
            )
        with self.database.begin() as uow:
            uow.inbox.add(rows)
        self.work()

    def work(self) -> None:
        """Handle what is due, appointments too."""
        busy = 1
        while busy:
            with self.database.begin() as uow:
                busy = promote(uow, self.clock.now())
            while self._step():
                busy = 1

    def _step(self) -> int:
        with self.database.begin() as uow:
            return self._inbox.step(uow)

    def let(self, **time: float) -> None:
        """Let time pass, then handle what fell due."""
        self.clock.advance(timedelta(**time))
        self.work()

    def state(self) -> dict[str, list[Any]]:
        """What people would call the result; ids depend on the order and say nothing."""
        questions = {
            "leads": "SELECT name, phone, owner_id, source, status FROM leads",
            "offers": "SELECT c.native_id, s.kind, s.status FROM suggestions s JOIN conversations c"
            " ON c.id = s.conversation_id",
            "quotes": "SELECT name, number, owner_id, status, kind FROM quotes",
            "alerts": "SELECT q.name, a.kind, a.status FROM alerts a JOIN quotes q ON q.id = a.subject_id",
            "cards": "SELECT kind, recipient, status, json_extract(content, '$.title'),"
            " json_extract(content, '$.subtitle') FROM cards",
            "messages": "SELECT native_id, sender, text FROM messages WHERE native_id LIKE 'chat:%'",
            "dead": "SELECT key, error FROM inbox WHERE status = 'dead'",
            "pushes": "SELECT recipient, kind, count(*) FROM outbox GROUP BY recipient, kind",
        }
        with self.database.engine.connect() as connection:
            return {
                name: sorted(map(repr, connection.exec_driver_sql(sql).fetchall()))
                for name, sql in questions.items()
            }

    def close(self) -> None:
        self._writer.close()
        self.database.close()


@contextmanager
def _world(template: Path, folder: Path) -> Iterator[Small]:
    file = folder / "delivery.db"
    for old in folder.glob("delivery.db*"):
        old.unlink()
    shutil.copy(template, file)
    small = Small(file)
    try:
        yield small
    finally:
        small.close()


def _lived_through(small: Small, batches: Sequence[Sequence[Event]]) -> dict[str, list[Any]]:
    for batch in batches:
        small.deliver(batch)
    small.let(minutes=3)
    small.let(hours=73)
    small.let(hours=25)
    return small.state()


@pytest.fixture(scope="module")
def template(_sqlite_template: Path) -> Path:
    """An SQLite database with the current schema, to be copied."""
    return _sqlite_template


@pytest.fixture(scope="module")
def once_in_order(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The state after every event was delivered once, in order."""
    with _world(template, tmp_path_factory.mktemp("once")) as small:
        return _lived_through(small, [EVENTS])


def test_the_story_is_worth_telling(once_in_order: dict[str, list[Any]]) -> None:
    assert {name: len(rows) for name, rows in once_in_order.items() if name in ("leads", "quotes")} == {
        "leads": 3,
        "quotes": 2,
    }
    assert len(once_in_order["alerts"]) == 2
    assert not once_in_order["dead"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    deliveries=st.permutations(range(len(EVENTS))).flatmap(
        lambda order: st.lists(st.sampled_from(range(len(EVENTS))), max_size=8).map(
            lambda extra: [*order, *extra]
        )
    ),
    cut=st.integers(1, 5),
    shuffled=st.randoms(use_true_random=False),
)
def test_any_order_and_any_number_of_deliveries_end_the_same(
    once_in_order: dict[str, list[Any]],
    template: Path,
    tmp_path: Path,
    deliveries: list[int],
    cut: int,
    shuffled: Any,
) -> None:
    mixed = list(deliveries)
    shuffled.shuffle(mixed)
    batches = [[EVENTS[n] for n in mixed[start : start + cut]] for start in range(0, len(mixed), cut)]
    with _world(template, tmp_path) as small:
        assert _lived_through(small, batches) == once_in_order
