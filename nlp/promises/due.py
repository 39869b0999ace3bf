"""Until when a promise holds: from the times named in its clause to a date or moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nlp.lazy import lazy
from nlp.model import TimeRef

_LAST_DAY: Final = lazy(r"(?:月|年|季度?)[底末](?:之前|以前|前)|(?:月|年)内")
_NOON: Final = lazy(r"(?:中|正)午(?:之|以)?前$")
_SAME_DAY: Final = lazy(r"(?:当天|当日|那天|到时候?咱?|届时|同一?天)")


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed: ``at`` is aware, midnight when ``clock`` is False."""

    at: datetime | None
    kind: str
    clock: bool
    start: int = -1
    end: int = -1


NONE: Final = Due(None, "none", False)


def due_of(ref: TimeRef) -> Due:
    """The due time that one named time makes."""
    kind, clock = ref.kind, ref.grain == "minute"
    if kind == "duration" or (ref.start_at is None and ref.end_at is None):
        return NONE
    if kind == "before" and ref.end_at:
        if clock or _NOON.search(ref.text):
            return Due(ref.end_at, "by", True, ref.start, ref.end)
        last = _day(ref.end_at - timedelta(minutes=1))
        if _LAST_DAY.search(ref.text):
            return Due(last.replace(hour=18), "by", True, ref.start, ref.end)
        return Due(last, "by", False, ref.start, ref.end)
    if kind == "range" and ref.end_at:
        if clock:
            return Due(ref.end_at, "by", True, ref.start, ref.end)
        return Due(_day(ref.end_at - timedelta(minutes=1)), "by", False, ref.start, ref.end)
    if ref.start_at is None:
        return NONE
    if kind == "after":
        at = ref.start_at if clock else _day(ref.start_at)
        started = re.search(r"起|开始", ref.text) is not None
        return Due(at, "at" if started else "after", clock, ref.start, ref.end)
    if kind in {"start", "end"}:
        at = _day((ref.end_at or ref.start_at) - timedelta(minutes=1))
        return Due(at, "at" if kind == "end" else "by", False, ref.start, ref.end)
    at = ref.start_at if clock else _day(ref.start_at)
    return Due(at, "by" if ref.deadline else "at", clock, ref.start, ref.end)


def _day(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def same_day(clause: str) -> bool:
    """Whether the clause points back to the day named before (当天, 到时)."""
    return _SAME_DAY.search(clause) is not None
