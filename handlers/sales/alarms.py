"""Alarms: what may ring, how urgent it is, when it rings and when somebody above hears of it. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from handlers.sales.worktime import WorkTime
from nlp import lazy_pattern

KINDS = (
    "first_response",
    "waiting",
    "promise",
    "quote_opened",
    "first_touch",
    "quote_unread",
    "contract",
    "stage",
    "silent",
    "birthday",
)
"""Every kind of alarm, the most pressing first: the order of a digest, and of the cards of one moment."""

UNESCALATED = frozenset({"birthday"})
"""What nobody above needs to hear of."""

_DAY = timedelta(days=1)
_MARKS = lazy_pattern(r"[-/.年月]")
_STALE = timedelta(days=7)
"""How long after its day a step of a contract may still ring."""


@dataclass(frozen=True, slots=True)
class AlarmPolicy:
    """When what rings. ``off`` are kinds that never do; ``urgent`` ones ignore the daily budget.

    ``reply_after``, ``first_response``, ``opened_after`` and ``escalate_urgent_after`` count working time,
    the others pass day and night and end in working time. ``high_value_fen`` is from which sum on a silent
    customer rings. ``contract_dates`` and ``birthday_dates`` are the fields of a customer that hold a date.
    """

    off: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset({"first_response", "waiting", "promise"})
    first_response: timedelta = timedelta(minutes=5)
    reply_after: timedelta = timedelta(minutes=30)
    first_touch: timedelta = timedelta(hours=24)
    opened_after: timedelta = timedelta(hours=4)
    stage_red: float = 0.3
    silent_after: timedelta = timedelta(days=7)
    high_value_fen: int = 5_000_000
    contract_before: timedelta = timedelta(days=3)
    contract_dates: tuple[str, ...] = ("付款日", "尾款日", "验收日", "合同到期", "续约日")
    birthday_before: timedelta = timedelta(days=1)
    birthday_dates: tuple[str, ...] = ("生日", "birthday")
    escalate_after: timedelta = timedelta(hours=24)
    escalate_urgent_after: timedelta = timedelta(minutes=30)
    quote_escalate_after: timedelta = timedelta(hours=24)
    daily_budget: int = 8
    digest_at: time = time(17, 30)


@dataclass(frozen=True, slots=True)
class Case:
    """Something that rings at ``due_at`` unless it ends before; None: it holds still until something is said.

    ``not_before`` keeps it from somebody above until then. ``words`` is the reason, plain data.
    """

    episode: str
    kind: str
    subject_id: str
    owner_id: str
    lead_id: str | None
    since: datetime
    due_at: datetime | None
    not_before: datetime | None = None
    words: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def rank(kind: str) -> int:
    """How pressing a kind is, 0 first."""
    return KINDS.index(kind)


def escalate_at(
    kind: str, raised_at: datetime, not_before: datetime | None, policy: AlarmPolicy, worktime: WorkTime
) -> datetime | None:
    """When somebody above hears of an alarm the rep was told of; None: never."""
    if kind in UNESCALATED:
        return None
    if kind in policy.urgent:
        at = worktime.add_working(raised_at, policy.escalate_urgent_after)
    else:
        patience = policy.quote_escalate_after if kind.startswith("quote_") else policy.escalate_after
        at = raised_at + patience
    return worktime.next_open(at if not_before is None else max(at, not_before))


def digest_moment(after: datetime, policy: AlarmPolicy, worktime: WorkTime) -> datetime:
    """The next moment of a digest later than *after*: the same time each working day."""
    day = worktime.local(after).date()
    while True:
        moment = datetime.combine(day, policy.digest_at, tzinfo=worktime.zone).astimezone(after.tzinfo)
        if moment > after and worktime.is_workday(day):
            return worktime.next_open(moment)
        day += _DAY


def reply_due(since: datetime, resumed: datetime | None, patience: timedelta, worktime: WorkTime) -> datetime:
    """When a request has waited for too long; a pause the customer asked for starts its clock anew."""
    return worktime.add_working(since if resumed is None else max(since, resumed), patience)


def delay_factor(standard: timedelta, spent: timedelta) -> float:
    """How much longer than usual a stage takes: 0.3 is three tenths over; never negative."""
    return max(0.0, spent / standard - 1) if standard else 0.0


def read_date(text: str) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) of 1990-05-20, 1990年5月20日, 05-20 or 5月20日; None for anything else."""
    parts = _MARKS.split(text.strip().rstrip("日号"))
    if len(parts) not in (2, 3) or not all(part.strip().isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    year, (month, day) = (None if len(numbers) == 2 else numbers[0]), numbers[-2:]
    try:
        date(2024 if year is None else year, month, day)
    except ValueError:
        return None
    return year, month, day


def contract_day(text: str, today: date) -> date | None:
    """The day of a contract's step while it is worth a word: to come, or over for a few days only."""
    found = read_date(text)
    if found is None or found[0] is None:
        return None
    day = date(found[0], found[1], found[2])
    return day if day >= today - _STALE else None


def birthdays(text: str, today: date) -> list[date]:
    """The birthdays to come, this year's (today included) and the next; a 29th of February is kept on the
    28th in other years."""
    found = read_date(text)
    if found is None:
        return []
    days = [_in_year(year, found[1], found[2]) for year in (today.year, today.year + 1)]
    return [day for day in days if day >= today]


def _in_year(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, day - 1)


def ahead(day: date, before: timedelta, worktime: WorkTime) -> datetime:
    """When to speak of a day *before* it comes: on a working day, earlier rather than too late."""
    warn = day - before
    while not worktime.is_workday(warn):
        warn -= _DAY
    midnight = datetime.combine(warn, time(), tzinfo=worktime.zone)
    return worktime.next_open(midnight)
