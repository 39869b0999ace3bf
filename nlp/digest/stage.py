"""How far a chat shows a deal to be, in the label guide's stage words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from nlp.lazy import lazy
from nlp.model import Act, Side

if TYPE_CHECKING:
    from nlp.digest.facts import Said

_PAID: Final = lazy(r"(?:钱|款|定金|首付|全款|尾款|学费|费用)?(?:已经?)?(?:转|付|打|交|缴)(?:过去|款|钱|好|完)?了|(?:合同|字)?(?:签|盖)(?:好|完|章)?了|(?:已|已经)(?:下单|付款|签约|报名|签字)|续费|我们(?:上次|之前)买的|保修期|(?:坏|出问题|报错)了.{0,10}(?:修|换|处理)")
_NOT_YET: Final = lazy(r"[?？]|吗|没(?:签|付|转|打)|还没|等|再|就(?:签|付|转)|不")
_CUSTOM: Final = lazy(r"总价|一共|合计|单价|总共|打完折|折后|优惠价|给您(?:算|报|做到)|报价(?:是|为|单)|含税|不含税|抵完|\d{1,6}\s?(?:台|套|件|个|人|份)[^，,]{0,6}\d")
_HAGGLE: Final = lazy(r"便宜|优惠|打折|少点|让(?:点|利)|账期|分期|条款|违约|付款方式|能不能加|改一?条|比价|招标|投标|三家")
_NEEDS: Final = lazy(r"\d{1,6}\s?(?:人|台|套|件|平|个|吨|家|㎡|岁|年级)|[一二两三四五六七八九十百]{1,4}(?:个人|台|套|件|平|家店)|需要|想要|要求|预算|材质|规格|型号|对接|支持|功能|[初高小][一二三四五六]|解决|用于|用来|场景|老是|怕|担心|希望")
_SCHOOL: Final = lazy(r"[美音舞数语英编书]\w{0,2}课|课程|课时|试听|试课|学费|校区|补习|辅导班?|启蒙|[一]对一|年级|[初高小][一二三四五六]\w{0,3}(?:数|语|英|物|化)|集训|兴趣班|托管|学员|班型|小班")
_ARRANGED: Final = frozenset({"试听", "演示", "样品", "试用"})


def stage_of(read: Sequence[Said]) -> str:
    """The furthest stage the turns give evidence of; 输单 when the customer ends by refusing."""
    own = [s for s in read if s.turn.side is Side.CUSTOMER]
    if _lost(own):
        return "输单"
    for stage, shown in (("赢单", _won), ("合同", _contract), ("谈判", _bargain), ("报价", _quoted), ("演示", _shown), ("方案", _proposed), ("需求确认", _needs)):
        if shown(read):
            return stage
    return "初步沟通"


def is_school(read: Sequence[Said]) -> bool:
    """Whether the deal is about lessons, where a price is a fee."""
    return sum(bool(_SCHOOL.search(s.turn.text)) for s in read) >= 1


def _has(said: Said, kinds: frozenset[str] | set[str], *acts: Act) -> bool:
    return any(s.positive and s.kind in kinds and (not acts or s.act in acts) for s in said.signals)


def _lost(own: Sequence[Said]) -> bool:
    """The customer refuses and does not come back to it."""
    for said in reversed(own):
        if _has(said, {"暂不需要"}) or (said.intent == 0 and said.turn.text.strip() != ""):
            return True
        if said.intent >= 2 or len(said.turn.text) > 8:
            return False
    return False


def _won(read: Sequence[Said]) -> bool:
    for said in read:
        text = said.turn.text
        done = _has(said, {"付款"}, Act.DONE) or (_has(said, {"合同"}, Act.DONE) and re.search(r"签|盖", text))
        if said.turn.side is Side.CUSTOMER and (done or _PAID.search(text)) and not _NOT_YET.search(text):
            return True
    return False


def _contract(read: Sequence[Said]) -> bool:
    asked = False
    for said in read:
        if _has(said, {"合同", "合同草稿"}, Act.DONE):
            return True
        if said.turn.side is Side.CUSTOMER and _has(said, {"合同", "合同草稿"}, Act.REQUEST) and not _HAGGLE.search(said.turn.text):
            asked = True
        elif (said.turn.side is Side.STAFF and (asked or said.turn.side is Side.STAFF) and _has(said, {"合同", "合同草稿"}, Act.PLAN)) or (asked and said.turn.side is Side.STAFF and re.match(r"好|可以|没问题|行", said.turn.text)):
            return True
    return False


def _bargain(read: Sequence[Said]) -> bool:
    priced = False
    for said in read:
        if said.turn.side is Side.CUSTOMER and _has(said, {"等审批", "招标"}):
            return True
        if said.turn.side is Side.CUSTOMER and _has(said, {"合同", "付款", "合同草稿"}) and _HAGGLE.search(said.turn.text):
            return True
        if priced and said.turn.side is Side.CUSTOMER and (_has(said, {"优惠", "比价"}) or (_has(said, {"嫌贵", "预算紧张"}) and _has_quote(read))):
            return True
        priced = priced or _has(said, {"报价"}, Act.DONE) or (said.turn.side is Side.STAFF and re.search(r"\d{2,}", said.turn.text) is not None)
    return False


def _has_quote(read: Sequence[Said]) -> bool:
    return any(_has(s, {"报价"}, Act.DONE) for s in read) or any("报价" in s.turn.text and s.turn.side is Side.STAFF for s in read)


def _quoted(read: Sequence[Said]) -> bool:
    for said in read:
        if said.turn.side is Side.STAFF and (_has(said, {"报价"}, Act.DONE) or (_CUSTOM.search(said.turn.text) and re.search(r"\d{2,}|[一二三四五六七八九]万", said.turn.text))):
            return True
    return any(_has(s, {"报价"}, Act.DONE) and s.turn.side is Side.CUSTOMER for s in read)


def _shown(read: Sequence[Said]) -> bool:
    for at, said in enumerate(read):
        if _has(said, _ARRANGED, Act.DONE) or (_has(said, _ARRANGED, Act.PLAN)):
            return True
        agreed = any(re.match(r"好|可以|没问题|行|已|嗯", s.turn.text) for s in read[at + 1 : at + 4] if s.turn.side is not said.turn.side)
        if _has(said, _ARRANGED, Act.REQUEST) and agreed:
            return True
    return False


def _proposed(read: Sequence[Said]) -> bool:
    return any(_has(s, {"方案"}, Act.DONE) for s in read)


def _needs(read: Sequence[Said]) -> bool:
    own = [s.turn.text for s in read if s.turn.side is Side.CUSTOMER]
    wanted = {"方案", "演示", "样品", "试用"} | (set() if is_school(read) else {"报价"})
    asked = any(_has(s, wanted, Act.REQUEST, Act.PLAN) for s in read)
    priced_only = any(_has(s, {"嫌贵", "再考虑"}) for s in read) and not asked
    return not priced_only and (asked or sum(bool(_NEEDS.search(t)) for t in own) >= 1)
