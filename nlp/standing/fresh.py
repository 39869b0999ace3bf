"""A message while nothing is open: does it open a request, close, put off, or only tell?"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side
from nlp.standing import cues
from nlp.standing.replies import agreed, banter, bare_noun, is_request
from nlp.standing.requests import offers_by_sign, sort_of
from nlp.standing.wants import faulty, pleased, wants


class Opening(Enum):
    """What a message does that meets no open request."""

    REQUEST = "request"
    PAUSE = "pause"
    CLOSING = "closing"
    STATEMENT = "statement"


#: 通过一下, 把门口改一下: a bare verb with 一下 is an imperative unless the speaker is its subject.
_IMPERATIVE: Final = lazy(
    r"(?:^|[，,。\s])(?:您|你|你们|先|再|就|都|也|记得|顺便|把[^，,]{1,8})*(?!我|等|稍|我们|咱|想|笑)[\u4e00-\u9fa5]{1,3}(?<!我)(?<!等)(?<!稍)一下[哈吧呗啊呢哦]?(?:$|[，,。])"
)
_OBSTACLE: Final = lazy(
    r"(?<!对)[\u4e00-\u9fa5]不(?:干净|上去|平|严|紧(?!不慢)|稳|牢|匀|齐|准|透|熟|响|亮|开(?!心)|去|通|上来|了(?!解|起|得)|上(?!班|课)|出来?(?!错)|到(?!位)|动|进去?|开(?!心)|掉|住(?!宿)|下来|起来|着(?!急)|成(?!熟)|懂|明白|清楚?|见了)"
    r"|(?:不|没)(?:太|怎么|大)?(?:会|懂|知道怎么?)(?:弄|用|操作|装|填|设置|搞|调|选)|忘(?:带|拿|交|记)了|(?:密码|账号|钥匙|卡|单号|地址|凭证|小票|证件?)[^，,]{0,4}(?:忘了?|丢了?|掉了|不见了|找不到|没了)|(?:严重|厉害|离谱|明显)(?:[啊呀了]|$)"
    r"|(?:少|漏|错|多|缺)(?:给|发|装|寄|开|收|算|扣)(?:了|我)|(?:跟|和|与)[^，,]{1,8}(?:不一样|不一致|不符|有出入|差(?:太|很)?[多远])"
)
_MORE: Final = lazy(
    r"^(?:还有|另外|以及|对了|再(?:发|来|给)|顺便|也(?:要|给))[，,\s]*(?:一?下)?[^，,。？?的了]{2,10}$"
)
_GONE: Final = lazy(r"先不说|先这样|刚才|刚刚|刚看|先(?:忙|进|走|下|去|撤|睡|上课|开会|吃饭)[^，,]{0,4}了")
_LEAVING: Final = lazy(
    r"^(?:好[，,的]?|那|今天)?(?:我)?(?:先)?(?:忙|进|走|下|去忙|撤|睡|上课|开会|吃饭|下线|下班|挂|接孩子|开车|赶车|登机|上车)[^，,？?]{0,4}了(?:哈|啊|拜拜|再见|[，,].{0,6})?$|先这样"
)
_THANKFUL: Final = lazy(
    r"(?:谢谢|感谢|多谢|辛苦|谢了|谢啦|thx|thanks)(?:[您你]|了|啦|哈|师傅|老师|老板|大家|各位)*[。.!！~🙏🌹\s]*$",
    re.I,
)
#: 老人小孩都行吧: a guess that wants to be confirmed.
_HOPES: Final = lazy(
    r"^(?!好|行|可以|那就|成|没事|嗯)[^，,]{2,}(?:行|能[^，,]{0,4}|可以|没事|没问题|不会[^，,]{0,4}|不用[^，,]{0,4}|够|来得及|算|包[^，,]{0,3}|含[^，,]{0,3}|有|是[^，,]{0,4}|不贵)吧[?？]?$"
)
#: 四十个人, 金毛, 摔坏的呢: after an answer they ask about that case.
_CASE: Final = lazy(
    r"^(?:那|如果|要是)?[^，,。？?不没]{0,6}?[一二两三四五六七八九十百\d]+(?:个|位|间|台|套|平|米|公里|斤|岁|桌|片|人|吨|箱)[^，,了吧]{0,3}$"
)


def opening(text: str, side: Side, *, told: bool, settled: bool) -> Opening:
    """What a message is that meets no open request.

    *told*: it follows a message of the other side; *settled*: that message answered a request.
    """
    customer = side is Side.CUSTOMER
    if cues.THANKS.match(text) or cues.EMOJI_ONLY.match(text):
        return Opening.CLOSING
    if customer and (faulty(text) and not _denied_in_thanks(text)):
        return Opening.REQUEST
    if agreed(text) or (cues.THANKS_LED.match(text) and not is_request(text)):
        return Opening.CLOSING
    if _rhetorical(text):
        return Opening.CLOSING if banter(text) else Opening.STATEMENT
    if cues.WITHDRAWN.search(text) and not pleased(text) and not cues.asks(text):
        return Opening.CLOSING
    if customer and told and _HOPES.search(text):
        return Opening.REQUEST
    if is_request(text, staff=not customer) or (customer and _elliptic(text, told=told, settled=settled)):
        return Opening.REQUEST
    if not customer and (cues.HANDED.search(text) or offers_by_sign(text) or sort_of(text) == "proposal"):
        return Opening.REQUEST
    if (
        (told and cues.GREETING.match(text))
        or banter(text)
        or _LEAVING.search(text)
        or (told and _THANKFUL.search(text))
    ):
        return Opening.CLOSING
    if customer and _opens(text, told=told):
        return Opening.REQUEST
    if cues.PAUSE.search(text) and not _GONE.search(text) and (told or not pleased(text)):
        return Opening.PAUSE
    return Opening.STATEMENT


def _denied_in_thanks(text: str) -> bool:
    return cues.THANKS_LED.match(text) is not None


def _rhetorical(text: str) -> bool:
    return (
        cues.RHETORICAL.search(text) is not None
        and not cues.DEMAND_WHY.search(text)
        and not re.search(r"[?？]|[您你].{0,12}[对是]吧$", text)
    )


def _elliptic(text: str, *, told: bool, settled: bool) -> bool:
    """A bare topic, case or picture that asks without a verb (报价, 金毛, 四十个人, [图片])."""
    wanted = cues.WANTED.search(text) is not None and len(text) <= 14
    case = settled and (bare_noun(text) or _CASE.match(text) is not None)
    return wanted or case or (cues.PICTURE.match(text) is not None and not settled)


def _opens(text: str, *, told: bool) -> bool:
    """Whether a customer's message wants something done although it neither asks nor demands."""
    if wants(text, Side.CUSTOMER, told=told):
        return True
    return len(text) <= 60 and any(pattern.search(text) for pattern in (_IMPERATIVE, _OBSTACLE))


def adds(text: str) -> bool:
    """Whether a message of the side that waits only adds to what it asked for (还有报价)."""
    return _MORE.match(text) is not None
