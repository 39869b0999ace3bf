"""Appointments: one per key, claimed once, when their moment has come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from storage.due import Due
from storage.uow import Database
from tests.storage.values import NOW, after


def _set(due: Due, key: str, at: datetime) -> None:
    due.at(key, kind="quote", subject=f"s-{key}", lane="a", at=at)


def test_what_is_due_comes_oldest_first_and_only_once(database: Database) -> None:
    with database.begin() as uow:
        for key, hours in (("late", 3), ("second", 2), ("first", 1)):
            _set(uow.due, key, after(hours=hours))
        assert uow.due.next_at() == after(hours=1)
        assert uow.due.claim(NOW) == []
        assert [item.key for item in uow.due.claim(after(hours=2))] == ["first", "second"]
        assert uow.due.claim(after(hours=2)) == []
        assert uow.due.next_at() == after(hours=3)


def test_a_claim_takes_no_more_than_asked(database: Database) -> None:
    with database.begin() as uow:
        for number in range(5):
            _set(uow.due, f"k{number}", after(minutes=number))
        assert [item.key for item in uow.due.claim(after(hours=1), limit=2)] == ["k0", "k1"]
        assert [item.key for item in uow.due.claim(after(hours=1))] == ["k2", "k3", "k4"]


def test_setting_an_appointment_again_moves_it_and_counts_the_round(database: Database) -> None:
    with database.begin() as uow:
        _set(uow.due, "k", NOW)
        _set(uow.due, "k", after(hours=1))
        assert uow.due.claim(NOW) == []
        (item,) = uow.due.claim(after(hours=1))
        assert (item.subject, item.lane, item.at, item.round) == ("s-k", "a", after(hours=1), 2)


def test_an_appointment_that_waits_already_is_not_made_again(database: Database) -> None:
    with database.begin() as uow:
        uow.due.once("k", kind="burst", subject="c", lane="a", at=NOW)
        uow.due.once("k", kind="burst", subject="d", lane="a", at=after(hours=-1))
        (item,) = uow.due.claim(NOW)
        assert (item.subject, item.at) == ("c", NOW)
        uow.due.once("k", kind="burst", subject="c", lane="a", at=after(hours=1))
        assert uow.due.next_at() == after(hours=1)


def test_an_id_never_comes_twice(database: Database) -> None:
    with database.begin() as uow:
        _set(uow.due, "k", NOW)
        (first,) = uow.due.claim(NOW)
        _set(uow.due, "k", NOW)
        (second,) = uow.due.claim(NOW)
    assert second.id > first.id


def test_a_cancelled_appointment_never_comes(database: Database) -> None:
    with database.begin() as uow:
        _set(uow.due, "k", NOW)
        assert uow.due.cancel("k")
        assert not uow.due.cancel("k")
        assert uow.due.claim(after(days=9)) == []
        assert uow.due.next_at() is None


def test_two_ticks_at_once_share_what_is_due(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        for number in range(60):
            _set(uow.due, f"k{number}", NOW)
    barrier = Barrier(4)

    def tick(_number: int) -> list[str]:
        barrier.wait()
        claimed = []
        for _ in range(10):
            with postgres_database.begin() as uow:
                claimed += [item.key for item in uow.due.claim(NOW, limit=4)]
        return claimed

    with ThreadPoolExecutor(4) as pool:
        keys = [key for claimed in pool.map(tick, range(4)) for key in claimed]
    assert sorted(keys) == sorted(f"k{n}" for n in range(60))
