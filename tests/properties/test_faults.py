"""Crash anywhere, redeliver anything: the fault test at a size for every day.

``benchmarks/faults.py`` runs it at its full size.
"""

from __future__ import annotations

import asyncio
import dataclasses
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.wecom import Request
from tests.support.crash_checks import CHECKS, Evidence, most_within
from tests.support.crash_talk import customer_of_text
from tests.support.crashing import POINTS, Run, Size
from tests.support.world import a_world

SMALL = Size(texts=160, chats=24, members=20, deaths=POINTS, speed=10, patience=120)
SLOWEST_START = 30.0
"""Seconds, on a machine that tests something else as well; the benchmark asks for 1.5."""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """One run with a death at every named point, drained; whatever it left."""
    run = Run(tmp_path_factory.mktemp("faults"), SMALL, seed=1)
    record = asyncio.run(run())
    return Evidence(run.file, run.far, record, SMALL.speed, SMALL.chats)


def test_every_named_point_was_died_at(evidence: Evidence) -> None:
    assert [name for name, _ in evidence.record.deaths] == list(POINTS)


@pytest.mark.parametrize("name", CHECKS)
def test_after_crashes_and_repeated_deliveries(evidence: Evidence, name: str) -> None:
    assert CHECKS[name](evidence) == []


def test_it_comes_back_soon(evidence: Evidence) -> None:
    assert max(evidence.record.ready_after) < SLOWEST_START


# -- the checks themselves are able to fail --------------------------------------------------------

_AGAIN = (
    "INSERT INTO cards SELECT 'again', platform, recipient, person_id, kind, subject_id, content, status,"
    " superseded_by, created_at, updated_at, event_key FROM cards WHERE kind = '{}' LIMIT 1"
)
_DEAD = "UPDATE {} SET status = 'dead' WHERE id = (SELECT max(id) FROM {})"
TAMPERINGS = {
    "nothing_acknowledged_is_lost": (
        "DELETE FROM inbox WHERE key = (SELECT min(key) FROM inbox WHERE key LIKE 'msg:%')"
    ),
    "no_event_is_dead": _DEAD.format("inbox", "inbox"),
    "no_message_is_dead": _DEAD.format("outbox", "outbox"),
    "every_customer_is_one_lead": (
        "UPDATE leads SET name = (SELECT max(name) FROM leads) WHERE name = (SELECT min(name) FROM leads)"
    ),
    "no_card_is_doubled": _AGAIN.format("new_lead"),
    "no_alert_is_doubled": _AGAIN.format("quote_unread"),
    "every_message_is_seen_once": (
        "UPDATE outbox SET status = 'dead' WHERE id = (SELECT min(id) FROM outbox WHERE kind = 'send')"
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_check_notices_what_no_database_may_hold(evidence: Evidence, tmp_path: Path, name: str) -> None:
    file = tmp_path / "tampered.db"
    shutil.copy(evidence.file, file)
    with closing(sqlite3.connect(file)) as database, database:
        assert database.execute(TAMPERINGS[name]).rowcount == 1
    assert CHECKS[name](dataclasses.replace(evidence, file=file))


def _again(request: Request) -> Request:
    return dataclasses.replace(request, at=request.at + timedelta(milliseconds=1), errcode=0)


def _other_words(request: Request) -> Request:
    return dataclasses.replace(request, body={**request.body, "duplicate_check_interval": 1})


@pytest.mark.parametrize(
    ("name", "endpoint", "forge", "times"),
    [
        ("a_push_repeats_only_over_a_crash", "message/send", _again, 1),
        ("a_push_repeats_only_over_a_crash", "message/send", _other_words, 1),
        ("one_token_per_expiry", "gettoken", _again, 50),
        ("nobody_gets_more_than_thirty_a_minute", "message/send", _again, 31),
    ],
)
def test_a_check_notices_a_call_too_many(
    evidence: Evidence, name: str, endpoint: str, forge: Callable[[Request], Request], times: int
) -> None:
    requests = evidence.far.requests
    assert isinstance(requests, list)
    before = list(requests)
    good = next(request for request in evidence.far.calls(endpoint) if request.errcode == 0)
    try:
        requests += [forge(good)] * times
        assert CHECKS[name](evidence)
    finally:
        requests[:] = before


# -- the limit per member, without waiting for a real minute -----------------------------------------


@pytest.fixture
def database_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """An SQLite database of this test's own with the current schema."""
    shutil.copy(_sqlite_template, tmp_path / "world.db")
    return f"sqlite:///{tmp_path / 'world.db'}"


async def test_a_talkative_member_gets_thirty_messages_a_minute_and_all_of_them(database_url: str) -> None:
    async with a_world(database_url) as world:
        phone = world.sales("李雷")
        for number in range(70):
            await phone.member.says(f"新建线索 {customer_of_text(number)} 139{number:08d} 官网")
        await world.settle()
        await world.clock.advance(minutes=5)
        sends = [request for request in world.running.phones.calls("message/send") if request.errcode == 0]
        assert most_within([request.at for request in sends], timedelta(minutes=1)) == 30
        assert len({message.text for message in phone.messages}) == 70
