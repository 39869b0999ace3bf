"""Each rule by itself: what is the case, for whom, since when and until when it may wait."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest

from handlers.alerts import rules
from handlers.chat.event import TimerFired
from handlers.context import Context
from handlers.sales.alarms import AlarmPolicy, Case
from storage.conversations import Message
from storage.leads import Lead
from storage.promises import Promise
from storage.quotes import Quote
from storage.uow import Database
from tests.support.builders import NOW, a_conversation, a_lead, a_message_row, an_origin
from tests.support.office import Office, an_office

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    """An office in which everything rings."""
    return an_office(sqlite_database, alerts=AlarmPolicy())


def cases(office: Office, sort: str, subject: str) -> list[Case]:
    event = TimerFired(an_origin("t", sender=None), "alarm", subject)
    with office.open() as uow:
        context: Context = office.context(uow, event)
        return rules.cases(context, sort, subject)


def kinds(office: Office, sort: str, subject: str) -> list[str]:
    return [case.kind for case in cases(office, sort, subject)]


def said(office: Office, *turns: tuple[str, str], **chat: Any) -> list[Message]:
    """A chat in which these words were said, a minute apart, from now on."""
    messages = [
        a_message_row(f"msg_{n}", text, sender=sender, sent_at=NOW + n * MINUTE)
        for n, (sender, text) in enumerate(turns)
    ]
    staff = [m.sent_at for m in messages if m.sender == "staff"]
    with office.open() as uow:
        uow.conversations.add(a_conversation(last_staff_at=max(staff, default=None), **chat))
        for message in messages:
            uow.messages.add_new(message)
    return messages


# -- a customer waits ------------------------------------------------------------------------------


def test_a_request_waits_from_the_first_unanswered_one(office: Office) -> None:
    said(office, ("staff", "您好"), ("customer", "多少钱一年？"), ("customer", "在吗？"))
    (case,) = cases(office, "chat", "conv_a")
    assert (case.kind, case.since, case.due_at) == ("waiting", NOW + MINUTE, NOW + 31 * MINUTE)
    assert (case.owner_id, case.words["said"]) == ("lilei", "多少钱一年？")


def test_nobody_having_answered_yet_the_first_word_is_waited_for(office: Office) -> None:
    said(office, ("customer", "多少钱一年？"))
    (case,) = cases(office, "chat", "conv_a")
    assert (case.kind, case.due_at) == ("first_response", NOW + 5 * MINUTE)


@pytest.mark.parametrize(
    "turns",
    [
        [("customer", "谢谢")],
        [("customer", "好的")],
        [("customer", "多少钱一年？"), ("staff", "一年5万8")],
        [("customer", "多少钱一年？"), ("staff", "一年5万8"), ("customer", "好的，谢谢")],
    ],
)
def test_thanks_and_what_is_answered_wait_for_nothing(office: Office, turns: list[tuple[str, str]]) -> None:
    said(office, *turns)
    assert cases(office, "chat", "conv_a") == []


def test_a_pause_with_a_day_holds_until_then(office: Office) -> None:
    said(office, ("staff", "您好"), ("customer", "多少钱一年？"), ("customer", "11月25号再说吧"))
    (case,) = cases(office, "chat", "conv_a")
    assert case.due_at == datetime(2026, 11, 25, 9, tzinfo=office.policies.worktime.zone)


def test_a_pause_without_a_day_holds_until_the_customer_asks_again(office: Office) -> None:
    turns = [("staff", "您好"), ("customer", "多少钱一年？"), ("customer", "先放一放")]
    said(office, *turns)
    assert [case.due_at for case in cases(office, "chat", "conv_a")] == [None]
    with office.open() as uow:
        uow.messages.add_new(a_message_row("msg_9", "在吗？", sent_at=NOW + 2 * HOUR))
    assert [case.due_at for case in cases(office, "chat", "conv_a")] == [NOW + 2 * HOUR + 30 * MINUTE]


def test_a_chat_called_no_customers_rings_for_nobody(office: Office) -> None:
    said(office, ("customer", "多少钱一年？"), refused=True)
    assert cases(office, "chat", "conv_a") == []


def test_a_chat_rings_for_whoever_has_the_customer(office: Office) -> None:
    office.knows(a_lead(owner_id="han"))
    said(office, ("customer", "多少钱一年？"), lead_id="lead_a")
    assert [case.owner_id for case in cases(office, "chat", "conv_a")] == ["han"]


def test_an_answer_taken_back_leaves_the_request_open(office: Office) -> None:
    messages = said(office, ("staff", "您好"), ("customer", "多少钱一年？"), ("staff", "一年5万8"))
    assert cases(office, "chat", "conv_a") == []
    with office.open() as uow:
        uow.messages.recall(messages[-1].id, NOW + HOUR)
    assert kinds(office, "chat", "conv_a") == ["waiting"]


# -- leads -----------------------------------------------------------------------------------------


def test_a_lead_nobody_touched_rings_for_that_alone(office: Office) -> None:
    office.knows(a_lead())
    (case,) = cases(office, "lead", "lead_a")
    assert (case.kind, case.due_at) == ("first_touch", NOW + 24 * HOUR)


def test_a_word_to_the_customer_touches_him(office: Office) -> None:
    office.knows(a_lead())
    said(office, ("staff", "您好"), lead_id="lead_a")
    assert kinds(office, "lead", "lead_a") == ["stage"]


def test_a_stage_rings_at_its_hours_and_is_red_three_tenths_later(office: Office) -> None:
    office.knows(a_lead(stage="contacted", stage_at=NOW - HOUR))
    office.writes("lilei", "张总聊过了，下周看方案，记一下")
    (case,) = cases(office, "lead", "lead_a")
    assert case.due_at == NOW + 71 * HOUR
    assert case.not_before == NOW - HOUR + 72 * HOUR * 1.3


@pytest.mark.parametrize(
    ("worth", "rings"), [({"budget_fen": 5_000_000}, True), ({"amount_fen": 4_999_900}, False)]
)
def test_silence_rings_from_a_sum_on(office: Office, worth: dict[str, int], rings: bool) -> None:
    office.knows(a_lead(**worth))
    assert ("silent" in kinds(office, "lead", "lead_a")) is rings


@pytest.mark.parametrize(("status", "found"), [("won", ["contract"]), ("lost", []), ("merged", [])])
def test_a_closed_deal_rings_for_its_days_only_when_won(
    office: Office, status: str, found: list[str]
) -> None:
    office.knows(a_lead(status=status, budget_fen=9_000_000, attributes={"付款日": "2026-11-30"}))
    assert kinds(office, "lead", "lead_a") == found


def test_a_birthday_is_this_years_or_the_next(office: Office) -> None:
    office.knows(a_lead(status="won", attributes={"生日": "1985-12-06"}))
    (first, second) = cases(office, "lead", "lead_a")
    assert (first.words["day"], second.words["day"]) == ("2026-12-06", "2027-12-06")


def test_what_a_team_does_not_want_is_never_the_case(sqlite_database: Database) -> None:
    office = an_office(sqlite_database, alerts=AlarmPolicy(off=frozenset({"first_touch"})))
    office.knows(a_lead())
    assert cases(office, "lead", "lead_a") == []


# -- quotes and promises ---------------------------------------------------------------------------


def a_quote(office: Office, lead: Lead | None = None, **changes: Any) -> None:
    office.knows(lead or a_lead())
    quote = Quote("q", "lead_a", None, "lilei", "quote", 1, *(None,) * 6, "报价", None, NOW)
    with office.open() as uow:
        uow.quotes.add(dataclasses.replace(quote, **changes))


def test_a_quote_rings_when_unread_for_long_and_sooner_once_opened(office: Office) -> None:
    a_quote(office)
    assert [(c.kind, c.due_at) for c in cases(office, "quote", "q")] == [("quote_unread", NOW + 72 * HOUR)]
    with office.open() as uow:
        uow.quotes.save(dataclasses.replace(uow.quotes.get("q"), opened_at=NOW + HOUR))
    assert [(c.kind, c.due_at) for c in cases(office, "quote", "q")] == [("quote_opened", NOW + 5 * HOUR)]


@pytest.mark.parametrize("status", ["answered", "dropped", "replaced", "withdrawn"])
def test_a_settled_quote_rings_no_more(office: Office, status: str) -> None:
    a_quote(office, status=status)
    assert cases(office, "quote", "q") == []


def test_a_quote_of_a_closed_deal_rings_no_more(office: Office) -> None:
    a_quote(office, a_lead(status="lost"))
    assert cases(office, "quote", "q") == []


@pytest.mark.parametrize(
    ("side", "status", "rings"),
    [
        ("staff", "broken", True),
        ("staff", "open", False),
        ("staff", "kept", False),
        ("customer", "broken", False),
    ],
)
def test_only_our_own_broken_promise_rings(office: Office, side: str, status: str, rings: bool) -> None:
    promise = Promise(
        "p", "lilei", None, None, side, "send", "发资料", "我来发",
        None, None, None, NOW, NOW, "exact", True, NOW, status,
    )  # fmt: skip
    with office.open() as uow:
        uow.promises.add(promise)
    assert kinds(office, "promise", "p") == (["promise"] if rings else [])
