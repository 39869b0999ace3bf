"""Cards shown to people, and the one-time rights to change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.tables import card_handles, cards


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card as its reader sees it. ``status``: open, closed (decided) or superseded (by a newer card)."""

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


class Cards(Repository[ShownCard]):
    """Cards by id and subject; handles by card."""

    table = cards
    value = ShownCard

    def of_subject(self, subject_id: str, *, status: str = "open") -> list[ShownCard]:
        """Cards about one thing, oldest first."""
        statement = rows.select(Cards).where(cards.c.subject_id == subject_id, cards.c.status == status)
        return self._all(statement.order_by(cards.c.created_at, cards.c.id))

    def change(self, card_id: str, **fields: Any) -> None:  # noqa: ANN401 - columns
        """Set columns of one card."""
        self._run(sa.update(cards).where(cards.c.id == card_id).values(**fields), {})

    def add_handle(self, card_id: str, code: str, expires_at: datetime) -> None:
        """Keep a one-time right to change a card."""
        row = {"card_id": card_id, "code": code, "expires_at": expires_at, "used_at": None}
        self._run(sa.insert(card_handles), row)

    def take_handle(self, card_id: str, now: datetime) -> tuple[str, datetime] | None:
        """Spend the newest unspent right to change a card: (code, expires_at); None when there is none."""
        row = self._connection.execute(_NEWEST_HANDLE, {"card": card_id, "now": now}).first()
        if row is None:
            return None
        self._run(sa.update(card_handles).where(card_handles.c.id == row[0]).values(used_at=now), {})
        return row[1], row[2]

    def forget_handles(self, before: datetime) -> int:
        """Drop rights that expired before *before*."""
        return self._run(sa.delete(card_handles).where(card_handles.c.expires_at < before), {})


_NEWEST_HANDLE = (
    sa.select(card_handles.c.id, card_handles.c.code, card_handles.c.expires_at)
    .where(
        card_handles.c.card_id == sa.bindparam("card"),
        card_handles.c.used_at.is_(None),
        card_handles.c.expires_at > sa.bindparam("now"),
    )
    .order_by(card_handles.c.id.desc())
    .limit(1)
)
