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
                r"(?:砍|减|降|压|缩|提|加|去|删|补|挪|并|拆|换|改|增)(?:掉|到|[一两三四五六七八九半几\d])|[少多漏错重][算写开记加打填列收扣计]?了|(?:改|换|调|写|变)(?:成|为|到|一下)|(?:加|补|写|填|盖)上|(?:去|删|减|划)掉|漏了|错了|不对",
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


#: What keeps somebody from it: absence, illness, want of money, too much work, works at the house.
_HINDERED: Final = lazy(
    r"还[在没][^，,]{1,4}$|乱|审计|年审|稽查|出国|出差|外[地面]|国外|老家|住院|生病|病了|发烧|看病|手术|请假|休假|年假|产假|没[在空回时顾]|不在|不开(?!票|发)|搬[家厂迁办]|停[电工产水]|期[末中]|考试|盘点|[结封关]账|开会|培训|过[节年]|放假|手头|钱紧|周转|加班|赶[货工稿]|紧张|太忙|忙[得着坏死不]|忙$|[太挺很好]忙|老人|孩子[^，,]{0,3}(?:病|烧|考|闹|住)|婚礼|办喜事|奔丧|白事|高速|飞机|隔离|台风|[下大暴]雪|暴雨|焦头烂额|团团转|脚不沾地|一堆事|事[多太]|事儿[多太]|上课|值班|倒班|旺季|装修|没[批签审定下]|卡[着在]|换届|换人|交接|检查|迎检|年会|团建|收[麦秋割]|农忙|出货|大促|双十一|喝酒|应酬|接待"
)
_ANSWERS_LATER: Final = r"(?:我)?(?:就|再|才|会|肯定|一定|准|争取|尽量)?(?:给|跟|向|和|找|联系|通知|告诉|答复|回复?|约|打|交|说|盖|签|办|付|定|转|补|弄|报|发|填|确认|处理|安排)(?:给|跟)?(?:您|你)?们?(?:个|一个)?(?:回话|话|信|准信|消息|回复|答复|交代|说法|结果|打|说|转|办|电话)?"
_SAYS: Final = lazy(r"[回答]|告诉|通知|联系|信|消息|确认|[定说]")
_THEN: Final = lazy(
    rf"(?:等)?(?:{cues.TIME_WORD.pattern}|[十二三]{{1,3}}号|[^，,]{{1,6}}[完好了齐到])(?:以后|之后|后|前|之前|左右)?{_ANSWERS_LATER}"
)
#: 过完年, 考完试, 开春, 天暖了, 发了工资: a time named by what happens then.
_EVENT: Final = r"(?:等|到|得|要|还是|估计|可能|只能|那就|那|先)?(?P<event>过(?:完|了)?[^，,？?]{1,4}(?<!天)|(?:开|入|立|来年开)(?:春|秋|夏|冬|学|年|业|工|市|园)|(?:等)?[\u4e00-\u9fa5]{0,6}?(?<![看想听问说])[考收发搬忙装办交发卖放拆验批审住养用吃播种割结领修]完?(?:完|了|好|房)[^，,？?也都呀啊吧]{0,5}?|天(?:再)?[热冷暖凉晴]了|(?:今|明|后)年|(?:寒|暑)假|[春秋夏冬]天|孩子[^，,？?]{1,6}|(?:年|节|月)[后底初中])(?:的时候|以后|之后|后)?(?:再)?(?P<then>说|看|定|办|弄|换|续|买|签|装|洗|做|来|考虑|订|联系|谈|交|付|搞)?"
_EVENT_ONLY: Final = lazy(rf"{_EVENT}[吧哈呢啊。 ]*")


#: 系统崩了，恢复了给您查: what is wrong, and that it comes when that is over.
_STUCK: Final = lazy(
    r"[没不崩坏断缺满宕停卡休]|维护|升级|检修|故障|盘点|出差|开会|开车|请假|忙|放假|涨水|封路|下雨|下雪|台风"
)
_WHEN_OVER: Final = lazy(
    r"(?:等)?(?:[^，,]{1,4}[了好完]|到货|到位|到齐|恢复|回来|有货|出来|上班|开门|雨停|通车)(?:就|再|马上|立刻|我|第一时间)?(?:给|帮|跟|通知|告诉|联系|回复?|发|寄|补|安排|处理)(?:给)?[您你][^，,]{0,4}"
)


def _when_over(text: str) -> bool:
    *before, last = cues.segments(text) or [""]
    return bool(before) and (
        _STUCK.search(before[-1]) is not None
        and _WHEN_OVER.fullmatch(last.strip("吧哈啊呢。 ")) is not None
        and not re.match(r"(?:查|问|看|核|算|量|确认|弄|做|改|修|办)[清]?", last)
    )


def event(text: str) -> str | None:
    """The happening that a put-off waits for (过完年, 考完试), where the message names nothing else."""
    found = _EVENT_ONLY.fullmatch(text)
    if found is None or not (found["then"] or re.search(r"吧[哈。 ]*$|(?:以|之)?后$", text)):
        return None
    return found["event"]


def _hindered(text: str, request: Request) -> bool:
    """What stands in the way, then when the answer comes (老板出国了，周三告诉你)."""
    if request.by is not Side.STAFF or cues.asks(text):
        return False
    *before, last = cues.segments(text) or [""]
    return bool(before) and (
        _HINDERED.search("，".join(before)) is not None
        and _THEN.fullmatch(last.strip("吧哈啊呢。 ")) is not None
        and (request.sort not in {"task", "thing"} or _SAYS.search(last) is not None)
        and not re.search(r"今[天晚]|^(?:晚上|下午|中午)", last)
    )


def later(text: str, request: Request) -> bool:
    """A later time without a deed, alone or behind an obstacle (月底吧; 额度满了，下月初)."""
    if _named_time(text, request) or _hindered(text, request) or _when_over(text):
        return True
    if request.by is Side.STAFF and request.sort in {"yesno", "task", "proposal", "review"} and event(text):
        return True
    parts = cues.segments(text)
    if len(parts) < 2:
        return False
    last = parts[-1].strip("吧哈。 ")
    named = _LATER.fullmatch(last)
    if named is None or (request.sort == "value" and named["must"] is None):
        return False
    return _OBSTACLE.search("".join(parts[:-1])) is not None
