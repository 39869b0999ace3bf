"""The rep's own work: reminders, to-dos, notes, summaries, help, done and undo."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import rules, slots
from nlp.commands.people import is_name, person
from nlp.commands.slots import Slots
from nlp.dates import times
from nlp.dates.numerals import number
from nlp.model import Command, Intent
from nlp.segment import cut

TRIM: Final = " ，,。；;：:！!、~"


def refused(said: str, at: int) -> bool:
    """Whether what stands right before *at* forbids or denies the act."""
    head = re.split(r"[，,。！!；;\n]", said[:at])[-1]
    return rules.NEGATION.search(head) is not None


def read_undo(said: str, now: datetime) -> Command | None:
    """Take the last act back."""
    return Command(Intent.UNDO) if rules.UNDO.match(said) else None


def read_complete(said: str, now: datetime) -> Command | None:
    """Tick off a to-do by its number."""
    for pattern in rules.COMPLETE:
        found = pattern.match(said)
        index = number(found[1]) if found else None
        if index:
            return Command(Intent.COMPLETE, {"index": index})
    return None


def read_help(said: str, now: datetime) -> Command | None:
    """What the assistant can do, or how something is done."""
    if person(said):
        return None
    return Command(Intent.HELP) if any(p.search(said) for p in rules.HELP) else None


def read_reminder(said: str, now: datetime) -> Command | None:
    """Remind the rep of something at a time."""
    found = rules.REMIND.search(said)
    if not found or rules.REMINDED.search(said) or rules.QUESTION.search(said[found.end() :][-3:]):
        return None
    trigger = said.index("提醒", found.start()) if "提醒" in found[0] else found.start()
    if refused(said, trigger) or _by_somebody(said, trigger, now):
        return None
    taken, span = slots.when(said, now)
    if found[0].startswith(("记得", "别忘")) and not taken:
        return None
    ranges = [found.span()] + ([span] if span else [])
    what = _without(said, ranges)
    what = re.sub(r"^(?:我|们|一下|下|[：:，,\s]|要|记得|的时候|到时候?|在|就)+", "", what).strip(TRIM)
    who = person(said[found.end() :]) or person(said) or _name_first(what)
    if who:
        taken["contact"] = who[0]
        what = _deed(what, who[0])
    if what:
        taken["what"] = what
    return Command(Intent.SET_REMINDER, taken)


def _by_somebody(said: str, at: int, now: datetime) -> bool:
    """Whether somebody else does the reminding (张总提醒我带发票)."""
    who = person(said[:at])
    if not who:
        return False
    between = said[who.end() : at]
    return not times(between, now) and re.search(r"的事|[，,：:]|给|跟|和", between) is None and len(between) <= 4


def _deed(what: str, who: str) -> str:
    """What is to be done, without for whom (给姚女士打电话 → 打电话) unless too little would be left."""
    if re.search(rf"[发寄转交送打还递传带]给{re.escape(who)}", what):
        return what
    bare = re.sub(rf"(?:给|跟|和|向|找|对|与|帮|替)?{re.escape(who)}(?:那边|这边)?", "", what, count=1).strip(TRIM)
    return bare if len(bare) >= 2 else what


def _name_first(body: str) -> re.Match[str] | None:
    """A plain name that opens *body* as a word of its own (许强续费)."""
    first = next(iter(cut(body[:12])), "")
    if is_name(first) and len(first) < len(body.strip()):
        return re.match(re.escape(first), body)
    for size in (3, 2):
        if len(body) > size + 1 and is_name(body[:size]) and cut(body[: size + 4])[:1] == [body[:1]]:
            return re.match(re.escape(body[:size]), body)
    return None


def _without(said: str, spans: list[tuple[int, int]]) -> str:
    kept = list(said)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    return re.sub(r"\s+", " ", "".join(kept)).strip(TRIM)


def read_todos(said: str, now: datetime) -> Command | None:
    """The list of what is to be done."""
    if rules.NOT_LIST.search(said) or (person(said) and not re.search(r"待办|任务|提醒", said)):
        return None
    found = next((m for p in rules.LIST if (m := p.search(said))), None)
    if not found or (refused(said, found.start()) and not re.search(r"没|未", found[0])):
        return None
    asked = slots.range_of(said)
    return Command(Intent.LIST_TODOS, {"range": asked} if asked else {})


def read_note(said: str, now: datetime) -> Command | None:
    """A note on a lead; what the note says is never read as a command."""
    found = next((m for p in rules.NOTE if (m := p.search(said)) and m.start() <= 16), None)
    if not found or refused(said, found.start()) or re.match(r"[^，,：:]{0,3}(?:吗|没|了没|呢)[?？]?$", said[found.end() :]):
        return None
    head, body = said[: found.start()], said[found.end() :].strip(TRIM)
    who = person(head) or _lead_name(head)
    taken: Slots = {}
    if who:
        taken["contact"] = who[0]
    else:
        inner = person(body[:12]) or _leading_token(body) or _name_first(body)
        if inner and (inner.start() <= 1 or re.match(r"^(?:给|把|在|关于|客户)$", body[: inner.start()])):
            taken["contact"] = inner[0]
            body = re.sub(r"^(?:的(?:备注|记录)?)?[，,：:\s]*", "", body[inner.end() :])
    if not body or (not who and "contact" not in taken and len(body) < 2):
        return None
    taken["note"] = body.strip(TRIM)
    return Command(Intent.ADD_NOTE, taken)


def _lead_name(head: str) -> re.Match[str] | None:
    found = re.search(r"([^\s，,：:给在把]{2,4})的?\s*[，,：:]?\s*$", head)
    return re.search(re.escape(found[1]), head) if found and is_name(found[1]) else None


def _leading_token(body: str) -> re.Match[str] | None:
    found = re.match(r"[^\s，,：:]{2,4}(?=[\s，,：:])", body)
    return found if found and is_name(found[0]) else None


def read_summary(said: str, now: datetime) -> Command | None:
    """Sum up a chat or a stretch of days."""
    found = rules.SUMMARY.search(said)
    if not found or rules.NOT_SUMMARY.search(said) or refused(said, found.start()):
        return None
    taken: Slots = {}
    who = person(said)
    if who:
        taken["contact"] = who[0]
    else:
        named = re.search(r"(?:和|跟|与|同|下|结)\s*([^\s，,的和跟与]{2,4})(?:的|聊|沟通|说)", said)
        if named and is_name(named[1]):
            taken["contact"] = named[1]
    asked = slots.range_of(said)
    if asked:
        taken["range"] = asked
    if not taken and not re.fullmatch(r"(?:总结|小结|周报|日报|月报|汇总|战报|复盘)(?:一?下|下|吧|聊天|记录|这段|对话|重点|的|内容|以上|上面|群聊|会话)*|.*(?:聊天|对话|沟通|记录|业绩|报|这段|上面|以上|内容).*", said):
        return None
    return Command(Intent.SUMMARY, taken)
