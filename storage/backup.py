"""A copy of the embedded database while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from storage.errors import StorageError, StorageFull, StorageUnavailable

_MAGIC = b"SQLite format 3\0"
_PAGES = 512
_PAUSE_SECONDS = 0.002


class BackupRefused(StorageError):
    """No copy was made; the text says why and what to do instead."""


def copy(url: str, to: Path) -> int:
    """Copy the SQLite database at *url* to the file *to* and return its size in bytes.

    The copy is one consistent moment: a read transaction holds it while writers go on undisturbed. It is
    checked, then takes its name at once; an older backup of that name is replaced. Raises ``BackupRefused``.
    """
    source = embedded_file(url)
    if source is None:
        raise BackupRefused(
            "this database is PostgreSQL, which brings its own: pg_dump --format=custom --file=genjin.dump …"
        )
    _refuse_overwriting(source, to)
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(_open(source)) as reading, closing(sqlite3.connect(part)) as writing:
            reading.execute("BEGIN")
            reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            reading.backup(writing, pages=_PAGES, sleep=_PAUSE_SECONDS)
            writing.execute("PRAGMA journal_mode=DELETE")
            _check(writing)
        _settle(part, to)
    except (sqlite3.Error, OSError) as error:
        raise StorageFull(f"the copy failed: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return to.stat().st_size


def embedded_file(url: str) -> Path | None:
    """An SQLite database's file, None for PostgreSQL; raises ``StorageUnavailable`` when it is absent."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    file = Path(parsed.database or "")
    if not file.is_file():
        raise StorageUnavailable(f"there is no database at {file} yet; `genjin serve` makes it")
    return file


def _refuse_overwriting(source: Path, to: Path) -> None:
    if not to.parent.is_dir():
        raise BackupRefused(f"there is no folder {to.parent}")
    if not to.exists():
        return
    if to.is_dir():
        raise BackupRefused(f"{to} is a folder; name a file")
    if to.samefile(source):
        raise BackupRefused(f"{to} is the database itself; name another file")
    with to.open("rb") as other:
        if other.read(len(_MAGIC)) not in (b"", _MAGIC):
            raise BackupRefused(f"{to} exists and is no backup; name another file")


def _open(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=10
    )


def _check(copy: sqlite3.Connection) -> None:
    (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise BackupRefused(f"the copy is damaged, and the database probably too: {answer}")


def _settle(part: Path, to: Path) -> None:
    """Bring the copy to the disk, then give it its name."""
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
