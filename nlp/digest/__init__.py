"""A chat in exactly three points (客户关注, 新增要求, 下一步), each a sentence that was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from nlp.digest import roles
from nlp.digest.facts import ChatFacts, chat_facts
from nlp.digest.reading import Said, read_chat
from nlp.digest.stage import stalls
from nlp.digest.summary import summarise
from nlp.model import Digest, DigestPoint, Turn
from nlp.vocabulary import Vocabulary

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise"]

#: The least a turn must say of a point; a customer who has put it off or refused asks only for plain deeds.
_CONCERN: Final = 0.6
_REQUEST: Final = 0.8
_REQUEST_AT_THE_END: Final = 2.0
_STEP: Final = 0.9
_CONSIDERED: Final = 8
#: The part of the best worth that a turn must have to spare the turn that serves another point.
_CARE_SHARE: Final = 0.2
_WISH_SHARE: Final = 0.4


def digest(turns: Sequence[Turn], *, now: datetime, vocabulary: Vocabulary | None = None) -> Digest:
    """The three points of *turns*; a point nobody spoke about is an empty tuple.

    Each point carries the words said, the turn's id and their characters in that turn. A turn serves the
    point it says most about, and a second one only where nobody else spoke of that.
    """
    said = read_chat(turns, vocabulary)
    length = len(said) or 1
    step = [one for _, one in _ranked(said, lambda one: roles.step(one, said, now), _STEP)[:1]]
    least = _REQUEST_AT_THE_END if stalls(said) else _REQUEST
    wishes = _ranked(said, lambda one: roles.request(one, length), least)
    cares = _ranked(said, lambda one: roles.concern(one, length, answers=_asked(said, one)), _CONCERN)
    cared, asked = _pair(_free(cares, step, _CARE_SHARE), _free(wishes, step, _WISH_SHARE))
    return Digest(_points(cared), _points(asked), _points(step))


def _asked(said: Sequence[Said], one: Said) -> bool:
    """Whether the turn before is our question."""
    return one.at > 0 and not said[one.at - 1].own and said[one.at - 1].asks


def _ranked(said: Sequence[Said], worth: Callable[[Said], float], least: float) -> list[tuple[float, Said]]:
    """The turns worth *least* or more, the best first."""
    scored = ((worth(one), one) for one in said)
    return sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])[:_CONSIDERED]


def _free(ranked: list[tuple[float, Said]], used: list[Said], share: float) -> list[tuple[float, Said]]:
    """Those that serve no other point, or all where such say next to nothing of it."""
    least = ranked[0][0] * share if ranked else 0.0
    return [pair for pair in ranked if pair[1] not in used and pair[0] >= least] or ranked


def _pair(cares: list[tuple[float, Said]], wishes: list[tuple[float, Said]]) -> tuple[list[Said], list[Said]]:
    """The two turns that together say most; one turn for both only when there is nothing else."""
    if not cares or not wishes:
        return [one for _, one in cares[:1]], [one for _, one in wishes[:1]]
    apart = [(c + w, care, wish) for c, care in cares for w, wish in wishes if care.at != wish.at]
    if not apart:
        return [cares[0][1]], [wishes[0][1]]
    _, care, wish = max(apart, key=lambda found: found[0])
    return [care], [wish]


def _points(picked: Sequence[Said]) -> tuple[DigestPoint, ...]:
    return tuple(_point(one.turn) for one in picked)


def _point(turn: Turn) -> DigestPoint:
    """The words of a turn without the blanks around them."""
    start = len(turn.text) - len(turn.text.lstrip())
    end = len(turn.text.rstrip())
    return DigestPoint(turn.text[start:end], turn.id, start, end)
