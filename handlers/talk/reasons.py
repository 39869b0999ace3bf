"""The rule behind a card: its thresholds, the facts it rests on, and where those come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from handlers import cards, sources, top
from handlers.alerts import showing
from handlers.context import Context
from handlers.sales import top as order
from handlers.sales.top import Reason
from handlers.sources import Source
from handlers.talk.teaching import alarm_of
from storage.alerts import Alert
from storage.cards import ShownCard
from storage.promises import Promise
from storage.quotes import Quote

_MOST = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """``kind`` and ``words`` are for ``templates/replies/_why.j2``; ``sources`` are where its facts stand."""

    kind: str
    words: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[Source, ...] = ()


def of_card(ctx: Context, shown: ShownCard) -> list[Rule]:
    """The rules behind a card, in order; empty for one that only repeats what was said."""
    explain = RULES.get(shown.kind)
    return list(explain(ctx, shown)) if explain is not None else []


def of_quote(quote: Quote) -> Iterable[Source]:
    """Where a quote was seen: its message, else the words it was told with."""
    if quote.message_id:
        yield sources.of_message(quote.message_id, quote.quote or "")
    elif quote.quote:
        at = quote.sent_at.isoformat()
        yield {
            "message_id": None, "at": at, "actor_id": quote.owner_id, "kind": "change", "text": quote.quote
        }  # fmt: skip


def of_promise(promise: Promise) -> Source:
    """Where a promise was made."""
    if promise.message_id:
        return sources.of_message(promise.message_id, promise.quote)
    at = promise.made_at.isoformat()
    return {
        "message_id": None, "at": at, "actor_id": promise.owner_id, "kind": "change", "text": promise.quote
    }  # fmt: skip


# -- alarms ----------------------------------------------------------------------------------------


def _alarm(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    alert = alarm_of(ctx, shown)
    if alert is None:
        return
    yield _of_alert(ctx, alert)
    if shown.kind in ("alarm_overdue", "quote_overdue"):
        rep = ctx.uow.people.get(alert.person_id).name
        after, working = _escalates_after(ctx, alert.kind)
        yield Rule("escalated", {"rep": rep, "at": alert.raised_at, "after": after, "working": working})


def _of_alert(ctx: Context, alert: Alert, *, named: bool = False) -> Rule:
    """The rule of one alarm; with *named* it says whose."""
    policy = ctx.policies.alerts
    words = showing.known(ctx, alert) | {
        "since": alert.since or alert.raised_at,
        "after": _after(ctx, alert.kind),
        "stage_red": policy.stage_red,
        "high_value_fen": policy.high_value_fen,
        "whose": (showing.known(ctx, alert)["customer"] or "客户") if named else None,
    }
    words.pop("kind")
    return Rule(alert.kind, words, tuple(_facts_of(ctx, alert)))


def _after(ctx: Context, kind: str) -> float:
    """The threshold of a kind of alarm, in seconds; 0 for one that has none of its own."""
    policy = ctx.policies.alerts
    return (
        {
            "first_response": policy.first_response,
            "waiting": policy.reply_after,
            "quote_opened": policy.opened_after,
            "quote_unread": ctx.policies.quotes.unread_after,
            "first_touch": policy.first_touch,
            "silent": policy.silent_after,
            "contract": policy.contract_before,
            "birthday": policy.birthday_before,
        }[kind].total_seconds()
        if kind not in ("stage", "promise")
        else 0.0
    )


def _escalates_after(ctx: Context, kind: str) -> tuple[float, bool]:
    """How long the rep had, and whether only working time counts."""
    policy = ctx.policies.alerts
    if kind in policy.urgent:
        return policy.escalate_urgent_after.total_seconds(), True
    after = policy.quote_escalate_after if kind.startswith("quote_") else policy.escalate_after
    return after.total_seconds(), False


def _facts_of(ctx: Context, alert: Alert) -> Iterable[Source]:
    """The message or entry an alarm rests on."""
    match alert.kind:
        case "waiting" | "first_response":
            yield sources.of_message(alert.episode.rpartition(":")[2], str(alert.words.get("said") or ""))
        case "quote_unread" | "quote_opened":
            quote = ctx.uow.quotes.find(alert.subject_id)
            yield from of_quote(quote) if quote is not None else ()
        case "promise":
            promise = ctx.uow.promises.find(alert.subject_id)
            yield from [of_promise(promise)] if promise is not None else []
        case _:
            yield from _of_lead(ctx, alert)


def _of_lead(ctx: Context, alert: Alert) -> Iterable[Source]:
    """What is on record about a lead left alone: how it came, its last move, its last contact, the day."""
    lead_id = alert.lead_id or ""
    if alert.kind == "silent":
        yield from [sources.of_moment(line) for line in ctx.uow.timeline.of_lead(lead_id, limit=1)]
        return
    if alert.kind in ("contract", "birthday"):
        label = alert.words.get("label")
        labels = [str(label)] if label else list(ctx.policies.alerts.birthday_dates)
        acts = [c for c in ctx.uow.audit.of_lead(lead_id) if (c.after or {}).get("field") in labels]
    else:
        names = ("lead.stage", "lead.create") if alert.kind == "stage" else ("lead.create",)
        acts = [c for c in ctx.uow.audit.of_lead(lead_id) if c.act in names and c.undone_at is None]
    for change in [change for change in acts if change.message_id or change.why][:1]:
        yield sources.of_change(change)


def _digest(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    yield Rule("digest", {"budget": ctx.policies.alerts.daily_budget})
    for ring in ctx.uow.rings.in_card(shown.id)[:_MOST]:
        alert = ctx.uow.alerts.find(ring.alert_id or "")
        promise = ctx.uow.promises.find(ring.promise_id or "")
        if alert is not None:
            yield _of_alert(ctx, alert, named=True)
        elif promise is not None:
            yield _of_promised(ctx, promise)


# -- the three things, and what else the bot asks or says by itself --------------------------------


def _top(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    leads = [button.action.partition(":")[2] for button in cards.content(shown).buttons]
    chosen = {reason.lead_id: reason for reason in order.top(top.reasons(ctx, ctx.who.id), most=1000)}
    found = [chosen[lead] for lead in leads if lead in chosen]
    yield Rule("top", {}, tuple(source for reason in found for source in _of_reason(ctx, reason)))


def _of_reason(ctx: Context, reason: Reason) -> Iterable[Source]:
    promise = ctx.uow.promises.find(reason.subject)
    quote = ctx.uow.quotes.find(reason.subject)
    todo = ctx.uow.todos.find(reason.subject)
    if promise is not None:
        yield of_promise(promise)
    elif quote is not None:
        yield from of_quote(quote)
    elif todo is not None and todo.message_id:
        yield sources.of_message(todo.message_id)
    elif reason.lead_id is not None:
        yield from [sources.of_moment(line) for line in ctx.uow.timeline.of_lead(reason.lead_id, limit=1)]


def _merged(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    event = ctx.uow.audit.of_event(shown.event_key) if shown.event_key else []
    by_bot = any(change.act == "lead.merge" and change.actor_id is None for change in event)
    yield Rule("merged", {"by_bot": by_bot, "subtitle": str(shown.content.get("subtitle") or "")})


def _learned(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    event = ctx.uow.audit.of_event(shown.event_key) if shown.event_key else []
    if any(change.act == "lead.tie" for change in event):
        yield Rule("tied")


def _join(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    guest = ctx.uow.people.find(shown.subject_id or "")
    yield Rule("join", {"name": guest.name if guest else None, "at": shown.created_at})


def _promise(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    promise = ctx.uow.promises.find(shown.subject_id or "")
    if promise is not None:
        yield _of_promised(ctx, promise)


def _of_promised(ctx: Context, promise: Promise) -> Rule:
    policy = ctx.policies.promises
    patience = policy.undated_after if promise.ours else policy.undated_nudge_after
    words = {
        "due_at": promise.due_at,
        "clock": promise.has_clock,
        "ours": promise.ours,
        "after": patience.total_seconds(),
    }
    return Rule("promised", words, (of_promise(promise),))


def _quote(ctx: Context, shown: ShownCard) -> Iterable[Rule]:
    quote = ctx.uow.quotes.find(shown.subject_id or "")
    if quote is None:
        return
    answer = sources.of_message(quote.settled_by) if quote.status == "answered" and quote.settled_by else None
    by_file = bool(quote.name)
    yield Rule("quote", {"by_file": by_file, "answered": answer is not None}, (answer,) if answer else ())


def _always(kind: str) -> Callable[[Context, ShownCard], Iterable[Rule]]:
    return lambda _ctx, _shown: [Rule(kind)]


RULES: Mapping[str, Callable[[Context, ShownCard], Iterable[Rule]]] = {
    "alarm": _alarm,
    "alarm_overdue": _alarm,
    "quote_unread": _alarm,
    "quote_overdue": _alarm,
    "alarm_digest": _digest,
    "top": _top,
    "merged": _merged,
    "learned": _learned,
    "join": _join,
    "promise": _promise,
    "quote": _quote,
    **{
        kind: _always(kind)
        for kind in (
            "call_outcome", "call_refused", "choose", "confirm", "conflict", "file", "lead", "nearest",
            "needs_supervisor", "note_it", "paste", "request", "send_it", "series", "summary", "todo",
            "todo_pick",
        )
    },
}  # fmt: skip
"""By the kind of card. Those that only repeat what was said (new_lead, filed, stage) need no rule."""
