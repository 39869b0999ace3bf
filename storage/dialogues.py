"""What a talk with a person is about just now: the open question, the customer last spoken of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import dialogues


class Dialogues:
    """Small facts about a talk, one per person and topic, forgotten when they expire."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._dialect = connection.dialect.name

    def get(self, person_id: str, topic: str, now: datetime) -> dict[str, Any] | None:
        """What was noted under *topic*, None when nothing was or it expired."""
        row = self._connection.execute(_GET, {"person": person_id, "topic": topic, "now": now}).first()
        return None if row is None else dict(row[0])

    def put(self, person_id: str, topic: str, body: Mapping[str, Any], *, until: datetime) -> None:
        """Note something until then."""
        params = {"person_id": person_id, "topic": topic, "body": dict(body), "expires_at": until}
        self._connection.execute(_put(self._dialect), params)

    def drop(self, person_id: str, topic: str) -> None:
        """Forget it now."""
        self._connection.execute(_DROP, {"person": person_id, "name": topic})


_GET = sa.select(dialogues.c.body).where(
    dialogues.c.person_id == sa.bindparam("person"),
    dialogues.c.topic == sa.bindparam("topic"),
    dialogues.c.expires_at > sa.bindparam("now"),
)
_DROP = sa.delete(dialogues).where(
    dialogues.c.person_id == sa.bindparam("person"), dialogues.c.topic == sa.bindparam("name")
)


@lru_cache(maxsize=2)
def _put(dialect: str) -> Any:  # noqa: ANN401 - two dialects' Insert
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = make(dialogues)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[dialogues.c.person_id, dialogues.c.topic],
        set_={"body": new.body, "expires_at": new.expires_at},
    )
