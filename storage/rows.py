"""What every repository shares: frozen values in, frozen values out, rows never leave."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.errors import Conflict, NotFound
from storage.statements import Statement
from storage.tables import Json

V = TypeVar("V")
K = TypeVar("K")
R = TypeVar("R")


def once_per(make: Callable[[K], R]) -> Callable[[K], R]:
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
        """Insert a new value and return it; an id that is taken shows no later than the savepoint's end."""
        _insert(type(self)).send(self._connection, as_row(value))
        return value

    def save(self, value: V) -> V:
        """Write a changed value back; returns it with its new version.

        Raises ``Conflict`` when somebody saved the row since it was read, or when it is gone.
        """
        row = as_row(value)
        row["row_id"] = row.pop("id")
        row["seen_version"] = row["version"]
        row["version"] += 1
        if _update(type(self)).run(self._connection, row) != 1:
            raise Conflict(f"{self.table.name}: {row['row_id']}")
        changed: V = dataclasses.replace(value, version=row["version"])  # type: ignore[type-var]
        return changed

    def _one(self, statement: Statement, params: Mapping[str, Any]) -> V | None:
        row = statement.first(self._connection, params)
        return None if row is None else self.value(*row)

    def _all(self, statement: Statement | sa.Executable, params: Mapping[str, Any] | None = None) -> list[V]:
        make = self.value
        if isinstance(statement, Statement):
            return [make(*row) for row in statement.rows(self._connection, params or {})]
        return [make(*row) for row in self._connection.execute(statement, params or {})]

    def _change(self, key: str, fields: Mapping[str, Any]) -> None:
        """Set columns of one row, whatever its version."""
        if fields:
            statement = _set_columns((type(self), tuple(fields)))
            statement.send(self._connection, {**fields, "row_id": key})


def as_row(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any frozen dataclass
    """The fields of a value as column → content."""
    return {name: getattr(value, name) for name in names(type(value))}


@once_per
def names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields."""
    return tuple(f.name for f in dataclasses.fields(kind))


def select(repository: type[Repository[Any]]) -> sa.Select[Any]:
    """A select whose rows make values."""
    return sa.select(*(repository.table.c[name] for name in names(repository.value)))


def insert(table: sa.Table, *columns: str) -> Statement:
    """``INSERT`` of these columns."""
    return Statement(sa.insert(table).inline(), columns=columns)


def insert_new(table: sa.Table, *columns: str) -> Statement:
    """``INSERT … ON CONFLICT DO NOTHING`` of these columns: touches one row, or none."""

    def build(dialect: str) -> Any:  # noqa: ANN401 - two dialects' Insert
        return new(dialect, table)

    return Statement(build, columns=columns)


def new(dialect: str, table: sa.Table) -> Any:  # noqa: ANN401 - two dialects' Insert
    """``INSERT … ON CONFLICT DO NOTHING`` in the dialect's own class."""
    return _module(dialect).insert(table).on_conflict_do_nothing().inline()


def put(
    table: sa.Table, *columns: str, key: Sequence[str], changed: Mapping[str, Any] | None = None
) -> Statement:
    """``INSERT`` of these columns, or where *key* is taken an ``UPDATE`` of the others (and *changed*)."""

    def build(dialect: str) -> Any:  # noqa: ANN401 - two dialects' Insert
        statement = _module(dialect).insert(table)
        new = {name: statement.excluded[name] for name in columns if name not in key}
        return statement.on_conflict_do_update(
            index_elements=list(key), set_={**new, **(changed or {})}
        ).inline()

    return Statement(build, columns=columns)


def _module(dialect: str) -> Any:  # noqa: ANN401 - a module
    return sqlite if dialect == "sqlite" else postgresql


def given(column: sa.Column[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether *column* equals the parameter *name*; a parameter that is None asks for nothing."""
    parameter = sa.bindparam(name, type_=column.type)
    return sa.or_(parameter.is_(None), column == parameter)


def among(dialect: str, column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Whether *column* is in the list *name*: one parameter, however long the list."""
    if dialect == "sqlite":
        each = sa.func.json_each(sa.bindparam(name, type_=Json())).table_valued("value")
        return column.in_(sa.select(each.c.value))
    return column == sa.any_(sa.bindparam(name, type_=postgresql.ARRAY(column.type)))


def _settings(**values: str) -> Statement:
    """Settings of PostgreSQL's planner for the rest of the transaction."""
    chosen = [
        sa.func.set_config(sa.literal_column(f"'{name}'"), sa.literal_column(f"'{value}'"), sa.true())
        for name, value in values.items()
    ]
    return Statement(sa.select(*chosen))


_WALK = _settings(enable_bitmapscan="off", enable_sort="off")
_WALK_OR_SORT = _settings(enable_bitmapscan="on", enable_sort="on")
_ONE_PLAN = _settings(plan_cache_mode="force_generic_plan")
_ANY_PLAN = _settings(plan_cache_mode="auto")


def first_of_queue(
    connection: sa.Connection, statement: Statement, params: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of a statement that wants the first few of a queue, found by walking along its index.

    PostgreSQL's figures never tell how long a queue is just now, and taking it for empty it would gather and
    sort all of it for every batch; so it is told to walk.
    """
    return _between(connection, statement, params, _WALK, _WALK_OR_SORT)


def planned_once(
    connection: sa.Connection, statement: Statement, params: Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """The rows of a statement whose plan is the same whatever is looked for.

    PostgreSQL is told so, for it would spend more time on planning anew than on looking.
    """
    return _between(connection, statement, params, _ONE_PLAN, _ANY_PLAN)


def _between(
    connection: sa.Connection,
    statement: Statement,
    params: Mapping[str, Any],
    before: Statement,
    after: Statement,
) -> list[tuple[Any, ...]]:
    if connection.dialect.name == "sqlite":
        return statement.rows(connection, params)
    before.send(connection, {})
    found = statement.rows(connection, params)
    after.send(connection, {})
    return found


@once_per
def _by_id(repository: type[Repository[Any]]) -> Statement:
    return Statement(select(repository).where(repository.table.c.id == sa.bindparam("key")))


@once_per
def _insert(repository: type[Repository[Any]]) -> Statement:
    return insert(repository.table, *names(repository.value))


@once_per
def _update(repository: type[Repository[Any]]) -> Statement:
    table = repository.table
    unchanged = (table.c.id == sa.bindparam("row_id"), table.c.version == sa.bindparam("seen_version"))
    return Statement(
        sa.update(table).where(*unchanged), columns=[n for n in names(repository.value) if n != "id"]
    )


@once_per
def _set_columns(target: tuple[type[Repository[Any]], tuple[str, ...]]) -> Statement:
    table, columns = target[0].table, target[1]
    return Statement(sa.update(table).where(table.c.id == sa.bindparam("row_id")), columns=columns)
