"""What those who lead ask of their people and hand to them; others hear whom to ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from handlers import dialogue, records, teamwork, todos, wrapups
from handlers.alerts.people import above
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, NotPermitted
from handlers.sales import team_words
from handlers.sales.permission import Act, Allowed, may
from handlers.sales.team_words import Asked, Errand
from handlers.talk import answers, meaning
from nlp import lazy_pattern
from storage.people import Person, Role

Step = Callable[[Context, Request], None]

_RECENT = timedelta(days=7)
_LEAST = lazy_pattern("(?<!多)少|闲|空|轻松")
_ALL = lazy_pattern("团队|组|部门|大家|下属|手下|所有人|每个?人|各人|各自|他们")
"""Words for the team that do not also mean oneself, as 我们 does."""


def step(ctx: Context, text: str) -> Step | None:
    """What to do about a text of these; None for any other."""
    if not team_words.may_be(text):
        return None
    names = _names(ctx)
    handed = team_words.errand(text, names)
    if handed is not None:
        return _errand_step(ctx, handed, names)
    asked = team_words.question(text, names)
    if asked is None:
        return None
    if asked.name is not None and ctx.uow.leads.named(asked.name, owners=records.sees(ctx, ctx.who)):
        return None
    if asked.kind == "team" and asked.report and not asked.team and not _leads(ctx):
        return None
    about = None if asked.name is None else _who(ctx, names[asked.name], asked.name)
    return partial(_ANSWERS[asked.kind], asked=asked, about=about)


def _names(ctx: Context) -> Mapping[str, list[Person]]:
    """What colleagues are called: by name, and those one leads by 小李 and the like as well."""
    below = set(ctx.uow.people.reports_of(ctx.who.id))
    team = [p for p in ctx.uow.people.everybody() if p.active and p.role != Role.GUEST]
    called: dict[str, list[Person]] = {}
    for person in team:
        if len(person.name) > 1:
            called.setdefault(person.name, []).append(person)
    for person in team:
        nicks = (f"小{person.name[0]}", person.name[1:] if len(person.name) == 3 else "")
        for nick in nicks if person.id in below else ():
            if nick and (nick not in called or person not in called[nick]):
                called.setdefault(nick, []).append(person)
    return called


def _who(ctx: Context, found: list[Person], name: str) -> Person:
    exact = [person for person in found if person.name == name] or found
    if len(exact) > 1:
        raise InvalidInput("which_colleague", names=[person.name for person in exact])
    return exact[0]


def _leads(ctx: Context) -> bool:
    """Whether the asker leads a team with people in it."""
    return isinstance(may(ctx.who, Act.SEE_TEAM), Allowed) and bool(ctx.uow.people.reports_of(ctx.who.id))


def _boss(ctx: Context, person_id: str) -> str | None:
    boss = above(ctx, person_id)
    return None if boss is None or boss.id == ctx.who.id else boss.name


# -- handing over ----------------------------------------------------------------------------------


def _errand_step(ctx: Context, handed: Errand, names: Mapping[str, list[Person]]) -> Step | None:
    """让韩梅 without a time may be a report of what was said; a customer's name is no colleague's."""
    if any(ctx.uow.leads.named(name, owners=records.sees(ctx, ctx.who)) for name in handed.names):
        return None
    if re.fullmatch(team_words.EVERYBODY, handed.names[0]):
        to = teamwork.sellers(ctx, ctx.uow.people.reports_of(ctx.who.id)) if _leads(ctx) else []
    else:
        to = [_who(ctx, names[name], name) for name in dict.fromkeys(handed.names)]
    if not to:
        return None
    if not handed.firm:
        timed = bool(ctx.command(handed.said).slots.get("when")) or "每" in handed.said
        led = ctx.who.id in ctx.uow.people.managers_of(to[0].id)
        if not timed and (not led or re.match("跟|负责|接", handed.rest)):
            return None
    return partial(_hand, handed=handed, to=to)


def _hand(ctx: Context, request: Request, *, handed: Errand, to: list[Person]) -> None:
    lead = meaning.last_spoken_of(ctx)
    name = None if lead is None else lead.name
    said, rest = (
        part if name is None else meaning.PRONOUN.sub(name, part) for part in (handed.said, handed.rest)
    )
    todos.hand(ctx, to, said, rest, request)


# -- asking ----------------------------------------------------------------------------------------


def _person(ctx: Context, _request: Request, *, asked: Asked, about: Person | None) -> None:
    """李雷最近怎么样: his wrap-up, for those above him."""
    person = about or ctx.who
    _require(ctx, person)
    whose = None if person.id == ctx.who.id else person.name
    dialogue.forget_todo(ctx)
    _wrap_up(ctx, person, asked.span or "recent", whose)


def _team(ctx: Context, request: Request, *, asked: Asked, about: Person | None) -> None:
    """团队这周情况, 本月业绩: the team's figures for who leads one, else one's own."""
    usual = "this_month" if asked.worth else "today" if asked.report else "this_week"
    span = asked.span or usual
    if not asked.mine and _leads(ctx):
        teamwork.report(ctx, records.sees(ctx, ctx.who), span, *_bounds(ctx, span))
        return
    if asked.team and _ALL.search(request.text):
        _refuse_team(ctx)
    _wrap_up(ctx, ctx.who, span, None)


def _load(ctx: Context, request: Request, *, asked: Asked, about: Person | None) -> None:
    """谁手上客户最多."""
    if not _leads(ctx):
        _refuse_team(ctx)
    teamwork.load(ctx, records.sees(ctx, ctx.who), least=_LEAST.search(request.text) is not None)


def _stuck(ctx: Context, request: Request, *, asked: Asked, about: Person | None) -> None:
    """谁的客户超期了; of a rep's own when he asks."""
    if about is not None:
        _require(ctx, about)
        teamwork.tell_overdue(ctx, [about.id], whose=about.name, untouched=asked.untouched)
        return
    leads = _leads(ctx)
    if asked.team and not leads and _ALL.search(request.text):
        _refuse_team(ctx)
    people = records.sees(ctx, ctx.who) if leads and not asked.mine else [ctx.who.id]
    teamwork.tell_overdue(ctx, people, whose=None, untouched=asked.untouched)


def _wrap_up(ctx: Context, person: Person, span: str, whose: str | None) -> None:
    wrapups.tell_of(ctx, person.id, span, *_bounds(ctx, span), whose=whose)


def _bounds(ctx: Context, span: str) -> tuple[datetime, datetime]:
    if span == "recent":
        return ctx.now - _RECENT, ctx.now
    start, end = answers.bounds(ctx, span)
    return start, min(end, ctx.now)


def _require(ctx: Context, person: Person) -> None:
    """Let somebody above (or himself) see how a person is doing; others hear whom to ask."""
    managers = ctx.uow.people.managers_of(person.id)
    if not isinstance(may(ctx.who, Act.SEE, owner_id=person.id, owner_managers=managers), Allowed):
        raise NotPermitted("colleague_asked", name=person.name, boss=_boss(ctx, person.id))


def _refuse_team(ctx: Context) -> None:
    raise NotPermitted("team_asked", boss=_boss(ctx, ctx.who.id))


_ANSWERS: Mapping[str, Callable[..., None]] = {
    "person": _person,
    "team": _team,
    "load": _load,
    "stuck": _stuck,
}
