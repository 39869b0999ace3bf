"""How those who lead ask about their people, and hand them things to do: pure reading, names given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_LONGEST: Final = 32
_LONGEST_ERRAND: Final = 80
_PLEASE: Final = (
    r"(?:帮我|帮忙|请|麻烦|你|给我|我想|我要|想|要|先|再|看一?看|看一?下|看|查一?查|查一?下|查|说一?说|说一?下|讲一?下|讲讲"
    r"|聊聊|了解一?下|统计一?下|统计|汇总一?下|汇总|汇报一?下|总结一?下|总结|列一?下|列出来?|列|发一?下|发|出一?下|问一?下|知道|[，,\s])*"
)
_TEAM: Final = (
    r"(?:(?:整个|全|我们?|咱们?)?(?:的)?(?:团队|大家|大伙儿?|各位|组里|小组|组|全组|部门|咱们|手下|下属|下面(?:的)?人|所有人|每个人"
    r"|每人|每个|各人|各自|人均|同事们?|销售们?|他们|我们)(?:里|的)?)"
)
_SPAN: Final = (
    r"(?:今[天日儿]个?|当天|当日|昨[天日]|[这本上]个?(?:星期|礼拜|周)|一周|[这本当上]个?月|最近|近来|近期|这几天|这两天|这阵子?|这段时间|目前|现在|到目前)"
)
_FILL: Final = (
    r"(?:的|都|那边|这边|那里|那儿|同学|他|她|在|到底|一共|总共|整体|总体|主要|有没有|有|又|做得|干得|工作得?|销售|跟进|客户|呢|做事|自己|个人|本人|我的?|和|[，,\s])"
)
_DID: Final = (
    r"(?:(?:都|在|又)*(?:干|做|忙|弄|忙活|完成|搞)了?(?:些|点|得|的)?(?:什么|啥|嘛|哪些|吗)(?:事情?|活|工作|呢)?|忙不忙|(?:有|有没有)?(?:什么|啥)(?:进展|动静|收获|成果|情况|业绩))"
)
_NOUN: Final = (
    r"(?:业绩|战绩|战报|成绩|成果|情况|状况|状态|表现|进展|进度|数据|数字|报表|简报|汇报|报告|日报|周报|月报|总结|汇总|小结)"
)
_HOW: Final = r"(?:怎么样|怎样|咋样|如何|怎么个情况|还好吗|好不好|行不行|多少|是多少)"
_TAIL: Final = r"(?:怎么样|怎样|咋样|如何|多少|是|呢|了|啦|吧|啊|呀|一下|看看|给我|发我|发来|来着|[。！!？?~～\s])*$"
_THING: Final = r"(?:客户|线索|单子|商机|项目|活儿?|单)"
_ASK: Final = r"(?:谁|哪些个?|哪几[个位条单]?|哪[个位条单]|有没有|有哪些|有谁|多少个?|几[个位条单]|什么)"
_HAND: Final = r"(?:手[上里头]|名下|身上|负责|跟着?|在跟|跟进|管着?)"
_OVER: Final = (
    r"(?:超期|超时|逾期|超过时间|超了时间|超了期|过期|到期|卡住|卡着|卡在|卡了|卡|停滞|滞留|搁置|搁着|拖着|拖了|拖|推不动|没推进|没进展|没动静|不动|停着|停|僵住|耽搁|耽误)"
)

_SPANS: Final[tuple[tuple[str, str], ...]] = (
    ("yesterday", "昨[天日]"),
    ("last_week", "上个?(?:星期|礼拜|周)"),
    ("last_month", "上个?月"),
    ("this_month", "[这本当]个?月|月报"),
    ("this_week", "[这本]个?(?:星期|礼拜|周)|一周|周报"),
    ("today", "今[天日儿]|当[天日]|日报"),
    ("recent", "最近|近来|近期|这几天|这两天|这阵|这段时间"),
)
_OF_TEAM: Final = re.compile(
    rf"^{_PLEASE}(?:{_TEAM}|{_SPAN}|{_FILL})*(?:{_NOUN}|{_DID}|{_HOW}){_TAIL}"
)
_LOAD: Final = (
    re.compile(
        rf"^{_PLEASE}(?:{_TEAM}|现在|目前)*(?:里|中)?(?:谁|哪[个位](?:销售|同事)?)(?:的|{_HAND})*{_THING}?(?:数量?)?(?:是|现在|目前)*(?:最|比较|更|相对)(?:多|少|忙|闲|空|轻松|满|饱和){_TAIL}"
    ),
    re.compile(
        rf"^{_PLEASE}(?:{_TEAM}|现在|目前)+(?:{_HAND}|的|现在|目前|都|各自?|分别|有)*(?:各自?|分别|都)?(?:有)?(?:多少|几)[个位条]?{_THING}{_TAIL}"
    ),
    re.compile(
        rf"^{_PLEASE}(?:{_TEAM}|现在|目前)+(?:{_HAND}|的|现在|目前|各自?|分别)*{_THING}(?:各自?|分别|都)*(?:有)?(?:多少|几)[个位条]?{_TAIL}"
    ),
    re.compile(
        rf"^{_PLEASE}(?:{_TEAM}|现在|目前|的)*{_THING}(?:数量?|量)?(?:怎么)?(?:的)?(?:分布|分配|分的|排名|排行|负载|对比)(?:情况)?{_TAIL}"
    ),
    re.compile(rf"^{_PLEASE}(?:{_TEAM}|的)+(?:{_HAND}|的)*{_THING}(?:数量?|量){_TAIL}"),
)  # fmt: skip
_STUCK_HEAD: Final = rf"(?:{_TEAM}|{_SPAN}|{_HAND}|我的?|还|都|的|里面?|下面|有|是|已经|在|[，,\s])*"
_STUCK: Final = re.compile(
    rf"^{_PLEASE}{_STUCK_HEAD}(?:{_ASK})?(?:的|{_HAND}|新)*(?:{_THING})?{_STUCK_HEAD}(?:阶段|一个阶段|同一阶段|某个阶段|跟进|时间)?(?:已经|都|还|在)*"
    rf"{_OVER}(?:住|着|了|的|得|还|都|没有?人?|未|联系|跟进?|处理|过|太久|很久|最久|时间|太长|比较|久|哪了?|哪里|哪儿|哪一步|不前|推进)*"
    rf"(?:{_THING})?(?:有|都|是|还)*(?:{_ASK}|名单|列表|清单|情况)?(?:{_THING})?{_TAIL}"
)
_UNTOUCHED: Final = re.compile(r"(?:没有?人?|未)(?:联系|跟|打|碰)")
_NO_STUCK: Final = re.compile("待办|代办|任务|提醒|报价|合同|承诺")
_ASKED: Final = re.compile(rf"{_ASK}|{_THING}")
_TEAM_SAID: Final = re.compile(_TEAM)
_MINE: Final = re.compile(r"我(?!们|手下|的?下属|的?团队|的?组|下面)|自己|个人|本人")
_WORTH: Final = re.compile("业绩|战绩|战报|成绩")
_HEAD: Final = re.compile(_NOUN)
_SUMMED: Final = re.compile("总结|小结")
_OWN_REPORTS: Final = re.compile("日报|周报")

_WHEN: Final = r"(?P<when>[今明后大昨天早上中下午晚点半周一二三四五六七八九十日号月前钟小时分之内个礼拜星期本这每\d:：\s]{0,14}?)"
_POLITE: Final = r"(?:帮我|帮忙|请|麻烦|你|给我|跟进|记得|回头|到时候?|好的?|嗯|那|另外|还有|再|先|去|要|[，,\s])*"
_FIRM: Final = r"(?:提醒|通知|催促?|督促|嘱咐|交代|吩咐|告诉|转告|安排|派|@|艾特)"
_WEAK: Final = r"(?:让|叫|请|要|喊|麻烦)"
_LINK: Final = (
    r"(?:一下|下(?![午周个次班礼星月])|一声|声|说|去|要|得|记得|同学|那边|他|她|该|需要|抓紧|赶紧|尽快|务必|一定|别忘了|不要忘了|不要忘记|[，,：:\s])*"
)
_QUESTION: Final = re.compile(r"[吗么？?]$|什么|怎么|多少|为什么|没有$|了没$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of somebody who leads. ``kind`` is person, team, load or stuck; ``name`` a colleague as named.

    ``span`` are the days asked for, None when none is named. ``team``: the team was named; ``mine``: the
    asker means himself. ``worth``: it asks for figures (业绩). ``untouched``: only for who was never spoken to.
    """

    kind: str
    name: str | None = None
    span: str | None = None
    team: bool = False
    mine: bool = False
    worth: bool = False
    report: bool = False
    untouched: bool = False


@dataclass(frozen=True, slots=True)
class Errand:
    """Something a colleague is to do: his name as said, the words as one's own reminder would be worded.

    ``firm``: the verb means nothing else (提醒, 通知); 让 and 叫 may tell of something that was said.
    """

    name: str
    said: str
    firm: bool
    rest: str


def may_be(text: str) -> bool:
    """Whether it is worth looking at a text with everybody's names."""
    return len(text) <= _LONGEST_ERRAND and _CHEAP.search(text) is not None


_CHEAP: Final = re.compile(
    rf"{_FIRM}|{_WEAK}|{_HOW}|{_NOUN}|{_OVER}|谁|多少|几个|几位|分布|分配|排名|排行|数|干|做|忙|跟|给|看"
)


def question(text: str, names: Iterable[str]) -> Asked | None:
    """The question a text asks about people, None for anything else."""
    said = text.strip()
    if len(said) > _LONGEST or "\n" in said:
        return None
    name, without = _without_name(said, names)
    if name is None and any(pattern.match(said) for pattern in _LOAD):
        return Asked("load", team=True)
    if _STUCK.match(without) and _ASKED.search(said) and not _NO_STUCK.search(said):
        untouched = _UNTOUCHED.search(said) is not None
        return Asked("stuck", name, team=_team(said), mine=_mine(said), untouched=untouched)
    if name is not None:
        return _of_person(said, name, without)
    return _of_team(said)


def _of_person(said: str, name: str, without: str) -> Asked | None:
    looked = re.match(_PLEASE, said)
    begins = looked is not None and looked.end() > 0 and re.search("看|查|总结|汇报|说|讲|了解", looked[0])
    if _OF_TEAM.match(without) or (begins and re.match(rf"^{_PLEASE}(?:{_SPAN}|{_FILL})*{_TAIL}", without)):
        return Asked("person", name, _span(said))
    return None


def _of_team(said: str) -> Asked | None:
    if not _OF_TEAM.match(said):
        return None
    team, mine, span = _team(said), _mine(said), _span(said)
    worth, report = _WORTH.search(said) is not None, _OWN_REPORTS.search(said) is not None
    if not team and (_HEAD.search(said) is None or span is None) and not worth:
        return None
    if not team and not worth and (span == "recent" or _SUMMED.search(said)):
        return None
    return Asked("team", None, span, team, mine and not team, worth, report)


def errand(text: str, names: Iterable[str]) -> Errand | None:
    """What a colleague is to do, None when a text hands nothing to anybody."""
    said = text.strip()
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not named or len(said) > _LONGEST_ERRAND:
        return None
    ways = (
        (rf"(?P<firm>{_FIRM})(?:一?下|一声)?", ""),
        (r"(?:跟|和|给|对)", r"(?:说|讲|交代|吩咐)(?:一?声|一?下|下|了)?|(?:安排|布置|派|设|建|加|定|下)(?:了|一?个|一?条|一?下|下|点)*(?:待办|任务|提醒|活儿?|事情?)"),
        (_WEAK, ""),
    )  # fmt: skip
    for verb, after in ways:
        found = re.match(
            rf"^{_POLITE}{_WHEN}{_POLITE}{verb}\s*(?P<name>{named})(?:{after}){_LINK}(?P<rest>.+)$", said
        )
        if found is not None and not _QUESTION.search(found["rest"]):
            rest, when = found["rest"].strip(), found["when"].strip()
            return Errand(found["name"], f"{when}提醒我{rest}", verb != _WEAK, rest)
    return None


def _without_name(said: str, names: Iterable[str]) -> tuple[str | None, str]:
    for name in sorted(names, key=len, reverse=True):
        if name in said:
            return name, said.replace(name, "", 1)
    return None, said


def _span(said: str) -> str | None:
    return next((name for name, words in _SPANS if re.search(words, said)), None)


def _team(said: str) -> bool:
    return _TEAM_SAID.search(said) is not None


def _mine(said: str) -> bool:
    return _MINE.search(re.sub("给我|帮我|发我|我想|我要", "", said)) is not None
