"""The ledger of promises: found by whom, with whom, where and from which words."""

from __future__ import annotations

import dataclasses
from typing import Any

from storage.promises import Promise
from storage.uow import Database
from tests.storage.values import NOW, a_todo, after


def a_promise(key: str, **changes: Any) -> Promise:
    base = Promise(
        key, "rep", "l", "c", "staff", "send_file", "发合同", "明天发合同",
        2, 5, "m", NOW, None, "none", False, NOW,
    )  # fmt: skip
    return dataclasses.replace(base, **changes)


def test_what_is_owed_comes_the_most_urgent_first_and_what_is_settled_not_at_all(database: Database) -> None:
    with database.begin() as uow:
        uow.promises.add(a_promise("some time"))
        uow.promises.add(a_promise("later", due_at=after(days=2)))
        uow.promises.add(a_promise("late", due_at=NOW, status="broken"))
        uow.promises.add(a_promise("kept", due_at=NOW, status="kept"))
        assert [p.id for p in uow.promises.owed_by_owners(["rep"])] == ["late", "later", "some time"]
        assert uow.promises.owed_by_owners(["other"]) == []


def test_a_promise_is_found_by_its_conversation_and_by_its_lead_once(database: Database) -> None:
    with database.begin() as uow:
        uow.promises.add(a_promise("both"))
        uow.promises.add(a_promise("said to the bot", conversation_id=None, made_at=after(hours=1)))
        uow.promises.add(a_promise("elsewhere", lead_id="x", conversation_id="y"))
        assert [p.id for p in uow.promises.owed_in("c", "l")] == ["both", "said to the bot"]
        assert [p.id for p in uow.promises.owed_in("c", None)] == ["both"]
        assert [p.id for p in uow.promises.of_lead("l")] == ["said to the bot", "both"]
        assert [p.id for p in uow.promises.in_conversation("c")] == ["both"]


def test_a_promise_is_found_by_the_message_that_made_it_and_the_one_that_closed_it(
    database: Database,
) -> None:
    with database.begin() as uow:
        uow.promises.add(a_promise("p", message_id="said", closed_by="proof", status="kept"))
        assert [p.id for p in uow.promises.from_message("said")] == ["p"]
        assert [p.id for p in uow.promises.closed_by("proof")] == ["p"]
        assert uow.promises.get("p").owed is False


def test_the_times_of_a_series_are_found_by_it(database: Database) -> None:
    with database.begin() as uow:
        uow.todos.add(a_todo("series", kind="series", repeat="weekly 0 09:00"))
        uow.todos.add(a_todo("first", series_id="series", status="done"))
        uow.todos.add(a_todo("second", series_id="series"))
        assert [t.id for t in uow.todos.of_series("series")] == ["second"]
        assert uow.todos.get("series").repeat == "weekly 0 09:00"
