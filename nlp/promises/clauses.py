"""The clauses of a message with the times in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nlp.lazy import lazy
from nlp.model import TimeRef

_CLAUSES: Final = lazy(r"[^，,。；;！!？?\n]+[？?]?")
_SPACED: Final = lazy(r"(?<=[\u4e00-\u9fa5A-Za-z0-9])\s+(?=[\u4e00-\u9fa5])")
#: Where talk without punctuation goes on (voice turned into text), in stretches too long to be one clause.
_SPOKEN: Final = lazy(r"然后|另外|还有就是|接着|完了(?=[我您])|(?<=呢)(?=[我您])")
_BREATH: Final = 22
LABELS: Final = lazy(
    r"^(?:嗯呐?|好的?|行|收到|ok|okok|可以|那个|那|哦|啊|对|没问题|放心|您好|你好|亲|老师|抱歉|很抱歉|不好意思|这样|太晚了不打扰|买单|是的|明白|了解)+[，,\s:：]*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between punctuation marks with the times named in it."""

    text: str
    start: int
    end: int
    refs: tuple[TimeRef, ...]


def clauses(folded: str, refs: Sequence[TimeRef]) -> list[Clause]:
    """The parts between punctuation marks, or between blanks that stand for them."""
    found: list[Clause] = []
    for match in _CLAUSES.finditer(folded):
        spoken = match.end() - match.start() >= _BREATH
        cuts = sorted(
            [match.start()]
            + [m.start() for m in _SPOKEN.finditer(folded, match.start() + 1, match.end()) if spoken]
            + [
                m.start()
                for m in _SPACED.finditer(folded, match.start(), match.end())
                if _may_cut(folded, m, refs)
            ]
            + [match.end()]
        )
        for start, end in pairwise(cuts):
            part = folded[start:end]
            inner = tuple(r for r in refs if start <= r.start and r.end <= end)
            found.append(Clause(part, start, end, inner))
    return found


def _may_cut(folded: str, space: re.Match[str], refs: Sequence[TimeRef]) -> bool:
    """Whether a blank stands for punctuation: long enough words around it and no time across it."""
    return (
        not any(r.start <= space.start() < r.end for r in refs)
        and re.search(r"[A-Za-z0-9]$", folded[: space.start()]) is None
    )
