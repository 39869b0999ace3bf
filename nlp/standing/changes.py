"""Replies that change what was asked for: another wording, another time, a later day."""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side
from nlp.standing import cues
from nlp.standing.requests import Request

ASKED_WHEN: Final = lazy(r"什么时候|几点|哪天|几号|多久|何时|啥时|几天|周期")

_OTHER_TIME: Final = lazy(r"不行|没空|不方便|来不及|有事|有课|有会|有约|不在|太早|太晚|换个|改成?|不合适")


#: 这版可以定稿吗, 抬头没错吧: our side asks whether what it made or wrote may stand.
_APPROVAL: Final = lazy(
    r"(?:图|稿|样品?|版|封面|设计|文案|清单|行程单?)[^，,？?]{0,6}(?:您|你)?(?:看|确认|核对|过目|审)(?:一?下|看|一遍)?[哈吧]?$|定稿|(?:没(?:写|填|弄|开|算)?错|没(?:什么)?问题|[对行])(?:吧|吗|么|不)[?？]?$|(?:[这那]版|稿|图|样品?|版式|排版|设计|文案|封面|海报|菜单|名片|标书|贺词)[^，,]{0,8}(?:可以|行|好|满意|通过|ok)(?:了)?(?:吧|吗|么|不)",
    re.I,
)
_VAGUE: Final = lazy(
    r"(?:下|这)(?:个)?(?:月|周|礼拜|星期)(?![一二三四五六日天末])|年后|节后|过(?:一?阵|段|几|两)|月[底初]|以后|回头|改天|忙完|回来"
)
_SPECIFIC: Final = lazy(
    r"(?:那|要不|还是)?(?:改)?(?:大?后天|明天|明早|今晚|明晚|(?:下|这|本)?(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[号日])?(?:上午|下午|早上|晚上|中午)?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})?点?半?(?:吧|呢)"
)
_CHANGE: Final = lazy(
    r"(?:不要|别)(?:这么|那么|太|再|用|放|加|写|做|搞|弄)|再[大小高低粗细深浅长短宽窄亮暗][一点些两]|(?:换|改|调|加|删|减|挪|移)(?:个|一|成|为|到|点|掉|大|小|深|浅|短|长|粗|细|暗|亮|上|下|回)|(?:放|加|调|改|缩)[大小粗细深浅亮暗]|(?:少|多|漏|缺|错)(?:了|个|一|两|写|打|位|字)|[写打填印算开]错|不对(?!外|称)|去掉|拿掉"
)
_UNCHANGED: Final = lazy(
    r"(?:不用|不需要|不必|别|没|没有|不)(?:要|再|什么)?(?:改|换|调|加|动|错|少|漏)|好了$"
)


def _corrects(text: str, request: Request) -> bool:
    """Whether what was shown for approval is to be changed (字体换一个, 税号少一位)."""
    return (
        request.by is Side.STAFF
        and _APPROVAL.search(request.text) is not None
        and _CHANGE.search(text) is not None
        and _UNCHANGED.search(text) is None
    )


def revises(text: str, request: Request) -> bool:
    """A wish for another wording of a document (付款方式改成月结) or another time (周四不行，周五吧)."""
    if _corrects(text, request):
        return True
    if request.sort == "review":
        return (
            re.search(
                r"(?:改|换|调|写|变)(?:成|为|到|一下)|(?:加|补|写|填|盖)上|(?:去|删|减|划)掉|漏了|错了|不对",
                text,
            )
            is not None
        )
    last = (cues.segments(text) or [""])[-1]
    if (
        request.sort in {"appointment", "proposal"}
        and re.match(r"(?:那|还是)?(?:改|换|约|调)(?:到|成|在|个)?", last)
        and cues.WHEN.search(text)
    ):
        return True
    if request.sort == "appointment" and _SPECIFIC.fullmatch(last) and _OBSTACLE.search(text[: -len(last)]):
        return True
    return (
        request.sort == "appointment"
        and _OTHER_TIME.search(text) is not None
        and not _VAGUE.search(last)
        and cues.WHEN.search(last) is not None
        and re.search(r"吧$|(?:可以|行|好|方便|成)(?:吗|不|么)|呢$", last) is not None
    )


_DEED: Final = lazy(
    r"(?:款|账|费|租|金|钱|票)[^，,]{0,6}(?:结|付|打|转|交|清|补|汇)|(?:结|付|打款|转账|汇款|签|盖章|回传|填|缴|续费|回款)"
)


def _named_time(text: str, request: Request) -> bool:
    """A bare later time where the customer was asked for a deed, not for a time (尾款方便结一下不 - 月底吧)."""
    return (
        request.by is Side.STAFF
        and request.sort in {"yesno", "thing", "task"}
        and _DEED.search(request.text) is not None
        and not ASKED_WHEN.search(request.text)
        and not cues.TIME_WORD.search(request.text)
        and re.fullmatch(
            rf"(?:得|要|估计|可能|大概|应该)?(?:等|到|得)?(?:{cues.TIME_WORD.pattern})(?:左右|前后|以后|之后|的样子)?[吧哈呢啊了。 ]*",
            text,
        )
        is not None
    )


_OBSTACLE: Final = lazy(
    r"满|没|不|忙|紧|缺|困难|周转|休|差|还在|正在|卡|[关封]账|盘点|放假|请假|出国|住院|缺货|停产|检修|装修|搬|排队|装修|停电|下雨|生病|隔离|封|会|学|考试"
)
_LATER: Final = lazy(
    rf"(?P<must>得等?|要等|只能|最快|只好|起码)?(?:到)?(?:{cues.TIME_WORD.pattern})(?:再)?(?:办|开|发|装|做|弄|付|签|结|退|送|修|寄|给|来|去|打|处理|安排|搞|上)?"
)


def later(text: str, request: Request) -> bool:
    """A later time without a deed, alone or behind an obstacle (月底吧; 额度满了，下月初)."""
    if _named_time(text, request):
        return True
    parts = cues.segments(text)
    if len(parts) < 2:
        return False
    last = parts[-1].strip("吧哈。 ")
    named = _LATER.fullmatch(last)
    if named is None or (request.sort == "value" and named["must"] is None):
        return False
    return _OBSTACLE.search("".join(parts[:-1])) is not None
