"""The day or the week of a rep, on demand: what was done, where it is stuck, what comes first next."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.context import Context
from handlers.customers import Request
from storage import business
from storage.activity import Activity

_WEEK_WORDS = ("周报", "这周", "本周", "一周", "上周", "周总结")
_MOST = 3
_MOST_NAMES = 8
_SILENT = timedelta(days=7)


def tell(ctx: Context, request: Request) -> None:
    """日报 / 周报 / 今天总结一下: three short blocks."""
    asked = request.slot("range")
    last = asked == "last_week" or "上周" in request.text
    weekly = last or asked == "this_week" or any(word in request.text for word in _WEEK_WORDS)
    stretch = "last_week" if last else "week" if weekly else "today"
    tell_of(ctx, ctx.who.id, stretch, *_bounds(ctx, stretch))


def tell_of(
    ctx: Context,
    person_id: str,
    stretch: str,
    start: datetime,
    end: datetime,
    *,
    whose: str | None = None,
    named: bool = False,
) -> None:
    """One person's stretch of days; *whose* when it is another's, *named* to name the customers."""
    owners = [person_id]
    done = ctx.uow.activity.between(person_id, start, end)
    won = business.closed(ctx.uow, owners, "won", start, end) if done.won else []
    stuck = ctx.uow.quotes.open_of_owners(owners, limit=_MOST)
    late = ctx.uow.todos.open_of(owners, before=ctx.now, limit=_MOST)
    leads = ctx.uow.leads.of_owners(owners, limit=200)
    silent = [lead for lead in leads if ctx.now - lead.touched_at > _SILENT]
    following = ctx.uow.todos.open_of(owners, limit=_MOST)
    customers = {quote.id: _customer(ctx, quote.lead_id) for quote in stuck}
    seen = [lead.name for lead in leads if named and start <= lead.touched_at <= end]
    ctx.answer(
        ctx.reply(
            "wrapup",
            stretch=stretch,
            whose=whose,
            done=done,
            total=sum(lead.amount_fen or 0 for lead in won),
            nothing=done == Activity(),
            seen=seen[:_MOST_NAMES],
            quotes=[(customers[quote.id], quote) for quote in stuck],
            late=late,
            silent=[lead.name for lead in silent[-_MOST:]],
            first=[todo for todo in following if todo not in late][:_MOST] or late,
        )
    )


def _customer(ctx: Context, lead_id: str | None) -> str | None:
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    return None if lead is None else lead.name


def _bounds(ctx: Context, stretch: str) -> tuple[datetime, datetime]:
    """From midnight (or Monday's) to now, on the business's clock; last week when that was asked."""
    today = ctx.local().replace(hour=0, minute=0, second=0, microsecond=0)
    if stretch == "today":
        return today, ctx.now
    monday = today - timedelta(days=today.weekday())
    return (monday - timedelta(days=7), monday) if stretch == "last_week" else (monday, ctx.now)
