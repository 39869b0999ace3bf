"""How much each turn says of what the customer cares about, what he newly asks, and what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from nlp.dates import times
from nlp.digest import cues
from nlp.digest.evidence import is_fault
from nlp.digest.losing import gone
from nlp.digest.reading import LONGEST, Said
from nlp.digest.stage import LOWER
from nlp.digest.upcoming import STANDING_TERM, appoints
from nlp.lazy import lazy
from nlp.model import Act, EntityKind, TimeRef
from nlp.promises import promises
from nlp.standing.cues import segments

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
#: What a goodbye that repeats a day costs, a visit he dates himself brings, an objection in plain words brings.
_GOODBYE: Final = 1.2
_VISIT: Final = 1.0
_PLAIN: Final = 0.6
#: What the wish he opens with costs once he has told more of it.
_FIRST_CARE: Final = 0.8
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
_TRIED_OUT: Final = lazy(r"[发寄打做给出来][^，,]{0,6}(?:样|账号|方案|报价|合同|资料)")
_CONDITION: Final = lazy(r"[款付账签定齐]后|到账|款到|了再|以后再")
_CHOSEN: Final = lazy(r"[，,](?:就)?(?:定|选好|想好|决定)了$")
#: 不能再高了, 一平多少: no more of anything, and the price of one.
_AGAIN: Final = lazy(r"(?:不(?:能|要|会|用|想)?|别|没|没有)再")
_ONE_EACH: Final = lazy(
    r"[一每](?:台|套|件|平|吨|桌|箱|辆|亩|方|张|份|盒|个|人|米|只|本|条|间|桶|车|公斤|斤|棵|块|双|瓶|袋|节|年|月|次|期)(?=多少|怎么|啥|什么|几|大概)"
)
#: An answer up to this long that holds an amount says little else.
_BARE: Final = 12
_CONCEDES: Final = lazy(r"(?:^|[，,])([\u4e00-\u9fff])就\1(?:吧|呗)?")
_CHANGES: Final = lazy(
    r"不行|没人|没空|不在|改(?:到|成|在|天|周|明|后|下|[上下]午|晚)|换(?:到|成|周|明|后|下|个时间)|推迟|提前|延到|来不了"
)
#: 周三七点有班: what could be, no step.
_AVAILABLE: Final = lazy(
    r"有(?:班|课|空?位[子置]?|档期?|空档?|时[间段]|名额|车|一[班节场])$|(?:周|下周|明|后)[^，,]{0,8}(?:都|也)?(?:有|能|可以)(?:空|的)?$"
)
_COURTESY: Final = lazy(r"有需要|有机会|随时")


#: What else a customer cares about, and how much; what our side has to do is a request.
_CARES: Final = (
    (cues.IF_GOOD, 1.5),
    (cues.MUST_BE, 0.7),
    (cues.AMENDS, 1.0),
    (cues.BOUND, 1.3),
    (cues.TRIES_FIRST, 1.0),
    (cues.CLASHES, 1.2),
    (cues.OURS, -1.5),
)


def reports(one: Said) -> bool:
    """Whether the customer only tells what he has done (定金已打, 发你邮箱了)."""
    return not one.asks and all(cues.REPORTED.match(part) for part in segments(one.text))


def _demands(text: str) -> bool:
    """Whether a term is to be changed or a thing has to be so and so."""
    return cues.AMENDS.search(text) is not None or cues.MUST_BE.search(text) is not None


def _without_pending(text: str) -> str:
    """The clauses of *text* that put nothing off (我再跟家里商量 asks for nothing)."""
    parts = segments(text)
    return "，".join(part for part in parts if not cues.PENDING.search(part) or _TRIED_OUT.search(part))


def _with_reason(text: str) -> bool:
    """Whether a clause beside the refusal says why (预算砍了，先停)."""
    return any(
        cues.REASON.search(part) and not cues.REFUSAL.search(part) and not cues.PENDING.search(part)
        for part in segments(text)
    )


def concern(one: Said, length: int, *, answers: bool = False, answered: bool = False) -> float:
    """Objections and worries weigh most, then troubles, conditions, wishes, and bare questions.

    ``answers`` is whether our side had just asked him what he wants, ``answered`` whether he later answers it.
    """
    text = one.text
    if not one.own or one.idle or reports(one):
        return 0.0
    score = 0.45 - 0.2 * one.at / length
    covered = cues.COVERED.search(text) is not None and not one.asks
    rest = LOWER.sub("", text) if one.at else text
    doubts = not covered and cues.OBJECTION.search(rest) is not None and cues.UNTROUBLED.search(text) is None
    objects = one.has(_OBJECTIONS)
    score += 2.4 if doubts or objects or cues.PRICED.search(rest) else 0.0
    score += _PLAIN if objects else 0.0
    score += 1.5 if one.at and LOWER.search(text) else 0.0
    if is_fault(text) or cues.PAIN.search(text):
        score += 1.8
    score += 1.5 if (cues.CONDITION.search(text) and not covered) or cues.FIRST.search(text) else 0.0
    score += 1.0 if cues.NEED.search(text) else 0.5 if cues.SPEAKER.search(text) else 0.0
    score += sum(worth for cue, worth in _CARES if cue.search(text)) - 2.4 * bool(cues.CONTENT.match(text))
    score += 0.3 if len(text) >= 8 else 0.0
    score += 0.3 * (one.at == 0) + 0.3 * one.asks
    bare = cues.AMOUNT.search(text) is not None and len(text) <= _BARE
    score += (0.7 if bare else 1.4) if answers and not covered and tells(one) else 0.0
    score = max(score - 0.8, 0.7) if one.at == 0 and one.asks and not doubts else score
    score -= 0.8 if cues.PRICE_ONLY.match(text) else 0.0
    score -= 0.6 if one.has(_ASKABLE, Act.REQUEST) and not one.asks else 0.0
    score -= _FIRST_CARE if answered and not one.asks and not doubts else 0.0
    score -= 1.0 if _PHONE.search(text) and not cues.CONDITION.search(text) else 0.0
    score += 0.5 if one.asks and one.has({"交期", "售后"}) else 0.0
    score -= 0.6 if _CHOSEN.search(text) else 0.0
    if cues.SIGNOFF.search(text) and not one.asks:
        return max(score, 1.6)
    score -= 1.2 if cues.PENDING.search(text) and not objects else 0.0
    score = max(score, 0.9) if cues.PASSES.search(text) and not one.asks else score
    score -= 0.6 if cues.MAKES_SURE.search(text) else 0.0
    return score - _refusal(one)


def tells(one: Said) -> bool:
    """Whether an answer to our question tells something of the wish: no question, number, payment or bare yes."""
    text = one.text
    told = len(text) >= 5 and not one.asks and not _PHONE.search(text)
    return told and not cues.PAID.search(text) and not cues.ACCEPT.match(text)


def _refusal(one: Said) -> float:
    """What a refusal costs that gives no reason."""
    if _REASON.search(one.text) or _with_reason(one.text):
        return 0.0
    return 2.5 if gone(one) else 1.5 if cues.REFUSAL.search(one.text) else 0.0


def request(one: Said, length: int) -> float:
    """Things to be done or handed over weigh most, then terms, then plain questions."""
    text = one.text
    if not one.own or one.idle or cues.REFUSAL.search(text) or gone(one) or reports(one):
        return 0.0
    score = 0.8 * one.at / length
    if _SETTLED.search(text) and not one.asks:
        return 0.0
    if cues.MAKES_SURE.search(text):
        return score + 0.5
    wanted = _CONCEDES.sub("", _AGAIN.sub("", _without_pending(text)))
    told = any(cue.search(wanted) for cue in (cues.IMPERATIVE, cues.AMENDS, cues.OURS, cues.INCLUDES))
    wants = told or cues.ASKED.search(wanted) is not None or one.has(_ASKABLE, Act.REQUEST)
    takes = cues.TAKES.search(text) is not None and not one.asks
    wants = wants or takes
    invites = cues.INVITES.search(text) is not None and not one.asks and cues.NEXT.search(text) is not None
    score += 0.5 if cues.BUYS.search(text) else 0.0
    score += 2.1 if told or invites else 1.2 if wants and is_fault(text) else 1.7 if wants else 0.0
    score += 1.3 if cues.MUST_BE.search(text) and not told else 0.0
    score += 0.7 if cues.REQUESTED.search(wanted) else 0.0
    score += 0.8 if cues.TERMS.search(text) else 0.0
    score += 0.8 if cues.DEADLINE.search(text) and not told else 0.0
    score += 0.6 if _MORE.search(wanted) else 0.0
    score += 0.9 if one.asks else 0.0
    score += 0.9 if is_fault(text) and one.at <= 2 and (one.asks or not one.at) else 0.0
    score -= 1.2 if cues.FIRST.search(text) or (cues.COVERED.search(text) and not one.asks) else 0.0
    sized = cues.AMOUNT.search(_ONE_EACH.sub("", text)) is not None
    score += 1.7 if one.at and LOWER.search(text) and not wants else 0.0
    score -= (1.4 if one.at < 3 else 0.4) if cues.PRICE_ONLY.match(text) and not sized else 0.0
    score -= 1.2 if cues.MERE_DETAIL.match(text) else 0.0
    score += 0.6 if sized and wants and not is_fault(text) else 0.0
    score -= 1.2 if cues.PENDING.search(text) and not takes else 0.0
    score -= 0.6 if cues.ACCEPT.match(text) and not wants and not one.asks else 0.0
    score -= 1.0 if cues.INTRODUCES.search(text) and not wants and not one.asks else 0.0
    score += 1.0 if one.at == 0 and not wants and sized and not is_fault(text) else 0.0
    told_only = one.at == 0 and not sized and not wants and not one.asks
    score -= 0.6 if told_only and cues.NEED.search(text) else 0.0
    score -= 1.2 if not invites and any(e.kind in _REACHED for e in one.entities) else 0.0
    return score - (0.9 if _OVER.search(text) and not one.asks and not _demands(text) else 0.0)


def step(one: Said, said: Sequence[Said], now: datetime) -> float:
    """Promises with a day weigh most, then accepted proposals, put-offs, refusals, named days."""
    text = one.text
    score = 0.6 * one.at / len(said)
    owed = promises(one.turn.text, side=one.turn.side, now=now)
    score += 2.4 if any(p.due for p in owed) else 1.2 if owed else 0.0
    stands = STANDING_TERM.search(text) is not None
    score -= 1.6 if stands and any(p.due for p in owed) else 0.0
    pending = cues.PENDING.search(text) or (cues.SIGNOFF.search(text) and not one.asks)
    score += 1.9 if one.own and pending else 0.0
    settled = cues.ACCEPT.match(text) or cues.REFUSAL.search(text)
    score -= _GOODBYE if not one.own and cues.FAREWELL.match(text) else 0.0
    score -= 1.2 if not one.own and not one.asks and _AVAILABLE.search(text) else 0.0
    score -= 2.0 if one.own and cues.PAIN.search(text) and not settled else 0.0
    score += 1.8 if not one.own and one.at and _grants(one, said[one.at - 1], now) else 0.0
    score += 1.7 if one.own and (cues.REFUSAL.search(text) or gone(one)) else 0.0
    score += 0.6 if cues.NEXT.search(text) else 0.0
    if one.at and cues.ACCEPT.match(text) and _proposes(said[one.at - 1], one, now):
        score += 2.8 if not one.idle or (one.own and len(said) <= one.at + 2) else 0.6
    dated = _dated(one, now)
    score += 1.0 if dated and not stands else 0.0
    if dated and one.own and _names_the_day(one, said, dated[0].start, dated[0].end):
        score += 1.0
    if dated and cues.ACCEPT.match(text) and not owed and not one.asks and "要不" not in text:
        score += 1.4
    if dated and one.own and not one.asks and cues.COMES.search(text):
        score += _VISIT
    if dated and not one.own and _changed(one, said, now):
        score -= 2.4
    if owed and any(s.own is one.own and _DONE.search(s.text) for s in said[one.at + 1 :]):
        score -= 1.2
    if one.idle and score < 2.5:
        return 0.0
    return (
        score
        - (1.0 if one.asks and not dated else 0.3 if one.asks else 0.0)
        - (0.5 if _COURTESY.search(text) else 0.0)
    )


def _dated(one: Said, now: datetime) -> list[TimeRef]:
    """The days of a turn on which something of the deal may happen."""
    refs = times(one.turn.text[:LONGEST], now)
    return [t for t in refs if t.kind != "duration" and appoints(t, one.text, now)]


def _grants(one: Said, before: Said, now: datetime) -> bool:
    """Whether our turn takes on, in words of its own, what the customer demanded until a day."""
    if one.asks or one.idle or not cues.ACCEPT.match(one.text) or _CONDITION.search(one.text):
        return False
    return before.own and cues.DEADLINE.search(before.text) is not None and bool(_dated(before, now))


def _changed(one: Said, said: Sequence[Said], now: datetime) -> bool:
    """Whether the customer then moves what our turn proposed to another day."""
    after = said[one.at + 1 : one.at + 3]
    return any(s.own and _CHANGES.search(s.text) and _dated(s, now) for s in after)


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
    offers = before.asks or cues.PROPOSES.search(before.text) or _AVAILABLE.search(before.text)
    return timed and bool(offers)
