"""A chat in exactly three points (客户关注, 新增要求, 下一步), each a sentence that was said."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import product
from typing import Final

from nlp.digest.facts import ChatFacts, chat_facts
from nlp.digest.reading import Said, read_chat
from nlp.digest.summary import summarise
from nlp.digest.traits import traits, whole
from nlp.model import Digest, DigestPoint, Turn
from nlp.vocabulary import Vocabulary

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise", "warm_up"]

#: The turns of a point that are weighed against those of the others.
_CONSIDERED: Final = 4
_NEXT_STEP: Final = 2
_POINTS: Final = 3
_Weighed = tuple[int, Said | None]


def digest(turns: Sequence[Turn], *, vocabulary: Vocabulary | None = None) -> Digest:
    """The three points of *turns*; a point nobody spoke about is an empty tuple.

    Each point carries the words said, the turn's id and their characters in that turn; no turn serves two
    points, and only a customer cares or demands. What a turn says of a point is the sum of what its traits say
    of it; how much that is was fitted to labelled chats (``benchmarks.weights``).
    """
    care, wish, step = choose(read_chat(turns, vocabulary), weights())
    return Digest(_point(care), _point(wish), _point(step))


def choose(said: Sequence[Said], weights: Mapping[str, Sequence[int]]) -> tuple[Said | None, ...]:
    """The turn of each point by these *weights*, or None."""
    return tuple(one for _, one in max(product(*_ranked(said, weights)), key=_together))


@cache
def weights() -> Mapping[str, Sequence[int]]:
    """What each trait says of the three points, as fitted by ``benchmarks.weights``."""
    packaged = resources.files("nlp.digest").joinpath("weights.json").read_text("utf-8")
    loaded: dict[str, list[int]] = json.loads(packaged)
    return loaded


def warm_up() -> None:
    """Load the weights now."""
    weights()


def _weigh(found: frozenset[str], weights: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    known = [each for each in map(weights.get, found) if each is not None]
    return tuple(sum(column) for column in zip(*known, strict=True)) if known else (0,) * _POINTS


def _ranked(said: Sequence[Said], weights: Mapping[str, Sequence[int]]) -> list[list[_Weighed]]:
    """For each point the turns that say most of it, and that nobody spoke of it."""
    found = traits(said)
    worth = [_weigh(each, weights) for each in found]
    nothing = _weigh(whole(said, found), weights)
    points = []
    for point in range(_POINTS):
        fit: list[_Weighed] = [
            (worth[one.at][point], one) for one in said if point == _NEXT_STEP or (one.own and not one.idle)
        ]
        best = sorted(fit, key=lambda pair: -pair[0])[:_CONSIDERED]
        points.append([*best, (nothing[point], None)])
    return points


def _together(picked: tuple[_Weighed, ...]) -> float:
    """What three turns say of their points; one turn serves but one."""
    turns = [one.at for _, one in picked if one is not None]
    return sum(value for value, _ in picked) if len(turns) == len(set(turns)) else float("-inf")


def _point(one: Said | None) -> tuple[DigestPoint, ...]:
    """The words of a turn without the blanks around them."""
    if one is None:
        return ()
    text = one.turn.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    return (DigestPoint(text[start:end], one.turn.id, start, end),)
