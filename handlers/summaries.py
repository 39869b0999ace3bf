"""A chat in exactly three points: shown to the one who led it, corrected with a tap, then kept.

A summary goes to the team member of the conversation and to nobody else; there is no way to address it to
a customer. What the rep rewrites stands beside what was read, never instead of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import nlp
from handlers import cards, customers, dialogue, records, wrapups
from handlers.chat.content import Card
from handlers.chat.event import CardPressed, MessageReceived, TimerFired
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from handlers.reading import turns
from handlers.sales.masking import mask_phones_in
from handlers.sales.permission import Act
from nlp import DigestPoint
from storage.cards import ShownCard
from storage.conversations import Conversation, Message
from storage.summaries import Summary

QUIET = timedelta(hours=1)
"""A chat that has rested this long is over for now."""
LONG_TURNS = 8
"""A chat of more turns than this is summed up by itself."""
MOST_TURNS = 400
REACH = timedelta(days=30)
"""How far back a summary asked for reaches when there was none before."""

PASTED = "paste"
"""The platform of conversations that a rep pasted; they are summed up when they come."""

POINTS = ("concern", "new_request", "next_step")


def expect(ctx: Context, conversation: Conversation) -> None:
    """Look at a conversation again when it has rested for a while."""
    last = max(
        (at for at in (conversation.last_customer_at, conversation.last_staff_at) if at), default=ctx.now
    )
    at = max(last, ctx.now) + QUIET
    ctx.later(f"summary:{conversation.id}", kind="summary", subject=conversation.id, at=at)


def on_quiet(event: TimerFired, ctx: Context) -> None:
    """A chat has rested: sum it up when it was a long one and nothing was said since."""
    conversation = ctx.uow.conversations.find(event.subject)
    if conversation is None or conversation.refused or conversation.staff_id is None:
        return
    messages = _unsummed(ctx, conversation)
    if len(messages) <= LONG_TURNS:
        return
    if ctx.now - messages[-1].sent_at < QUIET:
        ctx.later(
            f"summary:{conversation.id}",
            kind="summary",
            subject=conversation.id,
            at=messages[-1].sent_at + QUIET,
        )
        return
    _show(ctx, conversation, messages, quiet=True)


def after_paste(ctx: Context, conversation: Conversation) -> bool:
    """A pasted chat is summed up at once when it has something to sum up; whether it was."""
    messages = _unsummed(ctx, conversation)
    if len(messages) < 2:
        return False
    return _show(ctx, conversation, messages, quiet=False, only_if_said=True)


def on_command(ctx: Context, request: Request) -> None:
    """总结一下和张总的聊天; without a customer, the day's or week's wrap-up."""
    if request.name is None and not _means_a_chat(request.text):
        wrapups.tell(ctx, request)
        return
    lead = customers.customer(ctx, request, Act.SEE)
    conversations = ctx.uow.conversations.of_lead(lead.id)
    chats = [(c, _recent(ctx, c)) for c in conversations]
    talked = [(c, messages) for c, messages in chats if messages]
    if not talked:
        ctx.answer(ctx.reply("summary_no_chat", name=lead.name))
        return
    conversation, messages = max(talked, key=lambda each: each[1][-1].sent_at)
    _show(ctx, conversation, messages, quiet=False, person_id=ctx.who.id)


def _means_a_chat(text: str) -> bool:
    return any(word in text for word in ("聊天", "对话", "他", "她", "这个客户", "刚才"))


def _unsummed(ctx: Context, conversation: Conversation) -> list[Message]:
    last = ctx.uow.summaries.last_of(conversation.id)
    since = ctx.now - REACH if last is None else last.to_at + timedelta(microseconds=1)
    return ctx.uow.messages.of_conversation(conversation.id, since=since, limit=MOST_TURNS)


def _recent(ctx: Context, conversation: Conversation) -> list[Message]:
    return ctx.uow.messages.of_conversation(conversation.id, since=ctx.now - REACH, limit=MOST_TURNS)


def _show(
    ctx: Context,
    conversation: Conversation,
    messages: Sequence[Message],
    *,
    quiet: bool,
    person_id: str | None = None,
    only_if_said: bool = False,
) -> bool:
    reader = person_id or conversation.staff_id
    if reader is None:
        return False
    digest = nlp.digest(turns(messages), vocabulary=ctx.policies.vocabulary)
    points = [_kept(about, getattr(digest, about)) for about in POINTS]
    if only_if_said and sum(point["text"] is not None for point in points) < 2:
        return False
    summary = Summary(
        id=ctx.ids("sum"),
        conversation_id=conversation.id,
        lead_id=conversation.lead_id,
        person_id=reader,
        points=points,
        status="open",
        card_id=None,
        from_at=messages[0].sent_at,
        to_at=messages[-1].sent_at,
        created_at=ctx.now,
    )
    card_id = cards.show(ctx, reader, _card(ctx, summary), kind="summary", subject=summary.id, quiet=quiet)
    ctx.uow.summaries.add(dataclasses.replace(summary, card_id=card_id))
    return True


def _kept(about: str, found: Sequence[DigestPoint]) -> dict[str, Any]:
    """A point as it is stored: the words said, where they stand, and room for the rep's own."""
    if not found:
        return {"about": about, "text": None, "message_id": None, "start": None, "end": None, "edited": None}
    point = found[0]
    return {
        "about": about,
        "text": point.text,
        "message_id": point.turn,
        "start": point.start,
        "end": point.end,
        "edited": None,
    }


def words_of(point: Mapping[str, Any]) -> str | None:
    """What a point says now: the rep's words where he gave some, else those that were said."""
    words = point["edited"] or point["text"]
    return None if words is None else mask_phones_in(words)


def _card(ctx: Context, summary: Summary) -> Card:
    conversation = ctx.uow.conversations.get(summary.conversation_id)
    lead = ctx.uow.leads.find(summary.lead_id) if summary.lead_id else None
    points = [{**point, "words": words_of(point)} for point in summary.points]
    return ctx.card(
        "summary",
        id=summary.id,
        customer=lead.name if lead else conversation.customer_name,
        points=points,
        from_at=summary.from_at,
        to_at=summary.to_at,
        status=summary.status,
    )


# -- the rep's taps --------------------------------------------------------------------------------


def press_confirm(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """都对: the three points go into the customer's story."""
    summary = _open(ctx, subject)
    confirmed = ctx.uow.summaries.save(dataclasses.replace(summary, status="confirmed", decided_at=ctx.now))
    ctx.record(
        "summary.confirm",
        "summary",
        summary.id,
        lead_id=summary.lead_id,
        before={"status": "open"},
        after={"status": "confirmed"},
    )
    if summary.lead_id is not None:
        text = ctx.reply("summary_line", points=[words_of(point) for point in summary.points]).body
        ctx.tell(summary.lead_id, "summary", text, at=summary.to_at, subject_id=summary.id)
    ctx.update(shown.id, _card(ctx, confirmed))


def press_drop(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不用记: nothing is kept on the customer."""
    summary = _open(ctx, subject)
    dropped = ctx.uow.summaries.save(dataclasses.replace(summary, status="dropped", decided_at=ctx.now))
    ctx.update(shown.id, _card(ctx, dropped))


def press_edit(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """改一条: the next words replace that point (subject: summary and which point)."""
    summary_id, _, about = subject.partition("/")
    _open(ctx, summary_id)
    if about not in POINTS:
        raise Missing("card_gone")
    dialogue.ask(ctx, "summary_point", summary_id=summary_id, about=about)
    ctx.answer(ctx.reply("summary_edit", about=about))


def on_edit(question: dict[str, str], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The rep's own words for a point; what was read stays beside them."""
    dialogue.answered(ctx)
    summary = _open(ctx, question["summary_id"])
    points = [
        {**point, "edited": text.strip()[:200]} if point["about"] == question["about"] else dict(point)
        for point in summary.points
    ]
    edited = ctx.uow.summaries.save(dataclasses.replace(summary, points=points))
    ctx.record(
        "summary.edit",
        "summary",
        summary.id,
        lead_id=summary.lead_id,
        before={"points": [dict(point) for point in summary.points]},
        after={"points": points},
    )
    if summary.card_id is not None:
        ctx.update(summary.card_id, _card(ctx, edited))


def _open(ctx: Context, summary_id: str) -> Summary:
    summary = ctx.uow.summaries.find(summary_id)
    if summary is None or summary.status != "open":
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, summary.person_id)
    return summary


def unconfirm(ctx: Context, summary_id: str) -> bool:
    """Take a confirmation back: the story loses the line, the card gets its buttons again."""
    summary = ctx.uow.summaries.find(summary_id)
    if summary is None or summary.status != "confirmed":
        return False
    opened = ctx.uow.summaries.save(dataclasses.replace(summary, status="open", decided_at=None))
    if summary.lead_id is not None:
        ctx.uow.timeline.withdraw_subject(summary.lead_id, summary.id)
    if summary.card_id is not None:
        ctx.update(summary.card_id, _card(ctx, opened))
    return True


def unedit(
    ctx: Context, summary_id: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> bool:
    """Take an edit back, unless the point was edited again since."""
    summary = ctx.uow.summaries.find(summary_id)
    if (
        summary is None
        or summary.status != "open"
        or [dict(p) for p in summary.points] != [dict(p) for p in after]
    ):
        return False
    restored = ctx.uow.summaries.save(dataclasses.replace(summary, points=[dict(p) for p in before]))
    if summary.card_id is not None:
        ctx.update(summary.card_id, _card(ctx, restored))
    return True
