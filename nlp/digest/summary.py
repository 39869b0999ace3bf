"""The sentences that say most of a long talk, by what they share with the rest of it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from nlp.lazy import lazy

_LONG: Final = 80
_LEAST: Final = 10
_REDUNDANT: Final = 0.5
_HAN: Final = lazy(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z0-9]+")
#: Pairs of characters that carry speech along and say nothing of its subject.
_EMPTY: Final = frozenset(
    [
        "这个",
        "那个",
        "就是",
        "一个",
        "我们",
        "你们",
        "他们",
        "的话",
        "是不",
        "不是",
        "时候",
        "什么",
        "其实",
        "可能",
        "因为",
        "所以",
        "但是",
        "然后",
        "还是",
        "没有",
        "自己",
        "现在",
        "一些",
        "很多",
        "也是",
        "都是",
        "的时",
        "如果",
        "觉得",
        "这样",
        "这种",
        "可以",
        "大家",
        "非常",
        "比较",
        "还有",
        "的这",
        "是一",
        "个人",
    ]
)


def summarise(sentences: Sequence[str], *, count: int = 3) -> tuple[int, ...]:
    """The positions of at most *count* sentences that cover *sentences* best, in their order.

    A sentence is worth the words that the talk keeps coming back to, damped by its length; what resembles
    a sentence already picked is worth less. Nothing here is fitted to one kind of text.
    """
    words = [_pairs(s) for s in sentences]
    seen = Counter(w for found in words for w in found)
    worth = {w: float(n) if n > 1 else 0.0 for w, n in seen.items()}
    values = [_value(s, found, worth) for s, found in zip(sentences, words, strict=True)]
    picked: list[int] = []
    while len(picked) < min(count, len(sentences)):
        left = (i for i in range(len(sentences)) if i not in picked)
        picked.append(max(left, key=lambda i: values[i] * (1 - _REDUNDANT * _alike(words, i, picked))))
    return tuple(sorted(picked))


def _pairs(sentence: str) -> set[str]:
    """The pairs of neighbouring characters, and Latin words; what a dictionary would give at a fiftieth of its time."""
    found: set[str] = set()
    for run in _HAN.findall(sentence):
        found |= {run.lower()} if run[0].isascii() else {run[i : i + 2] for i in range(len(run) - 1)}
    return found - _EMPTY


def _value(sentence: str, words: set[str], worth: dict[str, float]) -> float:
    length = len(re.sub(r"[\W_]+", "", sentence))
    if length < _LEAST:
        return 0.0
    value = sum(worth[w] for w in words) / math.sqrt(length)
    value *= min(1.0, _LONG / length)
    return value * (0.6 if sentence.rstrip().endswith(("?", "？")) else 1.0)


def _alike(words: list[set[str]], at: int, picked: list[int]) -> float:
    """How much sentence *at* repeats the most similar one picked, 0 to 1."""
    return max(
        (len(words[at] & words[p]) / (math.sqrt(len(words[at]) * len(words[p])) or 1.0) for p in picked),
        default=0.0,
    )
