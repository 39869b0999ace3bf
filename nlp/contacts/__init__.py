"""Who and what a text names: phones, ids, persons, companies, places, sources, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.contacts import companies, identifiers, people, phones, places, sources
from nlp.model import Entity, EntityKind
from nlp.normalize import Normal

__all__ = ["entities", "warm_up"]


def entities(normal: Normal) -> tuple[Entity, ...]:
    """Everything named in a text, by place; offsets and ``text`` are those of the original."""
    text = normal.text
    numbers = phones.phones(text)
    mails = identifiers.emails(text)
    named = companies.companies(text)
    shielded = [*named, *mails]
    found = [
        *numbers,
        *mails,
        *named,
        *identifiers.wechats(text, numbers),
        *identifiers.qqs(text),
        *_outside(identifiers.numbers(text), [*numbers, *mails], len(text)),
        *_outside(people.persons(text), named, len(text)),
        *_outside(places.regions(text), shielded, len(text)),
        *sources.sources(text),
        *sources.industries(text),
    ]
    placed = [_place(one, normal) for one in found]
    return tuple(sorted(placed, key=lambda one: (one.start, one.end, one.kind)))


def _outside(found: Sequence[Entity], others: Sequence[Entity], length: int) -> list[Entity]:
    """Those of *found* that do not touch any of *others*."""
    if not found or not others:
        return list(found)
    taken = bytearray(length)
    for other in others:
        taken[other.start : other.end] = b"x" * (other.end - other.start)
    return [one for one in found if not any(taken[one.start : one.end])]


def _place(entity: Entity, normal: Normal) -> Entity:
    start, end = normal.span(entity.start, entity.end)
    keeps = entity.kind in (EntityKind.PERSON, EntityKind.COMPANY, EntityKind.REGION)
    value = entity.value if keeps or entity.value else normal.raw[start:end]
    return replace(entity, value=value, start=start, end=end, text=normal.raw[start:end])


def warm_up() -> None:
    """Build the place names now."""
    places.warm_up()
