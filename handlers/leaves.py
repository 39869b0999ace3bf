"""「我明后天请假」: while somebody is away his alarms go to his deputy, or wait."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import nlp
from handlers.alerts import review
from handlers.alerts.rules import sort_of
from handlers.chat.event import TimerFired
from handlers.context import Context
from nlp import Side, TimeRef
from storage.leaves import Leave
from storage.people import Person

_LENGTH = r"(?:[一两二三四五六七八九十\d半]+个?(?:天|小时|半天))?"
_AWAY = re.compile(rf"[请休]{_LENGTH}个?[事病年婚产陪丧]{{0,2}}假|调休")
_CALLED_OFF = re.compile(
    r"我?的?(?:取消|撤销|不|销)(?:我的|了)?[请休]?[年事病]?假[了吧]?"
    r"|我?(?:提前)?(?:回来上班|销假)了?"
    r"|我?[请休]?的?假(?:取消|不[请休])了?"
)
_FILLERS = (
    "我",
    "本人",
    "要",
    "想",
    "得",
    "需要",
    "打算",
    "临时",
    "准备",
    "开始",
    "起",
    "有事",
    "家里",
    "身体",
    "不舒服",
)
_HEAD = re.compile(rf"(?:{'|'.join(_FILLERS)}|[到和、，,\s])*")


def heard(ctx: Context, text: str, message_id: str | None) -> bool:
    """Take note of a leave, or of its end, when that is what a text says; whether it was."""
    if _CALLED_OFF.fullmatch(text.strip(" 。！!")):
        _call_off(ctx)
        return True
    found = _AWAY.search(text)
    if found is None or "?" in text or "？" in text:
        return False
    refs = nlp.analyse(text, now=ctx.local(), side=Side.STAFF).times
    if not _HEAD.fullmatch(_without(text[: found.start()], refs)):
        return False
    span = _span(ctx, refs)
    if span is None:
        ctx.answer(ctx.reply("leave_when"))
        return True
    _take(ctx, span, _deputy(ctx, text), message_id)
    return True


def on_due(event: TimerFired, ctx: Context) -> None:
    """A leave begins (its deputy hears what an earlier one held), or is over (whoever is back hears it)."""
    leave = ctx.uow.leaves.find(event.subject)
    if leave is None or leave.ended_at is not None:
        return
    if ctx.now < leave.end_at:
        ctx.later(f"leave:{leave.id}", kind="leave", subject=leave.id, at=leave.end_at)
    release(ctx, leave.person_id)


def release(ctx: Context, person_id: str) -> None:
    """Look again at what waits for a person, or for those he stands in for."""
    waiting = [person_id, *(leave.person_id for leave in ctx.uow.leaves.deputised(person_id, ctx.now))]
    held = ctx.uow.alerts.held_for(waiting)
    for subject in {(sort_of(alert.kind), alert.subject_id): None for alert in held}:
        review(ctx, *subject)


def take(
    ctx: Context,
    person_id: str,
    span: tuple[datetime, datetime],
    *,
    deputy_id: str | None,
    message_id: str | None = None,
) -> Leave:
    """Write a leave down and be woken when it begins and when it ends."""
    leave = Leave(ctx.ids("leave"), person_id, *span, deputy_id, message_id, ctx.now)
    ctx.uow.leaves.add(leave)
    ctx.later(f"leave:{leave.id}", kind="leave", subject=leave.id, at=max(span[0], ctx.now))
    ctx.record("leave.take", "leave", leave.id, after={"deputy": deputy_id}, message_id=message_id)
    return leave


def call_off(ctx: Context, person_id: str) -> int:
    """Every leave of a person ends now, or never begins; how many there were."""
    coming = ctx.uow.leaves.coming(person_id, ctx.now)
    for leave in coming:
        ctx.uow.leaves.save(dataclasses.replace(leave, ended_at=ctx.now))
        ctx.uow.due.cancel(f"leave:{leave.id}")
        ctx.record("leave.end", "leave", leave.id)
    release(ctx, person_id)
    return len(coming)


def _take(
    ctx: Context, span: tuple[datetime, datetime], deputy: Person | None, message_id: str | None
) -> None:
    take(ctx, ctx.who.id, span, deputy_id=deputy.id if deputy else None, message_id=message_id)
    words = {"start": span[0], "last": span[1] - timedelta(minutes=1)}
    ctx.answer(ctx.reply("leave_taken", **words, deputy=deputy.name if deputy else None))
    if deputy is not None:
        ctx.say(deputy.id, ctx.reply("leave_deputy", **words, name=ctx.who.name), quiet=True)


def _call_off(ctx: Context) -> None:
    count = call_off(ctx, ctx.who.id)
    ctx.answer(ctx.reply("leave_called_off", count=count))


def _without(head: str, refs: Sequence[TimeRef]) -> str:
    """The words before 请假 that are no times."""
    kept = [c for at, c in enumerate(head) if not any(ref.start <= at < ref.end for ref in refs)]
    return "".join(kept)


def _span(ctx: Context, refs: Sequence[TimeRef]) -> tuple[datetime, datetime] | None:
    """From when to when: the days named; a length counts from its day, or from now."""
    named = [ref for ref in refs if ref.start_at is not None]
    length = next((ref.duration for ref in refs if ref.duration and ref.start_at is None), None)
    starts = [ref.start_at for ref in named if ref.start_at is not None]
    ends = [ref.end_at for ref in named if ref.end_at is not None]
    if not starts and length is None:
        return None
    start = min(starts) if starts else _today(ctx)
    end = start + length if length and length >= timedelta(days=1) else max(ends, default=None)
    if end is None or end <= start:
        end = start + timedelta(days=1)
    return (start, end) if end > ctx.now else None


def _today(ctx: Context) -> datetime:
    start, _ = ctx.policies.worktime.day_bounds(ctx.now)
    return start


def _deputy(ctx: Context, text: str) -> Person | None:
    """The colleague a text names, if he is with the team."""
    others = [p for p in ctx.uow.people.everybody() if p.active and p.id != ctx.who.id]
    return next((person for person in others if person.name in text), None)
