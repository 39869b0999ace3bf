"""What failed for good is told to whoever runs the bot, once a day."""

from __future__ import annotations

from datetime import timedelta

from bot.schedule import report_dead
from storage.inbox import NewEvent
from storage.uow import Database
from tests.support.builders import NOW


def test_a_dead_event_is_told_once_a_day(sqlite_database: Database) -> None:
    with sqlite_database.begin() as uow:
        assert not report_dead(uow, NOW)
        uow.inbox.add([NewEvent("wecom", "k", "lane", "MessageReceived", "{}", NOW)])
        uow.inbox.failed(uow.inbox.claim_due(NOW)[0], why="bug", retry_at=None, now=NOW)
        assert report_dead(uow, NOW)
        assert not report_dead(uow, NOW + timedelta(hours=1))
        assert report_dead(uow, NOW + timedelta(days=1))
