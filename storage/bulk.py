"""Many rows in few statements.

Every statement lets go of the interpreter's lock and must get it back from whoever took it meanwhile; while
callbacks come in, that costs more than the row. One statement for many rows lets go of it once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from storage import rows
from storage.statements import cursor_of, failure

_MOST_ROWS = 128
"""In one statement: far from SQLite's limit of parameters, and only eight different texts to plan."""


class BulkInsert:
    """``INSERT … ON CONFLICT DO NOTHING`` of many rows into *table* on SQLite.

    A row holds the contents of *columns* in their order; *fixed* are SQL texts for further columns.
    """

    def __init__(self, table: sa.Table, columns: Sequence[str], **fixed: sa.ColumnElement[Any]) -> None:
        self._table, self._columns, self._fixed = table, tuple(columns), fixed
        self._texts: dict[int, str] = {}

    def run(self, connection: sa.Connection, contents: Sequence[Sequence[Any]]) -> int:
        """Insert the rows; how many were new. In their order: their ids grow."""
        cursor, added, start = cursor_of(connection), 0, 0
        while start < len(contents):
            count = min(_MOST_ROWS, 1 << (len(contents) - start).bit_length() - 1)
            values = self._values(contents[start : start + count])
            sql = self._text(count)
            try:
                cursor.execute(sql, values)
            except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
                raise failure(connection, error, sql) from error
            added += cursor.rowcount
            start += count
        return added

    def _values(self, contents: Sequence[Sequence[Any]]) -> list[Any]:
        values: list[Any] = []
        for row in contents:
            values += row
        width = len(self._columns)
        for place, convert in self._converters:
            values[place::width] = map(convert, values[place::width])
        return values

    @cached_property
    def _converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        dialect = sqlite.dialect()
        made = (self._table.c[name].type.dialect_impl(dialect) for name in self._columns)
        processors = [kind.bind_processor(dialect) for kind in made]
        return [(place, process) for place, process in enumerate(processors) if process is not None]

    def _text(self, count: int) -> str:
        if count not in self._texts:
            statement = rows.new("sqlite", self._table).values(**self._fixed)
            names = [*self._columns, *self._fixed]
            sql = str(statement.compile(dialect=sqlite.dialect(), column_keys=names))
            head, group, tail = re.split(r"(?<= VALUES )(\(.*?\))", sql, maxsplit=1)
            self._texts[count] = head + ", ".join([group] * count) + tail
        return self._texts[count]
