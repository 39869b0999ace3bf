"""Fits the reader's weights to labelled lines, and tells how well they do for an author they were not fitted on.

Every labelled file of ``tests/unit/nlp/data`` is left out once: weights fitted on all others read it (one file, one
author: what counts is the author never seen). ``--write`` then fits on all of them and writes the packaged files.
Needs the ``bench`` extra (numpy, scipy); run it after any change of the rules whose readings are traits.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.reading import fitting, points, stages, warmth
from benchmarks.reading.score import Measures

DATA: Final = Path("tests/unit/nlp/data")


def _line(name: str, count: int, found: Measures) -> str:
    figures = "  ".join(f"{measure} {value:.3f}" for measure, value in found.items() if value is not None)
    return f"{name:<18} {count:>4}  {figures}"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures of every file left out once, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the packaged weights")
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of labelled files")
    asked = parser.parse_args(argv)
    for part in (points, stages, warmth):
        samples = {file.stem: part.load(file) for file in sorted(asked.data.glob(part.FILES))}
        for source, held in samples.items():
            others = [sample for name, each in samples.items() if name != source for sample in each]
            if held:
                print(_line(source, len(held), part.judged(held, part.fit(others))), flush=True)
        if asked.write:
            fitting.write(part.WEIGHTS, part.fit([sample for each in samples.values() for sample in each]))


if __name__ == "__main__":
    main()
