"""What a team called a false alarm: a list for those who lead it, and how a pattern may fire again."""

from __future__ import annotations

from handlers import dialogue, records
from handlers.context import Context
from handlers.errors import InvalidInput, NotPermitted
from handlers.sales.permission import Act, Allowed, may
from storage.lessons import Lesson

_MOST = 10


def show_list(ctx: Context) -> None:
    """看看误报: numbered, for those who lead a team."""
    found = ctx.uow.lessons.of_teams(_teams(ctx), limit=100)
    ids = [lesson.id for lesson in found[:_MOST]]
    until = ctx.now + dialogue.NUMBERING_KEPT
    ctx.uow.dialogues.put(ctx.who.id, "lessons", {"ids": ids}, until=until)
    lines = [
        {**words(each), "at": each.taught_at, "by": _name(ctx, each.taught_by)} for each in found[:_MOST]
    ]
    ctx.answer(ctx.reply("lessons", lines=lines, more=max(0, len(found) - _MOST)))


def reset(ctx: Context, number: str | None) -> None:
    """恢复误报 2: this pattern may fire again."""
    teams = _teams(ctx)
    noted = ctx.uow.dialogues.get(ctx.who.id, "lessons", ctx.now)
    in_force = {lesson.id: lesson for lesson in ctx.uow.lessons.of_teams(teams, limit=500)}
    ids = list(in_force) if noted is None else list(noted["ids"])
    if number in ("全部", "所有"):
        chosen = list(in_force)
    elif number is None:
        raise InvalidInput("lesson_which", count=len(in_force))
    elif not 1 <= int(number) <= len(ids):
        raise InvalidInput("no_such_lesson", count=len(in_force))
    else:
        chosen = [ids[int(number) - 1]]
    wanted = [in_force[each] for each in chosen if each in in_force]
    for lesson in wanted:
        ctx.uow.lessons.reset(lesson.id, ctx.now)
        ctx.record("lesson.reset", "lesson", lesson.id, before={"kind": lesson.kind, "text": lesson.text})
    ctx.answer(ctx.reply("lesson_reset", lines=[words(lesson) for lesson in wanted]))


def _teams(ctx: Context) -> list[str]:
    if not isinstance(may(ctx.who, Act.SEE_TEAM), Allowed):
        raise NotPermitted("needs_supervisor")
    return records.sees(ctx, ctx.who)


def _name(ctx: Context, person_id: str) -> str | None:
    person = ctx.uow.people.find(person_id)
    return None if person is None else person.name


def words(lesson: Lesson) -> dict[str, str]:
    """A pattern as templates want it."""
    return {"kind": lesson.kind, "text": lesson.text}
