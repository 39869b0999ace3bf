"""New leads: the customer named after 新建线索, before 录一下, or inside 把卞工加到客户里, with all that is said of him."""

from __future__ import annotations

import re
from datetime import datetime

from nlp.commands import chores, rules, slots
from nlp.commands.firms import led_firm
from nlp.commands.people import is_name, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, refused
from nlp.contacts import entities
from nlp.model import Command, EntityKind, Intent
from nlp.normalize import normalize


def read_create(said: str, now: datetime) -> Command | None:
    """A new lead with whatever is said about it."""
    rest = new_lead(said)
    if not rest or rules.QUESTION.search(rest):
        return None
    taken: Slots = {}
    rest = slots.take_contacts(rest, taken)
    rest = slots.take_budget(rest, taken)
    rest = slots.take_source(rest, taken)
    rest = slots.take_company(rest, taken)
    rest = _region(rest, taken)
    rest = slots.take_employer(rest, taken)
    rest = slots.take_person(rest, taken, bare=True)
    slots.take_need(rest, taken)
    if not {"contact", "company", "phone", "wechat", "email"} & taken.keys():
        return None
    return Command(Intent.CREATE_LEAD, taken)


def new_lead(said: str) -> str:
    """What is said about the new customer: after 新建线索, or before 帮我录进去; empty without such words."""
    if rules.NOT_CREATE.search(said):
        return ""
    found = rules.CREATE.search(said) or rules.CREATE_BARE.match(said)
    if found and found.start() <= 6 and not refused(said, found.start()):
        return said[found.end() :].strip(TRIM)
    into = rules.CREATE_INTO.match(said)
    if into and is_name(into["who"]):
        return f"{into['who']} {said[into.end() :].strip(TRIM)}"
    named = rules.CREATE_NAMED_LAST.search(said)
    if named and person(said[: named.start()]) and not refused(said, named.start() + 1):
        return said[: named.start()].strip(TRIM)
    last = rules.CREATE_LAST.search(said) if re.search(r"\d{5}|[A-Za-z]{4}|新|刚|认识|来", said) else None
    if last and not refused(said, last.start()):
        head = said[: last.start()].strip(TRIM)
        given: Slots = {}
        slots.take_contacts(head, given)
        if given or rules.NEW_HERE.search(head):
            return head
    return _kept(said)


def _kept(said: str) -> str:
    """The same in spoken words: 客户库里添一个, 又认识一位 (with how to reach him), 先建上."""
    this = chores.KEEP_THIS.match(said)
    if this and is_name(this["who"]):
        return f"{this['who']} {said[this.end() :].strip(TRIM)}"
    given: Slots = {}
    slots.take_contacts(said, given)
    met = chores.MET.match(said)
    head = next((m for p in chores.KEEP_NEW if (m := p.match(said))), None) or met
    if head and not refused(said, head.start()):
        rest = re.sub(
            r"^(?:(?:客户|联系人|对方)?(?:姓名|名字|名)?(?:叫|是|[:：])?)+",
            "",
            said[head.end() :].strip(TRIM),
        )
        last = chores.KEEP_NEW_LAST.search(rest)
        rest = rest[: last.start()] if last else rest
        if given or (_opens(rest) and not met):
            return rest
    last = chores.KEEP_NEW_LAST.search(said)
    if not last and given and (_only_facts(said) or chores.NEW_WORD.search(said)):
        return chores.NEW_HEAD.sub("", said, count=1)
    if last and not refused(said, last.start() + 1) and (given or person(said) or _opens(said)):
        return said[: last.start()].strip(TRIM)
    return ""


def _only_facts(said: str) -> bool:
    """Whether *said* is a whole card and nothing else: a name, how to reach him, and where he came from or what he wants."""
    taken: Slots = {}
    rest = slots.take_contacts(said, taken)
    rest = slots.take_budget(rest, taken)
    rest = slots.take_source(rest, taken)
    rest = slots.take_company(rest, taken)
    rest = slots.take_person(rest, taken, bare=True)
    need = re.search(r"(?<![不没])(?:想|要|问|咨询|需要|做|学|买|订|租)[^\s，,]{2,12}", rest)
    rest = rest[: need.start()] + rest[need.end() :] if need else rest
    left = re.sub(r"[\s，,。；;:：、]|也|的|来的?|过来的?|预算", "", rest)
    return (
        bool({"contact", "company"} & taken.keys())
        and bool(need or {"source", "budget"} & taken.keys())
        and len(left) <= 3
    )


def _opens(rest: str) -> bool:
    """Whether a name or a company opens *rest*."""
    first = re.split(r"[\s，,；;]", rest)[0]
    return is_name(first) or led_firm(first) is not None or (person(first) is not None and len(first) <= 12)


def _region(rest: str, taken: Slots) -> str:
    """A token that is a place by its own word (杭州, 广东的, 地区：无锡)."""
    for entity in entities(normalize(rest)):
        if entity.kind is EntityKind.REGION:
            taken["region"] = entity.value
            return f"{rest[: entity.start]} {rest[entity.end :]}"
    return rest
