"""A chat in exactly three points (客户关注, 新增要求, 下一步), each a sentence that was said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

from nlp.digest.facts import ChatFacts, chat_facts
from nlp.digest.reading import Said, read_chat
from nlp.digest.summary import summarise
from nlp.digest.traits import traits, whole
from nlp.model import Digest, DigestPoint, Turn
from nlp.vocabulary import Vocabulary
from nlp.weights import Weights, load, total

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise"]

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
    care, wish, step = choose(read_chat(turns, vocabulary), load("points"))
    return Digest(_point(care), _point(wish), _point(step))


def choose(said: Sequence[Said], weights: Weights) -> tuple[Said | None, ...]:
    """The turn of each point by these *weights*, or None."""
    return tuple(one for _, one in max(product(*_ranked(said, weights)), key=_together))


def _ranked(said: Sequence[Said], weights: Weights) -> list[list[_Weighed]]:
    """For each point the turns that say most of it, and that nobody spoke of it."""
    found = traits(said)
    worth = [total(each, weights, _POINTS) for each in found]
    nothing = total(whole(said, found), weights, _POINTS)
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
