"""How those who lead ask about their people, and hand them things to do: pure reading, names given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from nlp import lazy_pattern

_LONGEST: Final = 32
_LONGEST_ERRAND: Final = 80


def _words(together: str) -> tuple[str, ...]:
    return tuple(together.split())


_PLEASE: Final = _words(
    "帮我 帮忙 请 麻烦 你 给我 我想 我要 想 要 先 再 看看 看一看 看一下 看下 "
    "看 查查 查一下 查下 查 说说 说一下 讲讲 讲一下 聊聊 了解一下 了解 统计一下 "
    "统计 汇总一下 汇总 汇报一下 总结一下 列一下 列出来 列 发一下 发 出一下 问一下 "
    "知道 一下 下 发我 发来 ， , ？ ? 。 ！ ! ~ ～ 了 呢 啊 呀 啦 吧 "
    "吗 么 来着"
)
_TEAM: Final = _words(
    "团队 大家 大伙 大伙儿 各位 组里 小组 我们组 全组 组 部门 咱们 手下 下属 "
    "下面的人 所有人 每个人 每人 每个 各人 各自 人均 同事 同事们 销售们 他们 我们 "
    "整个团队 全团队 每个销售 每位同事"
)
_FILL: Final = _words(
    "的 都 那边 这边 那里 那儿 同学 他 她 在 到底 一共 总共 主要 整体 总体 "
    "有没有 有 又 做得 干得 工作得 工作 销售 跟进 客户 做事 我 自己 个人 本人 "
    "和 里 里面 中 是 目前 现在 到"
)
_DID: Final = (
    *(
        f"{verb}{done}{what}{thing}"
        for verb in ("干", "做", "忙", "弄", "忙活", "完成", "搞")
        for done in ("", "了", "了些", "些", "的", "得")
        for what in ("什么", "啥", "嘛", "哪些", "吗")
        for thing in ("", "事", "事情", "活", "工作")
    ),
    *(
        f"{what}{thing}"
        for what in ("什么", "啥")
        for thing in ("进展", "动静", "收获", "成果", "情况", "业绩")
    ),
    "忙不忙",
)
_NOUN: Final = _words(
    "业绩 战绩 战报 成绩 成果 情况 状况 状态 表现 进展 进度 数据 数字 报表 简报 "
    "汇报 报告 日报 周报 月报 总结 汇总 小结"
)
_HOW: Final = _words("怎么样 怎样 咋样 如何 怎么个情况 还好吗 好不好 多少 是多少")
_THING: Final = _words("客户 线索 单子 商机 项目 活 活儿 单 新线索 新客户")
_HAND: Final = _words("手上 手里 手头 名下 身上 负责 跟着 跟 在跟 跟进 管 管着")
_ASK: Final = _words(
    "谁 哪些 哪些个 哪个 哪位 哪条 哪单 哪几个 哪几位 哪几单 有没有 有哪些 有谁 "
    "多少 多少个 几个 几位 几单 几条 什么"
)
_OVER: Final = _words(
    "超期 超时 逾期 超过时间 超了时间 超了期 过期 到期 卡住 卡着 卡在 卡了 卡 "
    "停滞 滞留 搁置 搁着 拖着 拖了 拖 推不动 没推进 没进展 没动静 不动 停着 停 "
    "僵住 耽搁 耽误"
)
_OVERS: Final = _words(
    "还 得 着 住 已经 没 没有 没人 未 联系 处理 过 太久 很久 最久 时间 太长 "
    "比较 久 哪 哪里 哪儿 哪一步 不前 推进 阶段 一个 同一 某个 一个阶段 名单 "
    "列表 清单 情况 新 下面"
)
_SHARE: Final = _words("各 各自 分别 都 有 几 位 条 个 数 数量 量")
_SPREAD: Final = _words("分布 分配 怎么分的 排名 排行 负载 对比")
_MOST: Final = tuple(
    f"{degree}{what}"
    for degree in ("最", "比较", "更", "相对")
    for what in ("多", "少", "忙", "闲", "空", "轻松", "满", "饱和")
)
_SPAN: Final = lazy_pattern(
    "今[天日儿]个?|当[天日]|昨[天日]|[这本上]个?(?:星期|礼拜|周)|一周|[这本当上]个?月|最近|近来|近期|这几天|这两天"
    "|这阵子?|这段时间"
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


def _by_first(*words: str) -> Mapping[str, tuple[str, ...]]:
    """Words by the character they begin with."""
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        found.setdefault(word[0], []).append(word)
    return {first: tuple(each) for first, each in found.items()}


_OF_TEAM: Final = _by_first(*_PLEASE, *_TEAM, *_FILL, *_DID, *_NOUN, *_HOW)
_OF_LOAD: Final = _by_first(
    *_PLEASE, *_TEAM, *_HAND, *_THING, *_SHARE, *_SPREAD, *_MOST, *_words("谁 哪个 哪位 多少 几个 几位"),
    "的", "是", "现在", "目前", "里", "情况", "销售",
)  # fmt: skip
_OF_STUCK: Final = _by_first(
    *_PLEASE, *_TEAM, *_HAND, *_THING, *_ASK, *_OVER, *_OVERS, *_words("的 都 有 是 在 里 里面 现在 目前"),
    "我", "我的",
)  # fmt: skip
_UNTOUCHED: Final = lazy_pattern(r"(?:没有?人?|未)(?:联系|跟|打|碰)")
_MINE: Final = lazy_pattern(r"我(?!们|手下|的?下属|的?团队|的?组|下面)|自己|个人|本人")
_WORTH: Final = lazy_pattern("业绩|战绩|战报|成绩")
_SUMMED: Final = lazy_pattern("总结|小结")
_OWN_REPORTS: Final = lazy_pattern("日报|周报")

_WHEN: Final = (
    r"(?P<when>[今明后大昨天早上中下午晚点半周一二三四五六七八九十日号"
    r"月前钟小时分之内个礼拜星期本这每\d:：\s]{0,14}?)"
)
_POLITE: Final = (
    r"(?:帮我|帮忙|请|麻烦|你|给我|跟进|记得|回头|到时候?|好的?|嗯|那|另外|还有|再|先|去|要|[，,\s])*"
)
_FIRM: Final = r"(?:提醒|通知|催促?|督促|嘱咐|交代|吩咐|安排|派|@|艾特)"
_TELL: Final = r"(?:告诉|转告)"
_A_BIT: Final = r"(?:一?下|一声)?"
_AND: Final = r"(?:和|、|还有|以及|及)"
EVERYBODY: Final = r"(?:大家|所有人|每个人|全组|全员|团队)"
"""Whoever the speaker leads."""
_ORDERED: Final = lazy_pattern("要|去|得|记得|该|需要|抓紧|赶紧|尽快|务必|一定|别忘|不要忘")
_TIMED: Final = lazy_pattern(
    r"[今明后大]天|下?个?(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[\d一二三四五六七八九十]+[点月号日]|[上下中]午|早上|晚上|月底|每"
)
_WEAK: Final = r"(?:让|叫|请|要|喊|麻烦)"
_LINK: Final = (
    r"(?:一下|下(?![午周个次班礼星月])|一声|声|说|去|要|得|记得|同学|那边|他|她|该|需要"
    r"|抓紧|赶紧|尽快|务必|一定|别忘了|不要忘了|不要忘记|[，,：:\s])*"
)
_TELLING: Final = (
    r"(?:说|讲|交代|吩咐)(?:一?声|一?下|下|了)?"
    r"|(?:安排|布置|派|设|建|加|定|下)(?:了|一?个|一?条|一?下|下|点)*(?:待办|任务|提醒|活儿?|事情?)"
)
_COUNTED: Final = "多少|数|干|做|忙|跟|给|看"
_CHEAP: Final = lazy_pattern(
    rf"{_FIRM}|{_TELL}|{_WEAK}|[谁哪几呢]|{'|'.join((*_HOW, *_NOUN, *_OVER, *_SPREAD))}|{_COUNTED}"
)
_QUESTION: Final = lazy_pattern(r"[吗么？?]$|什么|怎么|多少|为什么|没有$|了没$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of somebody who leads. ``kind`` is person, team, load or stuck; ``name`` a colleague.

    ``span`` are the days asked for, None when none is named. ``team``: the team was named; ``mine``: the
    asker means himself. ``worth``: it asks for figures (业绩). ``untouched``: only who was never spoken to.
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
    """Something a colleague is to do: the names as said, the words as one's own reminder would be worded.

    ``firm``: the verb means nothing else (提醒, 通知); 让 and 叫 may tell of something that was said.
    """

    names: tuple[str, ...]
    said: str
    firm: bool
    rest: str


def may_be(text: str) -> bool:
    """Whether it is worth looking at a text with everybody's names."""
    return len(text) <= _LONGEST_ERRAND and _CHEAP.search(text) is not None


def question(text: str, names: Iterable[str]) -> Asked | None:
    """The question a text asks about people, None for anything else."""
    said = text.strip()
    if len(said) > _LONGEST:
        return None
    name, without = _without_name(said, names)
    if name is None and _made_of(said, _OF_LOAD) and _asks_load(said):
        return Asked("load", team=True)
    if _has(said, _OVER) and _has(said, (*_ASK, *_THING)) and _made_of(without, _OF_STUCK):
        untouched = _UNTOUCHED.search(said) is not None
        return Asked("stuck", name, team=_has(said, _TEAM), mine=_mine(said), untouched=untouched)
    if not _made_of(without, _OF_TEAM):
        return None
    return _of_team(said) if name is None else _of_person(said, name)


def _asks_load(said: str) -> bool:
    ranked = _has(said, _MOST) and _has(said, ("谁", "哪个", "哪位"))
    if ranked:
        return True
    if not _has(said, _THING):
        return False
    counted = _has(said, ("多少", "几个", "几位", "几条", "客户数", "客户量", "线索数"))
    return _has(said, _SPREAD) or (_has(said, _TEAM) and counted)


def _of_person(said: str, name: str) -> Asked | None:
    looked = re.search("看|查|总结|汇报|说|讲|了解", said) is not None
    if looked or said.rstrip("?？") == f"{name}呢" or _has(said, (*_NOUN, *_DID, *_HOW)):
        return Asked("person", name, _span(said))
    return None


def _of_team(said: str) -> Asked | None:
    team, mine, span = _has(said, _TEAM), _mine(said), _span(said)
    worth, report = _WORTH.search(said) is not None, _OWN_REPORTS.search(said) is not None
    if not _has(said, (*_NOUN, *_DID, *_HOW)):
        return None
    if not team and not worth and (span in (None, "recent") or not _has(said, _NOUN) or _SUMMED.search(said)):
        return None
    return Asked("team", None, span, team, mine and not team, worth, report)


def errand(text: str, names: Iterable[str]) -> Errand | None:
    """What a colleague is to do, None when a text hands nothing to anybody."""
    said = text.strip()
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not named or len(said) > _LONGEST_ERRAND:
        return None
    several = rf"(?P<names>(?:{named}|{EVERYBODY})(?:\s*{_AND}\s*(?:{named}))*)"
    for verb, after in (
        (rf"{_FIRM}{_A_BIT}", ""),
        (rf"{_TELL}{_A_BIT}", ""),
        ("[跟和给对]", _TELLING),
        (_WEAK, ""),
    ):
        found = re.match(
            rf"^{_POLITE}{_WHEN}{_POLITE}{verb}\s*{several}(?:{after})(?P<link>{_LINK})(?P<rest>.+)$", said
        )
        if found is None or _QUESTION.search(found["rest"]):
            continue
        rest, when = found["rest"].strip(), found["when"].strip()
        told = verb not in (rf"{_FIRM}{_A_BIT}", _WEAK) and not re.search(
            "任务|待办|提醒|事|活", found[0][: found.start("rest")]
        )
        if told and not when and not _ORDERED.search(found["link"]) and not _TIMED.match(rest):
            return None
        names_said = tuple(re.findall(rf"{named}|{EVERYBODY}", found["names"]))
        return Errand(names_said, f"{when}提醒我{rest}", verb != _WEAK, rest)
    return None


def _made_of(said: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a text is nothing but these words and stretches of days, in any order."""
    reached = {0}
    for at in range(len(said)):
        if at not in reached:
            continue
        reached |= {at + len(word) for word in words.get(said[at], ()) if said.startswith(word, at)}
        if span := _SPAN.match(said, at):
            reached.add(span.end())
        if said[at].isspace():
            reached.add(at + 1)
    return len(said) in reached


def _has(said: str, words: Iterable[str]) -> bool:
    return any(word in said for word in words)


def _without_name(said: str, names: Iterable[str]) -> tuple[str | None, str]:
    for name in sorted(names, key=len, reverse=True):
        if name in said:
            return name, said.replace(name, "", 1)
    return None, said


def _span(said: str) -> str | None:
    return next((name for name, words in _SPANS if re.search(words, said)), None)


def _mine(said: str) -> bool:
    return _MINE.search(re.sub("给我|帮我|发我|我想|我要", "", said)) is not None
