"""Puts the readers of signals, amounts, contacts and times together into one analysis."""

from __future__ import annotations

from datetime import datetime

from nlp import amounts, contacts, dates, dialect, lazy, rules, segment, slips, weights
from nlp.commands.named import command
from nlp.digest import digest
from nlp.model import Analysis, Side
from nlp.normalize import normalize
from nlp.paste import paste
from nlp.promises import promises
from nlp.standing import standing
from nlp.vocabulary import Vocabulary

__all__ = ["analyse", "command", "digest", "paste", "promises", "standing", "warm_up"]


def analyse(
    text: str, *, now: datetime, side: Side = Side.CUSTOMER, vocabulary: Vocabulary | None = None
) -> Analysis:
    """Everything read from one message.

    *now* is an aware moment (times are read relative to it in the business zone); *side* is who
    wrote the text, which decides whether 「发我」 asks or promises; *vocabulary* is what a team added.
    """
    normal = normalize(text)
    words, names = (None, None) if vocabulary is None else (vocabulary.lexicon, vocabulary.names)
    reading = rules.read(normal, side=side, words=words)
    return Analysis(
        text=text,
        side=side,
        signals=reading.signals,
        entities=contacts.entities(normal, names=names),
        money=amounts.money(normal),
        quantities=amounts.quantities(normal),
        times=dates.times(text, now),
        kind=reading.kind,
        intent=reading.intent,
        mood=reading.mood,
    )


def warm_up(*, whole: bool = False) -> None:
    """Load every packaged rule file, the word list and the patterns that read a message now, so that none has to wait.

    With *whole* also what reads commands, whole chats, promises and pastes (most of the price), and every
    ``lazy_pattern`` of the modules loaded so far.
    """
    rules.default()
    contacts.warm_up()
    segment.warm_up()
    slips.warm_up()
    dialect.warm_up()
    lazy.warm_up()
    for table in ("intent", "points", "stages") if whole else ("intent",):
        weights.load(table)
    lazy.compile_all("" if whole else "nlp.dates")
