"""What a text says: the only door to the reader of Chinese sales chat.

Pure functions over text and a moment: no network, no language model, no I/O beyond loading the
packaged rule files once. Every reading carries the characters of the *original* text it rests on
(``start`` inclusive, ``end`` exclusive, Python string offsets).
"""

from __future__ import annotations

from nlp.dates.holidays import is_day_off
from nlp.dates.holidays import published as holidays_published
from nlp.dates.impossible import NoSuchTime, no_such_time
from nlp.digest import ChatFacts, chat_facts
from nlp.lazy import lazy as lazy_pattern
from nlp.model import (
    Act,
    Analysis,
    Command,
    Digest,
    DigestPoint,
    Entity,
    EntityKind,
    Intent,
    MessageKind,
    Money,
    MoneyRole,
    Paste,
    Polarity,
    Promise,
    Quantity,
    Side,
    Signal,
    Standing,
    TimeRef,
    Turn,
)
from nlp.reader import (
    analyse,
    command,
    digest,
    paste,
    promises,
    standing,
    warm_up,
)
from nlp.vocabulary import Vocabulary, VocabularyError, compile_vocabulary

__all__ = [
    "Act",
    "Analysis",
    "ChatFacts",
    "Command",
    "Digest",
    "DigestPoint",
    "Entity",
    "EntityKind",
    "Intent",
    "MessageKind",
    "Money",
    "MoneyRole",
    "NoSuchTime",
    "Paste",
    "Polarity",
    "Promise",
    "Quantity",
    "Side",
    "Signal",
    "Standing",
    "TimeRef",
    "Turn",
    "Vocabulary",
    "VocabularyError",
    "analyse",
    "chat_facts",
    "command",
    "compile_vocabulary",
    "digest",
    "holidays_published",
    "is_day_off",
    "lazy_pattern",
    "no_such_time",
    "paste",
    "promises",
    "standing",
    "warm_up",
]
