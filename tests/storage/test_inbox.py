"""Accepted events: once each, in the order of their lane, never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from storage.errors import NotFound
from storage.inbox import InboxItem
from storage.uow import Database
from tests.storage.values import NOW, after, an_event


def _keys(items: list[InboxItem]) -> list[str]:
    return [item.key for item in items]


def test_an_event_is_new_once_however_often_it_is_delivered(database: Database) -> None:
    with database.begin() as uow:
        assert uow.inbox.add([an_event(1), an_event(2), an_event(1)]) == [True, True, False]
    with database.begin() as uow:
        assert uow.inbox.add([an_event(2), an_event(3)]) == [False, True]
        assert uow.inbox.add([]) == []
        assert uow.inbox.counts() == {"open": 3, "dead": 0}


def test_an_event_no_database_can_spell_takes_no_neighbour_down(database: Database) -> None:
    events = [an_event(1), an_event(2)._replace(key="k\ud800\0", body='"\ud83d"'), an_event(3)]
    with database.begin() as uow:
        assert uow.inbox.add(events) == [True, True, True]
        assert uow.inbox.add(events) == [False, False, False]
        assert _keys(uow.inbox.claim_due(NOW)) == ["k1", "k?", "k3"]


def test_events_keep_the_order_they_were_added_in(database: Database) -> None:
    numbers = [5, 3, 9, 1, 7, 2]
    with database.begin() as uow:
        uow.inbox.add([an_event(n, lane=f"lane{n % 2}") for n in numbers])
        assert _keys(uow.inbox.claim_due(NOW)) == [f"k{n}" for n in numbers]


def test_a_claimed_event_carries_what_was_stored(database: Database) -> None:
    event = an_event(1)
    with database.begin() as uow:
        uow.inbox.add([event])
        (item,) = uow.inbox.claim_due(NOW)
    same = (item.platform, item.key, item.lane, item.kind, item.body, item.received_at)
    assert same == (event.platform, event.key, event.lane, event.kind, event.body, event.received_at)
    assert (item.attempts, item.error) == (0, None)


def test_a_done_event_is_not_claimed_again_and_still_refuses_its_double(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(1)])
        uow.inbox.done(uow.inbox.claim_due(NOW), NOW)
    with database.begin() as uow:
        assert uow.inbox.claim_due(NOW) == []
        assert uow.inbox.add([an_event(1)]) == [False]
        assert uow.inbox.counts() == {"open": 0, "dead": 0}
        assert uow.inbox.next_due() is None


def test_an_event_put_off_holds_back_its_lane_only(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(1), an_event(2), an_event(3, lane="b")])
        first = uow.inbox.claim_due(NOW)[0]
        uow.inbox.failed(first, why="later", retry_at=after(minutes=5), now=NOW)
    with database.begin() as uow:
        assert _keys(uow.inbox.claim_due(NOW)) == ["k3"]
        again = uow.inbox.claim_due(after(minutes=5))
    assert _keys(again) == ["k1", "k2", "k3"]
    assert (again[0].attempts, again[0].error) == (1, "later")


def test_a_dead_event_frees_its_lane_and_can_be_replayed(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(1), an_event(2)])
        first = uow.inbox.claim_due(NOW)[0]
        uow.inbox.failed(first, why="x" * 5000, retry_at=None, now=NOW)
        assert _keys(uow.inbox.claim_due(NOW)) == ["k2"]
        assert uow.inbox.counts() == {"open": 1, "dead": 1}
        (dead,) = uow.inbox.dead()
        assert (dead.key, dead.attempts, len(dead.error or "")) == ("k1", 1, 2000)
        uow.inbox.replay(dead.id, after(hours=1))
        assert uow.inbox.dead() == []
        (replayed,) = uow.inbox.claim_due(after(hours=1), limit=1)
        assert (replayed.key, replayed.attempts, replayed.error) == ("k1", 0, None)
        with pytest.raises(NotFound):
            uow.inbox.replay(dead.id, NOW)


def test_only_what_was_handled_long_ago_is_forgotten(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(n, lane=str(n)) for n in range(4)])
        old, new, dead, _open = uow.inbox.claim_due(NOW)
        uow.inbox.done([old], NOW)
        uow.inbox.done([new], after(days=10))
        uow.inbox.failed(dead, why="", retry_at=None, now=NOW)
        assert uow.inbox.purge(after(days=1)) == 1
        assert uow.inbox.add([an_event(n, lane=str(n)) for n in range(4)]) == [True, False, False, False]


def test_the_next_moment_to_look_is_the_earliest_open_one(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(1), an_event(2, lane="b", at=after(hours=1))])
        assert uow.inbox.next_due() == NOW
        (item,) = uow.inbox.claim_due(NOW)
        uow.inbox.failed(item, why="", retry_at=after(hours=2), now=NOW)
        assert uow.inbox.next_due() == after(hours=1)


def test_nothing_due_later_is_claimed(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(1, at=after(seconds=1))])
        assert uow.inbox.claim_due(NOW) == []
        assert _keys(uow.inbox.claim_due(after(seconds=1))) == ["k1"]


def test_two_open_claims_never_share_a_lane(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        uow.inbox.add([an_event(n, lane="ab"[n % 2]) for n in range(6)])
    with postgres_database.begin() as one, postgres_database.begin() as other:
        first = one.inbox.claim_due(NOW, limit=1)
        second = other.inbox.claim_due(NOW, limit=20)
        assert _keys(first) == ["k0"]
        assert _keys(second) == ["k1", "k3", "k5"]
        assert one.inbox.claim_due(after(seconds=1), limit=20)[0].key == "k0"
    with postgres_database.begin() as uow:
        assert len(uow.inbox.claim_due(NOW)) == 6


def test_an_event_that_another_process_commits_late_waits_for_its_lane(postgres_database: Database) -> None:
    with postgres_database.begin() as slow:
        slow.inbox.add([an_event(1)])
        with postgres_database.begin() as quick:
            quick.inbox.add([an_event(2), an_event(3)])
        one = postgres_database.begin()
        working = one.__enter__()
        assert _keys(working.inbox.claim_due(NOW, limit=1)) == ["k2"]
    with postgres_database.begin() as other:
        assert other.inbox.claim_due(NOW) == []
    one.__exit__(None, None, None)
    with postgres_database.begin() as other:
        assert _keys(other.inbox.claim_due(NOW)) == ["k1", "k2", "k3"]


def test_workers_side_by_side_handle_every_event_once_and_in_order(postgres_database: Database) -> None:
    lanes, each, workers = 5, 12, 4
    with postgres_database.begin() as uow:
        uow.inbox.add([an_event(n, lane=f"lane{n % lanes}") for n in range(lanes * each)])
    barrier = Barrier(workers)
    handled: list[tuple[str, str]] = []

    def work(_number: int) -> None:
        barrier.wait()
        idle = 0
        while idle < 50:
            with postgres_database.begin() as uow:
                items = uow.inbox.claim_due(NOW, limit=3)
                handled.extend((item.lane, item.key) for item in items)
                uow.inbox.done(items, NOW)
            idle = 0 if items else idle + 1

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    assert sorted(key for _, key in handled) == sorted(f"k{n}" for n in range(lanes * each))
    for lane in range(lanes):
        seen = [key for name, key in handled if name == f"lane{lane}"]
        assert seen == [f"k{n}" for n in range(lane, lanes * each, lanes)]


def test_the_same_events_accepted_by_two_processes_at_once_are_new_in_one(
    postgres_database: Database,
) -> None:
    barrier = Barrier(4)

    def accept(_number: int) -> list[bool]:
        barrier.wait()
        with postgres_database.begin() as uow:
            return uow.inbox.add([an_event(n) for n in range(30)])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(accept, range(4)))
    assert [sum(column) for column in zip(*answers, strict=True)] == [1] * 30


def test_a_rolled_back_claim_leaves_the_event_due(database: Database) -> None:
    def crash(now: datetime) -> None:
        with database.begin() as uow:
            uow.inbox.done(uow.inbox.claim_due(now), now)
            raise RuntimeError("killed")

    with database.begin() as uow:
        uow.inbox.add([an_event(1)])
    with pytest.raises(RuntimeError):
        crash(NOW)
    with database.begin() as uow:
        assert _keys(uow.inbox.claim_due(NOW)) == ["k1"]
