"""The working calendar of 2026 in whole seconds, written out by hand: no program's calendar is asked.

Moments are seconds since the first of January 2026 in Shanghai.
"""

from __future__ import annotations

from datetime import date, timedelta

MINUTE, HOUR, DAY = 60, 3600, 86400
NEVER = 10**12
FIRST = date(2026, 1, 1)
OPENS, CLOSES, DIGEST = 8 * HOUR + 30 * MINUTE, 21 * HOUR, 17 * HOUR + 30 * MINUTE
NINE = 9 * HOUR

_FREE = [
    (date(2026, 1, 1), 3), (date(2026, 2, 15), 9), (date(2026, 4, 4), 3), (date(2026, 5, 1), 5),
    (date(2026, 6, 19), 3), (date(2026, 9, 25), 3), (date(2026, 10, 1), 7), (date(2027, 1, 1), 1),
]  # fmt: skip
_WORKED = {
    date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20),
    date(2026, 10, 10),
}  # fmt: skip
_HOLIDAYS = {start + timedelta(days=n) for start, days in _FREE for n in range(days)}


def works(day: int) -> bool:
    """Whether the team works on the day of this number (0 is the first of January)."""
    date_ = FIRST + timedelta(days=day)
    return date_ in _WORKED or (date_ not in _HOLIDAYS and date_.weekday() < 5)


def is_open(t: int) -> bool:
    """Whether an alarm may ring."""
    return works(t // DAY) and OPENS <= t % DAY < CLOSES


def next_open(t: int) -> int:
    """The first moment from *t* on at which an alarm may ring."""
    while not is_open(t):
        opens = t // DAY * DAY + OPENS
        t = opens if t < opens and works(t // DAY) else (t // DAY + 1) * DAY
    return t


def add_open(t: int, seconds: int) -> int:
    """When so much working time has passed since *t*."""
    while True:
        t = next_open(t)
        left = t // DAY * DAY + CLOSES - t
        if left >= seconds:
            return t + seconds
        seconds -= left
        t += left


def next_digest(t: int) -> int:
    """The first digest after *t*."""
    day = t // DAY
    while not (works(day) and day * DAY + DIGEST > t):
        day += 1
    return day * DAY + DIGEST


def next_morning(day: int) -> int:
    """Nine o'clock of this day, or of the next working day after it."""
    while not works(day):
        day += 1
    return day * DAY + NINE


def earlier_workday(day: int) -> int:
    """This day, or the last working day before it."""
    while not works(day):
        day -= 1
    return day
