"""To-dos: what a rep means to do, by when, and why."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import literal, todos


@dataclass(frozen=True, slots=True)
class Todo:
    """A to-do. ``kind`` is manual, quote, call, next or series; ``status`` open, done or dropped; no
    ``due_at``: some time.

    A series comes back as its ``repeat`` (``handlers.sales.recurring``) says: its ``due_at`` is the next
    time, and each time is a to-do of its own whose ``series_id`` names it. ``mornings`` counts how often
    TOP3 told of it after its time.
    """

    id: str
    owner_id: str
    lead_id: str | None
    quote_id: str | None
    kind: str
    text: str
    reason: str | None
    due_at: datetime | None
    status: str
    message_id: str | None
    card_id: str | None
    created_at: datetime
    done_at: datetime | None = None
    repeat: str | None = None
    series_id: str | None = None
    version: int = 1
    mornings: int = 0


class Todos(Repository[Todo]):
    """To-dos by owner, by lead, by quote."""

    table = todos
    value = Todo

    def open_of(
        self, owners: Collection[str], *, before: datetime | None = None, limit: int = 20
    ) -> list[Todo]:
        """Open to-dos of these people, the most urgent first (those without a date last)."""
        return self._all(_OPEN_OF, {"owners": list(owners), "before": before, "most": limit})

    def of_lead(self, lead_id: str, *, status: str = "open") -> list[Todo]:
        """To-dos about a lead, the most urgent first (those without a date last)."""
        return self._all(_OF_LEAD, {"lead": lead_id, "status": status})

    def of_series(self, series_id: str, *, status: str = "open") -> list[Todo]:
        """The times of a series."""
        return self._all(_OF_SERIES, {"series": series_id, "status": status})

    def of_quote(self, quote_id: str) -> list[Todo]:
        """To-dos about a quote, whatever became of them."""
        return self._all(_OF_QUOTE, {"quote": quote_id})


def _open_of(dialect: str) -> sa.Select[Any]:
    before = sa.bindparam("before", type_=todos.c.due_at.type)
    return (
        rows.select(Todos)
        .where(
            rows.among(dialect, todos.c.owner_id, "owners"),
            todos.c.status == literal("open"),
            sa.or_(before.is_(None), todos.c.due_at < before),
        )
        .order_by(todos.c.due_at.is_(None), todos.c.due_at, todos.c.created_at, todos.c.id)
        .limit(sa.bindparam("most"))
    )


_OPEN_OF = Statement(_open_of)
_OF_LEAD = Statement(
    rows.select(Todos)
    .where(todos.c.lead_id == sa.bindparam("lead"), todos.c.status == sa.bindparam("status"))
    .order_by(todos.c.due_at.is_(None), todos.c.due_at, todos.c.id)
)
_OF_SERIES = Statement(
    rows.select(Todos)
    .where(todos.c.series_id == sa.bindparam("series"), todos.c.status == sa.bindparam("status"))
    .order_by(todos.c.due_at, todos.c.id)
)
_OF_QUOTE = Statement(
    rows.select(Todos)
    .where(todos.c.quote_id == sa.bindparam("quote"))
    .order_by(todos.c.created_at, todos.c.id)
)
