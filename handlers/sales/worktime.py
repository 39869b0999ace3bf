"""Working hours, quiet hours and Chinese public holidays: when a reminder may ring."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import nlp

log = logging.getLogger(__name__)

_DAY = timedelta(days=1)
_LONGEST_CLOSURE_DAYS = 400


@dataclass(frozen=True, slots=True)
class WorkTime:
    """When a team works.

    ``quiet`` is the span of each day that stays silent (it may cross midnight; equal ends mean none);
    ``workdays`` is ``china`` (public holidays with their shifted working days) or ``all`` days.
    Every moment taken must be aware; those made are UTC.
    """

    zone: ZoneInfo
    quiet: tuple[time, time] | None = None
    workdays: Literal["china", "all"] = "china"

    def is_open(self, at: datetime) -> bool:
        """Whether a reminder may ring at this moment."""
        return any(start <= at < end for start, end in self._open_spans(self.local(at).date()))

    def next_open(self, at: datetime) -> datetime:
        """The first open moment from *at* on; *at* itself when it is open."""
        start, _ = next(self._spans_from(at))
        return max(start, at)

    def add_working(self, at: datetime, delta: timedelta) -> datetime:
        """The moment after *delta* of open time has passed since *at* (*delta* not negative)."""
        for start, end in self._spans_from(at):
            begin = max(start, at)
            if end - begin >= delta:
                return begin + delta
            delta -= end - begin
        raise AssertionError("open spans never end")

    def local(self, at: datetime) -> datetime:
        """The same moment on the team's clock."""
        return at.astimezone(self.zone)

    def day_bounds(self, at: datetime) -> tuple[datetime, datetime]:
        """Midnight to midnight of the team's day that holds *at*, half open."""
        day = self.local(at).date()
        return self._moment(day, time()), self._moment(day + _DAY, time())

    def is_workday(self, day: date) -> bool:
        """Whether the team works on this day of its calendar."""
        return self.workdays == "all" or _works(day)

    def covers(self, year: int) -> bool:
        """Whether the official holidays of *year* are known; if not, statutory days and weekends are free."""
        return self.workdays == "all" or published(year)

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans that end after *at*, in order, without end."""
        day, idle = self.local(at).date(), 0
        while idle < _LONGEST_CLOSURE_DAYS:
            spans = [span for span in self._open_spans(day) if span[1] > at]
            yield from spans
            idle = 0 if spans else idle + 1
            day += _DAY

    def _open_spans(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_workday(day):
            return []
        midnight, following = self._moment(day, time()), self._moment(day + _DAY, time())
        if self.quiet is None or self.quiet[0] == self.quiet[1]:
            return [(midnight, following)]
        begin, end = (self._moment(day, edge) for edge in self.quiet)
        spans = [(midnight, begin), (end, following)] if begin < end else [(end, begin)]
        return [(start, stop) for start, stop in spans if start < stop]

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


@lru_cache(maxsize=64)
def published(year: int) -> bool:
    """Whether the official holidays of *year* are known; says so in the log, once, when they are not."""
    known = nlp.holidays_published(year)
    if not known:
        log.warning(
            "official holidays of a year are not known yet: statutory days and weekends stand in",
            extra={"action": "holidays_unknown", "year": year},
        )
    return known


@lru_cache(maxsize=4096)
def _works(day: date) -> bool:
    published(day.year)
    return not nlp.is_day_off(day)
