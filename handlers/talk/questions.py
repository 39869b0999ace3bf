"""What somebody asks about his own work or his team's: the conclusion first, then at most five lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers import records
from handlers.context import Context
from handlers.sales.permission import Act, Allowed, may
from storage import business
from storage.leads import Lead
from storage.people import Person

_LINES = 5
_SILENT = timedelta(days=7)
_TEAM = re.compile(r"团队|大家|组里|我们组|全组|部门|咱们|手下|下属|所有人|每个人|各人|我们(?!家|公司)")
_SPANS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("yesterday", re.compile("昨[天日]")),
    ("last_week", re.compile("上个?(?:星期|礼拜|周)")),
    ("last_month", re.compile("上个?月")),
    ("this_month", re.compile("[这本当]个?月")),
    ("this_week", re.compile("[这本]个?(?:星期|礼拜|周)")),
    ("today", re.compile("今[天日儿]|当天")),
)


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("todos", _any("待办", r"有(?:什么|啥|哪些)(?:事|要做|要办)")),
    (
        "quotes",
        _any(
            r"(?:哪些|哪个|几[个份张]|多少|有没有|还有).{0,4}报价.{0,4}(?:没|未)",
            r"报价.{0,3}(?:没|未)(?:有)?(?:人)?回",
        ),
    ),
    (
        "lost",
        _any(
            r"(?:丢|输|流失|黄)了?(?:几|多少|哪|什么|啥)",
            r"(?:几|多少|哪些?)[个单位]?(?:客户)?(?:丢|输|黄|流失)",
            "丢单(?:原因|有哪些|情况|为什么)",
            "为什么丢",
        ),
    ),
    (
        "won",
        _any(
            r"(?:成交|签|赢|谈成|拿下)了?(?:几|多少|哪)",
            r"(?:几|多少|哪)[个单位]?(?:客户)?(?:成交|签了|签单)",
        ),
    ),
    (
        "created",
        _any(
            r"(?:新增|新建|新来|新加|加|来|进|建)了?(?:了|的)?(?:几|多少|哪)[个位条]?",
            r"(?:几|多少|哪)[个位条些]?(?:新客户|新线索)",
            r"新(?:客户|线索)(?:有)?(?:几|多少|哪)",
        ),
    ),
    (
        "untouched",
        _any(
            r"(?:谁|哪|还有|有没有).{0,6}(?:没|未)(?:有)?(?:联系|跟进?|碰|打过|聊)",
            r"(?:没|未)(?:联系|跟进)(?:过)?的(?:客户|线索)?(?:有|是)?(?:谁|哪|几|多少)",
            r"没人(?:联系|跟进?)",
        ),
    ),
    (
        "customers",
        _any(
            r"(?:有|跟|手[上里头])?(?:哪些|几个|多少|什么)(?:个)?(?:客户|线索)",
            r"(?:客户|线索)(?:有)?(?:哪些|几个|多少)",
            r"^(?:我的|看看?我的|列出)?(?:客户|线索)(?:列表|清单|名单)",
            "我的客户$",
        ),
    ),
)
_LONGEST = 30
_NOT_ASKED = re.compile(r"提醒|备注|记一?下|新建|建档|推进")
_WHY = re.compile("为什么|为啥|什么原因|原因|咋")


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one's own work: its kind, the days asked for, and of whom (a person, the team)."""

    kind: str
    span: str | None
    team: bool
    about: Person | None = None
    why: bool = False


def read(ctx: Context, text: str) -> Question | None:
    """The question a text asks about one's own work, None for anything else."""
    if len(text) > _LONGEST or _NOT_ASKED.search(text):
        return None
    kind = next((name for name, pattern in _KINDS if pattern.search(text)), None)
    if kind is None:
        return None
    team = _TEAM.search(text) is not None
    about = _named(ctx, text)
    if kind == "todos" and not team and about is None:
        return None
    span = next((name for name, pattern in _SPANS if pattern.search(text)), None)
    return Question(kind, span, team, about, _WHY.search(text) is not None)


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
    words = ANSWERS[question.kind](ctx, question, owners)
    shared = len(owners) > 1
    ctx.answer(ctx.reply("asked", kind=question.kind, whose=whose, shared=shared, **words))


def _owners(ctx: Context, question: Question) -> tuple[list[str], str | None]:
    """Whose customers are meant: a colleague below, the team one leads, or oneself."""
    if question.about is not None:
        records.require(ctx, Act.SEE, question.about.id)
        return [question.about.id], question.about.name
    leads_people = isinstance(may(ctx.who, Act.SEE_TEAM), Allowed)
    below = records.sees(ctx, ctx.who)
    if leads_people and len(below) > 1:
        return below, "团队"
    return [ctx.who.id], None


def bounds(ctx: Context, span: str) -> tuple[datetime, datetime]:
    """From when until before when a stretch of days lasts, on the business's calendar."""
    today, tomorrow = ctx.policies.worktime.day_bounds(ctx.now)
    monday = today - timedelta(days=ctx.local().weekday())
    first = ctx.local(today).replace(day=1)
    earlier = (first - timedelta(days=1)).replace(day=1)
    found = {
        "today": (today, tomorrow),
        "yesterday": (today - timedelta(days=1), today),
        "this_week": (monday, tomorrow),
        "last_week": (monday - timedelta(days=7), monday),
        "this_month": (first, tomorrow),
        "last_month": (earlier, first),
    }
    return found[span]


# -- the answers -----------------------------------------------------------------------------------


def _lines(ctx: Context, leads: Sequence[Lead]) -> dict[str, Any]:
    shown = leads[:_LINES]
    return {
        "count": len(leads),
        "more": max(0, len(leads) - _LINES),
        "lines": [_line(ctx, lead) for lead in shown],
    }


def _line(ctx: Context, lead: Lead) -> dict[str, Any]:
    owner = None if lead.owner_id == ctx.who.id else ctx.uow.people.find(lead.owner_id)
    return {
        "name": lead.name,
        "stage": ctx.policies.funnel.get(lead.stage).name,
        "reason": lead.attributes.get("lost_reason"),
        "amount": lead.amount_fen,
        "source": lead.source,
        "created_at": lead.created_at,
        "touched_at": lead.touched_at,
        "closed_at": lead.closed_at,
        "owner": None if owner is None else owner.name,
    }


def _closed(ctx: Context, question: Question, owners: list[str]) -> dict[str, Any]:
    span = question.span or "this_week"
    leads = business.closed(ctx.uow, owners, question.kind, *bounds(ctx, span))
    reasons: dict[str, int] = {}
    for lead in leads:
        reason = lead.attributes.get("lost_reason") or ""
        reasons[reason] = reasons.get(reason, 0) + 1
    ranked = sorted(((r, n) for r, n in reasons.items() if r), key=lambda each: -each[1])
    total = sum(lead.amount_fen or 0 for lead in leads)
    unsaid = reasons.get("", 0)
    return {"span": span, "reasons": ranked[:3], "unsaid": unsaid, "total": total, **_lines(ctx, leads)}


def _created(ctx: Context, question: Question, owners: list[str]) -> dict[str, Any]:
    span = question.span or "this_week"
    return {"span": span, **_lines(ctx, business.created(ctx.uow, owners, *bounds(ctx, span)))}


def _untouched(ctx: Context, _question: Question, owners: list[str]) -> dict[str, Any]:
    first = ctx.policies.funnel.first.code
    fresh = business.untouched(ctx.uow, owners, first)
    silent = business.silent(ctx.uow, owners, ctx.now - _SILENT, first)
    named = {"silent": len(silent), "longest": [_line(ctx, lead) for lead in silent[:3]]}
    return {**named, **_lines(ctx, fresh)}


def _customers(ctx: Context, _question: Question, owners: list[str]) -> dict[str, Any]:
    counted = business.counts(ctx.uow, owners)
    stages = [(stage.name, counted[stage.code]) for stage in ctx.policies.funnel if counted.get(stage.code)]
    recent = ctx.uow.leads.of_owners(owners, limit=_LINES)
    total = sum(counted.values())
    lines = [_line(ctx, lead) for lead in recent]
    return {"stages": stages, "count": total, "more": max(0, total - len(recent)), "lines": lines}


def _quotes(ctx: Context, _question: Question, owners: list[str]) -> dict[str, Any]:
    found = ctx.uow.quotes.open_of_owners(owners, limit=200)
    lines = []
    for quote in found[:_LINES]:
        lead = ctx.uow.leads.find(quote.lead_id) if quote.lead_id else None
        owner = None if quote.owner_id == ctx.who.id else ctx.uow.people.find(quote.owner_id)
        lines.append(
            {
                "name": lead.name if lead else None,
                "quote": quote,
                "silent": (ctx.now - quote.sent_at).total_seconds(),
                "owner": None if owner is None else owner.name,
            }
        )
    return {"count": len(found), "more": max(0, len(found) - _LINES), "lines": lines}


def _todos(ctx: Context, question: Question, owners: list[str]) -> dict[str, Any]:
    before = None if question.span is None else bounds(ctx, "today")[1]
    found = ctx.uow.todos.open_of(owners, before=before, limit=200)
    lines = []
    for todo in found[:_LINES]:
        owner = ctx.uow.people.find(todo.owner_id)
        lines.append({"text": todo.text, "at": todo.due_at, "owner": owner.name if owner else None})
    late = sum(todo.due_at is not None and todo.due_at < ctx.now for todo in found)
    return {"count": len(found), "more": max(0, len(found) - _LINES), "late": late, "lines": lines}


ANSWERS: Mapping[str, Callable[[Context, Question, list[str]], dict[str, Any]]] = {
    "todos": _todos,
    "quotes": _quotes,
    "lost": _closed,
    "won": _closed,
    "created": _created,
    "untouched": _untouched,
    "customers": _customers,
}
