"""Where the rules of the lexicon really find their words: exclusions, neighbours, word borders, the longest find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlp import segment
from nlp.lazy import sifted
from nlp.lexicon import Lexicon, Rule
from nlp.scope import Clause
from nlp.settle import OBJECTIONS

_REACH = 40
_OFTEN = 8
"""How often one concept is followed up in one sentence; nobody names it more often and means it."""


class Found(NamedTuple):
    """A rule and the characters it was found at."""

    rule: Rule
    start: int
    end: int


class Sighted(NamedTuple):
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
        stated = meant.get(number)
        if stated is None:
            stated = meant[number] = _meant(sentence.text, chosen, number)
        elif rule.pattern is not None:
            continue
        if not stated:
            continue
        if rule.pattern is None:
            spans = [(start - sentence.start, end - sentence.start)]
        else:
            spans = [one.span() for one in rule.pattern.finditer(sentence.text) if one.end() > one.start()]
            if not spans:
                continue
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


_TO_US = sifted(
    r"(?:发|寄|借|报|开)(?:给)?我(?!们?工资|妈|爸|红包|朋友)|(?:报价|合同|方案|样品|发票|草稿|模板)[^，,。！!？?]{0,3}(?:发来|发一[下份]|发过来|寄来|出来了?吗|发了没)"
    r"|给我们?(?:发|寄|报|做|开|出|打折|按|便宜|优惠|演示|试)|报个价|多少钱一?[台套个次天件张把]|换一?[块个台][^，,。！!？?]{0,4}多少钱|怎么收费|报修(?=[，,。！!]|$)|[来派][个]?人(?:看|修|来|[，,。！!]|$)"
    r"|能[^，,。！!？?]{0,4}(?:打折|便宜|优惠|演示|试用|开票|月结|分期)(?:一?点|一?下)?(?:吗|不|么)|抬头|(?:租赁|服务)报价$|(?:的)?报价单?(?:我|都)?(?:收到|看了)"
)


def _silenced(text: str, chosen: Sighted, numbers: Sequence[int]) -> frozenset[str]:
    """The concepts that a sentence is not about: it talks of something outside the deal and asks us for nothing."""
    rules = chosen.lexicon.rules
    if chosen.lexicon.silencers.isdisjoint(numbers) or _TO_US.search(text) is not None:
        return frozenset()
    return frozenset(
        kind
        for number in chosen.lexicon.silencers.intersection(numbers)
        if _meant(text, chosen, number) and _said(rules[number], text)
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
    if len(found) < 2:
        return found
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
