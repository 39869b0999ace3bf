"""How warm a customer is (label guide, rule 8): what the words and the signals of a message weigh.

0 refusing or leaving, 1 neutral, stalling or objecting, 2 interested, 3 ready to sign or pay. The weights in
``data/intent.json`` were fitted to labelled lines (``benchmarks.weights``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import repeat
from operator import add
from typing import Final

from nlp.lazy import lazy
from nlp.model import Act, MessageKind, Signal
from nlp.weights import Weights, load, packed, total, unpacked

LEVELS: Final = 4
#: Characters that are weighed, and those of them before the first signal.
_WEIGHED: Final = 60
_BEFORE: Final = 20
_LENGTHS: Final = (5, 10, 15, 20, 25)
_DIGIT: Final = lazy("[1-9]")


@cache
def _table() -> tuple[dict[str, int], dict[str, int]]:
    """The packed weights of single characters and pairs, and those of everything else."""
    rows = packed(load("intent"))
    return {name[1:]: row for name, row in rows.items() if name[0] == "'"}, rows


def intent_of(text: str, signals: Sequence[Signal], kind: MessageKind, mood: str) -> int:
    """The level of a customer's *text*, normalised, with what was read from it."""
    strings, names = _noticed(text, signals, kind, mood)
    by_string, by_name = _table()
    summed = sum(map(by_string.get, strings, repeat(0))) + sum(map(by_name.get, names, repeat(0)))
    sums = unpacked(summed, LEVELS)
    return sums.index(max(sums))


def level(found: Sequence[str], weights: Weights) -> int:
    """The level that outweighs the others."""
    sums = total(found, weights, LEVELS)
    return sums.index(max(sums))


def traits(text: str, signals: Sequence[Signal], kind: MessageKind, mood: str) -> list[str]:
    """What can be noticed: single characters and pairs, concepts with act and polarity, kind, mood, length."""
    strings, names = _noticed(text, signals, kind, mood)
    return [*(f"'{string}" for string in strings), *names]


def _noticed(
    text: str, signals: Sequence[Signal], kind: MessageKind, mood: str
) -> tuple[Iterable[str], Iterable[str]]:
    """The characters and pairs of characters in a text, and the names of everything else there is to notice."""
    start = max(0, signals[0].start - _BEFORE) if signals and len(text) > _WEIGHED else 0
    weighed = _DIGIT.sub("0", text[start : start + _WEIGHED])
    strings = {*weighed, *map(add, f"^{weighed}", f"{weighed}$")}
    names = set(_framed(kind, mood, bisect_right(_LENGTHS, len(text)), bool(signals)))
    for one in signals:
        names.update(_said(one.kind, one.act, one.positive))
    return strings, names


@lru_cache(maxsize=512)
def _said(kind: str, act: Act, positive: bool) -> tuple[str, str, str]:
    """What is noticed of a signal."""
    return f"says {kind} {positive}", f"says {kind} {act} {positive}", f"act {act} {positive}"


@lru_cache(maxsize=512)
def _framed(kind: MessageKind, mood: str, length: int, signals: bool) -> tuple[str, ...]:
    """What is noticed of a message as a whole."""
    return "any" if signals else "none", f"kind {kind}", f"mood {mood}", f"length{length}", "always"
