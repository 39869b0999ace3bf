"""What is going on with a customer: the conclusion first, then the last few lines of the story."""

from __future__ import annotations

from handlers import cards, customers, dialogue, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from handlers.sales.masking import mask_phones_in
from handlers.sales.permission import Act
from storage.audit import Moment
from storage.cards import ShownCard
from storage.leads import Lead
from storage.quotes import Quote

_LINES = 5


def query(ctx: Context, request: Request) -> None:
    """张总最近有什么动态."""
    lead = customers.customer(ctx, request, Act.SEE)
    stage = ctx.policies.funnel.get(lead.stage)
    todos = ctx.uow.todos.of_lead(lead.id)
    upcoming = next((todo for todo in todos if todo.due_at is not None), todos[0] if todos else None)
    card = ctx.card(
        "lead",
        lead=lead,
        stage=stage.name,
        closed=stage.closed,
        todo=upcoming,
        quote=_open_quote(ctx.uow.quotes.of_lead(lead.id)),
        tags=[tag.tag for tag in ctx.uow.leads.tags_of(lead.id)],
        lines=[_line(ctx, moment) for moment in ctx.uow.timeline.of_lead(lead.id, limit=_LINES)],
        owner=_owner(ctx, lead),
        mine=lead.owner_id == ctx.who.id,
    )
    cards.answer(ctx, card, kind="lead", subject=lead.id)


def show_phone(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """看电话: the full number, for whoever may see it."""
    lead = ctx.uow.leads.find(subject)
    if lead is None or lead.status in ("merged", "deleted"):
        raise Missing("card_gone")
    records.require(ctx, Act.SHOW_PHONE, lead.owner_id)
    dialogue.remember_customer(ctx, lead)
    ctx.answer(ctx.reply("phone", name=lead.name, phone=lead.phone))


def _open_quote(quotes: list[Quote]) -> Quote | None:
    """The newest quote the customer still owes an answer to."""
    return next((quote for quote in reversed(quotes) if quote.open), None)


def _line(ctx: Context, moment: Moment) -> dict[str, str]:
    return {
        "at": ctx.local(moment.at).strftime("%m-%d"),
        "kind": moment.kind,
        "text": mask_phones_in(moment.text),
    }


def _owner(ctx: Context, lead: Lead) -> str | None:
    """Whose customer it is, when it is not the asker's own."""
    if lead.owner_id == ctx.who.id:
        return None
    owner = ctx.uow.people.find(lead.owner_id)
    return None if owner is None else owner.name
