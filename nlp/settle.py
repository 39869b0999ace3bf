"""Which of several signals stands when they explain the same words."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.lazy import lazy
from nlp.model import Act, Polarity, Signal

OBJECTIONS = frozenset({"再考虑", "等审批", "预算紧张", "比价", "嫌贵", "暂不需要"})
"""Concepts that are talk about an obstacle; their rules fix act and polarity themselves."""

_BREAK = lazy(r"[，,。！!？?；;\n]")

PLAIN = frozenset({"致谢", "收到", "告别", "催促", "投诉"})
"""Courtesies, nudges and complaints: no things that could be sent or refused."""


_NEAR = 12
"""How many signals before and after one can bear on it."""


def settle(signals: Sequence[Signal], raw: str) -> tuple[Signal, ...]:
    """*signals* of the text *raw*, in order, without those that another one explains better."""
    if len(signals) < 2:
        return tuple(one for one in signals if not _goes_with_a_denial(one, signals))
    signals = [
        s
        for at, s in enumerate(signals)
        if not _goes_with_a_denial(s, signals[max(0, at - _NEAR) : at + _NEAR + 1])
    ]
    affirmed = {s.kind for s in signals if s.polarity is Polarity.POSITIVE}
    kept = []
    for at, signal in enumerate(signals):
        near = signals[max(0, at - _NEAR) : at + _NEAR + 1]
        if not (
            _part_of_a_loss(signal, near)
            or _about_a_thing(signal, near)
            or _outdone(signal, near, affirmed, raw)
            or _said_better(signal, near)
        ):
            kept.append(signal)
    return tuple(kept)


def _part_of_a_loss(signal: Signal, near: Sequence[Signal]) -> bool:
    """签了另一家 is no contract of ours, and 网上卖掉了 compares no prices."""
    return (signal.kind not in OBJECTIONS or signal.kind == "比价") and any(
        s.kind == "暂不需要" and s.act is Act.DONE and s.start < signal.end and signal.start < s.end
        for s in near
    )


def _about_a_thing(signal: Signal, near: Sequence[Signal]) -> bool:
    """先不用报价 and 演示不要了 refuse the quote and the demo, not the whole deal; 报价先放一放 puts off one thing."""
    if signal.kind not in ("暂不需要", "再考虑") or signal.act is Act.DONE:
        return False
    things = [s for s in near if s.kind not in OBJECTIONS and s.kind not in PLAIN]
    if signal.kind == "暂不需要" and any(
        0 <= other.start - signal.end <= 4 or signal.start <= other.start < signal.end for other in things
    ):
        return True
    return any(
        other.polarity is Polarity.NEGATED
        and (0 <= signal.start - other.end <= 4 or other.start <= signal.end <= other.end + 2)
        for other in things
    )


def _said_better(signal: Signal, near: Sequence[Signal]) -> bool:
    """Of two finds of one concept that overlap, the one that tells what is done with it stands."""
    return signal.act is Act.MENTION and any(
        other.kind == signal.kind
        and other.polarity is signal.polarity
        and other.act is not Act.MENTION
        and other.start < signal.end
        and signal.start < other.end
        for other in near
    )


_BESIDE_THE_THING = frozenset({"条款", "法务", "抬头", "税号", "签字", "没有了", "现在没有了"})


def _goes_with_a_denial(signal: Signal, near: Sequence[Signal]) -> bool:
    """合同先别发，条款还在谈: a word that only belongs to the thing does not take its denial back."""
    if signal.text not in _BESIDE_THE_THING or signal.act not in (Act.MENTION, Act.DONE):
        return False
    return any(
        s.polarity is Polarity.NEGATED and (s.kind == signal.kind or signal.kind == "暂不需要") for s in near
    )


def _outdone(signal: Signal, near: Sequence[Signal], affirmed: set[str], raw: str) -> bool:
    """In one clause the denial of a concept counts, elsewhere its affirmation."""
    rivals = [s for s in near if s.kind == signal.kind and s.polarity is not signal.polarity]
    together = [
        s for s in rivals if not _BREAK.search(raw[min(signal.start, s.start) : max(signal.end, s.end)])
    ]
    if signal.polarity is Polarity.POSITIVE:
        return any(s.polarity is Polarity.NEGATED for s in together)
    return signal.polarity is Polarity.NEGATED and signal.kind in affirmed and not together
