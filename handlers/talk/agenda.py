"""What is coming: appointments and to-dos of a stretch of days, of one kind when one is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import nlp
from handlers import dialogue
from handlers.context import Context
from handlers.sales import questions as words
from handlers.talk.answers import Question
from nlp import lazy_pattern
from storage.promises import Promise
from storage.todos import Todo

_LINES = 8
_MOST = 200
_FAR = timedelta(days=366)
_WEEK = lazy_pattern(r"(?P<which>[这本下上]+)个?(?:周|星期|礼拜)(?![一二三四五六日天末])")
_WEEKEND = lazy_pattern(r"(?P<next>下)?个?(?:这|本)?个?(?:周|星期|礼拜)末")
_MONTH = lazy_pattern(r"(?P<which>[这本当下上])个?月")
_MEETS = lazy_pattern("约|见")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days asked for, as they were called; empty words: whatever is to come."""

    start: datetime
    end: datetime
    words: str


def tell(ctx: Context, question: Question, owners: list[str], whose: str | None) -> None:
    """下周有哪些演示, 这周有几个试听, 明天约了谁."""
    days = stretch(ctx, question.text)
    todos = [t for t in ctx.uow.todos.open_of(owners, limit=_MOST) if _inside(t.due_at, days)]
    promises = [p for p in ctx.uow.promises.owed_by_owners(owners) if _inside(p.due_at, days)]
    asked = words.things(question.text)
    any_kind = asked is None and _MEETS.search(question.text) is None
    pattern = words.COMING if asked is None else asked[1]
    found = todos if any_kind else [t for t in todos if pattern.search(t.text) or _is_meeting(t, asked)]
    told = promises if any_kind else [p for p in promises if asked and pattern.search(p.what)]
    lines = [*(_of_todo(ctx, each) for each in found), *(_of_promise(ctx, each) for each in told)]
    _number(ctx, found)
    ctx.answer(
        ctx.reply(
            "agenda",
            whose=whose,
            days=days.words,
            thing=None if asked is None else asked[0],
            any_kind=any_kind,
            count=len(lines),
            lines=lines[:_LINES],
            more=max(0, len(lines) - _LINES),
            others=len(todos) - len(found),
            shared=len(owners) > 1,
        )
    )


def stretch(ctx: Context, text: str) -> Stretch:
    """The days a text names: a week, a month, a weekend, a day or a part of one; else all to come."""
    today, _ = ctx.policies.worktime.day_bounds(ctx.now)
    monday = today - timedelta(days=ctx.local().weekday())
    if found := _WEEKEND.search(text):
        saturday = monday + timedelta(days=12 if found["next"] else 5)
        return Stretch(saturday, saturday + timedelta(days=2), found[0])
    if found := _WEEK.search(text):
        start = monday + timedelta(days=7 * (found["which"].count("下") - found["which"].count("上")))
        return Stretch(start, start + timedelta(days=7), found[0])
    if found := _MONTH.search(text):
        return _month(ctx, today, {"下": 1, "上": -1}.get(found["which"], 0), found[0])
    for ref in nlp.analyse(text, now=ctx.local()).times:
        if ref.start_at is not None and ref.kind in ("day", "daypart", "range", "instant"):
            day, following = ctx.policies.worktime.day_bounds(ref.start_at)
            end = ref.end_at if ref.kind in ("range", "daypart") and ref.end_at else following
            return Stretch(day if ref.kind == "instant" else ref.start_at, end, ref.text)
    return Stretch(ctx.now, ctx.now + _FAR, "")


def _month(ctx: Context, today: datetime, ahead: int, said: str) -> Stretch:
    months = ctx.local().year * 12 + ctx.local().month - 1 + ahead
    local = ctx.local(today)
    first = local.replace(year=months // 12, month=months % 12 + 1, day=1)
    following = first.replace(year=(months + 1) // 12, month=(months + 1) % 12 + 1)
    return Stretch(first, following, said)


def _inside(at: datetime | None, days: Stretch) -> bool:
    return at is not None and days.start <= at < days.end


def _is_meeting(todo: Todo, asked: object) -> bool:
    """Whether a to-do was laid out for something agreed; of any kind when none was asked for."""
    return asked is None and todo.reason == "appointment"


def _number(ctx: Context, found: list[Todo]) -> None:
    """The lines are numbered: 完成 1 and 推迟到明天 mean these now."""
    own = [todo for todo in found if todo.owner_id == ctx.who.id]
    if not own or len(own) != len(found):
        return
    body = {"ids": [todo.id for todo in own[:_LINES]]}
    ctx.uow.dialogues.put(ctx.who.id, "todos", body, until=ctx.now + dialogue.NUMBERING_KEPT)
    if len(own) == 1:
        dialogue.remember_todo(ctx, ctx.who.id, own[0].id, "listed")
    else:
        dialogue.forget_todo(ctx)


def _of_todo(ctx: Context, todo: Todo) -> dict[str, Any]:
    lead = ctx.uow.leads.find(todo.lead_id) if todo.lead_id else None
    return {
        "at": todo.due_at,
        "text": todo.text,
        "name": lead.name if lead else None,
        "owner": _owner(ctx, todo.owner_id),
        "promised": False,
    }


def _of_promise(ctx: Context, promise: Promise) -> dict[str, Any]:
    lead = ctx.uow.leads.find(promise.lead_id) if promise.lead_id else None
    return {
        "at": promise.due_at,
        "text": promise.what,
        "name": lead.name if lead else None,
        "owner": _owner(ctx, promise.owner_id),
        "promised": True,
    }


def _owner(ctx: Context, person_id: str) -> str | None:
    person = None if person_id == ctx.who.id else ctx.uow.people.find(person_id)
    return None if person is None else person.name
