"""Where the rules of the lexicon really find their words: exclusions, neighbours, word borders, the longest find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nlp import segment
from nlp.lexicon import Lexicon, Rule
from nlp.scope import Clause
from nlp.settle import OBJECTIONS

_REACH = 40
_OFTEN = 8
"""How often one concept is followed up in one sentence; nobody names it more often and means it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule and the characters it was found at."""

    rule: Rule
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sighted:
    """The rules, with the numbers of all their words that stand somewhere in the text."""

    lexicon: Lexicon
    around: frozenset[int]


def matches(sentence: Clause, chosen: Sighted, hits: Iterable[tuple[int, int, int]]) -> list[Found]:
    """What the rules with words in a sentence really find there."""
    rules = chosen.lexicon.rules
    found: list[Found] = []
    meant: dict[int, bool] = {}
    heard: dict[str, int] = {}
    hits = list(hits)
    silenced = _silenced(sentence.text, chosen, [number for number, _, _ in hits])
    for number, start, end in hits:
        rule = rules[number]
        if rule.silences or rule.signal in silenced or heard.get(rule.signal, 0) >= _OFTEN:
            continue
        first_time = number not in meant
        if first_time:
            meant[number] = _meant(sentence.text, chosen, number)
        if not meant[number] or (rule.pattern is not None and not first_time):
            continue
        if rule.pattern is None:
            spans = [(start - sentence.start, end - sentence.start)]
        else:
            spans = [one.span() for one in rule.pattern.finditer(sentence.text) if one.end() > one.start()]
        clear = chosen.lexicon.not_in[number].isdisjoint(chosen.around)
        stands = [
            Found(rule, sentence.start + first, sentence.start + last)
            for first, last in spans[:_OFTEN]
            if (clear or not _inside_longer(sentence.text, rule, first, last))
            and _stands(sentence.text, rule, first, last)
        ]
        heard[rule.signal] = heard.get(rule.signal, 0) + len(stands)
        found += stands
    return found


def _silenced(text: str, chosen: Sighted, numbers: Iterable[int]) -> frozenset[str]:
    """The concepts that a sentence is not about: it talks of something outside the deal."""
    rules = chosen.lexicon.rules
    return frozenset(
        kind
        for number in numbers
        if rules[number].silences and _meant(text, chosen, number) and _said(rules[number], text)
        for kind in rules[number].silences
    )


def _said(rule: Rule, text: str) -> bool:
    return rule.pattern is None or rule.pattern.search(text) is not None


def _meant(text: str, chosen: Sighted, number: int) -> bool:
    """Whether a sentence has what the rule wants near it and nothing it does not."""
    lexicon, rule = chosen.lexicon, chosen.lexicon.rules[number]
    if rule.near and (
        lexicon.near[number].isdisjoint(chosen.around) or not any(word in text for word in rule.near)
    ):
        return False
    return lexicon.not_near[number].isdisjoint(chosen.around) or not any(
        word in text for word in rule.not_near
    )


def _inside_longer(text: str, rule: Rule, start: int, end: int) -> bool:
    """Whether a candidate is a part of one of the longer strings in which it is something else."""
    for longer in rule.not_in:
        at = text.find(longer, max(0, start - len(longer)), end + len(longer))
        while at != -1:
            if (
                at < end
                and start < at + len(longer)
                and (at < start or end < at + len(longer) or at == start)
            ):
                return True
            at = text.find(longer, at + 1, end + len(longer))
    return False


def _stands(text: str, rule: Rule, start: int, end: int) -> bool:
    """Whether a candidate is a word of its own by the borders of the words around it."""
    if rule.loose or rule.pattern is not None:
        return True
    if text[start:end].isascii():
        return not _letter(text[start - 1 : start]) and not _letter(text[end : end + 1])
    left, right = max(0, start - 8), min(len(text), end + 8)
    return not segment.torn(text[left:right], start - left, end - left)


def _letter(char: str) -> bool:
    return bool(char) and char.isascii() and char.isalnum()


def longest(found: list[Found]) -> list[Found]:
    """In order, without what lies inside a longer find of the same signal, or of 合同草稿."""
    ordered = sorted(_unique(found), key=lambda one: (one.start, one.start - one.end))
    kept: list[Found] = []
    near: list[Found] = []
    for one in ordered:
        near = [other for other in near if other.end > one.start][-_REACH:]
        if not any(_covers(other, one) for other in near):
            kept.append(one)
        near.append(one)
    return kept


def _covers(other: Found, one: Found) -> bool:
    if one.end > other.end or (other.start, other.end, other.rule) == (one.start, one.end, one.rule):
        return False
    longer = other.end - other.start > one.end - one.start
    return (longer or other.rule.signal == one.rule.signal) and _shadows(other.rule, one.rule)


def _unique(found: list[Found]) -> list[Found]:
    """*found* without repetitions of one signal on one place."""
    return list({(one.rule.signal, one.start, one.end, one.rule.polarity): one for one in found}.values())


def _shadows(longer: Rule, shorter: Rule) -> bool:
    if longer.signal == shorter.signal:
        return longer.polarity is not None or shorter.polarity is None
    if longer.signal in OBJECTIONS or shorter.signal in OBJECTIONS:
        return False
    return longer.pattern is None and not longer.loose
