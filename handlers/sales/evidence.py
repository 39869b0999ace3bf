"""What was seen in a chat → what it supports: stages, a new lead, tags."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from handlers.sales.funnel import Funnel, Proof, Stage
from handlers.sales.packaged import table
from nlp import Act, Analysis, MessageKind, MoneyRole, Polarity, Side, Signal, lazy_pattern

#: Weight at which a stage is well evidenced.
ENOUGH = 1.0
_SENTENCE = lazy_pattern(r"[。！!？?；;\n]")
_CLAUSE = lazy_pattern(r"[。！!？?；;\n，,、]")
_LONGEST_QUOTE_CHARS = 80
_LONGEST_SENTENCE_CHARS = 200
_MOST_SIGNALS = 100
_ASKING_FIRST = (Act.REQUEST, Act.PLAN, Act.MENTION, Act.DONE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A signal that speaks for a stage (its code). ``quote`` is ``text[start:end]`` of the message.

    ``after`` names a stage that must have been reached before this counts.
    """

    stage: str
    weight: float
    signal: str
    act: str
    message_id: str
    start: int
    end: int
    quote: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class StageSuggestion:
    """A stage (its code) to propose, with what speaks for it, in the order it was said."""

    stage: str
    evidence: tuple[Evidence, ...]


def evidence(message_id: str, analysis: Analysis, funnel: Funnel) -> list[Evidence]:
    """Everything in one message that speaks for a stage, at most once per stage, signal and act."""
    found: dict[tuple[str, str, str], Evidence] = {}
    for signal in islice(_signals(analysis), _MOST_SIGNALS):
        for stage in funnel:
            weighed = [rule for rule in stage.proof if _proves(rule, signal, analysis)]
            if not weighed:
                continue
            rule = max(weighed, key=lambda each: each.weight)
            item = _evidence(stage, rule, signal, message_id, analysis.text)
            key = (item.stage, item.signal, item.act)
            if key not in found or found[key].weight < item.weight:
                found[key] = item
    return list(found.values())


def suggest(
    current: str, evidence: Sequence[Evidence], funnel: Funnel, refused: Collection[str] = ()
) -> StageSuggestion | None:
    """The furthest well evidenced stage ahead of *current*, None when there is none.

    *evidence* is in the order it was said; the same signal and act said twice counts once. Stages in
    *refused* are not proposed again; lost and paused never are, and a closed deal gets no proposal.
    """
    if funnel.get(current).closed:
        return None
    ahead = [stage for stage in funnel if funnel.after(stage.code, current) and stage.code not in refused]
    for stage in reversed(ahead):
        held = _held(stage.code, current, evidence, funnel)
        if _weight(held) >= ENOUGH:
            return StageSuggestion(stage.code, held)
    return None


def buying_signal(analysis: Analysis) -> Signal | None:
    """What shows that an unknown customer may buy; requests before plans before talk.

    None for our own side, closings, refusals, applicants, vendors and mass mail.
    """
    if analysis.side is Side.STAFF or analysis.kind is MessageKind.CLOSING or analysis.intent == 0:
        return None
    if _pitch().search(analysis.text):
        return None
    signals = [
        signal
        for signal in analysis.positive(*table("tags.toml")["buying"]["signals"])
        if signal.side is not Side.STAFF
    ]
    return min(signals, key=lambda signal: (_ASKING_FIRST.index(signal.act), signal.start), default=None)


def tags(analysis: Analysis) -> list[tuple[str, Signal]]:
    """The tags a customer's message gives, each with the first signal that gives it."""
    if analysis.side is Side.STAFF:
        return []
    given: dict[str, Signal] = {}
    for signal in analysis.positive():
        for tag in () if signal.side is Side.STAFF else _tags_of(signal.kind):
            given.setdefault(tag, signal)
    return list(given.items())


def _tags_of(kind: str) -> list[str]:
    return [entry["tag"] for entry in table("tags.toml")["tags"] if kind in entry["signals"]]


@cache
def _pitch() -> re.Pattern[str]:
    return re.compile("|".join(table("tags.toml")["buying"]["pitch"]), re.IGNORECASE)


def _signals(analysis: Analysis) -> Iterator[Signal]:
    """Signals really expressed, and what else speaks of a need: a budget (预算), a count (数量)."""
    yield from analysis.positive()
    for amount in analysis.money:
        if amount.role is MoneyRole.BUDGET:
            yield _mention("预算", analysis.side, amount.start, amount.end, amount.text)
    for count in analysis.quantities:
        if count.unit not in ("折", "%", "％"):
            yield _mention("数量", analysis.side, count.start, count.end, count.text)


def _mention(kind: str, side: Side, start: int, end: int, text: str) -> Signal:
    return Signal(kind, Act.MENTION, Polarity.POSITIVE, side, start, end, text)


def _proves(rule: Proof, signal: Signal, analysis: Analysis) -> bool:
    if rule.signal != signal.kind or (rule.acts and signal.act not in rule.acts):
        return False
    if rule.side is not None and signal.side.value != rule.side:
        return False
    start, end = _around(analysis.text, signal, _SENTENCE)
    words = analysis.text[start:end].casefold()
    if rule.near and not _holds(words, rule.near):
        return False
    return not _holds(words, rule.not_near) and not _beside(rule.not_with, signal, analysis)


def _holds(words: str, any_of: Iterable[str]) -> bool:
    return any(word in words for word in any_of)


def _beside(kind: str | None, signal: Signal, analysis: Analysis) -> bool:
    """Whether a signal of *kind* stands in the same clause."""
    if kind is None:
        return False
    start, end = _around(analysis.text, signal, _CLAUSE)
    return any(other.start < end and other.end > start for other in analysis.positive(kind))


def _around(text: str, signal: Signal, border: re.Pattern[str]) -> tuple[int, int]:
    """The stretch between two borders that holds a signal, not wider than a long sentence."""
    left = max(0, signal.start - _LONGEST_SENTENCE_CHARS)
    right = min(len(text), signal.end + _LONGEST_SENTENCE_CHARS)
    start = max((mark.end() for mark in border.finditer(text, left, signal.start)), default=left)
    stop = border.search(text, signal.end, right)
    return start, stop.start() if stop else right


def _evidence(stage: Stage, rule: Proof, signal: Signal, message_id: str, text: str) -> Evidence:
    start, end = _around(text, signal, _SENTENCE)
    start = max(start, signal.end - _LONGEST_QUOTE_CHARS)
    end = max(signal.end, min(end, start + _LONGEST_QUOTE_CHARS))
    while start < signal.start and text[start].isspace():
        start += 1
    while end > signal.end and text[end - 1].isspace():
        end -= 1
    act = signal.act.value
    return Evidence(
        stage.code, rule.weight, signal.kind, act, message_id, start, end, text[start:end], rule.after
    )


def _held(code: str, current: str, evidence: Sequence[Evidence], funnel: Funnel) -> tuple[Evidence, ...]:
    """What speaks for a stage, without what came before its time."""
    return tuple(
        item
        for at, item in enumerate(evidence)
        if item.stage == code and _in_time(item, evidence[:at], current, funnel)
    )


def _in_time(item: Evidence, earlier: Sequence[Evidence], current: str, funnel: Funnel) -> bool:
    if item.after is None or item.after == current or funnel.after(current, item.after):
        return True
    return _weight(each for each in earlier if each.stage == item.after) >= ENOUGH


def _weight(items: Iterable[Evidence]) -> float:
    """Together, the same signal and act counted once."""
    best: dict[tuple[str, str], float] = {}
    for item in items:
        key = (item.signal, item.act)
        best[key] = max(item.weight, best.get(key, 0.0))
    return round(sum(best.values()), 6)
