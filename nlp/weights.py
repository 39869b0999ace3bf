"""Tables of what a trait of a text says of each of several answers, in hundredths, fitted by ``benchmarks.weights``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

Weights = Mapping[str, Sequence[int]]
_BITS = 24
"""Bits of each number of a packed row."""


@cache
def load(name: str) -> Weights:
    """The packaged table ``data/<name>.json``: a row of numbers for every trait."""
    table: dict[str, list[int]] = json.loads(
        resources.files("nlp").joinpath(f"data/{name}.json").read_text("utf-8")
    )
    return table


def packed(weights: Weights) -> dict[str, int]:
    """Each row as one number, ``_BITS`` for each answer: the sum of rows is then a sum of numbers."""
    return {
        trait: sum(weight << _BITS * answer for answer, weight in enumerate(row))
        for trait, row in weights.items()
    }


def unpacked(row: int, answers: int) -> list[int]:
    """The numbers of a ``packed`` row or of a sum of such rows."""
    found = []
    for _ in range(answers):
        own = ((row + (1 << _BITS - 1)) & ((1 << _BITS) - 1)) - (1 << _BITS - 1)
        row = (row - own) >> _BITS
        found.append(own)
    return found


def total(traits: Iterable[str], weights: Weights, answers: int) -> tuple[int, ...]:
    """What *traits* together say of each answer; an unknown trait says nothing."""
    rows = [each for each in map(weights.get, traits) if each is not None]
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * answers
