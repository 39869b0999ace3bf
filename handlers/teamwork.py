"""A team at a glance: what it did in some days, who has how many customers, and who has waited too long."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.alerts import rules
from handlers.context import Context
from storage import business
from storage.activity import Activity
from storage.leads import Lead
from storage.people import Person, Role

_MOST_PEOPLE = 10
_MOST_LINES = 10
_MOST_STUCK = 3
_MOST_LEADS = 1000
_NOBODYS = (Role.GUEST, Role.FINANCE, Role.LEGAL)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A customer who waits longer than usual: never spoken to (``stage`` None), or too long in a stage.

    ``over`` is by how long; ``spent`` how long he has waited in all.
    """

    lead: Lead
    stage: str | None
    over: timedelta
    spent: timedelta


def report(ctx: Context, people: Sequence[str], stretch: str, start: datetime, end: datetime) -> None:
    """What a team did, a line for everybody, and what is stuck with whom."""
    lines = [line for person in sellers(ctx, people) if (line := _line(ctx, person, start, end))]
    stuck = overdue(ctx, people)
    ctx.answer(
        ctx.reply(
            "team_report",
            stretch=stretch,
            done=_together([line["done"] for line in lines]),
            total=sum(line["total"] for line in lines),
            lines=lines[:_MOST_PEOPLE],
            more=max(0, len(lines) - _MOST_PEOPLE),
            stuck=[_waits(ctx, each) for each in stuck[:_MOST_STUCK]],
            others=max(0, len(stuck) - _MOST_STUCK),
        )
    )


def load(ctx: Context, people: Sequence[str], *, least: bool) -> None:
    """Open customers of each, the most first (with *least* the fewest)."""
    counted = business.per_owner(ctx.uow, people)
    loads = [(person.name, counted.get(person.id, 0)) for person in sellers(ctx, people)
             if person.id != ctx.who.id or counted.get(person.id)]  # fmt: skip
    loads.sort(key=lambda each: each[1] if least else -each[1])
    ctx.answer(
        ctx.reply(
            "team_load",
            lines=loads[:_MOST_LINES],
            more=max(0, len(loads) - _MOST_LINES),
            total=sum(counted.values()),
            least=least,
        )
    )


def tell_overdue(ctx: Context, people: Sequence[str], *, whose: str | None, untouched: bool) -> None:
    """Who waits too long, whose customer he is and since when, the most urgent first."""
    found = [each for each in overdue(ctx, people) if each.stage is None or not untouched]
    shares: dict[str, int] = {}
    for each in found:
        shares[each.lead.owner_id] = shares.get(each.lead.owner_id, 0) + 1
    ranked = sorted(shares.items(), key=lambda each: -each[1])
    ctx.answer(
        ctx.reply(
            "team_stuck",
            whose=whose,
            shared=len(people) > 1,
            untouched=untouched,
            count=len(found),
            shares=[(_name(ctx, owner), number) for owner, number in ranked],
            lines=[_waits(ctx, each) for each in found[:_MOST_LINES]],
            more=max(0, len(found) - _MOST_LINES),
        )
    )


def overdue(ctx: Context, people: Sequence[str]) -> list[Overdue]:
    """Open customers nobody has spoken to in time, and those too long in a stage; the longest over first."""
    funnel = ctx.policies.funnel
    patience = ctx.policies.alerts.first_touch
    fresh = business.untouched(ctx.uow, people, funnel.first.code)
    new = {lead.id: lead for lead in fresh if rules.untouched(ctx, lead)}
    found = [_late(ctx, lead, None, lead.created_at, patience) for lead in new.values()]
    for lead in ctx.uow.leads.of_owners(people, limit=_MOST_LEADS):
        stage = funnel.get(lead.stage)
        if lead.id not in new and stage.standard_hours and not stage.closed:
            found.append(_late(ctx, lead, stage.name, lead.stage_at, timedelta(hours=stage.standard_hours)))
    late = [each for each in found if each.over > timedelta(0)]
    return sorted(late, key=lambda each: (-each.over, each.lead.id))


def _late(ctx: Context, lead: Lead, stage: str | None, since: datetime, usual: timedelta) -> Overdue:
    spent = ctx.now - since
    return Overdue(lead, stage, spent - usual, spent)


def _waits(ctx: Context, each: Overdue) -> dict[str, Any]:
    mine = each.lead.owner_id == ctx.who.id
    return {
        "name": each.lead.name,
        "owner": None if mine else _name(ctx, each.lead.owner_id),
        "stage": each.stage,
        "over": each.over.total_seconds(),
        "spent": each.spent.total_seconds(),
    }


def _line(ctx: Context, person: Person, start: datetime, end: datetime) -> dict[str, Any] | None:
    """What one person did and what waits with him; None for a leader who sells nothing himself."""
    done = ctx.uow.activity.between(person.id, start, end)
    if person.id == ctx.who.id and done == Activity():
        return None
    won = business.closed(ctx.uow, [person.id], "won", start, end)
    return {
        "name": person.name,
        "done": done,
        "nothing": done == Activity(),
        "total": sum(lead.amount_fen or 0 for lead in won),
        "late": len(ctx.uow.todos.open_of([person.id], before=ctx.now, limit=100)),
        "quotes": len(ctx.uow.quotes.open_of_owners([person.id], limit=100)),
    }


def _together(parts: Sequence[Activity]) -> Activity:
    names = [field.name for field in dataclasses.fields(Activity)]
    return Activity(**{name: sum(getattr(part, name) for part in parts) for name in names})


def sellers(ctx: Context, people: Sequence[str]) -> list[Person]:
    """Those of these people who sell."""
    found = (ctx.uow.people.find(person_id) for person_id in people)
    return [p for p in found if p is not None and p.active and p.role not in _NOBODYS]


def _name(ctx: Context, person_id: str) -> str | None:
    person = ctx.uow.people.find(person_id)
    return None if person is None else person.name
