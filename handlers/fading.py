"""A to-do nobody gets to: told of on a few mornings, asked about once, then left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from handlers import cards
from handlers.context import Context
from handlers.sales import top as rules

_MOST = 100


def count(ctx: Context, told: Iterable[rules.Reason]) -> None:
    """Note that these reasons were told this morning: a to-do past its time is told of only so often."""
    for reason in told:
        item = ctx.uow.todos.find(reason.subject) if reason.kind == "todo_due" else None
        if item is not None and item.due_at is not None and item.due_at < ctx.now:
            ctx.uow.todos.save(dataclasses.replace(item, mornings=item.mornings + 1))


def ask_one(ctx: Context, person_id: str) -> None:
    """Ask about one to-do told of often enough whether it is still wanted; each is asked about once.

    What comes back by itself is not asked about: its next time comes anyway.
    """
    for item in ctx.uow.todos.open_of([person_id], before=ctx.now, limit=_MOST):
        if item.mornings != rules.MORNINGS or item.repeat is not None or item.series_id is not None:
            continue
        lead = ctx.uow.leads.find(item.lead_id) if item.lead_id else None
        card = ctx.card(
            "todo_stale", id=item.id, text=item.text, due_at=item.due_at, name=lead.name if lead else None
        )
        cards.show(ctx, person_id, card, kind="todo", subject=item.id, quiet=True)
        ctx.uow.todos.save(dataclasses.replace(item, mornings=item.mornings + 1))
        return
