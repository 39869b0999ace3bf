"""The life of an episode: looked at again whenever something happened or its moment has come.

``review`` compares what the rules say now with what has rung: it begins episodes, tells somebody above,
ends what is no longer the case, and makes one appointment for the next look. Everything is in the database.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from handlers.alerts import rules, showing
from handlers.alerts.people import above, stand_in
from handlers.context import Context
from handlers.sales import alarms
from handlers.sales.alarms import Case
from storage.alerts import Alert
from storage.rings import Ring


def review(ctx: Context, sort: str, subject: str) -> None:
    """Bring the alarms of one subject up to date, and be woken when the next one may be due."""
    found = {case.episode: case for case in rules.cases(ctx, sort, subject)}
    rung = {alert.episode: alert for alert in ctx.uow.alerts.concerning(subject, found)}
    for alert in rung.values():
        if alert.episode not in found:
            end(ctx, alert, why="over")
    steps = (_step(ctx, case, rung.get(case.episode)) for case in found.values())
    moments = [at for at in steps if at is not None]
    _appoint(ctx, sort, subject, min(moments, default=None))


def _appoint(ctx: Context, sort: str, subject: str, at: datetime | None) -> None:
    key = f"quote:{subject}" if sort == "quote" else f"alarm:{sort}:{subject}"
    if at is None:
        ctx.uow.due.cancel(key)
    elif sort == "quote":
        ctx.later(key, kind="quote", subject=subject, at=at)
    else:
        ctx.later(key, kind="alarm", subject=f"{sort}:{subject}", at=at)


def _step(ctx: Context, case: Case, alert: Alert | None) -> datetime | None:
    """Do what is due for a case; the moment to look again, None when only something happening can move it."""
    if alert is not None and alert.person_id != case.owner_id:
        alert = _hand_over(ctx, alert, case.owner_id)
    if alert is None or alert.status in ("held", "cleared"):
        due = case.due_at
    elif alert.status == "snoozed":
        due = case.due_at and max(alert.until or ctx.now, case.due_at)
    elif alert.status == "raised":
        return _escalation(ctx, case, alert)
    else:
        return None
    if due is None:
        return None
    at = ctx.policies.worktime.next_open(max(due, ctx.now))
    if at > ctx.now:
        return at
    _ring(ctx, case, alert)
    return None


def _hand_over(ctx: Context, alert: Alert, owner_id: str) -> Alert:
    """The customer is somebody else's now: what was told to the one before is told to him anew."""
    moved = dataclasses.replace(alert, person_id=owner_id)
    if alert.status in ("ringing", "raised", "snoozed"):
        ctx.uow.rings.drop(alert.id)
        showing.close(ctx, alert, "handed_over")
        moved = dataclasses.replace(moved, status="held")
    return ctx.uow.alerts.save(moved)


def _ring(ctx: Context, case: Case, alert: Alert | None) -> None:
    """The moment has come, in working time: to the rep or his deputy; with nobody there it is held."""
    to = stand_in(ctx, case.owner_id)
    status = "held" if to is None else "ringing"
    if alert is None:
        alert = ctx.uow.alerts.add(_new(ctx, case, status, to))
    elif not (status == "held" == alert.status):
        words = dict(case.words)
        again = dataclasses.replace(alert, status=status, told_to=to, words=words, cleared_at=None)
        alert = ctx.uow.alerts.save(again)
    if to is not None:
        tell(ctx, alert, to, escalation=False)


def _new(ctx: Context, case: Case, status: str, to: str | None) -> Alert:
    return Alert(
        id=ctx.ids("alert"),
        episode=case.episode,
        kind=case.kind,
        subject_id=case.subject_id,
        lead_id=case.lead_id,
        person_id=case.owner_id,
        todo_id=None,
        status=status,
        raised_at=ctx.now,
        since=case.since,
        due_at=case.due_at,
        told_to=to,
        words=dict(case.words),
    )


def tell(ctx: Context, alert: Alert, to: str, *, escalation: bool) -> None:
    """Put an alarm into somebody's tray, which is looked through once all of this moment is in."""
    ring = Ring(ctx.ids("ring"), alert.id, to, escalation, "ready", ctx.now)
    into_tray(ctx, ring)


def into_tray(ctx: Context, ring: Ring) -> None:
    """Put a ring into its reader's tray."""
    ctx.uow.rings.add(ring)
    to = ring.person_id
    ctx.later(f"tray:{to}", kind="alarm_tray", subject=to, at=ctx.now, lane=f"alarms:{to}")


def _escalation(ctx: Context, case: Case, alert: Alert) -> datetime | None:
    """The rep was told: when somebody above hears of it, or, that moment come, has him told, once."""
    if case.due_at is None:
        return None
    policies = ctx.policies
    at = alarms.escalate_at(alert.kind, alert.raised_at, case.not_before, policies.alerts, policies.worktime)
    if at is None:
        return None
    at = policies.worktime.next_open(max(at, ctx.now))
    if at > ctx.now:
        return at
    boss = above(ctx, alert.person_id)
    escalated = dataclasses.replace(alert, status="escalated", escalated_at=ctx.now)
    alert = ctx.uow.alerts.save(escalated)
    if boss is not None:
        tell(ctx, alert, boss.id, escalation=True)
    return None


def end(ctx: Context, alert: Alert, *, why: str) -> None:
    """What an alarm was about is over: nobody is told any more, its to-do is done, its cards say so."""
    ctx.uow.rings.drop(alert.id)
    cleared = dataclasses.replace(alert, status="cleared", cleared_at=ctx.now, cleared_why=why)
    ctx.uow.alerts.save(cleared)
    finish_todo(ctx, alert, "dropped" if why in ("dropped", "withdrawn") else "done")
    showing.close(ctx, alert, why)


def finish_todo(ctx: Context, alert: Alert, status: str) -> None:
    """Close the to-do of an alarm."""
    todo = ctx.uow.todos.find(alert.todo_id) if alert.todo_id else None
    if todo is not None and todo.status == "open":
        ctx.uow.todos.save(dataclasses.replace(todo, status=status, done_at=ctx.now))
