"""What matters most today: the rule, readable from top to bottom.

1. Each customer counts once, with the first of these reasons that holds for him, in this order:
   ``promise_broken``   what we promised him is past its time
   ``promise_today``    what we promised him is due today
   ``todo_due``         a to-do of his is overdue, or due today
   ``promise_undated``  what we promised him without a day has not been seen for a while (seven days long)
   ``quote_unread``     his quote has waited longer than ``quotes.unread_after``
   ``owed_to_us``       what he promised us is past its time
   ``owed_undated``     what he promised us without a day has not been heard of for a while (likewise)
   ``silent``           nobody has spoken for seven days
   ``evidence``         he has been in his stage longer than usual, and what would prove the next is missing
2. Among customers with the same reason, the larger deal comes first, then who has waited longer.
3. The first three are told.
4. A to-do that was told of on three mornings after its time is asked about once, and left out from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from handlers.sales.worktime import WorkTime

SILENT_AFTER: Final = timedelta(days=7)
UNDATED_FADES: Final = timedelta(days=7)
"""How long a promise without a day stays a reason."""
MOST: Final = 3
MORNINGS: Final = 3
"""On how many mornings after its time a to-do is told of before it is asked about."""
ORDER: Final = (
    "promise_broken",
    "promise_today",
    "todo_due",
    "promise_undated",
    "quote_unread",
    "owed_to_us",
    "owed_undated",
    "silent",
    "evidence",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason to do something today: of ``ORDER``, about whom, worth what (fen), waiting since when.

    ``words`` is what its template needs. Without a lead it is about ``subject`` alone.
    """

    kind: str
    subject: str
    lead_id: str | None
    worth_fen: int
    since: datetime
    words: Mapping[str, Any] = field(default_factory=dict)


def next_hour(clock: time, now: datetime, worktime: WorkTime) -> datetime:
    """The next working day's *clock* after now."""
    at = worktime.local(now).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    while at <= now or not worktime.is_workday(at.date()):
        at += timedelta(days=1)
    return at


def top(reasons: Iterable[Reason], most: int = MOST) -> list[Reason]:
    """The reasons to tell, the most important first."""
    first: dict[str, Reason] = {}
    for reason in sorted(reasons, key=rank):
        first.setdefault(reason.lead_id or reason.subject, reason)
    return list(first.values())[:most]


def rank(reason: Reason) -> tuple[int, int, datetime, str]:
    """What orders reasons: the kind, the worth, the wait; the subject so that the order is one."""
    return ORDER.index(reason.kind), -reason.worth_fen, reason.since, reason.subject
