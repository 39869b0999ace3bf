"""The clauses of a message with the times in them, and the weightiest act of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from nlp.lazy import lazy
from nlp.model import TimeRef
from nlp.promises import acts

_CLAUSES: Final = lazy(r"[^，,。；;！!？?\n]+[？?]?")
_SPACED: Final = lazy(r"(?<=[\u4e00-\u9fa5A-Za-z0-9])\s+(?=[\u4e00-\u9fa5])")
LABELS: Final = lazy(
    r"^(?:嗯呐?|好的?|行|收到|ok|okok|可以|那个|那|哦|啊|对|没问题|放心|您好|你好|亲|老师|抱歉|很抱歉|不好意思|这样|太晚了不打扰|买单|是的|明白|了解)+[，,\s:：]*",
    re.I,
)
#: A definite deed of the speaker's own side on a coming day, whatever the verb.
_OWN_DEED: Final = lazy(
    r"^(?:(?:那|那么|就|好|行|这样|所以|然后|到时候?)*)(?:我|俺|我们|咱们?|我这边|我们这边|我司|我方|我老公|我老婆|我爱人|我先生|我太太|我同事|我们老板|师傅|司机|同事|技术|工程师|工人|施工队|安装队|设计师|老师|顾问|客服|会计|财务|助理|货车|车子)"
)
#: A deed without a subject: what gets finished (今天量完尺) or reaches the other side (晚上加您).
_BARE_DEED: Final = lazy(
    r"^(?:就|先|再|会|一定|肯定)*(?!我|您|你|他|她|它)[\u4e00-\u9fa5]{1,2}(?:(?:完|好|掉|齐|清)(?!了)[^了的吗]{0,8}|(?:您|你)(?:们)?(?:[哈啊哦吧]|[\u4e00-\u9fa5]{0,3}))$"
)
_STATIVE: Final = lazy(
    r"(?:我|俺|我们|咱们?|这边|司|方|师傅|司机|同事|技术|工程师|老公|老婆|先生|太太|爱人|老板)?(?:也|都|还|就|一般|基本|应该|正好|刚好|全天|一天|一直|会|要)*(?:有(?:空|事|时间|课|会|约|个会|安排)?|是|在|没|不|休息?|上班|值班|轮休|出差|开会|考试|忙|放假|方便|想|觉得|以为|知道|记得|生日|过生日|请假|带娃|上课|加班|旅游|回老家|手术|住院|搬家|得|需要|结婚|毕业|再|可以|能|才|开学|体检|年会|比较|挺|很|太|最)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between punctuation marks with the times named in it."""

    text: str
    start: int
    end: int
    refs: tuple[TimeRef, ...]


def clauses(folded: str, refs: Sequence[TimeRef]) -> list[Clause]:
    """The parts between punctuation marks, or between blanks that stand for them."""
    found: list[Clause] = []
    for match in _CLAUSES.finditer(folded):
        cuts = (
            [match.start()]
            + [
                m.start()
                for m in _SPACED.finditer(folded, match.start(), match.end())
                if _may_cut(folded, m, refs)
            ]
            + [match.end()]
        )
        for start, end in pairwise(cuts):
            part = folded[start:end]
            inner = tuple(r for r in refs if start <= r.start and r.end <= end)
            found.append(Clause(part, start, end, inner))
    return found


def _may_cut(folded: str, space: re.Match[str], refs: Sequence[TimeRef]) -> bool:
    """Whether a blank stands for punctuation: long enough words around it and no time across it."""
    return (
        not any(r.start <= space.start() < r.end for r in refs)
        and re.search(r"[A-Za-z0-9]$", folded[: space.start()]) is None
    )


def act_of(clause: Clause) -> tuple[str, int, int] | None:
    """The weightiest act of a clause: kind and where its words begin and end in the clause."""
    best: tuple[int, int, str, int, int] | None = None
    for kind, weight, pattern in acts.ACTS:
        for match in pattern.finditer(clause.text):
            ranked = (weight, match.end(), kind, match.start(), match.end())
            if best is None or ranked[:2] > best[:2]:
                best = ranked
    if best:
        return best[2], best[3], best[4]
    return _own_deed(clause)


def _own_deed(clause: Clause) -> tuple[str, int, int] | None:
    """The deed of a clause such as 我明天去银行办手续: own people, a coming day, and a verb that is no state."""
    body = clause.text
    for ref in clause.refs:
        at = ref.start - clause.start
        body = body[:at] + "\0" * (ref.end - ref.start) + body[at + ref.end - ref.start :]
    plain = re.sub(r"[\0\s]+", "", LABELS.sub("", body.replace("\0", "")))
    coming = any(not r.past and not r.habitual and r.kind != "duration" for r in clause.refs)
    own = _OWN_DEED.match(plain)
    if coming and not own and _BARE_DEED.match(plain) and not _STATIVE.match(plain):
        return "other", 0, len(clause.text)
    if (
        not own
        or not coming
        or len(plain) - own.end() < 2
        or _STATIVE.match(plain[own.end() :])
        or _STATIVE.match(plain)
    ):
        return None
    return "other", 0, len(clause.text)
