"""Word borders of Chinese text: the most likely way to cut it into the words of a list.

The cut is that of jieba without its guessed words (``cut(text, HMM=False)``, MIT licence), in a third of its time
and over our own words: the packaged list of common ones (``data/words.txt``) and product words (``terms.txt``)
instead of jieba's dictionary. So there is no cache file, no log line, and a third of the memory.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from math import log
from typing import Final

_LOCK: Final = threading.Lock()
_TERM_COUNT: Final = 30
_RARE_COUNT: Final = 120
_RUN: Final = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._%\-]+)")
"""What words are cut from; everything between is a word by itself, character by character."""
_LINE_END: Final = re.compile(r"(\r\n)")
_LETTER: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


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


def _with_prefixes(counts: dict[str, float]) -> dict[str, float]:
    prefixes = {word[:end] for word in counts for end in range(1, len(word))}
    return {**dict.fromkeys(prefixes - counts.keys(), 0.0), **counts}


@cache
def _table() -> tuple[dict[str, float], float]:
    """The logarithm of each word's share (0 for what only begins a word), and that of the total."""
    with _LOCK:
        counts = _counts()
        total = log(sum(counts.values()))
        return _with_prefixes({word: log(count) - total for word, count in counts.items() if count}), total


def warm_up() -> None:
    """Load the word list now."""
    _table()


def add_terms(terms: Iterable[str]) -> None:
    """Make *terms* words of their own, keeping the counts of those already known."""
    shares, total = _table()
    with _LOCK:
        for term in terms:
            if not shares.get(term):
                shares[term] = log(_TERM_COUNT) - total
                for end in range(1, len(term)):
                    shares.setdefault(term[:end], 0.0)
    starts.cache_clear()


def cut(text: str) -> list[str]:
    """*text* as words; joined again they are *text*."""
    words: list[str] = []
    for number, piece in enumerate(_RUN.split(text)):
        if number % 2:
            words += _words(piece)
        elif piece:
            words += _apart(piece)
    return words


def _apart(piece: str) -> Iterator[str]:
    """Characters outside of words, an end of line as one."""
    for number, part in enumerate(_LINE_END.split(piece)):
        yield from (part,) if number % 2 else part


def _words(run: str) -> list[str]:
    """The words of a run; letters and digits that form no known word stay together."""
    ends = _ends(run)
    words: list[str] = []
    at = loose = 0
    while at < len(run):
        end = ends[at]
        if end - at > 1 or run[at] not in _LETTER:
            if loose < at:
                words.append(run[loose:at])
            words.append(run[at:end])
            loose = end
        at = end
    if loose < at:
        words.append(run[loose:])
    return words


def _ends(run: str) -> list[int]:
    """Where the word that starts at each character ends in the likeliest cut of what follows."""
    shares, total = _table()
    length = len(run)
    best, ends = [0.0] * (length + 1), [0] * length
    for at in range(length - 1, -1, -1):
        end = stop = at + 1
        share = shares.get(run[at])
        top = share + best[end] if share else None
        while share is not None and end < length:
            end += 1
            share = shares.get(run[at:end])
            if share and (top is None or share + best[end] >= top):
                top, stop = share + best[end], end
        best[at], ends[at] = best[stop] - total if top is None else top, stop
    return ends


def rare(word: str) -> bool:
    """Whether *word* is so uncommon in running text that it is likely somebody's name."""
    shares, total = _table()
    share = shares.get(word)
    return not share or share < log(_RARE_COUNT) - total


@lru_cache(maxsize=512)
def starts(text: str) -> tuple[int, ...]:
    """Where each word of *text* starts, and its length at the end."""
    found = [0]
    for word in cut(text):
        found.append(found[-1] + len(word))
    return tuple(found)


def torn(text: str, start: int, end: int) -> bool:
    """Whether the range only seems a word: a neighbouring word reaches into it without holding it whole."""
    borders = starts(text)
    for left, right in pairwise(borders):
        if right <= start:
            continue
        if left >= end:
            return False
        inside = start <= left and right <= end
        whole = left <= start and end <= right
        if not inside and not whole:
            return True
    return False
