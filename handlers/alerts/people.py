"""Who hears of an alarm: the rep, his deputy while he is away, somebody above."""

from __future__ import annotations

from handlers.context import Context
from storage.people import Person


def stand_in(ctx: Context, person_id: str) -> str | None:
    """Whom to tell now what concerns a person: himself, or while he is away his deputy; None: nobody yet.

    What concerns somebody who left the team goes to the nearest person above.
    """
    person = ctx.uow.people.find(person_id)
    if person is None or not person.active:
        boss = next(iter(_active_above(ctx, person_id)), None)
        return None if boss is None else boss.id
    leave = ctx.uow.leaves.at(person_id, ctx.now)
    if leave is None:
        return person_id
    return leave.deputy_id if _there(ctx, leave.deputy_id) else None


def above(ctx: Context, person_id: str) -> Person | None:
    """Who hears what a person did not get to: the nearest above who is there, or his deputy.

    With everybody away it is the nearest all the same; None when nobody is above.
    """
    chain = _active_above(ctx, person_id)
    for boss in chain:
        leave = ctx.uow.leaves.at(boss.id, ctx.now)
        if leave is None:
            return boss
        if leave.deputy_id != person_id and _there(ctx, leave.deputy_id):
            return ctx.uow.people.get(leave.deputy_id or "")
    return chain[0] if chain else None


def away(ctx: Context, person_id: str) -> bool:
    """Whether somebody is on leave now."""
    return ctx.uow.leaves.at(person_id, ctx.now) is not None


def _there(ctx: Context, person_id: str | None) -> bool:
    person = ctx.uow.people.find(person_id) if person_id else None
    return person is not None and person.active and not away(ctx, person.id)


def _active_above(ctx: Context, person_id: str) -> list[Person]:
    found = (ctx.uow.people.find(above) for above in ctx.uow.people.managers_of(person_id))
    return [person for person in found if person is not None and person.active]
