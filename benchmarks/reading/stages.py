"""The weights of the stage that a chat shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.reading import fitting, predict, score
from nlp.digest import stages
from nlp.digest.reading import read_chat
from nlp.digest.traits import traits
from nlp.weights import total

FILES: Final = "chats*.jsonl"
WEIGHTS: Final = Path("nlp/data/stages.json")
_PULL: Final = 3.0
_SELDOM: Final = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled chat: its file, its traits and the number of its stage."""

    source: str
    names: frozenset[str]
    stage: int


def load(file: Path) -> list[Sample]:
    """The chats of *file* whose stage is labelled."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Sample(
            file.stem,
            stages.evidence(traits(read_chat(predict.turns(row)))),
            stages.STAGES.index(row["expected"]["stage"]),
        )
        for row in rows
        if row["expected"].get("stage") in stages.STAGES
    ]


def fit(samples: Sequence[Sample]) -> dict[str, list[int]]:
    """The weights of every trait for the stages."""
    matrix, names = fitting.design([sample.names for sample in samples], seldom=_SELDOM)
    right = [sample.stage for sample in samples]
    table = fitting.level_of(matrix, right, len(stages.STAGES), [_PULL] * len(names))
    return fitting.rounded(names, table)


def judged(samples: Sequence[Sample], weights: fitting.Weights) -> score.Measures:
    """How many stages are exact, and how many no more than one off."""
    away = [
        abs(sample.stage - stages.likeliest(total(sample.names, weights, len(stages.STAGES))))
        for sample in samples
    ]
    return {
        "stage exact": score.share(sum(not each for each in away), len(away)),
        "stage one off": score.share(sum(each <= 1 for each in away), len(away)),
    }
