"""Fits weights of traits: what they add up to makes the right one of several outweigh the others (a softmax)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from nlp.weights import Weights

__all__ = ["Weights", "chosen_of", "design", "level_of", "rounded", "write"]

Numbers = NDArray[np.float64]
#: Weights are kept as whole hundredths; a smaller one says nothing.
UNIT: Final = 100
LEAST: Final = 2
#: A trait seen less often than this has no weight.
SELDOM: Final = 3
_STEPS: Final = 200


def design(rows: Sequence[Iterable[str]], *, seldom: int = SELDOM) -> tuple[csr_matrix, list[str]]:
    """Which of the traits seen often enough each row has, and their names, in order."""
    rows = [sorted(set(names)) for names in rows]
    seen = Counter(name for names in rows for name in names)
    names = sorted(name for name, times in seen.items() if times >= seldom)
    place = {name: at for at, name in enumerate(names)}
    filled = [(row, place[name]) for row, held in enumerate(rows) for name in held if name in place]
    where = tuple(zip(*filled, strict=True))
    return csr_matrix((np.ones(len(filled)), where), shape=(len(rows), len(names))), names


def chosen_of(
    matrix: csr_matrix, sizes: Sequence[int], right: Sequence[Iterable[int]], pull: float
) -> Numbers:
    """One weight a trait, such that in every group of rows (of *sizes*) the *right* ones outweigh the others."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)
    gold = np.zeros(matrix.shape[0])
    for start, places in zip(starts, right, strict=True):
        gold[[start + place for place in places]] = 1.0
    turned = matrix.T.tocsr()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = matrix @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, hit = np.add.reduceat(raised, starts), np.add.reduceat(raised * gold, starts) + 1e-12
        slope = turned @ (raised / every[group] - raised * gold / hit[group]) + pull * weights
        return float(-(np.log(hit) - np.log(every)).sum() + pull / 2 * (weights @ weights)), slope

    return _least(loss, matrix.shape[1])


def level_of(matrix: csr_matrix, right: Sequence[int], levels: int, pull: Sequence[float]) -> Numbers:
    """As many weights a trait as there are *levels*, such that the *right* level of every row outweighs the others."""
    gold, held = np.eye(levels)[list(right)], np.asarray(pull)[:, None]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(matrix.shape[1], levels)
        scores = matrix @ weights
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        share = raised / raised.sum(axis=1, keepdims=True)
        wrong = -np.log((share * gold).sum(axis=1) + 1e-12).sum() + (held * weights * weights).sum() / 2
        return float(wrong), (matrix.T @ (share - gold) + held * weights).ravel()

    return _least(loss, matrix.shape[1] * levels).reshape(matrix.shape[1], levels)


def _least(loss: object, count: int) -> Numbers:
    return minimize(loss, np.zeros(count), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x


def rounded(names: Sequence[str], table: Numbers) -> dict[str, list[int]]:
    """The table by trait in hundredths, without what says nothing."""
    kept = {
        name: [round(float(value) * UNIT) for value in row] for name, row in zip(names, table, strict=True)
    }
    return {name: row for name, row in kept.items() if max(map(abs, row)) >= LEAST}


def write(file: Path, weights: Weights) -> None:
    """One trait a line, so that a change can be read."""
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}: {list(row)}" for name, row in weights.items()
    )
    file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
