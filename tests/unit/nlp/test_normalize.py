"""Plain spelling keeps the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.normalize import normalize

TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("报價單 １２３ＡＢ\u200b\u3000。，😀價")), max_size=60
)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("報價單有嗎", "报价单有吗"),
        ("报 价", "报价"),
        ("１３７", "137"),
        ("ＶＸ：ａｂｃ", "VX:abc"),
        ("报\u200b价", "报价"),
        ("好的 报价发我", "好的 报价发我"),
        ("13700001111 13700002222", "13700001111 13700002222"),
    ],
)
def test_a_text_gets_its_plain_spelling(written: str, plain: str) -> None:
    assert normalize(written).text == plain


def test_a_place_in_the_plain_text_leads_back_to_the_original() -> None:
    normal = normalize("報 價單發我")
    start = normal.text.index("报价单")
    assert normal.original(start, start + 3) == "報 價單"


@given(TEXTS)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(TEXTS, st.data())
def test_every_range_of_the_plain_text_comes_from_a_range_of_the_original(
    text: str, data: st.DataObject
) -> None:
    normal = normalize(text)
    if not normal.text:
        return
    start = data.draw(st.integers(0, len(normal.text) - 1))
    end = data.draw(st.integers(start + 1, len(normal.text)))
    first, last = normal.span(start, end)
    assert 0 <= first < last <= len(text)
    assert normal.text[start:end] in normalize(text).text
    assert normalize(text[first:last]).text.replace(" ", "") == normal.text[start:end].replace(" ", "")
