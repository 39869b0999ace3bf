"""A chat in exactly three points (客户关注, 新增要求, 下一步), each a sentence that was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from typing import Final

from nlp.digest import roles
from nlp.digest.cues import ASKS_WHO, NEED
from nlp.digest.facts import ChatFacts, chat_facts
from nlp.digest.losing import SPARES, is_lost, stalls
from nlp.digest.reading import Said, read_chat
from nlp.digest.summary import summarise
from nlp.model import Digest, DigestPoint, Turn
from nlp.standing.cues import segments
from nlp.vocabulary import Vocabulary

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise"]

#: The least a turn must say of a point; who has put it off asks for little, who has refused only for plain deeds.
_CONCERN: Final = 0.6
_REQUEST: Final = 0.8
_REQUEST_PUT_OFF: Final = 1.4
_REQUEST_REFUSED: Final = 2.0
#: No turn asks for more than this, however many of its words ask.
_REQUEST_FULL: Final = 5.0
_STEP: Final = 0.9
_CONSIDERED: Final = 6
#: Characters a question holds beside asking for a name or a time.
_MERELY: Final = 6
#: What an opening wish is worth where he asks for nothing else.
_WISHED: Final = 0.1
#: The turns among which he says what he came for.
_EARLY: Final = 2
#: The turns in which he answers what we ask of his wish, and what a turn that troubles him is worth.
_TOLD: Final = 4
_TROUBLED: Final = 2.0
#: What it costs that one turn serves two points.
_TWICE: Final = 2.2
_CARE_AND_STEP: Final = 0.5
_WISH_AND_STEP: Final = 0.5
_Ranked = tuple[float, Said | None]
_NOTHING: Final[list[_Ranked]] = [(0.0, None)]


def digest(turns: Sequence[Turn], *, now: datetime, vocabulary: Vocabulary | None = None) -> Digest:
    """The three points of *turns*; a point nobody spoke about is an empty tuple.

    Each point carries the words said, the turn's id and their characters in that turn. A turn serves two
    points only where no other says nearly as much of one of them.
    """
    said = read_chat(turns, vocabulary)
    length = len(said) or 1
    least = _REQUEST_REFUSED if is_lost(said) else _REQUEST_PUT_OFF if stalls(said) else _REQUEST
    steps = _ranked(said, lambda one: roles.step(one, said, now), _STEP)
    wishes = _ranked(said, lambda one: min(roles.request(one, length), _REQUEST_FULL), least)
    if not wishes:
        fits = _opens if least == _REQUEST else lambda one: _asked_before(said, one, length)
        wished = next((one for one in said if one.own and not one.idle and fits(one)), None)
        wishes = [] if wished is None else [(_WISHED, wished)]
    cares = _ranked(said, lambda one: _cared(said, one, length), _CONCERN)
    care, wish, step = max(product(cares or _NOTHING, wishes or _NOTHING, steps or _NOTHING), key=_together)
    return Digest(_points(care), _points(wish), _points(step))


def _opens(one: Said) -> bool:
    """Whether the turn is his opening wish (想读新加坡硕士)."""
    return one.at <= _EARLY and (NEED.search(one.text) is not None or one.asks)


def _together(picked: tuple[_Ranked, ...]) -> float:
    """What three turns say of their points, less for every pair that is one turn."""
    care, wish, step = picked
    value = care[0] + wish[0] + step[0]
    value -= _TWICE if care[1] is wish[1] is not None else 0.0
    value -= _CARE_AND_STEP if care[1] is step[1] is not None else 0.0
    return value - (_WISH_AND_STEP if wish[1] is step[1] is not None else 0.0)


def _asked(said: Sequence[Said], one: Said) -> bool:
    """Whether the turn before is our question about his wish, not merely who he is or when he has time."""
    before = said[one.at - 1] if one.at else None
    if before is None or before.own or not before.asks or SPARES.match(one.text):
        return False
    last = segments(before.text)[-1]
    return len(ASKS_WHO.sub("", last)) > _MERELY or ASKS_WHO.search(last) is None


def _cared(said: Sequence[Said], one: Said, length: int) -> float:
    """What a turn says of his cares; the wish he opens with says less once he has told us more of it."""
    told = one.at == 0 and any(
        later.own and roles.tells(later) and _asked(said, later) for later in said[1:_TOLD]
    )
    return roles.concern(one, length, answers=_asked(said, one), answered=told)


def _asked_before(said: Sequence[Said], one: Said, length: int) -> bool:
    """Whether he asks before anything troubles him; what he asks after is of our offer, not of his wish."""
    heard = (roles.concern(earlier, length) for earlier in said[: one.at])
    return one.own and one.asks and one.at > 0 and not one.idle and max(heard, default=0.0) < _TROUBLED


def _ranked(said: Sequence[Said], worth: Callable[[Said], float], least: float) -> list[_Ranked]:
    """The turns worth *least* or more, the best first."""
    scored: list[_Ranked] = [(worth(one), one) for one in said]
    return sorted((pair for pair in scored if pair[0] >= least), key=lambda pair: -pair[0])[:_CONSIDERED]


def _points(picked: _Ranked) -> tuple[DigestPoint, ...]:
    return () if picked[1] is None else (_point(picked[1].turn),)


def _point(turn: Turn) -> DigestPoint:
    """The words of a turn without the blanks around them."""
    start = len(turn.text) - len(turn.text.lstrip())
    end = len(turn.text.rstrip())
    return DigestPoint(turn.text[start:end], turn.id, start, end)
