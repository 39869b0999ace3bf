"""How the questions about one's own work are worded: which kind, which days, whose."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from nlp import lazy_pattern

TEAM: Final = lazy_pattern(
    r"团队|大家|组里|我们组|全组|部门|咱们|手下|下属|所有人|每个人|各人|我们(?!家|公司)"
)
_MINE: Final = lazy_pattern(r"(?:^|[，,\s天周月])我(?!们|手下|的?下属|的?团队|组|这边的?人)|我自己|自己")
_SPANS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("yesterday", lazy_pattern("昨[天日晚]")),
    ("last_week", lazy_pattern("上个?(?:星期|礼拜|周)")),
    ("last_month", lazy_pattern("上个?月")),
    ("this_month", lazy_pattern("[这本当]个?月")),
    ("this_week", lazy_pattern("[这本]个?(?:星期|礼拜|周)|一周")),
    ("today", lazy_pattern("今[天日儿]|当天|一天")),
)


def _any(*ways: str) -> re.Pattern[str]:
    return lazy_pattern("|".join(ways))


_DO: Final = r"(?:忙活|折腾|完成|处理|干|做|忙|办|搞|弄)"
_WHAT: Final = r"(?:些|点)?(?:什么|啥|哪些|哪几件|多少|嘛)(?:事情?|活|工作|东西|业绩)?"
_DAYS: Final = r"(?:今[天日儿]|昨[天日]|[这本上]个?(?:周|星期|礼拜)|[这本上当]个?月|一天|一周)"
_WORK: Final = r"(?:跟进|联系|联络|聊|打|回访|拜访|见|走访|沟通|跟)"
_WRAPUP: Final = _any(
    rf"{_DAYS}.{{0,8}}?{_DO}(?:了|过|完|成了|出)+{_WHAT}",
    rf"{_DO}(?:了|过|完|成了)+{_WHAT}.{{0,2}}{_DAYS}",
    rf"{_DAYS}.{{0,8}}?{_DO}{_WHAT}(?:了|啦|来着)",
    rf"{_DAYS}.{{0,6}}?{_WORK}(?:了|过)(?:几|多少|哪|谁|些?谁|些?什么人)",
    rf"{_DAYS}.{{0,4}}?(?:有|都)?(?:什么|啥|哪些)(?:收获|成果|战果|战绩|产出|进账)",
    rf"{_DAYS}.{{0,4}}?(?:{_DO}得|收获|成果|战果|战绩|干活|工作)(?:情况)?(?:怎么样|如何|咋样|怎样|多少)",
)
NAMED: Final = lazy_pattern("谁|哪")
"""In a question about what was done: the customers are to be named."""
_FOLLOW: Final = r"(?:跟进?|根进?|联系|联络|找|打给?|回访?|盯|攻|处理|回复|推|搞定|拿下)"
_WHOM: Final = r"(?:谁|哪[个位些家]|哪几[个位]|什么客户)"
_TOP: Final = _any(
    rf"{_WHOM}(?:客户|单子)?(?:是|现在|今天|眼下|得|要)*(?:最|更|比较)(?:该|应该|需要|值得|急|着急|紧急|紧|要紧|重要|优先|得|要)",
    rf"(?:先|优先|首先|最先|重点|最该|最应该|最需要|最值得)(?:去|要|该|应该)?{_FOLLOW}(?:一?下)?(?:的)?(?:客户)?(?:是)?{_WHOM}",
    rf"(?:今天|今儿|今日|现在|接下来|眼下)(?:我|我们)?(?:该|应该|得|要|最该)(?:先)?{_FOLLOW}(?:一?下)?{_WHOM}",
    rf"(?:接下来|下一个|再)(?:去)?{_FOLLOW}(?:一?下)?{_WHOM}",
    rf"^(?:我|那|那我)?(?:该|应该|得)(?:先)?{_FOLLOW}(?:一?下)?{_WHOM}",
    rf"{_WHOM}(?:客户)?(?:该|应该|要)?(?:先|优先|最先){_FOLLOW}",
    r"(?:跟进|客户|今天的?)优先级|(?:今天|现在)的?重点(?:客户)?(?:是)?(?:谁|哪)|最该跟的",
)
_LONG: Final = (
    r"(?:好久|很久|好长时间|很长时间|长时间|长期|太久|许久|老久|最久|最长时间|好些天|好几天|几天|好多天|很多天"
    r"|(?:超过|大于|超|满)?(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})多?个?多?(?:天|周|星期|礼拜|月)(?:以上|多|了|内)?"
    r"|最近|近期|近来|这几天|这两天|这阵子?|这段时间|[这本]个?(?:周|星期|礼拜|月))"
)
_SILENCE: Final = (
    r"(?:没有?|未|木有|不)(?:怎么|再|去|人|过|跟我|跟我们|什么|啥|做)*"
    r"(?:联系|联络|连系|跟进?|根进?|碰|聊|搭理|沟通|说话|讲话|动静|动|消息|互动|回访|打过?电话|来往|往来|理|管|维护|回音|音讯)"
)
SILENT: Final = _any(
    rf"^(?!.*(?:报价|合同|待办|任务|提醒))(?=.*(?:谁|哪|几[个位]|多少|有没有|还有|的(?:客户|线索|人|单子?|老客户)|(?:客户|线索)(?:名单|列表|清单|有)|^(?:看看?|查|列|找|给我)|的[?？]?$)).*(?:{_LONG}.{{0,6}}?{_SILENCE}|{_SILENCE}.{{0,4}}?{_LONG})",
    r"(?:哪|谁|几[个位]|多少|有没有|的客户).*(?:断联|失联|晾着|晾了|凉了|冷掉了|沉默了?|沉睡)|(?:断联|失联|晾着|沉默|沉睡|冷落)(?:了|的|着)*(?:客户|线索|有谁|有哪|是谁)",
)
_DAY_NAMED: Final = (
    r"(?:[今明后昨][天日儿早晚]|大后天|[这本下上]+个?(?:周|星期|礼拜)[一二三四五六日天末]?|[这本当下上]个?月|周[一二三四五六日天末]|星期[一二三四五六日天]"
    r"|礼拜[一二三四五六日天]|\d{1,2}月\d{1,2}[日号]|\d{1,2}号|最近|接下来|近期|未来[几两三七]天|这几天)"
)
_HOW_MANY: Final = r"(?:哪些|哪几|哪[个位]|几[个场次家位节波]|多少|什么|啥|有没有|谁|吗|么|安排)"
THINGS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("演示", lazy_pattern("演示|demo|DEMO|宣讲")),
    ("试听", lazy_pattern("试听|体验课|试课|试学|是听")),
    ("试用", lazy_pattern("试用")),
    ("拜访", lazy_pattern("拜访|上门|走访|外勤|外访")),
    ("见面", lazy_pattern("见面|面谈|约见|碰面|面访|饭局|吃饭")),
    ("到访", lazy_pattern("来访|到访|到店|来店|参观|来公司|来校区|来看|来[的了]?客户")),
    ("会", lazy_pattern("会议|开会|[个场]会(?!话)|培训")),
    ("签约", lazy_pattern("(?:签约|签合同)(?!了)")),
    ("回访", lazy_pattern("回访")),
    ("电话", lazy_pattern("(?:打|要打的|约的?)(?:几个|哪些|的)?电话|电话(?:要打|安排)|通话")),
    ("看房", lazy_pattern("看房|看样板|带看")),
    ("试驾", lazy_pattern("试驾")),
)
"""What appointments are about, and how each is said."""
_A_THING: Final = "|".join(pattern.pattern for _, pattern in THINGS)
_APPOINTED: Final = r"(?:预约|(?<![签合])约(?!等|\d))(?:了|好|定|到|过|着|见|的)*"
AGENDA: Final = _any(
    rf"{_DAY_NAMED}.{{0,8}}?(?:{_A_THING}).{{0,8}}?{_HOW_MANY}",
    rf"{_DAY_NAMED}.{{0,8}}?{_HOW_MANY}.{{0,8}}?(?:{_A_THING})",
    rf"{_HOW_MANY}.{{0,6}}?(?:{_A_THING}).{{0,6}}?{_DAY_NAMED}",
    rf"{_DAY_NAMED}(?:我|我们|都|还|一共|要|得|有)*(?:见)(?:哪些|哪几|几个|什么)?(?:谁|客户|人)",
    rf"{_DAY_NAMED}.{{0,6}}?{_APPOINTED}.{{0,4}}?(?:谁|哪|几|多少|什么|啥|人|吗|没|客户[?？]?$)",
    rf"{_DAY_NAMED}.{{0,4}}?(?:有没有|有几个|有多少|有什么|有哪些|有|的){_APPOINTED}(?:吗|客户|人|[?？]|$)",
    rf"(?:谁|哪些客户|哪个客户|哪几个)(?:跟我|和我)?{_APPOINTED}.{{0,3}}{_DAY_NAMED}",
    rf"(?:谁|哪些客户|哪几个).{{0,2}}{_DAY_NAMED}.{{0,4}}?(?:来|要来|过来|{_APPOINTED})",
    r"^(?:我|看看?|查一?下)?(?:的)?(?:[后大]后?天|[这下]?个?(?:周|星期|礼拜)[一二三四五六日天末]|下个?月|\d{1,2}月\d{1,2}[日号]|\d{1,2}号)(?:都|还|的|我|我们|要|有|得)*(?:什么|啥|哪些|几件|多少)?(?:事|待办|安排|日程|任务|行程|计划)(?:要做|要办|吗|呢|是什么|有哪些|[?？])*$",
    rf"^(?:我)?(?:都|还)?(?:有|约了|安排了)?{_HOW_MANY}(?:个)?(?:演示|试听|拜访|试用|到访|签约|试驾|带看)(?:吗|呢|[?？]|要做|安排)*$",
)
COMING: Final = lazy_pattern("约|见面|试听|演示|拜访|来访|到店|参观|过来|上门|面谈|开会|签约|体验|看房|试驾")
"""What makes a to-do an appointment."""
_NUMBER: Final = lazy_pattern(r"(\d{1,3}|[一二两三四五六七八九十半]{1,3})多?个?多?(天|周|星期|礼拜|月)")
_UNIT: Final = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_DIGITS: Final = "零一二三四五六七八九十"


_KINDS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("wrapup", _WRAPUP),
    ("agenda", AGENDA),
    ("top", _TOP),
    ("todos", _any("待办", r"有(?:什么|啥|哪些)(?:事|要做|要办)")),
    (
        "quotes",
        _any(
            r"(?:哪些|哪个|几[个份张]|多少|有没有|还有).{0,4}报价.{0,4}(?:没|未)",
            r"报价.{0,3}(?:没|未)(?:有)?(?:人)?回",
        ),
    ),
    (
        "lost",
        _any(
            r"(?:丢|输|流失|黄)了?(?:几|多少|哪|什么|啥)",
            r"(?:几|多少|哪些?)[个单位]?(?:客户)?(?:丢|输|黄|流失)",
            "丢单(?:原因|有哪些|情况|为什么)",
            "为什么丢",
        ),
    ),
    (
        "won",
        _any(
            r"(?:成交|签约|签|赢|谈成|拿下)了?(?:几|多少|哪)",
            r"(?:几|多少|哪)[个单位]?(?:客户)?(?:成交|签了|签单)",
        ),
    ),
    (
        "created",
        _any(
            r"(?:新增|新建|新来|新加|加|来|进|建)了?(?:了|的)?(?:几|多少|哪)[个位条]?",
            r"(?:几|多少|哪)[个位条些]?(?:新客户|新线索)",
            r"新(?:客户|线索)(?:有)?(?:几|多少|哪)",
        ),
    ),
    ("silent", SILENT),
    (
        "untouched",
        _any(
            r"(?:谁|哪|还有|有没有).{0,6}(?:没|未)(?:有)?(?:联系|跟进?|碰|打过|聊)",
            r"(?:没|未)(?:联系|跟进)(?:过)?的(?:客户|线索)?(?:有|是)?(?:谁|哪|几|多少)",
            r"没人(?:联系|跟进?)",
        ),
    ),
    (
        "customers",
        _any(
            r"(?:有|跟|手[上里头])?(?:哪些|几个|多少|什么)(?:个)?(?:客户|线索)",
            r"(?:客户|线索)(?:有)?(?:哪些|几个|多少)",
            r"^(?:我的|看看?我的|列出)?(?:客户|线索)(?:列表|清单|名单)",
            "我的客户$",
        ),
    ),
)


def kind(text: str) -> str | None:
    """The kind of question a text asks, None for none."""
    return next((name for name, pattern in _KINDS if pattern.search(text)), None)


def span(text: str) -> str | None:
    """The stretch of days named, None when none is."""
    return next((name for name, pattern in _SPANS if pattern.search(text)), None)


def things(text: str) -> tuple[str, re.Pattern[str]] | None:
    """The kind of appointment a text asks for; None when it asks for any."""
    return next(((name, pattern) for name, pattern in THINGS if pattern.search(text)), None)


def mine(text: str) -> bool:
    """Whether somebody asks for himself alone."""
    return _MINE.search(text) is not None and TEAM.search(text) is None


def names_days(text: str) -> bool:
    """Whether a text says how many days."""
    return _NUMBER.search(text) is not None


def silence(text: str, usual: timedelta) -> timedelta:
    """How long silent is long: the days named, a few for 好几天, else *usual*."""
    found = _NUMBER.search(text)
    if found is not None:
        half = found[1] == "半"
        return timedelta(days=15 if half and found[2] == "月" else round(_count(found[1]) * _UNIT[found[2]]))
    return timedelta(days=3) if re.search("几天|这两天|多天|些天", text) else usual


def _count(said: str) -> float:
    """三, 十五, 二十, 半 or 12 as a number."""
    if said.isdigit():
        return int(said)
    if said.startswith("半"):
        return 0.5
    tens, ten, rest = said.replace("两", "二").rpartition("十")
    ones = _DIGITS.index(rest[0]) if rest and rest[0] in _DIGITS else 0
    return ones + (10 * (_DIGITS.index(tens[0]) if tens else 1) if ten else 0)
