"""A backup is whole, made beside the work, and overwrites nothing it should not."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import schema
from storage.backup import BackupRefused, copy
from storage.errors import StorageUnavailable
from storage.inbox import NewEvent
from storage.uow import Database

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "genjin.db"


@pytest.fixture
def database(source: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{source}")
    schema.upgrade(opened)
    yield opened
    opened.close()


def _add(database: Database, start: int, count: int) -> None:
    events = [NewEvent("wecom", str(n), "lane", "k", "x" * 500, NOW) for n in range(start, start + count)]
    with database.begin() as uow:
        uow.inbox.add(events)


def _count(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (found,) = connection.execute("SELECT count(*) FROM inbox").fetchone()
        return int(found)


def test_the_copy_holds_what_was_committed(database: Database, source: Path, tmp_path: Path) -> None:
    _add(database, 0, 300)
    size = copy(database.url, tmp_path / "copy.db")
    assert size == (tmp_path / "copy.db").stat().st_size
    assert _count(tmp_path / "copy.db") == 300
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]


def test_writers_go_on_while_a_copy_is_made_and_it_ends(database: Database, tmp_path: Path) -> None:
    for part in range(10):
        _add(database, part * 1000, 1000)
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            _add(database, 100_000 + len(written), 1)
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        before = len(written)
        copy(database.url, tmp_path / "copy.db")
        during = len(written) - before
    finally:
        stop.set()
        writer.join()
    assert during > 0
    assert 10_000 <= _count(tmp_path / "copy.db") <= 10_000 + len(written)


def test_an_older_backup_is_replaced(database: Database, tmp_path: Path) -> None:
    copy(database.url, tmp_path / "copy.db")
    _add(database, 0, 5)
    copy(database.url, tmp_path / "copy.db")
    assert _count(tmp_path / "copy.db") == 5


def test_the_database_itself_is_never_overwritten(database: Database, source: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="the database itself"):
        copy(database.url, source)
    (tmp_path / "link.db").symlink_to(source)
    with pytest.raises(BackupRefused, match="the database itself"):
        copy(database.url, tmp_path / "link.db")


def test_a_file_that_is_no_backup_is_kept(database: Database, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(BackupRefused, match="is no backup"):
        copy(database.url, tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


@pytest.mark.parametrize("to", ["nowhere/copy.db", "."])
def test_a_place_that_cannot_be_is_named(database: Database, tmp_path: Path, to: str) -> None:
    with pytest.raises(BackupRefused):
        copy(database.url, tmp_path / to)


def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match="there is no database"):
        copy(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_postgresql_is_sent_to_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="pg_dump"):
        copy("postgresql+psycopg://h/d", tmp_path / "copy.db")
