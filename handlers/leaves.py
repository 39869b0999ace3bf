"""「我明后天请假」: while somebody is away his alarms go to his deputy, or wait.

Whoever leads somebody may say it for him: 「李雷明后天请假」, 「帮李雷请假到周五」.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import records
from handlers.alerts import review
from handlers.alerts.rules import sort_of
from handlers.chat.event import TimerFired
from handlers.context import Context
from handlers.sales.permission import Act, may
from nlp import Side, TimeRef, lazy_pattern
from storage.leaves import Leave
from storage.people import Person, Role

_LENGTH = r"(?:[一两二三四五六七八九十\d半]+个?(?:天|小时|半天))?"
_AWAY = lazy_pattern(rf"[请休]{_LENGTH}个?[事病年婚产陪丧]{{0,2}}假|调休")
_CALLED_OFF = lazy_pattern(
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
_HEAD = lazy_pattern(rf"(?:{'|'.join(_FILLERS)}|[到和、，,\s])*")
_FOR = lazy_pattern(
    rf"(?:{'|'.join(_FILLERS)}|帮忙|[帮给替让为把的他她记下跟与]|登记|安排|一下|[到和、，,：:\s])*"
)
"""What may stand around a colleague's name before 请假."""
_ME_TOO = lazy_pattern(r"我[和跟与、]|[和跟与、]我(?!们)")
_TO_ME = lazy_pattern(r"(?:[给由让]我|我来?)(?:来|先)?(?:看|跟|盯|接|顶|负责|处理)")


def heard(ctx: Context, text: str, message_id: str | None) -> bool:
    """Take note of a leave, or of its end, when that is what a text says; whether it was."""
    if _CALLED_OFF.fullmatch(text.strip(" 。！!")):
        _call_off(ctx)
        return True
    if (back := _called_off_for(ctx, text)) is not None:
        _call_off_for(ctx, back)
        return True
    found = _AWAY.search(text)
    if found is None or "?" in text or "？" in text:
        return False
    refs = ctx.analyse(text, side=Side.STAFF).times
    away = _who(ctx, _without(text[: found.start()], refs))
    if not away or not _lets(ctx, away):
        return bool(away)
    span = _span(ctx, text, refs)
    if span is None:
        ctx.answer(ctx.reply("leave_when"))
        return True
    _take(ctx, away, span, _deputy(ctx, text, away), message_id)
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
    after = {"deputy": deputy_id, "text": _name_of_other(ctx, person_id)}
    ctx.record("leave.take", "leave", leave.id, after=after, message_id=message_id)
    return leave


def call_off(ctx: Context, person_id: str) -> int:
    """Every leave of a person ends now, or never begins; how many there were."""
    coming = ctx.uow.leaves.coming(person_id, ctx.now)
    for leave in coming:
        ctx.uow.leaves.save(dataclasses.replace(leave, ended_at=ctx.now))
        ctx.uow.due.cancel(f"leave:{leave.id}")
        ctx.record("leave.end", "leave", leave.id, after={"text": _name_of_other(ctx, person_id)})
    release(ctx, person_id)
    return len(coming)


def _take(
    ctx: Context,
    away: Sequence[Person],
    span: tuple[datetime, datetime],
    deputy: Person | None,
    message_id: str | None,
) -> None:
    words = {
        "start": span[0],
        "last": span[1] - timedelta(minutes=1),
        "deputy": deputy.name if deputy else None,
    }
    for person in away:
        take(ctx, person.id, span, deputy_id=deputy.id if deputy else None, message_id=message_id)
        if person.id != ctx.who.id:
            ctx.say(person.id, ctx.reply("leave_entered", **words, by=ctx.who.name), quiet=True)
        if deputy is not None and deputy.id != ctx.who.id:
            ctx.say(deputy.id, ctx.reply("leave_deputy", **words, name=person.name), quiet=True)
    names = [person.name for person in away]
    mine = names == [ctx.who.name]
    to_me = deputy is not None and deputy.id == ctx.who.id
    ctx.answer(ctx.reply("leave_taken", **words, names=[] if mine else names, to_me=to_me))


def _call_off(ctx: Context) -> None:
    count = call_off(ctx, ctx.who.id)
    ctx.answer(ctx.reply("leave_called_off", count=count, name=None))


def _call_off_for(ctx: Context, person: Person) -> None:
    if not _lets(ctx, [person]):
        return
    count = call_off(ctx, person.id)
    if count:
        ctx.say(person.id, ctx.reply("leave_off_by", by=ctx.who.name), quiet=True)
    ctx.answer(ctx.reply("leave_called_off", count=count, name=person.name))


# -- whose leave -----------------------------------------------------------------------------------


def _who(ctx: Context, head: str) -> list[Person]:
    """Whose leave the words before 请假 tell of: the speaker's, colleagues' by name; empty when nobody's."""
    named = [person for person in _colleagues(ctx) if person.name in head]
    if not named:
        return [ctx.who] if _HEAD.fullmatch(head) else []
    rest = head
    for person in named:
        rest = rest.replace(person.name, "")
    if not _FOR.fullmatch(rest):
        return []
    me_too = _ME_TOO.search(head) is not None
    return [ctx.who, *named] if me_too and ctx.who not in named else named


def _called_off_for(ctx: Context, text: str) -> Person | None:
    """Whose leave a text calls off: 「取消李雷的请假」, 「李雷提前销假了」."""
    said = text.strip(" 。！!")
    for person in _colleagues(ctx):
        if person.name in said:
            rest = re.sub(rf"[帮给替把]?{re.escape(person.name)}的?", "", said, count=1)
            return person if _CALLED_OFF.fullmatch(rest) else None
    return None


def _colleagues(ctx: Context) -> list[Person]:
    """Everybody of the team, longer names first."""
    team = [p for p in ctx.uow.people.everybody() if p.active and p.role != Role.GUEST]
    return sorted(team, key=lambda person: -len(person.name))


def _lets(ctx: Context, away: Sequence[Person]) -> bool:
    """Whether the speaker may tell of these leaves: his own, and those of his people all the way down."""
    led = records.sees(ctx, ctx.who) if may(ctx.who, Act.SEE_TEAM) else [ctx.who.id]
    others = [person.name for person in away if person.id not in led]
    if others:
        ctx.answer(ctx.reply("leave_not_yours", names=others))
    return not others


def _name_of_other(ctx: Context, person_id: str) -> str | None:
    """A person's name, unless he acts himself."""
    person = ctx.uow.people.find(person_id)
    mine = person is None or ctx.actor is None or ctx.actor.id == person_id
    return None if mine or person is None else person.name


# -- when, and who stands in -----------------------------------------------------------------------


def _without(head: str, refs: Sequence[TimeRef]) -> str:
    """The words before 请假 that are no times."""
    kept = [c for at, c in enumerate(head) if not any(ref.start <= at < ref.end for ref in refs)]
    return "".join(kept)


def _span(ctx: Context, text: str, refs: Sequence[TimeRef]) -> tuple[datetime, datetime] | None:
    """From when to when: the days named; a length counts from its day, or from now."""
    named = [ref for ref in refs if ref.start_at is not None]
    length = next((ref.duration for ref in refs if ref.duration and ref.start_at is None), None)
    starts = [ref.start_at for ref in named if ref.start_at is not None]
    ends = [ref.end_at for ref in named if ref.end_at is not None]
    if not starts and length is None:
        return None
    only_until = len(named) == 1 and re.search(r"[到至]\s*$", text[: named[0].start]) is not None
    start = min(starts) if starts and not only_until else _today(ctx)
    end = start + length if length and length >= timedelta(days=1) else max(ends, default=None)
    if end is None or end <= start:
        end = start + timedelta(days=1)
    return (start, end) if end > ctx.now else None


def _today(ctx: Context) -> datetime:
    start, _ = ctx.policies.worktime.day_bounds(ctx.now)
    return start


def _deputy(ctx: Context, text: str, away: Sequence[Person]) -> Person | None:
    """The colleague a text names to stand in, the speaker himself among them, if he is with the team."""
    gone = {person.id for person in away}
    if ctx.who.id not in gone and _TO_ME.search(text):
        return ctx.who
    others = [person for person in _colleagues(ctx) if person.id not in gone and person.id != ctx.who.id]
    return next((person for person in others if person.name in text), None)
