"""What was said of a customer in the last 72 hours goes with him when he is filed at last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.context import Context

KEPT = timedelta(hours=72)
_MOST = 10
_KEYS = ("phone", "wechat", "name")
_TAKEN = ("company", "phone", "wechat", "email", "source", "region", "need", "budget")


def keep(ctx: Context, fields: Mapping[str, str]) -> None:
    """Keep what was said of somebody who is not filed yet: a name was missing, or he was taken back."""
    if not fields:
        return
    drafts = _drafts(ctx)[-_MOST + 1 :]
    entry = {"fields": dict(fields), "at": ctx.now.isoformat()}
    ctx.uow.dialogues.put(ctx.who.id, "drafts", {"drafts": [*drafts, entry]}, until=ctx.now + KEPT)


def said_before(ctx: Context, fields: Mapping[str, str]) -> dict[str, str]:
    """What was said lately of the same customer, as far as *fields* do not say it: drafts, then chats."""
    found: dict[str, str] = {}
    for draft in reversed(_drafts(ctx)):
        said = draft["fields"]
        if any(fields.get(key) and fields[key] == said.get(key) for key in _KEYS):
            found = {**{f: v for f, v in said.items() if f in _TAKEN}, **found}
    return {f: v for f, v in {**_in_chats(ctx, fields["name"]), **found}.items() if f not in fields}


def _drafts(ctx: Context) -> list[dict[str, dict[str, str]]]:
    noted = ctx.uow.dialogues.get(ctx.who.id, "drafts", ctx.now) or {"drafts": []}
    return [d for d in noted["drafts"] if ctx.now - datetime.fromisoformat(d["at"]) < KEPT]


def _in_chats(ctx: Context, name: str) -> dict[str, str]:
    """What a customer of this name said in the rep's own chats that nobody has filed."""
    found: dict[str, str] = {}
    for chat in ctx.uow.conversations.strangers_of(ctx.who.id, name):
        for fact in ctx.uow.facts.proposed(chat.id):
            if fact.field in _TAKEN and ctx.now - fact.at < KEPT:
                found.setdefault(fact.field, fact.value)
    return found
