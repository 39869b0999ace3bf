"""The weights of the three points of a chat."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.reading import fitting, predict, score
from nlp.digest import choose
from nlp.digest.reading import Said, read_chat
from nlp.digest.traits import traits, whole

FILES: Final = "chats*.jsonl"
WEIGHTS: Final = Path("nlp/data/points.json")
_POINTS: Final = ("concern", "new_request", "next_step")
_PULL: Final = 3.0


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled chat: its file, the traits of each turn (the last of all: of nobody's), and the right turns."""

    source: str
    said: tuple[Said, ...]
    salient: dict[str, Any]
    names: tuple[frozenset[str], ...]
    right: tuple[frozenset[int], ...]


def load(file: Path) -> list[Sample]:
    """The labelled chats of *file*."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [_sample(file.stem, row) for row in rows if isinstance(row.get("salient"), dict)]


def _sample(source: str, row: dict[str, Any]) -> Sample:
    said = read_chat(predict.turns(row))
    found = traits(said)
    places = {int(one.turn.id): one.at for one in said}
    nobody = frozenset({len(said)})
    right = tuple(
        frozenset(places[turn] for turn in row["salient"].get(point) or () if turn in places) or nobody
        for point in _POINTS
    )
    return Sample(source, said, row["salient"], (*found, whole(said, found)), right)


def fit(samples: Sequence[Sample]) -> dict[str, list[int]]:
    """The weights of every trait for the three points."""
    matrix, names = fitting.design([found for sample in samples for found in sample.names])
    sizes = [len(sample.names) for sample in samples]
    columns = [
        fitting.chosen_of(matrix, sizes, [sample.right[point] for sample in samples], _PULL)
        for point in range(len(_POINTS))
    ]
    return fitting.rounded(names, np.stack(columns, axis=1))


def judged(samples: Sequence[Sample], weights: fitting.Weights) -> score.Measures:
    """The figures of the three points on *samples*, as the label guide scores them."""
    picked = [
        {
            point: [] if one is None else [int(one.turn.id)]
            for point, one in zip(_POINTS, choose(sample.said, weights), strict=True)
        }
        for sample in samples
    ]
    return score.three_points([sample.salient for sample in samples], picked)
