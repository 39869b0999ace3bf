"""What happens to a lead: moved, quoted, asked about."""

from __future__ import annotations

import re
from datetime import datetime

from nlp.commands import rules, slots, spoken
from nlp.commands.customers import customer
from nlp.commands.firms import firm_asked
from nlp.commands.people import is_name, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import refused
from nlp.model import Command, Intent


def read_quote(said: str, now: datetime) -> Command | None:
    """A price given to a customer, with its sum or number."""
    found = rules.QUOTED.search(said) or _priced(said)
    if not found or rules.QUESTION.search(said) or refused(said, found.end() - 1):
        return None
    taken: Slots = {}
    rest = said
    numbered = slots.QUOTE_NO.search(said)
    if numbered:
        taken["quote_no"] = numbered[1]
        rest = said[: numbered.start()] + " " + said[numbered.end() :]
    rest = _settled(rest)
    slots.take_amount(rest[max(0, rest.find("报")) :], taken)
    if "amount" not in taken and rest.find("报") > 0:
        slots.take_amount(rest, taken)
    if "amount" not in taken and "quote_no" not in taken:
        return None
    customer(rest, taken)
    if (
        "contact" not in taken
        and "company" not in taken
        and not re.match(r"(?:给)?(?:报价|报了|登记|录)", said)
    ):
        return None
    if re.search(r"(?:别家|竞品|同行|对手|他们家?|人家|对方|供应商)[^，]{0,6}报", said):
        return None
    return Command(Intent.LOG_QUOTE, taken)


def _priced(said: str) -> re.Match[str] | None:
    """A price that we gave, in other words: 喊了六千, 价格定在4800; or only the number of the quote and its sum."""
    numbered = slots.QUOTE_NO.search(said)
    if numbered and slots.amounts(said[: numbered.start()] + said[numbered.end() :]):
        return numbered
    if spoken.NOT_PRICED.search(said):
        return None
    return next((m for p in spoken.PRICED if (m := p.search(said))), None)


def _settled(said: str) -> str:
    """The words with the sums that no longer count, or are only parts, left out (一万五改成一万三, 总共六万七)."""
    last = re.search(
        r"(?:改成|改到|改为|降到|降为|降成|调到|调成|调整为|变成|总共|一共|合计|共计|总计|总价|加起来)(?=\D{0,4}[\d一二两三四五六七八九十百])",
        said,
    )
    if not last or not slots.amounts(said[last.end() :]):
        return said
    first = min((m.start for m in slots.amounts(said) if m.start < last.start()), default=last.start())
    return f"{said[:first]} {said[last.end() :]}"


def read_advance(said: str, now: datetime) -> Command | None:
    """Move a lead to a stage of the funnel."""
    if rules.QUESTION.search(said):
        return None
    tidied = rules.TIDY.sub("", said)
    told = spoken.AT_LAST.search(tidied) if tidied != said else None
    said = tidied
    found = told or next((m for p in rules.ADVANCE if (m := p.search(said))), None) or _moved(said)
    if not found or refused(said, found.start()) or (refused(said, found.end()) and "推进" in said):
        return None
    taken: Slots = {}
    customer(
        re.sub(r"^(?:把|将|推进|客户|更新|修改|调整|变更)*(?:阶段|状态|进度)?[:，,\s]*", "", said), taken
    )
    if "contact" not in taken and "company" not in taken:
        return None
    word = found.groupdict().get("stage")
    stage = (rules.STAGE.fullmatch(word) or rules.STAGE.match(word)) if word else None
    if stage:
        taken["stage"] = rules.stage_of(stage)
        marked = re.search(r"[标设算置归关判打记划改调换][^，,\s]{0,3}$", said[: found.start("stage")])
        if taken["stage"] in {"赢单", "输单"} and marked:
            return None
    return Command(Intent.ADVANCE_STAGE, taken)


def _moved(said: str) -> re.Match[str] | None:
    """A customer at a stage in other words: 放需求确认, 该算谈判了, 演示>谈判."""
    found = next((m for p in spoken.MOVED if (m := p.search(said))), None)
    return None if not found or spoken.FORESEEN.search(said[: found.start()]) else found


def _only_said(said: str) -> bool:
    """Whether a sentence about somebody tells something, or is about the team's own papers."""
    if re.match(
        r"[^，,。]{1,6}?(?:那边|又|还|刚才?|昨天|今天|上午|已经|老|总在)*(?:问|说|讲|让|嫌|留言|提到|反馈|抱怨|表示)(?!了?(?:些|点)?(?:什么|啥|哪|多少|几|没|吗|过))",
        said,
    ) and person(said):
        return True
    if re.match(r"(?:我)?(?:刚刚?|刚才|已经|才)[^，,。]{0,3}[完过了]", said) and not rules.QUESTION.search(
        said
    ):
        return True
    if re.search(r"周报|日报|月报|考勤|打卡|请假|加班|会议室|午饭|聚餐|团建", said):
        return True
    if re.search(
        r"(?:暂时|先|暂)不|不(?:改|动|推进|转|记|建)(?:了|阶段|状态)?", said
    ) and not rules.QUESTION.search(said):
        return True
    return rules.DONE_TO.search(said) is not None and rules.QUESTION.search(said) is None


def read_query(said: str, now: datetime) -> Command | None:
    """A question about a lead; words like 签了 or 丢单 in it change nothing."""
    if (
        rules.TO_COLLEAGUE.search(said)
        or rules.HEARSAY.search(said)
        or rules.RHETORICAL.search(said)
        or rules.NEGATED_START.match(said)
        or _only_said(said)
    ):
        return None
    looked = rules.LOOK.match(said)
    taken = _asked_about(said, said[looked.end() :] if looked else "")
    if not taken:
        return None
    asked = (
        rules.QUESTION.search(said)
        and not re.search(r"^(?:你|我们?|咱)(?:觉得|说|看)", said)
        and not re.search(r"吃|喝|玩|开心|穿|几岁|结婚|帅|漂亮|属|人呢|人在哪|在吗|来了吗|到了吗", said)
    )
    if not asked and not (looked and len(said) <= 24) and not rules.QUERY_NOUN.search(said):
        return None
    if re.search(r"(?:怎么|咋|如何)(?:跟|和|对|给|说|聊|谈|搞|应付|回(?!事)复?)|要不要|该不该", said):
        return None
    return Command(Intent.QUERY_LEAD, taken)


def _asked_about(said: str, looked: str) -> Slots:
    """Whom the question is about; *looked* is what follows an order to look somebody up."""
    taken: Slots = {}
    customer(looked or said, taken)
    if not taken and (firm := firm_asked(looked or said)):
        taken["company"] = firm
    first = re.split(r"[\s的，,]", looked)[0]
    if "contact" not in taken and looked and is_name(first):
        taken["contact"] = first
    number = slots.phone(said)
    if number and not taken:
        taken["phone"] = number[0]
    return taken
