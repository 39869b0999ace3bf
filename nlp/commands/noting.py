"""Notes on a lead; what the note says is never read as a command."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import chores, rules, slots, spoken
from nlp.commands.creating import new_lead
from nlp.commands.firms import led_firm
from nlp.commands.people import is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, first_name, refused
from nlp.lazy import lazy
from nlp.model import Command, Intent

_RECORD: Final = lazy(r"备注|跟进|记录|纪要|小结|补充")


def read_note(said: str, now: datetime) -> Command | None:
    """A note on a lead; what the note says is never read as a command."""
    given: Slots = {}
    slots.take_contacts(said, given)
    if given and not _RECORD.search(said) and new_lead(said):
        return None
    if chores.REPORT.search(said):
        return None
    kept = _kept_last(said) or _noted(said)
    if kept:
        return kept
    found = _order(said)
    return _read(said, found) if found else None


def _order(said: str) -> re.Match[str] | None:
    """The words that ask for a note, plainly said; None where they are refused, asked or about something else."""
    found = next((m for p in rules.NOTE if (m := p.search(said)) and m.start() <= 16), None)
    if found and rules.KEPT.match(said[found.end() :]):
        return None
    about = _ABOUT.match(said)
    if found and found.start() == 0 and about and not re.match(r"(?:备注|记录?|跟进|补充|添加|写)", said):
        found = _ABOUT_WORD.search(said)
    if (
        not found
        or refused(said, found.start())
        or re.match(r"(?:谁|哪|怎么|为什么|为啥|几|写[到得了])", said[found.end() :])
        or re.match(r"[^，,：:]{0,3}(?:吗|没|了没|呢)[?？]?$", said[found.end() :])
    ):
        return None
    return found


def _read(said: str, order: re.Match[str]) -> Command | None:
    """The note around its *order*: on whom, and what."""
    head, body = said[: order.start()], said[order.end() :].strip(TRIM)
    who = person(head) or _lead_name(head)
    name = who[0] if who else name_in(re.sub(r"^(?:更新|补充|同步|记录?|添加)(?:一?下)?", "", head))
    inside = None if name else person(order[0])
    taken: Slots = {}
    if name or inside:
        taken["contact"] = name or (inside[0] if inside else "")
    else:
        taken, body = _on_whom(body)
    if not body or (not taken and len(body) < 2) or _only_card(body) or _LEAVE.match(body):
        return None
    if rules.STAGE.fullmatch(body):
        return None
    return Command(Intent.ADD_NOTE, {**taken, "note": body.strip(TRIM)})


def _on_whom(body: str) -> tuple[Slots, str]:
    """The customer that opens the note, and the rest of it."""
    inner = person(body[:12]) or _leading_token(body) or first_name(body)
    firm = None if inner else led_firm(body)
    if firm and firm[0] == 0:
        return {"company": body[: firm[1]]}, body[firm[1] :]
    if inner and (inner.start() <= 1 or re.match(r"^(?:给|把|在|关于|客户)$", body[: inner.start()])):
        lead = r"^(?:那边|这边|那里)?(?:的(?:备注|记录|情况|信息|资料|进展|动态)?)?[，,：:\s]*"
        return {"contact": inner[0]}, re.sub(lead, "", body[inner.end() :])
    return {}, body


_ABOUT_END: Final = r"(?:跟进|回访|拜访|沟通|最新|动态|进展|情况|备忘|小记|记录|补充)(?:记录|情况|备注|一[点下句条]|说明)?\s*[:：]\s*"
_ABOUT_WORD: Final = lazy(_ABOUT_END)
_ABOUT: Final = lazy(rf"[^，,：:\s]{{2,10}}?\s?{_ABOUT_END}")


def _lead_name(head: str) -> re.Match[str] | None:
    found = re.search(r"([^\s，,：:给在把]{2,4})的?\s*[，,：:]?\s*$", head)
    return re.search(re.escape(found[1]), head) if found and is_name(found[1]) else None


def _leading_token(body: str) -> re.Match[str] | None:
    found = re.match(r"[^\s，,：:]{2,4}(?=[\s，,：:])", body)
    return found if found and is_name(found[0]) else None


def _kept_last(said: str) -> Command | None:
    """The note first, the order last: 段女士预算加到二十万，记一下."""
    last = rules.NOTE_LAST.search(said) or chores.KEPT_LAST.search(said)
    if not last or rules.CREATE.search(said) or refused(said, last.start() + 1) or _card(said):
        return None
    head = said[: last.start()]
    if rules.QUOTED.search(head) and not spoken.NOT_PRICED.search(head) and slots.amounts(head):
        return None
    led = chores.LED_BY.match(head)
    start = led.end() if led and first_name(head[led.end() :]) else 0
    who = person(head) or first_name(head[start:])
    if not who:
        return None
    if person(head) is None:
        head = head[start:]
    elif led and who.start() <= led.end():
        head, who = head[who.start() :], re.match(re.escape(who[0]), head[who.start() :]) or who
    note = head[who.end() :] if who.start() == 0 else head
    note = re.sub(
        r"^(?:通|打|聊|谈|见|沟通|开|吃|碰)(?:完|过|了|好)(?:电话|面|会|饭|天)?[，,\s]+(?:[他她](?:说|讲))?",
        "",
        note,
    )
    note = re.sub(
        r"^(?:刚才?|今天|电话里|微信[里上]|现场|当面)*(?:说(?:的|了|过)?|讲(?:的|了)?|那边|这边|提到|交代|反馈|表示)+",
        "",
        note,
    ).strip(TRIM)
    if not note or (re.search(r"标|改|更新|动", last[0]) and any(p.search(note) for p in spoken.MOVED)):
        return None
    return Command(Intent.ADD_NOTE, {"contact": who[0], "note": note})


def _card(said: str) -> bool:
    """Whether the words give somebody's number and ask to keep him, not what is said of him."""
    given: Slots = {}
    slots.take_contacts(said, given)
    return bool(given) and chores.KEEP_NEW_LAST.search(said) is not None


def _noted(said: str) -> Command | None:
    """A spoken note by its parts: whom it is about and what it says."""
    if rules.QUESTION.search(said) or rules.CREATE.match(said) or rules.FORBIDS.match(said):
        return None
    for pattern in chores.NOTED:
        found = pattern.match(said)
        if not found or refused(said, 0):
            continue
        parts = found.groupdict()
        name, note = parts.get("who") or "", parts.get("note") or ""
        if whole := parts.get("whole"):
            led = chores.LED_BY.match(whole)
            rest = whole[led.end() if led else 0 :]
            who = person(rest[:8]) or first_name(rest)
            if not who or who.start():
                continue
            name, note = who[0], rest[who.end() :]
            note = re.sub(r"^(?:那边|这边|说|的)+", "", note)
        whole_name = person(name)
        if is_name(name) and (whole_name is None or whole_name[0] == name):
            return _note("contact", name, note)
        if (led_ := led_firm(name)) and led_ == (0, len(name)):
            return _note("company", name, note)
    return None


def _note(slot: str, name: str, note: str) -> Command | None:
    note = note.strip(TRIM)
    if len(note) < 2 or _only_card(note) or _LEAVE.match(note) or rules.STAGE.fullmatch(note):
        return None
    return Command(Intent.ADD_NOTE, {slot: name, "note": note})


#: 备注先别改: the record is to be left as it is.
_LEAVE: Final = lazy(
    r"^(?:先|暂时|都)?(?:别|不用|不要|不必)(?:再)?(?:改|动|写|加|记|删|看|管|填|更新)[了它吧]?[。!！]*$"
)


def _only_card(note: str) -> bool:
    """Whether what follows a name is how to reach him, as for a new lead (录一下：王总，139…)."""
    who = person(note[:10])
    if who and who.start() <= 2:
        note = note[who.end() :].strip(TRIM)
    given: Slots = {}
    slots.take_contacts(note, given)
    return bool(given) and re.match(r"(?:电话|手机|微信|vx|wx|\+?86|1[3-9]\d|邮箱)", note, re.I) is not None
