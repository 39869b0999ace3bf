"""Every act's inverse: what was changed by itself or by mistake is taken back, newest first.

Field by field a person's later edit wins: a value goes back only where it still is what the act left.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers import cards, dialogue, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from handlers.sales.permission import Act
from handlers.undo.inverses import INVERSES
from handlers.words import UNDO_KEPT
from storage.audit import Change
from storage.cards import ShownCard

_SCOPES: Mapping[str, tuple[str, ...]] = {
    "quote": ("quote.",),
    "learned": ("lead.field", "lead.tag", "lead.tie"),
    "merged": ("lead.merge",),
    "stage": ("lead.stage", "suggestion."),
}
"""A card takes back what it tells of; one event may have made several cards."""


def undo_event(ctx: Context, event_key: str) -> list[str]:
    """Take back everything an event changed, newest first; returns a line for each thing taken back.

    Raises ``NotPermitted`` when one of its changes is not the acting person's to take back.
    """
    done, _ = take_back(ctx, ctx.uow.audit.of_event(event_key))
    return done


def press(event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """撤销 on a card: what the card tells of is taken back, and the card says so."""
    changes = [change for change in ctx.uow.audit.of_event(subject) if told_by(shown, change)]
    if not changes:
        raise Missing("card_gone")
    if not any(_open(change) for change in changes):
        cards.close(ctx, shown, "undone")
        ctx.answer(ctx.reply("undone_already"))
        return
    if not in_time(ctx, changes):
        _too_late(ctx, shown, changes)
        return
    done, kept = take_back(ctx, changes)
    if done:
        cards.close(ctx, shown, "undone")
    ctx.answer(ctx.reply("undone", done=done, kept=kept))


def in_time(ctx: Context, changes: Sequence[Change]) -> bool:
    """Whether what was changed may still be taken back: within a day of the first of it."""
    return ctx.now - min(change.at for change in changes) < UNDO_KEPT


def _too_late(ctx: Context, shown: ShownCard, changes: Sequence[Change]) -> None:
    """The window is over: the card loses the button, and its presser hears what happened since."""
    card = cards.content(shown)
    left = tuple(button for button in card.buttons if not button.action.startswith("undo:"))
    if left:
        ctx.update(shown.id, dataclasses.replace(card, buttons=left), optional=True)
    else:
        cards.close(ctx, shown, "undo_over")
    ctx.answer(ctx.reply("undo_over", title=card.title, **since(ctx, shown, changes)))


def since(ctx: Context, shown: ShownCard, changes: Sequence[Change]) -> dict[str, Any]:
    """What a customer's story tells since then: ``at`` of the deed, ``name``, at most three ``lines``."""
    lead_id = next((change.lead_id for change in changes if change.lead_id), None)
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    told = ctx.uow.timeline.of_lead(lead.id, limit=20) if lead else []
    lines = [
        {"at": line.at, "kind": line.kind, "text": line.text} for line in told if line.at > shown.created_at
    ]
    return {"at": changes[0].at, "name": lead.name if lead else None, "lines": lines[:3]}


def undo_last(ctx: Context, _request: Request) -> None:
    """撤销: take back the last thing of the acting person, or of the bot for him, within a day."""
    for noted in dialogue.last_events(ctx):
        changes = ctx.uow.audit.of_event(noted["key"])
        if any(_open(change) for change in changes):
            done, kept = take_back(ctx, changes)
            ctx.answer(ctx.reply("undone", done=done, kept=kept))
            return
    raise Missing("nothing_to_undo")


def changed_anything(ctx: Context) -> bool:
    """Whether the event being handled changed something that can be taken back."""
    return any(_open(change) for change in ctx.uow.audit.of_event(ctx.event_key))


def take_back(ctx: Context, changes: Sequence[Change]) -> tuple[list[str], list[str]]:
    """Apply the inverses in the order given: lines for what was taken back, and for what was kept
    because somebody changed it since."""
    waiting = [change for change in changes if _open(change)]
    for change in waiting:
        _require(ctx, change)
    done: list[str] = []
    kept: list[str] = []
    taken: list[Change] = []
    for change in waiting:
        line = _line(ctx, change)
        if not INVERSES[change.act](ctx, change):
            kept += [line] if line else []
            continue
        if change.id is not None:
            ctx.uow.audit.mark_undone(change.id, ctx.now)
        ctx.record("undo", change.subject_kind, change.subject_id, lead_id=change.lead_id, undoes=change.id)
        done += [line] if line else []
        taken.append(change)
    _close_cards(ctx, taken)
    return list(dict.fromkeys(done)), list(dict.fromkeys(kept))


def _close_cards(ctx: Context, taken: Sequence[Change]) -> None:
    """Cards that tell of nothing but what was taken back say so, wherever they were shown."""
    for change in taken:
        subjects = dict.fromkeys(each for each in (change.subject_id, change.lead_id) if each)
        for shown in (card for subject in subjects for card in ctx.uow.cards.of_subject(subject)):
            if _names_event(shown, change.event_key) and told_by(shown, change):
                left = ctx.uow.audit.of_event(change.event_key or "")
                if not any(_open(each) and told_by(shown, each) for each in left):
                    cards.close(ctx, shown, "undone")


def _names_event(shown: ShownCard, event_key: str | None) -> bool:
    """Whether the card's 撤销 is for this event."""
    return any(button.action == f"undo:{event_key}" for button in cards.content(shown).buttons)


def told_by(shown: ShownCard, change: Change) -> bool:
    """Whether a card tells of a change; one event may have made several cards."""
    scope = _SCOPES.get(shown.kind)
    if scope is None:
        return True
    if change.act.startswith("suggestion.") and change.subject_id != shown.subject_id:
        return False
    return change.act.startswith(scope)


def _open(change: Change) -> bool:
    return change.undone_at is None and change.act in INVERSES


def _require(ctx: Context, change: Change) -> None:
    lead = ctx.uow.leads.find(change.lead_id) if change.lead_id else None
    owner = lead.owner_id if lead is not None else change.actor_id
    if change.act == "lead.assign" and change.actor_id == ctx.who.id:
        return
    if owner is not None:
        records.require(ctx, Act.UNDO, owner)


def _line(ctx: Context, change: Change) -> str:
    lead = ctx.uow.leads.find(change.lead_id) if change.lead_id else None
    before = change.before or {}
    stage = before.get("stage")
    todo = ctx.uow.todos.find(change.subject_id) if change.subject_kind == "todo" else None
    return ctx.reply(
        "undo_line",
        act=change.act,
        name=lead.name if lead else None,
        field=before.get("field") or (change.after or {}).get("field"),
        tag=(change.after or {}).get("tag"),
        text=(change.after or {}).get("text") or (todo.text if todo else None),
        to=(change.after or {}).get("to"),
        stage=ctx.policies.funnel.get(stage).name if stage else None,
    ).body


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {"undo": press}
