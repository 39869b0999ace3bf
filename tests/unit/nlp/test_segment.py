"""Texts are cut into words exactly as jieba cuts them with our words and without guessing new ones."""

from __future__ import annotations

import random  # noqa: TID251 - seeded: the same texts every time
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import segment

DATA = Path(__file__).parent / "data"
SEED = 20261122


@cache
def _jieba() -> Any:
    """jieba over our list of words."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    theirs = jieba.Tokenizer()
    counts = segment._counts()
    theirs.FREQ = {**{word[:end]: 0 for word in counts for end in range(1, len(word))}, **counts}
    theirs.total = sum(counts.values())
    theirs.initialized = True
    return theirs


def _differing(texts: list[str]) -> list[str]:
    return [text for text in texts if segment.cut(text) != _jieba().lcut(text, HMM=False)]


def test_chat_is_cut_as_jieba_cuts_it() -> None:
    lines = [line for file in sorted(DATA.glob("*.txt")) for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    assert _differing(lines) == []


def test_words_and_beginnings_of_words_in_any_order_are_cut_alike() -> None:
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
