"""Engines: SQLite with the pragmas durability needs, PostgreSQL through psycopg."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool

from storage.errors import Busy, StorageError, StorageFull, StorageUnavailable
from storage.statements import forget, settle

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged event survives a power cut
    "PRAGMA busy_timeout=10000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA journal_size_limit=67108864",
)


def make_engine(url: str, *, connections: int = 8) -> sa.Engine:
    """An engine for *url* (``sqlite:///…`` or ``postgresql+psycopg://…``); nothing is opened yet.

    SQLite gets no implicit transactions from the driver (``isolation_level = None``): on Python 3.11 it
    would otherwise commit behind our back and make savepoints misbehave; ``begin`` opens them itself.
    """
    if not url.startswith("sqlite"):
        engine = sa.create_engine(
            url,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=True,
            query_cache_size=1200,
            # Statements are prepared by storage.pipeline; psycopg would clear away all of them with its own.
            connect_args={"prepare_threshold": None, "client_encoding": "utf8"},
        )
        event.listen(engine, "handle_error", _translate)
        event.listen(engine, "before_cursor_execute", _settle_first)
        event.listen(engine, "commit", settle)
        event.listen(engine, "rollback", forget)
        return engine
    engine = sa.create_engine(
        url,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        query_cache_size=1200,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "handle_error", _translate)
    return engine


def _settle_first(connection: sa.Connection, *_statement: object) -> None:
    settle(connection)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


_SQLITE_FULL = {8, 13}  # read-only, full
_SQLITE_UNUSABLE = {7, 10, 11, 14, 26}  # no memory, I/O error, corrupt, cannot open, not a database
_SQLITE_BUSY = {5, 6}  # busy, locked
_POSTGRES_FULL = {"53100", "25006"}  # disk full, read-only transaction
_POSTGRES_BUSY = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available


def meaning(error: BaseException, *, lost: bool = False) -> type[StorageError] | None:
    """What a driver's error means for the caller; None when it is our own bug.

    *lost* says that the connection is gone.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _sqlite_meaning(code & 0xFF)
    return _postgres_meaning(getattr(error, "sqlstate", None), lost=lost)


def _translate(context: ExceptionContext) -> StorageError | None:
    """Raise our own error in place of SQLAlchemy's where the caller can do something about it.

    SQLite may have rolled the whole transaction back by then, and whatever came next would commit on its
    own; declared lost, the connection refuses everything until the transaction has ended.
    """
    if context.is_pre_ping:
        return None  # the pool asks on its own whether a connection still lives
    error = context.original_exception
    found = meaning(error, lost=context.is_disconnect)
    if context.connection is None and isinstance(context.sqlalchemy_exception, sa.exc.OperationalError):
        found = found or StorageUnavailable
    if found is None:
        return None
    if issubclass(found, StorageUnavailable) and context.connection is not None and not context.is_disconnect:
        context.is_disconnect = True
        context.invalidate_pool_on_disconnect = False
    return found(str(error))


def _sqlite_meaning(code: int) -> type[StorageError] | None:
    if code in _SQLITE_FULL:
        return StorageFull
    if code in _SQLITE_UNUSABLE:
        return StorageUnavailable
    return Busy if code in _SQLITE_BUSY else None


def _postgres_meaning(state: str | None, *, lost: bool) -> type[StorageError] | None:
    if state in _POSTGRES_FULL:
        return StorageFull
    if state in _POSTGRES_BUSY:
        return Busy
    unusable = state is not None and (state[:2] in ("08", "53") or state[:3] == "57P")
    return StorageUnavailable if lost or unusable else None
