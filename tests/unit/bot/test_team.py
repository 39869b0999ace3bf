"""Who the configuration names, and who it names no longer."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

from bot.config.model import PersonConfig, TeamRole
from bot.team import sync
from storage.people import Person
from storage.uow import Database

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
BOSS = PersonConfig("wangzg", "王主管", TeamRole.SUPERVISOR, wecom="wangzg")
REP = PersonConfig("lilei", "李雷", manager="wangzg", wecom="LiLei")


def test_who_is_no_longer_named_may_do_nothing_any_more(database: Database) -> None:
    with database.begin() as uow:
        sync(uow, (BOSS, REP), NOW)
        sync(uow, (BOSS,), NOW)
        left = uow.people.get("lilei")
        assert not left.active
        assert uow.people.by_native("wecom", "lilei") == left
        assert uow.people.get("wangzg").active


def test_who_is_named_again_is_back(database: Database) -> None:
    with database.begin() as uow:
        sync(uow, (BOSS, REP), NOW)
        before = uow.people.get("lilei")
        sync(uow, (BOSS,), NOW)
        sync(uow, (BOSS, REP), NOW)
        assert dataclasses.replace(uow.people.get("lilei"), version=before.version) == before


def test_who_joined_by_card_stays(database: Database) -> None:
    joined = Person("wecom:hanmei", "韩梅", "rep", "wangzg", True, NOW, NOW)
    with database.begin() as uow:
        uow.people.add(joined)
        sync(uow, (BOSS, REP), NOW)
        assert uow.people.get("wecom:hanmei") == joined
