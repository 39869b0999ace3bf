"""Side-by-side measuring: interleaved rounds, medians, ratios, and whether each aim is met.

A machine's speed drifts by the minute, so contestants take turns within a round and only ratios of medians
are compared.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Round = Callable[[], float]
"""Runs one contestant once; returns its figure (a rate or a time)."""


def interleaved(
    contestants: Mapping[str, Round], *, rounds: int = 5, warm_up: bool = True
) -> dict[str, list[float]]:
    """The figures of every contestant, who take turns; one round more, first, is not counted."""
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + warm_up):
        for name, run in contestants.items():
            figure = run()
            if number >= warm_up:
                figures[name].append(figure)
    return figures


def seconds(work: Callable[[], object]) -> float:
    """How long *work* takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@dataclass(slots=True)
class Report:
    """A table of figures, and of aims that are met or not."""

    title: str
    _failed: list[str] = field(default_factory=list)
    _load: float = field(default_factory=lambda: os.getloadavg()[0])

    def __post_init__(self) -> None:
        print(f"\n{self.title}")
        print(f"  {platform.python_version()}, {os.cpu_count()} cores, load {self._load:.1f} at the start\n")

    def figures(self, measured: Mapping[str, list[float]], unit: str) -> None:
        """One line per contestant: the median, and how far the rounds spread."""
        for name, found in measured.items():
            middle, low, high = statistics.median(found), min(found), max(found)
            print(f"  {name:<52} {number(middle):>10} {unit:<6} ({number(low)} … {number(high)})")

    def figure(self, name: str, value: float, unit: str) -> None:
        """One line that has no aim."""
        print(f"  {name:<52} {number(value):>10} {unit}")

    def at_least(self, name: str, value: float, aim: float, unit: str = "") -> None:
        """One line with an aim from below."""
        self._line(name, value, aim, unit, sign="≥", met=value >= aim)

    def at_most(self, name: str, value: float, aim: float, unit: str = "") -> None:
        """One line with an aim from above."""
        self._line(name, value, aim, unit, sign="≤", met=value <= aim)

    def _line(self, name: str, value: float, aim: float, unit: str, *, sign: str, met: bool) -> None:
        verdict = "met" if met else "MISSED"
        print(f"  {name:<52} {number(value):>10} {unit:<6} {sign} {number(aim):<8} {verdict}")
        if not met:
            self._failed.append(name)

    def end(self) -> int:
        """Say how it went; the number of aims missed."""
        load = os.getloadavg()[0]
        words = "every aim met" if not self._failed else f"missed: {'; '.join(self._failed)}"
        print(f"\n  {words} (load {load:.1f} at the end)")
        return len(self._failed)


def ratio(measured: Mapping[str, list[float]], name: str, other: str) -> float:
    """The median of *name* divided by that of *other*."""
    return statistics.median(measured[name]) / statistics.median(measured[other])


def number(value: float) -> str:
    """Three significant digits, no exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3f}"


def options(description: str | None) -> argparse.Namespace:
    """The command line every benchmark shares: ``--small`` and ``--rounds``."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--small", action="store_true", help="a quick look; its figures prove little")
    parser.add_argument("--rounds", type=int, default=None, help="interleaved rounds (5)")
    return parser.parse_args()
