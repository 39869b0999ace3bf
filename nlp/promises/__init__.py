"""What somebody promised in a message, and until when.

A promise is a definite act of the speaker's own side that the other may wait for. Reported speech,
conditions, denials, questions, requests, the past, habits, polite formulas and policy promise nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from nlp.dates import times
from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import Promise, Side
from nlp.promises import acts, speech
from nlp.promises.binding import VAGUE, committed, empty
from nlp.promises.clauses import Clause, clauses
from nlp.promises.deeds import act_of
from nlp.promises.due import NONE, Due, arrival, named_due, same_day
from nlp.promises.phrase import merged, promise_of
from nlp.promises.recap import RECAP, recap

__all__ = ["promises"]

_DOERS: Final = lazy(r"我|俺|咱|[甲乙]方|师傅|司机|同事|技术|工程师")
_DATED: Final = lazy(r"[今明后]|周|星期|礼拜|[号点月底内前晚早]")
_MENDED: Final = {"法": "发", "宽": "款", "但": "单", "帐": "账", "平": "品", "通": "同"}
_SLIPS: Final = lazy(
    r"法(?=(?:给)?[您你])|(?<=[打付汇回退])宽|(?<=报价)但(?=我|[今明后上下周]|发|马上)|(?<=[转对到])帐|(?<=样)平(?=[寄发])|(?<=合)通(?=[寄发签])"
)
_ASKED_BACK: Final = lazy(
    r"(?:行|成|可以|好|方便|合适|妥|ok)(?:吗|么|不|吧[?？]|否)|(?<![给让请发带陪接领等送])您看(?!看)|你看(?:行|成|怎|可)|如何[?？]?$|怎么样[?？]?$|好不好|可不可以|需要我|要不要(?:我|给)?|用不用",
    re.I,
)


def promises(text: str, *, side: Side, now: datetime) -> tuple[Promise, ...]:
    """The promises in one message of *side*; ``due`` is aware in the zone of *now*."""
    if len(text) > 2000 or side is Side.UNKNOWN:
        return ()
    folded = _mended(fold(text))
    if (
        not _DOERS.search(folded)
        and not _DATED.search(folded)
        and not any(pattern.search(folded) for _, _, pattern in acts.ACTS)
    ):
        return ()
    if acts.IRONY.search(folded) or speech.forwarded(folded):
        return ()
    parts = clauses(folded, times(text, now))
    if RECAP.search(folded):
        return recap(text, parts, side)
    return _own(text, folded, speech.reported(folded, parts), side, now)


def _mended(text: str) -> str:
    """Slips of the pinyin keyboard in the words that carry a promise (法你, 打宽, 转帐), length kept."""
    return _SLIPS.sub(lambda m: _MENDED[m[0]], text)


def _own(text: str, folded: str, parts: list[Clause], side: Side, now: datetime) -> tuple[Promise, ...]:
    found: list[Promise] = []
    carried = NONE
    if _closed(folded, parts):
        return ()
    for clause in parts:
        due = named_due(clause)
        if due.at is None:
            due = arrival(clause, now)
        act = act_of(clause, side)
        if act is None or empty(clause, side):
            if due.at is not None and not _spent(clause):
                if found and act is None and found[-1].has_clock and _only_day(clause):
                    found[-1] = _redated(found[-1], due)
                elif found and act is None and found[-1].due is None and _only_day(clause):
                    found[-1] = replace(found[-1], due=due.at, due_kind=due.kind, has_clock=due.clock)
                carried = due
            continue
        if (
            due.at is None
            and carried.at is not None
            and (same_day(clause.text) or not VAGUE.search(clause.text))
        ):
            due = carried
        if due.at is None and not committed(clause, folded):
            continue
        found.append(promise_of(text, clause, due, side, act))
        carried = due if due.at is not None else carried
    return tuple(merged(found))


def _only_day(clause: Clause) -> bool:
    """Whether a clause names a day and nothing else (就明天, 定在周五)."""
    bare = clause.text
    for ref in clause.refs:
        bare = bare.replace(fold(ref.text), "", 1)
    return re.fullmatch(r"[\s就是定在那天的吧哈啊呢了哦从起开始]*", bare) is not None


def _redated(promise: Promise, due: Due) -> Promise:
    if promise.due is None or due.at is None:
        return promise
    moved = due.at.replace(hour=promise.due.hour, minute=promise.due.minute)
    if moved.hour > 18 and moved.hour - 12 >= 7 and not re.search(r"晚|夜", promise.what):
        moved = moved.replace(hour=moved.hour - 12)
    return replace(promise, due=moved)


def _closed(folded: str, parts: list[Clause]) -> bool:
    """Whether the whole message is no promise: a question at its end, or a condition."""
    last = parts[-1].text if parts else ""
    if _ASKED_BACK.search(last) and len(parts) <= 4:
        return True
    return acts.CONDITION.search(folded) is not None and not re.search(r"顺利的话|没意外的话|快的话", folded)


def _spent(clause: Clause) -> bool:
    """Whether the time of a clause that promises nothing belongs to something denied or over."""
    return all(r.past for r in clause.refs) or (
        acts.DENIED.search(clause.text) is not None and not clause.text.startswith("不是")
    )
