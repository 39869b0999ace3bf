"""Until when a promise holds: from the times named in its clause to a date or moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nlp.lazy import lazy
from nlp.model import TimeRef
from nlp.promises.clauses import Clause

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


def named_due(clause: Clause) -> Due:
    """The due time a clause names; of several the last one that is not denied (不是周四，是周五)."""
    usable = [r for r in clause.refs if _dates(clause, r)]
    if not usable:
        return NONE
    kept = [r for r in usable if not _denied_time(clause, r)]
    return due_of((kept or usable)[-1]) if kept else NONE


def arrival(clause: Clause, now: datetime) -> Due:
    """四十分钟到您那儿: a length of time right before the arrival is counted from now."""
    for ref in clause.refs:
        tail = clause.text[ref.end - clause.start :]
        if (
            ref.kind == "duration"
            and ref.duration
            and re.match(
                r"(?:左右|之内)?(?:就|能|后)?(?:到(?!期|账|货)|赶到|过来|过去|搞定|弄好|给您|发您|送到)", tail
            )
        ):
            return Due(now + ref.duration, "at", True, ref.start, ref.end)
    return NONE


def _dates(clause: Clause, ref: TimeRef) -> bool:
    """Whether *ref* dates the act, and is not a habit, a length, the present, or part of a noun (上月的账)."""
    tail = clause.text[ref.end - clause.start :]
    if ref.habitual or ref.kind == "duration" or ref.text in {"现在", "目前", "此刻"}:
        return False
    return not (
        re.match(r"的|那批|那份|那个|那次|那笔", tail)
        and (ref.past or re.match(r"(?:的|那\w)[^，,]{1,8}(?:发|寄|付|打|给|签)", tail))
    )


def _denied_time(clause: Clause, ref: TimeRef) -> bool:
    head = clause.text[: ref.start - clause.start]
    return re.search(r"(?:不是|不用等到?|不必等到?|而不是)\s*$", head) is not None
