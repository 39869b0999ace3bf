"""Quotes and contracts: noticed by either door, version by version, until somebody answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

import nlp
from handlers import alerts, cards, dialogue, lessons
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.reading import Reading, turns
from handlers.sales import quoting
from handlers.sales.quoting import QuoteSign
from storage.conversations import Conversation, Message
from storage.leads import Lead
from storage.quotes import Quote


def notice(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> list[Quote]:
    """Find the quotes and contracts our side handed over in these messages, and keep each."""
    if conversation.staff_id is None:
        return []
    kept: list[Quote] = []
    ours = [r.analysis for r in readings if not r.by_customer]
    for reading in readings:
        message = reading.message
        sign = quoting.noticed(
            message.sender, message.kind, message.text, message.file, reading.analysis, nearby=ours
        )
        if sign is None or _wrong(ctx, conversation, sign):
            continue
        sight = quoting.repeats(sign, message.sent_at, _on_record(ctx, conversation, conversation.lead_id))
        if sight is None:
            lead = ctx.uow.leads.find(conversation.lead_id) if conversation.lead_id else None
            kept.append(_keep(ctx, sign, lead, conversation, conversation.staff_id, message))
        elif sight.name is None and sign.by_file:
            _complete(ctx, sight, sign, message)
    if kept:
        _tell(ctx, conversation.staff_id, ctx.uow.quotes.get(kept[-1].id), conversation)
    return kept


def _wrong(ctx: Context, conversation: Conversation, sign: QuoteSign) -> bool:
    """Whether the team called such a file, or such words, no quote."""
    if not ctx.uow.lessons.any():
        return False
    pattern = lessons.of_paper(
        ctx, "paper", sign.name, sign.quote, lead_id=conversation.lead_id, conversation_id=conversation.id
    )
    return lessons.knows(ctx, conversation.staff_id or "", pattern)


def log(ctx: Context, lead: Lead, amount_fen: int | None, text: str) -> Quote:
    """Keep a quote the rep told us of (「给张总报了 12 万」); one just seen in the chat is the same one."""
    sign = QuoteSign("quote", None, None, None, None, text, None, None)
    sight = quoting.repeats(sign, ctx.now, [q for q in _on_record(ctx, None, lead.id) if q.open])
    if sight is None or amount_fen not in (sight.amount_fen or amount_fen, None):
        return _keep(ctx, sign, lead, None, lead.owner_id, None, amount_fen=amount_fen)
    return ctx.uow.quotes.save(dataclasses.replace(sight, amount_fen=amount_fen or sight.amount_fen))


def _on_record(ctx: Context, conversation: Conversation | None, lead_id: str | None) -> list[Quote]:
    """Every quote of a customer by whichever door it came, and those of the conversation."""
    found = ctx.uow.quotes.of_lead(lead_id) if lead_id else []
    if conversation is not None:
        found += ctx.uow.quotes.in_conversation(conversation.id)
    return list({quote.id: quote for quote in found}.values())


def _keep(
    ctx: Context,
    sign: QuoteSign,
    lead: Lead | None,
    conversation: Conversation | None,
    owner_id: str,
    message: Message | None,
    *,
    amount_fen: int | None = None,
) -> Quote:
    sent_at = ctx.now if message is None else message.sent_at
    earlier = _of_same(ctx, lead, conversation, sign.kind)
    quote = Quote(
        id=ctx.ids("quote"),
        lead_id=None if lead is None else lead.id,
        conversation_id=None if conversation is None else conversation.id,
        owner_id=owner_id,
        kind=sign.kind,
        number=1 + max((q.number for q in earlier), default=0),
        name=sign.name,
        size=sign.size,
        pages=sign.pages,
        mime=sign.mime,
        sha256=sign.sha256,
        amount_fen=amount_fen,
        quote=sign.quote,
        message_id=None if message is None else message.id,
        sent_at=sent_at,
    )
    ctx.uow.quotes.add(quote)
    _note(ctx, quote, by_bot=message is not None)
    for old in earlier:
        if old.open and old.sent_at <= sent_at:
            settle_as(ctx, old, "replaced", by=quote.message_id)
    watch(ctx, quote)
    return quote


def _note(ctx: Context, quote: Quote, *, by_bot: bool) -> None:
    """Write down that a quote was noticed: for the audit, and in its customer's story."""
    ctx.record(
        "quote.add",
        "quote",
        quote.id,
        lead_id=quote.lead_id,
        after={"kind": quote.kind, "number": quote.number, "name": quote.name},
        why=quote.quote,
        message_id=quote.message_id,
        by_bot=by_bot,
    )
    if quote.lead_id is not None:
        said = quote.name or quote.quote or ""
        ctx.tell(
            quote.lead_id, "quote", said, at=quote.sent_at, message_id=quote.message_id, subject_id=quote.id
        )


def _of_same(ctx: Context, lead: Lead | None, conversation: Conversation | None, kind: str) -> list[Quote]:
    if lead is not None:
        return ctx.uow.quotes.of_lead(lead.id, kind=kind)
    if conversation is not None:
        return [q for q in ctx.uow.quotes.in_conversation(conversation.id) if q.kind == kind]
    return []


def _complete(ctx: Context, quote: Quote, sign: QuoteSign, message: Message) -> Quote:
    """The file that belongs to words said a moment ago (or the other way round): one quote."""
    fuller = dataclasses.replace(
        quote,
        name=sign.name,
        size=sign.size,
        pages=sign.pages,
        mime=sign.mime,
        sha256=sign.sha256,
        message_id=message.id,
    )
    return ctx.uow.quotes.save(fuller)


def _tell(ctx: Context, staff_id: str, quote: Quote, conversation: Conversation) -> None:
    who = ctx.uow.leads.find(quote.lead_id) if quote.lead_id else None
    card = ctx.card(
        "quote_noticed",
        quote=quote,
        customer=who.name if who else conversation.customer_name,
        unread_after=ctx.policies.quotes.unread_after.total_seconds(),
        undo=ctx.event_key,
    )
    cards.show(ctx, staff_id, card, kind="quote", subject=quote.id, quiet=True)
    dialogue.remember_event(ctx, staff_id)


def watch(ctx: Context, quote: Quote) -> None:
    """Have the bot look whether anybody answered, when the time has come."""
    at = quoting.unread_at(
        max(quote.sent_at, ctx.now - ctx.policies.quotes.unread_after),
        ctx.policies.quotes,
        ctx.policies.worktime,
    )
    ctx.later(f"quote:{quote.id}", kind="quote", subject=quote.id, at=at)


def settle(ctx: Context, conversation: Conversation) -> None:
    """See what the customer's words make of the quotes that still wait, in this chat or told by the rep."""
    for quote in _on_record(ctx, conversation, conversation.lead_id):
        if quote.open:
            judge(ctx, quote)


def judge(ctx: Context, quote: Quote) -> Quote:
    """Read what was said since a quote went out; returns the quote as it stands now."""
    since = _said_since(ctx, quote)
    verdict = quoting.settle(quote, turns(since), nlp.standing)
    last = next((m for m in reversed(since) if m.sender == "customer"), None)
    if verdict == "answered":
        return settle_as(ctx, quote, "answered", by=None if last is None else last.id)
    if verdict == "acknowledged" and quote.status == "sent":
        return ctx.uow.quotes.save(
            dataclasses.replace(
                quote, status="acknowledged", acknowledged_at=last.sent_at if last else ctx.now
            )
        )
    return quote


def _said_since(ctx: Context, quote: Quote) -> list[Message]:
    """What was said since a quote went out, in every chat with its customer."""
    chats = {c.id for c in ctx.uow.conversations.of_lead(quote.lead_id)} if quote.lead_id else set()
    chats |= {quote.conversation_id} if quote.conversation_id else set()
    begin = max([quote.sent_at, *_no_answers(ctx, quote)])
    said = [m for c in sorted(chats) for m in ctx.uow.messages.of_conversation(c, since=begin)]
    said.sort(key=lambda message: message.sent_at)
    wrong = lessons.patterns(ctx, quote.owner_id)
    if wrong:
        said = [m for m in said if m.sender != "customer" or ("answered", lessons.fold(m.text)) not in wrong]
    ids = [message.id for message in said]
    return said[ids.index(quote.message_id) + 1 :] if quote.message_id in ids else said


def _no_answers(ctx: Context, quote: Quote) -> list[datetime]:
    """When somebody said that what was taken for an answer was none: what came before counts no more."""
    changes = ctx.uow.audit.of_subject(quote.id)
    return [c.undone_at for c in changes if c.act == "quote.settle" and c.undone_at is not None]


def settle_as(ctx: Context, quote: Quote, status: str, *, by: str | None, recorded: bool = True) -> Quote:
    """Nothing is owed on a quote any more: stop watching, clear its alarm, finish its to-do.

    Not *recorded* when it is part of an undoing, which is on record itself.
    """
    settled = ctx.uow.quotes.save(
        dataclasses.replace(quote, status=status, settled_at=ctx.now, settled_by=by)
    )
    ctx.uow.due.cancel(f"quote:{quote.id}")
    if recorded:
        ctx.record(
            "quote.settle",
            "quote",
            quote.id,
            lead_id=quote.lead_id,
            before={"status": quote.status},
            after={"status": status},
            message_id=by,
            by_bot=ctx.actor is None,
        )
    alerts.clear(ctx, settled, why=status)
    _show_settled(ctx, settled, by)
    return settled


def _show_settled(ctx: Context, quote: Quote, by: str | None) -> None:
    """The card that told of the quote says what became of it, while it can still be changed in place.

    Undone from its own card, it is closed there.
    """
    if quote.status == "withdrawn" and by is None:
        return
    answer = ctx.uow.messages.find(by) if by and quote.status == "answered" else None
    for shown in ctx.uow.cards.of_subject(quote.id):
        if shown.kind != "quote" or not cards.changeable(ctx, shown):
            continue
        if answer is None:
            cards.close(ctx, shown, quote.status)
            continue
        card = ctx.card("quote_answered", quote=quote, answer=answer.text, undo=ctx.event_key)
        ctx.update(shown.id, card)
        dialogue.remember_event(ctx, quote.owner_id)


def on_file_from_rep(event: MessageReceived, ctx: Context) -> None:
    """The rep handed the bot a file: a quote or contract is asked for its customer, the rest is kept."""
    attachment = event.attachment
    file = {"name": attachment.name, "size": attachment.size, "mime": attachment.mime} if attachment else None
    sign = quoting.noticed("rep", event.kind, event.text, file, None)
    if sign is None:
        name = attachment.name if attachment and event.kind == "file" else None
        ctx.answer(ctx.reply("file_kept", name=name))
        return
    recent = ctx.uow.leads.of_owners([ctx.who.id], limit=5)
    if not recent:
        ctx.answer(ctx.reply("file_no_customer", name=sign.name))
        return
    message = ctx.uow.messages.by_native(event.origin.platform, ctx.event_key)
    card = ctx.card(
        "file_whose",
        name=sign.name or sign.quote,
        kind=sign.kind,
        leads=recent,
        id=message.id if message else "",
    )
    cards.answer(ctx, card, kind="file", subject=message.id if message else None)


def file_belongs(ctx: Context, message_id: str, lead: Lead) -> Quote:
    """The rep said whose the file is: keep it as that customer's quote or contract."""
    message = ctx.uow.messages.get(message_id)
    sign = quoting.noticed("rep", message.kind, message.text, message.file, None)
    if sign is None:
        sign = QuoteSign("quote", message.text, None, None, None, message.text, None, None)
    sight = quoting.repeats(sign, message.sent_at, [q for q in _on_record(ctx, None, lead.id) if q.open])
    if sight is None:
        return _keep(ctx, sign, lead, None, lead.owner_id, message)
    return _complete(ctx, sight, sign, message) if sight.name is None and sign.by_file else sight
