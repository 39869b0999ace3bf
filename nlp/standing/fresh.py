"""A message while nothing is open: does it open a request, close, put off, or only tell?"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side
from nlp.standing import cues
from nlp.standing.courtesy import banter, courteous, modest, slipped, troubled
from nlp.standing.replies import agreed, bare_noun, is_request
from nlp.standing.requests import offers_by_sign, sort_of
from nlp.standing.wants import faulty, objects_by_telling, obstructed, pleased, wants


class Opening(Enum):
    """What a message does that meets no open request."""

    REQUEST = "request"
    PAUSE = "pause"
    CLOSING = "closing"
    STATEMENT = "statement"


#: 通过一下, 把门口改一下: a bare verb with 一下 is an imperative unless the speaker is its subject.
_IMPERATIVE: Final = lazy(
    r"(?:^|[，,。\s])(?:您|你|你们|先|再|就|都|也|记得|顺便|把[^，,]{1,8}){0,3}(?!我|等|稍|我们|咱|想|笑)[\u4e00-\u9fa5]{1,3}(?<!我)(?<!等)(?<!稍)一下[哈吧呗啊呢哦]?(?:$|[，,。])"
)
_MORE: Final = lazy(
    r"^(?:还有|另外|以及|对了|再(?:发|来|给)|顺便|也(?:要|给))[，,\s]*(?:一?下)?[^，,。？?的了]{2,10}$"
)
_GONE: Final = lazy(r"先不说|先这样|刚才|刚刚|刚看|先(?:忙|进|走|下|去|撤|睡|上课|开会|吃饭)[^，,]{0,4}了")
_GOT: Final = lazy(r"^(?:好的?|行|嗯+|OK)[，,\s]?(?:接|收|看|拿|取|查|听|找|通过)(?:到|好)?了[哈啊]?$", re.I)
_EMOJI: Final = lazy(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\uFE0F\u200d]+")
_LEAVING: Final = lazy(
    r"[，,]我(?:先|要|得|去)?(?:忙|开会|上课|开车|登机|接孩子|吃饭|睡|下线|下班|撤|走)[^，,？?]{0,2}了[^，,？?]{0,4}$|^(?:好[，,的]?|那|今天)?(?:我)?(?:先)?(?:要|得|该)?(?:忙|进|走|下|去忙|撤|睡|上课|开会|吃饭|下线|下班|挂|接孩子|开车|赶车|登机|上车|进站|检票)[^，,？?]{0,4}了(?:哈|啊|拜拜|再见|[，,].{0,6})?$|先这样"
)
_THANKFUL: Final = lazy(
    r"(?:谢谢|感谢|多谢|辛苦|谢了|谢啦|thx|thanks)(?:[您你]|了|啦|哈|师傅|老师|老板|大家|各位)*[。.!！~🙏🌹\s]*$",
    re.I,
)
#: 不用发货了: an order is called off.
_CANCELS: Final = lazy(
    r"^(?:那|先)?(?:不用|别|不要)(?:再)?(?:给我)?(?:发货|送货|送|寄|做|派人|派|安排|装|印|开票|排产|留|加工|生产|裁|下单|采购|备货)[^，,我]{0,4}了"
)
#: 领到了, 看见了, 弄好了: what was answered has worked.
_HAS_IT: Final = lazy(
    r"^(?:嗯+|哦|好)?[，,]?(?:已经?)?[\u4e00-\u9fa5]{1,2}(?:到|见|着|上|好|成功)了[哈啊呀]?$"
)
#: 嗯我跟领导汇报下: after what was told the speaker will think or ask, which asks nothing of us.
_WEIGHS: Final = lazy(
    r"^(?:好的?|嗯+|行|哦|那)?[，,]?我(?:们)?(?:先|再|得|要|回去|回家|这边|晚上|明天)*(?:(?:跟|和|问|找)(?![您你我])[^，,？?您你]{1,8})?(?:汇报|商量|考虑|讨论|研究|比较|对比|核计|合计|沟通|请示|确认|说|问|想|看|琢磨|消化)(?:一?下|[想看问琢磨商量考虑]{1,2})?[吧哈啊]?$"
)
#: 老人小孩都行吧: a guess that wants to be confirmed.
_HOPES: Final = lazy(
    r"^(?!好|行|可以|那就|成|没事|嗯)[^，,]{2,}(?:行|能[^，,]{0,4}|可以|没事|没问题|不会[^，,]{0,4}|不用[^，,]{0,4}|够|来得及|算|包[^，,]{0,3}|含[^，,]{0,3}|有|是[^，,]{0,4}|不贵)吧[?？]?$"
)
#: 四十个人, 金毛, 摔坏的呢: after an answer they ask about that case.
_CASE: Final = lazy(
    r"^(?:那|如果|要是)?[^，,。？?不没]{0,6}?[一二两三四五六七八九十百\d]+(?:个|位|间|台|套|平|米|公里|斤|岁|桌|片|人|吨|箱)[^，,了吧]{0,3}$"
)


def opening(text: str, side: Side, *, told: str | None, settled: bool) -> Opening:
    """What a message is that meets no open request.

    *told*: the message of the other side that it follows; *settled*: that message answered a request.
    """
    after = told is not None
    customer = side is Side.CUSTOMER
    plain = _EMOJI.sub("", text).strip()
    if cues.THANKS.match(plain) or cues.EMOJI_ONLY.match(text):
        return Opening.CLOSING
    if slipped(text, side) or _GOT.match(text) or (customer and troubled(text)) or (after and modest(text)):
        return Opening.CLOSING
    if customer and (faulty(text) and not _denied_in_thanks(text)):
        return Opening.REQUEST
    if agreed(text) or (cues.THANKS_LED.match(text) and not is_request(text)):
        return Opening.CLOSING
    if _rhetorical(text):
        return Opening.CLOSING if banter(text) or (after and courteous(text, side)) else Opening.STATEMENT
    if customer and _CANCELS.search(text):
        return Opening.REQUEST
    if settled and _HAS_IT.match(text):
        return Opening.CLOSING
    if cues.WITHDRAWN.search(text) and not pleased(text) and not cues.asks(text):
        return Opening.CLOSING
    if customer and after and _WEIGHS.match(text) and not cues.asks(text):
        return Opening.CLOSING if text.startswith(("好", "嗯", "行")) else Opening.STATEMENT
    return _wanting(text, side, told=told, settled=settled)


def _wanting(text: str, side: Side, *, told: str | None, settled: bool) -> Opening:
    """What is left of the courtesies: a wish, a farewell, a put-off, or a remark set against what was told."""
    after = told is not None
    customer = side is Side.CUSTOMER
    if customer and after and _HOPES.search(text):
        return Opening.REQUEST
    if is_request(text, staff=not customer) or (customer and _elliptic(text, settled=settled)):
        return Opening.REQUEST
    if not customer and (cues.HANDED.search(text) or offers_by_sign(text) or sort_of(text) == "proposal"):
        return Opening.REQUEST
    if (
        (after and cues.GREETING.match(text))
        or banter(text)
        or (after and courteous(text, side))
        or _LEAVING.search(text)
        or (after and _THANKFUL.search(text))
    ):
        return Opening.CLOSING
    if customer and _opens(text, told=after):
        return Opening.REQUEST
    if cues.PAUSE.search(text) and not _GONE.search(text) and (after or not pleased(text)):
        return Opening.PAUSE
    if customer and told is not None and not settled and objects_by_telling(text, told):
        return Opening.REQUEST
    return Opening.STATEMENT


def _denied_in_thanks(text: str) -> bool:
    return cues.THANKS_LED.match(text) is not None


def _rhetorical(text: str) -> bool:
    return (
        cues.RHETORICAL.search(text) is not None
        and not cues.DEMAND_WHY.search(text)
        and not re.search(r"[?？]|[您你].{0,12}[对是]吧$", text)
    )


def _elliptic(text: str, *, settled: bool) -> bool:
    """A bare topic, case or picture that asks without a verb (报价, 金毛, 四十个人, [图片])."""
    wanted = cues.WANTED.search(text) is not None and len(text) <= 14
    case = settled and (bare_noun(text) or _CASE.match(text) is not None)
    return wanted or case or (cues.PICTURE.match(text) is not None and not settled)


def _opens(text: str, *, told: bool) -> bool:
    """Whether a customer's message wants something done although it neither asks nor demands."""
    if wants(text, Side.CUSTOMER, told=told):
        return True
    return len(text) <= 60 and (_IMPERATIVE.search(text) is not None or obstructed(text))


def adds(text: str) -> bool:
    """Whether a message of the side that waits only adds to what it asked for (还有报价)."""
    return _MORE.match(text) is not None
