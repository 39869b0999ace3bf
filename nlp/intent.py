"""How warm a customer is (label guide, rule 8): what the words and the signals of a message weigh.

0 refusing or leaving, 1 neutral, stalling or objecting, 2 interested, 3 ready to sign or pay. The weights in
``data/intent.json`` were fitted to labelled lines (``benchmarks.weights``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from nlp.model import MessageKind, Signal
from nlp.weights import Weights, load, total

LEVELS: Final = 4
#: Characters that are weighed, and those of them before the first signal.
_WEIGHED: Final = 60
_BEFORE: Final = 20
_LENGTHS: Final = (5, 10, 15, 20, 25)
_DIGITS: Final = str.maketrans("0123456789", "0" * 10)


def intent_of(text: str, signals: Sequence[Signal], kind: MessageKind, mood: str) -> int:
    """The level of a customer's *text*, normalised, with what was read from it."""
    return level(traits(text, signals, kind, mood), load("intent"))


def level(found: Sequence[str], weights: Weights) -> int:
    """The level that outweighs the others."""
    sums = total(found, weights, LEVELS)
    return sums.index(max(sums))


def traits(text: str, signals: Sequence[Signal], kind: MessageKind, mood: str) -> list[str]:
    """What can be noticed: single characters and pairs, concepts with act and polarity, kind, mood, length."""
    start = max(0, signals[0].start - _BEFORE) if signals and len(text) > _WEIGHED else 0
    weighed = text[start : start + _WEIGHED].translate(_DIGITS)
    found = {f"'{char}" for char in weighed}
    found |= {f"'{first}{second}" for first, second in pairwise(f"^{weighed}$")}
    for one in signals:
        found |= {
            f"says {one.kind} {one.positive}",
            f"says {one.kind} {one.act} {one.positive}",
            f"act {one.act} {one.positive}",
        }
    length = sum(len(text) >= limit for limit in _LENGTHS)
    return [*found, "any" if signals else "none", f"kind {kind}", f"mood {mood}", f"length{length}", "always"]
