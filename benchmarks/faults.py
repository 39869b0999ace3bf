"""Crash anywhere, redeliver anything: 10,000 callbacks, three deliveries of each in disorder, 75 deaths.

The program dies by ``kill -9`` at 50 random moments and five times at every named crash point while the
platform answers one call in ten with an error, a gateway page, a broken connection, silence or an expired
token. Everything that is wrong afterwards is printed. Time passes at its own speed: leases, limits per
minute and pauses are the real ones. ``--seed N`` draws other moments.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Report
from tests.support.crash_checks import CHECKS, Evidence
from tests.support.crash_talk import chance
from tests.support.crashing import AT_RANDOM, COPIES, POINTS, Run, Size


def deaths(at_random: int, each: int, seed: int) -> Sequence[str]:
    """Every death of the run, in a repeatable disorder."""
    planned = [AT_RANDOM] * at_random + [*POINTS] * each
    places = sorted(range(len(planned)), key=lambda place: chance(f"{seed}:{place}", 2**32))
    return [planned[place] for place in places]


def sizes(options: argparse.Namespace) -> Size:
    """Full, medium or small."""
    if options.small:
        return Size(200, 40, 40, deaths(5, 1, options.seed), speed=5, patience=180)
    if options.medium:
        return Size(1500, 150, 100, deaths(10, 2, options.seed), speed=1, patience=600, throttled=True)
    return Size(9200, 800, 600, deaths(50, 5, options.seed), speed=1, patience=1200, throttled=True)


async def run(options: argparse.Namespace, folder: Path) -> int:
    """One run and what came of it; the number of aims missed."""
    size = sizes(options)
    report = Report(
        f"Faults: {size.texts:,} commands and {size.chats:,} chats (each customer's card is pressed as well),"
        f" every delivery {COPIES} times, {len(size.deaths)} deaths, seed {options.seed}"
    )
    one = Run(folder, size, options.seed)
    record = await one()
    evidence = Evidence(one.file, one.far, record, size.speed, size.chats)
    calls = one.far.requests
    report.figure("callbacks brought", len(one.far.courier.deliveries), "deliveries")
    report.figure("acknowledged", sum(each.acknowledged for each in one.far.courier.deliveries), "deliveries")
    report.figure("calls of the platform", len(calls), "")
    report.figure("of them answered wrongly on purpose", sum(call.fault is not None for call in calls), "")
    for name, check in CHECKS.items():
        wrong = check(evidence)
        report.at_most(name.replace("_", " "), len(wrong), 0)
        for line in wrong[:10]:
            print(f"      {line}", file=sys.stderr)
    report.figure("ready again after, median", statistics.median(record.ready_after), "s")
    report.at_most("ready again after, worst", max(record.ready_after), 1.5, "s")
    return report.end()


def main() -> int:
    """Run it and print the table; the number of aims missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="half a minute")
    parser.add_argument("--medium", action="store_true", help="a few minutes")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(run(options, Path(name)))


if __name__ == "__main__":
    raise SystemExit(main())
