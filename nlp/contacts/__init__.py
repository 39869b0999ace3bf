"""Who and what a text names: phones, ids, persons, companies, places, sources, papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from nlp.contacts import companies, competitors, identifiers, known, people, phones, places, sources
from nlp.contacts.known import Names
from nlp.lazy import lazy
from nlp.model import Entity, EntityKind
from nlp.normalize import Normal

__all__ = ["Names", "entities", "warm_up"]


_LETTERED = lazy(r"[0-9A-Za-z]")
_BESIDE = frozenset("比竞对友另用换选签定买看试考报给便才贵区差")
_SHORT = 16
"""Characters up to which a reading is kept."""


def entities(normal: Normal, *, names: Names | None = None) -> tuple[Entity, ...]:
    """Everything named in a text, by place; offsets and ``text`` are those of the original.

    *names* are those of competitors, products and companies that a team configured.
    """
    return _short(normal, names) if len(normal.raw) <= _SHORT else _read(normal, names)


@lru_cache(maxsize=2048)
def _short(normal: Normal, names: Names | None) -> tuple[Entity, ...]:
    """Short texts come again and again (好的, 收到): what they name is kept."""
    return _read(normal, names)


def _read(normal: Normal, names: Names | None) -> tuple[Entity, ...]:
    text = normal.text
    lettered = _LETTERED.search(text) is not None
    numbers = phones.phones(text)
    mails = identifiers.emails(text) if lettered else []
    named = companies.companies(text)
    met = people.persons(text)
    shielded = [*named, *mails]
    found: Iterable[Entity] = [
        *numbers,
        *mails,
        *named,
        *(_written(text, numbers, mails) if lettered or numbers else ()),
        *_outside(met, named, len(text)),
        *(one for one in _outside(places.regions(text), shielded, len(text)) if not _within(one, met)),
        *sources.sources(text),
        *sources.industries(text),
        *(competitors.competitors(text) if not _BESIDE.isdisjoint(text) else ()),
    ]
    if names is not None and (configured := names.find(text)):
        found = known.settled(configured, found)
    placed = [_place(one, normal) for one in found]
    return tuple(sorted(placed, key=lambda one: (one.start, one.end, one.kind)))


def _written(text: str, numbers: list[Entity], mails: list[Entity]) -> list[Entity]:
    """What is written with letters and digits: ids and numbers of papers."""
    return [
        *identifiers.wechats(text, numbers),
        *identifiers.qqs(text),
        *_outside(identifiers.numbers(text), [*numbers, *mails], len(text)),
    ]


def _outside(found: Sequence[Entity], others: Sequence[Entity], length: int) -> list[Entity]:
    """Those of *found* that do not touch any of *others*."""
    if not found or not others:
        return list(found)
    taken = bytearray(length)
    for other in others:
        taken[other.start : other.end] = b"x" * (other.end - other.start)
    return [one for one in found if not any(taken[one.start : one.end])]


def _within(one: Entity, others: Sequence[Entity]) -> bool:
    """Whether *one* is a part of another's name: 濮阳 in 濮阳女士."""
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _place(entity: Entity, normal: Normal) -> Entity:
    start, end = normal.span(entity.start, entity.end)
    keeps = entity.kind in (EntityKind.PERSON, EntityKind.COMPANY, EntityKind.REGION)
    value = entity.value if keeps or entity.value else normal.raw[start:end]
    return replace(entity, value=value, start=start, end=end, text=normal.raw[start:end])


def warm_up() -> None:
    """Build the place names now."""
    places.warm_up()
