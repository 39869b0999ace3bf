"""Facts: what was read or typed about a customer, each with the message and words it came from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import facts


class FactStatus(StrEnum):
    """Where a fact stands: proposed, active (the lead shows it), conflict (asked), and the ways it went."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    CONFLICT = "conflict"
    ALSO = "also"
    REPLACED = "replaced"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one field. ``by`` is bot or person; ``start`` and ``end`` count characters."""

    id: str
    conversation_id: str | None
    lead_id: str | None
    field: str
    value: str
    quote: str | None
    start: int | None
    end: int | None
    message_id: str | None
    by: str
    actor_id: str | None
    at: datetime
    status: str


class Facts(Repository[Fact]):
    """Facts by lead, by conversation, by message."""

    table = facts
    value = Fact

    def of_lead(self, lead_id: str, *, field: str | None = None, status: str | None = None) -> list[Fact]:
        """Facts about a lead, oldest first."""
        return self._all(_OF_LEAD, {"lead": lead_id, "name": field, "standing": status})

    def proposed(self, conversation_id: str) -> list[Fact]:
        """Facts read in a conversation that belong to no lead yet, oldest first."""
        return self._all(_PROPOSED, {"conversation": conversation_id})

    def from_message(self, message_id: str) -> list[Fact]:
        """Everything read from one message."""
        return self._all(_FROM_MESSAGE, {"message": message_id})

    def change(self, fact: Fact, *, status: str, lead_id: str | None = None) -> Fact:
        """Move a fact to another status (and to a lead)."""
        changed = dataclasses.replace(fact, status=status, lead_id=lead_id or fact.lead_id)
        _CHANGE.send(self._connection, {"key": fact.id, "new_status": status, "lead": changed.lead_id})
        return changed


_OF_LEAD = Statement(
    rows.select(Facts)
    .where(
        facts.c.lead_id == sa.bindparam("lead"),
        rows.given(facts.c.field, "name"),
        rows.given(facts.c.status, "standing"),
    )
    .order_by(facts.c.at, facts.c.id)
)
_PROPOSED = Statement(
    rows.select(Facts)
    .where(facts.c.conversation_id == sa.bindparam("conversation"), facts.c.status == "proposed")
    .order_by(facts.c.at, facts.c.id)
)
_FROM_MESSAGE = Statement(
    rows.select(Facts).where(facts.c.message_id == sa.bindparam("message")).order_by(facts.c.at, facts.c.id)
)
_CHANGE = Statement(
    sa.update(facts)
    .where(facts.c.id == sa.bindparam("key"))
    .values(status=sa.bindparam("new_status"), lead_id=sa.bindparam("lead"))
)
