"""One worker process on a shared database: drains what is due at every line on standard input.

``python -m benchmarks.peers.hand URL``
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from benchmarks.peers.backlog import BURST, Bench

THREADS = 2


def main() -> None:
    """Say when ready, and after each backlog."""
    bench = Bench(sys.argv[1])
    bench.clock.advance(BURST * 2)  # the clock of who feeds has moved as far
    print("ready", flush=True)
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in sys.stdin:
            list(pool.map(lambda _: bench.drain(), range(THREADS)))
            print("done", flush=True)
    bench.close()


if __name__ == "__main__":
    main()
