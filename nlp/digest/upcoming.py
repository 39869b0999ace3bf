"""When the next step of a chat is due: the last thing promised, agreed or asked for by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from nlp.dates import times
from nlp.digest.reading import LONGEST, Said
from nlp.lazy import lazy
from nlp.model import TimeRef
from nlp.promises import promises

_ONE_DAY: Final = timedelta(days=1)
_DENIED: Final = lazy(r"不行|没空|来不了|改不了|不是|不方便|没时间|赶不上|来不及|约不了|满了")
_DEMANDED: Final = lazy(
    r"给(?:我|个)|发(?:我|来|过来|给我)|回(?:我|个)|约|见|看房|过去|过来|上门|来(?:一趟|拿|取|签|量|装|试|看|送)|去(?:你们|你那|店|现场|看|签|试)|签|打款|付|安排|送(?:到|货|来)|演示|试|体验|开会|会议|上会|审|到(?:货|店)|装|量|取|寄|交|答复|通知"
)
_PUT_OFF: Final = lazy(r"再(?:说|看|议|联系|考虑|聊|定)|年后|过完年|节后|开春")
#: 月底前得定: until when all has to be done, later than what comes next.
_LIMIT: Final = lazy(
    r"前[^，,]{0,3}(?:得|要|必须|必需|一定)(?:要|能)?(?:到(?:货|库|厂|仓|岸|场)?|交(?:货|付)?|收到|送到|发(?:货|到)?|完成|进场|出(?:报告|证|货))(?=$|[，,。 ！了])|最晚[^，,]{0,8}(?:到|交|送|发|收)(?:货|到)?(?=$|[，,。 ！])|前[^，,]{0,3}(?:得|要|必须|必需)(?:能)?(?:定下?来?|用|完|弄完|做完|完工|开业|开张|上线|投产)(?=$|[，,。！了])"
)
_MARKS: Final = "，,。；;！!？? "
#: 7月10号再联系: put off to a day that is named.
_ON_A_DAY: Final = lazy(
    r"(?:\d[号日]|周[一二三四五六日天]|星期[一二三四五六日天]|礼拜[一二三四五六日天]|[明后]天|[上下]午|\d点)再(?:联系|聊|说|看|约|定|谈)"
)
_NOW: Final = lazy(r"^(?:现在|目前|当前|眼下|这会儿?|今年|最近)$")
_DAY: Final = lazy(r"天|[明后]|周|星期|礼拜|[号日月]|今|节")
STANDING_TERM: Final = lazy(
    r"别忘|保质期|有效期|质保|到期|上(?:次|周|个月)|去年|之前(?:就)?(?:用|买|说)|开业|结婚|婚期|入学|上小学|高考|中考|考试|搬|投产|活动(?:是|在)|办(?:婚礼|年会|活动)|生日|交房|上线|要用|开展|上架|尽快"
)


def next_when(said: Sequence[Said], now: datetime) -> tuple[datetime | None, bool]:
    """The moment and whether a clock time was said; (None, False) when no day is named."""
    best: tuple[float, int] | None = None
    picked: TimeRef | None = None
    every: list[TimeRef] = []
    for one in said:
        refs = [r for r in times(one.turn.text[:LONGEST], now) if appoints(r, one.text, now)]
        every += refs
        if not refs:
            continue
        score = _weight(said, one, now) + one.at / (len(said) or 1)
        if best is None or score >= best[0]:
            best, picked = (score, one.at), _main(refs)
    if picked is None:
        return _owed(said, now)
    return _moment(_dated(picked, every), every)


def _dated(ref: TimeRef, every: Sequence[TimeRef]) -> TimeRef:
    """A bare clock time belongs to the day named just before it (明天晚上 … 七点半)."""
    if ref.grain != "minute" or ref.start_at is None or _DAY.search(ref.text):
        return ref
    before = next(
        (r for r in reversed(every[: every.index(ref)]) if r.start_at and _DAY.search(r.text)), None
    )
    if before is None or before.start_at is None or before.start_at.date() <= ref.start_at.date():
        return ref
    return replace(ref, start_at=datetime.combine(before.start_at.date(), ref.start_at.timetz()), end_at=None)


def _weight(said: Sequence[Said], one: Said, now: datetime) -> float:
    """How sure the named day is a step of this deal: promised, accepted, demanded, merely named."""
    if STANDING_TERM.search(one.text):
        return 0.0
    if one.own and _LIMIT.search(one.text):
        return 1.0
    if any(p.due for p in promises(one.turn.text, side=one.turn.side, now=now)):
        return 3.0
    after = next((s for s in said[one.at + 1 :] if s.own is not one.own), None)
    refused = after is not None and _DENIED.search(after.text) is not None
    if refused:
        return 0.2
    if _DEMANDED.search(one.text):
        return 3.0 if after is not None else 2.4
    return 1.6


def _main(refs: Sequence[TimeRef]) -> TimeRef:
    """The last time of a turn; a clock time before a bare day."""
    clocked = [r for r in refs if r.grain == "minute"]
    return (clocked or list(refs))[-1]


def _moment(ref: TimeRef, every: Sequence[TimeRef]) -> tuple[datetime | None, bool]:
    clocked = next((r for r in reversed(every) if r.grain == "minute" and _day(r) == _day(ref)), ref)
    if (
        clocked.kind == "range"
        and clocked.end_at
        and clocked.start_at
        and clocked.end_at - clocked.start_at > _ONE_DAY
    ):
        return clocked.end_at - timedelta(minutes=1), False
    if clocked.kind == "before" and clocked.end_at and clocked.grain != "minute":
        return clocked.end_at - timedelta(minutes=1), False
    return clocked.start_at or clocked.end_at, clocked.grain == "minute"


def _owed(said: Sequence[Said], now: datetime) -> tuple[datetime | None, bool]:
    for one in (s for s in reversed(said) if not _PUT_OFF.search(s.text)):
        for promise in promises(one.turn.text, side=one.turn.side, now=now):
            if promise.due:
                return promise.due, promise.has_clock
    return None, False


def _day(ref: TimeRef) -> date | None:
    at = ref.start_at or ref.end_at
    return at.date() if at else None


def appoints(ref: TimeRef, text: str, now: datetime) -> bool:
    """Whether *ref* is a day to come on which something of the deal may happen."""
    if ref.past or ref.habitual or ref.kind not in {"instant", "day", "daypart", "before", "range", "end"}:
        return False
    if _NOW.search(text[ref.start : ref.end]):
        return False
    if ref.kind in {"range", "before", "end"} and ref.grain in {"month", "quarter", "year"}:
        return False
    at = ref.end_at or ref.start_at
    if at is None or at < now - timedelta(hours=12):
        return False
    clause = _clause(text, ref)
    if _PUT_OFF.search(clause) and not _ON_A_DAY.search(clause):
        return False
    return _DENIED.search(clause) is None and (clause != text.strip() or _DENIED.search(text) is None)


def _clause(text: str, ref: TimeRef) -> str:
    """The clause of *text* in which a time stands."""
    start = max((text.rfind(mark, 0, ref.start) for mark in _MARKS), default=-1) + 1
    ends = [at for mark in _MARKS if (at := text.find(mark, ref.end)) >= 0]
    return text[start : min(ends, default=len(text))]


__all__ = ["STANDING_TERM", "appoints", "next_when"]
