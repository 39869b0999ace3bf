"""What a team called a false alarm: the same kind of signal in the same words does not fire again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handlers import dialogue
from handlers.context import Context
from storage.lessons import Lesson

_DIGITS = re.compile(r"\d+")
_LONGEST = 200


def fold(words: str) -> str:
    """Words as two sayings of the same thing are compared: no punctuation, no case, figures alike."""
    return _DIGITS.sub("#", dialogue.plain(words))[:_LONGEST]


def team_of(ctx: Context, person_id: str) -> str:
    """Whose team somebody belongs to: the id of who leads him directly, else his own."""
    person = ctx.uow.people.find(person_id)
    return person_id if person is None or person.manager_id is None else person.manager_id


def patterns(ctx: Context, person_id: str) -> frozenset[tuple[str, str]]:
    """What must not fire for a person's team: (kind, folded words)."""
    return ctx.uow.lessons.patterns(team_of(ctx, person_id))


def teach(ctx: Context, person_id: str, wrong: Iterable[tuple[str, str]]) -> list[Lesson]:
    """Keep what was wrong for a person's team: (kind of signal, words as they were said)."""
    team = team_of(ctx, person_id)
    kept = []
    for kind, text in dict.fromkeys(wrong):
        words = fold(text)
        if not words:
            continue
        lesson = Lesson(ctx.ids("lesson"), team, kind, words, text[:_LONGEST], ctx.who.id, ctx.now)
        lesson = ctx.uow.lessons.teach(lesson)
        ctx.record("lesson.teach", "lesson", lesson.id, after={"kind": kind, "text": lesson.text})
        kept.append(lesson)
    return kept
