"""One plain spelling for every text, with the way back to the characters that were written.

Full-width letters and digits become half-width, traditional characters simplified, invisible characters
vanish, and so do spaces that tear a Chinese word apart (报 价). Everything else keeps its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
_SLOW = re.compile(f"[ {_INVISIBLE}]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[万亿](?:元|块|[，,。 ]|$))")
_KEPT_WIDE = "，！？；"
_PAIRS = {
    "\u3000": " ",
    "\u00a0": " ",
    "\t": " ",
    "￥": "¥",
    "〜": "~",
    "∼": "~",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "−": "-",
    "﹣": "-",
    "〇": "零",
    "°": "°",
}


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised text. ``offsets[i]`` is where character *i* stands in ``raw``; None means the same place."""

    raw: str
    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of ``raw`` that the range of ``text`` came from."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1

    def original(self, start: int, end: int) -> str:
        """What was really written there."""
        first, last = self.span(start, end)
        return self.raw[first:last]


@cache
def _table() -> tuple[dict[int, str], re.Pattern[str]]:
    """Every one-to-one replacement, and what finds a character to replace: most texts hold none.

    No replacement is itself replaced, so twice changes nothing.
    """
    lines = resources.files("nlp").joinpath("data/traditional.txt").read_text("utf-8").splitlines()
    pairs = dict(zip(lines[1], lines[2], strict=True))
    for wide in range(0xFF01, 0xFF5F):
        if chr(wide) not in _KEPT_WIDE:
            pairs[chr(wide)] = chr(wide - 0xFEE0)
    pairs.update(_PAIRS)
    pairs.update((chr(half), "\ufffd") for half in range(0xD800, 0xE000))
    for key, value in pairs.items():
        while value in pairs and pairs[value] != value:
            value = pairs[value]
        pairs[key] = value
    found = {ord(key): value for key, value in pairs.items() if key != value}
    return found, re.compile(f"[{''.join(re.escape(chr(code)) for code in found)}]")


def _torn(text: str) -> set[int]:
    """Positions of spaces between Chinese characters of which one side is a lone one, not the unit of a number."""
    found: set[int] = set()
    previous: re.Match[str] | None = None
    for run in _HAN_RUN.finditer(text):
        if previous is not None:
            gap = text[previous.end() : run.start()]
            counted = text[max(0, previous.start() - 1) : previous.start()].isalnum()
            lone = (len(previous[0]) == 1 and not counted) or len(run[0]) == 1
            if lone and gap and not gap.strip(" "):
                found.update(range(previous.end(), run.start()))
        previous = run
    return found


def normalize(raw: str) -> Normal:
    """The plain spelling of *raw*; normalising the result again changes nothing."""
    table, concerned = _table()
    text = raw.translate(table) if concerned.search(raw) is not None else raw
    text = text.replace("甚么", "什么")
    if _SLOW.search(text) is None:
        return Normal(raw, text)
    visible = [i for i, char in enumerate(text) if char not in _INVISIBLE]
    shown = "".join(text[i] for i in visible)
    torn = _torn(shown) | {m.start() for m in _BEFORE_UNIT.finditer(shown)}
    kept = [i for i in range(len(shown)) if i not in torn]
    if len(kept) == len(raw):
        return Normal(raw, text)
    return Normal(raw, "".join(shown[i] for i in kept), tuple(visible[i] for i in kept))
