"""The rule for tokens, without a network: requests go to a function that answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import ManualClock
from bot.platforms.errors import (
    HandleSpent,
    Misconfigured,
    PlatformError,
    RateLimited,
    RecipientGone,
    Rejected,
    Unavailable,
)
from bot.platforms.http import Answer, ApiClient, Request, TokenRule
from bot.platforms.wecom.api import SEND, TOKEN, UPDATE, UPLOAD, WecomVendor, error_for, unreachable
from bot.platforms.wecom.config import WecomConfig

CALL = Request("POST", SEND, body={"text": "hi"})


class FarSide:
    """Issues tokens t1, t2 …, takes the newest and refuses the others with *refusal*."""

    def __init__(self, refusal: int = 42001) -> None:
        self.refusal = refusal
        self.issued = 0
        self.calls = 0
        self.same_token = False
        self.gettoken: Callable[[], Answer] | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, request: Request) -> Answer:
        await self.gate.wait()
        if request.path == TOKEN:
            return self._issue()
        self.calls += 1
        if self.same_token or request.query.get("access_token") != f"t{self.issued}":
            return Answer(200, {"errcode": self.refusal, "errmsg": "token"})
        return Answer(200, {"errcode": 0, "msgid": "m"})

    def _issue(self) -> Answer:
        self.issued += 1
        if self.gettoken is not None:
            return self.gettoken()
        text = "t1" if self.same_token else f"t{self.issued}"
        return Answer(200, {"errcode": 0, "access_token": text, "expires_in": 7200})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))


def client(far: FarSide, clock: ManualClock) -> ApiClient:
    return ApiClient(WecomVendor("ww1", "secret"), far, clock)


async def test_a_token_is_asked_for_once_and_used_until_five_minutes_before_its_end(
    clock: ManualClock,
) -> None:
    far = FarSide()
    api = client(far, clock)
    for _ in range(3):
        await api.call(CALL)
    clock.advance(timedelta(seconds=7200 - 301))
    await api.call(CALL)
    assert far.issued == 1
    clock.advance(timedelta(seconds=1))
    await api.call(CALL)
    assert far.issued == 2


async def test_many_callers_share_one_refresh(clock: ManualClock) -> None:
    far = FarSide()
    api = client(far, clock)
    far.gate.clear()
    calls = [asyncio.ensure_future(api.call(CALL)) for _ in range(50)]
    await asyncio.wait(calls, timeout=0)
    far.gate.set()
    await asyncio.gather(*calls)
    assert far.issued == 1


@pytest.mark.parametrize("refusal", [40014, 42001, 41001, 40001])
async def test_a_refused_token_is_replaced_once_for_everybody(clock: ManualClock, refusal: int) -> None:
    far = FarSide(refusal)
    api = client(far, clock)
    await api.call(CALL)
    far.issued += 1  # the far side now knows a token that we do not
    await asyncio.gather(*[api.call(CALL) for _ in range(50)])
    assert far.issued == 3
    assert far.calls == 101


async def test_a_call_is_repeated_at_most_once(clock: ManualClock) -> None:
    far = FarSide()
    far.same_token = True
    with pytest.raises(Unavailable):
        await client(far, clock).call(CALL)
    assert (far.calls, far.issued) == (2, 2)


async def test_the_same_token_issued_again_is_not_asked_for_by_every_caller(clock: ManualClock) -> None:
    far = FarSide()
    far.same_token = True
    api = client(far, clock)
    outcomes = await asyncio.gather(*[api.call(CALL) for _ in range(20)], return_exceptions=True)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert far.issued == 2


async def test_a_caller_who_gives_up_does_not_spoil_the_refresh(clock: ManualClock) -> None:
    far = FarSide()
    api = client(far, clock)
    far.gate.clear()
    impatient, patient = (asyncio.ensure_future(api.call(CALL)) for _ in range(2))
    await asyncio.wait([impatient, patient], timeout=0)
    impatient.cancel()
    far.gate.set()
    assert (await patient)["msgid"] == "m"
    assert far.issued == 1


async def test_a_wrong_secret_is_not_tried_again_at_once(clock: ManualClock) -> None:
    far = FarSide()
    far.gettoken = lambda: Answer(200, {"errcode": 40001, "errmsg": "invalid credential"})
    api = client(far, clock)
    for _ in range(5):
        with pytest.raises(Misconfigured, match="Secret"):
            await api.call(CALL)
    assert far.issued == 1
    clock.advance(timedelta(seconds=31))
    far.gettoken = None
    await api.call(CALL)
    assert far.issued == 2


async def test_a_gateway_in_the_way_of_the_token_does_not_hold_anything_up(clock: ManualClock) -> None:
    far = FarSide()
    far.gettoken = lambda: Answer(502, None)
    api = client(far, clock)
    with pytest.raises(Unavailable):
        await api.call(CALL)
    far.gettoken = None
    await api.call(CALL)


def test_a_token_that_was_refused_is_not_usable_but_its_successor_is(clock: ManualClock) -> None:
    rule = TokenRule(clock)
    assert rule.usable() is None
    first = rule.keep("same", timedelta(hours=2))
    assert rule.usable() is first
    assert rule.usable(refused=first) is None
    second = rule.keep("same", timedelta(hours=2))
    assert rule.usable(refused=first) is second


def test_a_short_lived_token_is_used_for_half_its_life(clock: ManualClock) -> None:
    rule = TokenRule(clock)
    rule.keep("t", timedelta(minutes=4))
    clock.advance(timedelta(seconds=119))
    assert rule.usable() is not None
    clock.advance(timedelta(seconds=1))
    assert rule.usable() is None


def test_nothing_that_is_printed_shows_a_secret(clock: ManualClock) -> None:
    vendor = WecomVendor("ww1", "s3cret")
    config = WecomConfig("ww1", 1, "s3cret", "t0ken", "k3y" * 14 + "a")
    token = TokenRule(clock).keep("t0ken", timedelta(hours=2))
    shown = repr([vendor, config, token, vendor.token_request(), vendor.with_token(CALL, "t0ken")])
    assert not any(secret in shown for secret in ("s3cret", "t0ken", "k3y"))


@pytest.mark.parametrize(
    ("path", "code", "expected"),
    [
        (SEND, -1, Unavailable),
        (SEND, 45033, RateLimited),
        (SEND, 45009, RateLimited),
        (UPDATE, 45009, RateLimited),
        (SEND, 45035, Unavailable),
        (SEND, 40014, Unavailable),
        (TOKEN, 40001, Misconfigured),
        (TOKEN, 40013, Misconfigured),
        (SEND, 60020, Misconfigured),
        (SEND, 48002, Misconfigured),
        (SEND, 301002, Misconfigured),
        (SEND, 43012, Misconfigured),
        (SEND, 81013, RecipientGone),
        (SEND, 60111, RecipientGone),
        (SEND, 40058, Rejected),
        (SEND, 42035, Rejected),
        (UPDATE, 40058, HandleSpent),
        (UPDATE, 42016, HandleSpent),
        (UPDATE, 42035, Rejected),
        (UPDATE, 42015, Misconfigured),
        (UPLOAD, 45001, Rejected),
        (SEND, 999999, Rejected),
        (SEND, "soon", Unavailable),
    ],
)
def test_every_code_says_who_must_act(path: str, code: object, expected: type[PlatformError]) -> None:
    assert type(error_for(path, code, "text")) is expected


def test_frequency_bans_say_when_to_come_back() -> None:
    banned = error_for(SEND, 45009, "api freq out of limit")
    assert isinstance(banned, RateLimited)
    assert banned.retry_after == timedelta(minutes=1)


def test_an_untrusted_address_is_named_with_the_place_to_enter_it() -> None:
    said = "not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at https://x"
    text = str(error_for(SEND, 60020, said))
    assert "203.0.113.7:" in text
    assert "企业可信IP" in text


@pytest.mark.parametrize("answer", [Answer(502, None), Answer(200, None), Answer(404, {"errcode": 0})])
def test_what_is_not_wecoms_own_answer_is_a_gateway(answer: Answer) -> None:
    assert type(WecomVendor("c", "s").error(CALL, answer)) is Unavailable


def test_unreachable_people_are_read_in_both_spellings() -> None:
    assert unreachable({"invaliduser": "u1|U2", "unlicenseduser": "u3"}) == ("u1", "u2", "u3")
    assert unreachable({"invaliduser": ["U1"]}) == ("u1",)
    assert unreachable({"errcode": 0}) == ()
