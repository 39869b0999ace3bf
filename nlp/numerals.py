"""Numbers as Chinese people write them: 3万5, 三十来万, 七八千, 1,234.5, 肆佰叁拾万, 两个亿, 十几万."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nlp.lazy import lazy

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"两": 2, "俩": 2}
SMALL_DIGITS = {**{char: value for value, char in enumerate("零一二三四五六七八九")}, "两": 2}
"""Plain Chinese digits."""
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "w": 10**4, "W": 10**4, "k": 1000, "K": 1000}
_ARABIC = lazy(r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?")
_HAN_DIGITS = "".join(_DIGITS)
DIGIT_CHARS = "0123456789" + _HAN_DIGITS + "".join(_SMALL) + "万亿几数"
"""Characters a number can hold; a text without any of them holds no number."""

_COUNTED = "个台套人名位件份家天年月日号时点次回遍节期周季学小"


@dataclass(frozen=True, slots=True)
class Number:
    """A number or a vague span of them. ``scaled`` tells that a unit of 百 and above was said."""

    low: Decimal
    high: Decimal
    approx: bool
    scaled: bool
    unit: int
    start: int
    end: int

    @property
    def exact(self) -> bool:
        """Whether low and high are one value."""
        return self.low == self.high


class _Reader:
    """Reads one number from left to right; every character is looked at a bounded number of times."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.at = start
        self.done = [Decimal(0), Decimal(0)]
        self.section = [Decimal(0), Decimal(0)]
        self.number: list[Decimal] | None = None
        self.unit = 0
        self.approx = False
        self.scaled = False
        self.zero = False
        self.arabic = False

    def peek(self, offset: int = 0) -> str:
        index = self.at + offset
        return self.text[index] if index < len(self.text) else ""

    def read(self) -> Number | None:
        while self.at < len(self.text) and self._step():
            pass
        if self.at == self.start or not self._finish():
            return None
        low = self.done[0] + self.section[0]
        high = self.done[1] + self.section[1]
        return Number(low, high, self.approx, self.scaled, self.unit or 1, self.start, self.at)

    def _step(self) -> bool:
        char = self.peek()
        if char.isascii() and char.isdigit():
            return self._arabic_number()
        if char in _DIGITS:
            return self._han_digits(char)
        if char in _SMALL:
            return self._small_unit(_SMALL[char])
        if char in _BIG:
            return self._big_unit(char)
        if char in "几数":
            return self._some()
        if char in "多来余好":
            return self._more(char)
        if char == "点":
            return self._decimals()
        if char == "个" and self.number and self.peek(1) and self.peek(1) in "亿万wW":
            self.at += 1
            return True
        return False

    def _arabic_number(self) -> bool:
        if self.number is not None or (self.arabic and self.unit < 100):
            return False
        found = _ARABIC.match(self.text, self.at)
        if found is None:
            return False
        following = self.text[found.end() : found.end() + 1]
        if self.unit and (len(found[0]) > 4 or (following and following in _COUNTED + "%折")):
            return False
        value = Decimal(found[0].replace(",", ""))
        self.zero = self.zero or len(found[0]) > 1
        self.number = [value, value]
        self.arabic = True
        self.at = found.end()
        return True

    def _han_digits(self, char: str) -> bool:
        if self.number is not None:
            return False
        if _DIGITS[char] == 0 and self.at > self.start:
            self.zero = True
            self.at += 1
            return bool(self.peek()) and (self.peek() in _HAN_DIGITS or self.peek().isdigit())
        end = self.at
        while end < len(self.text) and self.text[end] in _DIGITS and end - self.at < 12:
            end += 1
        run = [_DIGITS[c] for c in self.text[self.at : end]]
        after = self.text[end : end + 1]
        if len(run) == 2 and (run[1] - run[0] == 1 or run == [3, 5]) and run[0] and self._pair_ok(after):
            self.number = [Decimal(run[0]), Decimal(run[1])]
            self.approx = True
            self.at = end
        elif len(run) > 1 and self.unit == 0:
            value = Decimal("".join(map(str, run)))
            self.number = [value, value]
            self.at = end
        else:
            if self.unit and len(run) == 1 and after and after in _COUNTED and not self._decimal_follows(end):
                return False
            self.number = [Decimal(run[0])] * 2
            self.at += 1
        return True

    def _decimal_follows(self, at: int) -> bool:
        return self.text[at : at + 1] == "点" and self.text[at + 1 : at + 2] in _DIGITS

    def _pair_ok(self, after: str) -> bool:
        """七八千, 三四万, 一万五六, 两三百, 七八英镑; but 一二三 and 三千六一年 are no pairs."""
        return self.unit == 0 or after == "" or after in "十百千万亿" or after not in _COUNTED

    def _small_unit(self, size: int) -> bool:
        if self.number is None:
            if self.section[1] or (size > 10 and self.at == self.start):
                return False
            self.number = [Decimal(1), Decimal(1)]
        if self.unit and size >= self.unit and self.section[1]:
            return False
        self.section = [s + n * size for s, n in zip(self.section, self.number, strict=True)]
        self.number = None
        self.unit = size
        self.zero = False
        self.scaled = self.scaled or size >= 100
        self.at += 1
        return True

    def _big_unit(self, char: str) -> bool:
        if char in "wWkK" and self.peek(1).isascii() and self.peek(1).isalpha():
            return False
        self._close_number()
        if not self.section[1] and not (char == "亿" and self.done[1]):
            return False
        size = _BIG[char]
        whole = (
            [d + s for d, s in zip(self.done, self.section, strict=True)] if char == "亿" else self.section
        )
        scaled = [value * size for value in whole]
        self.done = scaled if char == "亿" else [d + s for d, s in zip(self.done, scaled, strict=True)]
        self.section = [Decimal(0), Decimal(0)]
        self.unit = size
        self.zero = False
        self.scaled = True
        self.at += 1
        return True

    def _close_number(self) -> None:
        if self.number is not None:
            self.section = [s + n for s, n in zip(self.section, self.number, strict=True)]
            self.number = None

    def _some(self) -> bool:
        """几: one to ten before a unit, up to ten more behind 十."""
        if self.number is not None:
            return False
        following = self.peek(1)
        if self.unit == 10:
            self.number = [Decimal(0), Decimal(10)]
        elif following and following in "十百千万亿":
            self.number = [Decimal(1), Decimal(10)]
        else:
            return False
        self.approx = True
        self.at += 1
        return True

    def _more(self, char: str) -> bool:
        """多 and 余 add up to one more of the last unit, 来 only makes it vague."""
        if char == "好" or self.at == self.start:
            return False
        if char == "来" and not (self.peek(1) and self.peek(1) in "万亿块元个千百台人"):
            return False
        self._close_number()
        step = Decimal(self._step_size())
        if char != "来":
            if self.section[1]:
                self.section[1] = self.section[0] + step
            else:
                self.done[1] = self.done[0] + step
        self.approx = True
        self.at += 1
        return bool(self.peek()) and self.peek() in "万亿wW"

    def _step_size(self) -> int:
        if self.unit:
            return self.unit
        value, size = int(self.section[0]), 1
        while value and value % (size * 10) == 0:
            size *= 10
        return size

    def _decimals(self) -> bool:
        end = self.at + 1
        while end < len(self.text) and self.text[end] in _DIGITS and end - self.at < 7:
            end += 1
        if end == self.at + 1 or self.arabic or self.at == self.start:
            return False
        self._close_number()
        digits = "".join(str(_DIGITS[c]) for c in self.text[self.at + 1 : end])
        value = self.section[0] + Decimal("0." + digits)
        self.section = [Decimal(0), Decimal(0)]
        self.number = [value, value]
        self.arabic = True
        self.at = end
        return True

    def _finish(self) -> bool:
        """Place a trailing digit: 三万五 is 35000, 一百零五 is 105."""
        if self.number is not None:
            size = 1 if self.zero or self.unit < 10 else self.unit // 10
            if self.number[0] >= 10:
                size = 1
            self.section = [s + n * size for s, n in zip(self.section, self.number, strict=True)]
            self.number = None
        return bool(self.done[1] or self.section[1] or self.text[self.at - 1] in "0零")


@lru_cache(maxsize=64)
def read_number(text: str, start: int) -> Number | None:
    """The longest number that starts at *start*, None when there is none; sums and counts both ask."""
    return _Reader(text, start).read()
