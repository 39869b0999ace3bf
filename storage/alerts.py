"""Alerts: one per episode, raised to the rep first, told to the supervisor once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import alerts, status_in

LIVE = ("held", "ringing", "raised", "snoozed", "escalated")
"""Statuses of an episode that somebody may still hear of, or whose cards still ask for something."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An alarm. ``episode`` names what it is about: one episode rings once.

    ``status``: held (nobody to tell just now), ringing (on its way to ``told_to``), raised (told), snoozed
    (again at ``until``), acknowledged (the rep acted at ``acted_at``), escalated, muted or cleared.
    ``since`` is when what it is about began, ``due_at`` when it was to ring; ``words`` is its reason.
    """

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
    since: datetime | None = None
    due_at: datetime | None = None
    until: datetime | None = None
    acted_at: datetime | None = None
    told_to: str | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether it may still ring, escalate, or be pressed."""
        return self.status in LIVE


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

    def live_of(self, subject_id: str) -> list[Alert]:
        """Alerts about one thing that are not over, oldest first."""
        return self._all(_LIVE_OF, {"subject": subject_id})

    def concerning(self, subject_id: str, episodes: Collection[str]) -> list[Alert]:
        """Alerts about one thing that are not over, and those of these episodes, oldest first."""
        return self._all(_CONCERNING, {"subject": subject_id, "episodes": list(episodes)})

    def handled_at(self, subject_id: str) -> datetime | None:
        """When somebody last said that what rang about this thing is dealt with."""
        found: datetime | None = _HANDLED_AT.scalar(self._connection, {"subject": subject_id})
        return found

    def held_for(self, people: Collection[str]) -> list[Alert]:
        """Alerts of these people that wait for somebody to be there, oldest first."""
        return self._all(_HELD_FOR, {"owners": list(people)})


_BY_EPISODE = Statement(rows.select(Alerts).where(alerts.c.episode == sa.bindparam("name")))
_OF_SUBJECT = Statement(
    rows.select(Alerts)
    .where(alerts.c.subject_id == sa.bindparam("subject"))
    .order_by(alerts.c.raised_at, alerts.c.id)
)
_LIVE_OF = Statement(
    rows.select(Alerts)
    .where(alerts.c.subject_id == sa.bindparam("subject"), status_in(alerts, *LIVE))
    .order_by(alerts.c.raised_at, alerts.c.id)
)
_CONCERNING = Statement(
    lambda dialect: (
        rows.select(Alerts)
        .where(
            alerts.c.subject_id == sa.bindparam("subject"),
            sa.or_(status_in(alerts, *LIVE), rows.among(dialect, alerts.c.episode, "episodes")),
        )
        .order_by(alerts.c.raised_at, alerts.c.id)
    )
)
_HANDLED_AT = Statement(
    sa.select(sa.func.max(alerts.c.acted_at)).where(
        alerts.c.subject_id == sa.bindparam("subject"), status_in(alerts, "acknowledged")
    )
)
_HELD_FOR = Statement(
    lambda dialect: (
        rows.select(Alerts)
        .where(rows.among(dialect, alerts.c.person_id, "owners"), status_in(alerts, "held"))
        .order_by(alerts.c.raised_at, alerts.c.id)
    )
)
