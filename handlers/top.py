"""今日 TOP3: what matters most today, each with its reason; at the configured hour, and when asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from handlers import cards, fading, leads, promises
from handlers.alerts import people
from handlers.chat.content import Card
from handlers.chat.event import CardPressed, TimerFired
from handlers.context import Context, Policies
from handlers.customers import Request
from handlers.sales import promise as promise_rules
from handlers.sales import top as rules
from handlers.sales.top import Reason
from nlp import Command, Intent
from storage.cards import ShownCard
from storage.leads import Lead
from storage.people import Role
from storage.promises import Promise
from storage.rings import Ring
from storage.uow import UnitOfWork

_MOST_LEADS = 1000
_NOBODYS = (Role.GUEST, Role.FINANCE, Role.LEGAL)


def arm_everybody(uow: UnitOfWork, policies: Policies, now: datetime) -> None:
    """Have everybody told at the configured hour of each working day; who is waited for already stays so."""
    for person in uow.people.everybody():
        arm(uow, policies, now, person.id)


def arm(uow: UnitOfWork, policies: Policies, now: datetime, person_id: str) -> None:
    """Be woken for one person at the next configured hour."""
    subject = f"{person_id}@{_hour(policies)}"
    at = rules.next_hour(policies.top_todos_at, now, policies.worktime)
    uow.due.once(f"top:{subject}", kind="top", subject=subject, lane=f"alarms:{person_id}", at=at)


def on_hour(event: TimerFired, ctx: Context) -> None:
    """Tell one person his three things; nothing when there is nothing."""
    person_id, _, hour = event.subject.rpartition("@")
    person = ctx.uow.people.find(person_id)
    if person is None or hour != _hour(ctx.policies):
        return
    arm(ctx.uow, ctx.policies, ctx.now, person_id)
    if not person.active or person.role in _NOBODYS or people.away(ctx, person_id):
        return
    fading.ask_one(ctx, person_id)
    chosen = rules.top(reasons(ctx, person_id))
    if chosen:
        tell(ctx, person_id, chosen)
        fading.count(ctx, chosen)


def tell(ctx: Context, person_id: str, chosen: list[Reason]) -> None:
    """Show somebody his things of the day: one card of the day's budget, and never one too many."""
    card_id = cards.show(ctx, person_id, _card(ctx, chosen), kind="top", subject=None, quiet=True)
    now = ctx.now
    ctx.uow.rings.add(Ring(ctx.ids("ring"), None, person_id, False, "card", now, now, card_id))


def show(ctx: Context, _request: Request) -> None:
    """今天先做什么."""
    show_of(ctx, [ctx.who.id])


def has_reasons(ctx: Context, person_id: str) -> bool:
    """Whether there is anything for this person to do today."""
    return bool(reasons(ctx, person_id))


def show_of(ctx: Context, people: Sequence[str]) -> None:
    """The three things that come first with these people's customers; whose is said for others'."""
    found: list[Reason] = []
    for person_id in people:
        person = ctx.uow.people.find(person_id)
        owner = person.name if person is not None and person_id != ctx.who.id else None
        whose = {"owner": owner}
        found += [dataclasses.replace(r, words={**r.words, **whose}) for r in reasons(ctx, person_id)]
    chosen = rules.top(found)
    if not chosen:
        ctx.answer(ctx.reply("top_nothing"))
        return
    cards.answer(ctx, _card(ctx, chosen), kind="top", subject=None)


def press_open(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """Where things stand with one of the customers."""
    leads.query(ctx, Request(Command(Intent.QUERY_LEAD), "", chosen=subject))


# -- reasons ---------------------------------------------------------------------------------------


def reasons(ctx: Context, person_id: str) -> list[Reason]:
    """Everything that speaks for doing something today, in no order."""
    owned = {lead.id: lead for lead in ctx.uow.leads.of_owners([person_id], limit=_MOST_LEADS)}
    return [
        *_promised(ctx, person_id, owned),
        *_to_do(ctx, person_id, owned),
        *_unread(ctx, person_id, owned),
        *_neglected(ctx, owned),
    ]


def _promised(ctx: Context, person_id: str, owned: Mapping[str, Lead]) -> Iterator[Reason]:
    _, midnight = ctx.policies.worktime.day_bounds(ctx.now)
    for owed in ctx.uow.promises.owed_by_owners([person_id]):
        if not _matters_today(ctx, owed, midnight):
            continue
        promise = promises.judge(ctx, owed)
        chat = ctx.uow.conversations.find(owed.conversation_id) if owed.conversation_id else None
        lead = owned.get(owed.lead_id or (chat.lead_id if chat else None) or "")
        if lead is None or not promise.owed:
            continue
        if owed.due_at is None:
            kind, since = ("promise_undated" if owed.ours else "owed_undated"), owed.made_at
        else:
            late, since = owed.due_at < ctx.now, owed.due_at
            kind = ("promise_broken" if late else "promise_today") if owed.ours else "owed_to_us"
        yield _reason(kind, promise.id, lead, since, what=owed.what, clock=owed.has_clock)


def _matters_today(ctx: Context, owed: Promise, midnight: datetime) -> bool:
    """Ours that is due or late, a customer's that is late; without a day, once it is to be spoken of."""
    if owed.due_at is not None:
        return owed.due_at < (midnight if owed.ours else ctx.now)
    at = promise_rules.undated_at(owed, ctx.policies.promises, ctx.policies.worktime)
    return at < midnight and ctx.now - at < rules.UNDATED_FADES


def _to_do(ctx: Context, person_id: str, owned: Mapping[str, Lead]) -> Iterator[Reason]:
    _, midnight = ctx.policies.worktime.day_bounds(ctx.now)
    for item in ctx.uow.todos.open_of([person_id], before=midnight, limit=100):
        if item.due_at is None or item.repeat is not None or item.kind == "quote":
            continue
        if item.mornings >= rules.MORNINGS and item.due_at < ctx.now:
            continue
        lead = owned.get(item.lead_id or "")
        overdue = max(0.0, (ctx.now - item.due_at).total_seconds())
        yield _reason("todo_due", item.id, lead, item.due_at, what=item.text, overdue=overdue)


def _unread(ctx: Context, person_id: str, owned: Mapping[str, Lead]) -> Iterator[Reason]:
    before = ctx.now - ctx.policies.quotes.unread_after
    for quote in ctx.uow.quotes.open_of_owners([person_id], limit=100):
        lead = owned.get(quote.lead_id or "")
        if lead is not None and quote.sent_at <= before:
            seconds = (ctx.now - quote.sent_at).total_seconds()
            yield _reason("quote_unread", quote.id, lead, quote.sent_at, paper=quote.kind, span=seconds)


def _neglected(ctx: Context, owned: Mapping[str, Lead]) -> Iterator[Reason]:
    funnel = ctx.policies.funnel
    for lead in owned.values():
        silent = ctx.now - lead.touched_at
        if silent >= rules.SILENT_AFTER:
            yield _reason("silent", lead.id, lead, lead.touched_at, span=silent.total_seconds())
        stage, following = funnel.get(lead.stage), funnel.next(lead.stage)
        stayed = ctx.now - lead.stage_at
        usual = timedelta(hours=stage.standard_hours)
        if usual and stayed > usual and following is not None and following.evidence:
            missing = {"stage": stage.name, "following": following.name, "missing": following.evidence[0]}
            yield _reason("evidence", lead.id, lead, lead.stage_at, span=stayed.total_seconds(), **missing)


def _reason(kind: str, subject: str, lead: Lead | None, since: datetime, **words: object) -> Reason:
    worth = 0 if lead is None else lead.amount_fen or lead.budget_fen or 0
    named = {"name": lead.name if lead else None, "since": since, **words}
    return Reason(kind, subject, lead.id if lead else None, worth, since, named)


def _card(ctx: Context, chosen: list[Reason]) -> Card:
    lines = [
        {
            "words": ctx.reply("top_line", kind=reason.kind, **reason.words).body,
            "name": reason.words["name"],
            "lead_id": reason.lead_id,
            "owner": reason.words.get("owner"),
        }
        for reason in chosen
    ]
    return ctx.card("top", lines=lines)


def _hour(policies: Policies) -> str:
    return policies.top_todos_at.strftime("%H%M")


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {"top.open": press_open}
