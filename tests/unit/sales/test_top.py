"""What matters most today: the order is the rule's, one line a customer, three lines a day."""

from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.sales import top
from handlers.sales.top import Reason
from tests.support.builders import NOW


def a_reason(
    kind: str, lead: str | None = "a", *, worth: int = 0, days: float = 1, subject: str = "s"
) -> Reason:
    return Reason(kind, subject, lead, worth, NOW - timedelta(days=days))


def test_kinds_come_in_the_order_of_the_rule() -> None:
    reasons = [a_reason(kind, kind) for kind in reversed(top.ORDER)]
    assert [r.kind for r in top.top(reasons, most=10)] == list(top.ORDER)


def test_a_customer_is_told_of_once_with_the_strongest_reason() -> None:
    found = top.top([a_reason("silent"), a_reason("promise_today"), a_reason("quote_unread")])
    assert [r.kind for r in found] == ["promise_today"]


def test_the_larger_deal_comes_first_then_who_waited_longer() -> None:
    small_old = a_reason("silent", "old", worth=1, days=30)
    small_new = a_reason("silent", "new", worth=1, days=8)
    large = a_reason("silent", "large", worth=9, days=7)
    assert [r.lead_id for r in top.top([small_new, small_old, large])] == ["large", "old", "new"]


def test_what_has_no_customer_stands_for_itself() -> None:
    reasons = [a_reason("todo_due", None, subject="x"), a_reason("todo_due", None, subject="y")]
    assert len(top.top(reasons)) == 2


REASONS = st.lists(
    st.builds(
        a_reason,
        st.sampled_from(top.ORDER),
        st.sampled_from(["a", "b", "c", "d", None]),
        worth=st.integers(0, 3),
        days=st.integers(0, 9),
        subject=st.text("stuv", min_size=1, max_size=2),
    ),
    max_size=9,
)


@given(REASONS)
def test_three_at_most_in_order_whatever_order_they_come_in(reasons: list[Reason]) -> None:
    chosen = top.top(reasons)
    assert len(chosen) <= 3
    assert all(top.rank(a) <= top.rank(b) for a, b in itertools.pairwise(chosen))
    assert [top.rank(r) for r in top.top(reasons[::-1])] == [top.rank(r) for r in chosen]
