"""Commands that belong to no single noun, and what a settled card answers."""

from __future__ import annotations

from handlers import cards, customers, leads, quotes
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.sales import evidence
from handlers.sales.permission import Act, Allowed, may
from handlers.talk import attaching
from nlp import Act as SignalAct
from nlp import Analysis, Polarity, Side, Signal
from storage.cards import ShownCard
from storage.people import Role


def help_text(ctx: Context, _request: Request) -> None:
    """帮助."""
    ctx.answer(ctx.reply("help", bot=ctx.policies.bot_name, colleague=_someone_below(ctx)))


def _someone_below(ctx: Context) -> str | None:
    """Somebody the acting person leads, for an example; None for who leads nobody."""
    if not isinstance(may(ctx.who, Act.SEE_TEAM), Allowed):
        return None
    below = (ctx.uow.people.find(person_id) for person_id in ctx.uow.people.reports_of(ctx.who.id))
    return next((p.name for p in below if p is not None and p.active and p.role == Role.REP), None)


def log_quote(ctx: Context, request: Request) -> None:
    """给张总报价5.6万."""
    lead = customers.customer(ctx, request)
    amount = request.fen("amount")
    quote = quotes.log(ctx, lead, amount, request.text)
    attaching.expect_paper(ctx, lead)
    hours = ctx.policies.quotes.unread_after.total_seconds()
    ctx.answer(
        ctx.reply("quote_logged", name=lead.name, amount=amount, number=quote.number, unread_after=hours)
    )
    seen = evidence.evidence(request.message_id or ctx.event_key, _sent(request.text), ctx.policies.funnel)
    leads.propose_stage(ctx, ctx.uow.leads.get(lead.id), seen, person_id=lead.owner_id)


def _sent(text: str) -> Analysis:
    """The rep's word that a quote went out, as a message that hands one over says it."""
    signal = Signal("报价", SignalAct.DONE, Polarity.POSITIVE, Side.STAFF, 0, len(text), text)
    return Analysis(text=text, side=Side.STAFF, signals=(signal,))


def say_what_happened(_event: CardPressed, shown: ShownCard, ctx: Context) -> None:
    """Answer a press on a settled card: who decided what, when."""
    if shown.status == "superseded":
        ctx.answer(ctx.reply("card_superseded"))
        return
    subject = shown.subject_id or ""
    suggestion = ctx.uow.suggestions.find(subject) or ctx.uow.suggestions.by_key(f"join:{subject}")
    if suggestion is not None and suggestion.kind == "confirm" and suggestion.decided_at is not None:
        leads.tell_decided(ctx, suggestion)
        return
    if suggestion is not None and suggestion.decided_at is not None:
        ctx.answer(ctx.reply("decided", **cards.decided(ctx, suggestion)))
        return
    todo = ctx.uow.todos.find(subject)
    if todo is not None and todo.status != "open":
        ctx.answer(ctx.reply("todo_was", status=todo.status, text=todo.text, at=todo.done_at))
        return
    ctx.answer(ctx.reply("card_settled", outcome=cards.content(shown).closed, at=shown.updated_at))
