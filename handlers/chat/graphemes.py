"""Where a text may be cut without tearing apart what a reader sees as one character.

A small reading of Unicode's text segmentation (UAX 29): combining marks, variation selectors, emoji
sequences with joiners, skin tones and flags, Hangul syllables. Where in doubt it keeps together.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def is_border(text: str, index: int) -> bool:
    """Whether *text* may be cut before ``text[index]``."""
    if index <= 0 or index >= len(text):
        return True
    before, after = text[index - 1], text[index]
    if after < "\u0300":  # quick for everything Latin; only a line end of two characters stays whole
        return not (after == "\n" and before == "\r") and before != _JOINER
    if before == _JOINER or _extends(after):
        return False
    if _is_flag_letter(before) and _is_flag_letter(after):
        return _flag_letters_before(text, index) % 2 == 0
    return not _is_hangul_inside(before, after)


def cut(text: str, index: int) -> int:
    """The last border at or before *index*; *index* itself when there is none after the start."""
    border = index
    while border > 0 and not is_border(text, border):
        border -= 1
    return border or index


def shorten(text: str, chars: int) -> str:
    """*text* if it has at most *chars* characters, else its beginning and an ellipsis."""
    if len(text) <= chars:
        return text
    keep = cut(text, chars - 1)
    return text[:keep] + "…" if chars > 0 else ""


def _extends(char: str) -> bool:
    return (
        char in (_JOINER, "\u200c")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_letters_before(text: str, index: int) -> int:
    start = index
    while start > 0 and _is_flag_letter(text[start - 1]):
        start -= 1
    return index - start


def _is_hangul_inside(before: str, after: str) -> bool:
    if "\u1160" <= after <= "\u11ff":
        return "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    leading = "\u1100" <= before <= "\u115f"
    return leading and ("\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3")
