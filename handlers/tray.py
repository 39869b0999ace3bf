"""A person's tray: what is told at one moment, the most pressing first, within the day's budget of cards.

Alarms and promises pass through it. Past the budget they wait for one digest a day; urgent ones never do.
All of it runs in the person's own lane, so that two things of one moment never count the same card.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import cards
from handlers.alerts import engine, rules
from handlers.alerts import showing as alarms_shown
from handlers.alerts.people import away
from handlers.chat.event import CardPressed, TimerFired
from handlers.context import Context
from handlers.promises import showing as promises_shown
from handlers.sales import alarms
from handlers.sales import promise as promise_rules
from storage.alerts import Alert
from storage.cards import ShownCard
from storage.promises import Promise
from storage.rings import Ring

_MOST_AT_ONCE = 5
"""How many cards of a digest are shown for one press."""


@dataclass(frozen=True, slots=True)
class Item:
    """A ring with what it tells of; ``key`` orders the tray, the most pressing first."""

    ring: Ring
    alert: Alert | None
    promise: Promise | None
    urgent: bool
    key: tuple[bool, int, datetime, str]


def on_tray(event: TimerFired, ctx: Context) -> None:
    """Something came into a tray: show it as cards, or keep it for the digest."""
    person = event.subject
    items = _items(ctx, ctx.uow.rings.ready_for(person))
    at = ctx.policies.worktime.next_open(ctx.now)
    if at > ctx.now:
        ctx.later(f"tray:{person}", kind="alarm_tray", subject=person, at=at, lane=f"alarms:{person}")
        items = [item for item in items if item.promise and promise_rules.breaks_by(item.promise, at)]
    left = ctx.policies.alerts.daily_budget - _shown_today(ctx, person)
    told: list[Item] = []
    for item in items:
        if item.urgent or left > 0:
            told.append(_told(ctx, item, "card", _show(ctx, item)))
            left -= 1
        else:
            ctx.uow.rings.save(dataclasses.replace(item.ring, status="queued"))
            _await_digest(ctx, person)
    _look_again(ctx, told)


def on_digest(event: TimerFired, ctx: Context) -> None:
    """The day's digest: everything that found no place among the cards, once; it waits for its reader."""
    person = event.subject
    for item in _items(ctx, ctx.uow.rings.queued_for(person)):
        if item.alert is not None:
            engine.review(ctx, rules.sort_of(item.alert.kind), item.alert.subject_id)
    items = _items(ctx, ctx.uow.rings.queued_for(person))
    if not items:
        return
    if away(ctx, person) or not ctx.policies.worktime.is_open(ctx.now):
        _await_digest(ctx, person)
        return
    card = ctx.card("alarm_digest", items=[_line(ctx, item) for item in items])
    card_id = cards.show(ctx, person, card, kind="alarm_digest", subject=None)
    _look_again(ctx, [_told(ctx, item, "digest", card_id) for item in items])


def press_each(_event: CardPressed, shown: ShownCard, _subject: str, ctx: Context) -> None:
    """逐条看: the cards of a digest, a few at a time; asked for, they count towards no budget."""
    left = [i for i in _items(ctx, ctx.uow.rings.in_card(shown.id)) if not _has_card(ctx, i, ctx.who.id)]
    for item in left[:_MOST_AT_ONCE]:
        if item.promise is not None:
            promises_shown.show(ctx, ctx.who.id, item.promise)
        elif item.alert is not None:
            alarms_shown.show_again(ctx, ctx.who.id, item.alert)
    if len(left) <= _MOST_AT_ONCE:
        cards.close(ctx, shown, "shown")


def _items(ctx: Context, found: Sequence[Ring]) -> list[Item]:
    """What these rings still tell of, the most pressing first."""
    items = [_item(ctx, ring) for ring in found]
    return sorted((item for item in items if item is not None), key=lambda item: item.key)


def _item(ctx: Context, ring: Ring) -> Item | None:
    if ring.promise_id is not None:
        promise = ctx.uow.promises.get(ring.promise_id)
        return _of_promise(ctx, ring, promise) if promise.owed else None
    if ring.alert_id is None:
        return None
    alert = ctx.uow.alerts.get(ring.alert_id)
    if not alert.live:
        return None
    urgent = alert.kind in ctx.policies.alerts.urgent
    key = (not urgent, alarms.rank(alert.kind), alert.since or alert.raised_at, alert.episode)
    return Item(ring, alert, None, urgent, key)


def _of_promise(ctx: Context, ring: Ring, promise: Promise) -> Item:
    """Ours that would break before the next digest is as urgent as one that broke; nothing else is."""
    policy, worktime = ctx.policies.alerts, ctx.policies.worktime
    soon = promise_rules.breaks_by(promise, alarms.digest_moment(ctx.now, policy, worktime))
    urgent = soon and "promise" in policy.urgent
    rank = alarms.rank("promise" if promise.ours else "silent")
    return Item(
        ring, None, promise, urgent, (not urgent, rank, promise.due_at or promise.made_at, promise.id)
    )


def _show(ctx: Context, item: Item) -> str:
    if item.promise is not None:
        return promises_shown.show(ctx, item.ring.person_id, item.promise)
    if item.alert is None:
        raise LookupError(f"{item.ring.id} tells of nothing")
    return alarms_shown.show(ctx, item.ring, item.alert)


def _line(ctx: Context, item: Item) -> dict[str, Any]:
    if item.promise is not None:
        return promises_shown.digest_line(ctx, item.promise)
    if item.alert is None:
        raise LookupError(f"{item.ring.id} tells of nothing")
    return alarms_shown.digest_line(ctx, item.ring, item.alert)


def _has_card(ctx: Context, item: Item, person_id: str) -> bool:
    if item.promise is not None:
        found = [c for c in ctx.uow.cards.of_subject(item.promise.id) if c.kind == "promise"]
    else:
        found = [] if item.alert is None else alarms_shown.cards_of(ctx, item.alert)
    return any(card.person_id == person_id for card in found)


def _shown_today(ctx: Context, person: str) -> int:
    start, end = ctx.policies.worktime.day_bounds(ctx.now)
    return ctx.uow.rings.cards_shown(person, start, end)


def _told(ctx: Context, item: Item, status: str, card_id: str) -> Item:
    ring = dataclasses.replace(item.ring, status=status, shown_at=ctx.now, card_id=card_id)
    told = dataclasses.replace(item, ring=ctx.uow.rings.save(ring))
    if item.promise is not None:
        promise = ctx.uow.promises.get(item.promise.id)
        return dataclasses.replace(
            told, promise=ctx.uow.promises.save(dataclasses.replace(promise, card_id=card_id))
        )
    if item.alert is not None and not ring.escalation:
        alert = ctx.uow.alerts.get(item.alert.id)
        raised = ctx.uow.alerts.save(dataclasses.replace(alert, status="raised", raised_at=ctx.now))
        return dataclasses.replace(told, alert=raised)
    return told


def _look_again(ctx: Context, told: Sequence[Item]) -> None:
    """Have somebody above told later, unless it is over by then."""
    told_of = [item.alert for item in told if item.alert is not None and not item.ring.escalation]
    for subject in {(rules.sort_of(alert.kind), alert.subject_id): None for alert in told_of}:
        engine.review(ctx, *subject)


def _await_digest(ctx: Context, person: str) -> None:
    """The next digest later than now, unless one is on its way."""
    at = alarms.digest_moment(ctx.now, ctx.policies.alerts, ctx.policies.worktime)
    lane = f"alarms:{person}"
    ctx.uow.due.once(f"digest:{person}", kind="alarm_digest", subject=person, lane=lane, at=at)


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {"alarm.each": press_each}
