"""Quotes and contracts handed to customers, version by version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import quotes, status_in


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote (``kind`` quote) or contract (``contract``) sent to a customer.

    ``number`` counts the versions per lead and kind; ``size`` is bytes, ``pages`` pages when known.
    ``status``: sent, acknowledged (收到 only), answered, replaced (a newer version went out), dropped
    (不用跟了), withdrawn (the message was recalled). ``opened_at`` is when the customer first looked.
    """

    id: str
    lead_id: str | None
    conversation_id: str | None
    owner_id: str
    kind: str
    number: int
    name: str | None
    size: int | None
    pages: int | None
    mime: str | None
    sha256: str | None
    amount_fen: int | None
    quote: str | None
    message_id: str | None
    sent_at: datetime
    status: str = "sent"
    acknowledged_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    version: int = 1
    opened_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the customer still owes an answer."""
        return self.status in ("sent", "acknowledged")


class Quotes(Repository[Quote]):
    """Quotes by lead, by conversation, by owner, by message."""

    table = quotes
    value = Quote

    def of_lead(self, lead_id: str, *, kind: str | None = None) -> list[Quote]:
        """All versions, oldest first."""
        return self._all(_OF_LEAD, {"lead": lead_id, "kind": kind})

    def open_in(self, conversation_id: str) -> list[Quote]:
        """Quotes of a conversation that still wait for an answer, oldest first."""
        return self._all(_OPEN_IN, {"conversation": conversation_id})

    def in_conversation(self, conversation_id: str) -> list[Quote]:
        """All quotes of a conversation, oldest first."""
        return self._all(_IN_CONVERSATION, {"conversation": conversation_id})

    def open_of_owners(self, owners: Collection[str], *, limit: int = 20) -> list[Quote]:
        """Quotes of these people that still wait for an answer, oldest first."""
        return self._all(_OPEN_OF_OWNERS, {"owners": list(owners), "most": limit})

    def from_message(self, message_id: str) -> list[Quote]:
        """Quotes noticed in one message."""
        return self._all(_FROM_MESSAGE, {"message": message_id})


_OPEN = status_in(quotes, "sent", "acknowledged")
_OPEN_OF_OWNERS = Statement(
    lambda dialect: (
        rows.select(Quotes)
        .where(rows.among(dialect, quotes.c.owner_id, "owners"), _OPEN)
        .order_by(quotes.c.sent_at, quotes.c.id)
        .limit(sa.bindparam("most"))
    )
)
_OF_LEAD = Statement(
    rows.select(Quotes)
    .where(quotes.c.lead_id == sa.bindparam("lead"), rows.given(quotes.c.kind, "kind"))
    .order_by(quotes.c.number, quotes.c.sent_at, quotes.c.id)
)
_IN_CONVERSATION = Statement(
    rows.select(Quotes)
    .where(quotes.c.conversation_id == sa.bindparam("conversation"))
    .order_by(quotes.c.sent_at, quotes.c.id)
)
_FROM_MESSAGE = Statement(
    rows.select(Quotes)
    .where(quotes.c.message_id == sa.bindparam("message"))
    .order_by(quotes.c.sent_at, quotes.c.id)
)
_OPEN_IN = Statement(
    rows.select(Quotes)
    .where(quotes.c.conversation_id == sa.bindparam("conversation"), _OPEN)
    .order_by(quotes.c.sent_at, quotes.c.id)
)
