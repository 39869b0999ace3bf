"""Alerts: one per episode, raised to the rep first, told to the supervisor once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import alerts


@dataclass(frozen=True, slots=True)
class Alert:
    """An alarm. ``episode`` names what it is about: one episode rings once. ``status``: raised,
    acknowledged (the rep acted), escalated or cleared."""

    id: str
    episode: str
    kind: str
    subject_id: str
    lead_id: str | None
    person_id: str
    todo_id: str | None
    status: str
    raised_at: datetime
    escalated_at: datetime | None = None
    cleared_at: datetime | None = None
    cleared_why: str | None = None
    version: int = 1


class Alerts(Repository[Alert]):
    """Alerts by episode and subject."""

    table = alerts
    value = Alert

    def by_episode(self, episode: str) -> Alert | None:
        """The alert of this episode, whatever became of it."""
        return self._one(_BY_EPISODE, {"name": episode})

    def of_subject(self, subject_id: str) -> list[Alert]:
        """Alerts about one thing, oldest first."""
        return self._all(_OF_SUBJECT, {"subject": subject_id})


_BY_EPISODE = Statement(rows.select(Alerts).where(alerts.c.episode == sa.bindparam("name")))
_OF_SUBJECT = Statement(
    rows.select(Alerts)
    .where(alerts.c.subject_id == sa.bindparam("subject"))
    .order_by(alerts.c.raised_at, alerts.c.id)
)
