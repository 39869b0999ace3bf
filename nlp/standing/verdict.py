"""What a reply does to the request it meets, judged by what the request asks for.

A word means what the question makes of it: 好 accepts a proposal, keeps an appointment, takes a task up and chooses
nothing; a number answers how many and offers a price where a price was told; 换吧 consents or orders.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side, Turn
from nlp.standing import cues
from nlp.standing.changes import later, revises
from nlp.standing.fields import bare_fields
from nlp.standing.replies import (
    NOT_YET,
    answers_anyway,
    commits,
    confirms,
    keyed,
    mere_check,
    not_yet,
    offers,
    only_ack,
    paid_in,
)
from nlp.standing.requests import Request, alike, sort_of
from nlp.standing.wants import appeals, arrives, contrasts, denies, faulty, obstructed, orders, pleased


class Verdict(Enum):
    """What a reply is to the request."""

    ANSWER = "answer"
    COUNTER = "counter"
    REVISED = "revised"
    PAUSE = "pause"
    ACK = "ack"


_ASKS_WHY: Final = lazy(
    r"原因|为什么|为啥|怎么了|什么(?:问题|情况|提示|毛病|现象|反应|症状)|提示(?:什么|啥)|显示(?:什么|啥)|报(?:什么|啥)|哪里(?:不|有|坏)|哪儿(?:不|有|坏)|什么情况|顾虑|觉得|感觉|意见"
)
_BUSY: Final = lazy(r"忙|没空|没时间")
_ASKED: Final = frozenset({"yesno", "value", "proposal", "appointment", "thing"})
_DIRECTED: Final = lazy(
    r"[您你](?:们)?(?:先|再|就|赶紧|快|帮|给|来|派|叫|让|说|看着|安排|处理|看看|自己)(?!们?(?:的|家))|(?:给|帮|替)我(?:们)?(?!的)|便宜|优惠|(?:叫|派)(?:个|人)|赶紧|快点|尽快"
)
#: 改好了，您再看下: what was done is handed back for approval.
_SHOWS: Final = lazy(
    r"(?:好|完|过|出来)了[^，,]{0,6}[，,\s](?:麻烦)?(?:您|你)(?:再|先)?(?:看|核对|确认|过目|审|检查)(?:一?下|看|看看|一遍)?(?:[吧哈]|行不|可以吗)?$"
)
#: 拔插头等五分钟再开: what to do about a fault.
_TREATS: Final = lazy(
    r"^(?:[您你]|先|可以|麻烦|把[^，,]{1,8}|试着|那){0,3}(?:拔|插|按|长按|拧|拆|擦|洗|冲|关(?!账|店)|重启|重装|重新|刷新|清(?!关)|换(?:个|条|根|台)|调(?!货|休)|退出|卸载|更新一?下|升级|检查|松开|对准|摇|晾|擦干|消毒|涂|吃|喝|多喝|敷|浇|追|施|剪|通风)"
)
_OWN_DEED: Final = lazy(r"(?:给|帮|为|替|让|叫|派|找|催)[您你我师技同工设财法]|(?:^|[，,])我|马上|这就|稍等")
#: 上次报修的窗户你们还没弄呢: whatever was asked, this is a complaint.
_ACCUSES: Final = lazy(r"[您你]们?(?:这边|那边|家)?(?:还|都|也|到现在|一直|老是?|从来|根本)(?:没|不)")
#: 八千，我今天就定: another price than the one that was told.
_BIDS: Final = lazy(
    r"^(?:那|要不|这样吧?|最多|给个?|凑个?|整数)?[，,]?[\d一二两三四五六七八九十百零]+[千万百块元折]?[\d一二两三四五六七八九十百千]{0,4}(?:块|元|万)?(?:整|出头)?(?:[吧，,行成]|我|今|现|马|立|就|当)"
)
#: 刚在忙，打给您了: done, whatever stood in the way.
_DID: Final = lazy(
    r"(?:打|发|转|寄|回|拨|传|退|补|送)(?:给|到)?[您你]们?(?:电话|微信|邮箱|手机)?(?:过去)?了[哈啊]?$"
)
#: 有，晚点传群里: our own deed, however it is worded.
_WILL_SEND: Final = lazy(
    r"^(?:有|好|行|嗯|可以)?[的呀啊]?[，,]?(?:我)?(?:晚点|稍后|马上|待会儿?|回头|一会儿?|这就|今晚|等下|明天)[^，,您你]{0,4}(?:发|传|寄|拍|报|给|填|截)(?!我|给我|过来)"
)
_GIVE: Final = lazy(r"我|截|拍|发|报|描述|提供|填|留|说|告诉|给|麻烦")
#: 用得怎么样, 适应吗: whoever answers with a denial complains.
_HOW: Final = lazy(
    r"^(?!.*(?:考虑|谈|想|进展|商量|定|看|审|批)).*(?:怎么?样|咋样|如何|满意|习惯|适应|顺手|还好|好用|顺利)"
)
_REFUSES: Final = lazy(
    r"(?<!求之)不(?!错|反对|介意|客气|好意思|用客气)|没|别|算了|免了|再说|无|自己(?:来|弄|有)|(?:我|家里|家|这边|公司)[^，,]{0,3}有(?!心|劳)|拒|取消"
)
_TEPID: Final = lazy(
    r"^(?:再|先)?(?:我)?(?:再|先|要)?(?:看看|看情况|考虑|想想|商量|问|等|研究|琢磨|斟酌|合计|掂量)|随便|再说|都行都可以$"
)


#: 缺啥您说: an invitation to order; what comes is no answer but the order.
_INVITES: Final = lazy(
    r"(?:缺|要|需要|想要|还要|想(?:买|订|问))(?:点)?(?:啥|什么)[^，,？?]{0,3}[，,]?(?:您|你)?(?:说|讲|招呼|吩咐|尽管)|有(?:什么|啥)(?:需要|可以帮|能帮|需求)"
)


def verdict(turn: Turn, text: str, theirs: list[Request], *, pressed: bool) -> Verdict:
    """What *text* is to the last of *theirs*, the open requests of the other side; *pressed* when it was nudged."""
    request = theirs[-1]
    if keyed(text, request) or paid_in(text, request) or confirms(text, request):
        return Verdict.ANSWER
    if cues.FILE.match(text):
        caption = cues.FILE.sub("", text)
        wrong = turn.side is Side.CUSTOMER and faulty(caption) and request.sort != "value"
        return Verdict.COUNTER if wrong or cues.asks(caption) else Verdict.ANSWER
    if cues.EMOJI_ONLY.match(text) and not cues.EMOJI_YES.match(text):
        return Verdict.ACK
    if (
        request.by is Side.STAFF
        and request.sort in {"yesno", "thing"}
        and NOT_YET.match(text)
        and not cues.asks(text)
    ):
        put_off = cues.PAUSE.search(text) or cues.WHEN.search(text) or _BUSY.search(text)
        return Verdict.PAUSE if put_off else Verdict.ANSWER
    if (turn.side is Side.CUSTOMER and cues.DONE_CHECK.search(text)) or revises(text, request):
        return Verdict.REVISED
    if _echoed_no(text, request):
        return Verdict.ANSWER
    if turn.side is Side.STAFF and not cues.asks(text) and _restates(text, theirs):
        return Verdict.ANSWER
    return _weighed(turn, text, request, pressed=pressed)


_UNREAD: Final = lazy(r"^(?:我)?(?:还|暂时)?没(?:看|来得及|顾|打开|收)")
_NO: Final = lazy(
    r"^(?:还|太|也|都|暂时|目前)?[不没](?:有|太|怎么)?(?P<what>[\u4e00-\u9fa5]{1,3}?)(?:了|呢|啊|呀|哈|过)*$"
)


def _echoed_no(text: str, request: Request) -> bool:
    """Whether what was asked about is denied with its own word (要加急吗 - 不急)."""
    if request.sort not in _ASKED:
        return False
    said = [_NO.match(part) for part in cues.segments(text)]
    return any(one is not None and one["what"] in request.text for one in said) and not (
        cues.asks(text) or (len(said) > 1 and cues.PAUSE.search(text))
    )


def _restates(text: str, theirs: list[Request]) -> bool:
    """Whether a question is repeated as the answer to it (停车免费吗 - 停车免费)."""
    return any(sort_of(p) == "yesno" and alike(p, text) for r in theirs for p in r.parts)


def _weighed(turn: Turn, text: str, request: Request, *, pressed: bool) -> Verdict:
    staff = turn.side is Side.STAFF
    if not staff and _INVITES.search(request.text) and orders(text):
        return Verdict.COUNTER
    if not staff and arrives(text) and not cues.asks(request.text):
        return Verdict.COUNTER
    if later(text, request):
        return Verdict.PAUSE
    if not staff and request.sort == "review" and _BIDS.match(text):
        return Verdict.COUNTER
    if staff and _SHOWS.search(text):
        return Verdict.COUNTER
    if (cues.asks(text) and not mere_check(text)) or (
        _needs_back(text) if staff else cues.ORDER.search(text)
    ):
        return Verdict.COUNTER
    if staff and request.sort in {"fault", "task"} and _TREATS.match(text) and not _OWN_DEED.search(text):
        return Verdict.ANSWER
    if staff and request.sort in {"fault", "task", "thing", "nudge"} and _DID.search(text):
        return Verdict.ANSWER
    if cues.PAUSE.search(text) and not answers_anyway(text, request):
        return Verdict.PAUSE
    if request.sort == "proposal" and consents(text):
        return Verdict.ANSWER
    if (
        _complains(text, request, staff=staff)
        and cues.TROUBLE.search(text)
        and not cues.CHECKING.search(text)
    ):
        return Verdict.COUNTER
    if staff and cues.ADVICE.search(text) and not _OWN_DEED.search(text):
        return Verdict.ANSWER
    if commits(turn, text, request) or only_ack(text, request) or _held(text, pressed=pressed):
        return Verdict.ACK
    if _complains(text, request, staff=staff):
        return Verdict.COUNTER
    return Verdict.ANSWER


def _needs_back(text: str) -> bool:
    """Whether our side wants something back before it can answer (税号给我, 拍个照我看下)."""
    if cues.SENDS.search(text) or cues.UNDERWAY.search(text):
        return False
    if bare_fields(text):
        return True
    if _WILL_SEND.search(text):
        return False
    return (cues.ORDER.search(text) is not None and _GIVE.search(text) is not None) or (
        cues.STAFF_WANTS.search(text) is not None
        and not cues.CHECKING.search(text)
        and not cues.ADVICE.search(text)
    )


def _complains(text: str, request: Request, *, staff: bool) -> bool:
    """Whether the reply itself orders, objects or tells of a fault."""
    if not_yet(text, request) or _ASKS_WHY.search(request.text) or offers(text):
        return False
    if staff:
        return (
            cues.demands(text, staff=True, reply=True)
            and not mere_check(text)
            and not cues.ADVICE.search(text)
        )
    if mere_check(text):
        return False
    asked = request.sort in _ASKED
    if denies(text) and _HOW.search(request.text) and not pleased(text):
        return True
    if request.sort == "review" and denies(text) and not pleased(text) and not _UNREAD.match(text):
        return True
    if request.sort == "value":
        return _ACCUSES.search(text) is not None or (
            _DIRECTED.search(text) is not None and cues.demands(text, reply=True)
        )
    if (
        faulty(text)
        or (request.sort == "task" and obstructed(text))
        or appeals(text)
        or (contrasts(text) and not asked)
    ):
        return True
    return cues.demands(text, reply=asked) or (not asked and orders(text))


def consents(text: str) -> bool:
    """Whether a reply to a proposal takes it: anything but a refusal, a doubt or a delay."""
    if _REFUSES.search(text) or _TEPID.search(text) or len(text) > 16:
        return False
    return not cues.CHECKING.search(text) or re.search(r"^(?!我).{1,6}吧$", text) is not None


def _held(text: str, *, pressed: bool) -> bool:
    """A bare yes to a nudge that pressed for the deed."""
    return pressed and len(text) <= 4 and re.match(r"好|行|嗯|可以|ok|在|来了|马上", text, re.I) is not None
