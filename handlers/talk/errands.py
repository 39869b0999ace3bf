"""What the bot never does itself: write to customers, or send them something; what it offers instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import nlp
from handlers import cards, customers, dialogue, records, todos
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from handlers.sales import sending, telling
from handlers.sales.permission import Act
from handlers.talk import meaning
from handlers.talk.steps import log_quote
from nlp import Command, Intent
from storage.cards import ShownCard
from storage.leads import Lead


def writes(text: str) -> bool:
    """Whether the bot is asked to write for the customer."""
    return sending.asks_to_write(text)


def sends(ctx: Context, text: str) -> bool:
    """Whether the bot is asked to send something to a customer."""
    order = sending.asks_to_send(text)
    if order is None:
        return False
    names = any(person.name == order.who for person in ctx.uow.people.everybody())
    known = bool(customers.candidates(ctx, order.who)) or meaning.bare_name(ctx, order.who) is not None
    spoken = order.who in ("客户", "对方") or meaning.PRONOUN.fullmatch(order.who) is not None
    return (known or spoken) and not (names and not customers.candidates(ctx, order.who))


def command(ctx: Context, text: str) -> Command:
    """The customer something is to be sent to, as a command a choice can come back to."""
    order = sending.asks_to_send(text)
    lead = meaning.last_spoken_of(ctx)
    if order is None or order.who in ("客户", "对方") or meaning.PRONOUN.fullmatch(order.who):
        return Command(Intent.NONE, {"contact": lead.name} if lead else {})
    return Command(Intent.NONE, {"contact": order.who})


def not_written(ctx: Context, request: Request) -> None:
    """帮我写个跟进话术: his to write; what the bot can do instead."""
    lead = _named(ctx, request.text)
    if lead is not None:
        dialogue.remember_customer(ctx, lead)
    ctx.answer(ctx.reply("not_written", name=lead.name if lead else None))


def _named(ctx: Context, text: str) -> Lead | None:
    """The customer a text names or means by a pronoun; nobody else is guessed at."""
    for name in telling.may_be_names(text):
        found = [lead for lead in customers.candidates(ctx, name) if lead.name == name]
        if len(found) == 1:
            return found[0]
    return meaning.last_spoken_of(ctx) if meaning.PRONOUN.search(text) else None


def not_sent(ctx: Context, request: Request) -> None:
    """给张总发个合同: his to send; a reminder, or that it was sent, by a button."""
    order = sending.asks_to_send(request.text)
    if order is None or request.message_id is None:
        return
    lead = customers.customer(ctx, request)
    subject = f"{request.message_id}/{lead.id}"
    card = ctx.card("send_it", id=subject, name=lead.name, what=order.what if order.paper else None)
    cards.answer(ctx, card, kind="send_it", subject=lead.id)


def press_remind(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """提醒我发: at the time the words name, else when is asked."""
    order, lead, text, message_id = _order(ctx, subject)
    cards.close(ctx, shown, "chosen")
    times = nlp.analyse(order.words, now=ctx.local()).times
    when = times[0].text if times and times[0].start == 0 else ""
    read = nlp.command(f"{when}提醒我联系", now=ctx.local()).slots if when else {}
    slots: dict[str, str | int | float] = {name: read[name] for name in ("when", "when_end") if name in read}
    what = order.words.removeprefix(when)
    asked = Command(Intent.SET_REMINDER, {**slots, "what": what, "contact": lead.name})
    todos.create(ctx, Request(asked, text, message_id, chosen=lead.id))


def press_sent(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """记为已发: a quote is kept as one, anything else goes into the story."""
    order, lead, text, message_id = _order(ctx, subject)
    cards.close(ctx, shown, "sent")
    if order.quote:
        log_quote(ctx, Request(Command(Intent.LOG_QUOTE, {"contact": lead.name}), text, message_id, lead.id))
        return
    note = ctx.reply("sent_note", what=order.what if order.paper else "").body
    ctx.tell(lead.id, "note", note, message_id=message_id)
    ctx.uow.leads.touch(lead.id, ctx.now)
    ctx.record("note.add", "lead", lead.id, lead_id=lead.id, after={"note": note}, message_id=message_id)
    dialogue.remember_customer(ctx, lead)
    ctx.answer(ctx.reply("noted", name=lead.name, note=note))


def _order(ctx: Context, subject: str) -> tuple[sending.Order, Lead, str, str]:
    message_id, _, lead_id = subject.partition("/")
    message, lead = ctx.uow.messages.find(message_id), ctx.uow.leads.find(lead_id)
    order = None if message is None else sending.asks_to_send(message.text)
    if message is None or order is None or lead is None or lead.status in ("merged", "deleted"):
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, lead.owner_id)
    return order, lead, message.text, message_id


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "send.remind": press_remind,
    "send.sent": press_sent,
}
