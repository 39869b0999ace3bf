"""Whatever comes in, nothing breaks and nothing takes long; ``benchmarks/fuzz.py`` sends a million."""

from __future__ import annotations

import pytest

from bot.platforms.wecom import listen
from tests.support.fuzz_requests import MAKERS
from tests.support.fuzzing import fire, target


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_thousand_hostile_requests_do_no_harm(seed: int) -> None:
    async with target() as under:
        score = await fire(under, 1000, seed=seed)
        assert not score.wrong
        assert {kind for kind, _ in score.statuses} == set(MAKERS)
        assert under.stored > 100
        assert {200, 400, 401, 404} <= {status for _, status in score.statuses}


async def test_a_server_error_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_body: bytes, _now: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(listen, "decode", broken)
    async with target() as under:
        score = await fire(under, 100, seed=1)
    assert any("answered 500" in wrong for wrong in score.wrong)
