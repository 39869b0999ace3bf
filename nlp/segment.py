"""Word borders of Chinese text: the only file that knows jieba.

A private tokenizer over the packaged list of common words (``data/words.txt``) and product words
(``terms.txt``) instead of jieba's own dictionary: a third of the memory, no cache file, no log lines.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

_LOCK = threading.Lock()
_TERM_COUNT = 30
_RARE_COUNT = 120
_LONGEST = 4
"""Characters of the longest word that can take a piece of another."""
_state: dict[str, Any] = {}
_RUNS_ON = re.compile(r"[0-9a-zA-Z+#&._%\-]|\r\n")
"""What jieba does not cut character by character where its words do not hold it."""


def _import_jieba() -> Any:  # noqa: ANN401 -- jieba has no types
    """Import jieba without its deprecated ``pkg_resources`` probe and without its log handler."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = sys.modules.get("pkg_resources")
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
        try:
            import jieba
        finally:
            if before is None:
                del sys.modules["pkg_resources"]
            else:
                sys.modules["pkg_resources"] = before
    jieba.default_logger.setLevel(logging.CRITICAL)
    jieba.default_logger.handlers.clear()
    return jieba


def _counts() -> dict[str, int]:
    """Words with their counts, and their proper prefixes with 0, as jieba wants them."""
    folder = resources.files("nlp")
    counts: dict[str, int] = {}
    for line in folder.joinpath("data/words.txt").read_text("utf-8").splitlines()[1:]:
        count, *words = line.split(" ")
        counts.update(dict.fromkeys(words, int(count)))
    for line in folder.joinpath("terms.txt").read_text("utf-8").splitlines():
        term = line.split("#")[0].split()
        if term:
            counts[term[0]] = int(term[1]) if len(term) > 1 else max(counts.get(term[0], 0), _TERM_COUNT)
    return counts


def _with_prefixes(counts: dict[str, int]) -> dict[str, int]:
    prefixes = {word[:end] for word in counts for end in range(1, len(word))}
    return {**dict.fromkeys(prefixes - counts.keys(), 0), **counts}


def _tokenizer() -> Any:  # noqa: ANN401 -- jieba has no types
    found = _state.get("tokenizer")
    if found is not None:
        return found
    with _LOCK:
        if "tokenizer" not in _state:
            tokenizer = _import_jieba().Tokenizer()
            counts = _counts()
            tokenizer.FREQ = _with_prefixes(counts)
            tokenizer.total = sum(counts.values())
            tokenizer.initialized = True
            _state["tokenizer"] = tokenizer
    return _state["tokenizer"]


def warm_up() -> None:
    """Load the word lists now."""
    _tokenizer()
    _rarer()


def add_terms(terms: Iterable[str]) -> None:
    """Make *terms* words of their own, keeping the counts of those already known."""
    tokenizer = _tokenizer()
    with _LOCK:
        for term in terms:
            if not tokenizer.FREQ.get(term):
                tokenizer.FREQ[term] = _TERM_COUNT
                for end in range(1, len(term)):
                    tokenizer.FREQ.setdefault(term[:end], 0)
    starts.cache_clear()


def cut(text: str) -> list[str]:
    """*text* as words; joined again they are *text*."""
    words: list[str] = _tokenizer().lcut(text, HMM=False)
    return words


def rare(word: str) -> bool:
    """Whether *word* is so uncommon in running text that it is likely somebody's name."""
    return int(_tokenizer().FREQ.get(word) or 0) < _RARE_COUNT


@lru_cache(maxsize=512)
def starts(text: str) -> tuple[int, ...]:
    """Where each word of *text* starts, and its length at the end."""
    if _RUNS_ON.search(text) is None:
        return _route(text)
    found = [0]
    for word in cut(text):
        found.append(found[-1] + len(word))
    return tuple(found)


def _route(text: str) -> tuple[int, ...]:
    """The same for text without letters and digits, which alone jieba joins to words of its own: two thirds of the time."""
    tokenizer = _tokenizer()
    route: dict[int, tuple[float, int]] = {}
    tokenizer.calc(text, tokenizer.get_DAG(text), route)
    found = [0]
    while found[-1] < len(text):
        found.append(route[found[-1]][1] + 1)
    return tuple(found)


def torn(text: str, start: int, end: int) -> bool:
    """Whether the range only seems a word: a neighbouring word reaches into it without holding it whole."""
    borders = starts(text)
    for left, right in pairwise(borders):
        if right <= start:
            continue
        if left >= end:
            break
        inside = start <= left and right <= end
        whole = left <= start and end <= right
        if not inside and not whole:
            return True
    return (end - start == 2 or start in borders) and _reads_otherwise(text, borders, start, end)


def _reads_otherwise(text: str, borders: tuple[int, ...], start: int, end: int) -> bool:
    """Whether the range falls apart into its neighbours: 最优|惠普 is two words where 最|优惠|普 is three, 标新立异 an idiom."""
    if start not in borders or end not in borders:
        return False
    firsts = [at for at in borders if start - _LONGEST < at < start]
    lasts = [at for at in borders if end < at < end + _LONGEST]
    for cut_at in range(start + 1, end):
        if cut_at in borders:
            continue
        if _idiom(text[cut_at : cut_at + _LONGEST]) or (
            cut_at >= _LONGEST and _idiom(text[cut_at - _LONGEST : cut_at])
        ):
            return True
        if any(_known(text[at:cut_at]) for at in firsts) and any(_known(text[cut_at:at]) for at in lasts):
            return True
    return False


def _known(word: str) -> bool:
    return word in _rarer() or bool(_tokenizer().FREQ.get(word))


def _idiom(word: str) -> bool:
    return len(word) == _LONGEST and _known(word)


@cache
def _rarer() -> frozenset[str]:
    """Words too uncommon for the tokenizer that share characters with the words we look for."""
    listed = resources.files("nlp").joinpath("data/borders.txt").read_text("utf-8").splitlines()[1:]
    return frozenset(word for line in listed for word in line.split(" "))
