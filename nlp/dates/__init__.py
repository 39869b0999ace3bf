"""Times named in Chinese chat: 下下周三下午三点半, 月底前, 国庆后上班第一天, 十点到十一点半.

``times`` is the door. Everything is computed in the zone of ``now`` (business time); no clock is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from nlp.dates import days
from nlp.dates.grammar import expression_at
from nlp.dates.numerals import fold
from nlp.dates.spans import Reading
from nlp.dates.written import impossible_at
from nlp.lazy import lazy, sifted
from nlp.model import TimeRef

__all__ = ["times"]

_CN: Final = "零〇一二两俩仨三四五六七八九十半"
_START: Final = sifted(
    r"(?<![\d.A-Za-z])\d|(?<=年)\d|["
    + _CN
    + r"](?=\s?[-~到至]?\s?["
    + _CN
    + r"\d百来多几]{0,8}\s?(?:[年月日号点时周天分秒刻个小礼星季钟千三]|工作日))"
    r"|[今明昨][天日早晚晨年夜午儿后明]|后[天日年儿]|前[天日年儿半]|大[大前后年]|当[天日晚年月]|次日|本[日周月年季星]"
    r"|[上下这](?=[上下]{0,3}(?:个|一)?[周星礼月季半年一])|周[一二三四五六日天末内1-7]|星期|礼拜|月[底初末中]|年[底初末前后中三]|季度?[末初底]|节[前后]|节之|节以|假期?[前后结之以回]|收假|放假|[放休过收]完[长小这个]{0,2}[假节年]|过年|来年|去年"
    r"|第[一二三四1-4]季|[首正]月|[Qq][1-4]|凌晨|早[上晨间]|早(?=\d|[一五六七八九十])|一早|大早|清[晨早明]|上午|中午|正午|晌午|下午|午[后饭间前夜休]|中饭|早饭|傍晚|晚[上间饭]|晚(?=\d|[五六七八九十])|夜[里间]|半夜|深夜"
    r"|下班|收工|EOD|COB|eod|现在|此刻|目前|right now|元[旦宵]|新年|情人节|国[庆际]|妇女节|三八|三一五|女神节|植树节|消费者权益|愚人节|劳动节|五[一四]|青年节|护士节|[母父]亲节|儿童节|六一|端午|七[一夕]|八一|建[党军]节|中[元秋]|教师节|双[十1]"
    r"|十一|重阳|程序员节|万圣|光棍节|感恩节|黑五|平安夜|圣诞|跨年|腊八|小年|正月|大年|初(?=[二三四五六七八九十]{1,2}(?:开工|上班|开始|复工))|明后|今明|除夕|春节|农历|(?i:(?<![A-Za-z])(?:today|tomorrow|tmrw?|tonight|yesterday|next|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?<![A-Za-z])(?:mon|tues?|wed|thurs?|fri|sat|sun)(?![A-Za-z]))"
)
_HABIT: Final = lazy(r"(?:每个?|每逢|逢|平时|平常|一般|通常|经常|向来|一直|都是|天天)[^，。,！？!?;；]{0,4}$")
_PAST: Final = lazy(
    r"(?:已经|刚刚?|早就|就[^，。,]{0,4}了|[^不没会把要就肯定争取一准能再先]{0,6}(?:过了|[签付打发寄交给收到看送买定订完]了(?![吗没么]|没)))"
)
_IMPOSSIBLE: Final = lazy(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,3}月\s{0,3}(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,3}[日号]|\d{1,2}:\d{2}"
)
_QUOTE_TAIL: Final = lazy(r"(?:\d{5,}|\d{1,9}(?:\.\d{1,4})?\s{0,3}(?:万|千|块|元|%|折|w|k|W|K))")
_CLAUSE: Final = lazy(r"[。！？!?\n;；]")


#: Beyond this many characters equal surroundings are read once; no expression reaches further than these.
_LONG: Final = 1000
_BEHIND: Final = 12
_AHEAD: Final = 80


def times(text: str, now: datetime) -> tuple[TimeRef, ...]:
    """Every time named in *text*, in order, resolved against *now* and carrying its zone.

    Impossible dates (2月30日) are left out. A bare weekday or month-day is the coming one; a time of day
    without a day belongs to the day named before it in the sentence, else to the next moment that fits.
    """
    folded, local = fold(text), now.replace(tzinfo=None)
    found: list[TimeRef] = []
    position, anchor = 0, local
    known: dict[str, tuple[int, Reading | None]] | None = {} if len(folded) > _LONG else None
    while start := _START.search(folded, position):
        if (never := impossible_at(folded, start.start())) is not None:
            position = never
            continue
        reading = (
            None
            if _QUOTE_TAIL.match(folded, start.start())
            else _expression(folded, start.start(), local, known)
        )
        if reading is None:
            position = _refused(folded, start)
            continue
        if reading.start < position:
            reading = replace(reading, start=start.start())
        if found and _CLAUSE.search(folded, found[-1].end, reading.start):
            anchor = local
        reading = _anchored(folded, reading, local, anchor)
        if reading.kind in {"day", "daypart"} and reading.lo is not None and reading.lo > local:
            anchor = reading.lo
        found.append(_reference(text, folded, reading, now))
        position = max(reading.stop, start.start() + 1)
    return tuple(found)


def _expression(
    folded: str, at: int, local: datetime, known: dict[str, tuple[int, Reading | None]] | None
) -> Reading | None:
    """The expression at *at*; in a long text what stands in the same surroundings is worked out once."""
    if known is None:
        return expression_at(folded, at, local)
    around = folded[max(0, at - _BEHIND) : at + _AHEAD]
    if around not in known:
        known[around] = (at, expression_at(folded, at, local))
    first, reading = known[around]
    if reading is None or first == at:
        return reading
    return replace(reading, start=reading.start + at - first, stop=reading.stop + at - first)


def _refused(folded: str, start: re.Match[str]) -> int:
    """Where to go on after *start* opened nothing: past an impossible date or the whole number."""
    impossible = _IMPOSSIBLE.match(folded, start.start())
    if impossible:
        return impossible.end()
    digits = re.compile(r"\d+").match(folded, start.start())
    return digits.end() if digits else start.start() + 1


def _anchored(folded: str, reading: Reading, local: datetime, anchor: datetime) -> Reading:
    """A bare time of day moved to the day named before it in the sentence."""
    if (
        anchor is local
        or reading.kind not in {"instant", "daypart", "range", "before"}
        or reading.grain not in {"minute", "daypart"}
    ):
        return reading
    if days.day_at(folded, reading.start, local) or folded[reading.start : reading.start + 2] in {
        "现在",
        "目前",
        "此刻",
    }:
        return reading
    moved = expression_at(folded, reading.start, anchor.replace(hour=0, minute=0))
    return (
        moved
        if moved
        and moved.kind == reading.kind
        and moved.stop == reading.stop
        and not _moves_with_now(folded, reading)
        else reading
    )


def _moves_with_now(folded: str, reading: Reading) -> bool:
    """Whether the expression counts from the moment of speech (半小时后)."""
    return re.search(r"小时|分钟|钟头|刻钟|秒|下班|EOD", folded[reading.start : reading.stop]) is not None


def _reference(text: str, folded: str, reading: Reading, now: datetime) -> TimeRef:
    zone = now.tzinfo
    start_at = reading.lo.replace(tzinfo=zone) if reading.lo else None
    end_at = reading.hi.replace(tzinfo=zone) if reading.hi else None
    stop = len(text[: reading.stop].rstrip())
    over = (end_at or start_at) if reading.kind != "after" else None
    tail = re.split(r"[，。,！？!?\n;；]", folded[stop : stop + 16])[0]
    return TimeRef(
        kind=reading.kind, start_at=start_at, end_at=end_at, duration=reading.length, grain=reading.grain,
        start=reading.start, end=stop, text=text[reading.start : stop], deadline=reading.deadline,
        past=bool(over and over <= now and text[reading.start : stop] not in {"现在", "目前", "此刻"})
        or (reading.kind not in {"duration", "before", "after"} and _PAST.match(tail) is not None),
        habitual=_HABIT.search(folded, max(0, reading.start - 8), reading.start) is not None,
    )  # fmt: skip
