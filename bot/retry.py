"""When to try again: a pure decision about a failure."""

from __future__ import annotations

from datetime import datetime, timedelta

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600, 1800, 3600, 10800))
"""The pause after the first, second … failed try; the last one stays for all that follow."""

MOST_TRIES = 10
"""After so many failed tries an event or a message is dead: about eight hours after the first."""


def decide(
    transient: bool, attempts: int, now: datetime, *, retry_after: timedelta | None = None
) -> datetime | None:
    """When to try again, or None: never, an operator must look at it.

    *transient* is false for what the other side understood and refused; a bug of ours counts as transient,
    since an upgrade may come meanwhile. *attempts* are the failed tries so far, the latest included (1 or
    more). *retry_after* is what the other side asked for: we never come back sooner than that. The same
    input always gives the same answer, so that a repeated decision moves nothing.
    """
    if not transient or attempts >= MOST_TRIES:
        return None
    pause = DELAYS[min(max(attempts, 1), len(DELAYS)) - 1]
    return now + max(pause, retry_after or timedelta(0))
