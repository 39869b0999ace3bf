"""What rings about quotes: the due moments and the buttons of their cards."""

from __future__ import annotations

import dataclasses

from handlers import alerts, cards, quotes, records, todos
from handlers.chat.event import CardPressed, TimerFired
from handlers.context import Context
from handlers.errors import Missing
from handlers.sales.permission import Act
from storage.cards import ShownCard
from storage.quotes import Quote


def on_due(event: TimerFired, ctx: Context) -> None:
    """A quote has been out for long, or its rep was told a while ago: read once more what was said, and
    let whoever is next hear of it if nobody moved."""
    quote = _waiting(ctx, event.subject)
    if quote is None:
        return
    alerts.review(ctx, "quote", quote.id)


def _waiting(ctx: Context, quote_id: str) -> Quote | None:
    """The quote, with whoever has its customer now, while an answer is owed; a closed deal owes none."""
    quote = ctx.uow.quotes.find(quote_id)
    if quote is None or not quote.open:
        return None
    lead = ctx.uow.leads.find(quote.lead_id) if quote.lead_id else None
    if lead is not None and lead.status in ("won", "lost", "deleted"):
        quotes.settle_as(ctx, quote, "dropped", by=None)
        return None
    if lead is not None and lead.owner_id != quote.owner_id:
        quote = ctx.uow.quotes.save(dataclasses.replace(quote, owner_id=lead.owner_id))
    quote = quotes.judge(ctx, quote)
    return quote if quote.open else None


def press_called(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """已电话: then how it went."""
    quote = _quote(ctx, subject, shown)
    alerts.called(ctx, quote)
    lead = ctx.uow.leads.find(quote.lead_id) if quote.lead_id else None
    if lead is not None:
        todos.ask_outcome(ctx, lead)


def press_tomorrow(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """明天提醒."""
    alerts.tomorrow(ctx, _quote(ctx, subject, shown))


def press_mute(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不再提醒: the quote stays open, nobody hears of its silence."""
    quote = _quote(ctx, subject, shown)
    for alert in ctx.uow.alerts.live_of(quote.id):
        alerts.mute(ctx, alert)


def press_drop(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不用跟了."""
    quote = _quote(ctx, subject, shown)
    if quote.open:
        quotes.settle_as(ctx, quote, "dropped", by=None)
    cards.close(ctx, shown, "dropped")


def press_whose(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """Which customer a file is for (subject: message and lead)."""
    message_id, _, lead_id = subject.partition("/")
    lead = ctx.uow.leads.get(lead_id)
    records.require(ctx, Act.CHANGE, lead.owner_id)
    quote = quotes.file_belongs(ctx, message_id, lead)
    words = {"quote": quote, "customer": lead.name, "undo": ctx.event_key}
    unread_after = ctx.policies.quotes.unread_after.total_seconds()
    ctx.update(shown.id, ctx.card("quote_noticed", unread_after=unread_after, **words))


def _quote(ctx: Context, quote_id: str, shown: ShownCard) -> Quote:
    quote = ctx.uow.quotes.find(quote_id)
    if quote is None:
        raise Missing("gone")
    if shown.kind == "quote_unread":
        alerts.may_press(ctx, quote.owner_id, shown)
    else:
        records.require(ctx, Act.CHANGE, quote.owner_id)
    return quote
