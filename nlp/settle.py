"""Which of several signals stands when they explain the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.model import Act, Polarity, Signal

OBJECTIONS = frozenset({"再考虑", "等审批", "预算紧张", "比价", "嫌贵", "暂不需要"})
"""Concepts that are talk about an obstacle; their rules fix act and polarity themselves."""

PLAIN = frozenset({"致谢", "收到", "告别", "催促", "投诉"})
"""Courtesies, nudges and complaints: no things that could be sent or refused."""


def settle(signals: Sequence[Signal], raw: str) -> tuple[Signal, ...]:
    """*signals* of the text *raw* without those that another one explains better."""
    denied = [s for s in signals if s.polarity is Polarity.NEGATED and s.kind not in OBJECTIONS]
    concrete = [s for s in signals if s.kind not in OBJECTIONS and s.kind not in PLAIN]
    gone = [s for s in signals if s.kind == "暂不需要" and s.act is Act.DONE]
    return tuple(
        signal
        for signal in signals
        if not _part_of_a_loss(signal, gone)
        and not _about_a_thing(signal, denied, concrete)
        and not _outdone(signal, signals, raw)
    )


def _part_of_a_loss(signal: Signal, gone: list[Signal]) -> bool:
    """签了另一家 is no contract of ours."""
    return signal.kind not in OBJECTIONS and any(s.start < signal.end and signal.start < s.end for s in gone)


def _about_a_thing(signal: Signal, denied: list[Signal], concrete: list[Signal]) -> bool:
    """先不用报价 and 演示不要了 refuse the quote and the demo, not the whole deal; 报价先放一放 puts off one thing."""
    if signal.kind not in ("暂不需要", "再考虑") or signal.act is Act.DONE:
        return False
    if signal.kind == "暂不需要" and any(
        0 <= other.start - signal.end <= 4 or signal.start <= other.start < signal.end for other in concrete
    ):
        return True
    return any(
        0 <= signal.start - other.end <= 4 or other.start <= signal.end <= other.end + 2 for other in denied
    )


def _outdone(signal: Signal, signals: Sequence[Signal], raw: str) -> bool:
    """In one clause the denial of a concept counts, elsewhere its affirmation."""
    for other in signals:
        if other.kind != signal.kind or other.polarity is signal.polarity:
            continue
        together = not re.search(
            r"[，,。！!？?；;\n]", raw[min(signal.start, other.start) : max(signal.end, other.end)]
        )
        if signal.polarity is Polarity.POSITIVE and other.polarity is Polarity.NEGATED and together:
            return True
        if signal.polarity is Polarity.NEGATED and other.polarity is Polarity.POSITIVE and not together:
            return True
    return False
