"""A chat in exactly three points (客户关注, 新增要求, 下一步), each a sentence that was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from nlp.dates import times
from nlp.dates.numerals import fold
from nlp.digest import cues
from nlp.digest.facts import ChatFacts, chat_facts
from nlp.digest.summary import summarise
from nlp.model import Digest, DigestPoint, Side, Turn
from nlp.promises import promises

__all__ = ["ChatFacts", "chat_facts", "digest", "summarise"]

#: Characters of a turn that are weighed.
_LONGEST: Final = 600
_SECOND: Final = 0.9
_PER_POINT: Final = 2


def digest(turns: Sequence[Turn], *, now: datetime) -> Digest:
    """The three points of *turns*; a point nobody spoke about is an empty tuple.

    Each point carries the words said, the turn's id and their characters in that turn. A turn serves one
    point only, the one it says most about.
    """
    spoken = [t for t in turns if t.side is not Side.UNKNOWN and t.text.strip()]
    length = len(spoken) or 1
    next_steps = _best([(_next(t, i, length, spoken, now), t) for i, t in enumerate(spoken)], 0.9, set())
    used = {t.id for t in next_steps[:1]}
    requests = _best([(_request(t, i, length), t) for i, t in enumerate(spoken)], 1.5, used)
    used |= {t.id for t in requests}
    concerns = _best([(_concern(t, i, length), t) for i, t in enumerate(spoken)], 0.8, used)
    return Digest(tuple(map(_point, concerns)), tuple(map(_point, requests)), tuple(map(_point, next_steps)))


def _best(scored: list[tuple[float, Turn]], least: float, used: set[str]) -> list[Turn]:
    """The best turn, and a second one when it says nearly as much; in the order of the chat."""
    ranked = sorted((pair for pair in scored if pair[0] >= least and pair[1].id not in used), key=lambda p: -p[0])
    kept = [turn for score, turn in ranked[:_PER_POINT] if score >= _SECOND * ranked[0][0]] if ranked else []
    order = [turn.id for _, turn in scored]
    return sorted(kept[:1], key=lambda t: order.index(t.id))


def _point(turn: Turn) -> DigestPoint:
    """The words of a turn without the blanks around them."""
    start = len(turn.text) - len(turn.text.lstrip())
    end = len(turn.text.rstrip())
    return DigestPoint(turn.text[start:end], turn.id, start, end)


def _concern(turn: Turn, index: int, length: int) -> float:
    text = fold(turn.text[:_LONGEST])
    if turn.side is not Side.CUSTOMER or cues.CHAT.match(text):
        return 0.0
    score = 0.4 - 0.3 * index / length
    score += 2.2 if _objects(text) else 0.0
    score += 1.0 if cues.NEED.search(text) else 0.0
    score += 0.3 if len(text) >= 6 else 0.0
    score += 0.3 if index == 0 else 0.0
    score -= 0.8 if cues.PRICE_ONLY.match(text) else 0.0
    score += 0.4 if re.search(r"[?？]|吗|能不能|支持", text) else 0.0
    score -= 1.0 if re.search(r"1[3-9]\d{9}", text) else 0.0
    return score - (1.2 if cues.PENDING.search(text) else 0.0) - (1.5 if cues.REFUSAL.search(text) else 0.0)


def _objects(text: str) -> bool:
    return cues.OBJECTION.search(text) is not None and re.search(r"不贵|不担心|不怕|贵(?:公司|司|方|姓|院|校|处)", text) is None


def _request(turn: Turn, index: int, length: int) -> float:
    text = fold(turn.text[:_LONGEST])
    if turn.side is not Side.CUSTOMER or cues.CHAT.match(text) or cues.REFUSAL.search(text):
        return 0.0
    score = 0.3 * index / length
    score += 1.6 if cues.ASKED.search(text) else 0.0
    score += 0.7 if cues.REQUESTED.search(text) else 0.0
    score += 0.5 if re.search(r"顺便|另外|还要|再|别忘|加", text) else 0.0
    score -= 1.2 if cues.PRICE_ONLY.match(text) else 0.0
    score -= 1.2 if cues.PENDING.search(text) else 0.0
    score -= 0.6 if index == 0 and cues.NEED.search(text) else 0.0
    return score - (0.7 if re.search(r"(?:收到|看|签|盖|转|打|付|发)了|没问题", text) else 0.0)


def _next(turn: Turn, index: int, length: int, turns: Sequence[Turn], now: datetime) -> float:
    text = fold(turn.text[:_LONGEST])
    score = 0.6 * index / length
    owed = promises(turn.text, side=turn.side, now=now)
    score += 2.4 if any(p.due for p in owed) else 1.2 if owed else 0.0
    score += 1.9 if cues.PENDING.search(text) and turn.side is Side.CUSTOMER else 0.0
    score += 1.5 if cues.REFUSAL.search(text) and turn.side is Side.CUSTOMER else 0.0
    score += 0.6 if cues.NEXT.search(text) else 0.0
    if index and cues.ACCEPT.match(text) and _proposed(turns[index - 1], turn, now):
        score += 2.8
    appointed = [t for t in times(turn.text[:_LONGEST], now) if not t.past and not t.habitual and t.kind != "duration"]
    score += 1.0 if appointed else 0.0
    if cues.CHAT.match(text) and score < 2.5:
        return 0.0
    asked = re.search(r"[?？]$|吗$", text.strip()) is not None
    return score - (1.2 if asked else 0.0) - (0.5 if re.search(r"有需要|有机会|随时", text) else 0.0)


def _proposed(before: Turn, turn: Turn, now: datetime) -> bool:
    """Whether the turn before, of the other side, proposed a time that this one accepts."""
    if before.side is turn.side:
        return False
    return any(t.kind != "duration" for t in times(before.text[:_LONGEST], now)) and re.search(r"[?？]|吗|吧|怎么样|如何", before.text) is not None
