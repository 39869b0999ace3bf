"""A team member's words, kept as they were written."""

from __future__ import annotations

from handlers.chat.event import MessageReceived
from handlers.context import Context
from storage.conversations import Conversation, Message


def keep_message(event: MessageReceived, ctx: Context) -> str:
    """Keep a team member's words as they were written, once; returns the message's id."""
    known = ctx.uow.messages.by_native(event.origin.platform, ctx.event_key)
    if known is not None:
        return known.id
    conversation = _conversation(event, ctx)
    attachment = event.attachment
    file = None
    if attachment is not None:
        names = ("name", "size", "mime", "sha256", "media_id")
        file = {name: value for name in names if (value := getattr(attachment, name)) is not None}
    message = Message(
        id=ctx.ids("msg"),
        platform=event.origin.platform,
        native_id=ctx.event_key,
        conversation_id=conversation.id,
        sender="rep",
        person_id=ctx.who.id,
        name=ctx.who.name,
        sent_at=event.origin.at,
        received_at=ctx.now,
        kind=event.kind,
        text=event.text,
        file=file,
        extra=dict(event.extra) or None,
        read_at=ctx.now,
    )
    return ctx.uow.messages.add(message).id


def _conversation(event: MessageReceived, ctx: Context) -> Conversation:
    """The rep's own talk with the bot, as a conversation without a customer."""
    ref = event.origin.conversation
    native = f"staff:{ref.id}"
    known = ctx.uow.conversations.by_native(ref.platform, native)
    if known is not None:
        return known
    return ctx.uow.conversations.add(
        Conversation(
            id=ctx.ids("conv"),
            platform=ref.platform,
            native_id=native,
            staff_id=ctx.who.id,
            customer_id=None,
            customer_name=None,
            unionid=None,
            company=None,
            lead_id=None,
            refused=True,
            last_customer_at=None,
            last_staff_at=None,
            created_at=ctx.now,
        )
    )
