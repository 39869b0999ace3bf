"""Tables of what a trait of a text says of each of several answers, in hundredths, fitted by ``benchmarks.weights``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

Weights = Mapping[str, Sequence[int]]


@cache
def load(name: str) -> Weights:
    """The packaged table ``data/<name>.json``: a row of numbers for every trait."""
    table: dict[str, list[int]] = json.loads(
        resources.files("nlp").joinpath(f"data/{name}.json").read_text("utf-8")
    )
    return table


def total(traits: Iterable[str], weights: Weights, answers: int) -> tuple[int, ...]:
    """What *traits* together say of each answer; an unknown trait says nothing."""
    rows = [each for each in map(weights.get, traits) if each is not None]
    return tuple(sum(column) for column in zip(*rows, strict=True)) if rows else (0,) * answers
