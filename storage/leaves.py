"""Leaves: when somebody is away, and who stands in for him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import leaves


@dataclass(frozen=True, slots=True)
class Leave:
    """A span away, half open; without a deputy what concerns the person waits. A leave that was called off
    (or came to an early end) has ``ended_at``."""

    id: str
    person_id: str
    start_at: datetime
    end_at: datetime
    deputy_id: str | None
    message_id: str | None
    created_at: datetime
    ended_at: datetime | None = None
    version: int = 1


class Leaves(Repository[Leave]):
    """Leaves by person."""

    table = leaves
    value = Leave

    def at(self, person_id: str, moment: datetime) -> Leave | None:
        """The leave a person is on at a moment, the one told last when several hold it."""
        return self._one(_AT, {"person": person_id, "moment": moment})

    def coming(self, person_id: str, moment: datetime) -> list[Leave]:
        """Leaves that are not over at a moment and not called off, the nearest first."""
        return self._all(_COMING, {"person": person_id, "moment": moment})

    def deputised(self, deputy_id: str, moment: datetime) -> list[Leave]:
        """Leaves in which somebody stands in at a moment, the oldest first."""
        return self._all(_DEPUTISED, {"deputy": deputy_id, "moment": moment})


_MOMENT = sa.bindparam("moment", type_=leaves.c.end_at.type)
_STANDS = (
    leaves.c.person_id == sa.bindparam("person"),
    leaves.c.ended_at.is_(None),
    leaves.c.end_at > _MOMENT,
)
_AT = Statement(
    rows.select(Leaves)
    .where(*_STANDS, leaves.c.start_at <= _MOMENT)
    .order_by(leaves.c.created_at.desc(), leaves.c.id.desc())
    .limit(1)
)
_DEPUTISED = Statement(
    rows.select(Leaves)
    .where(
        leaves.c.deputy_id == sa.bindparam("deputy"),
        leaves.c.ended_at.is_(None),
        leaves.c.start_at <= _MOMENT,
        leaves.c.end_at > _MOMENT,
    )
    .order_by(leaves.c.created_at, leaves.c.id)
)
_COMING = Statement(rows.select(Leaves).where(*_STANDS).order_by(leaves.c.start_at, leaves.c.id))
