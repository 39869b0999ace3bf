"""What every test may ask for."""

from __future__ import annotations

import ipaddress
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import schema
from storage.uow import Database
from tests.support.postgres import PostgresServer

_outside: list[str] = []


def _is_local(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse_outside(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: no test reaches past this machine, whatever library tries."""
    if event in ("socket.connect", "socket.sendto"):
        target = arguments[1]
        host = target[0] if isinstance(target, tuple) else None  # a string is a Unix socket
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not _is_local(host):
        _outside.append(f"{event} {host}")
        raise ConnectionRefusedError(f"tests stay on this machine: {event} {host}")


sys.addaudithook(_refuse_outside)


@pytest.fixture(autouse=True)
def _stays_on_this_machine() -> Iterator[None]:
    """Fail a test that tried to reach another machine, even if it swallowed the refusal."""
    _outside.clear()
    yield
    tried = list(_outside)
    _outside.clear()
    assert not tried, f"the test tried to leave this machine: {tried}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The PostgreSQL of this test run."""
    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _postgres_ready(postgres_server: PostgresServer) -> str:
    name = postgres_server.create()
    database = Database(postgres_server.url(name))
    schema.upgrade(database)
    database.close()
    return name


@pytest.fixture
def empty_postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A PostgreSQL database of this test's own, without tables."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, _postgres_ready: str) -> Iterator[str]:
    """A PostgreSQL database with the current schema and no rows, nobody else's during this test."""
    yield postgres_server.url(_postgres_ready)
    postgres_server.empty(_postgres_ready)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "genjin.db"
    database = Database(f"sqlite:///{path}")
    schema.upgrade(database)
    database.close()
    return path


@pytest.fixture
def sqlite_database(_sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """An SQLite database of this test's own with the current schema."""
    path = tmp_path / "genjin.db"
    shutil.copy(_sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """A PostgreSQL database of this test's own with the current schema."""
    database = Database(postgres_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A database of this test's own with the current schema; the test runs once on each kind."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    found: Database = request.getfixturevalue(name)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own without tables; the test runs once on each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("empty_postgres_url")
    found = Database(url)
    yield found
    found.close()
