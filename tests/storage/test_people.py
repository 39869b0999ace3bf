"""The team: accounts, managers, reachability."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.uow import Database
from tests.storage.values import NOW, a_person


@pytest.fixture
def team(database: Database) -> Database:
    with database.begin() as uow:
        uow.people.add(a_person("boss", role="director"))
        uow.people.add(a_person("lead", role="supervisor", manager_id="boss"))
        uow.people.add(a_person("rep", manager_id="lead"))
        uow.people.add(a_person("gone", manager_id="lead", active=False))
    return database


def test_a_person_is_known_by_any_account_tied_to_them(team: Database) -> None:
    with team.begin() as uow:
        uow.people.link("rep", "wecom", "zhangsan")
        uow.people.link("rep", "dingtalk", "u1")
        for account in (("wecom", "zhangsan"), ("dingtalk", "u1")):
            found = uow.people.by_native(*account)
            assert found is not None
            assert found.id == "rep"
        assert uow.people.by_native("wecom", "nobody") is None
        assert uow.people.native_of("rep", "dingtalk") == ("dingtalk", "u1")
        assert uow.people.native_of("rep") == ("dingtalk", "u1")
        assert uow.people.native_of("boss") is None


def test_an_account_can_pass_to_somebody_else(team: Database) -> None:
    with team.begin() as uow:
        uow.people.link("rep", "wecom", "zhangsan")
        uow.people.link("lead", "wecom", "zhangsan")
        found = uow.people.by_native("wecom", "zhangsan")
        assert found is not None
        assert found.id == "lead"


def test_an_account_that_cannot_be_reached_comes_last(team: Database) -> None:
    with team.begin() as uow:
        uow.people.link("rep", "dingtalk", "u1")
        uow.people.link("rep", "wecom", "ZhangSan")
        uow.people.mark_unreachable("dingtalk", "U1", NOW)
        assert uow.people.native_of("rep") == ("wecom", "ZhangSan")
        assert uow.people.unreachable() == [("dingtalk", "u1", NOW)]
        uow.people.mark_unreachable("dingtalk", "u1", None)
        assert uow.people.unreachable() == []


def test_who_is_above_and_below(team: Database) -> None:
    with team.read() as uow:
        assert uow.people.managers_of("rep") == ["lead", "boss"]
        assert uow.people.managers_of("boss") == []
        assert uow.people.managers_of("nobody") == []
        assert uow.people.reports_of("boss") == ["gone", "lead", "rep"]
        assert uow.people.reports_of("rep") == []


def test_a_circle_of_managers_ends(team: Database) -> None:
    with team.begin() as uow:
        uow.people.save(a_person("boss", role="director", manager_id="rep"))
        assert uow.people.managers_of("rep") == ["lead", "boss"]
        assert uow.people.reports_of("rep") == ["boss", "gone", "lead"]


def test_roles_and_everybody(team: Database) -> None:
    with team.read() as uow:
        assert [person.id for person in uow.people.everybody()] == ["boss", "gone", "lead", "rep"]
        assert [person.id for person in uow.people.of_roles("rep", "director")] == ["boss", "rep"]


def test_an_account_linked_by_many_at_once_belongs_to_one(postgres_database: Database) -> None:
    def link(number: int) -> None:
        with postgres_database.begin() as uow:
            uow.people.link(f"p{number}", "wecom", "zhangsan")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(link, range(8)))
    with postgres_database.read() as uow:
        assert uow.people.unreachable() == []
