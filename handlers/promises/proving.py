"""Promises as they are kept: by what was sent, said or noted since, or by a word of the rep."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from handlers import alerts, cards
from handlers.context import Context
from handlers.reading import Reading, read
from handlers.sales import promise as rules
from handlers.sales.promise import Said
from storage.conversations import Conversation
from storage.promises import Promise

_SIDE_OF: Mapping[str, str] = {"customer": "customer", "staff": "staff", "rep": "staff"}
_LINES = 30
"""How many lines of a customer's story are looked through for proof."""


def settle(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> None:
    """See which promises the words just read of a conversation show to be kept."""
    owed = ctx.uow.promises.owed_in(conversation.id, conversation.lead_id)
    if not owed:
        return
    said = [_as_proof(reading) for reading in readings]
    for promise in owed:
        _judge(ctx, promise, said)


def judge(ctx: Context, promise: Promise) -> Promise:
    """Look for proof in everything known since a promise was made; returns it as it stands now."""
    if not promise.owed:
        return promise
    chats = {c.id for c in ctx.uow.conversations.of_lead(promise.lead_id)} if promise.lead_id else set()
    chats |= {promise.conversation_id} if promise.conversation_id else set()
    judged = _judge(ctx, promise, _said(ctx, chats, promise))
    if not judged.owed or judged.lead_id is None:
        return judged
    for line in reversed(ctx.uow.timeline.of_lead(judged.lead_id, limit=_LINES)):
        after = line.at > judged.made_at and line.at >= judged.since
        if after and rules.kept_by_story(judged, line.kind, line.text):
            return close(ctx, judged, "kept", by=line.message_id or f"line:{line.id}")
    return judged


def _judge(ctx: Context, promise: Promise, said: list[Said]) -> Promise:
    proof = next((each for each in said if rules.proves(promise, each)), None)
    return promise if proof is None else close(ctx, promise, "kept", by=proof.id)


def _said(ctx: Context, chats: set[str], promise: Promise) -> list[Said]:
    """What was said in these chats since a promise was made, in order."""
    since = max(promise.made_at, promise.since)
    messages = [m for c in sorted(chats) for m in ctx.uow.messages.of_conversation(c, since=since)]
    return [_as_proof(read(ctx, m)) for m in sorted(messages, key=lambda m: (m.sent_at, m.id))]


def _as_proof(reading: Reading) -> Said:
    message = reading.message
    name = None if message.file is None else str(message.file.get("name") or "")
    sender = _SIDE_OF.get(message.sender, message.sender)
    return Said(message.id, sender, message.kind, message.text, name, message.sent_at, reading.analysis)


def close(ctx: Context, promise: Promise, status: str, *, by: str | None) -> Promise:
    """Settle a promise (kept, dropped or withdrawn); its cards say so wherever they were shown."""
    closed = ctx.uow.promises.save(
        dataclasses.replace(promise, status=status, closed_at=ctx.now, closed_by=by)
    )
    ctx.uow.due.cancel(f"promise:{promise.id}")
    ctx.uow.rings.drop_promise(promise.id)
    ctx.record(
        "promise.close",
        "promise",
        promise.id,
        lead_id=promise.lead_id,
        before={"status": promise.status},
        after={"status": status, "text": promise.what},
        message_id=by if by and ctx.uow.messages.find(by) else None,
        by_bot=ctx.actor is None,
    )
    outcome = {"kept": "promise_kept", "dropped": "promise_dropped"}.get(status, "withdrawn")
    cards.close_all(ctx, promise.id, outcome)
    alerts.promise_moved(ctx, closed)
    return closed


def reopen(ctx: Context, promise: Promise, status: str) -> Promise:
    """Owe a promise again; what was taken for its proof counts no more."""
    return ctx.uow.promises.save(
        dataclasses.replace(
            promise, status=status, closed_at=None, closed_by=None, card_id=None, since=ctx.now
        )
    )


def withdraw_from(ctx: Context, message_id: str) -> list[Promise]:
    """A message was taken back: its promises go with it; what it proved is owed again (and returned)."""
    for promise in ctx.uow.promises.from_message(message_id):
        if promise.owed:
            close(ctx, promise, "withdrawn", by=None)
    return [
        reopen(ctx, promise, "open")
        for promise in ctx.uow.promises.closed_by(message_id)
        if promise.status == "kept"
    ]


def due_as_json(promise: Promise) -> dict[str, object]:
    """When a promise is due, as an audit row keeps it."""
    return {
        "due_at": promise.due_at.isoformat() if promise.due_at else None,
        "due_kind": promise.due_kind,
        "has_clock": promise.has_clock,
        "status": promise.status,
        "text": promise.what,
    }
