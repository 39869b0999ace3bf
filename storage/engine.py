"""Engines: SQLite with the pragmas durability needs, PostgreSQL through psycopg."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

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
        return sa.create_engine(url, pool_size=connections, max_overflow=0, pool_pre_ping=True)
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
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    read_only = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
