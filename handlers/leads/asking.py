"""What is going on with a customer: the conclusion first, then the last few lines of the story."""

from __future__ import annotations

from handlers import cards, customers, dialogue, records, sources
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.leads.next_step import NEXT_STEP
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
    moments = ctx.uow.timeline.of_lead(lead.id, limit=_LINES)
    upcoming = next((todo for todo in todos if todo.due_at is not None), todos[0] if todos else None)
    card = ctx.card(
        "lead",
        lead=lead,
        stage=stage.name,
        closed=stage.closed,
        todo=upcoming,
        quote=_open_quote(ctx.uow.quotes.of_lead(lead.id)),
        tags=[tag.tag for tag in ctx.uow.leads.tags_of(lead.id)],
        lines=[_line(ctx, moment) for moment in moments],
        owner=_owner(ctx, lead),
        mine=lead.owner_id == ctx.who.id,
        waits=lead.attributes.get(NEXT_STEP),
        reason=lead.attributes.get("lost_reason") if stage.closed else None,
    )
    cards.answer(ctx, card, kind="lead", subject=lead.id)
    sources.remember(ctx, [sources.of_moment(moment) for moment in moments])


def tell_phone(ctx: Context, request: Request) -> None:
    """张总电话多少: the number itself, for its owner."""
    lead = customers.customer(ctx, request, Act.SHOW_PHONE)
    ctx.answer(ctx.reply("phone", name=lead.name, phone=lead.phone))


def show_source(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """A line's source from its card (subject: the line of the story): the words as they were said."""
    moment = ctx.uow.timeline.get(int(subject)) if subject.isdigit() else None
    if moment is None:
        raise Missing("source_gone")
    records.require(ctx, Act.SEE, ctx.uow.leads.get(moment.lead_id).owner_id)
    ctx.answer(ctx.reply("source", sources=[sources.opened(ctx, sources.of_moment(moment))], number=None))


def show_sources(ctx: Context, number: int | None) -> None:
    """看来源 2: the source of a line of the answer last given; without a number, of all of them."""
    found = sources.remembered(ctx)
    if not found:
        raise Missing("source_none")
    if number is not None and not 1 <= number <= len(found):
        raise InvalidInput("no_such_source", count=len(found))
    wanted = found if number is None else [found[number - 1]]
    opened = [sources.opened(ctx, each) for each in wanted]
    ctx.answer(ctx.reply("source", sources=opened, number=number))


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
        "id": str(moment.id),
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
