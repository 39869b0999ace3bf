"""Promises of both sides: who owes what to whom, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import promises, status_in


@dataclass(frozen=True, slots=True)
class Promise:
    """Something one side owes the other.

    ``side`` is staff or customer, ``owner_id`` the team member concerned either way. ``what`` is
    ``text[start:end]`` of the message, ``quote`` the whole sentence. ``due_at`` is the last moment that
    still keeps it, None when no time was named; only with ``has_clock`` was a clock time named. Proof
    counts from ``since`` on. ``status``: open, kept, broken (its time passed; it can still be kept),
    dropped (不算数) or withdrawn (the message was recalled). ``closed_by`` is the message, the person or
    the line of the story that closed it.
    """

    id: str
    owner_id: str
    lead_id: str | None
    conversation_id: str | None
    side: str
    kind: str
    what: str
    quote: str
    start: int | None
    end: int | None
    message_id: str | None
    made_at: datetime
    due_at: datetime | None
    due_kind: str
    has_clock: bool
    since: datetime
    status: str = "open"
    closed_at: datetime | None = None
    closed_by: str | None = None
    card_id: str | None = None
    version: int = 1

    @property
    def owed(self) -> bool:
        """Whether it still waits to be kept, in time or late."""
        return self.status in ("open", "broken")

    @property
    def ours(self) -> bool:
        """Whether our side owes it."""
        return self.side == "staff"


class Promises(Repository[Promise]):
    """Promises by owner, by lead, by conversation, by message."""

    table = promises
    value = Promise

    def owed_by_owners(self, owners: Collection[str], *, limit: int = 200) -> list[Promise]:
        """What still waits to be kept among these people's promises, the most urgent first."""
        return self._all(_OWED_OF, {"owners": list(owners), "most": limit})

    def of_lead(self, lead_id: str, *, limit: int = 100) -> list[Promise]:
        """Every promise between us and a lead, the newest first."""
        return self._all(_OF_LEAD, {"lead": lead_id, "most": limit})

    def owed_in(self, conversation_id: str, lead_id: str | None) -> list[Promise]:
        """What still waits to be kept in a conversation, or with its lead, oldest first."""
        found = self._all(_OWED_IN, {"conversation": conversation_id})
        if lead_id is not None:
            known = {promise.id for promise in found}
            found += [p for p in self._all(_OWED_WITH, {"lead": lead_id}) if p.id not in known]
        return sorted(found, key=lambda promise: (promise.made_at, promise.id))

    def in_conversation(self, conversation_id: str) -> list[Promise]:
        """Every promise made in a conversation, oldest first."""
        return self._all(_IN_CONVERSATION, {"conversation": conversation_id})

    def from_message(self, message_id: str) -> list[Promise]:
        """Promises made in one message."""
        return self._all(_FROM_MESSAGE, {"message": message_id})

    def closed_by(self, reference: str) -> list[Promise]:
        """Promises that one message (or person, or line) closed."""
        return self._all(_CLOSED_BY, {"reference": reference})


_OWED = status_in(promises, "open", "broken")
_OLDEST = (promises.c.made_at, promises.c.id)
_OWED_OF = Statement(
    lambda dialect: (
        rows.select(Promises)
        .where(rows.among(dialect, promises.c.owner_id, "owners"), _OWED)
        .order_by(promises.c.due_at.is_(None), promises.c.due_at, *_OLDEST)
        .limit(sa.bindparam("most"))
    )
)
_OF_LEAD = Statement(
    rows.select(Promises)
    .where(promises.c.lead_id == sa.bindparam("lead"))
    .order_by(promises.c.made_at.desc(), promises.c.id.desc())
    .limit(sa.bindparam("most"))
)
_OWED_WITH = Statement(
    rows.select(Promises).where(promises.c.lead_id == sa.bindparam("lead"), _OWED).order_by(*_OLDEST)
)
_OWED_IN = Statement(
    rows.select(Promises)
    .where(promises.c.conversation_id == sa.bindparam("conversation"), _OWED)
    .order_by(*_OLDEST)
)
_IN_CONVERSATION = Statement(
    rows.select(Promises).where(promises.c.conversation_id == sa.bindparam("conversation")).order_by(*_OLDEST)
)
_FROM_MESSAGE = Statement(
    rows.select(Promises).where(promises.c.message_id == sa.bindparam("message")).order_by(*_OLDEST)
)
_CLOSED_BY = Statement(
    rows.select(Promises).where(promises.c.closed_by == sa.bindparam("reference")).order_by(*_OLDEST)
)
