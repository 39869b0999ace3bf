"""What every repository does alike."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import sqlalchemy as sa

from storage.alerts import Alerts
from storage.cards import Cards
from storage.conversations import Conversations, Messages
from storage.errors import Conflict, NotFound
from storage.facts import Facts
from storage.leads import Leads
from storage.people import People
from storage.quotes import Quotes
from storage.rows import Repository
from storage.suggestions import Suggestions
from storage.todos import Todos
from storage.uow import Database, UnitOfWork
from tests.storage.values import a_lead, a_message, sample

REPOSITORIES: list[type[Repository[Any]]] = [
    Alerts, Cards, Conversations, Facts, Leads, Messages, People, Quotes, Suggestions, Todos,
]  # fmt: skip
VERSIONED = [each for each in REPOSITORIES if "version" in each.table.c]
NAMES = {each: each.__name__.lower() for each in REPOSITORIES}


def _of(uow: UnitOfWork, repository: type[Repository[Any]]) -> Repository[Any]:
    found: Repository[Any] = getattr(uow, NAMES[repository])
    return found


@pytest.mark.parametrize("full", [True, False], ids=["every field set", "only what must be"])
@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda each: each.__name__)
def test_a_value_comes_back_as_it_was_added(
    database: Database, repository: type[Repository[Any]], full: bool
) -> None:
    value = sample(repository.value, full=full)
    with database.begin() as uow:
        assert _of(uow, repository).add(value) is value
    with database.read() as uow:
        assert _of(uow, repository).get(value.id) == value
        assert _of(uow, repository).find("nobody") is None
        with pytest.raises(NotFound, match="nobody"):
            _of(uow, repository).get("nobody")


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda each: each.__name__)
def test_a_value_has_exactly_the_columns_of_its_table(repository: type[Repository[Any]]) -> None:
    fields = {field.name for field in dataclasses.fields(repository.value)}
    assert fields == set(repository.table.c.keys())


@pytest.mark.parametrize("repository", VERSIONED, ids=lambda each: each.__name__)
def test_saving_writes_every_field_and_counts_versions(
    database: Database, repository: type[Repository[Any]]
) -> None:
    with database.begin() as uow:
        _of(uow, repository).add(sample(repository.value, full=False))
    wanted = sample(repository.value, full=True)
    with database.begin() as uow:
        saved = _of(uow, repository).save(wanted)
    assert saved == dataclasses.replace(wanted, version=2)
    with database.read() as uow:
        assert _of(uow, repository).get(wanted.id) == saved


@pytest.mark.parametrize("repository", VERSIONED, ids=lambda each: each.__name__)
def test_saving_over_somebody_elses_change_is_a_conflict(
    database: Database, repository: type[Repository[Any]]
) -> None:
    value = sample(repository.value)
    with database.begin() as uow:
        _of(uow, repository).add(value)
        newer = _of(uow, repository).save(value)
        with pytest.raises(Conflict):
            _of(uow, repository).save(value)
        assert _of(uow, repository).save(newer).version == 3


def test_saving_what_is_gone_is_a_conflict(database: Database) -> None:
    with database.begin() as uow, pytest.raises(Conflict):
        uow.leads.save(a_lead("gone"))


def test_a_second_row_with_the_same_id_is_an_error(database: Database) -> None:
    def add_twice() -> None:
        with database.begin() as uow:
            uow.leads.add(a_lead("l"))
            uow.leads.add(a_lead("l"))

    with pytest.raises(sa.exc.IntegrityError):
        add_twice()
    with database.read() as uow:
        assert uow.leads.find("l") is None


@pytest.mark.parametrize(
    "text", ["零\0一", "半个\ud83d字", "😀 和 'quotes' \"; DROP TABLE leads; --", "\u202e"]
)
def test_no_text_a_customer_can_send_breaks_a_write(database: Database, text: str) -> None:
    with database.begin() as uow:
        uow.messages.add(a_message("m", text=text))
        uow.search.add("message", "m", None, text)
    with database.read() as uow:
        stored = uow.messages.get("m").text
    cleaned = text.encode("utf-8", "replace").decode()
    assert stored in (cleaned, cleaned.replace("\0", ""))
