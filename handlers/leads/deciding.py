"""The buttons of a question about a write: do exactly that write, or leave everything as it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from handlers import cards, dialogue, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.leads import closing, confirming, filing, removing, writing
from handlers.sales.permission import Act
from storage.cards import ShownCard
from storage.leads import Lead
from storage.suggestions import Suggestion

Write = Callable[[Context, Lead, Mapping[str, Any], Suggestion], None]

WRITES: Mapping[str, tuple[Act, Write]] = {
    "lost": (Act.CLOSE, closing.lose),
    "reopen": (Act.CLOSE, writing.reopen_lost),
    "assign": (Act.ASSIGN, writing.hand_over),
    "merge": (Act.MERGE, removing.merge),
    "delete": (Act.MERGE, removing.delete),
}


def press_do(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """确定, or one of the reasons (subject: the question, then the reason)."""
    sug_id, _, reason = subject.partition("/")
    found = confirming.open_write(ctx, sug_id, shown)
    if found is None:
        return
    asked, lead = found
    act, write = WRITES[asked.body["act"]]
    records.require(ctx, act, lead.owner_id)
    _decide(ctx, asked, "accepted")
    filing.spoken_of(ctx, lead)
    write(ctx, lead, {**asked.body["write"], **({"reason": reason} if reason else {})}, asked)
    cards.close(ctx, shown, "confirmed")


def press_leave(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不了."""
    found = confirming.open_write(ctx, subject, shown)
    if found is None:
        return
    asked, lead = found
    ctx.uow.suggestions.save(
        dataclasses.replace(asked, status="refused", decided_at=ctx.now, decided_by=ctx.who.id)
    )
    dialogue.confirmed(ctx)
    ctx.uow.due.cancel(f"confirm:{asked.id}")
    cards.close(ctx, shown, "left")
    ctx.answer(ctx.reply("left_alone", name=lead.name))


def _decide(ctx: Context, asked: Suggestion, status: str) -> None:
    filing.decide(ctx, asked, status, lead=None, by_bot=False)
    dialogue.confirmed(ctx)
    ctx.uow.due.cancel(f"confirm:{asked.id}")


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "do": press_do,
    "leave": press_leave,
}
