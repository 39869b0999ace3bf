"""Statements that travel together: the same effects, and every error where it belongs."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from storage.conversations import Message
from storage.errors import StorageUnavailable
from storage.uow import Database, UnitOfWork
from tests.storage.values import NOW, a_lead, a_message, after, an_event
from tests.support.postgres import PostgresServer


def _add_twice_and_go_on(uow: UnitOfWork) -> None:
    """The second insert fails on the server long after it was asked for."""
    uow.leads.add(a_lead("twice"))
    uow.leads.add(a_lead("twice"))
    uow.dialogues.put("p", "after the error", {}, until=after(hours=1))


def test_an_error_of_what_nobody_waited_for_is_raised_by_its_own_savepoint(database: Database) -> None:
    with database.begin() as uow:
        for number in range(3):
            with uow.savepoint():
                uow.leads.add(a_lead(f"good{number}"))
            with pytest.raises(sa.exc.IntegrityError), uow.savepoint():
                _add_twice_and_go_on(uow)
    with database.read() as uow:
        assert [n for n in range(3) if uow.leads.find(f"good{n}")] == [0, 1, 2]
        assert uow.leads.find("twice") is None
        assert uow.dialogues.get("p", "after the error", NOW) is None


def test_an_error_before_a_savepoint_is_not_blamed_on_it(database: Database) -> None:
    entered = []

    def work(uow: UnitOfWork) -> None:
        _add_twice_and_go_on(uow)
        with uow.savepoint():
            entered.append(True)

    with pytest.raises(sa.exc.IntegrityError), database.begin() as uow:
        work(uow)
    assert not entered


def test_an_error_of_what_was_sent_last_fails_the_commit(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError), database.begin() as uow:
        _add_twice_and_go_on(uow)
    with database.read() as uow:
        assert uow.leads.find("twice") is None


def test_an_error_names_the_statement_that_failed(database: Database) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="INSERT INTO leads"), database.begin() as uow:
        _add_twice_and_go_on(uow)


def test_what_was_sent_in_a_savepoint_that_fails_before_it_left_never_runs(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("outer"))
        with pytest.raises(RuntimeError), uow.savepoint():
            _add_and_fail(uow)
        uow.leads.add(a_lead("after"))
    with database.read() as uow:
        assert [key for key in ("outer", "inner", "after") if uow.leads.find(key)] == ["outer", "after"]


def _add_and_fail(uow: UnitOfWork) -> None:
    uow.leads.add(a_lead("inner"))
    raise RuntimeError("a handler failed")


def test_a_question_sees_everything_that_was_sent_before_it(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l", touched_at=NOW))
        uow.leads.touch("l", after(hours=1))
        assert uow.leads.get("l").touched_at == after(hours=1)


def test_a_statement_composed_per_call_sees_it_too(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l"))
        count = uow.connection.execute(sa.text("SELECT count(*) FROM leads")).scalar_one()
    assert count == 1


def test_a_transaction_begun_by_a_composed_statement_is_gone_on_with(database: Database) -> None:
    with pytest.raises(RuntimeError), database.begin() as uow:
        _compose_then_add_and_fail(uow)
    with database.read() as uow:
        assert uow.people.everybody() == []


def _compose_then_add_and_fail(uow: UnitOfWork) -> None:
    uow.connection.execute(sa.text("SELECT 1")).all()
    uow.leads.add(a_lead("l"))
    raise RuntimeError("a handler failed")


def test_more_than_any_buffer_holds_goes_through(database: Database) -> None:
    long = "很长的话" * 20_000
    with database.begin() as uow:
        for number in range(100):
            uow.messages.add(a_message(f"m{number}", text=long))
    with database.read() as uow:
        found: list[Message | None] = [uow.messages.find(f"m{number}") for number in range(100)]
    assert all(each is not None and each.text == long for each in found)


def test_many_answers_at_once_come_in_order(postgres_database: Database) -> None:
    with postgres_database.begin() as uow:
        events = [an_event(number) for number in range(300)]
        assert uow.inbox.add(events) == [True] * 300
        assert uow.inbox.add(events[:3]) == [False] * 3


def test_a_text_with_a_nul_is_stored_without_it_and_not_cut_off(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l", name="张\0总"))
        uow.search.add("message", "m", None, "前\0后")
    with database.read() as uow:
        assert uow.leads.get("l").name in ("张\0总", "张总")
        assert [found.ref_id for found in uow.search.find("前后")] == ["m"]


def test_a_connection_lost_with_statements_waiting_undoes_them(
    postgres_database: Database, postgres_server: PostgresServer
) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.leads.add(a_lead("seen"))
        assert uow.leads.find("seen") is not None
        uow.leads.add(a_lead("waiting"))
        postgres_server.kick(str(postgres_database.engine.url.database))

    with pytest.raises(StorageUnavailable), postgres_database.begin() as uow:
        work(uow)
    with postgres_database.begin() as uow:
        assert [uow.leads.find("seen"), uow.leads.find("waiting")] == [None, None]


def test_a_reading_transaction_keeps_to_its_moment_from_its_first_question(
    postgres_database: Database,
) -> None:
    with postgres_database.read() as uow:
        uow.leads.find("l")
        level = uow.connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
    assert level == "repeatable read"
