"""What somebody asks about his own work or his team's: the conclusion first, then at most five lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import customers, records, teamwork, top, wrapups
from handlers.context import Context
from handlers.sales import questions as words
from handlers.sales.permission import Act, Allowed, may
from handlers.talk import agenda
from handlers.talk.answers import ANSWERS, Question, bounds
from nlp import EntityKind, Side, lazy_pattern
from storage.people import Person

_LONGEST = 30
_NOT_ASKED = lazy_pattern(r"提醒|备注|记一?下|新建|建档|推进")
_OF_NOBODY = frozenset({"agenda", "silent", "wrapup", "top"})
"""Questions that name no customer: with one, they are about him."""


def read(ctx: Context, text: str) -> Question | None:
    """The question a text asks about one's own work, None for anything else."""
    if len(text) > _LONGEST or _NOT_ASKED.search(text):
        return None
    kind = words.kind(text)
    if kind is None:
        return None
    team = words.TEAM.search(text) is not None
    about = _named(ctx, text)
    if kind == "todos" and not team and about is None:
        return None
    if kind in _OF_NOBODY and about is None and _names_customer(ctx, text):
        return None
    return Question(kind, words.span(text), team, about, words.mine(text), text)


def _names_customer(ctx: Context, text: str) -> bool:
    """Whether a text names somebody who is no colleague."""
    team = {person.name for person in ctx.uow.people.everybody()}
    named = [e.value for e in ctx.analyse(text, side=Side.STAFF).entities if e.kind is EntityKind.PERSON]
    return any(name not in team or customers.candidates(ctx, name) for name in named)


def _named(ctx: Context, text: str) -> Person | None:
    """A colleague below the asker named in the text."""
    below = [ctx.uow.people.find(one) for one in ctx.uow.people.reports_of(ctx.who.id)]
    known = [person for person in below if person is not None]
    for person in known:
        nick = f"小{person.name[0]}"
        if person.name in text or nick in text or (len(person.name) > 2 and person.name[1:] in text):
            return person
    return None


def answer(ctx: Context, question: Question) -> None:
    """Say what was asked, about those the asker may see."""
    owners, whose = _owners(ctx, question)
    if question.kind in SHOWN:
        SHOWN[question.kind](ctx, question, owners, whose)
        return
    found = ANSWERS[question.kind](ctx, question, owners)
    shared = len(owners) > 1
    ctx.answer(ctx.reply("asked", kind=question.kind, whose=whose, shared=shared, **found))


def _owners(ctx: Context, question: Question) -> tuple[list[str], str | None]:
    """Whose customers are meant: a colleague below, the team one leads, or oneself."""
    if question.about is not None:
        records.require(ctx, Act.SEE, question.about.id)
        return [question.about.id], question.about.name
    leads_people = isinstance(may(ctx.who, Act.SEE_TEAM), Allowed)
    below = records.sees(ctx, ctx.who)
    if leads_people and len(below) > 1 and not question.mine:
        return below, "团队"
    return [ctx.who.id], None


def _wrapup(ctx: Context, question: Question, owners: list[str], whose: str | None) -> None:
    """今天都干啥了: the wrap-up; of a team, a line for each."""
    stretch = question.span or "today"
    start, end = bounds(ctx, stretch)
    if len(owners) > 1 and whose is not None:
        teamwork.report(ctx, owners, stretch, start, min(end, ctx.now))
        return
    named = words.NAMED.search(question.text) is not None
    wrapups.tell_of(ctx, owners[0], stretch, start, min(end, ctx.now), whose=whose, named=named)


def _top(ctx: Context, question: Question, owners: list[str], _whose: str | None) -> None:
    """今天谁最该跟: the three things; one's own first, the team's when it is named or one has none."""
    if question.about is None and not question.team and top.has_reasons(ctx, ctx.who.id):
        owners = [ctx.who.id]
    top.show_of(ctx, owners)


SHOWN: Mapping[str, Callable[[Context, Question, list[str], str | None], None]] = {
    "wrapup": _wrapup,
    "top": _top,
    "agenda": agenda.tell,
}
"""Questions that are answered in words of their own."""
