"""Requests: what would answer one, its separate questions, and which of them a reply answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side
from nlp.standing import cues
from nlp.standing.fields import fields
from nlp.standing.wants import faulty


@dataclass(slots=True)
class Request:
    """Something one side asked for; ``parts`` are the questions in it that are still unanswered."""

    by: Side
    turn: str
    text: str
    sort: str
    parts: list[str] = field(default_factory=list)


_TWO_OF: Final = lazy(
    r"(?:要|来|发|给)(?:我)?[两2二](?:份|个|种|张|套|版)[^，,]{1,6}[，,](?:一份|一个|其中)?"
)


#: 身高、体重和鞋码报我一下; 提供姓名、电话和地址: things that are asked for in a row.
_ROW: Final = lazy(
    r"^(?:麻烦|请|把|您|你|先|那){0,3}(?P<row>[^我您你他，,。？?、和跟与及]{2,8}(?:[、和跟与及][^我您你他，,。？?、和跟与及]{2,8}){1,5}?)(?=都(?:要|需要|来一?份)|(?:都|也|各|麻烦|您|分别){0,2}(?:给|发|报|说|填|提供|告诉|传|拍|寄|带|抄|截|交)(?:我|下|一下|一份|过来|来|个|您|给我|$))"
)
_ROW_AFTER: Final = lazy(
    r"(?:提供|发|给|传|准备|报|填|寄|拍|带|要|交|附)(?:一?下|我|个|一?份|过来|一?张|齐)*(?P<row>[^我您你他，,。？?、和跟与及]{2,8}(?:[、和跟与及][^我您你他，,。？?、和跟与及]{2,8}){1,5})(?:$|[，,。吧哈呗])"
)


def questions(text: str) -> list[str]:
    """The separate questions of a message."""
    if not cues.asks(text) and (asked_for := fields(text)):
        return asked_for
    row = None if cues.asks(text) else _ROW.match(text) or _ROW_AFTER.search(text)
    if row:
        return [part for part in re.split(r"[、和跟与及]", row["row"]) if part]
    if _TWO_OF.search(text):
        return [text, text]
    parts: list[str] = []
    for part in cues.segments(text):
        pieces = [p for p in re.split(r"\s+", part) if p]
        asked = [p for p in pieces if cues.asks(p)]
        parts.extend(asked if len(asked) > 1 else ([part] if cues.asks(part) else []))
    return parts


#: 能派个师傅来看看吗: somebody is to be sent.
_PEOPLE: Final = lazy(
    r"(?:师傅|工程师|技术员?|老师|医生|司机|同事|电工|保洁|店员|人)(?:能不能|可不可以|能|可以|方便)(?:来|过来|上门|去)(?!吗)|"
    r"(?:派|安排|叫|让|找|喊|请|来)(?:个|一?位|几个|一?个|两个|辆|台|一辆|你们|您们?|咱们?)?(?:的)?(?:人|师傅|工程师|技术|工人|老师|同事|车|货车|叉车|吊车|司机|医生|护士|设计师|店员|客服|售后|经理|电工|水工|保洁|搬运|专人|专家|顾问|教练|律师|会计|物业|保安)[^，,]{0,3}(?:来|过|上门|去|看|修|接|送|搬|拉|跟|对接|讲|教|处理|量|测|装|指导|演示|讲解|收|取|洗|清|换|拆)"
)
_THING: Final = lazy(
    r"(?:给|发|传|寄|开|提供|拍|出|做|介绍|推荐|安排|查|帮|送|报|换|改|留|申请|退|看看)(?:我|下|一下|个|一?份|张|些|点|看|到)"
)
_PROPOSAL: Final = lazy(
    r"(?:需要|要|用不用|是否)(?:我|我们|咱)?(?:这边)?(?:先)?(?:帮|给|替|为)(?:您|你)|(?:需要|要不要|需不需要|用不用)(?:我|我们)(?!们?的|家)[^，,？?]{2,}|(?:要不要|用不用|需不需要|可不可以)[^，,？?您你]{0,6}(?:帮|给|替|为)(?:您|你)|(?:要不|要不要)?(?:我|我们|咱)?(?:先|再|这边)?(?:给|帮|替|为)(?:您|你)[^，,]{1,12}(?:[?？]|吧|怎么样|如何|可以吗|行吗|好吗|好不好|要不要|吗)|要不要(?:我|给您|帮您)|我(?:先|再|去|来)?把?[^，,]{0,10}给(?:您|你)[?？]|我(?:先|再|去|来)?(?:发|寄|给|安排|做|申请|报|送)[^，,]{0,10}(?:[?？]|吧$|行吗|可以吗|好吗|怎么样)"
)
_APPOINT: Final = lazy(
    r"(?:见(?!效|识|解)|来(?!源|电|年|历)|过来|(?<![收直达做看拿买得遇])到(?!手|账|货|期|底|时|处|位|付|达率)|过去|面签|面谈|开会|会议|约|上门|试听|看房|参观|体验|拜访|通电话|视频)"
)
#: 能送到东门吗 asks whether it is possible, not for the thing.
_REACHES: Final = lazy(
    r"(?:到|来|过来)(?:吗|么)|能(?:不能|否)(?:送|寄|发|运|开|通)到(?!我)|(?:送|寄|发|运|开|通)到(?!我(?:邮箱|微信|手机))[^，,]{1,8}(?:吗|么|不|吧|没)"
)
_CHOICE: Final = lazy(r"哪|什么|啥|几|多少|谁|怎么|多久|多大|何时|还是|如何|选")


#: 想要资料的扣1，我私发: the sign accepts what our side will do.
_SIGN_UP: Final = lazy(r"(?:扣|回|回复|回个|打|发|刷)\s?[“\"]?1")
#: 要不我给您做个分析; 我给您申请两次保养，您看行不: what our side would do if the other one agrees.
_OFFERED: Final = lazy(
    r"^(?:那|要不|这样)?[，,]?(?:我|我们|咱)?[^，,？?您你]{0,4}(?:给|帮|替|为)(?:您|你)[^，,？?的]{1,14}(?<!到了)(?<!好了)(?<!完了)吧$|(?:^|[，,])要不(?:然|要)?(?:我|我们|咱|先|再){0,2}(?:这边)?[^，,？?您你]{0,4}(?:发|寄|送|做|出|给|帮|替|为)(?:您|你)(?!.*(?:见|过来|上门|面谈))|我[^，,?？您你]{0,6}(?:给|帮|替|为)(?:您|你)[^?？几哪什]{1,16}[，,]?(?:您|你)?(?:看|觉得)?(?:行|可以|好|成|怎么样|如何|ok|中|要)(?:不行|不要|不好|不|吗|么|吧|没)?[?？]?$",
    re.I,
)
#: 能开收据吗，开好拍我: a yes alone leaves the deed.
_AND_GIVE: Final = lazy(
    r"[吗么不没][，,][^，,？?]{0,8}(?:(?:发|拍|寄|传|给|告诉|通知)我(?:[一下哈看]|$)|(?:发|拍|寄|传|给|拿|带|送|留)(?:一|两|几)?[本份个张套条箱盒册]$)"
)
_WE_WILL: Final = lazy(
    r"^(?:要不|那|这样吧?|要么)?[，,]?(?:我|我们|咱们?|这边)(?!想|能|可以|可不可以|要|需要|问|是不是)[^？?几哪什]{2,20}[，,]?(?:[您你]看)?(?:可以|行|好|成|怎么样|如何|中)(?:吗|不|么|吧|不行|不好)?[呀啊]?[?？]?$"
)
_WILL_SEND: Final = lazy(
    r"我[^，,]{0,4}(?:发|拉|寄|送|传|报|登记|安排|联系|给)|(?:私|统一|逐个|单独)(?:发|聊|信)|(?:发|拉|寄|送|传)(?:您|你|群|给)"
)


def offers_by_sign(text: str) -> bool:
    """Whether the other side is to say yes with a sign (要资料的扣1)."""
    return _SIGN_UP.search(text) is not None


def sort_of(text: str) -> str:
    """What would answer it: yes or no, a value, a thing, a deed, a proposal, a look at a document."""
    if cues.HANDED.search(text) and not cues.asks(text) and not faulty(text):
        return "review"
    if _OFFERED.search(text):
        return "proposal"
    if _SIGN_UP.search(text):
        return "proposal" if _WILL_SEND.search(text) else "yesno"
    last = (questions(text) or [""])[-1]
    if last and _AND_GIVE.search(text):
        return "thing"
    if last:
        if _CHOICE.search(last) and not re.search(r"要不要|能不能", last):
            return "value"
        if re.search(r"给(?:您|你)(?:先)?(?:预?约|挂号?|登记|报名|申请)", text) and not cues.WHEN.search(
            text
        ):
            return "proposal"
        if re.search(r"(?:帮|替)(?:您|你)(?:先)?(?:预?约|安排|登记|报名|留|订|申请|办|开)", text):
            return "proposal"
        if re.search(r"了(?:吗|么|没有?)[?？]?$", last):
            return "yesno"
        if _PROPOSAL.search(text) or (_WE_WILL.search(text) and not cues.WHEN.search(text)):
            return "appointment" if _APPOINT.search(text) else "proposal"
        if re.search(
            r"(?:行|可以|好|方便|成|ok|能到|来得及)(?:吗|么|不|吧)[呀啊]?[?？]?$", last, re.I
        ) and cues.WHEN.search(text):
            return "appointment"
        if _PEOPLE.search(last):
            return "thing"
        return "thing" if _THING.search(last) and not _REACHES.search(last) else "yesno"
    return "fault" if faulty(text) and by_statement(text) else "task"


def by_statement(text: str) -> bool:
    """Whether nothing in it is ordered, so that a told fault is all it says."""
    return cues.DEMAND.search(text) is None


def alike(earlier: str, text: str) -> bool:
    """Whether *text* asks the same again."""
    a, b = set(re.sub(r"\W", "", earlier)), set(re.sub(r"\W", "", text))
    return len(a & b) >= 0.6 * min(len(a), len(b)) and len(b) >= 3


def strike(theirs: list[Request], text: str) -> None:
    """Empty the parts that *text* answers: all of them, or those it fits best."""
    pieces = [p for s in cues.segments(text) for p in re.split(r"[\s、]+", s) if p]
    pool = [(r, p) for r in theirs for p in r.parts]
    if (
        len(pool) <= 1
        or (len(pieces) >= len(pool) and not cues.FILE.match(text))
        or re.search(r"都|全部|两个|均|一样", text)
    ):
        for request in theirs:
            request.parts.clear()
        return
    for piece in pieces[:1] if cues.FILE.match(text) else pieces:
        if pool:
            best = max(pool, key=lambda pair: _match(pair[1], piece))
            pool.remove(best)
            best[0].parts.remove(best[1])


_TYPES: Final = (
    (lazy(r"^[^，,？?]{0,5}(?:电话|手机|联系方式)(?:号码?)?$"), lazy(r"^\+?\d[\d-]{6,14}$")),
    (lazy(r"^邮箱$"), lazy(r"@")),
    (lazy(r"^身份证"), lazy(r"\d{15,17}[\dXx]")),
    (lazy(r"^(?:税号|账号|卡号|[^，,]{2}号)$"), lazy(r"[0-9A-Za-z]{6,}")),
    (lazy(r"^(?:姓名|名字|称呼|收[货件]人|联系人|户名)$"), lazy(r"^[\u4e00-\u9fa5]{2,4}$|先生|女士")),
    (lazy(r"^(?:抬头|单位|公司名称?|单位名称|开户行|学校)$"), lazy(r"[\u4e00-\u9fa5]{4,}|行$|公司|厂$|店$")),
    (lazy(r"^(?:身高|体重|三围|腰围|胸围|尺寸|尺码|鞋码|数量|厚度|长度|宽度|高度|面积|预算|人数|重量|金额)$"), lazy(r"\d|[一二两三四五六七八九十百]")),
    (lazy(r"多少钱|什么价|价格|价位|怎么卖|怎么收费|费用|收费|多少一|几块"), lazy(r"\d|[一二三四五六七八九十百千万]{1,6}(?:块|元|万|千|百)|免费|不收")),
    (lazy(r"什么时候|几点|几号|哪天|多久|何时|几天|周期"), lazy(r"\d|点|天|周|月|号|明|后天|今|小时|现")),
    (lazy(r"怎么(?:坐|走|去|来|到|过去)|几号线|路线"), lazy(r"线|路|站|口|导航|高速|公交|地铁")),
    (lazy(r"哪里|哪儿|在哪|地址|位置"), lazy(r"路|号|楼|区|市|街|店|层|广场|旁|对面")),
    (lazy(r"几|多少|多大|多长|多高|最少"), lazy(r"\d|[一二两三四五六七八九十百]+")),
    (lazy(r"(?:吗|么|不|没|没有|[?？])$|能不能|有没有|是不是|可以|([\u4e00-\u9fa5])[不没]\1"), lazy(r"^(?:能|可以|有|没|不|是|对|会|行|要|支持|好|包|含|送|在)")),
)  # fmt: skip


_A_NOT_A: Final = lazy(r"([\u4e00-\u9fa5])[不没]\1")


_YES_NO: Final = lazy(r"能|可以|有|没|不|是|对|会|行|要|支持|好|包|含|送|在|免")


def _match(question: str, piece: str) -> float:
    """How well *piece* answers *question*: the kind of value asked for, then shared characters."""
    if (same := _A_NOT_A.search(question)) is not None and same[1] not in piece:
        return 0.5 if _YES_NO.match(piece) else -0.5
    shared = len(set(question) & set(piece)) / (len(set(piece)) or 1)
    for asked, given in _TYPES:
        if (same := _A_NOT_A.search(question)) and same[1] in piece:
            return shared + 1.0
        if asked.search(question):
            return shared + (1.0 if given.search(piece) else -0.5)
    return shared
