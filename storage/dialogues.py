"""What a talk with a person is about just now: the open question, the customer last spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.statements import Statement
from storage.tables import dialogues


class Dialogues:
    """Small facts about a talk, one per person and topic, forgotten when they expire."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def get(self, person_id: str, topic: str, now: datetime) -> dict[str, Any] | None:
        """What was noted under *topic*, None when nothing was or it expired."""
        row = _GET.first(self._connection, {"person": person_id, "subject": topic, "now": now})
        return None if row is None else dict(row[0])

    def put(self, person_id: str, topic: str, body: Mapping[str, Any], *, until: datetime) -> None:
        """Note something until then."""
        params = {"person_id": person_id, "topic": topic, "body": dict(body), "expires_at": until}
        _PUT.send(self._connection, params)

    def drop(self, person_id: str, topic: str) -> None:
        """Forget it now."""
        _DROP.send(self._connection, {"person": person_id, "subject": topic})

    def forget(self, before: datetime) -> int:
        """Drop what expired before *before*; how many."""
        return _FORGET.run(self._connection, {"before": before})


_IT = (dialogues.c.person_id == sa.bindparam("person"), dialogues.c.topic == sa.bindparam("subject"))
_GET = Statement(sa.select(dialogues.c.body).where(*_IT, dialogues.c.expires_at > sa.bindparam("now")))
_DROP = Statement(sa.delete(dialogues).where(*_IT))
_FORGET = Statement(sa.delete(dialogues).where(dialogues.c.expires_at < sa.bindparam("before")))
_PUT = rows.put(dialogues, "person_id", "topic", "body", "expires_at", key=("person_id", "topic"))
