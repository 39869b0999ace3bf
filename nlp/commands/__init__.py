"""What a rep asks the assistant to do, in free words: intent and slots.

Chat that is not a command is NONE: acting on small talk is worse than asking. Words inside a note or a
reminder never change the intent, a question about a fact only ever queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from nlp.commands import chores, rules
from nlp.commands.creating import read_create
from nlp.commands.deals import read_advance, read_query, read_quote
from nlp.commands.handing import read_assign
from nlp.commands.noting import read_note
from nlp.commands.outcomes import read_lost, read_won
from nlp.commands.people import person
from nlp.commands.reminders import read_reminder
from nlp.commands.tasks import (
    read_complete,
    read_help,
    read_summary,
    read_todos,
    read_undo,
)
from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import Command, Intent
from nlp.normalize import Normal, normalize

__all__ = ["command"]


_LONGEST: Final = 600
_WORDS: Final = frozenset(
    {"contact", "company", "need", "note", "what", "reason", "source", "region", "assignee"}
)
_LATIN: Final = lazy(r"[A-Za-z]{3}")
#: Reps mix English command words into Chinese; each stands for a Chinese one.
_ENGLISH: Final = tuple(
    (lazy(rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])", re.I), word)
    for english, word in (
        (r"remind ?(?:me|我)(?: to)?", "提醒我"), (r"(?:(?:add|create|new)(?: a)?(?: new)?) (?:lead|client|customer|contact)", "新建线索"), (r"today'?s?", "今天"), (r"tomorrow", "明天"), (r"wants?(?: to)?", "想要"), (r"this week", "本周"),
        (r"(?:closed?[ -]?)?lost", "丢单"), (r"(?:closed?[ -]?)?won|deal closed", "赢单"), (r"assign(?:ed)? to", "转给"),
        (r"to-?do(?: ?list)?s?", "待办"), (r"move(?:d)? to", "推进到"), (r"add note|note|memo", "备注"), (r"follow[ -]?up", "跟进"),
        (r"summary|recap", "总结"), (r"status", "进展"), (r"quoted?", "报价"), (r"weekly report", "周报"),
    )
)  # fmt: skip


def command(text: str, *, now: datetime) -> Command:
    """The command in *text*, with slots named as in the label guide; NONE for anything else."""
    if len(text) > _LONGEST:
        return Command(Intent.NONE)
    normal = normalize(text)
    plain = fold(normal.text)
    said = _clean(plain)
    if not said:
        return Command(Intent.NONE)
    for reader in _READERS if not rules.TALK.search(said) else ():
        found = reader(said, now)
        if found is not None:
            return _as_written(found, normal)
    return Command(Intent.NONE, nearest=_nearest(said))


def _as_written(found: Command, normal: Normal) -> Command:
    """The same command with its words spelled as the rep wrote them (traditional characters, wide marks)."""
    slots = dict(found.slots)
    for name in _WORDS & slots.keys():
        value = str(slots[name])
        at = normal.text.find(value)
        if at >= 0:
            slots[name] = normal.original(at, at + len(value))
    return Command(found.intent, slots)


def _clean(text: str) -> str:
    said = text.strip().strip('「」“”"')
    for slip, meant in chores.SLIPS:
        said = slip.sub(meant, said)
    if _LATIN.search(said):
        for pattern, word in _ENGLISH:
            said = pattern.sub(word, said)
    if (
        rules.HELP[0].match(said)
        or rules.ABLE.match(said)
        or chores.HOW_DONE.match(said)
        or chores.HOW_TO.match(said)
    ):
        return said
    polite = rules.POLITE.match(said)
    return said[polite.end() :].strip() or said if polite else said


def _nearest(said: str) -> tuple[Intent, ...]:
    """The intents a half command comes closest to; nothing for chat, statements and refusals."""
    if len(said) > 40 or re.search(
        r"(?:了|啊|呢|哈|呀|嘛|的|好|吧|啦)[。！!~]*$|哈哈|谢谢|不用|别|不要|先不|暂不|没", said
    ):
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
