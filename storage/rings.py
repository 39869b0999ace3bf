"""Rings: each telling of something to one person, from its moment to the card or digest it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import literal, rings, status_in


@dataclass(frozen=True, slots=True)
class Ring:
    """An alert or a promise for a person (or neither: the morning's TOP3, which only counts as a card).

    ``status``: ready (to be shown at once), queued (for the digest), card, digest (shown that way at
    ``shown_at``) or dropped; ``escalation`` says that it is told to somebody above.
    """

    id: str
    alert_id: str | None
    person_id: str
    escalation: bool
    status: str
    made_at: datetime
    shown_at: datetime | None = None
    card_id: str | None = None
    version: int = 1
    promise_id: str | None = None


class Rings(Repository[Ring]):
    """Rings by person, by alert, by the card they came in."""

    table = rings
    value = Ring

    def ready_for(self, person_id: str) -> list[Ring]:
        """What is to be shown to a person at once, oldest first."""
        return self._all(_READY, {"person": person_id})

    def queued_for(self, person_id: str) -> list[Ring]:
        """What waits for a person's digest, oldest first."""
        return self._all(_QUEUED, {"person": person_id})

    def cards_shown(self, person_id: str, since: datetime, until: datetime) -> int:
        """How many cards a person was shown in a span, its end not included."""
        params = {"person": person_id, "since": since, "until": until}
        return int(_CARDS_SHOWN.scalar(self._connection, params))

    def of_alert(self, alert_id: str) -> list[Ring]:
        """Every telling of an alert, oldest first."""
        return self._all(_OF_ALERT, {"alert": alert_id})

    def in_card(self, card_id: str) -> list[Ring]:
        """What one card told of, oldest first."""
        return self._all(_IN_CARD, {"card": card_id})

    def drop(self, alert_id: str) -> int:
        """Nobody need be told of an alert any more; how many had not been."""
        return _DROP.run(self._connection, {"alert": alert_id})

    def drop_promise(self, promise_id: str) -> int:
        """Nobody need be told of a promise any more; how many had not been."""
        return _DROP_PROMISE.run(self._connection, {"promise": promise_id})


def _waiting(status: str) -> Statement:
    return Statement(
        rows.select(Rings)
        .where(rings.c.person_id == sa.bindparam("person"), status_in(rings, status))
        .order_by(rings.c.made_at, rings.c.id)
    )


_READY = _waiting("ready")
_QUEUED = _waiting("queued")
_CARDS_SHOWN = Statement(
    sa.select(sa.func.count()).where(
        rings.c.person_id == sa.bindparam("person"),
        rings.c.shown_at >= sa.bindparam("since", type_=rings.c.shown_at.type),
        rings.c.shown_at < sa.bindparam("until", type_=rings.c.shown_at.type),
        status_in(rings, "card"),
    )
)
_OF_ALERT = Statement(
    rows.select(Rings).where(rings.c.alert_id == sa.bindparam("alert")).order_by(rings.c.made_at, rings.c.id)
)
_IN_CARD = Statement(
    rows.select(Rings).where(rings.c.card_id == sa.bindparam("card")).order_by(rings.c.made_at, rings.c.id)
)


def _drop(column: sa.Column[Any], name: str) -> Statement:
    return Statement(
        sa.update(rings)
        .where(column == sa.bindparam(name), status_in(rings, "ready", "queued"))
        .values(status=literal("dropped"))
    )


_DROP = _drop(rings.c.alert_id, "alert")
_DROP_PROMISE = _drop(rings.c.promise_id, "promise")
