"""The facts of a lead that a chat really gives: who, how to reach, what for, how far, what next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from nlp import amounts, contacts, rules
from nlp.dates import times
from nlp.digest.stage import is_school, stage_of
from nlp.lazy import lazy
from nlp.model import Entity, EntityKind, Side, Signal, TimeRef, Turn
from nlp.normalize import normalize
from nlp.promises import promises

_SELF: Final = lazy(r"(?:我(?:姓|叫|是)|联系人|叫我|称呼我|免贵姓|敝姓|收件人?)\s*[:：]?\s*([\u4e00-\u9fa5]{1,4})")


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """What a chat gives about its lead; None where it gives nothing. Money is in fen.

    ``stage`` is one of the label guide's words; ``keywords`` are the concepts alive in the deal, in the
    order they came up; ``next_when`` is aware business time, ``next_clock`` whether a clock time was said;
    ``intent`` is 0-3.
    """

    contact: str | None = None
    phone: str | None = None
    company: str | None = None
    wechat: str | None = None
    email: str | None = None
    source: str | None = None
    region: str | None = None
    budget_fen: int | None = None
    quote_fen: int | None = None
    stage: str = "初步沟通"
    keywords: tuple[str, ...] = ()
    next_when: datetime | None = None
    next_clock: bool = False
    intent: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """One turn with what was read from it."""

    turn: Turn
    signals: tuple[Signal, ...]
    entities: tuple[Entity, ...]
    intent: int


def chat_facts(turns: Sequence[Turn], now: datetime) -> ChatFacts:
    """The lead facts of a whole chat, the customer's words before the rep's."""
    read = [_read(t) for t in turns if t.side is not Side.UNKNOWN]
    stage = stage_of(read)
    when, clock = _next_when(turns, now)
    budget, quote = _money(read)
    return ChatFacts(
        contact=_contact(read),
        phone=_first(read, EntityKind.PHONE),
        company=_first(read, EntityKind.COMPANY),
        wechat=_first(read, EntityKind.WECHAT),
        email=_first(read, EntityKind.EMAIL),
        source=_first(read, EntityKind.SOURCE),
        region=_first(read, EntityKind.REGION),
        budget_fen=budget,
        quote_fen=quote,
        stage=stage,
        keywords=_keywords(read),
        next_when=when,
        next_clock=clock,
        intent=_intent(read, stage),
    )


def _read(turn: Turn) -> Said:
    normal = normalize(turn.text)
    reading = rules.read(normal, side=turn.side)
    return Said(turn, reading.signals, contacts.entities(normal), reading.intent)


def _first(read: Sequence[Said], kind: EntityKind) -> str | None:
    """The customer's own mention comes first."""
    ordered = [s for s in read if s.turn.side is Side.CUSTOMER] + [s for s in read if s.turn.side is Side.STAFF]
    return next((e.value for s in ordered for e in s.entities if e.kind is kind), None)


def _contact(read: Sequence[Said]) -> str | None:
    """How the customer names himself, else how the rep addresses him."""
    for said in read:
        named = _SELF.search(said.turn.text) if said.turn.side is Side.CUSTOMER else None
        if named and not re.match(r"们|的|想|要|做|在|来|说|个", named[1]):
            titled = next((e.value for e in said.entities if e.kind is EntityKind.PERSON and e.start >= named.start()), None)
            return titled or named[1]
    reps = [e.value for s in read if s.turn.side is Side.STAFF for e in s.entities if e.kind is EntityKind.PERSON]
    own = [e.value for s in read if s.turn.side is Side.CUSTOMER for e in s.entities if e.kind is EntityKind.PERSON]
    return next(iter(reps or own), None)


def _keywords(read: Sequence[Said]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    school = is_school(read)
    for said in read:
        for signal in said.signals:
            if signal.positive:
                found["学费" if school and signal.kind == "报价" else signal.kind] = None
        if said.turn.side is Side.STAFF and _prices(said):
            found["学费" if school else "报价"] = None
    return tuple(found)


def _prices(said: Said) -> bool:
    """Whether the rep names a price."""
    sums = amounts.money(normalize(said.turn.text))
    return any(m.role.value in {"quote", "price", "unknown"} for m in sums)


def _money(read: Sequence[Said]) -> tuple[int | None, int | None]:
    """The budget the customer named and the last price the rep named, in fen."""
    budget = quote = None
    for said in read:
        for sum_ in amounts.money(normalize(said.turn.text)):
            fen = sum_.low_fen if sum_.low_fen is not None else sum_.high_fen
            if sum_.role.value == "budget" and budget is None:
                budget = fen
            elif said.turn.side is Side.STAFF and sum_.role.value in {"quote", "price", "unknown"}:
                quote = fen
    return budget, quote


def _next_when(turns: Sequence[Turn], now: datetime) -> tuple[datetime | None, bool]:
    """When the next step is due: the last dated promise, else the last appointment named."""
    spoken = [t for t in turns if t.side is not Side.UNKNOWN]
    for turn in reversed(spoken):
        dated = [p for p in promises(turn.text, side=turn.side, now=now) if p.due]
        if dated:
            return dated[0].due, dated[0].has_clock
    named = [r for t in spoken for r in times(t.text, now) if _appoints(r, t.text)]
    if not named:
        return None, False
    last = named[-1]
    clocked = next((r for r in reversed(named) if r.grain == "minute" and _day(r) == _day(last)), last)
    if clocked.kind == "before" and clocked.end_at and clocked.grain != "minute":
        return clocked.end_at - timedelta(minutes=1), False
    return clocked.start_at or clocked.end_at, clocked.grain == "minute"


def _day(ref: TimeRef) -> date | None:
    at = ref.start_at or ref.end_at
    return at.date() if at else None


def _appoints(ref: TimeRef, text: str) -> bool:
    if ref.past or ref.habitual or ref.kind not in {"instant", "day", "daypart", "before", "range"}:
        return False
    if ref.kind in {"range", "before"} and ref.grain in {"month", "quarter", "year"}:
        return False
    return re.search(r"不行|没空|来不了|改不了|不是", text) is None


def _intent(read: Sequence[Said], stage: str) -> int:
    """The customer's intent at the end: the last clear sign, never above what the stage shows."""
    if stage == "输单":
        return 0
    if stage == "赢单":
        return 3
    own = [s.intent for s in read if s.turn.side is Side.CUSTOMER]
    if not own:
        return 1
    stalled = any(sig.positive and sig.kind in {"再考虑", "暂不需要"} for s in read[-4:] if s.turn.side is Side.CUSTOMER for sig in s.signals)
    return 1 if stalled else max(1, min(max(own), 2 if stage != "合同" else 3))


__all__ = ["ChatFacts", "Said", "chat_facts"]
