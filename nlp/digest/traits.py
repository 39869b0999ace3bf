"""What can be noticed about each turn of a chat: what it says, where it stands, what stands before and behind it.

Traits are plain names (``c:NEED``: the customer's turn holds a word of need; ``c<asks``: the turn before puts a
question). How much each says of a point is weighed in ``weights.json``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from nlp.digest import cues
from nlp.digest.losing import is_lost, stalls
from nlp.digest.reading import Said

#: Every pattern of ``cues`` is a trait under its own name.
_CUES: Final = tuple((name, held) for name, held in vars(cues).items() if name.isupper())
_LENGTHS: Final = (4, 8, 14, 22)
_DIGITS: Final = re.compile(r"\d+")
_QUARTERS: Final = 4
#: How many of the customer's turns are told apart by their number.
_NUMBERED: Final = 12
#: Characters of a turn that count one by one.
_SPELT: Final = 120


def traits(said: Sequence[Said]) -> tuple[frozenset[str], ...]:
    """The traits of each turn, in order."""
    alone = [_alone(one) for one in said]
    own = [one.at for one in said if one.own]
    return tuple(
        frozenset((*_spoken(one, alone), *_placed(one, len(said), own), *_characters(said, one.at)))
        for one in said
    )


def whole(said: Sequence[Said], found: Sequence[frozenset[str]]) -> frozenset[str]:
    """What speaks for a point that nobody touched: how the chat as a whole stands."""
    names = {"chat", f"chat:turns{min(len(said), _NUMBERED)}"}
    names |= {"chat:lost"} if is_lost(said) else set()
    names |= {"chat:stalls"} if stalls(said) else set()
    return frozenset(names | {f"chat|{name}" for each in found for name in each if name.startswith("c:")})


def _alone(one: Said) -> tuple[str, ...]:
    """What a turn holds, whoever says it and wherever it stands."""
    found = [name for name, pattern in _CUES if pattern.search(one.text)]
    for signal in one.signals:
        found += [
            f"says {signal.kind}",
            f"says {signal.kind} {signal.act} {signal.polarity}",
            f"act {signal.act}",
        ]
    found += ["asks"] if one.asks else []
    found += ["idle"] if one.idle else []
    found += ["money"] if one.sums else []
    found += ["digits"] if _DIGITS.search(one.text) else []
    found += [f"names {entity.kind}" for entity in one.entities]
    return (*found, f"length{sum(len(one.text) >= limit for limit in _LENGTHS)}")


def _spoken(one: Said, alone: Sequence[tuple[str, ...]]) -> list[str]:
    """What the turn and its neighbours hold, under the side that speaks it."""
    side = _side(one)
    found = [side, *(f"{side}:{name}" for name in alone[one.at])]
    for mark, at in (("<", one.at - 1), (">", one.at + 1)):
        beside = alone[at] if 0 <= at < len(alone) else ("none",)
        found += [f"{side}{mark}{name}" for name in beside]
    return found


def _placed(one: Said, count: int, own: Sequence[int]) -> list[str]:
    """Where the turn stands in the chat and among the customer's turns."""
    side = _side(one)
    found = [f"{side}@{_QUARTERS * one.at // count}"]
    found += [f"{side}@first"] if one.at == 0 else []
    found += [f"{side}@last"] if one.at == count - 1 else []
    found += [f"{side}@last but one"] if one.at == count - 2 else []
    if one.own:
        number = own.index(one.at)
        found += [f"own{min(number, _NUMBERED)}"]
        found += ["own first"] if number == 0 else []
        found += ["own last"] if number == len(own) - 1 else []
    return found


def _characters(said: Sequence[Said], at: int) -> list[str]:
    """The characters of the turn and of those beside it."""
    side = _side(said[at])
    beside = (("", at), ("<", at - 1), (">", at + 1))
    return [
        f"{side}{mark}'{char}"
        for mark, place in beside
        if 0 <= place < len(said)
        for char in set(_DIGITS.sub("0", said[place].text[:_SPELT]))
    ]


def _side(one: Said) -> str:
    return "c" if one.own else "s"
