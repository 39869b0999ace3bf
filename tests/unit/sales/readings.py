"""Readings as nlp makes them, written down by hand so that the rules are tested alone."""

from __future__ import annotations

from nlp import Act, Analysis, MessageKind, Money, MoneyRole, Polarity, Quantity, Side, Signal


def reading(
    text: str,
    *signals: tuple[str, str, Act],
    side: Side = Side.CUSTOMER,
    polarity: Polarity = Polarity.POSITIVE,
    kind: MessageKind = MessageKind.STATEMENT,
    intent: int = 2,
    budget: str | None = None,
    count: str | None = None,
) -> Analysis:
    """An analysis of *text* with signals given as (concept, the words of the text, act)."""
    found = tuple(
        Signal(concept, act, polarity, side, text.index(words), text.index(words) + len(words), words)
        for concept, words, act in signals
    )
    money = ()
    if budget:
        at = text.index(budget)
        money = (Money(1, 1, False, "CNY", MoneyRole.BUDGET, at, at + len(budget), budget),)
    quantities = ()
    if count:
        at = text.index(count)
        quantities = (Quantity(200.0, "人", at, at + len(count), count),)
    return Analysis(text, side, found, money=money, quantities=quantities, kind=kind, intent=intent)
