"""PostgreSQL without waiting: statements travel together, and only an answer somebody wants is waited for.

psycopg's cursor costs fifty microseconds of Python and a round trip per statement, many times what the
server needs for it. So ready-made statements (``storage.statements``) go through psycopg's own libpq
wrapper in pipeline mode: what nobody asks the outcome of waits in the connection's line and goes out with
the next question, the end of the savepoint, or the commit. Its error is raised there, which is always
inside the savepoint it belongs to.
"""

from __future__ import annotations

import itertools
import re
import select
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult

from storage.statements import Compiled, Params, failure, require_open, storable

_NAMED = re.compile(r"%\((\w+)\)s")
_NUMBERS = itertools.count(1)
_FAILED = (pq.ExecStatus.FATAL_ERROR, pq.ExecStatus.BAD_RESPONSE)


class _Unstorable(Exception):
    """A text with a NUL in it, which would end the parameter on the wire."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A statement with its parameters as the wire has them, and the name it is prepared under."""

    sql: bytes
    values: Sequence[bytes | None]
    name: bytes


class Line:
    """What is on its way to the server over one connection.

    Between two flushes the connection is psycopg's own again, so that both can be used in turns within a
    transaction.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._libpq = connection.pgconn
        self._waiting: list[_Step] = []
        self._prepared: set[bytes] = set()
        self._transformer = Transformer(connection)
        self._readable, self._either = select.poll(), select.poll()
        self._readable.register(self._libpq.socket, select.POLLIN)
        self._either.register(self._libpq.socket, select.POLLIN | select.POLLOUT)
        self.culprit = b""
        """The SQL that failed last."""

    def put(self, step: _Step) -> None:
        """Let a statement go out with the next flush."""
        self._waiting.append(step)

    def forget(self) -> list[bytes]:
        """Never send what waits; returns its SQL."""
        forgotten, self._waiting = self._waiting, []
        return [step.sql for step in forgotten]

    def settle(self, connection: sa.Connection) -> list[PGresult]:
        """``flush`` on behalf of SQLAlchemy's connection, which is told of errors in its own words."""
        if not self._waiting:
            return []
        try:
            return self.flush()
        except psycopg.Error as error:
            raise failure(connection, error, self.culprit.decode()) from error

    def flush(self) -> list[PGresult]:
        """Send what waits and return the answer to each.

        Raises the error of the first that failed (nothing after it was run). When the exchange itself
        breaks, the connection is closed: it can no longer be told which answer belongs to what.
        """
        steps, self._waiting = self._waiting, []
        if not steps:
            return []
        try:
            self._libpq.enter_pipeline_mode()
            asked = self._sent(steps)
            results = self._received()
            self._libpq.exit_pipeline_mode()
        except BaseException:
            self.culprit = steps[-1].sql
            self._connection.close()
            raise
        answers = []
        for (step, is_preparation), result in zip(asked, results, strict=True):
            if result.status in _FAILED:
                self.culprit = step.sql
                raise error_from_result(result)
            if is_preparation:
                self._prepared.add(step.name)
            else:
                answers.append(result)
        return answers

    def rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        """The rows of an answer, as psycopg reads them."""
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def dumped(self, value: Any) -> bytes | None:  # noqa: ANN401 - any parameter
        """A parameter that is no plain text or number, as psycopg writes it."""
        if isinstance(value, str):
            value = str(value)
            if "\0" in value:
                raise _Unstorable
        dumped = self._transformer.get_dumper(value, PyFormat.TEXT).dump(value)
        return None if dumped is None else bytes(dumped)

    def _sent(self, steps: Sequence[_Step]) -> list[tuple[_Step, bool]]:
        """Send; what answers will come, and whether they are to preparations only."""
        asked: list[tuple[_Step, bool]] = []
        fresh: set[bytes] = set()
        if begin := self._begin():
            self._libpq.send_query_params(begin, None)
            asked.append((_Step(begin, (), b""), True))
        for step in steps:
            if step.name not in self._prepared and step.name not in fresh:
                self._libpq.send_prepare(step.name, step.sql)
                fresh.add(step.name)
                asked.append((step, True))
            self._libpq.send_query_prepared(step.name, step.values)
            asked.append((step, False))
        self._libpq.pipeline_sync()
        while self._libpq.flush():  # the server may want to be heard before it hears the rest
            if any(happened & ~select.POLLOUT for _, happened in self._either.poll()):
                self._libpq.consume_input()
        return asked

    def _begin(self) -> bytes:
        """What opens the transaction, as psycopg itself would; nothing when it is open."""
        connection = self._connection
        if connection.autocommit or self._libpq.transaction_status != pq.TransactionStatus.IDLE:
            return b""
        if connection.isolation_level is None:
            return b"BEGIN"
        level = psycopg.IsolationLevel(connection.isolation_level).name.replace("_", " ")
        return f"BEGIN ISOLATION LEVEL {level}".encode()

    def _received(self) -> list[PGresult]:
        """The answers, up to the one that says there are no more."""
        libpq = self._libpq
        results: list[PGresult] = []
        while True:
            while libpq.is_busy():
                self._readable.poll()
                libpq.consume_input()
            result = libpq.get_result()
            if result is None:
                raise self._lost(results)
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)
            libpq.get_result()  # the None between two answers; it is there already

    def _lost(self, results: Sequence[PGresult]) -> psycopg.Error:
        """Why nobody is there any more."""
        if results and results[-1].status in _FAILED:
            return error_from_result(results[-1])
        return psycopg.OperationalError(self._libpq.get_error_message())


class _Piped(Compiled):
    """A statement in PostgreSQL's words, for a line."""

    def __init__(
        self,
        statement: Any,  # noqa: ANN401 - any Core statement
        dialect: sa.Dialect,
        columns: Sequence[str] | None,
    ) -> None:
        super().__init__(statement, dialect, columns)
        self._order = list(dict.fromkeys(_NAMED.findall(self.sql)))
        places = {name: f"${place}" for place, name in enumerate(self._order, 1)}
        text = _NAMED.sub(lambda found: places[found[1]], self.sql).replace("%%", "%")
        self._text = text.encode()
        self._name = b"genjin_%d" % next(_NUMBERS)

    def rows(self, connection: sa.Connection, params: Params) -> list[tuple[Any, ...]]:
        line = _put(connection, self, params)
        return self.converted(line.rows(line.settle(connection)[-1]))

    def count(self, connection: sa.Connection, params: Params) -> int:
        line = _put(connection, self, params)
        return line.settle(connection)[-1].command_tuples or 0

    def counts(self, connection: sa.Connection, params: Iterable[Params]) -> list[int]:
        each = list(params)
        for one in each:
            line = _put(connection, self, one)
        return (
            [result.command_tuples or 0 for result in line.settle(connection)[-len(each) :]] if each else []
        )

    def send(self, connection: sa.Connection, params: Params) -> None:
        _put(connection, self, params)

    def send_each(self, connection: sa.Connection, params: Iterable[Params]) -> None:
        for each in params:
            _put(connection, self, each)

    def withdrawn(self, connection: sa.Connection) -> bool:
        line = None if connection.invalidated else _line_of(connection)
        return line is not None and self._text in line.forget()

    def step(self, line: Line, params: Params) -> _Step:
        """The statement with these parameters, without what no database stores as text."""
        values = self.bound(params)
        try:
            encoded = self._encoded(line, values)
        except (_Unstorable, UnicodeEncodeError, psycopg.DataError):
            encoded = self._encoded(line, storable(values))
        return _Step(self._text, encoded, self._name)

    def _encoded(self, line: Line, values: Mapping[str, Any]) -> list[bytes | None]:
        """Parameters as text on the wire; a loop without calls, for it runs for every one."""
        encoded: list[bytes | None] = []
        for name in self._order:
            value = values[name]
            if value is None:
                encoded.append(None)
            elif type(value) is int:
                encoded.append(b"%d" % value)
            elif type(value) is str:
                if "\0" in value:
                    raise _Unstorable
                encoded.append(value.encode())
            else:
                encoded.append(line.dumped(value))
        return encoded


def _line_of(connection: sa.Connection) -> Line:
    kept = connection.info
    line: Line | None = kept.get("line")
    if line is None:
        driver: Any = connection.connection.dbapi_connection
        line = kept["line"] = Line(driver)
    return line


def _put(connection: sa.Connection, statement: _Piped, params: Params) -> Line:
    require_open(connection)
    line = _line_of(connection)
    line.put(statement.step(line, params))
    return line


def piped(
    statement: Any,  # noqa: ANN401 - any Core statement
    dialect: sa.Dialect,
    columns: Sequence[str] | None,
) -> Compiled:
    """A statement for PostgreSQL's lines."""
    return _Piped(statement, dialect, columns)
