"""Leads handed over to a colleague, or claimed."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import rules, spoken
from nlp.commands.firms import led_firm
from nlp.commands.people import COMPANY, bare_name, is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, refused
from nlp.lazy import lazy
from nlp.model import Command, Intent
from nlp.segment import rare

_FILL: Final = r"(?:的|这个|那个|这条|这家|那家|这单|那单|这位)*(?:客户|线索|单子|商机)?(?:以后|先|就|都|重新|今后|后面|接下来|改|直接|还是|也)*"
#: What is handed over, and not the customer himself: 合同给小赵.
_THING: Final = lazy(
    r"(?:转|发|寄|传|带|送|借|拿|买|推|介绍|留|写|开|做|出)了|资料|材料|合同|方案|报价|样品|发票|文件|钱(?!总|经理|姐|老|女|先|工|哥|主)|款|微信|号码|手机|地址|邮箱|进展|情况|记录|历史|备注|预算|定金|图纸|名片|礼|红包|电话|消息|链接|信息|快递|卡|东西|票|账|单据|视频|照片|表"
)
#: 课程顾问小雅: what a colleague is.
_ROLE: Final = lazy(
    r"^[\u4e00-\u9fa5]{0,4}(?:顾问|同事|专员|主管|实习生|新人|徒弟|助理|搭档|业务员|销售|组长|队长)(?=[\u4e00-\u9fa5]{2})|^[\u4e00-\u9fa5]{1,5}?(?=[小老阿][\u4e00-\u9fa5]$)|^[\u4e00-\u9fa5]{1,4}(?=[A-Z][a-z]+$)"
)
#: Orders that can only hand over, so that any given name may follow (甩给思远).
_EXPLICIT: Final = lazy(
    r"(?:甩|转|派|分|划|拨|让|归|推|丢|扔|塞|匀|移交|交接|指派|交|调|挪)(?:给到?|到)|换成|改成|归|(?:来|去)(?:接|跟|负责|盯|管|对接)|(?:转|派|让|请|叫).{2}(?:$|来|去|跟|接|对接|负责|盯)|练手|练练"
)
_NOBODY: Final = lazy(
    r"别人|他人|人家|大家|谁|同事|客户|对方|公司|领导|老板|财务|售后|技术|法务|总部|仓库|物流|快递|群|系统|其他|我们|你们|他们|她们|朋友|[今明昨后]天|下周|本周|合同|方案|报价|演示|需求|谈判|沟通|赢单|输单|丢单|成交|线索|阶段|公海|行政|人事|厂[里家]|那边|这边|家里|老婆|老公|[完了过好成的是不没账款钱]|一下|起来|上来|出去|时间|电话|微信"
)
_DUTY: Final = lazy(r"(?:跟进?|管|负责|盯|维护|服务|接手?|对接|带)(?:一?下|着|吧|了|哈)*[。!！，,\s]*$")
#: Why a lead is let go: 我顾不上.
_LETS_GO: Final = lazy(
    r"我(?:不|没|顾|忙|跟不|搞不|带不|接不|管不|休假|请假|出差|离职|调岗|要走)|手上|手里|名下|交接|以后"
)


def read_assign(said: str, now: datetime) -> Command | None:
    """Hand a lead over to a colleague or to oneself."""
    if rules.NOT_ASSIGNABLE.search(said) or rules.QUESTION.search(said):
        return None
    if rules.FORBIDS.match(said):
        return None
    found = rules.ASSIGN_NAMED.search(said) or rules.ASSIGN.search(said)
    plain = _assigned(said, found) if found else None
    if plain:
        return plain
    who = person(said)
    behind = spoken.BY_COLLEAGUE.match(said, who.end()) if who and who.start() == 0 else None
    if behind and (read := _assigned(said, behind, wide=True)):
        return read
    for pattern in (*spoken.HANDED, spoken.TAKES_OVER, spoken.MINE):
        wider = pattern.search(said)
        if wider and (read := _assigned(said, wider, wide=True)):
            return read
    return None


def _assigned(said: str, found: re.Match[str], *, wide: bool = False) -> Command | None:
    """The command in one way of saying it; None where no customer or no colleague is named."""
    given = found.groupdict()
    assignee = _receiver(found) if "who" in given or not wide else "我"
    if refused(said, found.start()) or not _may_receive(assignee, said, found[0]):
        return None
    named = given.get("contact") or given.get("mine") or ""
    if (given.get("mine") or (wide and given.get("contact"))) and not is_name(named):
        return None
    before = said[: found.start()] or (said[: found.start("who")] if wide and given.get("who") else "")
    head = re.sub(r"^(?:把|将|请|客户|线索|商机)+", "", named or before).strip(TRIM)
    head = spoken.HELD.sub("", head)
    if wide and _THING.search(head):
        return None
    rest = re.sub(r"^(?:的)?(?:客户|线索)?[:，,\s]*", "", said[found.end() :])
    taken = _whose(head, rest)
    if not taken or assignee in taken.values():
        return None
    return Command(Intent.ASSIGN, {"assignee": assignee, **taken})


def _may_receive(assignee: str, said: str, order: str) -> bool:
    """Whether *assignee* can look after a lead: the speaker, a name, or a given name where a lead is plainly let go."""
    if assignee in {"我", "俺"} or is_name(assignee):
        return True
    if (
        re.fullmatch(r"[\u4e00-\u9fa5]{2}", assignee)
        and _EXPLICIT.search(order)
        and not _NOBODY.search(assignee)
    ):
        return True
    if re.fullmatch(r"(?![完了过好成])[\u4e00-\u9fa5]{2}", assignee) is None or not (
        rare(assignee) or assignee[0] == assignee[1]
    ):
        return False
    return _LETS_GO.search(said) is not None or _DUTY.search(order) is not None


def _whose(head: str, rest: str) -> Slots:
    """The lead that changes hands: a contact, else a company; empty where none is named."""
    who = person(head) or person(rest)
    contact = who[0] if who else re.sub(rf"{_FILL}$", "", head).strip(TRIM)
    if who or is_name(contact):
        return {"contact": contact}
    firm = led_firm(head)
    if firm:
        return {"company": head[slice(*firm)]}
    if company := COMPANY.search(head):
        return {"company": company[0]}
    name = name_in(head) or bare_name(rest)
    return {"contact": name} if name else {}


def _receiver(found: re.Match[str]) -> str:
    """Who is to look after the lead; 我 for the speaker."""
    given = found.groupdict()
    said = (
        "我"
        if given.get("claim")
        else next((given[g] for g in ("who", "bare", "by", "let", "after", "own", "to") if given.get(g)), "")
    )
    said = re.sub(r"^(?:成|给|到|为)(?=\S{2})", "", said)
    said = said if is_name(said) else _ROLE.sub("", said)
    return "我" if re.fullmatch(r"(?:我|俺)(?:自己|本人|来|亲自)*", said) else said
