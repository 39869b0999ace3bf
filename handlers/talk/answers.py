"""What the questions about one's own work are answered with: counts and at most five lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.context import Context
from handlers.sales import questions as words
from storage import business
from storage.leads import Lead
from storage.people import Person

_LINES = 5
_SILENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one's own work: its kind, the days asked for, and of whom (a person, the team,
    oneself alone); ``text`` are its words."""

    kind: str
    span: str | None
    team: bool
    about: Person | None = None
    mine: bool = False
    text: str = ""


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
        "days": (ctx.local().date() - ctx.local(lead.touched_at).date()).days,
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


def _silent_longest(ctx: Context, question: Question, owners: list[str]) -> dict[str, Any]:
    """Customers silent the longest; when nobody is, the one who comes nearest."""
    week = question.span == "this_week" and not words.names_days(question.text)
    patience = words.silence(question.text, ctx.policies.alerts.silent_after)
    before = bounds(ctx, "this_week")[0] if week else ctx.now - patience
    found = business.silent(ctx.uow, owners, before, "")
    nearest = business.silent(ctx.uow, owners, ctx.now, "")[:1] if not found else []
    return {
        "span": "this_week" if week else None,
        "patience": patience.days,
        "nearest": [_line(ctx, lead) for lead in nearest],
        **_lines(ctx, found),
    }


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
    "silent": _silent_longest,
    "customers": _customers,
}
