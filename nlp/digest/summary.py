"""The sentences that say most of a long talk, by what they share with the rest of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from nlp.lazy import lazy
from nlp.segment import cut

_LONG: Final = 60
_LEAST: Final = 8
_REDUNDANT: Final = 0.4
_POINTED: Final = lazy(
    r"认为|应该|需要|主要|重要|关键|因此|所以|首先|建议|希望|必须|核心|本质|意味|导致|实际上|其实|总之|目标|发展|通过|推动|实现|问题|挑战|影响|未来"
)


def summarise(sentences: Sequence[str], *, count: int = 3) -> tuple[int, ...]:
    """The positions of at most *count* sentences that cover *sentences* best, in their order.

    A sentence is worth the words that the talk keeps coming back to, damped by its length; what resembles
    a sentence already picked is worth less. Nothing here is fitted to one kind of text.
    """
    words = [{w for w in cut(s) if len(w) > 1} for s in sentences]
    seen = Counter(w for found in words for w in found)
    worth = {w: math.log1p(n) * (1.0 if n > 1 else 0.3) for w, n in seen.items()}
    values = [_value(s, found, worth) for s, found in zip(sentences, words, strict=True)]
    picked: list[int] = []
    while len(picked) < min(count, len(sentences)):
        left = (i for i in range(len(sentences)) if i not in picked)
        picked.append(max(left, key=lambda i: values[i] * (1 - _REDUNDANT * _alike(words, i, picked))))
    return tuple(sorted(picked))


def _value(sentence: str, words: set[str], worth: dict[str, float]) -> float:
    length = len(re.sub(r"[\W_]+", "", sentence))
    if length < _LEAST:
        return 0.0
    value = sum(worth[w] for w in words) / math.pow(length, 0.4)
    value *= min(1.0, _LONG / length)
    value *= 1.15 if _POINTED.search(sentence) else 1.0
    return value * (0.6 if sentence.rstrip().endswith(("?", "？")) else 1.0)


def _alike(words: list[set[str]], at: int, picked: list[int]) -> float:
    """How much sentence *at* repeats the most similar one picked, 0 to 1."""
    return max(
        (len(words[at] & words[p]) / (math.sqrt(len(words[at]) * len(words[p])) or 1.0) for p in picked), default=0.0
    )
