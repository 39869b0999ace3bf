"""What a team adds to the reader: words of its own, products, competitors, known companies; compiled once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nlp import lexicon, rules, segment
from nlp.contacts.known import Names, plain
from nlp.lexicon import Lexicon, Rule
from nlp.model import Act, EntityKind, Polarity, Side
from nlp.normalize import normalize

KEYS: Final = {"concept": "signal", "words": "any"} | {
    key: key
    for key in ("near", "not_near", "not_in", "act", "pattern", "loose", "examples", "counter_examples")
}
"""How a team writes an entry, and how the packaged rules call the same."""
_WRITTEN: Final = {theirs: ours for ours, theirs in KEYS.items()}
_KINDS: Final = {
    "competitors": EntityKind.COMPETITOR,
    "products": EntityKind.PRODUCT,
    "companies": EntityKind.COMPANY,
}
_SHORTEST: Final = 2
_LONGEST: Final = 40
_HOW_MUCH: Final = (
    "(?:[一二两三四五六七八九十半每]{0,2}[年月套台个节次份件人]|现在|大概|大约|这套|那套|系统|课|要|得|是|卖|的|,|，| ){0,4}"
    "多少(?:钱)?(?:啊|呀|呢|吗)?(?=[?？，,。！!]|$)"
)
"""What makes a price question of a product's name: 星云Pro 一年多少."""

Problem = tuple[str, str]
"""Dotted key and what is wrong there."""


class VocabularyError(ValueError):
    """What a team added cannot be used; ``problems`` names every fault with its dotted key."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{key}: {fault}" for key, fault in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """A team's additions, ready to read with; None stands for nothing added."""

    lexicon: Lexicon | None
    names: Names | None


def compile_vocabulary(
    *,
    competitors: Sequence[str] = (),
    products: Sequence[str] = (),
    companies: Sequence[str] = (),
    words: Sequence[object] = (),
) -> Vocabulary | None:
    """What these make of the reader, None when there are none of them; the names become words of this process.

    An entry of *words* is a table like those of ``lexicon.toml``, with ``concept`` for the signal and
    ``words`` for what raises it. Raises ``VocabularyError`` with every problem at once: unknown keys and
    concepts, examples that do not raise the concept, counter-examples that do, a name listed twice.
    """
    if not (competitors or products or companies or words):
        return None
    listed = {"competitors": competitors, "products": products, "companies": companies}
    problems = list(_names_faults(listed))
    own = _own_rules(words, problems)
    asked = _price_questions([plain(name) for name in products if len(plain(name)) >= _SHORTEST])
    added = [*(rule for _, rule in own), *asked]
    chosen = Lexicon([*rules.default().rules, *added]) if added else None
    names = Names({_KINDS[key]: found for key, found in listed.items()}) if any(listed.values()) else None
    segment.add_terms(_terms(own, names))
    if chosen is not None:
        problems += [fault for place, rule in own for fault in unproven(place, rule, chosen)]
    if problems:
        raise VocabularyError(problems)
    return Vocabulary(chosen, names)


def _terms(own: Sequence[tuple[str, Rule]], names: Names | None) -> Iterator[str]:
    for _, rule in own:
        yield from (word for word in rule.any if not rule.loose and len(word) > 1)
    yield from () if names is None else names.spellings


def _names_faults(listed: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for key, names in listed.items():
        for number, name in enumerate(names, 1):
            place, spelled = f"{key}[{number}]", plain(name).strip()
            if not _SHORTEST <= len(spelled) <= _LONGEST:
                yield place, f"{name!r} needs {_SHORTEST} to {_LONGEST} characters"
            elif spelled in seen:
                yield place, f"{name!r} already stands at {seen[spelled]}"
            seen.setdefault(spelled, place)


def _own_rules(entries: Sequence[object], problems: list[Problem]) -> list[tuple[str, Rule]]:
    """The sound rules with their places."""
    known = {rule.signal for rule in rules.default().rules if not rule.silences} if entries else set()
    found: list[tuple[str, Rule]] = []
    for number, entry in enumerate(entries, 1):
        place = f"words[{number}]"
        if not isinstance(entry, Mapping):
            problems.append((place, "must be a table"))
            continue
        before = len(problems)
        problems.extend((f"{place}.{key}", f"unknown key; {_near(key, KEYS)}") for key in entry.keys() - KEYS)
        faults: list[str] = []
        rule = lexicon.rule({KEYS[key]: value for key, value in entry.items() if key in KEYS}, place, faults)
        problems.extend(_written(fault) for fault in faults)
        concept = entry.get("concept")
        if isinstance(concept, str) and concept and concept not in known:
            problems.append((f"{place}.concept", f"{concept!r} is no concept; {_near(concept, known)}"))
        problems.extend(
            (f"{place}.{key}", "needs at least one line")
            for key in ("examples", "counter_examples")
            if not entry.get(key)
        )
        if rule is not None and len(problems) == before:
            found.append((place, rule))
    return found


def _near(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else "known are " + ", ".join(sorted(known))


def _written(fault: str) -> Problem:
    """A fault of a rule, with its key as the team writes it."""
    place, _, told = fault.partition(": ")
    owner, _, key = place.rpartition(".")
    return (f"{owner}.{_WRITTEN.get(key, key)}", told)


def _price_questions(products: Sequence[str]) -> list[Rule]:
    """A product named with 多少 asks for its price, also where the bare word would not."""
    if not products:
        return []
    either = "|".join(sorted(map(re.escape, products), key=len, reverse=True))
    pattern = re.compile(f"(?:{either}){_HOW_MUCH}")
    return [Rule("报价", tuple(products), pattern, act=Act.REQUEST, not_near=("不管多少", "无论多少"))]


def unproven(place: str, rule: Rule, words: Lexicon | None = None) -> Iterator[Problem]:
    """Which examples do not raise the rule's concept, and which counter-examples do; keys begin with *place*."""
    for number, line in enumerate(rule.examples, 1):
        if not _raised(rule, line, words, denied=rule.polarity is None):
            yield f"{place}.examples[{number}]", f"{line!r} is not read as {rule.signal}"
    for number, line in enumerate(rule.counter_examples, 1):
        if _raised(rule, line, words, denied=False):
            yield f"{place}.counter_examples[{number}]", f"{line!r} is read as {rule.signal}"


def _raised(rule: Rule, line: str, words: Lexicon | None, *, denied: bool) -> bool:
    """Whether a line carries the rule's concept in the rule's own sense; with *denied* also a denied one."""
    found = rules.read(normalize(line), side=Side.CUSTOMER, words=words).signals
    wanted = rule.polarity is Polarity.NEGATED
    return any(
        one.kind == rule.signal and (denied or (one.polarity is Polarity.NEGATED) is wanted) for one in found
    )
