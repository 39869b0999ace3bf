"""The rep's own work: reminders, to-dos, notes, summaries, help, done and undo."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import rules, slots
from nlp.commands.people import bare_name, is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.dates.numerals import number
from nlp.lazy import lazy
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
    return Command(Intent.HELP) if rules.ABLE.match(said) or any(p.search(said) for p in rules.HELP) else None


def first_name(body: str) -> re.Match[str] | None:
    """A plain name that opens *body* as a word of its own (许强续费)."""
    first = next(iter(cut(body[:12])), "")
    if is_name(first) and len(first) < len(body.strip()):
        return re.match(re.escape(first), body)
    name = bare_name(body)
    return re.match(re.escape(name), body) if name and len(body) > len(name) + 1 else None


def read_todos(said: str, now: datetime) -> Command | None:
    """The list of what is to be done."""
    if rules.NOT_LIST.search(said) or (
        (person(said) or bare_name(said)) and not re.search(r"待办|任务|提醒", said)
    ):
        return None
    found = next((m for p in rules.LIST if (m := p.search(said))), None)
    if not found or (
        refused(said, found.start())
        and not re.search(r"没|未", found[0])
        and not re.search(r"[没未][^，,]{1,3}的", said)
    ):
        return None
    asked = slots.range_of(said)
    return Command(Intent.LIST_TODOS, {"range": asked} if asked else {})


def read_note(said: str, now: datetime) -> Command | None:
    """A note on a lead; what the note says is never read as a command."""
    last = rules.NOTE_LAST.search(said)
    if last and not rules.CREATE.search(said) and not refused(said, last.start() + 1):
        who = person(said[: last.start()]) or first_name(said[: last.start()])
        if who:
            note = said[who.end() :][: last.start() - who.end()] if who.start() == 0 else said[: last.start()]
            return Command(
                Intent.ADD_NOTE,
                {"contact": who[0], "note": re.sub(r"^(?:说|讲|那边|这边)+", "", note).strip(TRIM)},
            )
    found = next((m for p in rules.NOTE if (m := p.search(said)) and m.start() <= 16), None)
    if found and rules.KEPT.match(said[found.end() :]):
        return None
    about = _ABOUT.match(said)
    if found and found.start() == 0 and about and not re.match(r"(?:备注|记录?|跟进|补充|添加|写)", said):
        found = _ABOUT_WORD.search(said)
    if (
        not found
        or refused(said, found.start())
        or re.match(r"(?:谁|哪|怎么|为什么|为啥|几)", said[found.end() :])
        or re.match(r"[^，,：:]{0,3}(?:吗|没|了没|呢)[?？]?$", said[found.end() :])
    ):
        return None
    head, body = said[: found.start()], said[found.end() :].strip(TRIM)
    who = person(head) or _lead_name(head)
    name = who[0] if who else name_in(re.sub(r"^(?:更新|补充|同步|记录?|添加)(?:一?下)?", "", head))
    taken: Slots = {}
    inside = None if name else person(found[0])
    if name or inside:
        taken["contact"] = name or (inside[0] if inside else "")
    else:
        inner = person(body[:12]) or _leading_token(body) or first_name(body)
        if inner and (inner.start() <= 1 or re.match(r"^(?:给|把|在|关于|客户)$", body[: inner.start()])):
            taken["contact"] = inner[0]
            body = re.sub(
                r"^(?:那边|这边|那里)?(?:的(?:备注|记录|情况|信息|资料|进展|动态)?)?[，,：:\s]*",
                "",
                body[inner.end() :],
            )
    if not body or ("contact" not in taken and len(body) < 2):
        return None
    taken["note"] = body.strip(TRIM)
    return Command(Intent.ADD_NOTE, taken)


_ABOUT_END: Final = r"(?:跟进|回访|拜访|沟通|最新|动态|进展|情况|备忘|小记|记录|补充)(?:记录|情况|备注|一[点下句条]|说明)?\s*[:：]\s*"
_ABOUT_WORD: Final = lazy(_ABOUT_END)
_ABOUT: Final = lazy(rf"[^，,：:\s]{{2,10}}?\s?{_ABOUT_END}")


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
        if name := name_in(said[found.end() :]) or name_in(said):
            taken["contact"] = name
    asked = slots.range_of(said)
    if asked:
        taken["range"] = asked
    if not taken and not re.fullmatch(
        r"(?:总结|小结|周报|日报|月报|汇总|战报|复盘)(?:一?下|下|吧|聊天|记录|这段|对话|重点|的|内容|以上|上面|群聊|会话)*|.*(?:聊天|对话|沟通|记录|业绩|报|这段|上面|以上|内容).*",
        said,
    ):
        return None
    return Command(Intent.SUMMARY, taken)
