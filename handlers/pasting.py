"""A chat the rep pasted or forwarded: split into turns and treated like any captured conversation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import nlp
from handlers import capture, cards, summaries
from handlers.chat.event import CardPressed, MessageReceived
from handlers.context import Context
from handlers.errors import Missing, NotPermitted
from nlp import Paste, Side, Turn
from storage.cards import ShownCard
from storage.conversations import Conversation, Message

PLATFORM = summaries.PASTED


def on_paste(paste: Paste, text: str, event: MessageReceived, ctx: Context) -> None:
    """File a pasted chat under its customer; who of two strangers is the customer is asked."""
    names = _customers(paste.turns)
    staffed = any(turn.side is Side.STAFF for turn in paste.turns)
    if len(names) == 1 or (names and staffed):
        file_turns(ctx, paste.turns, names[0])
        return
    stored = ctx.uow.messages.by_native(event.origin.platform, ctx.event_key)
    if stored is None or not names:
        ctx.answer(ctx.reply("paste_nobody"))
        return
    card = ctx.card("paste_who", names=names[:4], id=stored.id, turns=len(paste.turns))
    cards.answer(ctx, card, kind="paste", subject=stored.id)


def press_customer(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """Which of the names is the customer (subject: the stored message and the name's place)."""
    message_id, _, place = subject.partition("/")
    stored = ctx.uow.messages.find(message_id)
    if stored is not None and stored.person_id != ctx.who.id:
        raise NotPermitted("card_of_other")
    paste = None if stored is None else nlp.paste(stored.text, staff=(), now=ctx.local(stored.sent_at))
    names = [] if paste is None else _customers(paste.turns)
    if paste is None or not place.isdigit() or int(place) >= len(names):
        raise Missing("gone")
    name = names[int(place)]
    sides = [_as(turn, Side.CUSTOMER if turn.name == name else Side.STAFF) for turn in paste.turns]
    file_turns(ctx, sides, name)
    ctx.update(shown.id, ctx.card("paste_who", names=names[:4], id=message_id, turns=len(sides), chosen=name))


def file_turns(ctx: Context, turns: Sequence[Turn], customer: str) -> None:
    """Keep the turns as a conversation with *customer* and read them at once."""
    conversation = _conversation(ctx, customer)
    seen: Counter[str] = Counter()
    new = 0
    for turn in turns:
        new += ctx.uow.messages.add_new(_message(ctx, conversation, turn, customer, seen))
    for side, sender in ((Side.CUSTOMER, "customer"), (Side.STAFF, "staff")):
        moments = [turn.at for turn in turns if turn.side is side and turn.at is not None]
        if moments:
            ctx.uow.conversations.touch(conversation.id, sender=sender, at=max(moments))
    before = ctx.said
    capture.work(ctx, ctx.uow.conversations.get(conversation.id))
    if new:
        summaries.after_paste(ctx, ctx.uow.conversations.get(conversation.id))
    quiet = ctx.said == before
    ctx.answer(ctx.reply("paste_done", customer=customer, turns=len(turns), new=new, nothing=quiet))


def _conversation(ctx: Context, customer: str) -> Conversation:
    native = f"{ctx.who.id}:{customer}"[:200]
    known = ctx.uow.conversations.by_native(PLATFORM, native)
    if known is not None:
        return known
    own = [lead for lead in ctx.uow.leads.named(customer, owners=[ctx.who.id]) if lead.name == customer]
    conversation = Conversation(
        id=ctx.ids("conv"),
        platform=PLATFORM,
        native_id=native,
        staff_id=ctx.who.id,
        customer_id=None,
        customer_name=customer,
        unionid=None,
        company=None,
        lead_id=own[0].id if len(own) == 1 else None,
        refused=False,
        last_customer_at=None,
        last_staff_at=None,
        created_at=ctx.now,
    )
    return ctx.uow.conversations.add(conversation)


def _message(
    ctx: Context, conversation: Conversation, turn: Turn, customer: str, seen: Counter[str]
) -> Message:
    side = "staff" if turn.side is Side.STAFF else "customer"
    told = "|".join((conversation.id, side, turn.at.isoformat() if turn.at else "", turn.text))
    seen[told] += 1
    digest = hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest()[:40]
    return Message(
        id=ctx.ids("msg"),
        platform=PLATFORM,
        native_id=digest,
        conversation_id=conversation.id,
        sender=side,
        person_id=ctx.who.id if side == "staff" else None,
        name=turn.name,
        sent_at=turn.at or ctx.now,
        received_at=ctx.now,
        kind="text",
        text=turn.text,
        file=None,
        extra=None,
    )


def _customers(turns: Sequence[Turn]) -> list[str]:
    """The names that are not ours, the one who speaks most first; known customers before strangers."""
    sure = [turn.name for turn in turns if turn.name and turn.side is Side.CUSTOMER]
    names = sure or [turn.name for turn in turns if turn.name and turn.side is not Side.STAFF]
    return [name for name, _ in Counter(names).most_common()]


def _as(turn: Turn, side: Side) -> Turn:
    return Turn(id=turn.id, side=side, text=turn.text, at=turn.at, name=turn.name)
