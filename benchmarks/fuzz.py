"""A million hostile requests to the whole server in memory: no 5xx, no crash, nothing over 50 ms."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import subprocess
import sys

from benchmarks.measure import Report
from tests.support.fuzzing import LONGEST, fire, target


async def shard(first: int, count: int, seed: int) -> None:
    """Fire one process's share and print what came of it as JSON."""
    logging.disable(logging.CRITICAL)
    async with target() as under:
        score = await fire(under, count, seed=seed, first=first)
        walls = sorted(score.walls)
        found = {
            "statuses": [[kind, status, number] for (kind, status), number in score.statuses.items()],
            "wrong": score.wrong,
            "slowest": score.slowest,
            "median": walls[len(walls) // 2],
            "p999": walls[len(walls) * 999 // 1000],
            "stored": under.stored,
        }
    print(json.dumps(found))


def main() -> int:
    """Fire from two processes and print the table; the number of aims missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="10,000 instead of 1,000,000")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int)
    parser.add_argument("--shard", type=int, help="the first number of this process's share")
    options = parser.parse_args()
    count = options.count or (10_000 if options.small else 1_000_000)
    if options.shard is not None:
        asyncio.run(shard(options.shard, count, options.seed))
        return 0
    report = Report(f"Fuzz: {count:,} requests, seed {options.seed}")
    half = count // 2
    shards = [
        subprocess.Popen(
            [
                sys.executable, "-m", "benchmarks.fuzz", "--seed", str(options.seed), "--count",
                str(half if place == 0 else count - half), "--shard", str(place * half),
            ],
            stdout=subprocess.PIPE,
        )
        for place in range(2)
    ]  # fmt: skip
    found = [json.loads(each.communicate()[0]) for each in shards]
    crashed = sum(each.returncode != 0 for each in shards)
    statuses: dict[int | None, int] = {}
    for each in found:
        for _, status, number in each["statuses"]:
            statuses[status] = statuses.get(status, 0) + number
    for status, number in sorted(statuses.items(), key=lambda pair: pair[0] or 0):
        report.figure(f"answered {status or 'nothing (waits for more, or hung up)'}", number, "")
    report.figure("events accepted", sum(each["stored"] for each in found), "")
    report.figure("median", max(each["median"] for each in found) * 1000, "ms")
    report.figure("99.9 of 100", max(each["p999"] for each in found) * 1000, "ms")
    slowest, name = max(each["slowest"] for each in found)
    report.at_most("processes that crashed", crashed, 0)
    report.at_most("5xx, exceptions, reproducibly over 50 ms", sum(len(each["wrong"]) for each in found), 0)
    report.at_most(f"slowest ({name})", slowest * 1000, LONGEST.total_seconds() * 1000, "ms")
    for each in found:
        for line in each["wrong"][:20]:
            print(f"      {line}", file=sys.stderr)
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
