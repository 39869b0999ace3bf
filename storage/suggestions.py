"""Suggestions: what the bot proposes and a person decides, each thing at most once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import literal, suggestions


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal. ``key`` names the thing proposed: a second proposal of the same thing cannot be made.

    ``kind`` is new_lead, stage, conflict or join; ``status`` open, accepted, refused, withdrawn or undone.
    """

    id: str
    key: str
    kind: str
    conversation_id: str | None
    lead_id: str | None
    person_id: str | None
    body: Mapping[str, Any]
    status: str
    card_id: str | None
    message_id: str | None
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None
    version: int = 1


class Suggestions(Repository[Suggestion]):
    """Suggestions by id, by the thing proposed, by lead and conversation."""

    table = suggestions
    value = Suggestion

    def by_key(self, key: str) -> Suggestion | None:
        """The proposal of this thing, whatever became of it."""
        return self._one(_BY_KEY, {"name": key})

    def open_of(self, *, conversation_id: str | None = None, lead_id: str | None = None) -> list[Suggestion]:
        """Proposals still waiting for a decision."""
        if conversation_id is not None:
            return self._all(_OPEN_IN, {"conversation": conversation_id, "lead": lead_id})
        if lead_id is not None:
            return self._all(_OPEN_OF, {"lead": lead_id})
        return self._all(_OPEN, {})

    def of_lead(self, lead_id: str, kind: str) -> list[Suggestion]:
        """All proposals of one kind about a lead, oldest first."""
        return self._all(_OF_LEAD, {"lead": lead_id, "kind": kind})

    def from_message(self, message_id: str) -> list[Suggestion]:
        """Proposals that one message led to."""
        return self._all(_FROM_MESSAGE, {"message": message_id})


def _where(*conditions: sa.ColumnElement[bool]) -> Statement:
    order = (suggestions.c.created_at, suggestions.c.id)
    return Statement(rows.select(Suggestions).where(*conditions).order_by(*order))


_IS_OPEN = suggestions.c.status == literal("open")
_LEAD = suggestions.c.lead_id == sa.bindparam("lead")
_BY_KEY = Statement(rows.select(Suggestions).where(suggestions.c.key == sa.bindparam("name")))
_OPEN = _where(_IS_OPEN)
_OPEN_OF = _where(_IS_OPEN, _LEAD)
_OPEN_IN = _where(
    _IS_OPEN,
    suggestions.c.conversation_id == sa.bindparam("conversation"),
    rows.given(suggestions.c.lead_id, "lead"),
)
_OF_LEAD = _where(_LEAD, suggestions.c.kind == sa.bindparam("kind"))
_FROM_MESSAGE = _where(suggestions.c.message_id == sa.bindparam("message"))
