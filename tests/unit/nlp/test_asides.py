"""What is no talk of the deal: other people's lives, and characters that only look like a concept."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp import rules, segment
from nlp.asides import aside
from nlp.model import Polarity, Side
from nlp.normalize import normalize
from nlp.settle import PLAIN

DATA = Path(__file__).parent / "data"


def lines(name: str) -> list[str]:
    return [line for line in (DATA / name).read_text("utf-8").splitlines() if line and line[0] != "#"]


def found(text: str, side: Side = Side.CUSTOMER) -> set[str]:
    signals = rules.read(normalize(text), side=side).signals
    return {one.kind for one in signals if one.polarity is not Polarity.QUOTED and one.kind not in PLAIN}


@pytest.mark.parametrize("text", lines("asides.txt"))
def test_small_talk_holds_no_concept_of_the_deal(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize("text", lines("deals.txt"))
def test_talk_of_the_deal_is_heard_whatever_the_trade(text: str) -> None:
    assert found(text) != set()


@pytest.mark.parametrize("text", lines("borders.txt"))
def test_characters_of_two_words_or_of_a_name_are_no_concept(text: str) -> None:
    assert found(text) == set()


def test_whoever_speaks_to_us_speaks_of_the_deal() -> None:
    assert aside("昨晚那家馆子死贵", staff=False)
    assert not aside("昨晚在你们馆子吃的，死贵", staff=False)
    assert not aside("昨晚那家馆子死贵，给我报个价", staff=False)


def test_a_rep_may_offer_a_treat_without_offering_a_discount() -> None:
    assert found("楼下奶茶第二杯半价 给您带一杯？", Side.STAFF) == set()


def test_words_are_read_the_way_that_leaves_fewest() -> None:
    assert segment.torn("性能最优惠普那台", 3, 5)
    assert segment.torn("这招标新立异", 1, 3)
    assert not segment.torn("最优惠的那台", 1, 3)
    assert not segment.torn("测试账号密码", 0, 4)
