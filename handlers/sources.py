"""Where something comes from: the message as it was said, by whom and when; else who did it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handlers import dialogue
from handlers.context import Context
from handlers.sales.masking import mask_phones_in
from storage.audit import Change, Moment
from storage.conversations import Message

Source = Mapping[str, Any]
"""``message_id`` (or None), ``at`` (ISO), ``actor_id`` and the ``text`` it led to; plain data."""


def of_moment(moment: Moment) -> Source:
    """The source of a line of a customer's story."""
    return {
        "message_id": moment.message_id,
        "at": moment.at.isoformat(),
        "actor_id": moment.actor_id,
        "kind": moment.kind,
        "text": moment.text,
    }


def of_change(change: Change) -> Source:
    """The source of a change: its message, else the words it rests on."""
    return {
        "message_id": change.message_id,
        "at": change.at.isoformat(),
        "actor_id": change.actor_id,
        "kind": "change",
        "text": change.why or "",
    }


def of_message(message_id: str, quote: str = "") -> Source:
    """The source that a message is."""
    return {"message_id": message_id, "at": None, "actor_id": None, "kind": "message", "text": quote}


def remember(ctx: Context, sources: Sequence[Source]) -> None:
    """Note the sources of an answer's lines, in their order, for 「看来源 2」."""
    body = {"sources": [dict(each) for each in sources]}
    ctx.uow.dialogues.put(ctx.who.id, "sources", body, until=ctx.now + dialogue.NUMBERING_KEPT)


def remembered(ctx: Context) -> list[Source]:
    """The sources of the answer last given within the hour."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "sources", ctx.now)
    return [] if noted is None else list(noted["sources"])


def opened(ctx: Context, source: Source) -> dict[str, Any]:
    """A source in words: who said what when; numbers masked. A recalled message is not shown again."""
    message_id = source.get("message_id")
    message = ctx.uow.messages.find(str(message_id)) if message_id else None
    if message is not None:
        return _said(ctx, message)
    actor = ctx.uow.people.find(str(source["actor_id"])) if source.get("actor_id") else None
    at = source.get("at")
    return {
        "who": _called(ctx, actor.id, actor.name) if actor else None,
        "at": datetime.fromisoformat(at) if at else None,
        "words": mask_phones_in(str(source.get("text") or "")),
        "said": False,
        "recalled": False,
    }


def _said(ctx: Context, message: Message) -> dict[str, Any]:
    file = (message.file or {}).get("name")
    words = message.text or (f"[文件] {file}" if file else "")
    return {
        "who": _speaker(ctx, message),
        "at": message.sent_at,
        "words": mask_phones_in(words),
        "said": True,
        "recalled": message.recalled_at is not None,
    }


def _speaker(ctx: Context, message: Message) -> str | None:
    person = ctx.uow.people.find(message.person_id) if message.person_id else None
    if person is not None:
        return _called(ctx, person.id, person.name)
    chat = ctx.uow.conversations.find(message.conversation_id) if message.conversation_id else None
    if message.sender == "customer":
        return message.name or (chat.customer_name if chat else None)
    staff = ctx.uow.people.find(chat.staff_id) if chat and chat.staff_id else None
    return message.name or (None if staff is None else _called(ctx, staff.id, staff.name))


def _called(ctx: Context, person_id: str, name: str) -> str:
    return ctx.reply("you").body if ctx.actor is not None and ctx.actor.id == person_id else name
