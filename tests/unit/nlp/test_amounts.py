"""Amounts of money and counted things."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.amounts import money, quantities
from nlp.model import Money, MoneyRole
from nlp.normalize import normalize


def read(text: str) -> tuple[Money, ...]:
    return money(normalize(text))


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3万5", 35000),
        ("12.8w", 128000),
        ("一万二", 12000),
        ("两百五", 250),
        ("总价 1,234,500 元", 1234500),
        ("6980一年", 6980),
        ("三千六一年", 3600),
        ("定金1000", 1000),
        ("每小时320", 320),
        ("单价380", 380),
        ("陆仟伍佰元", 6500),
        ("99块9", 99.9),
        ("五元三毛", 5.3),
        ("两个亿", 200000000),
        ("优惠500", 500),
        ("月付两千", 2000),
        ("三万零五百", 30500),
        ("9块8一斤", 9.8),
        ("2块5一斤", 2.5),
        ("算了下58000", 58000),
        ("报了他46800", 46800),
        ("保证金 3 万元", 30000),
    ],
)
def test_an_exact_amount_is_read_in_fen(text: str, yuan: float) -> None:
    assert [(m.low_fen, m.high_fen) for m in read(text)] == [(round(yuan * 100), round(yuan * 100))]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20-30万", 200000, 300000),
        ("三到五万", 30000, 50000),
        ("七八千", 7000, 8000),
        ("三万多", 30000, 40000),
        ("一百多万", 1000000, 2000000),
        ("几十万", 100000, 1000000),
        ("十几万", 100000, 200000),
        ("二十万以内", None, 200000),
        ("不超过5万", None, 50000),
        ("最多八千", None, 8000),
        ("3万以上", 30000, None),
        ("至少两万", 20000, None),
        ("100元起", 100, None),
    ],
)
def test_a_vague_amount_is_a_range(text: str, low: int | None, high: int | None) -> None:
    def fen(value: int | None) -> int | None:
        return None if value is None else value * 100

    assert [(m.low_fen, m.high_fen) for m in read(text)] == [(fen(low), fen(high))]


@pytest.mark.parametrize(
    "text",
    [
        "首付30%",
        "7折",
        "50台",
        "12月5号",
        "2026-11-20",
        "下午三点半",
        "第三个",
        "千万别忘了",
        "万一来不及",
        "一百二十平",
        "三千人",
        "13700001111",
        "QT20261118-01",
        "我们一块去",
        "考了95分",
        "房号1386",
        "百分之二十",
    ],
)
def test_what_is_no_money_gives_none(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("预算20万", MoneyRole.BUDGET),
        ("定金两千", MoneyRole.DEPOSIT),
        ("打了2万定金", MoneyRole.DEPOSIT),
        ("报价3万5", MoneyRole.QUOTE),
        ("便宜500", MoneyRole.DISCOUNT),
        ("单价380元", MoneyRole.PRICE),
    ],
)
def test_an_amount_knows_what_it_stands_for(text: str, role: MoneyRole) -> None:
    assert [m.role for m in read(text)] == [role]


def test_the_currency_and_the_measure_of_a_price_are_kept() -> None:
    assert [(m.currency, m.per) for m in read("每人$1.5万，人均300元")] == [("USD", "人"), ("CNY", "人")]


def test_counted_things_and_discounts_are_quantities() -> None:
    found = quantities(normalize("200人，3个校区，打八折或者九五折"))
    assert [(q.value, q.unit) for q in found] == [(200, "人"), (3, "个"), (0.8, "折"), (0.95, "折")]


@given(
    st.text(
        alphabet=st.sampled_from("0123456789零一二两三十百千万亿.,-~元块角分个多几左右约以上%/折 年月台Qw$"),
        max_size=40,
    )
)
def test_any_mixture_of_number_words_is_read_without_an_error(text: str) -> None:
    for found in read(text):
        assert text[found.start : found.end] == found.text
        assert found.low_fen is None or found.high_fen is None or found.low_fen <= found.high_fen


@given(st.integers(1, 9999))
def test_an_amount_in_digits_is_read_exactly(yuan: int) -> None:
    assert [(m.low_fen, m.high_fen) for m in read(f"一共{yuan}元")] == [(yuan * 100, yuan * 100)]
