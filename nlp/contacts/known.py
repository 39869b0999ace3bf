"""Names a team configured: found in one pass, each a word of its own, never mistaken for something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ahocorasick_rs import AhoCorasick

from nlp import segment
from nlp.model import Entity, EntityKind
from nlp.normalize import normalize

CERTAIN: Final = 1.0
"""Confidence of a configured name; what is only guessed from its surroundings stays below."""
_LONGER: Final = frozenset({EntityKind.PERSON, EntityKind.COMPANY})
_GUESSED: Final = frozenset(
    {EntityKind.PERSON, EntityKind.COMPANY, EntityKind.COMPETITOR, EntityKind.REGION, EntityKind.INDUSTRY}
)
_AROUND: Final = 8


def plain(text: str) -> str:
    """*text* in the spelling in which names are compared: normalised, small letters where the length allows."""
    spelled = normalize(text).text
    small = spelled.lower()
    return small if len(small) == len(spelled) else spelled


class Names:
    """Names of competitors, own products and companies, compiled once."""

    def __init__(self, names: Mapping[EntityKind, Sequence[str]]) -> None:
        meant: dict[str, tuple[EntityKind, str]] = {}
        for kind, listed in names.items():
            for name in listed:
                if plain(name):
                    meant.setdefault(plain(name), (kind, name))
        self._meant = tuple(meant.values())
        self._automaton = AhoCorasick(list(meant))
        self.spellings = tuple(meant)

    def find(self, text: str) -> list[Entity]:
        """Every configured name in a normalised text, the longest first where two share characters."""
        small = text.lower()
        if len(small) != len(text):
            return []
        hits = self._automaton.find_matches_as_indexes(small, overlapping=True)
        found: list[Entity] = []
        done = 0
        for number, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
            if start >= done and _stands(small, start, end):
                kind, name = self._meant[number]
                found.append(Entity(kind, name, start, end, text[start:end], CERTAIN))
                done = end
        return found


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name is a word of its own: no letter goes on beside a letter, no Chinese word reaches into it."""
    if (_letter(text[start]) and _letter(text[start - 1 : start])) or (
        _letter(text[end - 1]) and _letter(text[end : end + 1])
    ):
        return False
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return text[start:end].isascii() or not segment.torn(text[left:right], start - left, end - left)


def _letter(char: str) -> bool:
    return bool(char) and char.isascii() and char.isalnum()


def settled(known: Sequence[Entity], read: Iterable[Entity]) -> Iterator[Entity]:
    """Configured names with what was read beside them.

    A longer person or company that holds the name is somebody else (宏远 in 杭州宏远科技有限公司); any other
    guess that touches it gives way. A competitor stays one in his full name too.
    """
    guesses = list(read)
    sure = [one for one in known if not any(_inside(one, other) for other in guesses)]
    yield from sure
    for guess in guesses:
        if guess.kind not in _GUESSED or not any(
            one.start < guess.end and guess.start < one.end for one in sure
        ):
            yield guess


def _inside(one: Entity, other: Entity) -> bool:
    holds = (
        other.start <= one.start and one.end <= other.end and other.end - other.start > one.end - one.start
    )
    if one.kind is EntityKind.COMPETITOR and other.kind is EntityKind.COMPANY:
        return False
    return holds and other.kind in _LONGER
