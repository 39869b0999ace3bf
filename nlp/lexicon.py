"""Loads and checks the keyword rules: ``lexicon.toml`` and what a team adds in its configuration."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from importlib import resources
from typing import TypeVar

from ahocorasick_rs import AhoCorasick

from nlp.lazy import led, sifted
from nlp.model import Act, Polarity
from nlp.sieve import FREQUENT

_UNBOUNDED = re.compile(r"(?<!\\)(?:\\\\)*(?:[*+](?![^\[]*\])|\{\d*,\})")
_LIST_KEYS = ("any", "near", "not_in", "not_near", "silences", "examples", "counter_examples")
_CAPITAL = re.compile(r"(?<!\\)(?<!\?)[A-Z]")
"""Patterns are tried on small letters, so they are made small too: half the price of ignoring the case."""
_Choice = TypeVar("_Choice", Act, Polarity)
_UPPER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class LexiconError(ValueError):
    """Rules that cannot be used; ``problems`` names every one of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the lexicon; see the head of ``lexicon.toml`` for what each field means."""

    signal: str
    any: tuple[str, ...]
    pattern: re.Pattern[str] | None = None
    near: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()
    act: Act | None = None
    polarity: Polarity | None = None
    loose: bool = False
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


class Lexicon:
    """Rules with the automaton that finds their words."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        owners: dict[str, list[int]] = {}
        for index, rule in enumerate(self.rules):
            for word in rule.any:
                owners.setdefault(lower(word), []).append(index)
        spared = [word for rule in self.rules for word in (*rule.near, *rule.not_near, *rule.not_in)]
        self.numbers = {word: n for n, word in enumerate(dict.fromkeys((*owners, *spared)))}
        self._owners = tuple(tuple(owners.get(word, ())) for word in self.numbers)
        self._automaton = AhoCorasick(list(self.numbers))
        self.near = tuple(self._set(rule.near) for rule in self.rules)
        self.not_near = tuple(self._set(rule.not_near) for rule in self.rules)
        self.not_in = tuple(self._set(rule.not_in) for rule in self.rules)
        self.silencers = frozenset(number for number, rule in enumerate(self.rules) if rule.silences)

    def _set(self, words: Iterable[str]) -> frozenset[int]:
        return frozenset(self.numbers[word] for word in words)

    def candidates(self, lowered: str) -> tuple[list[tuple[int, int, int]], frozenset[int]]:
        """(rule number, start, end) of every word of every rule, and the numbers of all words that stand there.

        *lowered* is ASCII-lower-cased text.
        """
        found = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        hits = [(rule, start, end) for word, start, end in found for rule in self._owners[word]]
        return hits, frozenset([word for word, _, _ in found]) if hits else frozenset()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The signals some rule can report."""
        return frozenset(rule.signal for rule in self.rules)


def lower(text: str) -> str:
    """*text* in small letters where that keeps its length, else with ASCII capitals made small."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_UPPER)


def load() -> Lexicon:
    """The packaged rules; raises LexiconError that lists every problem at once."""
    packaged = tomllib.loads(resources.files("nlp").joinpath("lexicon.toml").read_text("utf-8"))
    problems: list[str] = []
    found = [
        rule(entry, f"rule[{number}]", problems, later=True) for number, entry in enumerate(packaged["rule"])
    ]
    if problems:
        raise LexiconError(problems)
    return Lexicon([one for one in found if one is not None])


def rule(entry: Mapping[str, object], place: str, problems: list[str], *, later: bool = False) -> Rule | None:
    """One rule as written, or None after adding what is wrong with it (``place.key: …``) to *problems*.

    With *later* its pattern is compiled, and proved to be one, when first needed: half of what loading takes.
    """
    before = len(problems)
    known = {field.name for field in fields(Rule)}
    problems.extend(f"{place}.{key}: unknown key" for key in entry if key not in known)
    signal = entry.get("signal")
    if not isinstance(signal, str) or not signal:
        problems.append(f"{place}.signal: missing")
    lists = {key: _words(entry.get(key, []), f"{place}.{key}", problems) for key in _LIST_KEYS}
    if not lists["any"]:
        problems.append(f"{place}.any: needs at least one word")
    often = not FREQUENT.isdisjoint(lists["any"])
    reader = (sifted if often else led) if later else re.compile
    pattern = _pattern(entry.get("pattern"), f"{place}.pattern", problems, reader)
    act = _member(Act, entry.get("act"), f"{place}.act", problems)
    polarity = _member(Polarity, entry.get("polarity"), f"{place}.polarity", problems)
    loose = entry.get("loose", False)
    if not isinstance(loose, bool):
        problems.append(f"{place}.loose: must be true or false")
    if len(problems) > before:
        return None
    return Rule(signal=str(signal), pattern=pattern, act=act, polarity=polarity, loose=bool(loose), **lists)


def _words(value: object, place: str, problems: list[str]) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word for word in value):
        problems.append(f"{place}: must be a list of words")
        return ()
    return tuple(dict.fromkeys(value if place.endswith("examples") else map(lower, value)))


def _pattern(
    value: object, place: str, problems: list[str], reader: Callable[[str], re.Pattern[str]]
) -> re.Pattern[str] | None:
    if value is None:
        return None
    if not isinstance(value, str):
        problems.append(f"{place}: must be a text")
        return None
    if _UNBOUNDED.search(re.sub(r"\[[^\]]*\]", "x", value)):
        problems.append(f"{place}: repetition must be bounded, write {{0,8}} instead of * or +")
        return None
    source = _CAPITAL.sub(lambda letter: letter[0].lower(), value)
    try:
        return reader(source)
    except re.error as error:
        problems.append(f"{place}: {error}")
        return None


def _member(kind: type[_Choice], value: object, place: str, problems: list[str]) -> _Choice | None:
    if value is None:
        return None
    names = [member.value for member in kind]
    if value not in names:
        problems.append(f"{place}: must be one of {', '.join(names)}")
        return None
    return kind(value)
