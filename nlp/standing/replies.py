"""What a reply does to the request it meets: takes it up, puts it off, echoes it, agrees."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.lazy import lazy
from nlp.model import Turn
from nlp.promises import promises
from nlp.standing import cues
from nlp.standing.changes import ASKED_WHEN, event
from nlp.standing.requests import Request, sort_of
from nlp.standing.wants import arrives, faulty

_ANY_TIME: Final = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - only whether something is promised matters here
_OFFER: Final = lazy(
    r"(?:发|寄|给|帮|为|替|让|催|补发|退|换|送|联系|接|回复?|通知|告诉)(?:您|你)(?!们?(?:说|看|报|把|开))|[，,](?:您|你)(?:可以|先|再|这边)?(?:查|看|试|留意|核对)(?:一?下|收|看)[哈吧]?$|^我(?:去|来|先|这就|马上|下来|再)|随时(?:联系|找)|已经是|最低价?了"
)


def offers(text: str) -> bool:
    """Whether it offers or advises something (给您补发, 重启试试), which asks for nothing."""
    return (
        re.search(r"试试|就行|就可以|即可|就好|点[“\"「]", text) is not None
        or _OFFER.search(text) is not None
    )


def is_request(text: str, *, staff: bool = False) -> bool:
    """Whether a message asks, orders, complains or objects."""
    return cues.asks(text) or cues.demands(text, staff=staff)


def bare_noun(text: str) -> bool:
    """A short bare noun or amount after an answer, which asks about that case (金毛, 剩七片)."""
    return (
        1 < len(text) <= 6
        and re.fullmatch(r"[\u4e00-\u9fa5A-Za-z0-9]+", text) is not None
        and not cues.THANKS.match(text)
        and re.search(r"[了吧的啦啊呀哈呢到去来见]$|不|没|好|行|谢|^那?[我您你咱]", text) is None
    )


def agreed(text: str) -> bool:
    """Consent with a courtesy or with what follows from it (好的，那就按白色做)."""
    head = re.match(r"^(?:好的?|行|收到|明白|ok|嗯+|了解|可以|没问题)[哈呀啊呢的啦嘞]*[，,\s]*", text, re.I)
    if not head:
        return False
    rest = text[head.end() :]
    return bool(cues.THANKS.match(rest)) or (
        re.match(
            r"(?:(?:我)?(?:一会儿?|待会儿?|下午|晚上|明天|明早|中午|周[一二三四五六日])(?:就)?(?:到|来|过去|过来|去|取|拿|联系|见)|那就|那我|那咱|等(?:您|你|着您|候)|恭候|期待|欢迎|请多|辛苦|谢|麻烦您?了|有需要|随时|周[一二三四五六日]见|明天见|到时见|回头见|我(?:们?)?(?:去|来|过[去来]|自己|这就|马上|知道|明白|了解|记|考虑|看看|想想|商量|研究|看一?下|等)|以后|不打扰|您先|你先|您忙|你忙|祝)",
            rest,
        )
        is not None
        and not cues.asks(rest)
    )


def agrees_to_wait(text: str) -> bool:
    """The asker agrees to wait (核完踢我一下, 您先照顾孩子, 不急)."""
    return re.search(
        r"(?:完|好|到)(?:了)?[^，,]{0,3}(?:踢|叫|喊|告诉|通知|发|说|联系|回|戳|@|艾特|call)(?:一?声|我|一?下)|(?:您|你)?先(?:忙|照顾|休息|处理|开会|开车|养|安心|看|考虑|商量)|不(?:着)?急|慢慢|等(?:您|你)(?:消息|信|回复|好消息|通知)?|没关系|不要紧|保重|早日康复|到时候?(?:再|我)?(?:联系|找|问)|那我(?:等|到时|过|下周|回头|再)|理解",
        text,
    ) is not None and not cues.asks(text)


_SIGN: Final = lazy(
    r"(?:回复?|扣|打|发)(?:个|一?下)?[“\"「]?([A-Za-z0-9]{1,2}|收到|参加|同意|确认)[”\"」]?(?![\u4e00-\u9fa5A-Za-z0-9]{2})"
)
_SEEN: Final = lazy(r"(?:收到|看到|知悉|参加|知道|同意)(?:的|了)?(?:请|麻烦)?(?:务必)?(?:回复?|扣|接龙|吱)")


def keyed(text: str, request: Request) -> bool:
    """Whether the reply is the very sign that was asked for (同意的回复Y, 收到请回复)."""
    wanted = _SIGN.search(request.text)
    if wanted and text.strip(" 。.!！").upper() == wanted[1].upper():
        return True
    seen = _SEEN.search(request.text)
    return seen is not None and (cues.YES.match(text) is not None or cues.THANKS.match(text) is not None)


NOT_YET: Final = lazy(
    r"^(?:还|暂时|目前|暂)没(?:有)?(?:呢|看|签|定|用|试|来得及|来及|收|问|想好|考虑好|拆|装|弄|填|付|打开|发|走完|空|顾上)?(?:了|过|呢|啊|呀|完|好)*(?:$|[，,。\s])"
)


def confirms(text: str, request: Request) -> bool:
    """A plain 没问题 or 对的 to 请确认…: what was to be confirmed is confirmed."""
    asked = re.search(r"(?:确认|核对|核实)(?:一?下)?|对吧|是吧|对吗|没错吧|是不是", request.text)
    said = re.match(
        r"^(?:嗯+[，,]?)?(?:没问题|对的?|是的?|没错|无误|正确|确认(?:无误)?|都对|可以的?|ok|OK|👌|👍|没毛病)(?:[，,。!！~呀啊的了哈]|谢谢|辛苦了?)*$",
        text,
        re.I,
    )
    if request.sort == "review" and re.match(r"没问题|无误|没错|都?对|同意|确认|正确|没毛病", text):
        return said is not None
    return asked is not None and said is not None


def not_yet(text: str, request: Request) -> bool:
    """还没 as the answer to a question, not as a complaint."""
    return request.sort in {"yesno", "thing"} and re.match(r"^(?:还)?没", text) is not None


_SELF_DONE: Final = lazy(
    r"(?:给|帮|为|替)(?:您|你)[\u4e00-\u9fa5]{1,2}(?:好|上|完)?了(?!解)|已经(?!催|反馈|上报|派|联系|通知|提交|转|安排(?!好)|在|去|出发|报)[\u4e00-\u9fa5]{2}(?:$|[，,])|(?:已经?|都|刚)[^，,]{0,6}(?:好|完|发|寄|改|了)|^已(?:经)?(?:给|为|帮|替)(?:您|你)|已(?:给|为|帮|替)(?:您|你)|^已(?:经)?(?:下单|安排|处理|提交|登记|备注|发|寄|开|改|退|补|申请|通知|转|付|打款|取消|更新|拉黑|上报|预留|预约)|(?:好|完|掉|过去|出去)了(?![^，,]{0,3}(?:给|发|告|通|回|联系))|^(?:付|发|寄|转|打|签|交|填|传|选|定|办)了"
)


_CANNOT: Final = lazy(r"^[^，,]{0,5}(?:不了|不行|不能|没法|不可以|不支持|不好意思[，,][^，,]{0,6}不)")


def commits(turn: Turn, text: str, request: Request) -> bool:
    """Whether the reply only undertakes to do what was asked for (今晚给您算出来, 好的，下午付)."""
    if cues.FILE.match(text) or _SELF_DONE.search(text) or _CANNOT.match(text):
        return False
    owed = promises(turn.text[:600], side=turn.side, now=_ANY_TIME)
    if not owed and not cues.SENDS.search(text):
        return False
    if request.sort == "value":
        return (
            not (ASKED_WHEN.search(request.text) and cues.WHEN.search(text))
            and re.search(r"[您你]", text) is not None
        )
    if re.match(r"^有[的呀啊，,]", text) and any(p.kind in {"send_file", "ship"} for p in owed):
        return True
    if request.sort in {"yesno", "appointment"} and re.match(
        r"^(?:能|可以|有|没|不|会|行|是|对|来|去|周|下|明|后)", text
    ):
        return False
    return request.sort != "proposal"


def mere_check(text: str) -> bool:
    """Whether 看下, 问下 here take the request up instead of asking for something."""
    return (
        bool(cues.CHECKING.search(text))
        and not cues.asks(text)
        and not re.search(r"[你您]|麻烦|请|帮我|给我|发我|截|拍[个张]|发[个下一]", text)
    )


def answers_anyway(text: str, request: Request) -> bool:
    """A time is the answer itself when a time was asked for, and 不急 answers a yes-or-no question."""
    if re.search(
        r"再(?:说|看|议|定|谈|考虑|讲|联系)|等[^，,]{1,12}(?:再|吧|回来)|过(?:一?阵|段|几|两)|忙完|看情况|先(?:别|放|缓|不(?!用|需要|要|考虑))|再[\u4e00-\u9fa5]{1,2}(?:$|[，,])|了(?:再|就|我)?(?:告诉|通知|回|联系|找|叫|约)(?:您|你)|等[^，,]{2,12}(?:完|了|批|好|到|$)|太忙|出差|排满|(?:得|要|只能|还得)等|顾不上|回来|没空",
        text,
    ):
        return False
    return (
        re.search(r"什么时候|几点|哪天|几号|多久|何时|啥时", request.text) is not None
        or re.search(r"^(?:暂时|先|目前)?(?:不用|不要|不需要|没有|没有?需要|不行|不了|不考虑)", text)
        is not None
    )


#: 表填好了吗 - 还在填: what is in hand is not done.
_DONE_ASKED: Final = lazy(
    r"(?:咋样|怎么?样|如何|到哪一?步|进展|[审试测看用比谈签选填][^，,？?]{0,4}(?:没|吗|么|不))(?:了|啦|呀|啊)?[?？]?$|(?:好|完|齐|了|出来|妥)(?:了)?(?:吗|么|没有?|不)[呀啊呢]?[?？]?$"
)
_BUSY_WITH: Final = lazy(
    r"^(?:我们?|这边)?(?:还|正|还正|正在|还在|在)(?:在)?(?!的|呢|家|吗|店|这|那|哪|我|您|你)[\u4e00-\u9fa5]{1,4}(?:呢|着|中|了)?[。~]?$"
)
_IN_HAND: Final = lazy(
    r"^(?:我们?|这边|财务|法务|老板)?(?:还|正|还正|正在|还在|在)(?:在)?(?:填|写|弄|做|改|办|整理|准备|收集|走|看|审|算|画|排|赶|核|找|拍|凑|统计|汇总|签|盖|试|测|用着|比|考虑|商量|讨论|研究|评估|等|谈|验|学|装)[^，,。?？]{0,4}(?:呢|着|中|了)?[。~]?$"
)


#: 好的，今天开; 抱歉，改好重发: the deed is named with its time or its repetition, and is not done.
_PASSED_ON: Final = lazy(
    r"(?:提交|交|转|报|给|发)(?:给|到)?(?:了)?(?:我们?)?(?:财务|法务|领导|老板|总部|会计|公司|行政|人事|部门|校长|经理|主管|售后|工程部?|维修|技术|厂里)(?:了|那边)?(?:[哈吧]|$)"
)
_WILL: Final = lazy(
    r"^(?:好的?|行|嗯+|收到|可以|没问题|ok)[呀啊哈的]?[，,\s]?(?:我|我们)?(?:这就|马上)?(?:帮|给|替|为)[您你]们?[^，,。？?了好完]{1,6}$|^(?:我)?(?:今天|今晚|明天|明早|下午|晚上|中午|周末|稍后|回头|待会儿?|晚点)(?:回去|下班|有空|到家|到店)?[看试填签量弄传发交拍补算寄付打整办查核报给][^，,。？?了]{0,4}$|^(?:好的?|行|嗯+|收到|可以|没问题|ok|抱歉|不好意思|对不起|实在抱歉)[，,\s]?(?:我|我们|这边)?(?:这就|马上|今天|今晚|明天|明早|下午|晚上|稍后|回头|一会儿?|待会儿?|晚点|周[一二三四五六日]|下周)[^，,。？?了]{1,6}$|(?:改好|做好|弄好|修好|查清|核实)?(?:后|以后|再)?(?:给您|给你)?(?:重(?:新)?(?:发|开|做|寄|印|打|弄|装|洗|改|出|拍|配)|补(?:发|寄|开|送|上)|换新)(?!了)[^，,？?了]{0,4}$",
    re.I,
)
_NUMBER: Final = lazy(r"\d|[一二两三四五六七八九十百千半]")


def _counts(text: str, request: Request) -> bool:
    """Whether a number is asked for and given (孩子多大 - 马上五岁)."""
    return (
        re.search(r"几|多[少大长高宽重远]", request.text) is not None
        and _NUMBER.search(text) is not None
        and re.search(r"[查问算核]|稍等|您|你|统计|量一|数一|一?下$", text) is None
    )


def paid_in(text: str, request: Request) -> bool:
    """Whether it says that the money somebody sent has come."""
    return (
        re.search(r"款|账|钱|付|定金|费|[转打汇]", request.text) is not None
        and (cues.ARRIVED.search(request.text) is not None or arrives(request.text))
        and re.search(r"收到(?:了|款|钱|[，,])|到账|查到|看到了|进账|到了", text) is not None
    )


#: 看到了 to a document: it has come, and is not judged yet.
_SEEN_IT: Final = lazy(r"^(?:好的?|嗯+|哦)?[，,]?(?:看|收|查|接)(?:到|见|收到)了[哈啊呀，,谢您]*$")
#: 可以开, 能给的: consent that repeats the verb of the thing that was asked for.
_CAN: Final = lazy(
    r"^(?:可以|能|行|没问题|好的?)[，,]?(?:给您|帮您)?(?P<deed>[\u4e00-\u9fa5])(?:的|呀|哈|啊|一?个)*$"
)


def _can(text: str, request: Request) -> bool:
    found = _CAN.match(text)
    return request.sort == "thing" and found is not None and found["deed"] in request.text


def _in_hand(text: str, request: Request) -> bool:
    """Whether the deed is passed on, will be done, is being done, or the document has come."""
    deed = request.sort in {"task", "thing", "fault", "review"}
    if request.sort in {"task", "fault", "review"} and _PASSED_ON.search(text):
        return True
    if deed and _WILL.search(text) and not _SELF_DONE.search(text):
        return True
    if request.sort == "review" and _SEEN_IT.match(text):
        return True
    if _IN_HAND.match(text) and _DONE_ASKED.search(request.text):
        return True
    return _BUSY_WITH.match(text) is not None and (deed or text.startswith("还在"))


def only_ack(text: str, request: Request) -> bool:
    """Whether a reply takes the request up without settling it."""
    if cues.EMOJI_UNCLEAR.match(text) or _can(text, request):
        return True
    if cues.FILE.match(text):
        return False
    yes = cues.YES.match(text) is not None
    asked = {request.sort} | (
        {"yesno"} if len(request.parts) > 1 and any(sort_of(p) == "yesno" for p in request.parts) else set()
    )
    if request.sort == "nudge" or ("yesno" in asked and _echoes(text, request.text)):
        return False
    if asked & {"yesno", "proposal", "appointment"} and (
        yes or (cues.EMOJI_ONLY.match(text) and not cues.EMOJI_UNCLEAR.match(text))
    ):
        return False
    if paid_in(text, request) or (request.sort == "value" and _counts(text, request)):
        return False
    if _in_hand(text, request) or yes or cues.THANKS.match(text) or agreed(text):
        return True
    if ASKED_WHEN.search(request.text) and request.sort == "value" and cues.WHEN.search(text):
        return False
    pressing = request.sort == "value" and cues.DEMAND_WHY.search(request.text) is not None
    if cues.UNDERWAY.search(text) and (pressing or request.sort in {"task", "nudge", "thing", "fault"}):
        return not (faulty(text) and cues.WHEN.search(text))
    if re.match(r"^(?:不(?!好意思|急)|没|无|别)", text) and not re.search(r"不清楚|不知道|不确定|没空", text):
        return False
    if re.search(
        r"(?:您|你)(?:们)?(?:也|先|可以|要是|有空|这边|随时)*(?:来|过来|到|去|自己)?[^，,我]{0,4}(?:看看|看一?下|试试|考虑|对比|比较|问问|了解|查一?下|查查|查收|核实|核对|留意)",
        text,
    ):
        return False
    return (
        cues.CHECKING.search(text) is not None
        and re.search(r"(?:已经?|都)[^，,]{0,6}(?:好|完|发|寄|改|了)", text) is None
    )


def _echoes(text: str, asked: str) -> bool:
    """收到了 to 合同收到了吗: the verb that was asked about comes back."""
    plain = re.sub(r"[了的啦呀啊\W]", "", text)
    return 2 <= len(plain) <= 5 and plain in re.sub(r"[了的\W]", "", asked)


def put_off_until(text: str) -> str | None:
    """The phrase that says until when it is put off, as it stands."""
    waiting = re.search(
        r"(等(?!一?下(?!周|个|次|月|礼拜|星期)|会)[^，,。!！?？]{1,12}?)(?=再|吧|之?后|以后|才|[，,。]|$)",
        text,
    )
    if waiting:
        return waiting[1]
    named = cues.TIME_WORD.search(text)
    if named:
        return named[0]
    if happens := event(text):
        return happens
    deed = re.search(
        r"(?:^|[，,。])([^，,。]{1,8}?)(?:了)?再(?:说|签|看|定|谈|付|办|讲|弄|来|联系|考虑)", text
    )
    return deed[1] if deed else None
