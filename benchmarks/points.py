"""Weighs the traits of chat turns for the three points, and tells how well the weights do on chats nobody tuned on.

Every labelled file of ``tests/unit/nlp/data/chats*.jsonl`` is left out once: the weights fitted on all others pick
its points (one file, one author: what counts is the author never seen). ``--write`` then fits on all of them and
writes ``nlp/digest/weights.json``. Needs the ``bench`` extra (numpy, scipy).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.reading import predict, score
from benchmarks.reading.score import Measures
from nlp.digest import choose
from nlp.digest.reading import Said, read_chat
from nlp.digest.traits import traits, whole

DATA: Final = Path("tests/unit/nlp/data")
WEIGHTS: Final = Path("nlp/digest/weights.json")
POINTS: Final = ("concern", "new_request", "next_step")
#: How strongly weights are held to nought; a trait seen less often than this has none.
PULL: Final = 2.0
SELDOM: Final = 3
#: Weights are kept as whole hundredths; a smaller one says nothing.
UNIT: Final = 100
LEAST: Final = 2
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chat:
    """A labelled chat: its source, the traits of each turn and of the whole, and which turns are right."""

    source: str
    said: tuple[Said, ...]
    salient: dict[str, Any]
    names: tuple[frozenset[str], ...]
    right: tuple[frozenset[int], ...]


def load(folder: Path) -> list[Chat]:
    """The labelled chats of *folder*; the last of ``names`` stands for a point nobody spoke of."""
    chats = []
    for file in sorted(folder.glob("chats*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not isinstance(row.get("salient"), dict):
                continue
            said = read_chat(predict.turns(row))
            found = traits(said)
            places = {int(one.turn.id): one.at for one in said}
            right = tuple(
                frozenset(places[t] for t in row["salient"].get(point) or () if t in places)
                or frozenset({len(said)})
                for point in POINTS
            )
            chats.append(Chat(file.stem, said, row["salient"], (*found, whole(said, found)), right))
    return chats


def fit(chats: Sequence[Chat]) -> dict[str, list[int]]:
    """The weights of every trait for the three points, in hundredths: a softmax over the turns of each chat."""
    seen = Counter(name for chat in chats for names in chat.names for name in names)
    known = {name: at for at, name in enumerate(sorted(n for n, times in seen.items() if times >= SELDOM))}
    rows = [names for chat in chats for names in chat.names]
    at = [(row, known[name]) for row, names in enumerate(rows) for name in sorted(names) if name in known]
    matrix = csr_matrix((np.ones(len(at)), tuple(zip(*at, strict=True))), shape=(len(rows), len(known)))
    sizes = np.array([len(chat.names) for chat in chats])
    columns = [_column(matrix, sizes, [chat.right[point] for chat in chats]) for point in range(len(POINTS))]
    weights = {
        name: [round(float(column[place]) * UNIT) for column in columns] for name, place in known.items()
    }
    return {name: each for name, each in weights.items() if max(map(abs, each)) >= LEAST}


def _column(matrix: csr_matrix, sizes: NDArray[np.int64], right: Sequence[frozenset[int]]) -> Numbers:
    """The weights of one point: what makes the right turns of every chat outweigh its others."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)
    gold = np.zeros(int(sizes.sum()))
    for start, places in zip(starts, right, strict=True):
        gold[[start + place for place in places]] = 1.0
    turned = matrix.T.tocsr()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = matrix @ weights
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every, hit = np.add.reduceat(raised, starts), np.add.reduceat(raised * gold, starts) + 1e-12
        slope = turned @ (raised / every[group] - raised * gold / hit[group]) + PULL * weights
        return float(-(np.log(hit) - np.log(every)).sum() + PULL / 2 * (weights @ weights)), slope

    start = np.zeros(matrix.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x


def judged(chats: Sequence[Chat], weights: Mapping[str, Sequence[int]]) -> Measures:
    """The figures of the three points on *chats*, as the label guide scores them."""
    picked = [
        {
            point: [] if one is None else [int(one.turn.id)]
            for point, one in zip(POINTS, choose(chat.said, weights), strict=True)
        }
        for chat in chats
    ]
    return score.three_points([chat.salient for chat in chats], picked)


def _line(name: str, count: int, found: Measures) -> str:
    return f"{name:<18} {count:>4}  " + "  ".join(
        f"{measure} {value:.3f}" for measure, value in found.items() if value is not None
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures of every file left out once, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS}")
    parser.add_argument("--data", type=Path, default=DATA)
    asked = parser.parse_args(argv)
    chats = load(asked.data)
    for source in sorted({chat.source for chat in chats}):
        held = [chat for chat in chats if chat.source == source]
        weights = fit([chat for chat in chats if chat.source != source])
        print(_line(source, len(held), judged(held, weights)), flush=True)
    if asked.write:
        lines = ",\n".join(
            f"{json.dumps(name, ensure_ascii=False)}: {each}" for name, each in fit(chats).items()
        )
        WEIGHTS.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
