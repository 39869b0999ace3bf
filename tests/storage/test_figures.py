"""What monitoring reads, and what is thrown away."""

from __future__ import annotations

import pytest

from storage import housekeeping, reports
from storage.uow import Database
from tests.storage.values import NOW, a_message_to_send, a_person, after, an_event


def test_an_empty_database_has_figures_too(database: Database) -> None:
    found = reports.figures(database)
    assert found.groups == {
        "inbox": {"open": 0, "dead": 0},
        "outbox": {"open": 0, "leased": 0, "dead": 0},
        "notices": {},
    }
    assert found.singles == {"appointments": 0, "unreachable_accounts": 0}


def test_figures_count_what_waits_and_what_failed(database: Database) -> None:
    with database.begin() as uow:
        uow.inbox.add([an_event(n, lane=str(n), at=after(seconds=n)) for n in range(3)])
        first = uow.inbox.claim_due(NOW)[0]
        uow.inbox.failed(first, why="bug", retry_at=None, now=NOW)
        for key in ("m1", "m2"):
            uow.outbox.add(a_message_to_send(key, lane=key, at=after(minutes=1)))
        uow.outbox.lease(uow.outbox.due(after(hours=1), limit=1), now=NOW, until=after(minutes=9))
        uow.due.at("k", kind="quote", subject="q", lane="a", at=NOW)
        uow.people.add(a_person("rep"))
        uow.people.link("rep", "wecom", "zhangsan")
        uow.people.mark_unreachable("wecom", "zhangsan", NOW)
    found = reports.figures(database)
    assert found.groups["inbox"] == {"open": 2, "dead": 1}
    assert found.groups["outbox"] == {"open": 1, "leased": 1, "dead": 0}
    assert found.singles == {
        "inbox_oldest_due_timestamp_seconds": int(after(seconds=1).timestamp()),
        "outbox_oldest_due_timestamp_seconds": int(after(minutes=1).timestamp()),
        "appointments": 1,
        "unreachable_accounts": 1,
    }


def test_notices_of_a_platform_are_counted_by_name(database: Database) -> None:
    names = ["location", "location", "unknown:新事件"]
    events = [
        an_event(n)._replace(kind="PlatformNotice", body=f'{{"name":"{name}"}}')
        for n, name in enumerate(names)
    ]
    with database.begin() as uow:
        uow.inbox.add([*events, an_event(9)])
        uow.inbox.done(uow.inbox.claim_due(NOW), NOW)
    assert reports.figures(database).groups["notices"] == {"location": 2, "unknown:新事件": 1}


@pytest.fixture
def long_used(database: Database) -> Database:
    with database.begin() as uow:
        uow.inbox.add([an_event(n, lane=str(n)) for n in range(5)])
        items = uow.inbox.claim_due(NOW)
        uow.inbox.done(items[:3], NOW)
        uow.inbox.done(items[3:4], after(days=20))
        uow.outbox.add(a_message_to_send("m"))
        (message,) = uow.outbox.due(NOW)
        uow.outbox.lease([message], now=NOW, until=after(minutes=1))
        uow.outbox.sent(message, at=NOW, receipt={})
        uow.cards.add_handle("c", "code", NOW)
        uow.dialogues.put("rep", "lead", {}, until=NOW)
    return database


def test_housekeeping_removes_what_is_past_its_time_and_nothing_else(long_used: Database) -> None:
    nothing = dict.fromkeys(("events", "messages", "attempts", "handles", "dialogues"), 0)
    with long_used.begin() as uow:
        assert housekeeping.tidy(uow, after(hours=1)) == nothing
        assert housekeeping.tidy(uow, after(hours=3)) == {**nothing, "attempts": 1}
        assert housekeeping.tidy(uow, after(days=2)) == {**nothing, "handles": 1, "dialogues": 1}
        assert housekeeping.tidy(uow, after(days=31)) == {**nothing, "events": 3, "messages": 1}
        assert housekeeping.tidy(uow, after(days=51)) == {**nothing, "events": 1}
        assert uow.inbox.counts()["open"] == 1


def test_a_purge_takes_the_oldest_and_no_more_than_asked(long_used: Database) -> None:
    with long_used.begin() as uow:
        assert uow.inbox.purge(after(days=99), limit=3) == 3
        kept = uow.inbox.add([an_event(n, lane=str(n)) for n in range(4)])
    assert kept == [True, True, True, False]
