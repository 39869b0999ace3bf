"""The facts of a lead that a chat really gives: who, how to reach, what for, how far, what next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from nlp.contacts.places import is_district
from nlp.digest.concepts import alive
from nlp.digest.evidence import Evidence, names_price, weigh
from nlp.digest.firm import company_of
from nlp.digest.losing import stalls
from nlp.digest.people import contact_of
from nlp.digest.reading import Said, read_chat
from nlp.digest.stages import FIRST, stage_of
from nlp.digest.terms import REORDERS, is_school, keeps
from nlp.digest.traits import traits
from nlp.digest.upcoming import next_when
from nlp.lazy import lazy
from nlp.model import Act, EntityKind, Turn
from nlp.segment import cut
from nlp.vocabulary import Vocabulary

#: 钱我直接转你了, 现场付钱: somebody we serve pays for what he orders besides.
PAID: Final = lazy(
    r"(?:钱|款|费用?)[^，,没别多]{0,4}(?:转|打|付|交|汇)(?:给)?(?:[你您]们?)?(?:过去)?了|(?:现场|当场|当面|到了|上门|直接|扫码)(?:就)?(?:给|付|转|结)(?:钱|现金|账)?|(?:转|付|打)(?:给)?[你您]?了[，, ]?(?:查收|你看)"
)
_BUDGET_ASKED: Final = lazy(
    r"预算[^，,。]{0,6}(?:多少|几|范围|大概|区间|呢|[?？]|$)|(?:多少|大概|什么)[^，,。]{0,4}预算|价位|心理价|想控制在|打算(?:花|投)|投入多少"
)
_BUDGET_SAID: Final = lazy(
    r"预算|(?:控制|卡)在|别超(?:过)?|不(?:要)?超过?|以内|打算花|最多(?:出|花|给)|心理价|[一-龥]费(?:就|只有|总共|一共)"
)
_LIMIT: Final = lazy(r"(?:别超|不要?超|不超|控制在|压到)(?:过)?(?P<top>[1-9]\d{2,6})(?=$|[，,。！ 元块以])")
_SEEN: Final = lazy(
    r"(?:在|从|看到你们|您?在|通过|^)((?!网|手机|电话|之前|路|刚|上次|这|那|你们|系统|群|我|单|线|店|图|表)[\u4e00-\u9fa5]{2,4})(?:上|里)(?:看到|刷到|搜到|挂|找到|发现|留言|咨询)"
)
_AT: Final = lazy(r"(?:送到|发到|寄到|寄|人在|我在|我们在|厂在|店在|公司在|住在?|坐标)$")
_ASKS_WHERE: Final = lazy(r"哪个?(?:区|城市|市|县|镇|地方|里|儿|边)|在哪|位置|地址")
_FIRST_WORD: Final = lazy(r"(?:在|我在|我们在)?([\u4e00-\u9fff]{2,4})(?=$|[，,。的 这那])")
_STREET: Final = lazy(r"(?<=[区县])[^区县市]{1,8}(?:路|街|巷|道|大道)$")
_ORDERS: Final = lazy(
    r"(?:^|[，,])(?:那|行|好)?(?:就|先)+(?:拉|拿|来|要|订|定|走|装|发)[一二两三四五六七八九十百千\d]+(?:多)?(?:台|套|件|个(?!月)|箱|吨|份|车|桶|包|袋|斤|公斤|盒|张|米|方)(?=$|[，,。吧！])|(?:^|[，,])(?:那|行|好|就)?(?:我们?)?(?:[今明后]天|周[一二三四五六日天]|下周.?)(?:[上下]午)?(?:来|过来|上门|进场|派人)(?:装|做|弄|送|取|拉|安装|施工|拿|搬)吧|就(?:这么|它|这个|按这个|这样)[^，,]{0,2}(?:定|办|来|做|要|了)|^(?:行|好|可以)?[，,]?(?:那)?就?(?:定了(?=$|[，,。！])|下单|订了|加急吧|装车|派车|发货吧|排产|安排发货)|(?:行|好|可以|成)[，,][^？?]{0,10}(?:装车|下单|订[一二两三\d]|就定|发货|排产)"
)
_HAILS: Final = lazy(
    r"^(?:您?好|你好|哈喽|嗨|hi|hello)?[，, ]?(?:在吗|在不在?|在么|在没|有人吗|忙吗|没事了?|发错(?:人)?了|打错了)[^，,。]{0,6}$"
)
#: 定金怎么付, 收款码发来: he is about to pay.
_PAYS_HOW: Final = lazy(
    r"(?:定金|订金|首付|尾款|全款|款|钱|学费|押金)[^，,。能可]{0,3}(?:怎么|咋|如何|往哪|到哪|打哪|转哪)(?:个|里)?[^，,。]{0,3}(?:付|交|打|转|汇|给)?(?=$|[，,。？?吧呢啊 ])|(?:收款码|付款码|二维码|对公账[户号]|银行账[户号]|收款账[户号]|卡号|打款(?:信息|资料))[^，,。]{0,3}(?:发|给|推)|(?:发|给)[^，,。]{0,4}(?:收款码|付款码|对公账[户号]|收款账[户号]|卡号)|[打转付]到?哪(?:个|张)?(?:账户|账号|卡|户头)"
)
#: 草稿发我，法务先看: he reads before he agrees.
_REVIEWS: Final = lazy(
    r"(?:法务|律师|领导|老板|财务|公司)[^，,]{0,3}(?:先|要|得|再)?(?:看|审|过)|先(?:看看|审|过一下|看一下|看下)|草稿|初稿"
)
_SIGNS: Final = lazy(r"(?<!再)(?:签(?!到|收|证)|盖章|就定|没问题就)")
_FURTHER: Final = lazy(
    r"想(?:再|另外)(?:做|装|买|订|加|要|配|换|来)|(?:顺便|另外)[^，,。]{0,3}(?:带|拿|送|寄|配|要|买|来|加)[^，,。]{0,3}[一二两三几俩\d]?(?:套|个(?!人)|箱|台|桶|包|卷|瓶|盒|支|把|条|片|张)|(?:顺便|另外|再|还(?:想|要))[^，,。]{0,4}(?:报|买|订|加|来|看看?)[^，,。]{0,8}(?:价|一?[台套箱个份批]|款)"
)
_BUYABLE: Final = frozenset({"报价", "方案", "试用", "演示"})
_MET: Final = lazy(
    r"((?:(?!在|从|去|上|次|这|那|是|的|参|加|到)[\u4e00-\u9fa5]){0,2}(?:博会|交会|展会|展销会|展览会|[一-龥]展(?=上)|学术会|研讨会|推介会|招商会|订货会|沙龙|峰会|论坛|团购会|家长会))(?:上|里|那天|时)?"
)


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """What a chat gives about its lead; None where it gives nothing. Money is in fen.

    ``stage`` is one of the label guide's words, ``stage_turn`` the turn that shows it most; ``keywords`` are the concepts alive in the deal, in the
    order they came up; ``next_when`` is aware business time, ``next_clock`` whether a clock time was said;
    ``intent`` is 0-3; ``budget_max_fen`` is the upper end of a range.
    """

    contact: str | None = None
    phone: str | None = None
    company: str | None = None
    wechat: str | None = None
    email: str | None = None
    source: str | None = None
    region: str | None = None
    budget_fen: int | None = None
    quote_fen: int | None = None
    stage: str = FIRST
    stage_turn: str | None = None
    keywords: tuple[str, ...] = ()
    next_when: datetime | None = None
    next_clock: bool = False
    intent: int = 1
    budget_max_fen: int | None = None


def chat_facts(turns: Sequence[Turn], now: datetime, vocabulary: Vocabulary | None = None) -> ChatFacts:
    """The lead facts of a whole chat, the customer's words before the rep's, read with what a team added."""
    said = read_chat(turns, vocabulary)
    shown = weigh(said)
    stage, at = (FIRST, None) if _hails(said) else stage_of(traits(said))
    when, clock = next_when(said, now)
    low, high = _budget(said)
    return ChatFacts(
        contact=contact_of(said),
        phone=_first(said, EntityKind.PHONE),
        company=company_of(said),
        wechat=_first(said, EntityKind.WECHAT),
        email=_first(said, EntityKind.EMAIL),
        source=_source(said),
        region=_region(said),
        budget_fen=low,
        budget_max_fen=high,
        quote_fen=_quote(said),
        stage=stage,
        stage_turn=None if at is None else said[at].turn.id,
        keywords=alive(said, shown, school=is_school(said)),
        next_when=when,
        next_clock=clock,
        intent=_intent(said, stage, shown),
    )


def _hails(said: Sequence[Said]) -> bool:
    """Whether the customer has only called so far (在吗), or told that he wrote by mistake."""
    own = [s for s in said if s.own]
    return bool(own) and all(_HAILS.match(s.text) for s in own)


def _first(said: Sequence[Said], kind: EntityKind) -> str | None:
    """The customer's own mention comes first."""
    ordered = [s for s in said if s.own] + [s for s in said if not s.own]
    return next((e.value for s in ordered for e in s.entities if e.kind is kind), None)


def _region(said: Sequence[Said]) -> str | None:
    """The customer's place, or ours of his; a name inside a longer word (复合肥) is none."""
    for own in (True, False):
        found = [
            (s, e)
            for s in said
            if s.own is own
            for e in s.entities
            if e.kind is EntityKind.REGION and _stands(s.text, e.start)
        ]
        placed = next((e for s, e in found if _AT.search(s.text[: e.start])), None)
        if placed or found:
            return _STREET.sub("", (placed or found[0][1]).value)
    return _answered(said)


def _answered(said: Sequence[Said]) -> str | None:
    """A district that the customer names when we ask where (哪个区 - 禅城)."""
    for before, one in pairwise(said):
        if one.own and not before.own and _ASKS_WHERE.search(before.text):
            named = _FIRST_WORD.match(one.text)
            if named and is_district(named[1]):
                return named[1]
    return None


def _stands(text: str, start: int) -> bool:
    """Whether a word begins at *start*."""
    at = 0
    for word in cut(text):
        if at >= start:
            break
        at += len(word)
    return at == start


def _source(said: Sequence[Said]) -> str | None:
    known = _first(said, EntityKind.SOURCE)
    if known is not None:
        return known
    for pattern in (_MET, _SEEN):
        for one in said:
            found = pattern.search(one.text)
            if found:
                return str(found[1])
    return None


def _budget(said: Sequence[Said]) -> tuple[int | None, int | None]:
    """What the customer says he can spend, in fen: low end, and high end of a range."""
    for one in said:
        asked = one.at > 0 and not said[one.at - 1].own and _BUDGET_ASKED.search(said[one.at - 1].text)
        for sum_ in one.sums:
            answers = (
                one.own
                and (asked or _BUDGET_SAID.search(one.text))
                and sum_.role.value in {"unknown", "price", "quote"}
            )
            near = re.search(r"你们|报", one.text[max(0, sum_.start - 4) : sum_.start])
            if sum_.role.value == "budget" or (answers and not near):
                low = sum_.low_fen if sum_.low_fen is not None else sum_.high_fen
                return low, sum_.high_fen if sum_.high_fen != low else None
        limit = _LIMIT.search(one.text) if one.own else None
        if limit:
            return int(limit["top"]) * 100, None
    return None, None


def _quote(said: Sequence[Said]) -> int | None:
    """The last price our side named, in fen."""
    sums = [
        m
        for s in said
        if not s.own and names_price(s)
        for m in s.sums
        if m.role.value in {"quote", "price", "unknown"}
    ]
    if not sums:
        return None
    return sums[-1].low_fen if sums[-1].low_fen is not None else sums[-1].high_fen


def _intent(said: Sequence[Said], stage: str, shown: Evidence) -> int:
    """The customer's intent at the end: the last clear sign, never above what the stage shows."""
    if stage == "输单":
        return 0
    own = [s for s in said if s.own]
    if not own:
        return 1
    if stage == "赢单":
        if any(REORDERS.search(s.text) and not s.asks for s in own):
            return 3
        if (shown.service or keeps(said)) and not any(
            s.own and PAID.search(s.text) and not s.asks for s in said
        ):
            return 2 if _new_wish(said) else 1
        return 3
    if stage in {"报价", "谈判", "合同"} and any(_ORDERS.search(s.text) and not s.asks for s in own[-3:]):
        return 3
    if stage in {"报价", "谈判", "合同", "演示"} and any(_PAYS_HOW.search(s.text) for s in own[-2:]):
        return 3
    if stalls(said):
        return 1
    if stage == FIRST and all(s.idle or _HAILS.match(s.text) for s in own):
        return 1
    strongest = max(s.intent for s in own)
    if (
        stage == "合同"
        and any(_REVIEWS.search(s.text) and not s.asks for s in own)
        and not any(_SIGNS.search(s.text) for s in own)
    ):
        return 2
    if stage == "合同" and not any(s.has({"合同"}) and "？" in s.text for s in own[-1:]):
        return 3
    return 2 if strongest >= 2 or any(s.asks for s in own) or stage != "初步沟通" else 1


def _new_wish(said: Sequence[Said]) -> bool:
    """Whether somebody we serve asks for something further (顺便报下另一款的价)."""
    return any(s.own and (_FURTHER.search(s.text) or s.has(_BUYABLE, Act.REQUEST)) for s in said)


__all__ = ["ChatFacts", "chat_facts"]
