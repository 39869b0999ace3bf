"""Ten thousand random sequences of acts, people's edits and undoings, against the small model of the tests.

Nothing is compared with a peer: the figure is that every sequence ends equal, and how long that takes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from storage import schema
from storage.uow import Database
from tests.support.undo_walk import walk_many


def main() -> None:
    """Walk, and say how many steps were equal."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.undo", description=__doc__)
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--small", action="store_true", help="a quick look: 200 sequences")
    options = parser.parse_args()
    count = 200 if options.small else options.sequences
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'undo.db'}")
        schema.upgrade(database)
        begin = time.perf_counter()
        steps = walk_many(database, range(count))
        seconds = time.perf_counter() - begin
        database.close()
    print(f"{count} sequences, {steps} steps, all equal to the model, in {seconds:.0f} s")


if __name__ == "__main__":
    main()
