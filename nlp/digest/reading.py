"""What is read once from every turn of a chat, for its facts, its stage and its three points alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp import amounts, contacts, rules
from nlp.contacts import Names
from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.lexicon import Lexicon
from nlp.model import Act, Entity, Money, Side, Signal, Turn
from nlp.normalize import normalize
from nlp.standing.cues import asks
from nlp.vocabulary import Vocabulary

#: Characters of a turn that are weighed.
LONGEST: Final = 600

_PLEASANTRY: Final = lazy(
    r"^(?:[\W_]|您?好|你好|早|hi|hello|在吗|在的?|谢|感谢|多谢|好|收到|嗯|哦|噢|辛苦|没问题|放心|行|可以|ok|是|对|支持|不客气|客气|再见|拜|知道|明白|了解|麻烦|没事|没关系|理解|先这样|就这样|慢走|祝您?|顺利|愉快|新婚|快乐|生意兴隆|老师|亲|您|你|的|呢|啊|呀|哈|了|吧|啦|嘞|嘛){1,16}+$",
    re.I,
)


#: 还是拿不出, 想对比几家: 还是 at the head of a clause offers no choice, 几家 behind 对比 asks no number.
_STILL: Final = lazy(
    r"(?:^|(?<=[，,。！!； ]))(?:那|但是?|可是?|不过|我们?|感觉|觉得|价格)?还是(?!.{1,8}还是)|(?<=[比较看问找解访系])(?:了|过|一?下)?几[家个](?=$|[，,。])"
)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn with what was read from it; ``asks`` is whether it puts a question."""

    at: int
    turn: Turn
    text: str
    signals: tuple[Signal, ...]
    entities: tuple[Entity, ...]
    sums: tuple[Money, ...]
    intent: int
    asks: bool

    @property
    def own(self) -> bool:
        """Whether the customer said it."""
        return self.turn.side is Side.CUSTOMER

    @property
    def idle(self) -> bool:
        """Whether it is greeting, thanks or bare consent."""
        return _PLEASANTRY.match(self.text) is not None

    def has(self, kinds: frozenset[str] | set[str], *acts: Act) -> bool:
        """Whether one of *kinds* is really expressed, with one of *acts* when any is given."""
        return any(s.positive and s.kind in kinds and (not acts or s.act in acts) for s in self.signals)


def read_chat(turns: Sequence[Turn], vocabulary: Vocabulary | None = None) -> tuple[Said, ...]:
    """The turns of a known side that hold text, read with what a team added."""
    spoken = [t for t in turns if t.side is not Side.UNKNOWN and t.text.strip()]
    words, names = (None, None) if vocabulary is None else (vocabulary.lexicon, vocabulary.names)
    return tuple(_read(at, turn, words, names) for at, turn in enumerate(spoken))


def _read(at: int, turn: Turn, words: Lexicon | None, names: Names | None) -> Said:
    normal = normalize(turn.text[:LONGEST])
    found = rules.read(normal, side=turn.side, words=words)
    text = fold(turn.text[:LONGEST]).strip()
    return Said(
        at,
        turn,
        text,
        found.signals,
        contacts.entities(normal, names=names),
        amounts.money(normal),
        found.intent,
        asks(_STILL.sub("", text)),
    )


__all__ = ["LONGEST", "Said", "read_chat"]
