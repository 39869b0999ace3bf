"""What both sides owe when one of them sums up what was agreed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from nlp.lazy import lazy
from nlp.model import Promise, Side
from nlp.promises import acts
from nlp.promises.binding import is_denied
from nlp.promises.clauses import Clause
from nlp.promises.deeds import act_of
from nlp.promises.due import Due, named_due
from nlp.promises.phrase import promise_of

RECAP: Final = lazy(
    r"(?:刚才|刚刚|方才|今天|上午|下午|昨天|会上|电话里|微信里|群里|当面|面谈时|现场|咱们?|我们|双方|按|照|就按)*(?:说|讲|定|谈|聊|商量|敲|约|议|达成|确认|沟通)(?:好|定|妥|下来|清楚|一致)?(?:的|了)?[，,]?(?:内容|事项|结果|几点|几条|如下|是|这样)?[:：—]|"
    r"刚才(?:说好|定|商量|会上|聊)|说好(?:的)?了?[:：]|会上[^，,。]{0,4}(?:定|说|谈)的?|复盘一下|^[^，,。]{0,6}纪要(?=[:：，,\s])|咱们?(?:定|说)好|(?:总结|汇总|确认|同步|对|核对|记录)一?下[^，,]{0,8}[:：—-]|(?:确认|核对|对)一?下(?:刚|今天|咱|我们)[^，,]{0,6}(?:说|谈|定|聊|商量)(?:好)?的|[甲买客]方.{0,40}[乙卖]方|[乙卖]方.{0,40}[甲买]方|记(?:一?[笔下条]|个要点|几条)[:：]|(?:通完|打完|开完|谈完|聊完)(?:话|电话|会)?[^，,。]{0,6}[:：]|约定如下|达成(?:一致|共识)|分工[:：]|行动项|待办[:：]"
)
_CUSTOMER: Final = lazy(
    r"^[\s—\-:：\d.、]*(?:您|买方|客户方|你|贵司|贵方|甲方|你们|您这边|您那边|客户|你这边|你那边)"
)
#: 平面图您周四给我: who does it, where the object comes first.
_NAMED: Final = lazy(
    r"^[^您你我]{1,10}?(?:(?<![给帮替为跟向把找和对让])(?:您|你|贵司|贵方)(?:们)?|(?<![给帮替为跟向把找和对让])(?P<own>我司|我方|我们|我))(?=[今明后本下周星礼大\d月年一二三四五六七八九十])"
)
_REP: Final = lazy(r"^[\s—\-:：\d.、]*(?:我司|我方|乙方|卖方|我们|我这边|咱们这边|我)")


def recap(text: str, parts: list[Clause], side: Side) -> tuple[Promise, ...]:
    """Both sides owe in a recap; each clause names its owner."""
    found: list[Promise] = []
    owner = side
    for clause in parts:
        shift = max((m.end() for m in re.finditer(r"[:：]|——|--", clause.text)), default=0)
        if clause.text[shift - 1 : shift + 1].isdigit() or re.search(r"\d[:：]$", clause.text[:shift]):
            shift = 0
        body = clause.text[shift:]
        named = _owner(body, clause.text, side)
        owner = named or owner
        trimmed = Clause(body, clause.start + shift, clause.end, clause.refs)
        act, due = act_of(trimmed, owner), named_due(clause)
        if act is None and due.at and named:
            act = ("other", 0, len(body))
        if act and (due.at or named) and not is_denied(body) and not acts.QUESTION.search(body):
            found.append(promise_of(text, trimmed, _after_last(due, clause, found), owner, act))
    return tuple(found)


def _after_last(due: Due, clause: Clause, found: list[Promise]) -> Due:
    """A bare weekday after a later date is the next one: 您下周一交资料，我们周三递件."""
    bare = [r for r in clause.refs if re.fullmatch(r"(?:周|星期|礼拜)[一二三四五六日天]\S{0,3}", r.text)]
    last = found[-1].due if found else None
    if bare and due.at is not None and last is not None and due.at.date() < last.date():
        weeks = (last.date() - due.at.date()).days // 7 + 1
        return replace(due, at=due.at + timedelta(weeks=weeks))
    return due


def _owner(body: str, said: str, side: Side) -> Side | None:
    """Who owes a clause of a recap: the named party, or the person it speaks of; None when it names nobody."""
    party = re.search(r"(?:^|\s)(甲|乙|买|卖|客户|供)方?\s*[:：]?", said)
    if party and re.search(r"[甲乙买卖供]方|客户", party[0]):
        return Side.CUSTOMER if party[1] in {"甲", "买", "客户"} else Side.STAFF
    first = _NAMED.search(body)
    if first:
        return side if first["own"] else Side.CUSTOMER if side is Side.STAFF else Side.STAFF
    if _CUSTOMER.match(body):
        return Side.CUSTOMER if side is Side.STAFF else Side.STAFF
    return side if _REP.match(body) else None
