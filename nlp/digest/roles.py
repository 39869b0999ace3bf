"""How much each turn says of what the customer cares about, what he newly asks, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from nlp.dates import times
from nlp.digest import cues
from nlp.digest.evidence import is_fault
from nlp.digest.reading import LONGEST, Said
from nlp.digest.stage import LOWER, gone
from nlp.digest.upcoming import appoints
from nlp.lazy import lazy
from nlp.model import Act, EntityKind
from nlp.promises import promises

_OBJECTIONS: Final = frozenset({"预算紧张", "比价", "嫌贵"})
_ASKABLE: Final = frozenset(
    {
        "报价",
        "学费",
        "合同",
        "合同草稿",
        "方案",
        "演示",
        "试用",
        "试听",
        "样品",
        "发票",
        "优惠",
        "交期",
        "付款",
        "售后",
        "校区",
        "招标",
    }
)
_PHONE: Final = lazy(r"1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}")
_REACHED: Final = frozenset({EntityKind.PHONE, EntityKind.EMAIL, EntityKind.WECHAT})
_MORE: Final = lazy(
    r"顺便|另外|还(?:要|有|得|想)|再(?!说|看|考虑|联系|议)|别忘|记得|对了|同时|也(?:要|给|发|开)|加(?:一|个|上)"
)
_OVER: Final = lazy(r"(?:收到|看|签|盖|转|打|付|发|定)了|没问题|没意见")
_REASON: Final = lazy(
    r"不(?:做|要|用|买|装|考虑|需要)了?[，,](?!谢)[^，,]{4,}|[^，,]{4,}[，,]不(?:做|买|装|考虑)了"
)
_DONE: Final = lazy(r"已(?:经)?(?:开通|发|寄|安排|约)|(?:发|传|寄)(?:过去|给您|您)了|开好了|sent")
_SETTLED: Final = lazy(
    r"^(?:嗯|好|行|那)?[，,]?就(?:这么|这样|按这个|它)(?:定|办|来|吧|了)|^(?:已经?|刚|都|款|钱)?(?:转|付|打|交)(?:过去|给你|你|您)?了"
)
_COURTESY: Final = lazy(r"有需要|有机会|随时")


def concern(one: Said, length: int, *, answers: bool = False) -> float:
    """Objections and worries weigh most, then troubles, conditions, wishes, and bare questions.

    ``answers`` is whether our side had just asked him what he wants.
    """
    text = one.text
    if not one.own or one.idle:
        return 0.0
    score = 0.45 - 0.2 * one.at / length
    covered = cues.COVERED.search(text) is not None and not one.asks
    doubts = not covered and cues.OBJECTION.search(text) is not None and cues.UNTROUBLED.search(text) is None
    score += 2.4 if doubts or one.has(_OBJECTIONS) or cues.PRICED.search(text) else 0.0
    score += 1.5 if one.at and LOWER.search(text) else 0.0
    if is_fault(text) or cues.PAIN.search(text):
        score += 1.8
    score += 1.5 if (cues.CONDITION.search(text) and not covered) or cues.FIRST.search(text) else 0.0
    score += 1.0 if cues.NEED.search(text) else 0.5 if cues.SPEAKER.search(text) else 0.0
    score += 0.3 if len(text) >= 8 else 0.0
    score += 0.3 * (one.at == 0) + 0.3 * one.asks
    score += (
        1.4
        if answers
        and len(text) >= 5
        and not one.asks
        and not _PHONE.search(text)
        and not covered
        and not cues.PAID.search(text)
        and not cues.ACCEPT.match(text)
        else 0.0
    )
    score = max(score - 0.8, 0.7) if one.at == 0 and one.asks and not doubts else score
    score -= 0.8 if cues.PRICE_ONLY.match(text) else 0.0
    score -= 0.6 if one.has(_ASKABLE, Act.REQUEST) and not one.asks else 0.0
    score -= 1.0 if _PHONE.search(text) and not cues.CONDITION.search(text) else 0.0
    score += 0.5 if one.asks and one.has({"交期", "售后"}) else 0.0
    return (
        score
        - (1.2 if cues.PENDING.search(text) else 0.0)
        - (0.0 if _REASON.search(text) else 2.5 if gone(one) else 1.5 if cues.REFUSAL.search(text) else 0.0)
    )


def request(one: Said, length: int) -> float:
    """Things to be done or handed over weigh most, then terms, then plain questions."""
    text = one.text
    if not one.own or one.idle or cues.REFUSAL.search(text) or gone(one):
        return 0.0
    score = 0.8 * one.at / length
    if _SETTLED.search(text) and not one.asks:
        return 0.0
    told = cues.IMPERATIVE.search(text) is not None
    wants = told or cues.ASKED.search(text) is not None or one.has(_ASKABLE, Act.REQUEST)
    invites = cues.INVITES.search(text) is not None and not one.asks and cues.NEXT.search(text) is not None
    score += 0.5 if cues.BUYS.search(text) else 0.0
    score += 2.1 if told or invites else 1.7 if wants else 0.0
    score += 0.7 if cues.REQUESTED.search(text) else 0.0
    score += 0.8 if cues.TERMS.search(text) else 0.0
    score += 0.6 if _MORE.search(text) else 0.0
    score += 0.9 if one.asks else 0.0
    score += 0.9 if is_fault(text) and one.at <= 2 else 0.0
    score -= 1.2 if cues.FIRST.search(text) else 0.0
    score -= (1.4 if one.at < 3 else 0.4) if cues.PRICE_ONLY.match(text) else 0.0
    score -= 1.2 if cues.PENDING.search(text) else 0.0
    score += 1.0 if one.at == 0 and not wants and cues.AMOUNT.search(text) and not is_fault(text) else 0.0
    score -= (
        0.6
        if one.at == 0
        and not cues.AMOUNT.search(text)
        and cues.NEED.search(text)
        and not wants
        and not one.asks
        else 0.0
    )
    score -= 1.2 if not invites and any(e.kind in _REACHED for e in one.entities) else 0.0
    return score - (0.9 if _OVER.search(text) and not one.asks else 0.0)


def step(one: Said, said: Sequence[Said], now: datetime) -> float:
    """Promises with a day weigh most, then accepted proposals, put-offs, refusals, named days."""
    text = one.text
    score = 0.6 * one.at / len(said)
    owed = promises(one.turn.text, side=one.turn.side, now=now)
    score += 2.4 if any(p.due for p in owed) else 1.2 if owed else 0.0
    score += 1.9 if one.own and cues.PENDING.search(text) else 0.0
    score += 1.7 if one.own and (cues.REFUSAL.search(text) or gone(one)) else 0.0
    score += 0.6 if cues.NEXT.search(text) else 0.0
    if one.at and cues.ACCEPT.match(text) and _proposes(said[one.at - 1], one, now):
        score += 2.8 if not one.idle or len(said) <= one.at + 2 else 0.6
    dated = [
        t for t in times(one.turn.text[:LONGEST], now) if t.kind != "duration" and appoints(t, text, now)
    ]
    score += 1.0 if dated else 0.0
    if dated and one.own and _names_the_day(one, said, dated[0].start, dated[0].end):
        score += 1.0
    if owed and any(s.own is one.own and _DONE.search(s.text) for s in said[one.at + 1 :]):
        score -= 1.2
    if one.idle and score < 2.5:
        return 0.0
    return (
        score
        - (1.0 if one.asks and not dated else 0.3 if one.asks else 0.0)
        - (0.5 if _COURTESY.search(text) else 0.0)
    )


def _names_the_day(one: Said, said: Sequence[Said], start: int, end: int) -> bool:
    """Whether the turn is little but the time that we had just asked for (什么时候挂网 - 下周四)."""
    before = said[one.at - 1] if one.at else None
    return (
        before is not None
        and not before.own
        and cues.ASKS_WHEN.search(before.text) is not None
        and len(one.turn.text.strip()) - (end - start) <= 3
    )


def _proposes(before: Said, one: Said, now: datetime) -> bool:
    """Whether the turn before, of the other side, proposed a time that this one accepts."""
    if before.own is one.own:
        return False
    timed = any(t.kind != "duration" for t in times(before.turn.text[:LONGEST], now))
    return timed and (before.asks or cues.PROPOSES.search(before.text) is not None)
