"""Summaries: a stretch of chat in exactly three points, as read and as the rep corrected it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import summaries


@dataclass(frozen=True, slots=True)
class Summary:
    """Three points of the messages from ``from_at`` to ``to_at``.

    Each point is ``{"about", "text", "message_id", "start", "end", "edited"}``: ``about`` is concern,
    new_request or next_step, ``text`` what was said (None: nothing was), ``edited`` the rep's own words.
    ``status`` is open, confirmed or dropped.
    """

    id: str
    conversation_id: str
    lead_id: str | None
    person_id: str
    points: Sequence[Mapping[str, Any]]
    status: str
    card_id: str | None
    from_at: datetime
    to_at: datetime
    created_at: datetime
    decided_at: datetime | None = None
    version: int = 1


class Summaries(Repository[Summary]):
    """Summaries by id and conversation."""

    table = summaries
    value = Summary

    def last_of(self, conversation_id: str) -> Summary | None:
        """The latest summary of a conversation, whatever became of it."""
        return self._one(_LAST, {"conversation": conversation_id})


_LAST = Statement(
    rows.select(Summaries)
    .where(summaries.c.conversation_id == sa.bindparam("conversation"))
    .order_by(summaries.c.to_at.desc(), summaries.c.id.desc())
    .limit(1)
)
