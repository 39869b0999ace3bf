"""What happens to a lead: created, moved, quoted, won, lost, handed over, asked about."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import rules, slots
from nlp.commands.firms import firm_asked
from nlp.commands.people import COMPANY, bare_name, is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, refused
from nlp.lazy import lazy
from nlp.model import Command, Intent


def read_assign(said: str, now: datetime) -> Command | None:
    """Hand a lead over to a colleague or to oneself."""
    found = rules.ASSIGN_NAMED.search(said) or rules.ASSIGN.search(said)
    if (
        not found
        or rules.NOT_ASSIGNABLE.search(said)
        or rules.QUESTION.search(said)
        or refused(said, found.start())
    ):
        return None
    assignee = _receiver(found)
    if assignee not in {"我", "俺"} and not is_name(assignee):
        return None
    named = found.groupdict().get("contact") or found.groupdict().get("mine") or ""
    if found.groupdict().get("mine") and not is_name(named):
        return None
    head = re.sub(r"^(?:把|将|请|客户|线索|商机)+", "", named or said[: found.start()]).strip(TRIM)
    rest = re.sub(r"^(?:的)?(?:客户|线索)?[:，,\s]*", "", said[found.end() :])
    who = person(head) or person(rest)
    contact = (
        who[0]
        if who
        else re.sub(
            r"(?:的|这个|那个|这条)*(?:客户|线索|单子|商机)?(?:以后|先|就|都|重新|今后|后面|接下来)*$",
            "",
            head,
        ).strip(TRIM)
    )
    taken: Slots = {"assignee": assignee}
    if who or is_name(contact):
        taken["contact"] = contact
    elif company := COMPANY.search(head):
        taken["company"] = company[0]
    elif contact := (name_in(head) or bare_name(rest)):
        taken["contact"] = contact
    else:
        return None
    return Command(Intent.ASSIGN, taken)


def _receiver(found: re.Match[str]) -> str:
    """Who is to look after the lead; 我 for the speaker."""
    given = found.groupdict()
    said = (
        "我"
        if given.get("claim")
        else next((given[g] for g in ("who", "bare", "by", "let", "after", "own", "to") if given.get(g)), "")
    )
    return "我" if re.fullmatch(r"(?:我|俺)(?:自己|本人|来|亲自)*", said) else said


def read_quote(said: str, now: datetime) -> Command | None:
    """A price given to a customer, with its sum or number."""
    found = rules.QUOTED.search(said)
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
    _who(rest, taken)
    if (
        "contact" not in taken
        and "company" not in taken
        and not re.match(r"(?:给)?(?:报价|报了|登记|录)", said)
    ):
        return None
    if re.search(r"(?:别家|竞品|同行|对手|他们家?|人家|对方|供应商)[^，]{0,6}报", said):
        return None
    return Command(Intent.LOG_QUOTE, taken)


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


def _who(said: str, taken: Slots) -> None:
    """The customer of a short statement: a titled name anywhere, else the name it opens with."""
    who = person(said)
    if who:
        taken["contact"] = who[0]
        return
    company = COMPANY.search(said)
    name = name_in(said)
    if name and not (company and re.match(rf"[给把将跟和与为]?{re.escape(name)}", company[0])):
        taken["contact"] = name
        return
    slots.take_company(said, taken)


def read_advance(said: str, now: datetime) -> Command | None:
    """Move a lead to a stage of the funnel."""
    if rules.QUESTION.search(said):
        return None
    said = rules.TIDY.sub("", said)
    found = next((m for p in rules.ADVANCE if (m := p.search(said))), None)
    if not found or refused(said, found.start()) or (refused(said, found.end()) and "推进" in said):
        return None
    taken: Slots = {}
    _who(re.sub(r"^(?:把|将|推进|客户|更新|修改|调整|变更)*(?:阶段|状态|进度)?[:，,\s]*", "", said), taken)
    if "contact" not in taken and "company" not in taken:
        return None
    word = found.groupdict().get("stage")
    if (
        word
        and re.search(r"[标设算置归关判打记划改调换][^，,\s]{0,3}$", said[: found.start("stage")])
        and re.search(r"赢|输|丢|战败|流失|成交|签", word)
    ):
        return None
    if word:
        stage = rules.STAGE.fullmatch(word) or rules.STAGE.match(word)
        if stage:
            taken["stage"] = rules.stage_of(stage)
    return Command(Intent.ADVANCE_STAGE, taken)


def read_lost(said: str, now: datetime) -> Command | None:
    """A lead that will not buy, with the reason where one is given."""
    found = rules.LOST_SURE.search(said)
    if (
        not found
        or rules.QUESTION.search(said)
        or rules.HEARSAY.search(said)
        or "还没" in said[: found.end()]
        or refused(said, found.start())
        or _supposed(said, found.end())
    ):
        return None
    taken: Slots = {}
    _who(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    reason = _reason(said, found)
    if reason:
        taken["reason"] = reason
    return Command(Intent.MARK_LOST, taken)


def _reason(said: str, found: re.Match[str]) -> str:
    given = re.search(r"(?:原因|理由)(?:是|为|[:：])?\s*(.+)$|(?:因为|由于)\s*([^，,。]+)", said)
    if given:
        return (given[1] or given[2]).strip(TRIM)
    tail = re.sub(r"^(?:了|啦|吧)", "", said[found.end() :]).strip(TRIM)
    if _MARKED.match(tail):
        return (
            found[0]
            if re.match(r"不|没|选|签|买|用|定|去|被|嫌|拒|放弃", found[0])
            and not re.search(r"没(?:希望|戏|机会|可能|成|能)", found[0])
            else ""
        )
    if tail and not re.search(r"别|竞|对手|同行|其", found[0]):
        return tail
    chose = re.search(
        r"(?:跟|和|找|给|让|从|在)(?:了)?(?:别家|别人|竞品|对手|其他家|同行|隔壁|他们?朋友|熟人)[^，,]{1,5}了|被.{0,8}(?:抢|撬|截|挖|签|拿)(?:走|单|胡|跑)?了?|(?:选|签|买|用|定|去)了?(?:别人家?|别家|竞品|竞争对手|对手|其他家|同行|其它家)[^，,。]{0,8}",
        said,
    )
    head = re.split(r"[，,]", said[: found.start()])
    middle = head[-1] if len(head) > 1 else ""
    if not chose and not middle and (before := re.match(r"(.+?)\s+\S*$", said[: found.start()] + "\u3000")):
        who = person(before[1])
        return _why(before[1][who.end() :]) if who and who.start() == 0 else ""
    return chose[0] if chose else (_why(head[1]) if len(head) > 2 else _why(middle))


#: The order itself, not the reason: 标记丢单.
_MARKED: Final = lazy(
    r"(?:帮我|给我)?(?:标记?|设|改|算|归|关|记|置|划|放)(?:一?下|个)?(?:到|成|为|作|进)?(?:输|丢|流失|战败|无效|掉|死)"
)


def _why(text: str) -> str:
    return (
        ""
        if re.search(r"没(?:希望|戏|机会|可能)|黄了|丢了|跑了|没成", text)
        or re.fullmatch(r"(?:单子|这单|客户|最后|还是|就|已经|标记?为?|把|算)*", text.strip())
        else text.strip(TRIM)
    )


def _supposed(said: str, end: int) -> bool:
    """Whether the outcome is only supposed, hoped for or celebrated."""
    if re.search(r"哈哈|恭喜(?!我)|昨天听说|就(?:好|太好)了|我请", said):
        return True
    return (
        re.search(
            r"听说|如果|要是|万一|假如|估计|可能|怕|差点|应该|快要?|即将|争取|希望|感觉|打算|准备|(?<!不)想|马上|等|觉得",
            said[:end],
        )
        is not None
    )


def read_won(said: str, now: datetime) -> Command | None:
    """A deal that was closed, with its sum where one is given."""
    found = rules.WON_SURE.search(said)
    if (
        not found
        or rules.QUESTION.search(said)
        or rules.HEARSAY.search(said)
        or refused(said, found.start())
        or _supposed(said, found.end())
    ):
        return None
    taken: Slots = {}
    _who(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    slots.take_amount(said, taken)
    return Command(Intent.MARK_WON, taken)


def _only_said(said: str) -> bool:
    """Whether a sentence about somebody tells something, or is about the team's own papers."""
    if re.match(
        r"[^，,。]{1,6}?(?:那边|又|还|刚才?|昨天|今天|上午|已经|老|总在)*(?:问|说|讲|让|嫌|留言|提到|反馈|抱怨|表示)(?!了?(?:些|点)?(?:什么|啥|哪|多少|几|没|吗|过))",
        said,
    ) and person(said):
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
    taken: Slots = {}
    looked = re.match(r"(?:查一?下?询?|查看|看一?下|看看|搜一?下?|找一?下|打开|调出|查查|说说|讲讲)\s*", said)
    _who(said[looked.end() :] if looked else said, taken)
    if (
        rules.TO_COLLEAGUE.search(said)
        or rules.HEARSAY.search(said)
        or rules.NEGATED_START.match(said)
        or _only_said(said)
    ):
        return None
    if not taken and (firm := firm_asked(said[looked.end() :] if looked else said)):
        taken["company"] = firm
    if "contact" not in taken and looked and is_name(re.split(r"[\s的，,]", said[looked.end() :])[0]):
        taken["contact"] = re.split(r"[\s的，,]", said[looked.end() :])[0]
    number_ = slots.phone(said)
    if number_ and not taken:
        taken["phone"] = number_[0]
    if not taken:
        return None
    asked = (
        rules.QUESTION.search(said)
        and not re.search(r"^(?:你|我们?|咱)(?:觉得|说|看)", said)
        and not re.search(r"吃|喝|玩|开心|穿|几岁|结婚|帅|漂亮|属|人呢|人在哪|在吗|来了吗|到了吗", said)
    )
    if asked or (looked and len(said) <= 24) or rules.QUERY_NOUN.search(said):
        if re.search(r"(?:怎么|咋|如何)(?:跟|和|对|给|说|聊|谈|搞|应付|回复?)|要不要|该不该", said):
            return None
        return Command(Intent.QUERY_LEAD, taken)
    return None
