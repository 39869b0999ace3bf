"""What the words a rep reports a contact in are about: a call, an appointment, a remark."""

from __future__ import annotations

from typing import Final

from nlp import Intent, lazy_pattern

_ASKS: Final = lazy_pattern(
    r"(?:[?？]|吗|呢|没有?|了没)[\s。！!~～]*$|什么|怎么|怎样|如何|多少|谁(?!都)|哪[个些里家位一]|几[个单点号家]"
    r"|情况|进展|动态|进度|是不是|有没有|能不能|可不可以"
)
_ORDERS: Final = lazy_pattern(r"^(?:请|麻烦|帮|给我|能|可以|你|别|不要|取消|查|看|找|导出|删|改)|话术|怎么办")
_REPORTS: Final = lazy_pattern(
    r"^.{1,12}?(?:刚[刚才]?|今天|昨天|上午|下午|那边|他|她|又|也|还|一直|跟我|和我|对我){0,4}"
    r"(?:问(?!题|了没|问看)|说(?!了?(?:什么|啥|没))|表示|反馈|提到|提出|回复我|回我|告诉我|嫌|觉得|希望|要求|打算|同意|拒绝)"
)
_OUTCOMES: Final = (
    (
        "missed",
        lazy_pattern(
            r"没有?(?:人)?接(?:听|通|我|电话|起|$|[，,。！!])|没打通|打不通|不接我?电话|无人接听|关机|占线|停机|空号|没人接|挂(?:断|掉)?了我?(?:的)?电话"
        ),
    ),
    (
        "wechat",
        lazy_pattern(
            r"(?:加|通过)(?:上|到|了|好)了?(?:他|她|我)?的?(?:微信|好友)|微信(?:已经?)?(?:加上|加了|通过)"
        ),
    ),
    ("expert", lazy_pattern(r"(?:需要?|要|想)(?:让|找|请|约)?(?:我们|咱们)?的?(?:技术|工程师|售前)")),
    ("refused", lazy_pattern(r"没有?啥?(?:什么)?(?:兴趣|意向)(?!书)|不感兴趣")),
)
_CONTACT: Final = lazy_pattern(
    r"打[了过完]|电话|聊[了过完得]|见[了过完]|见面|拜访|吃[了过完]?饭|到店|来[过了]|上门|回复|回消息|没回|发[了过给]|寄[了出]"
    r"|签|付款|打款|满意|认可|犹豫|纠结|生气|拍板|审批|立项|出差|休假|住院|换了?(?:人|负责人|公司|老板|领导)|离职|生日|搬家|搬到|升职"
)
_AGREES: Final = lazy_pattern(
    r"约[了在好到]?|定[在了好]|见面|试听|演示|拜访|来公司|来店|来看|来校区|参观|过来|上门|到店|面谈|开会|签约|看样|看房|体验课?"
)
_NOT_AGREED: Final = lazy_pattern(r"没约|不来|不见|取消|改天|再说|再约|没定|爽约|没来|完了|[过完]了?$")
_AGAIN: Final = lazy_pattern(r"再(?:联系|跟进|跟|找|打|问|约|聊|沟通|说)(?!吗|呢)")
_RESTS: Final = lazy_pattern(
    r"(?:先|暂时?)(?:放一?放|缓缓|缓一缓|晾着|晾一晾|搁一?搁|搁着|不跟了?|停一停)|暂停跟进|暂缓|先冷处理|放着吧"
)
_WISH: Final = lazy_pattern(
    r"(?:想要?|需要|打算|要)(?!是|么|求)(?=[^，,。；;！!？?\s])[^，,。；;！!？?\n]{2,30}"
)
_GOES_ON: Final = lazy_pattern(
    r"(?:刚刚?|刚才|已经|又|还是)?(?:没接|没打通|打不通|关机|试听完|演示完|聊完|见完|见过了|约[了在好]|加上微信|微信加)"
)
_OTHERS: Final = lazy_pattern(r"客户|大家|我们|同事|[两三四五六七八九十几]个|都")
_LONGEST_AFTERTHOUGHT: Final = 24
_CORRECTS: Final = lazy_pattern(
    r"改成|改为|改到|换成|换到|更新为|现在是|加到|降到|涨到|应该是|其实是|不是.{1,20}是"
)
_BEFORE_NAME: Final = lazy_pattern(
    r"^|(?:跟|和|给|找|陪|约|见了?|问了?|联系(?:不?上了?)?|打给|跟进)(?!了)|[，,。；;]"
)
_NAME_LENGTHS: Final = (4, 3, 2)
_EDGES: Final = " ，,。：:；;、~～"


def is_statement(text: str, *, asked: Intent) -> bool:
    """Whether somebody tells rather than asks or orders; *asked* is what it would be as a command."""
    if _ORDERS.search(text):
        return False
    if reports(text):
        return True
    if asked is Intent.QUERY_LEAD:
        return call_outcome(text) is not None and _ASKS.search(text) is None
    return asked is Intent.NONE and _ASKS.search(text) is None


def reports(text: str) -> bool:
    """Whether the words hand on what the customer said (「王芳问学费能不能便宜点」)."""
    return _REPORTS.match(text) is not None and not text.rstrip().endswith(("?", "？", "吗"))


def call_outcome(text: str) -> str | None:
    """How a call went: missed, wechat, expert or refused; None when the words do not say."""
    return next((outcome for outcome, words in _OUTCOMES if words.search(text)), None)


def shows_contact(text: str) -> bool:
    """Whether the words tell of a meeting, a call, a message, or of a change at the customer's."""
    return _CONTACT.search(text) is not None


def agrees(text: str) -> bool:
    """Whether the words tell that something was agreed for a day."""
    return _AGREES.search(text) is not None and _NOT_AGREED.search(text) is None


def wish(text: str) -> tuple[int, int] | None:
    """Where the words say what somebody wants; None when they do not."""
    found = _WISH.search(text)
    return None if found is None else found.span()


def calls_again(text: str) -> bool:
    """Whether the words put the next contact off (「下个月再联系王芳」)."""
    return _AGAIN.search(text) is not None and _ASKS.search(text) is None


def lets_rest(text: str) -> bool:
    """Whether the rep lets a deal rest (「王芳那边先放一放」)."""
    return _RESTS.search(text) is not None and _ASKS.search(text) is None and not reports(text)


def goes_on(text: str) -> bool:
    """Whether words without a name go on about the customer just spoken of (「没打通」「约了周六」)."""
    short = len(text) <= _LONGEST_AFTERTHOUGHT
    return short and _GOES_ON.match(text) is not None and _OTHERS.search(text) is None


def corrects(text: str) -> bool:
    """Whether the words expressly put something new in the place of what was known."""
    return _CORRECTS.search(text) is not None


def may_be_names(text: str) -> list[str]:
    """What may name somebody: two to four characters at the start, and after 跟, 给 and the like."""
    found = []
    for opening in _BEFORE_NAME.finditer(text):
        rest = text[opening.end() :]
        found += [rest[:length] for length in _NAME_LENGTHS if len(rest) >= length]
    return found


def without_name(text: str, name: str) -> str:
    """The words without the customer's name in front: who it is stands beside them."""
    left = text.strip()
    if left.startswith(name):
        left = left[len(name) :].removeprefix("的")
    return left.strip(_EDGES) or text.strip()
