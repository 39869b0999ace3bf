"""What every repository shares: frozen values in, frozen values out, rows never leave."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.errors import Conflict, NotFound

V = TypeVar("V")
K = TypeVar("K")
R = TypeVar("R")


def _once_per(make: Callable[[K], R]) -> Callable[[K], R]:
    """Keep what *make* gives for each key: statements are built once, not once per use."""
    made: dict[K, R] = {}

    def kept(key: K) -> R:
        try:
            return made[key]
        except KeyError:
            return made.setdefault(key, make(key))

    return kept


class Repository(Generic[V]):
    """Rows of one table as values of one dataclass whose fields are the table's columns.

    Statements are built once per class: constructing them anew would cost more than running them.
    """

    table: ClassVar[sa.Table]
    value: type[V]

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, key: str) -> V | None:
        """The value with this id, None when there is none."""
        return self._one(_by_id(type(self)), {"key": key})

    def get(self, key: str) -> V:
        """The value with this id; raises ``NotFound``."""
        value = self.find(key)
        if value is None:
            raise NotFound(f"{self.table.name}: {key}")
        return value

    def add(self, value: V) -> V:
        """Insert a new value and return it."""
        self._connection.execute(_insert(type(self)), as_row(value))
        return value

    def save(self, value: V) -> V:
        """Write a changed value back; returns it with its new version.

        Raises ``Conflict`` when somebody saved the row since it was read, or when it is gone.
        """
        row = as_row(value)
        row["key"] = row.pop("id")
        row["seen"] = row.pop("version")
        result = self._connection.execute(_update(type(self)), {**row, "next": row["seen"] + 1})
        if result.rowcount != 1:
            raise Conflict(f"{self.table.name}: {row['key']}")
        changed: V = dataclasses.replace(value, version=row["seen"] + 1)  # type: ignore[type-var]
        return changed

    def _one(self, statement: sa.Executable, params: Mapping[str, Any] | None = None) -> V | None:
        row = self._connection.execute(statement, params or {}).first()
        return None if row is None else self.value(*row)

    def _all(self, statement: sa.Executable, params: Mapping[str, Any] | None = None) -> list[V]:
        make = self.value
        return [make(*row) for row in self._connection.execute(statement, params or {})]

    def _run(self, statement: sa.Executable, params: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
        return self._connection.execute(statement, params).rowcount


def as_row(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any frozen dataclass
    """The fields of a value as column → content."""
    return {name: getattr(value, name) for name in _names(type(value))}


@_once_per
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(kind))


def columns(repository: type[Repository[Any]]) -> list[sa.Column[Any]]:
    """The table's columns in the order of the value's fields."""
    return [repository.table.c[name] for name in _names(repository.value)]


def select(repository: type[Repository[Any]]) -> sa.Select[Any]:
    """A select whose rows make values."""
    return sa.select(*columns(repository))


@_once_per
def _by_id(repository: type[Repository[Any]]) -> sa.Select[Any]:
    return select(repository).where(repository.table.c.id == sa.bindparam("key"))


@_once_per
def _insert(repository: type[Repository[Any]]) -> sa.Insert:
    return sa.insert(repository.table)


@_once_per
def _update(repository: type[Repository[Any]]) -> sa.Update:
    table = repository.table
    names = [name for name in _names(repository.value) if name not in ("id", "version")]
    return (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"), table.c.version == sa.bindparam("seen"))
        .values({**{name: sa.bindparam(name) for name in names}, "version": sa.bindparam("next")})
    )


def insert_new(dialect: str, table: sa.Table) -> Any:  # noqa: ANN401 - two dialects' Insert
    """``INSERT … ON CONFLICT DO NOTHING`` in the dialect's own class."""
    return _insert_new((dialect, table))


@_once_per
def _insert_new(target: tuple[str, sa.Table]) -> Any:  # noqa: ANN401 - two dialects' Insert
    dialect, table = target
    module = sqlite if dialect == "sqlite" else postgresql
    return module.insert(table).on_conflict_do_nothing()
