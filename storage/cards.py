"""Cards shown to people, and the one-time rights to change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import card_handles, cards


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as its reader sees it. ``status``: open, closed (decided) or superseded (by a newer card).

    ``event_key`` names the event that showed it.
    """

    id: str
    platform: str
    recipient: str
    person_id: str | None
    kind: str
    subject_id: str | None
    content: Mapping[str, Any]
    status: str
    superseded_by: str | None
    created_at: datetime
    updated_at: datetime
    event_key: str | None = None


class Cards(Repository[ShownCard]):
    """Cards by id and subject; handles by card."""

    table = cards
    value = ShownCard

    def of_subject(self, subject_id: str, *, status: str = "open") -> list[ShownCard]:
        """Cards about one thing, oldest first."""
        return self._all(_OF_SUBJECT, {"subject": subject_id, "status": status})

    def change(self, card_id: str, **fields: Any) -> None:  # noqa: ANN401 - columns
        """Set columns of one card."""
        self._change(card_id, fields)

    def add_handle(self, card_id: str, code: str, expires_at: datetime) -> None:
        """Keep a one-time right to change a card."""
        _ADD_HANDLE.send(self._connection, {"card_id": card_id, "code": code, "expires_at": expires_at})

    def handle(self, card_id: str, now: datetime) -> tuple[str, datetime] | None:
        """The newest unspent right to change a card: (code, expires_at); None when there is none."""
        row = _NEWEST_HANDLE.first(self._connection, {"card": card_id, "now": now})
        return None if row is None else (row[0], row[1])

    def spend_handle(self, card_id: str, code: str, at: datetime) -> None:
        """A right to change a card was used."""
        _SPEND.send(self._connection, {"card": card_id, "spent": code, "moment": at})

    def forget_handles(self, before: datetime) -> int:
        """Drop rights that expired before *before*."""
        return _FORGET.run(self._connection, {"before": before})


_OF_SUBJECT = Statement(
    rows.select(Cards)
    .where(cards.c.subject_id == sa.bindparam("subject"), cards.c.status == sa.bindparam("status"))
    .order_by(cards.c.created_at, cards.c.id)
)
_ADD_HANDLE = rows.insert(card_handles, "card_id", "code", "expires_at")
_SPEND = Statement(
    sa.update(card_handles)
    .where(card_handles.c.card_id == sa.bindparam("card"), card_handles.c.code == sa.bindparam("spent"))
    .values(used_at=sa.bindparam("moment"))
)
_FORGET = Statement(sa.delete(card_handles).where(card_handles.c.expires_at < sa.bindparam("before")))
_NEWEST_HANDLE = Statement(
    sa.select(card_handles.c.code, card_handles.c.expires_at)
    .where(
        card_handles.c.card_id == sa.bindparam("card"),
        card_handles.c.used_at.is_(None),
        card_handles.c.expires_at > sa.bindparam("now"),
    )
    .order_by(card_handles.c.id.desc())
    .limit(1)
)
