"""Who waits for whom since when: what an open quote waits for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.sales.quoting import QuotePolicy, escalate_at, unread_at
from handlers.sales.worktime import WorkTime
from storage.alerts import Alert
from storage.quotes import Quote


class WaitsFor(StrEnum):
    """What must happen next to a quote; the words for it live in templates."""

    REPLY = "reply"
    ANSWER = "answer"
    CALL = "call"
    SUPERVISOR = "supervisor"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for since ``since``, and when somebody will be told next (None: nobody)."""

    code: WaitsFor
    since: datetime
    due_at: datetime | None


def waiting(quote: Quote, alert: Alert | None, policy: QuotePolicy, worktime: WorkTime) -> Waiting:
    """What a quote waits for: the customer's reply, his answer after 收到, the rep's call after the
    alarm, a word from the supervisor once told, or nothing any more.

    *alert* is the unread alarm of this version, None when it has not rung.
    """
    if not quote.open:
        return Waiting(WaitsFor.NOTHING, quote.settled_at or quote.sent_at, None)
    if alert is not None and alert.status == "raised":
        return Waiting(WaitsFor.CALL, alert.raised_at, escalate_at(alert.raised_at, policy, worktime))
    if alert is not None and alert.status == "escalated":
        return Waiting(WaitsFor.SUPERVISOR, alert.escalated_at or alert.raised_at, None)
    due = unread_at(quote.sent_at, policy, worktime) if alert is None else None
    if quote.status == "acknowledged":
        return Waiting(WaitsFor.ANSWER, quote.acknowledged_at or quote.sent_at, due)
    return Waiting(WaitsFor.REPLY, quote.sent_at, due)
