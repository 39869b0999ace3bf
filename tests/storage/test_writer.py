"""The writer: one transaction per job, urgent ones first, never more than it can hold."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable

import pytest

from storage.errors import StorageUnavailable
from storage.uow import Database, UnitOfWork
from storage.writer import QueueFull, Writer
from tests.storage.values import a_lead, an_event


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[Writer]:
    running = Writer(database, bound=4)
    yield running
    await asyncio.to_thread(running.close)


class Gate:
    """A job that holds one writer thread until it is opened."""

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()

    def __call__(self, uow: UnitOfWork) -> None:
        self.entered.set()
        self.opened.wait(30)


async def _occupied(writer: Writer, gate: Gate) -> asyncio.Task[None]:
    task = asyncio.create_task(writer.run(gate))
    await asyncio.to_thread(gate.entered.wait, 30)
    return task


def _adding(key: str) -> Callable[[UnitOfWork], str]:
    def job(uow: UnitOfWork) -> str:
        uow.leads.add(a_lead(key))
        return key

    return job


async def test_a_job_is_committed_when_its_answer_comes(writer: Writer, database: Database) -> None:
    assert await writer.run(_adding("l")) == "l"
    with database.read() as uow:
        assert uow.leads.find("l") is not None


async def test_a_failing_job_undoes_itself_and_harms_no_other(writer: Writer, database: Database) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.leads.add(a_lead("lost"))
        raise ValueError("no")

    failing = asyncio.create_task(writer.run(fail))
    kept = asyncio.create_task(writer.run(_adding("kept")))
    with pytest.raises(ValueError, match="no"):
        await failing
    assert await kept == "kept"
    with database.read() as uow:
        assert uow.leads.find("lost") is None


async def test_urgent_jobs_go_first(sqlite_database: Database) -> None:
    writer, gate, order = Writer(sqlite_database), Gate(), list[str]()
    first = await _occupied(writer, gate)
    normal = asyncio.create_task(writer.run(lambda _uow: order.append("normal")))
    urgent = asyncio.create_task(writer.run(lambda _uow: order.append("urgent"), urgent=True))
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(first, normal, urgent)
    await asyncio.to_thread(writer.close)
    assert order == ["urgent", "normal"]


async def test_past_its_bound_the_writer_refuses_at_once(sqlite_database: Database) -> None:
    writer, gate = Writer(sqlite_database, bound=2), Gate()
    first = await _occupied(writer, gate)
    waiting = [asyncio.create_task(writer.run(_adding(key))) for key in ("a", "b")]
    await asyncio.sleep(0)
    with pytest.raises(QueueFull):
        await writer.run(_adding("c"), urgent=True)
    gate.opened.set()
    assert await asyncio.gather(*waiting) == ["a", "b"]
    await first
    await asyncio.to_thread(writer.close)


async def test_closing_finishes_what_waits_and_refuses_what_comes(sqlite_database: Database) -> None:
    writer, gate = Writer(sqlite_database), Gate()
    first = await _occupied(writer, gate)
    waiting = asyncio.create_task(writer.run(_adding("l")))
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(writer.close))
    gate.opened.set()
    await asyncio.gather(first, closing)
    assert await waiting == "l"
    with pytest.raises(QueueFull):
        await writer.run(_adding("late"))


async def test_a_caller_that_gave_up_does_not_stop_the_writer(writer: Writer, database: Database) -> None:
    gate = Gate()
    gone = await _occupied(writer, gate)
    gone.cancel()
    gate.opened.set()
    assert await writer.run(_adding("l")) == "l"


async def test_postgresql_jobs_run_side_by_side(postgres_database: Database) -> None:
    writer, together = Writer(postgres_database), threading.Barrier(3)

    def meet(uow: UnitOfWork) -> int:
        uow.inbox.counts()
        return together.wait(30)

    assert sorted(await asyncio.gather(*(writer.run(meet) for _ in range(3)))) == [0, 1, 2]
    await asyncio.to_thread(writer.close)


async def test_two_jobs_that_deadlock_are_both_done(postgres_database: Database) -> None:
    writer, tries, lock = Writer(postgres_database), list[str](), threading.Lock()
    both, one_done = threading.Barrier(2), threading.Event()
    with postgres_database.begin() as uow:
        uow.leads.add(a_lead("a"))
        uow.leads.add(a_lead("b"))

    def crosswise(first: str, second: str) -> Callable[[UnitOfWork], None]:
        def job(uow: UnitOfWork) -> None:
            with lock:
                tries.append(first)
                initial = tries.count(first) == 1
            if not initial:
                one_done.wait(30)
            uow.leads.save(uow.leads.get(first))
            if initial:
                both.wait(30)
            uow.leads.save(uow.leads.get(second))

        return job

    jobs = [asyncio.create_task(writer.run(crosswise(*keys))) for keys in (("a", "b"), ("b", "a"))]
    await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
    one_done.set()
    await asyncio.gather(*jobs)
    await asyncio.to_thread(writer.close)
    assert len(tries) == 3
    with postgres_database.read() as uow:
        assert (uow.leads.get("a").version, uow.leads.get("b").version) == (3, 3)


async def test_a_database_that_is_gone_answers_every_job_and_recovers(sqlite_database: Database) -> None:
    writer = Writer(sqlite_database)

    def lose(uow: UnitOfWork) -> None:
        uow.connection.invalidate()
        uow.leads.find("l")

    with pytest.raises(StorageUnavailable):
        await writer.run(lose)
    assert await writer.run(lambda uow: uow.inbox.add([an_event(1)])) == [True]
    await asyncio.to_thread(writer.close)
