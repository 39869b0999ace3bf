"""The rep's own work: to-dos, summaries, help, done and undo."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from nlp.commands import chores, rules, slots
from nlp.commands.people import bare_name, is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.dates.numerals import number
from nlp.model import Command, Intent
from nlp.segment import cut

TRIM: Final = " ，,。；;：:！!、~"


def refused(said: str, at: int) -> bool:
    """Whether what stands right before *at* forbids or denies the act."""
    head = re.split(r"[，,。！!；;\n]", said[:at])[-1]
    return rules.NEGATION.search(re.sub(r"(?:取消|没有?)\s+$", "", head)) is not None


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
    asked = (
        rules.ABLE.match(said)
        or chores.HOW_TO.search(said)
        or (chores.HOW_DONE.search(said) and not chores.NOT_HOW.search(said))
        or any(p.search(said) for p in rules.HELP)
    )
    return Command(Intent.HELP) if asked else None


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
    found = next((m for p in rules.LIST if (m := p.search(said))), None) or _own_work(said)
    if not found or (
        refused(said, found.start())
        and not re.search(r"没|未", found[0])
        and not re.search(r"[没未][^，,]{1,3}的", said)
    ):
        return None
    asked = slots.range_of(said)
    return Command(Intent.LIST_TODOS, {"range": asked} if asked else {})


def _own_work(said: str) -> re.Match[str] | None:
    """A question for what the speaker has to do, by its classes: whose or when, what duty, which."""
    if chores.NOT_OWN.search(said):
        return None
    return chores.OWN_WORK.search(said) or next((m for p in chores.OWN_LIST if (m := p.search(said))), None)


def read_summary(said: str, now: datetime) -> Command | None:
    """Sum up a chat or a stretch of days."""
    found = rules.SUMMARY.search(said) or _digest(said)
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
    if (
        not taken
        and not chores.REPORT.search(said)
        and not re.fullmatch(
            r"(?:总结|小结|周报|日报|月报|汇总|战报|复盘)(?:一?下|下|吧|聊天|记录|这段|对话|重点|的|内容|以上|上面|群聊|会话)*|.*(?:聊天|对话|沟通|记录|业绩|报|这段|上面|以上|内容).*",
            said,
        )
    ):
        return None
    return Command(Intent.SUMMARY, taken)


def _digest(said: str) -> re.Match[str] | None:
    """A wider wording of the same: 捋捋跟鲜总聊的, 这周战果."""
    report = chores.REPORT.search(said)
    if report:
        return None if chores.NOT_REPORT.search(said) else report
    asked = chores.DIGEST_WORD.search(said)
    return asked if asked and (person(said) or name_in(said)) else None
