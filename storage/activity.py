"""What somebody did in a stretch of time, counted from the audit and the messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.statements import Statement
from storage.tables import audit, conversations, leads, literal, messages, quotes


@dataclass(frozen=True, slots=True)
class Activity:
    """Counts: customers talked with, leads filed and moved, quotes sent, to-dos done, deals won and lost,
    customers noted about."""

    talked: int = 0
    filed: int = 0
    moved: int = 0
    quoted: int = 0
    finished: int = 0
    won: int = 0
    lost: int = 0
    noted: int = 0


class Activities:
    """Counting, read only."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def between(self, person_id: str, start: datetime, end: datetime) -> Activity:
        """What one person did from *start* to *end*, both included."""
        params = {"person": person_id, "start": start, "end": end}
        row = _BETWEEN.first(self._connection, params)
        return Activity() if row is None else Activity(*(int(each or 0) for each in row))


_START, _END = sa.bindparam("start", type_=audit.c.at.type), sa.bindparam("end", type_=audit.c.at.type)
_PERSON: sa.BindParameter[str] = sa.bindparam("person")


def _acts(name: str) -> sa.ScalarSelect[int]:
    of_person = sa.select(sa.func.count(sa.distinct(audit.c.subject_id))).select_from(
        audit.outerjoin(leads, leads.c.id == audit.c.lead_id)
    )
    mine = sa.or_(
        audit.c.actor_id == _PERSON, sa.and_(audit.c.actor_id.is_(None), leads.c.owner_id == _PERSON)
    )
    inside = sa.and_(audit.c.at >= _START, audit.c.at <= _END, audit.c.undone_at.is_(None))
    return of_person.where(audit.c.act == literal(name), mine, inside).scalar_subquery()


def _closed(status: str) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).select_from(leads)
    inside = sa.and_(leads.c.closed_at >= _START, leads.c.closed_at <= _END)
    return counted.where(
        leads.c.owner_id == _PERSON, leads.c.status == literal(status), inside
    ).scalar_subquery()


_TALKED = (
    sa.select(sa.func.count(sa.distinct(messages.c.conversation_id)))
    .select_from(messages.join(conversations, conversations.c.id == messages.c.conversation_id))
    .where(
        conversations.c.staff_id == _PERSON,
        messages.c.sender == literal("staff"),
        messages.c.sent_at >= _START,
        messages.c.sent_at <= _END,
    )
    .scalar_subquery()
)
_QUOTED = (
    sa.select(sa.func.count())
    .where(
        quotes.c.owner_id == _PERSON,
        quotes.c.sent_at >= _START,
        quotes.c.sent_at <= _END,
        quotes.c.status != literal("withdrawn"),
    )
    .scalar_subquery()
)
_BETWEEN = Statement(
    sa.select(
        _TALKED,
        _acts("lead.create"),
        _acts("lead.stage"),
        _QUOTED,
        _acts("todo.done"),
        _closed("won"),
        _closed("lost"),
        _acts("note.add"),
    )
)
