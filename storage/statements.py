"""Statements compiled once and run straight on the driver's cursor.

SQLAlchemy composes every statement here; what it does around each *execution* (cache keys, contexts,
result objects) costs five times what SQLite needs for the statement itself, so statements that never
change are compiled once per database and skip it. Anything composed per call goes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.errors import StorageUnavailable

Params = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Statement:
    """A statement with bind parameters but nothing else open; its parameters and rows are plain values.

    *statement* may be a function from the dialect's name, where the two databases' words differ. An
    insert names its *columns*. *planned_anew*: PostgreSQL plans it at every use, for what is looked for
    decides how (by itself it would settle on one plan after a few uses).
    """

    def __init__(
        self,
        statement: Any,  # noqa: ANN401 - any Core statement, or what makes one
        *,
        columns: Sequence[str] | None = None,
        planned_anew: bool = False,
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._planned_anew = planned_anew
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: sa.Connection, params: Params) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        compiled = self._for(connection)
        return compiled.converted(compiled.execute(connection, params).fetchall())

    def first(self, connection: sa.Connection, params: Params) -> tuple[Any, ...] | None:
        """The first row of the answer, None when there is none."""
        found = self.rows(connection, params)
        return found[0] if found else None

    def scalar(self, connection: sa.Connection, params: Params) -> Any:  # noqa: ANN401 - one column
        """The first column of the first row, None when there is no row."""
        found = self.rows(connection, params)
        return found[0][0] if found else None

    def run(self, connection: sa.Connection, params: Params) -> int:
        """Run it; how many rows it touched."""
        return int(self._for(connection).execute(connection, params).rowcount)

    def run_each(self, connection: sa.Connection, params: Iterable[Params]) -> list[int]:
        """Run it for each in turn; how many rows each touched."""
        compiled, cursor = self._for(connection), cursor_of(connection)
        return [int(compiled.execute(connection, each, cursor).rowcount) for each in params]

    def run_all(self, connection: sa.Connection, params: Iterable[Params]) -> int:
        """Run it once for each; how many rows that touched altogether."""
        return self._for(connection).execute_all(connection, params)

    def text(self, connection: sa.Connection) -> str:
        """The SQL as this connection's database reads it."""
        return self._for(connection).sql

    def _for(self, connection: sa.Connection) -> _Compiled:
        dialect = connection.dialect
        try:
            return self._compiled[dialect.name]
        except KeyError:
            pass
        statement = self._statement(dialect.name) if callable(self._statement) else self._statement
        compiled = _Compiled(statement, dialect, self._columns)
        if self._planned_anew and dialect.name == "postgresql":
            compiled.options = {"prepare": False}
        return self._compiled.setdefault(dialect.name, compiled)


class _Compiled:
    """A statement in one database's words."""

    def __init__(self, statement: Any, dialect: sa.Dialect, columns: Sequence[str] | None) -> None:  # noqa: ANN401
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        if getattr(compiled, "insert_prefetch", ()) or compiled.post_compile_params:
            raise TypeError(f"this statement has more open than its parameters: {compiled}")
        self.sql: str = compiled.string
        self._names: list[str] | None = compiled.positiontup
        self._fixed: dict[str, Any] = {}
        self.options: dict[str, Any] = {}
        self._binds: list[tuple[str, Convert]] = []
        for name, bind in compiled.binds.items():
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                self._fixed[name] = bind.effective_value
            if process is not None:
                self._binds.append((name, process))
        self._results = _result_converters(statement, dialect)

    def execute(self, connection: sa.Connection, params: Params, cursor: Any = None) -> Any:  # noqa: ANN401
        cursor = cursor or cursor_of(connection)
        bound = self._bound(params)
        try:
            try:
                cursor.execute(self.sql, bound, **self.options)
            except (UnicodeEncodeError, connection.dialect.dbapi.DataError) as error:  # type: ignore[union-attr]
                cleaned = storable(bound)
                if cleaned == bound or getattr(error, "sqlstate", None):
                    raise
                cursor.execute(self.sql, cleaned, **self.options)
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise failure(connection, error, self.sql) from error
        return cursor

    def execute_all(self, connection: sa.Connection, params: Iterable[Params]) -> int:
        cursor = cursor_of(connection)
        try:
            cursor.executemany(self.sql, [self._bound(each) for each in params])
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise failure(connection, error, self.sql) from error
        return int(cursor.rowcount)

    def _bound(self, params: Params) -> Any:  # noqa: ANN401 - a list or a dict, as the driver likes it
        values = {**self._fixed, **params}
        for name, process in self._binds:
            values[name] = process(values[name])
        if self._names is None:
            return values
        return [values[name] for name in self._names]

    def converted(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The rows with moments, JSON and truth values in place of what is stored."""
        if not self._results:
            return found
        converted = []
        for row in found:
            values = list(row)
            for index, process in self._results:
                values[index] = process(values[index])
            converted.append(tuple(values))
        return converted


def _result_converters(statement: Any, dialect: sa.Dialect) -> Sequence[tuple[int, Convert]]:  # noqa: ANN401
    if not isinstance(statement, sa.sql.expression.ReturnsRows):
        return []
    found = []
    for index, column in enumerate(statement.exported_columns):
        process = column.type.dialect_impl(dialect).result_processor(dialect, None)
        if process is not None:
            found.append((index, process))
    return found


def is_storable(text: str) -> bool:
    """Whether every database takes this text as it is."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def storable(values: Any) -> Any:  # noqa: ANN401 - a list or a dict, as the driver likes it
    """The same parameters without what no database stores as text: NUL and halves of surrogate pairs."""
    if isinstance(values, dict):
        return {name: storable(value) for name, value in values.items()}
    if isinstance(values, list):
        return [storable(value) for value in values]
    if isinstance(values, str):
        return values.replace("\0", "").encode("utf-8", "replace").decode()
    return values


def cursor_of(connection: sa.Connection) -> Any:  # noqa: ANN401 - a DBAPI cursor
    """The driver's cursor for the open transaction; raises ``StorageUnavailable`` once that is lost.

    One per connection: every answer is fetched whole before the next statement, and making one costs as
    much as a small statement does.
    """
    if connection.invalidated or not connection.in_transaction():
        raise StorageUnavailable("the transaction was lost")
    kept = connection.info
    cursor = kept.get("cursor")
    if cursor is None:
        cursor = kept["cursor"] = connection.connection.cursor()
    return cursor


def failure(connection: sa.Connection, error: Exception, sql: str) -> Exception:
    """What to raise for a driver's error, as ``engine.meaning`` has it; a lost transaction stays lost."""
    from storage.engine import meaning

    dialect: Any = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    found = meaning(error, lost=lost)
    if lost or (found is not None and issubclass(found, StorageUnavailable)):
        connection.invalidate(error)
    if found is not None:
        return found(str(error))
    wrapped: Exception = sa.exc.DBAPIError.instance(sql, None, error, dialect.dbapi.Error, dialect=dialect)
    return wrapped
