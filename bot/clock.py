"""The only source of "now" and of new ids.

Everything else takes a moment as a value, so that a rule can be tested on any day and a playground
can move its clock.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the one place that may


class ShiftedClock:
    """A running clock that can be pushed forward: the playground's."""

    def __init__(self, base: Clock | None = None, *, start: datetime | None = None) -> None:
        self._base = base or SystemClock()
        self._shift = timedelta(0) if start is None else start - self._base.now()

    def now(self) -> datetime:
        """The base clock's time plus everything it was pushed forward by."""
        return self._base.now() + self._shift

    def advance(self, by: timedelta) -> None:
        """Push the clock forward; it never goes back."""
        if by < timedelta(0):
            raise ValueError("a clock never goes back")
        self._shift += by

    def advance_to(self, moment: datetime) -> None:
        """Push the clock to *moment*; nothing happens when that is past."""
        self._shift += max(timedelta(0), moment - self.now())


class ManualClock:
    """A clock that stands still until it is told to move: the tests'."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to, aware, in UTC."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Push the clock forward; it never goes back."""
        if by < timedelta(0):
            raise ValueError("a clock never goes back")
        self._now += by

    def advance_to(self, moment: datetime) -> None:
        """Push the clock to *moment*; nothing happens when that is past."""
        self._now = max(self._now, moment.astimezone(UTC))


IdSource = Callable[[str], str]
"""Makes a new id from a prefix: ``ids("lead")`` gives ``lead_7f3a…``."""


def random_ids(prefix: str) -> str:
    """A new id nobody can guess: the prefix and 20 hexadecimal digits."""
    return f"{prefix}_{uuid.uuid4().hex[:20]}"  # noqa: TID251 - this is the one place that may


def counting_ids() -> IdSource:
    """Ids that count up per prefix (``lead_1``, ``lead_2``): readable in tests and stories."""
    counters: dict[str, itertools.count[int]] = {}

    def make(prefix: str) -> str:
        return f"{prefix}_{next(counters.setdefault(prefix, itertools.count(1)))}"

    return make
