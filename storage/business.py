"""Read-only questions about a team's customers: how many, which, and why; each is one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.leads import Lead, Leads
from storage.statements import Statement
from storage.tables import conversations, leads, literal
from storage.uow import UnitOfWork


def closed(
    uow: UnitOfWork, owners: Collection[str], status: str, start: datetime, end: datetime
) -> list[Lead]:
    """Customers of these people won or lost (*status*) from *start* until before *end*, newest first."""
    params = {"owners": list(owners), "status": status, "start": start, "end": end}
    return _all(uow, _CLOSED, params)


def created(uow: UnitOfWork, owners: Collection[str], start: datetime, end: datetime) -> list[Lead]:
    """Customers of these people filed from *start* until before *end*, newest first."""
    return _all(uow, _CREATED, {"owners": list(owners), "start": start, "end": end})


def untouched(uow: UnitOfWork, owners: Collection[str], stage: str) -> list[Lead]:
    """Open customers still in the first *stage* to whom nobody of ours has written, oldest first."""
    return _all(uow, _UNTOUCHED, {"owners": list(owners), "stage": stage})


def silent(uow: UnitOfWork, owners: Collection[str], before: datetime, stage: str) -> list[Lead]:
    """Open customers past the first *stage* last in touch before a moment, longest silent first."""
    return _all(uow, _SILENT, {"owners": list(owners), "before": before, "stage": stage})


def counts(uow: UnitOfWork, owners: Collection[str]) -> Mapping[str, int]:
    """How many open customers these people have in each stage."""
    return {str(row[0]): int(row[1]) for row in _COUNTS.rows(uow.connection, {"owners": list(owners)})}


def per_owner(uow: UnitOfWork, owners: Collection[str]) -> Mapping[str, int]:
    """How many open customers each of these people has; who has none is left out."""
    found = _PER_OWNER.rows(uow.connection, {"owners": list(owners)})
    return {str(row[0]): int(row[1]) for row in found}


def _all(uow: UnitOfWork, statement: Statement, params: Mapping[str, Any]) -> list[Lead]:
    return [Lead(*row) for row in statement.rows(uow.connection, params)]


_OPEN = leads.c.status == literal("open")
_LIVING = ~leads.c.status.in_([literal("merged"), literal("deleted")])
_STAGE = sa.bindparam("stage", type_=sa.String)
_START, _END = (sa.bindparam(name, type_=leads.c.closed_at.type) for name in ("start", "end"))
_BEFORE = sa.bindparam("before", type_=leads.c.touched_at.type)


def _of_owners(dialect: str) -> sa.ColumnElement[bool]:
    return rows.among(dialect, leads.c.owner_id, "owners")


_CLOSED = Statement(
    lambda dialect: (
        rows.select(Leads)
        .where(
            _of_owners(dialect),
            leads.c.status == sa.bindparam("status"),
            leads.c.closed_at >= _START,
            leads.c.closed_at < _END,
        )
        .order_by(leads.c.closed_at.desc(), leads.c.id)
    )
)
_CREATED = Statement(
    lambda dialect: (
        rows.select(Leads)
        .where(_of_owners(dialect), _LIVING, leads.c.created_at >= _START, leads.c.created_at < _END)
        .order_by(leads.c.created_at.desc(), leads.c.id)
    )
)
_WRITTEN_TO = (
    sa.select(conversations.c.id)
    .where(conversations.c.lead_id == leads.c.id, conversations.c.last_staff_at.is_not(None))
    .exists()
)
_UNTOUCHED = Statement(
    lambda dialect: (
        rows.select(Leads)
        .where(_of_owners(dialect), _OPEN, leads.c.stage == _STAGE, ~_WRITTEN_TO)
        .order_by(leads.c.created_at, leads.c.id)
    )
)
_SILENT = Statement(
    lambda dialect: (
        rows.select(Leads)
        .where(_of_owners(dialect), _OPEN, leads.c.stage != _STAGE, leads.c.touched_at < _BEFORE)
        .order_by(leads.c.touched_at, leads.c.id)
    )
)
_COUNTS = Statement(
    lambda dialect: (
        sa.select(leads.c.stage, sa.func.count()).where(_of_owners(dialect), _OPEN).group_by(leads.c.stage)
    )
)
_PER_OWNER = Statement(
    lambda dialect: (
        sa.select(leads.c.owner_id, sa.func.count())
        .where(_of_owners(dialect), _OPEN)
        .group_by(leads.c.owner_id)
    )
)
