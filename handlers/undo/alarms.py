"""The inverses of what is done about alarms, and of leaves."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from handlers import alerts, leaves
from handlers.context import Context
from storage.audit import Change


def _unact(ctx: Context, change: Change) -> bool:
    """An alarm that was dealt with, put off or muted by mistake asks again."""
    alert = ctx.uow.alerts.find(change.subject_id)
    if alert is None or alert.status != (change.after or {})["status"]:
        return False
    alerts.resume(ctx, alert)
    return True


def _untake(ctx: Context, change: Change) -> bool:
    leave = ctx.uow.leaves.find(change.subject_id)
    if leave is None or leave.ended_at is not None or leave.end_at <= ctx.now:
        return False
    ctx.uow.leaves.save(dataclasses.replace(leave, ended_at=ctx.now))
    ctx.uow.due.cancel(f"leave:{leave.id}")
    leaves.release(ctx, leave.person_id)
    if ctx.actor is not None and ctx.actor.id != leave.person_id:
        ctx.say(leave.person_id, ctx.reply("leave_off_by", by=ctx.actor.name), quiet=True)
    return True


def _unend(ctx: Context, change: Change) -> bool:
    leave = ctx.uow.leaves.find(change.subject_id)
    if leave is None or leave.ended_at is None or leave.end_at <= ctx.now:
        return False
    ctx.uow.leaves.save(dataclasses.replace(leave, ended_at=None))
    at = max(leave.start_at, ctx.now)
    ctx.later(f"leave:{leave.id}", kind="leave", subject=leave.id, at=at)
    return True


INVERSES: Mapping[str, Callable[[Context, Change], bool]] = {
    "alert.done": _unact,
    "alert.snooze": _unact,
    "alert.mute": _unact,
    "leave.take": _untake,
    "leave.end": _unend,
}
