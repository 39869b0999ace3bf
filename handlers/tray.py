"""A person's tray: what rings at one moment, the most pressing first, within the day's budget of cards.

Past the budget alarms wait for one digest a day; urgent ones never do. All of it runs in the person's own
lane, so that two alarms of one moment never count the same card.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from handlers import cards
from handlers.alerts import engine, rules, showing
from handlers.alerts.people import away
from handlers.chat.event import TimerFired
from handlers.context import Context
from handlers.sales import alarms
from storage.alerts import Alert
from storage.rings import Ring

Item = tuple[Ring, Alert]


def on_tray(event: TimerFired, ctx: Context) -> None:
    """Something came into a tray: show it as cards, or keep it for the digest."""
    person = event.subject
    at = ctx.policies.worktime.next_open(ctx.now)
    if at > ctx.now:
        ctx.later(f"tray:{person}", kind="alarm_tray", subject=person, at=at, lane=f"alarms:{person}")
        return
    left = ctx.policies.alerts.daily_budget - _shown_today(ctx, person)
    told: list[Item] = []
    for ring, alert in _sorted(ctx, ctx.uow.rings.ready_for(person)):
        if alert.kind in ctx.policies.alerts.urgent or left > 0:
            card_id = showing.show(ctx, ring, alert)
            told.append(_told(ctx, ring, alert, "card", card_id))
            left -= 1
        else:
            ctx.uow.rings.save(dataclasses.replace(ring, status="queued"))
            _await_digest(ctx, person)
    _look_again(ctx, told)


def on_digest(event: TimerFired, ctx: Context) -> None:
    """The day's digest: everything that found no place among the cards, once; it waits for its reader."""
    person = event.subject
    for ring in ctx.uow.rings.queued_for(person):
        alert = ctx.uow.alerts.get(ring.alert_id)
        engine.review(ctx, rules.sort_of(alert.kind), alert.subject_id)
    items = _sorted(ctx, ctx.uow.rings.queued_for(person))
    if not items:
        return
    if away(ctx, person) or not ctx.policies.worktime.is_open(ctx.now):
        _await_digest(ctx, person)
        return
    card = ctx.card("alarm_digest", items=[showing.digest_line(ctx, ring, alert) for ring, alert in items])
    card_id = cards.show(ctx, person, card, kind="alarm_digest", subject=None)
    _look_again(ctx, [_told(ctx, ring, alert, "digest", card_id) for ring, alert in items])


def _shown_today(ctx: Context, person: str) -> int:
    start, end = ctx.policies.worktime.day_bounds(ctx.now)
    return ctx.uow.rings.cards_shown(person, start, end)


def _sorted(ctx: Context, found: Sequence[Ring]) -> list[Item]:
    """The most pressing first: urgent kinds, then by kind, then what began first."""
    items = [(ring, ctx.uow.alerts.get(ring.alert_id)) for ring in found]
    urgent = ctx.policies.alerts.urgent

    def key(item: Item) -> tuple[bool, int, datetime, str]:
        alert = item[1]
        since = alert.since or alert.raised_at
        return alert.kind not in urgent, alarms.rank(alert.kind), since, alert.episode

    return sorted(items, key=key)


def _told(ctx: Context, ring: Ring, alert: Alert, status: str, card_id: str) -> Item:
    shown = ctx.uow.rings.save(dataclasses.replace(ring, status=status, shown_at=ctx.now, card_id=card_id))
    if not ring.escalation:
        alert = ctx.uow.alerts.get(alert.id)
        alert = ctx.uow.alerts.save(dataclasses.replace(alert, status="raised", raised_at=ctx.now))
    return shown, alert


def _look_again(ctx: Context, told: Sequence[Item]) -> None:
    """Have somebody above told later, unless it is over by then."""
    for subject in {(rules.sort_of(a.kind), a.subject_id): None for r, a in told if not r.escalation}:
        engine.review(ctx, *subject)


def _await_digest(ctx: Context, person: str) -> None:
    """The next digest later than now, unless one is on its way."""
    at = alarms.digest_moment(ctx.now, ctx.policies.alerts, ctx.policies.worktime)
    lane = f"alarms:{person}"
    ctx.uow.due.once(f"digest:{person}", kind="alarm_digest", subject=person, lane=lane, at=at)
