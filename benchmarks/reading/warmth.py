"""The weights of a customer's intent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.reading import fitting, score
from nlp import intent, lexicon, rules, slips
from nlp.model import Side
from nlp.normalize import normalize

FILES: Final = "keywords*.jsonl"
WEIGHTS: Final = Path("nlp/data/intent.json")
#: Characters are held to nought more strongly than what the rules read.
_PULL: Final = {True: 2.0, False: 1.0}


@dataclass(frozen=True, slots=True)
class Sample:
    """A customer's line: its file, its traits and its level."""

    source: str
    names: tuple[str, ...]
    level: int


def load(file: Path) -> list[Sample]:
    """The customers' lines of *file* whose intent is labelled."""
    samples = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("sender") != "customer" or row.get("intent") is None:
            continue
        normal = normalize(row["text"])
        read = rules.read(normal, side=Side.CUSTOMER)
        text = slips.mended(lexicon.lower(normal.text))
        names = intent.traits(text, read.signals, read.kind, read.mood)
        samples.append(Sample(file.stem, tuple(names), row["intent"]))
    return samples


def fit(samples: Sequence[Sample]) -> dict[str, list[int]]:
    """The weights of every trait for the four levels."""
    matrix, names = fitting.design([sample.names for sample in samples])
    pull = [_PULL[name.startswith("'")] for name in names]
    right = [sample.level for sample in samples]
    return fitting.rounded(names, fitting.level_of(matrix, right, intent.LEVELS, pull))


def judged(samples: Sequence[Sample], weights: fitting.Weights) -> score.Measures:
    """How many levels are exact, and how well they are ordered."""
    pairs = [(sample.level, intent.level(sample.names, weights)) for sample in samples]
    return {
        "intent exact": score.share(sum(a == b for a, b in pairs), len(pairs)),
        "intent spearman": score.spearman(pairs),
    }
