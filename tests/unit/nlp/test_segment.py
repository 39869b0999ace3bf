"""Word borders are where jieba cuts, also where they are found without cutting."""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same texts every time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import segment

DATA = Path(__file__).parent / "data"
SEED = 20261122


def _differing(texts: list[str]) -> list[str]:
    """The texts whose quick borders are not those of the words they are cut into."""
    return [text for text in texts if segment.starts(text) != (0, *accumulate(map(len, segment.cut(text))))]


def test_chat_has_its_borders_where_it_is_cut() -> None:
    lines = [line for file in sorted(DATA.glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    assert _differing(lines) == []


def test_words_and_beginnings_of_words_in_any_order_have_theirs_too() -> None:
    chance = random.Random(SEED)
    counts = segment._counts()
    parts = [*counts, *(word[:-1] for word in counts), *"abc9 ，。#+\r\n\t😀"]
    assert _differing(["".join(chance.choices(parts, k=chance.randrange(1, 8))) for _ in range(4000)]) == []


@given(st.text(max_size=30))
def test_words_joined_again_are_the_text(text: str) -> None:
    assert "".join(segment.cut(text)) == text
    assert _differing([text]) == []


@pytest.mark.parametrize(("word", "rare"), [("公司", False), ("没有这个词", True), ("", True)])
def test_a_rare_word_is_told_from_a_common_one(word: str, rare: bool) -> None:
    assert segment.rare(word) is rare
