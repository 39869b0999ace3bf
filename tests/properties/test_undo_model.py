"""Random acts, edits and undoings leave the same as a small model that knows nothing of the handlers."""

from __future__ import annotations

import os

from storage.uow import Database
from tests.support.undo_walk import walk_many

SEQUENCES = int(os.environ.get("GENJIN_UNDO_SEQUENCES", "300"))
"""The full run is 10,000: ``python -m benchmarks.undo``."""


def test_undoing_is_what_the_model_says(sqlite_database: Database) -> None:
    assert walk_many(sqlite_database, range(SEQUENCES)) == SEQUENCES * 14


def test_undoing_is_what_the_model_says_on_postgresql(postgres_database: Database) -> None:
    assert walk_many(postgres_database, range(10_000, 10_020)) == 280
