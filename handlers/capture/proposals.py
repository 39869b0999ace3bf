"""Writing a proposal down: the same thing is proposed at most once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from handlers.context import Context
from storage.conversations import Conversation
from storage.leads import Lead
from storage.suggestions import Suggestion


def propose(
    ctx: Context,
    key: str,
    kind: str,
    conversation: Conversation,
    *,
    lead: Lead | None,
    body: Mapping[str, object],
    message_id: str | None,
    status: str = "open",
    reopen: Suggestion | None = None,
) -> Suggestion:
    """Write a proposal down; one that was withdrawn (its message was recalled) may be made again."""
    if reopen is not None:
        again = dataclasses.replace(
            reopen, body=dict(body), status="open", message_id=message_id, card_id=None, decided_at=None
        )
        return ctx.uow.suggestions.save(again)
    suggestion = Suggestion(
        id=ctx.ids("sug"),
        key=key,
        kind=kind,
        conversation_id=conversation.id,
        lead_id=None if lead is None else lead.id,
        person_id=conversation.staff_id,
        body=dict(body),
        status=status,
        card_id=None,
        message_id=message_id,
        created_at=ctx.now,
    )
    return ctx.uow.suggestions.add(suggestion)
