"""Masked phone numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.masking import mask_phone, mask_phones_in


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("0086 13812345678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0571-88886666", "0571****6666"),
        ("02088886666", "020****6666"),
        ("010-88886666转801", "010****6666"),
        ("0571-88886666-801", "0571****6666"),
        ("88886666", "****6666"),
        ("400-123-4567", "400****4567"),
        ("12345", "****45"),
        ("110", "****"),
        ("", "****"),
        ("+1 541-754-3010", "154****3010"),
    ],
)
def test_a_number_keeps_its_ends(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_four_digits_of_a_mobile_number_never_show(phone: str) -> None:
    assert mask_phone(phone) == f"{phone[:3]}****{phone[-4:]}"


@given(st.text(alphabet="0123456789+- 转", max_size=20))
def test_no_number_is_ever_shown_whole(phone: str) -> None:
    digits = re.sub(r"\D", "", phone)
    shown = re.sub(r"\D", "", mask_phone(phone))
    assert len(shown) <= max(0, len(digits) - 3) or len(digits) <= 3


def test_numbers_inside_a_sentence_are_masked_and_amounts_are_not() -> None:
    said = "我电话138 1234 5678，座机0571-88886666，预算20000000，订单202611200001"
    assert mask_phones_in(said) == "我电话138****5678，座机0571****6666，预算20000000，订单202611200001"
