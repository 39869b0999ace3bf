"""When a failure is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.retry import DELAYS, MOST_TRIES, decide

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
tries = st.integers(1, MOST_TRIES - 1)
waits = st.none() | st.timedeltas(timedelta(0), timedelta(days=2))


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 1), (2, 5), (3, 30), (4, 120), (5, 600), (6, 1800), (7, 3600), (8, 10800), (9, 10800)],
)
def test_each_failure_waits_longer_until_three_hours(attempts: int, seconds: int) -> None:
    assert decide(True, attempts, NOW) == NOW + timedelta(seconds=seconds)


def test_the_tenth_failure_is_the_last() -> None:
    assert decide(True, MOST_TRIES, NOW) is None
    assert decide(True, MOST_TRIES + 5, NOW) is None


def test_a_refusal_is_never_tried_again() -> None:
    assert decide(False, 1, NOW, retry_after=timedelta(minutes=1)) is None


@given(attempts=tries, wait=waits)
def test_never_sooner_than_asked_and_never_now(attempts: int, wait: timedelta | None) -> None:
    at = decide(True, attempts, NOW, retry_after=wait)
    assert at is not None
    assert at > NOW
    assert at >= NOW + (wait or timedelta(0))


@given(attempts=st.integers(1, MOST_TRIES - 2))
def test_the_pause_grows_and_is_capped(attempts: int) -> None:
    first, second = decide(True, attempts, NOW), decide(True, attempts + 1, NOW)
    assert first is not None
    assert second is not None
    assert first <= second <= NOW + DELAYS[-1]


@given(attempts=st.integers(-3, 30), wait=waits, transient=st.booleans())
def test_the_same_question_has_the_same_answer(
    attempts: int, wait: timedelta | None, transient: bool
) -> None:
    answers = {decide(transient, attempts, NOW, retry_after=wait) for _ in range(3)}
    assert len(answers) == 1
