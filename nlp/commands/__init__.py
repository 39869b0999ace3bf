"""What a rep asks the assistant to do, in free words: intent and slots.

Chat that is not a command is NONE: acting on small talk is worse than asking. Words inside a note or a
reminder never change the intent, a question about a fact only ever queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from nlp.commands import rules
from nlp.commands.deals import (
    read_advance,
    read_assign,
    read_create,
    read_lost,
    read_query,
    read_quote,
    read_won,
)
from nlp.commands.people import person
from nlp.commands.tasks import (
    read_complete,
    read_help,
    read_note,
    read_reminder,
    read_summary,
    read_todos,
    read_undo,
)
from nlp.dates.numerals import fold
from nlp.model import Command, Intent

__all__ = ["command"]


_LONGEST: Final = 600


def command(text: str, *, now: datetime) -> Command:
    """The command in *text*, with slots named as in the label guide; NONE for anything else."""
    said = _clean(text)
    if not said or len(said) > _LONGEST:
        return Command(Intent.NONE)
    for reader in _READERS:
        found = reader(said, now)
        if found is not None:
            return found
    return Command(Intent.NONE, nearest=_nearest(said))


def _clean(text: str) -> str:
    said = fold(text).strip().strip("「」“”\"")
    if rules.HELP[0].match(said):
        return said
    polite = rules.POLITE.match(said)
    return said[polite.end() :].strip() or said if polite else said


def _nearest(said: str) -> tuple[Intent, ...]:
    """The intents a half command comes closest to; nothing for chat, statements and refusals."""
    if len(said) > 40 or re.search(r"(?:了|啊|呢|哈|呀|嘛|的|好|吧|啦)[。！!~]*$|哈哈|谢谢|不用|别|不要|先不|暂不|没", said):
        return ()
    who = person(said)
    if who and who.start() == 0 and not re.search(r"线索|客户|阶段|备注|待办", said):
        return ()
    if not (rules.ATTEMPT.match(said) or len(said) <= 8):
        return ()
    return tuple(intent for intent, stem in rules.STEMS if stem.search(said))[:3]


_READERS: Final[tuple[Callable[[str, datetime], Command | None], ...]] = (
    read_undo, read_complete, read_help, read_reminder, read_note, read_create, read_todos, read_summary, read_assign, read_quote, read_advance, read_lost, read_won, read_query,
)  # fmt: skip
