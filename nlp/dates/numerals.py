"""Numbers as people write them inside times, and the character folding the time grammar reads.

Folding maps one character to one character, so offsets into the folded text are offsets into the
original.
"""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy

_TRADITIONAL: Final = (
    "後週禮點號個這時鐘鍾國慶節聖誕婦兒勞動軍萬費權開間內還過從於當將來結會標準兩無歲麼樣雙陽"
)
_SIMPLIFIED: Final = (
    "后周礼点号个这时钟钟国庆节圣诞妇儿劳动军万费权开间内还过从于当将来结会标准两无岁么样双阳"
)
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？（）"}
_FOLD: Final = _WIDE | str.maketrans(_TRADITIONAL, _SIMPLIFIED) | str.maketrans("〜～–—―\u3000", "~~--- ")
_FOLDED: Final = lazy(f"[{''.join(re.escape(chr(code)) for code in _FOLD)}]")

_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2, "仨": 3}
NUMERALS: Final = "零〇一二两俩仨三四五六七八九十百"


def fold(text: str) -> str:
    """*text* with half-width forms and simplified time words; always of the same length."""
    return text if _FOLDED.search(text) is None else text.translate(_FOLD)


def number(text: str) -> int | None:
    """The whole number *text* spells in Arabic or Chinese digits, None when it spells none."""
    text = text.strip()
    if text.isascii():
        return int(text) if text.isdigit() and len(text) < 7 else None
    if not text or any(c not in NUMERALS for c in text):
        return None
    if "十" not in text and "百" not in text:
        return _spelled(text)
    return _placed(text)


def _spelled(text: str) -> int:
    """Digits read one by one (二零二六); 两三 and 三五 mean their larger neighbour."""
    if len(text) == 2 and text[0] not in "零〇" and _DIGITS[text[0]] < _DIGITS[text[1]]:
        return _DIGITS[text[1]]
    value = 0
    for char in text:
        value = value * 10 + _DIGITS[char]
    return value


def _placed(text: str) -> int | None:
    """Digits read by place (二十三, 一百零五)."""
    value = last = 0
    for char in text:
        if char in "十百":
            value += (last or 1) * (10 if char == "十" else 100)
            last = 0
        else:
            last = _DIGITS[char]
    return value + last


def year(text: str) -> int | None:
    """A year in four or two digits, 两千零五 included; two digits up to 49 are of this century."""
    text = text.strip()
    if text.startswith("两千"):
        rest = number(text[2:].lstrip("零〇")) if text[2:].strip("零〇") else 0
        return None if rest is None else 2000 + rest
    if text.isdigit() and text.isascii():
        value = int(text)
    elif all(c in _DIGITS for c in text):
        value = int("".join(str(_DIGITS[c]) for c in text))
    else:
        return None
    if len(text) == 2:
        return 2000 + value if value < 50 else 1900 + value
    return value if 1900 <= value < 2100 else None
