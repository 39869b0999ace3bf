"""The inverses of what is done with promises, calls and reminders that come back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime

from handlers import cards, promises, todos
from handlers.context import Context
from storage.audit import Change


def _unpromise(ctx: Context, change: Change) -> bool:
    promise = ctx.uow.promises.find(change.subject_id)
    if promise is None or not promise.owed:
        return False
    ctx.uow.promises.save(dataclasses.replace(promise, status="dropped", closed_at=ctx.now))
    ctx.uow.due.cancel(f"promise:{promise.id}")
    ctx.uow.rings.drop_promise(promise.id)
    if promise.lead_id is not None:
        ctx.uow.timeline.withdraw_subject(promise.lead_id, promise.id)
    cards.close_all(ctx, promise.id, "undone")
    return True


def _unclose(ctx: Context, change: Change) -> bool:
    promise = ctx.uow.promises.find(change.subject_id)
    if promise is None or promise.status != (change.after or {})["status"]:
        return False
    cards.close_all(ctx, promise.id, "undone")
    promises.arm(ctx, promises.reopen(ctx, promise, "open"))
    return True


def _unmove(ctx: Context, change: Change) -> bool:
    promise = ctx.uow.promises.find(change.subject_id)
    before, after = change.before or {}, change.after or {}
    if promise is None or not promise.owed or _moment(after) != promise.due_at:
        return False
    restored = dataclasses.replace(
        promise,
        due_at=_moment(before),
        due_kind=str(before["due_kind"]),
        has_clock=bool(before["has_clock"]),
        card_id=None,
    )
    promises.arm(ctx, ctx.uow.promises.save(restored))
    return True


def _moment(body: Mapping[str, object]) -> datetime | None:
    stored = body.get("due_at")
    return datetime.fromisoformat(str(stored)) if stored else None


def _unstop(ctx: Context, change: Change) -> bool:
    series = ctx.uow.todos.find(change.subject_id)
    if series is None or series.status != "dropped" or series.repeat is None:
        return False
    todos.resume(ctx, series)
    return True


def _uncall(ctx: Context, change: Change) -> bool:
    if change.lead_id is not None:
        ctx.uow.timeline.withdraw_subject(change.lead_id, change.subject_id)
    shown = ctx.uow.cards.find(change.subject_id)
    if shown is not None:
        cards.close(ctx, shown, "undone")
    return True


INVERSES: Mapping[str, Callable[[Context, Change], bool]] = {
    "promise.add": _unpromise,
    "promise.close": _unclose,
    "promise.move": _unmove,
    "todo.stop": _unstop,
    "call.outcome": _uncall,
}
