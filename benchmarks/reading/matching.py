"""Small measures the scores share: overlap of characters, tolerant times, counts of hits."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(slots=True)
class Tally:
    """True and false finds, and misses."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the finds that are right."""
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the labels that were found."""
        return share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = 2 * self.right + self.wrong + self.missed
        return share(2 * self.right, total)


def share(part: float, whole: float) -> float:
    """A ratio; 1.0 of nothing."""
    return part / whole if whole else 1.0


def plain(text: object) -> str:
    """*text* without punctuation and blanks, in lower case."""
    return re.sub(r"[\W_]+", "", str(text)).lower()


def overlap(first: object, second: object) -> float:
    """F1 of the characters of two texts."""
    a, b = plain(first), plain(second)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def longest_common(first: str, second: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for char in first:
        last = 0
        for at, other in enumerate(second, 1):
            last, row[at] = row[at], (last + 1 if char == other else max(row[at], row[at - 1]))
    return row[-1]


def rouge_l(summary: str, reference: str) -> float:
    """ROUGE-L F1 on characters without punctuation."""
    a, b = plain(summary), plain(reference)
    common = longest_common(a, b)
    return 2 * common / (len(a) + len(b)) if common else 0.0


def _at(text: Any) -> datetime | None:  # noqa: ANN401 - a JSON value
    return datetime.fromisoformat(text).replace(tzinfo=None) if isinstance(text, str) else None


def _near(said: object, label: object, tolerance: timedelta) -> bool:
    a, b = _at(said), _at(label)
    return a is not None and b is not None and abs(a - b) <= tolerance


_HOURS = ((4, 10), (11, 13), (12, 15), (16, 21))


def _part_matches(said: object, label: object) -> bool:
    a, b = _at(said), _at(label)
    if a is None or b is None or a.date() != b.date():
        return False
    return any(low <= b.hour <= high and low <= a.hour <= high for low, high in _HOURS)


def time_matches(value: dict[str, Any], label: dict[str, Any]) -> bool:
    """Whether one predicted time is the labelled one, by the rules of its kind."""
    kind, said = label["kind"], value.get("kind")
    if kind == "duration":
        return (
            said == "duration"
            and value.get("duration_s") is not None
            and abs(value["duration_s"] - label["duration_s"]) < 1
        )
    if said != kind and not {str(said), kind} <= {"day", "range"}:
        return False
    tolerance = timedelta(seconds=label.get("tol_s") or 0)
    pairs = [(label.get("start"), label.get("end")), *map(tuple, label.get("alt") or [])]
    return any(_pair_matches(kind, value, start, end, tolerance) for start, end in pairs)


def _pair_matches(kind: str, value: dict[str, Any], start: object, end: object, tolerance: timedelta) -> bool:
    if kind in {"day", "range"}:
        return _near(value.get("start"), start, tolerance) and _near(value.get("end"), end, tolerance)
    if kind == "daypart":
        return _part_matches(value.get("start"), start)
    if kind in {"before", "end"}:
        slack = max(tolerance, timedelta(days=1)) if kind == "end" else tolerance
        return _near(value.get("end"), end, slack)
    return _near(value.get("start"), start, tolerance)
