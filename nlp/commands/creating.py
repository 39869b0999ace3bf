"""New leads: the customer named after 新建线索, before 录一下, or inside 把卞工加到客户里, with all that is said of him."""

from __future__ import annotations

import re
from datetime import datetime

from nlp.commands import rules, slots
from nlp.commands.people import is_name, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, refused
from nlp.contacts import entities
from nlp.model import Command, EntityKind, Intent
from nlp.normalize import normalize


def read_create(said: str, now: datetime) -> Command | None:
    """A new lead with whatever is said about it."""
    rest = _new_lead(said)
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


def _new_lead(said: str) -> str:
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
    if not last or refused(said, last.start()):
        return ""
    head = said[: last.start()].strip(TRIM)
    given: Slots = {}
    slots.take_contacts(head, given)
    return head if given or rules.NEW_HERE.search(head) else ""


def _region(rest: str, taken: Slots) -> str:
    """A token that is a place by its own word (杭州, 广东的, 地区：无锡)."""
    for entity in entities(normalize(rest)):
        if entity.kind is EntityKind.REGION:
            taken["region"] = entity.value
            return f"{rest[: entity.start]} {rest[entity.end :]}"
    return rest
