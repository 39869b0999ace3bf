"""What somebody promised in a message, and until when.

A promise is a definite act of the speaker's own side that the other may wait for. Reported speech,
conditions, denials, questions, requests, the past, habits, polite formulas and policy promise nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from nlp.dates import times
from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import Promise, Side, TimeRef
from nlp.promises import acts
from nlp.promises.due import NONE, Due, due_of, same_day

__all__ = ["promises"]

_CLAUSES: Final = lazy(r"[^，,。；;！!？?\n]+[？?]?")
_SPACED: Final = lazy(r"(?<=[\u4e00-\u9fa5A-Za-z0-9])\s+(?=[\u4e00-\u9fa5])")
_RECAP: Final = lazy(r"刚才(?:说好|定|商量|会上|聊)|说好(?:的)?了?[:：]|会上定的|复盘一下|纪要|咱们?(?:定|说)好|(?:总结|汇总|确认|同步|对)一下[^，,]{0,8}[:：—-]|甲方.{0,30}乙方|乙方.{0,30}甲方|约定如下|达成(?:一致|共识)|分工[:：]|行动项|待办[:：]")
_CUSTOMER: Final = lazy(r"^[\s—\-:：\d.、]*(?:您|你|贵司|贵方|甲方|你们|您这边|您那边|客户|你这边|你那边)")
_REP: Final = lazy(r"^[\s—\-:：\d.、]*(?:我司|我方|乙方|我们|我这边|咱们这边|我)")
_WE: Final = lazy(r"我|俺|咱|本人|人家这就|我司|我方")
_OWN_PEOPLE: Final = lazy(r"(?:让|叫|派|安排|喊|请|催)(?:我们?|公司)?(?:的)?(?:会计|财务|师傅|司机|同事|技术|工程师|助理|仓库|厂里|工厂|物流|法务|设计师?|老师|安装|售后|前台|出纳|人)|^(?:师傅|司机|设计师|工程师|安装师傅|技术|同事)")
_THIRD: Final = lazy(r"^(?:他|她|他们|老板|领导|总部|厂家|工厂|对方|银行|快递|物流|中介|政府|学校|市场|天气|气象|股市|孩子|娃|老公|老婆)(?!的)")
_VAGUE: Final = lazy(r"马上|立马|立刻|这就|现在|尽快|晚点|晚些(?:时候)?|待会儿?|等会儿?|一会儿?|回头|这两天|过两天|过几天|随后|稍后|等下|等我一下|到家|空了|下课|下班就|忙完|开完会|审完|弄完|出来就|好了就|完就|第一时间|随时|即刻|等我|争取|尽量|肯定|一定|保证|必须|放心|包我身上")
_INTENT: Final = lazy(r"会|来|去|把|给(?:您|你)|帮(?:您|你)|替(?:您|你)|就(?!是|行|好|可以|够)|再|先|安排|马上")
_LABELS: Final = lazy(r"^(?:嗯呐?|好的?|行|收到|ok|okok|可以|那个|那|哦|啊|对|没问题|放心|您好|你好|亲|老师|抱歉|很抱歉|不好意思|这样|太晚了不打扰|买单|是的|明白|了解)+[，,\s:：]*", re.I)
_AGENT: Final = lazy(r"我|俺|咱|给|帮|替|把|为(?:您|你)")
_HANGS: Final = lazy(r"(?:收到|等|看|待)?(?:您|你|贵司|贵方|你们|您们)[^，,]{0,2}(?:那边|这边)?(?:的)?[^，,我给您]{1,8}(?:后|之后|以后|就|即|了我)(?!天)")
_OVER: Final = lazy(r"已经?|刚刚?(?!好)|早就|过了|昨[天晚]|前天")
_ASKED_BACK: Final = lazy(r"(?:行|成|可以|好|方便|合适|妥|ok)(?:吗|么|不|吧[?？]|否)|您看|你看(?:行|成|怎|可)|如何[?？]?$|怎么样[?？]?$|好不好|可不可以|需要我|要不要(?:我|给)?|用不用", re.I)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch between punctuation marks with the times named in it."""

    text: str
    start: int
    end: int
    refs: tuple[TimeRef, ...]


def promises(text: str, *, side: Side, now: datetime) -> tuple[Promise, ...]:
    """The promises in one message of *side*; ``due`` is aware in the zone of *now*."""
    if len(text) > 2000 or side is Side.UNKNOWN:
        return ()
    folded = fold(text)
    if not any(pattern.search(folded) for _, _, pattern in acts.ACTS):
        return ()
    if acts.IRONY.search(folded) or re.match(r"^\s*(?:转自|转发|转[:：]|【转】|引用)", folded):
        return ()
    clauses = _clauses(folded, times(text, now))
    if _RECAP.search(folded):
        return _recap(text, clauses, side)
    return _own(text, folded, clauses, side)


def _clauses(folded: str, refs: Sequence[TimeRef]) -> list[_Clause]:
    found: list[_Clause] = []
    for match in _CLAUSES.finditer(folded):
        cuts = [match.start()] + [m.start() for m in _SPACED.finditer(folded, match.start(), match.end()) if _may_cut(folded, m, refs)] + [match.end()]
        for start, end in pairwise(cuts):
            part = folded[start:end]
            inner = tuple(r for r in refs if start <= r.start and r.end <= end)
            found.append(_Clause(part, start, end, inner))
    return found


def _may_cut(folded: str, space: re.Match[str], refs: Sequence[TimeRef]) -> bool:
    """Whether a blank stands for punctuation: long enough words around it and no time across it."""
    return not any(r.start <= space.start() < r.end for r in refs) and re.search(r"[A-Za-z0-9]$", folded[: space.start()]) is None


def _own(text: str, folded: str, clauses: list[_Clause], side: Side) -> tuple[Promise, ...]:
    found: list[Promise] = []
    carried = NONE
    if _closed(folded, clauses):
        return ()
    for clause in clauses:
        due = _due(clause)
        act = _act(clause)
        if act is None or _empty(clause, folded):
            if due.at is not None and not _spent(clause):
                carried = due
            continue
        if due.at is None and carried.at is not None and (same_day(clause.text) or not _VAGUE.search(clause.text)):
            due = carried
        if due.at is None and not _committed(clause, folded):
            continue
        found.append(_promise(text, clause, due, side, act))
        carried = due if due.at is not None else carried
    return tuple(_merged(found))


def _closed(folded: str, clauses: list[_Clause]) -> bool:
    """Whether the whole message is no promise: a question at its end, a condition, somebody's words."""
    if acts.REPORTED.search(folded) and not re.search(r"(?:我|俺)(?:跟|和|问|找)[^，,]{0,6}(?:说|讲|问)", folded):
        return True
    last = clauses[-1].text if clauses else ""
    if _ASKED_BACK.search(last) and len(clauses) <= 4:
        return True
    return acts.CONDITION.search(folded) is not None and not re.search(r"顺利的话|没意外的话|快的话", folded)


def _spent(clause: _Clause) -> bool:
    """Whether the time of a clause that promises nothing belongs to something denied or over."""
    return all(r.past for r in clause.refs) or (acts.DENIED.search(clause.text) is not None and not clause.text.startswith("不是"))


def _due(clause: _Clause) -> Due:
    usable = [r for r in clause.refs if _dates(clause, r)]
    if not usable:
        return NONE
    kept = [r for r in usable if not _denied_time(clause, r)]
    return due_of((kept or usable)[-1]) if kept else NONE


def _dates(clause: _Clause, ref: TimeRef) -> bool:
    """Whether *ref* dates the act, and is not a habit, a length, the present, or part of a noun (上月的账)."""
    tail = clause.text[ref.end - clause.start :]
    if ref.habitual or ref.kind == "duration" or ref.text in {"现在", "目前", "此刻"}:
        return False
    return not (re.match(r"的|那批|那份|那个|那次|那笔", tail) and (ref.past or re.match(r"(?:的|那\w)[^，,]{1,8}(?:发|寄|付|打|给|签)", tail)))


def _denied_time(clause: _Clause, ref: TimeRef) -> bool:
    head = clause.text[: ref.start - clause.start]
    return re.search(r"(?:不是|不用等到?|不必等到?|而不是)\s*$", head) is not None


def _act(clause: _Clause) -> tuple[str, int, int] | None:
    """The weightiest act of a clause: kind and where its words begin and end in the clause."""
    best: tuple[int, int, str, int, int] | None = None
    for kind, weight, pattern in acts.ACTS:
        for match in pattern.finditer(clause.text):
            ranked = (weight, match.end(), kind, match.start(), match.end())
            if best is None or ranked[:2] > best[:2]:
                best = ranked
    return (best[2], best[3], best[4]) if best else None


def _empty(clause: _Clause, folded: str) -> bool:
    """Whether the clause, act or not, commits nobody."""
    said = _LABELS.sub("", clause.text.strip())
    body = said
    for ref in clause.refs:
        body = body.replace(fold(ref.text), "", 1)
    if not body.strip() or acts.FORMULA.search(said) or acts.QUESTION.search(clause.text):
        return True
    if _asks(body) or acts.POLICY.search(said) or (_THIRD.match(body.strip()) and not re.search(r"我(?:就|再|马上|立刻|会|这边)", body)):
        return True
    if _HANGS.search(body):
        return True
    if acts.DOUBT.search(body) or _is_denied(body):
        return True
    if clause.refs and all(r.past or r.habitual for r in clause.refs):
        return True
    ahead = any(not r.past for r in clause.refs)
    return (_OVER if ahead else acts.PAST).search(said) is not None and not re.search(r"就|再|后", said)


def _asks(body: str) -> bool:
    plain = body.strip().lstrip("那就先也在于，, ")
    if _WE.match(plain) or _OWN_PEOPLE.match(plain):
        return False
    if re.match(r"(?:给|帮|替|为)(?:您|你)|把(?:您|你)", plain):
        return False
    return acts.REQUEST.search(plain) is not None


def _is_denied(body: str) -> bool:
    return acts.DENIED.search(re.sub(r"没问题|不见不散|不好意思|不打扰|差不多|不出意外|不耽误|不会忘|不误|忘不了|少不了|跑不了|错不了|不超过|不晚于|不迟于|没收到|不含税|不动产", "", body)) is not None


def _committed(clause: _Clause, folded: str) -> bool:
    """Whether a clause without a date still binds: the speaker does it for the other, soon or surely."""
    said = clause.text
    return (_VAGUE.search(folded) is not None and _done_for(said)) or (_WE.search(said) is not None and _done_for(said) and not re.search(r"^(?:我们|我司|咱们)(?:都|一直|有|是|可以|能|支持)", said.strip()))


def _done_for(said: str) -> bool:
    return re.search(r"您|你|贵|群里|过去|过来|发|寄|付|转|打|签|定|去|到|回|找|问|拉|传|送|安排|处理|查|看|催|报|改|弄|做|算", said) is not None


def _recap(text: str, clauses: list[_Clause], side: Side) -> tuple[Promise, ...]:
    """Both sides owe in a recap; each clause names its owner."""
    found: list[Promise] = []
    owner = side
    for clause in clauses:
        body = re.sub(r"^.*?(?:[:：]|——|--)", "", clause.text) if re.search(r"[:：]|——|--", clause.text) else clause.text
        shift = len(clause.text) - len(body)
        if _CUSTOMER.match(body):
            owner = Side.CUSTOMER if side is Side.STAFF or re.match(r"\s*(?:客户|甲方)", body) else Side.STAFF
        elif _REP.match(body):
            owner = side if not re.match(r"\s*乙方", body) else Side.STAFF
        trimmed = _Clause(body, clause.start + shift, clause.end, clause.refs)
        act, due = _act(trimmed), _due(clause)
        if act and (due.at or _CUSTOMER.match(body) or _REP.match(body)) and not _is_denied(body) and not acts.QUESTION.search(body):
            found.append(_promise(text, trimmed, due, owner, act))
    return tuple(found)


def _promise(text: str, clause: _Clause, due: Due, side: Side, act: tuple[str, int, int]) -> Promise:
    start, end = _what(text, clause, due, act)
    return Promise(side, text[start:end], due.at, due.kind, due.clock, act[0], start, end)


def _what(text: str, clause: _Clause, due: Due, act: tuple[str, int, int]) -> tuple[int, int]:
    """The act with its object: what follows the time, or the clause without its greeting."""
    start, end = clause.start, clause.end
    label = _LABELS.match(text[start:end])
    if label and label.end() < end - start - 2:
        start += label.end()
    lead = [r for r in clause.refs if r.end <= clause.start + act[1] and r.kind != "duration"]
    if lead and end - lead[-1].end >= 3:
        start = max(start, lead[-1].end)
    while start < end and (text[start].isspace() or (text[start] in "，,、：:的我就一定肯定会" and end - start > 6)):
        if text[start] in "我" and end - start <= 8:
            break
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "哈哦啊呢吧。！!~"):
        end -= 1
    return start, end


def _merged(found: list[Promise]) -> list[Promise]:
    """Acts on the same day in neighbouring clauses are one promise, the last and most awaited."""
    merged: list[Promise] = []
    for promise in found:
        if merged and merged[-1].due is None and promise.due is not None and not re.search(r"[您你]", merged[-1].what):
            merged[-1] = promise
            continue
        if merged and merged[-1].kind == "other" and (merged[-1].due is None or not _AGENT.search(merged[-1].what)):
            merged[-1] = promise
            continue
        if merged and merged[-1].due == promise.due and merged[-1].due_kind == promise.due_kind:
            merged[-1] = promise
            continue
        merged.append(promise)
    return merged
