"""Messages to deliver: queued once, leased in order, never forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storage.errors import NotFound
from storage.outbox import LEASE, OutboxItem
from storage.uow import Database
from tests.storage.values import NOW, a_message_to_send, after


def _keys(items: list[OutboxItem]) -> list[str]:
    return [item.key for item in items]


def _queue(database: Database, *lanes: str) -> None:
    with database.begin() as uow:
        for number, lane in enumerate(lanes):
            uow.outbox.add(a_message_to_send(f"m{number}", lane=lane))


def test_a_message_is_queued_once_however_often_its_event_is_handled(database: Database) -> None:
    with database.begin() as uow:
        uow.outbox.add(a_message_to_send("m"))
        uow.outbox.add(a_message_to_send("m", lane="b"))
        (item,) = uow.outbox.due(NOW)
        assert uow.outbox.counts() == {"open": 1, "leased": 0, "dead": 0}
    assert item == OutboxItem(item.id, "m", "wecom", "zhangsan", "a", "Send", None, "{}", NOW, 0)


def test_only_the_first_message_of_each_lane_is_due(database: Database) -> None:
    _queue(database, "a", "a", "b")
    with database.begin() as uow:
        items = uow.outbox.due(NOW)
        assert _keys(items) == ["m0", "m2"]
        uow.outbox.sent(items[0], at=NOW, receipt={"msgid": "1"})
        assert _keys(uow.outbox.due(NOW)) == ["m1", "m2"]


def test_a_leased_message_is_left_alone_until_its_lease_runs_out(database: Database) -> None:
    _queue(database, "a", "a")
    until = NOW + LEASE
    with database.begin() as uow:
        uow.outbox.lease(uow.outbox.due(NOW), now=NOW, until=until)
        assert uow.outbox.counts() == {"open": 1, "leased": 1, "dead": 0}
        assert uow.outbox.due(NOW) == []
        (again,) = uow.outbox.due(until)
        assert (again.key, again.attempts) == ("m0", 1)


def test_the_next_moment_to_look_is_when_something_opens_or_a_lease_runs_out(database: Database) -> None:
    _queue(database, "a")
    with database.begin() as uow:
        assert uow.outbox.next_due() == NOW
        (item,) = uow.outbox.due(NOW)
        uow.outbox.lease([item], now=NOW, until=after(minutes=1))
        assert uow.outbox.next_due() == after(minutes=1)
        uow.outbox.sent(item, at=NOW, receipt={})
        assert uow.outbox.next_due() is None


def test_a_delivered_message_stays_delivered_whatever_a_late_sender_reports(database: Database) -> None:
    _queue(database, "a")
    with database.begin() as uow:
        (item,) = uow.outbox.due(NOW)
        uow.outbox.lease([item], now=NOW, until=after(minutes=1))
        uow.outbox.sent(item, at=after(minutes=2), receipt={"msgid": "1"})
        uow.outbox.failed(item, why="timeout", retry_at=after(minutes=3), now=after(minutes=3))
        assert uow.outbox.due(after(hours=1)) == []
        assert uow.outbox.counts() == {"open": 0, "leased": 0, "dead": 0}


def test_a_failed_message_waits_and_holds_its_lane(database: Database) -> None:
    _queue(database, "a", "a")
    with database.begin() as uow:
        (item,) = uow.outbox.due(NOW)
        uow.outbox.lease([item], now=NOW, until=after(minutes=1))
        uow.outbox.failed(item, why="45009", retry_at=after(minutes=5), now=NOW)
        assert uow.outbox.due(after(minutes=2)) == []
        (again,) = uow.outbox.due(after(minutes=5))
        assert (again.key, again.error) == ("m0", "45009")


def test_an_undeliverable_message_frees_its_lane_and_can_be_replayed(database: Database) -> None:
    _queue(database, "a", "a")
    with database.begin() as uow:
        (item,) = uow.outbox.due(NOW)
        uow.outbox.failed(item, why="gone", retry_at=None, now=NOW)
        assert _keys(uow.outbox.due(NOW)) == ["m1"]
        (dead,) = uow.outbox.dead()
        assert (dead.key, dead.error) == ("m0", "gone")
        uow.outbox.replay(dead.id, NOW)
        assert _keys(uow.outbox.due(NOW)) == ["m0"]
        with pytest.raises(NotFound):
            uow.outbox.replay(dead.id, NOW)


def test_holding_back_counts_no_attempt(database: Database) -> None:
    _queue(database, "a")
    with database.begin() as uow:
        (item,) = uow.outbox.due(NOW)
        uow.outbox.hold(item, after(minutes=1))
        assert uow.outbox.due(NOW) == []
        assert uow.outbox.due(after(minutes=1))[0].attempts == 0
        assert uow.outbox.attempts_since("wecom", "zhangsan", after(days=-1), limit=10) == []


def test_every_lease_counts_against_its_member(database: Database) -> None:
    _queue(database, "a", "b", "c")
    with database.begin() as uow:
        for minute, item in enumerate(uow.outbox.due(NOW)):
            uow.outbox.lease([item], now=after(minutes=minute), until=after(minutes=9))
        since = uow.outbox.attempts_since("wecom", "zhangsan", NOW, limit=10)
        assert since == [after(minutes=2), after(minutes=1)]
        assert uow.outbox.attempts_since("wecom", "zhangsan", after(days=-1), limit=1) == [after(minutes=2)]
        assert uow.outbox.attempts_since("wecom", "lisi", after(days=-1), limit=10) == []
        assert uow.outbox.forget_attempts(after(minutes=1)) == 1
        assert len(uow.outbox.attempts_since("wecom", "zhangsan", after(days=-1), limit=10)) == 2


def test_only_what_was_delivered_long_ago_is_forgotten(database: Database) -> None:
    _queue(database, "a", "b", "c")
    with database.begin() as uow:
        old, new, _open = uow.outbox.due(NOW)
        uow.outbox.sent(old, at=NOW, receipt={})
        uow.outbox.sent(new, at=after(days=10), receipt={})
        assert uow.outbox.purge(after(days=1)) == 1
        uow.outbox.add(a_message_to_send("m0"))
        uow.outbox.add(a_message_to_send("m1"))
        assert [item.key for item in uow.outbox.due(NOW)] == ["m2", "m0"]


def test_senders_side_by_side_lease_every_message_once(postgres_database: Database) -> None:
    _queue(postgres_database, *(f"lane{n}" for n in range(40)))
    barrier = Barrier(4)
    leased: list[str] = []

    def send(_number: int) -> None:
        barrier.wait()
        for _ in range(10):
            with postgres_database.begin() as uow:
                items = uow.outbox.due(NOW, limit=3)
                uow.outbox.lease(items, now=NOW, until=after(minutes=1))
            leased.extend(_keys(items))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert sorted(leased) == sorted(f"m{n}" for n in range(40))
