"""A pattern is tried on every text that it can match: what it needs is read off it and never too much."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import nlp
from nlp import lazy, sieve

DATA = Path(__file__).parent / "data"
PASSING = ["这个价格还能再谈谈吗", "好的", "明天下午三点到公司面谈", "١٢٣", "ſet Kg"]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in _strings(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in _strings(one))


@cache
def _lines() -> tuple[str, ...]:
    """Every text of the development data and every second half of one."""
    found: dict[str, None] = {}
    for file in sorted(DATA.iterdir()):
        for line in file.read_text("utf-8").splitlines():
            texts = list(_strings(json.loads(line))) if file.suffix == ".jsonl" else line.split("|")
            found.update(dict.fromkeys(texts))
    return (*found, *(text[len(text) // 2 :] for text in found), *PASSING)


@pytest.mark.parametrize(
    ("pattern", "strings"),
    [
        ("报价|合同", {"报价", "合同"}),
        ("(?:再|又)?便宜[点些]", {"便宜点", "便宜些"}),
        ("不[光只]是?(?!吗)", {"不光", "不只"}),
        ("定了.{0,4}(?:发票|合同)", {"定了"}),
        ("[^，]{0,3}(?:公司|集团)$", {"公司", "集团"}),
        ("(?<=松山)湖", {"松山"}),
        ("[一二](?=[天周])", {"一天", "一周", "二天", "二周"}),
        (r"\d折", {f"{digit}折" for digit in range(10)}),
        ("(?i)po", {"po", "pO", "Po", "PO"}),
        ("(?:天){2,3}", {"天"}),
    ],
)
def test_what_a_pattern_needs_is_read_off_it(pattern: str, strings: set[str]) -> None:
    assert sieve.needed(pattern) == frozenset(strings)


@pytest.mark.parametrize("pattern", ["报?价?", "[^，]{2,4}", "(?:报价|.)", r"\w+", "^$", "(?i)é"])
def test_a_pattern_that_may_match_anything_needs_nothing(pattern: str) -> None:
    assert sieve.needed(pattern) is None


def _known() -> list[Any]:
    nlp.warm_up()
    return list(lazy._KNOWN)


def test_no_pattern_is_kept_from_a_text_that_it_matches() -> None:
    patterns = [(one.compiled(), bit) for one in _known() if (bit := lazy._bits().get(one))]
    lost = [
        (pattern.pattern[:60], text)
        for text in _lines()
        for seen in (lazy.seen(text),)
        for pattern, bit in patterns
        if not seen & bit and pattern.search(text) is not None
    ]
    assert lost == []


def test_every_sifted_pattern_is_kept_from_some_text() -> None:
    wanting = {one.source[:60] for one in _known() if one.sifted and not lazy._bits().get(one)}
    idle = {one.source[:60] for one, bit in lazy._bits().items() if all(lazy.seen(t) & bit for t in _lines())}
    assert (wanting, idle) == (set(), set())


def test_a_sifted_pattern_does_what_the_plain_one_does() -> None:
    for one in [one for one in _known() if one.sifted][:12]:
        plain: re.Pattern[str] = one.compiled()
        for text in _lines()[:400]:
            assert (one.search(text) is None) == (plain.search(text) is None)
            assert [m.span() for m in one.finditer(text, 1)] == [m.span() for m in plain.finditer(text, 1)]
            assert one.sub("〇", text) == plain.sub("〇", text)


def test_a_pattern_led_by_its_first_characters_finds_the_same() -> None:
    led = [one for one in {*_known(), *lazy._WAITING} if one.led and one.compiled().pattern != one.source]
    assert len(led) > 30
    for one in led:
        plain = re.compile(one.source, one.flags)
        for text in _lines()[::7]:
            assert [m.span() for m in plain.finditer(text)] == [
                m.span() for m in one.compiled().finditer(text)
            ]


@pytest.mark.parametrize("pattern", ["a?", "^", "[^a]b", ".b", r"(?:a|\w)b"])
def test_a_pattern_that_may_begin_with_anything_is_not_led(pattern: str) -> None:
    assert sieve.leads(pattern) is None


def test_a_pattern_made_late_is_always_tried() -> None:
    nlp.warm_up()
    late = lazy.sifted("迟到的")
    known: Any = late
    try:
        assert late.search("这是迟到的样式") is not None
        assert lazy.any_of(late)("没有它")
    finally:
        del lazy._KNOWN[known]
        lazy._WAITING.remove(known)
