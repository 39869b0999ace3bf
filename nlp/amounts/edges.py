"""Where numbers may start, and runs of letters and digits that are no numbers."""

from __future__ import annotations

from functools import lru_cache

from nlp.lazy import lazy
from nlp.numerals import DIGIT_CHARS

_QUICK = lazy(f"[{DIGIT_CHARS}]")
_START = lazy(r"\d|[零一二两俩三四五六七八九十壹贰叁肆伍陆柒捌玖拾]|[几数](?=[十百千万亿])")
_ID_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#.+/-:@*")


@lru_cache(maxsize=16)
def places(text: str) -> tuple[int, ...]:
    """Where numbers may start in *text*; money and counted things are both looked for there."""
    return tuple(found.start() for found in _START.finditer(text)) if _QUICK.search(text) else ()


def skip_token(text: str, start: int) -> int:
    """Behind a run of letters, digits and signs (an id, a date, a clock time), at least one further."""
    end = start
    while end < len(text) and (text[end].isascii() and (text[end].isalnum() or text[end] in "_#.+/-:@*")):
        end += 1
    return max(end, start + 1)


def inside_id(text: str, start: int) -> bool:
    """Whether digits go on with an id, a date or a decimal rather than start a number."""
    before = text[start - 1] if start else " "
    if before in ":" and not text[max(0, start - 2) : start - 1].isalnum():
        return False
    if before == ":" and not text[max(0, start - 2) : start - 1].isascii():
        return False
    return before in _ID_CHARS
