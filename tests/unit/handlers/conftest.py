"""An office for every test of the handlers."""

from __future__ import annotations

import pytest

from storage.uow import Database
from tests.support.office import Office, an_office


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return an_office(sqlite_database)
