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

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise"]

#: The least a turn must say of a point; a customer who has put it off or refused asks only for plain deeds.
_CONCERN: Final = 0.6
_REQUEST: Final = 0.8
_REQUEST_AT_THE_END: Final = 1.7
_STEP: Final = 0.9


def digest(turns: Sequence[Turn], *, now: datetime) -> Digest:
    """The three points of *turns*; a point nobody spoke about is an empty tuple.

    Each point carries the words said, the turn's id and their characters in that turn. A turn serves the
    point it says most about, and a second one only where nobody else spoke of that.
    """
    said = read_chat(turns)
    length = len(said) or 1
    step = _best(said, lambda one: roles.step(one, said, now), _STEP, [])
    least = _REQUEST_AT_THE_END if stalls(said) else _REQUEST
    asked = _best(said, lambda one: roles.request(one, length), least, step)
    cared = _best(said, lambda one: roles.concern(one, length), _CONCERN, [*step, *asked])
    return Digest(_points(cared), _points(asked), _points(step))


def _best(said: Sequence[Said], worth: Callable[[Said], float], least: float, used: list[Said]) -> list[Said]:
    """The turn worth most, one not used yet before one that is."""
    ranked = sorted(((worth(one), one) for one in said), key=lambda pair: -pair[0])
    good = [one for score, one in ranked if score >= least]
    return ([one for one in good if one not in used] or good)[:1]


def _points(picked: Sequence[Said]) -> tuple[DigestPoint, ...]:
    return tuple(_point(one.turn) for one in picked)


def _point(turn: Turn) -> DigestPoint:
    """The words of a turn without the blanks around them."""
    start = len(turn.text) - len(turn.text.lstrip())
    end = len(turn.text.rstrip())
    return DigestPoint(turn.text[start:end], turn.id, start, end)
