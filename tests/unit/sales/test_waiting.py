"""What an open quote waits for."""

from __future__ import annotations

import dataclasses
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.sales.quoting import QuotePolicy
from handlers.sales.waiting import WaitsFor, waiting
from handlers.sales.worktime import WorkTime
from storage.alerts import Alert
from storage.quotes import Quote

WORK = WorkTime(ZoneInfo("Asia/Shanghai"), (time(21), time(8, 30)), "china")
SENT_AT = datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
QUOTE = Quote(
    "q1",
    "l1",
    "c1",
    "p1",
    "quote",
    1,
    "报价单.pdf",
    1024,
    2,
    "application/pdf",
    "abc",
    None,
    None,
    "m1",
    SENT_AT,
)


def alert(status: str) -> Alert:
    raised = SENT_AT + timedelta(hours=72)
    told = raised + timedelta(days=1) if status == "escalated" else None
    return Alert("a1", "e1", "quote_unread", "q1", "l1", "p1", "t1", status, raised, told)


@pytest.mark.parametrize(
    ("quote_status", "alert_status", "code", "due"),
    [
        ("sent", None, WaitsFor.REPLY, SENT_AT + timedelta(hours=72)),
        ("acknowledged", None, WaitsFor.ANSWER, SENT_AT + timedelta(hours=72)),
        ("sent", "raised", WaitsFor.CALL, SENT_AT + timedelta(hours=96)),
        ("sent", "escalated", WaitsFor.SUPERVISOR, None),
        ("sent", "acknowledged", WaitsFor.REPLY, None),
        ("answered", "raised", WaitsFor.NOTHING, None),
        ("replaced", None, WaitsFor.NOTHING, None),
    ],
)
def test_a_quote_waits_for_the_next_who_must_act(
    quote_status: str, alert_status: str | None, code: WaitsFor, due: datetime | None
) -> None:
    quote = dataclasses.replace(QUOTE, status=quote_status)
    found = waiting(quote, alert(alert_status) if alert_status else None, QuotePolicy(), WORK)
    assert (found.code, found.due_at) == (code, due)
