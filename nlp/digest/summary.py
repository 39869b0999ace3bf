"""The sentences that say most of a long talk, by what they share with the rest of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

_LONG: Final = 90
_FILLER: Final = re.compile(r"^(?:嗯|啊|哦|对|好|是的|谢谢|那个|然后|呃)[，,。]?")


def summarise(sentences: Sequence[str], *, count: int = 3) -> tuple[int, ...]:
    """The positions of at most *count* sentences that cover *sentences* best, in their order.

    Character pairs weighted by how rare they are stand for content; each pick makes what it said worth
    less, so that the picks do not repeat each other. Linear in the length of the text.
    """
    grams = [_pairs(s) for s in sentences]
    if not grams:
        return ()
    spread = Counter(g for pairs in grams for g in set(pairs))
    total = Counter(g for pairs in grams for g in pairs)
    worth = {g: math.log1p(total[g]) * (1.0 if 1 < spread[g] else 0.2) for g in total}
    picked: list[int] = []
    while len(picked) < min(count, len(sentences)):
        best = max(
            (i for i in range(len(sentences)) if i not in picked),
            key=lambda i: _gain(grams[i], worth, sentences[i], i / len(sentences)),
        )
        picked.append(best)
        for gram in set(grams[best]):
            worth[gram] *= 0.3
    return tuple(sorted(picked))


def _pairs(sentence: str) -> list[str]:
    plain = re.sub(r"[\W_]+", "", sentence)
    return [plain[i : i + 2] for i in range(len(plain) - 1)]


def _gain(grams: list[str], worth: dict[str, float], sentence: str, place: float) -> float:
    """What a sentence adds: its content, damped by its length, a little more where the talk opens."""
    if len(grams) < 6:
        return 0.0
    value = sum(worth[g] for g in set(grams)) / (len(grams) ** 0.5 + 4)
    if len(sentence) > _LONG:
        value *= (_LONG / len(sentence)) ** 0.5
    value *= 0.8 if _FILLER.match(sentence) or sentence.rstrip().endswith(("?", "？")) else 1.0
    return value * (1.15 if place < 0.15 else 1.0)
