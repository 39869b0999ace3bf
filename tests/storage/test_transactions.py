"""Transactions and savepoints: all of it or nothing of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from threading import Barrier

import pytest
import sqlalchemy as sa

from storage.errors import Busy, Conflict, StorageFull, StorageUnavailable
from storage.uow import Database, UnitOfWork
from tests.storage.values import NOW, a_lead, an_event
from tests.support.postgres import PostgresServer


def _fail_after_adding(uow: UnitOfWork, key: str) -> None:
    uow.leads.add(a_lead(key))
    raise RuntimeError("a handler failed")


def _fail_after_a_savepoint(uow: UnitOfWork, key: str) -> None:
    with uow.savepoint():
        uow.leads.add(a_lead(key))
    raise RuntimeError("a handler failed later")


def test_an_exception_undoes_the_whole_transaction(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as uow:
        _fail_after_adding(uow, "l")
    with database.read() as uow:
        assert uow.leads.find("l") is None


def test_a_savepoint_undoes_only_what_happened_in_it(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("before"))
        with pytest.raises(RuntimeError), uow.savepoint():
            _fail_after_adding(uow, "inside")
        with uow.savepoint():
            uow.leads.add(a_lead("after"))
    with database.read() as uow:
        assert [key for key in ("before", "inside", "after") if uow.leads.find(key)] == ["before", "after"]


def test_savepoints_nest(database: Database) -> None:
    with database.begin() as uow:
        with uow.savepoint():
            uow.leads.add(a_lead("outer"))
            with pytest.raises(RuntimeError), uow.savepoint():
                _fail_after_adding(uow, "inner")
            uow.leads.add(a_lead("still outer"))
        with pytest.raises(RuntimeError), uow.savepoint():
            _fail_after_a_savepoint(uow, "kept by the inner one")
    with database.read() as uow:
        keys = ("outer", "inner", "still outer", "kept by the inner one")
        assert [key for key in keys if uow.leads.find(key)] == ["outer", "still outer"]


def test_a_statement_that_fails_inside_a_savepoint_harms_nothing_outside(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l"))
        with pytest.raises(sa.exc.IntegrityError), uow.savepoint():
            uow.leads.add(a_lead("l"))
        uow.leads.add(a_lead("next"))
    with database.read() as uow:
        assert uow.leads.find("next") is not None


def test_a_savepoint_inside_an_aborted_transaction_is_not_committed_by_itself(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as uow:
        _fail_after_a_savepoint(uow, "l")
    with database.read() as uow:
        assert uow.leads.find("l") is None


def test_a_reader_sees_one_moment_and_waits_for_nobody(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("before"))
    with database.begin() as writing, database.read() as reading:
        writing.leads.add(a_lead("after"))
        assert reading.leads.find("before") is not None
        assert reading.leads.find("after") is None
        writing.leads.add(a_lead("later"))


def test_a_reader_goes_on_seeing_its_moment(database: Database) -> None:
    with database.read() as reading:
        assert reading.leads.find("l") is None
        with database.begin() as writing:
            writing.leads.add(a_lead("l"))
        assert reading.leads.find("l") is None
    with database.read() as reading:
        assert reading.leads.find("l") is not None


def test_stale_versions_conflict_across_transactions(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l"))
    with database.read() as uow:
        seen = uow.leads.get("l")
    with database.begin() as uow:
        uow.leads.save(seen)
    with pytest.raises(Conflict), database.begin() as uow:
        uow.leads.save(seen)


def test_an_open_transaction_is_required(database: Database) -> None:
    with database.begin() as uow:
        kept = uow
    with pytest.raises(StorageUnavailable):
        kept.leads.find("l")


def _fill(database: Database) -> None:
    """Leave an SQLite database no room for one more page."""
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@pytest.fixture
def full_database(sqlite_database: Database) -> Database:
    """A database on a disk that is full; one connection, for the limit belongs to it."""
    url = sqlite_database.url
    sqlite_database.close()
    full = Database(url, connections=1)
    _fill(full)
    return full


def test_a_full_disk_says_so_and_leaves_nothing(full_database: Database) -> None:
    events = [an_event(n) for n in range(2000)]
    with pytest.raises(StorageFull), full_database.begin() as uow:
        uow.inbox.add(events)
    with full_database.read() as uow:
        assert uow.inbox.counts() == {"open": 0, "dead": 0}
    full_database.close()


def test_after_a_full_disk_the_rest_of_the_transaction_is_refused_not_committed_alone(
    full_database: Database,
) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.leads.add(a_lead("first"))
        try:
            with uow.savepoint():
                uow.inbox.add([an_event(n) for n in range(2000)])
        except StorageFull:
            uow.leads.add(a_lead("second"))

    with pytest.raises(StorageUnavailable), full_database.begin() as uow:
        work(uow)
    with full_database.read() as uow:
        assert [uow.leads.find("first"), uow.leads.find("second")] == [None, None]
    full_database.close()


def test_work_goes_on_when_there_is_room_again(full_database: Database) -> None:
    with pytest.raises(StorageFull), full_database.begin() as uow:
        uow.inbox.add([an_event(n) for n in range(2000)])
    with full_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    with full_database.begin() as uow:
        assert all(uow.inbox.add([an_event(n) for n in range(2000)]))
    full_database.close()


def test_a_statement_composed_per_call_reports_a_full_disk_too(full_database: Database) -> None:
    fill = sa.text(
        "INSERT INTO people (id, name, role, active, created_at, version, configured)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
        " SELECT i, 'a long enough name', 'rep', 1, 1, 1, 0 FROM n"
    )
    with pytest.raises(StorageFull), full_database.begin() as uow:
        uow.connection.execute(fill)
    full_database.close()


def test_a_database_that_cannot_be_opened_is_unavailable(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/missing/genjin.db")
    with pytest.raises(StorageUnavailable), database.begin():
        pass
    database.close()


def test_a_server_that_is_not_there_is_unavailable() -> None:
    database = Database("postgresql+psycopg://postgres@/nothing?host=/nowhere")
    with pytest.raises(StorageUnavailable), database.begin():
        pass
    database.close()


def test_a_lost_connection_undoes_the_transaction_and_the_next_one_works(
    postgres_database: Database, postgres_server: PostgresServer
) -> None:
    name = str(postgres_database.engine.url.database)

    def work(uow: UnitOfWork) -> None:
        uow.leads.add(a_lead("l"))
        postgres_server.kick(name)
        uow.leads.add(a_lead("other"))

    with pytest.raises(StorageUnavailable), postgres_database.begin() as uow:
        work(uow)
    with postgres_database.begin() as uow:
        assert uow.leads.find("l") is None
        uow.leads.add(a_lead("l"))


def test_a_connection_lost_inside_a_savepoint_refuses_the_rest(
    postgres_database: Database, postgres_server: PostgresServer
) -> None:
    name = str(postgres_database.engine.url.database)

    def work(uow: UnitOfWork) -> None:
        try:
            with uow.savepoint():
                postgres_server.kick(name)
                uow.leads.add(a_lead("l"))
        except StorageUnavailable:
            uow.leads.add(a_lead("alone"))

    with pytest.raises(StorageUnavailable), postgres_database.begin() as uow:
        work(uow)
    with postgres_database.begin() as uow:
        assert [uow.leads.find("l"), uow.leads.find("alone")] == [None, None]


def test_a_connection_that_died_in_the_pool_is_replaced(
    postgres_database: Database, postgres_server: PostgresServer
) -> None:
    with postgres_database.begin() as uow:
        uow.leads.add(a_lead("l"))
    postgres_server.kick(str(postgres_database.engine.url.database))
    with postgres_database.begin() as uow:
        assert uow.leads.find("l") is not None


def test_a_deadlock_is_a_conflict_for_one_of_the_two(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        uow.leads.add(a_lead("a"))
        uow.leads.add(a_lead("b"))
    both = Barrier(2)

    def save(keys: tuple[str, str]) -> str:
        try:
            with postgres_database.begin() as uow:
                uow.leads.save(a_lead(keys[0]))
                both.wait()
                uow.leads.save(a_lead(keys[1]))
        except Busy:
            return "busy"
        except Conflict:
            return "stale"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(save, [("a", "b"), ("b", "a")]))
    assert outcomes == ["busy", "done"]


def test_no_free_connection_is_unavailable_not_a_crash(sqlite_database: Database) -> None:
    database = Database(sqlite_database.url, connections=1)
    database.engine.pool._timeout = 0.05  # type: ignore[attr-defined]
    with database.begin(), pytest.raises(StorageUnavailable), database.read():
        pass
    database.close()


def test_what_was_committed_is_on_the_disk(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert found == ["wal", 2, 10_000]


def test_a_moment_keeps_its_microseconds_and_comes_back_in_utc(database: Database) -> None:
    beijing = NOW.astimezone(timezone(timedelta(hours=8)))
    with database.begin() as uow:
        uow.leads.add(a_lead("l", created_at=beijing))
        found = uow.leads.get("l").created_at
    assert (found, found.utcoffset()) == (NOW, timedelta(0))
