"""What reps order that the bot never does: write to customers, send them something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nlp import lazy_pattern

_LONGEST: Final = 40
_POLITE: Final = (
    r"(?:请|麻烦你?|帮忙|帮我|帮|给我|替我|你|能不能|可以|可不可以|能|跟进|小助手"
    r"|快|先|直接|顺便|去|来|我想|想|[，,\s])*"
)
_WHEN: Final = (
    r"(?:(?:[今明后大]+[天日早晚儿]|[这下]?个?(?:周|星期|礼拜)[一二三四五六日天末]|上午|中午|下午|晚上|早上"
    r"|现在|马上|等下|待会儿?|[\d一二两三四五六七八九十]+[点号]半?)+)?"
)
_REPORTED: Final = lazy_pattern(
    r"(?:发|写|寄|传|说|告诉|通知|拟|回|转发)(?:过去|出去|给[^，,]{1,8})?(?:了|过|完|好了)"
    r"|已经?|刚刚?|昨天|前天|上周|提醒|记得|别忘|叫我|待办|备注|记一?下|记录|答应|周报|日报|总结"
    r"|了[。！!]?$|吗|没有?[?？]?$"
)
_SPEECH: Final = r"(?:话术|话束|文案|开场白|说辞|台词|祝福语?|问候语?|推文|邀约|跟进语|说法)"
_TEXTS: Final = rf"(?:{_SPEECH}|回复|短信|微信(?!号)|邮件|消息|信息|朋友圈|(?<![电通])话(?!费|题|单))"
_MEASURE: Final = r"(?:一?下|一?[个段句篇条份套点封]|几[句段条套]|点|些)*"
_PEN: Final = r"(?:写|拟|编(?!辑)|起草|草拟|润色|改写|生成)"
_WRITE: Final = (
    lazy_pattern(rf"^{_POLITE}{_WHEN}{_PEN}{_MEASURE}.{{0,10}}?{_TEXTS}"),
    lazy_pattern(rf"^{_POLITE}(?:出|来|弄|搞|想|准备|整理?|组织|设计){_MEASURE}.{{0,6}}?{_SPEECH}"),
    lazy_pattern(rf"^{_POLITE}(?:给|对|跟)(?P<who>[^，,。]{{1,10}}?){_PEN}{_MEASURE}.{{0,8}}?{_TEXTS}"),
    lazy_pattern(rf"^{_POLITE}(?:我)?(?:该|要|应该|得)?(?:怎么|咋|如何|怎样)(?:去)?(?:回复|答复|回(?![事来去到款访滚退撤收头归]))[^，,。]{{1,8}}?(?:比较好|合适|才好|好|呢|啊)*[?？]*$"),
    lazy_pattern(rf"^{_POLITE}(?:我)?(?:该|要|应该|得)?(?:怎么|咋|如何|怎样)(?:去)?(?:跟|和|对|给)[^，,。进]{{1,8}}?(?:说|讲|聊|谈|开口|回复?|解释|沟通)(?:比较好|合适|才好|好|呢|啊)*[?？]*$"),
    lazy_pattern(rf"^{_POLITE}(?:有没有|有什么|有啥|有|要|来[个点]|推荐|教我|给[个点]).{{0,8}}?(?:话术|话束|文案|说辞|开场白)"),
    lazy_pattern(r"^.{0,8}(?:话术|话束|文案|开场白)(?:怎么写|怎么说|怎么弄|有吗|有没有|给我|发我|帮我写|推荐|呢)"),
)  # fmt: skip
_PAPER: Final = (
    r"(?:报价单?|合同|协议|方案|资料|文件|案例|PPT|ppt|价格表|价目表|宣传册|画册|彩页|课表|课程表|课程介绍"
    r"|产品介绍|介绍|地址|定位|链接|海报|图片|照片|名片|发票|清单|样品|短信|消息|信息|微信|邮件|邀请函"
    r"|视频|红包|礼物|东西)"
)
_SEND: Final = (
    lazy_pattern(rf"^{_POLITE}(?P<core>{_WHEN}(?:给|跟|向|对)(?P<who>[^，,。\s]{{1,10}}?)(?:发|寄|传|转发|推送|送|推(?![荐进迟到])|邮寄)(?:送)?(?:一?下|一?[个份条封张段套]|些|点|下)*(?P<what>[^，,。了没不]{{1,12}}?))(?:过去|吧|呗|啊|好吗|行吗|可以吗|[。！!~～])*$"),
    lazy_pattern(rf"^{_POLITE}(?P<core>{_WHEN}(?:把|将)(?P<what>[^，,。了]{{1,12}}?)(?:发送|发|寄|传|转发|推送|送|邮寄|推)(?:一?份|一下|个|过去)?(?:给|到)(?P<who>[^，,。了\s]{{1,10}}?))(?:吧|呗|啊|好吗|行吗|可以吗|那边|邮箱|微信|[。！!~～])*$"),
    lazy_pattern(rf"^{_POLITE}(?P<core>{_WHEN}(?P<what>{_PAPER})(?:发送|发|寄|传|转发|送)(?:一?份|一下|个)?(?:给|到)(?P<who>[^，,。了\s]{{1,10}}?))(?:吧|呗|啊|好吗|行吗|[。！!~～])*$"),
    lazy_pattern(rf"^{_POLITE}(?P<core>{_WHEN}发(?:送)?(?:一?[个份条封张段]|些|点|下)*(?P<what>{_PAPER})(?:给|到)(?P<who>[^，,。了\s]{{1,10}}?))(?:吧|呗|啊|[。！!~～])*$"),
    lazy_pattern(rf"^{_POLITE}(?P<core>(?:告诉|通知|转告|告知|回复)(?:一?下)?(?P<who>[^，,。\s]{{1,8}}?)(?:一?下|一声)?[，,]?(?P<what>(?:[今明后下]|我们?|说|周|合同|报价|方案|价格|活动|课|\d).{{1,20}}))$"),
    lazy_pattern(rf"^{_POLITE}(?P<core>(?:跟|和|给|向)(?P<who>[^，,。\s]{{1,8}}?)(?:说一?声|说一?下|带句话|带个话|打个招呼|问个好|道个歉|回个?(?:话|信|消息))[，,]?(?P<what>.{{0,20}}))$"),
)  # fmt: skip
_EXACT_PAPERS: Final = lazy_pattern(_PAPER)
_EDGES: Final = lazy_pattern(r"^(?:的)?(?:那[个份]|这[个份]|最新的?|新的?|一下)*|的$")
_NOBODY: Final = lazy_pattern(
    r"^(?:我|你|自己|大家|群里?|同事|老板|领导|主管|财务|法务|公司|我们|咱们|团队|他们|组里)|邮箱$|微信$"
)


@dataclass(frozen=True, slots=True)
class Order:
    """Something to be sent: to whom (as named), what, and the order's own words without the politeness."""

    who: str
    what: str
    words: str
    paper: bool

    @property
    def quote(self) -> bool:
        """Whether it is a quote."""
        return "报价" in self.what


def asks_to_write(text: str) -> bool:
    """Whether the bot is asked to write something to a customer, or how to answer him."""
    said = text.strip()
    return len(said) <= _LONGEST and not _REPORTED.search(said) and any(p.match(said) for p in _WRITE)


def asks_to_send(text: str) -> Order | None:
    """What the bot is asked to send to a customer; None when it is asked for nothing of that kind."""
    said = text.strip()
    if len(said) > _LONGEST or _REPORTED.search(said):
        return None
    for pattern in _SEND:
        found = pattern.match(said)
        if found is None or _NOBODY.search(found["who"]):
            continue
        what = _EDGES.sub("", found["what"].strip())
        return Order(found["who"], what, found["core"], _EXACT_PAPERS.search(what) is not None)
    return None
