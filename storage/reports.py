"""Read-only figures, each cheap enough to be asked for every few seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from storage.statements import Statement
from storage.tables import NOTICE, due, identities, inbox, outbox, status_in
from storage.uow import Database


@dataclass(frozen=True, slots=True)
class Figures:
    """What monitoring watches: counts per group and status, and single values (moments in Unix seconds)."""

    groups: Mapping[str, Mapping[str, int]]
    singles: Mapping[str, float]


def figures(database: Database) -> Figures:
    """The state of the queues, at one moment, in one reading transaction.

    ``notices`` counts the platform events of the last weeks that were kept without acting, by name.
    """
    with database.read() as uow:
        connection = uow.connection
        groups = {
            "inbox": uow.inbox.counts(),
            "outbox": uow.outbox.counts(),
            "notices": {str(row[0]): int(row[1]) for row in _NOTICES.rows(connection, {})},
        }
        singles = {name: float(found) for name, found in _SINGLES.rows(connection, {}) if found is not None}
    return Figures(groups, singles)


def _single(name: str, statement: sa.ScalarSelect[int]) -> sa.Select[str, int]:
    return sa.select(sa.literal_column(f"'{name}'", sa.String), statement)


def _oldest(moment: sa.Column[int], *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    seconds = sa.cast(sa.type_coerce(sa.func.min(moment), sa.BigInteger) / 1_000_000, sa.BigInteger)
    return sa.select(seconds).where(*conditions).scalar_subquery()


def _notices(dialect: str) -> sa.Select[str, int]:
    name: sa.ColumnElement[str]
    if dialect == "sqlite":
        name = sa.func.json_extract(inbox.c.body, sa.literal_column("'$.name'"))
    else:
        name = sa.cast(inbox.c.body, sa.JSON)[sa.literal_column("'name'")].as_string()
    return sa.select(name, sa.func.count()).where(NOTICE).group_by(sa.literal_column("1"))


_NOTICES = Statement(_notices)
_SINGLES = Statement(
    sa.union_all(
        _single("inbox_oldest_due_timestamp_seconds", _oldest(inbox.c.not_before, status_in(inbox, "open"))),
        _single(
            "outbox_oldest_due_timestamp_seconds",
            _oldest(outbox.c.not_before, status_in(outbox, "open", "leased")),
        ),
        _single("appointments", sa.select(sa.func.count()).select_from(due).scalar_subquery()),
        _single(
            "unreachable_accounts",
            sa.select(sa.func.count()).where(identities.c.unreachable_at.is_not(None)).scalar_subquery(),
        ),
    )
)
