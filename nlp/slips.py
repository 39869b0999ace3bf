"""Slips of the keyboard: a word of the trade typed with another character of the same sound (演视 for 演示)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from ahocorasick_rs import AhoCorasick

from nlp import segment

_WINDOW: Final = 8


@cache
def _slips() -> tuple[AhoCorasick, tuple[str, ...]]:
    """The automaton that finds slips, and the word meant by each."""
    wrong: dict[str, str] = {}
    for line in resources.files("nlp").joinpath("data/slips.txt").read_text("utf-8").splitlines()[1:]:
        meant, *slips = line.split(" ")
        wrong |= dict.fromkeys(slips, meant)
    return AhoCorasick(list(wrong)), tuple(wrong.values())


def warm_up() -> None:
    """Load the list now."""
    _slips()


def mended(text: str) -> str:
    """*text* with its slips put right, of the same length; what only touches across words stays."""
    automaton, meant = _slips()
    found = automaton.find_matches_as_indexes(text)
    for number, start, end in found:
        left = max(0, start - _WINDOW)
        borders = segment.starts(text[left : end + _WINDOW])
        own = (start, end) if end - start > 2 else range(start, end + 1)
        if all(place - left in borders for place in own):
            text = text[:start] + meant[number] + text[end:]
    return text
