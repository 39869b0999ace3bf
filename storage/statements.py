"""Statements compiled once and run straight on the driver.

SQLAlchemy composes every statement here; what it does around each *execution* (cache keys, contexts,
result objects) costs five times what SQLite needs for the statement itself, so statements that never
change are compiled once per database and skip it. Anything composed per call goes the usual way.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from storage.errors import StorageUnavailable

Params = Mapping[str, Any]
Convert = Callable[[Any], Any]


class Statement:
    """A statement with bind parameters but nothing else open; its parameters and rows are plain values.

    *statement* may be a function from the dialect's name, where the two databases' words differ. An
    insert names its *columns*.
    """

    def __init__(
        self,
        statement: Any,  # noqa: ANN401 - any Core statement, or what makes one
        *,
        columns: Sequence[str] | None = None,
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, Compiled] = {}

    def rows(self, connection: sa.Connection, params: Params) -> list[tuple[Any, ...]]:
        """Every row of the answer."""
        return self._for(connection).rows(connection, params)

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
        return self._for(connection).count(connection, params)

    def run_each(self, connection: sa.Connection, params: Iterable[Params]) -> list[int]:
        """Run it for each in turn; how many rows each touched."""
        return self._for(connection).counts(connection, params)

    def send(self, connection: sa.Connection, params: Params) -> None:
        """Have it run before whatever comes next; an error may show only there.

        At the latest it shows at the end of the savepoint or transaction: PostgreSQL is spared a wait, while
        SQLite runs it at once.
        """
        self._for(connection).send(connection, params)

    def send_each(self, connection: sa.Connection, params: Iterable[Params]) -> None:
        """Have it run for each, as ``send`` does."""
        self._for(connection).send_each(connection, params)

    def withdrawn(self, connection: sa.Connection) -> bool:
        """Let nothing that was only sent ever run; whether this statement was among it."""
        return self._for(connection).withdrawn(connection)

    def text(self, connection: sa.Connection) -> str:
        """The SQL as this connection's database reads it."""
        return self._for(connection).sql

    def _for(self, connection: sa.Connection) -> Compiled:
        dialect = connection.dialect
        try:
            return self._compiled[dialect.name]
        except KeyError:
            pass
        statement = self._statement(dialect.name) if callable(self._statement) else self._statement
        if dialect.name == "sqlite":
            return self._compiled.setdefault(dialect.name, _OnCursor(statement, dialect, self._columns))
        from storage.pipeline import piped  # a tenth of a second that SQLite does not need

        return self._compiled.setdefault(dialect.name, piped(statement, dialect, self._columns))


class Compiled(ABC):
    """A statement in one database's words."""

    def __init__(self, statement: Any, dialect: sa.Dialect, columns: Sequence[str] | None) -> None:  # noqa: ANN401
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        if getattr(compiled, "insert_prefetch", ()) or compiled.post_compile_params:
            raise TypeError(f"this statement has more open than its parameters: {compiled}")
        self.sql: str = compiled.string
        self.places: Sequence[str] = compiled.positiontup or ()
        self._fixed: dict[str, Any] = {}
        self._binds: list[tuple[str, Convert]] = []
        for name, bind in compiled.binds.items():
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if not bind.required:
                self._fixed[name] = bind.effective_value
            if process is not None:
                self._binds.append((name, process))
        self._results = _result_converters(statement, dialect)

    @abstractmethod
    def rows(self, connection: sa.Connection, params: Params) -> list[tuple[Any, ...]]:
        """Every row of the answer."""

    @abstractmethod
    def count(self, connection: sa.Connection, params: Params) -> int:
        """How many rows it touched."""

    @abstractmethod
    def counts(self, connection: sa.Connection, params: Iterable[Params]) -> list[int]:
        """How many rows it touched for each."""

    @abstractmethod
    def send(self, connection: sa.Connection, params: Params) -> None:
        """Run it, now or with what comes next."""

    @abstractmethod
    def send_each(self, connection: sa.Connection, params: Iterable[Params]) -> None:
        """Run it for each, now or with what comes next."""

    @abstractmethod
    def withdrawn(self, connection: sa.Connection) -> bool:
        """Let nothing that was only sent ever run; whether this was among it."""

    def bound(self, params: Params) -> dict[str, Any]:
        """Every parameter as the driver takes it."""
        values = {**self._fixed, **params} if self._fixed else dict(params)
        for name, process in self._binds:
            values[name] = process(values[name])
        return values

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


class _OnCursor(Compiled):
    """A statement in SQLite's words, run at once on the driver's cursor."""

    def rows(self, connection: sa.Connection, params: Params) -> list[tuple[Any, ...]]:
        return self.converted(self._execute(connection, params, cursor_of(connection)).fetchall())

    def count(self, connection: sa.Connection, params: Params) -> int:
        return int(self._execute(connection, params, cursor_of(connection)).rowcount)

    def counts(self, connection: sa.Connection, params: Iterable[Params]) -> list[int]:
        cursor = cursor_of(connection)
        return [int(self._execute(connection, each, cursor).rowcount) for each in params]

    def send(self, connection: sa.Connection, params: Params) -> None:
        self._execute(connection, params, cursor_of(connection))

    def send_each(self, connection: sa.Connection, params: Iterable[Params]) -> None:
        cursor = cursor_of(connection)
        try:
            cursor.executemany(self.sql, [self._listed(each) for each in params])
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise failure(connection, error, self.sql) from error

    def withdrawn(self, connection: sa.Connection) -> bool:
        return False

    def _execute(self, connection: sa.Connection, params: Params, cursor: Any) -> Any:  # noqa: ANN401
        values = self._listed(params)
        try:
            try:
                cursor.execute(self.sql, values)
            except UnicodeEncodeError:
                cursor.execute(self.sql, storable(values))
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            raise failure(connection, error, self.sql) from error
        return cursor

    def _listed(self, params: Params) -> list[Any]:
        values = self.bound(params)
        return [values[name] for name in self.places]


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


class Waiting(Protocol):
    """What was sent over a connection and has not run yet (``storage.pipeline.Line``)."""

    def settle(self, connection: sa.Connection) -> None:
        """Have it run; raises what went wrong."""
        ...

    def forget(self) -> list[bytes]:
        """Never run it."""
        ...


def settle(connection: sa.Connection) -> None:
    """Have everything run that was sent over this connection; raises what went wrong."""
    line = _waiting_on(connection)
    if line is not None:
        line.settle(connection)


def forget(connection: sa.Connection) -> None:
    """Let nothing run that was sent over this connection and has not run yet."""
    line = _waiting_on(connection)
    if line is not None:
        line.forget()


def _waiting_on(connection: sa.Connection) -> Waiting | None:
    return None if connection.invalidated else connection.info.get("line")


def require_open(connection: sa.Connection) -> None:
    """Raise ``StorageUnavailable`` once the transaction is lost."""
    if connection.invalidated or not connection.in_transaction():
        raise StorageUnavailable("the transaction was lost")


def cursor_of(connection: sa.Connection) -> Any:  # noqa: ANN401 - a DBAPI cursor
    """The driver's cursor for the open transaction; raises ``StorageUnavailable`` once that is lost.

    One per connection: every answer is fetched whole before the next statement, and making one costs as
    much as a small statement does.
    """
    require_open(connection)
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
