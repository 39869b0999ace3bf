"""Lessons: what a team called a false alarm, so that the same words do not fire again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import lessons


@dataclass(frozen=True, slots=True)
class Lesson:
    """A pattern that was wrong for a team: ``kind`` of signal and its ``words``, folded.

    ``text`` keeps the words as they were said. One that was reset is off until taught again.
    """

    id: str
    team_id: str
    kind: str
    words: str
    text: str
    taught_by: str
    taught_at: datetime
    reset_at: datetime | None = None


class Lessons(Repository[Lesson]):
    """Lessons by team."""

    table = lessons
    value = Lesson

    def __init__(self, connection: sa.Connection) -> None:
        super().__init__(connection)
        self._in_force: dict[str, frozenset[tuple[str, str]]] = {}
        self._taught: bool | None = None

    def teach(self, lesson: Lesson) -> Lesson:
        """Keep a lesson; one taught before is on again. Returns it as it is kept."""
        self._forget()
        known = self._one(_SAME, {"team": lesson.team_id, "sort": lesson.kind, "said": lesson.words})
        if known is None:
            return self.add(lesson)
        self._change(
            known.id, {"reset_at": None, "taught_by": lesson.taught_by, "taught_at": lesson.taught_at}
        )
        return self.get(known.id)

    def reset(self, lesson_id: str, at: datetime | None) -> None:
        """Let a pattern fire again from *at* on; with None the lesson is in force again."""
        self._forget()
        self._change(lesson_id, {"reset_at": at})

    def of_teams(self, teams: Collection[str], *, limit: int = 500) -> list[Lesson]:
        """Lessons in force for these teams, newest first."""
        return self._all(_OF_TEAMS, {"teams": list(teams), "most": limit})

    def patterns(self, team_id: str) -> frozenset[tuple[str, str]]:
        """What must not fire for a team: (kind, words); asked for at every look and read once."""
        if team_id not in self._in_force:
            found = _IN_FORCE.rows(self._connection, {"team": team_id})
            self._in_force[team_id] = frozenset((kind, words) for kind, words in found)
        return self._in_force[team_id]

    def any(self) -> bool:
        """Whether any team was taught anything that is in force."""
        if self._taught is None:
            self._taught = _ANY.first(self._connection, {}) is not None
        return self._taught

    def _forget(self) -> None:
        self._in_force.clear()
        self._taught = None


_SAME = Statement(
    rows.select(Lessons).where(
        lessons.c.team_id == sa.bindparam("team"),
        lessons.c.kind == sa.bindparam("sort"),
        lessons.c.words == sa.bindparam("said"),
    )
)
_IN_FORCE = Statement(
    sa.select(lessons.c.kind, lessons.c.words).where(
        lessons.c.team_id == sa.bindparam("team"), lessons.c.reset_at.is_(None)
    )
)
_ANY = Statement(sa.select(lessons.c.id).where(lessons.c.reset_at.is_(None)).limit(1))
_OF_TEAMS = Statement(
    lambda dialect: (
        rows.select(Lessons)
        .where(rows.among(dialect, lessons.c.team_id, "teams"), lessons.c.reset_at.is_(None))
        .order_by(lessons.c.taught_at.desc(), lessons.c.id)
        .limit(sa.bindparam("most"))
    )
)
