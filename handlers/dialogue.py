"""What a talk is about just now: the open question, the choice on offer, the customer last spoken of.

Everything here is forgotten by itself when its time has run out; nothing here is business state.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers.chat.content import Card
from handlers.context import Context
from handlers.words import UNDO_KEPT
from nlp import lazy_pattern
from storage.leads import Lead

CUSTOMER_KEPT = timedelta(minutes=10)
QUESTION_KEPT = timedelta(minutes=30)
CHOICE_KEPT = timedelta(minutes=10)
NUMBERING_KEPT = timedelta(hours=1)
CARDS_KEPT = timedelta(days=7)
LABELS_KEPT = timedelta(hours=4)

_MOST_CARDS = 30
_MOST_EVENTS = 20
_OWN_WORDS = ("undo", "choose", "hint", "why", "wrong")
"""Buttons whose words are commands of their own, understood without a card."""
_MARKUP = lazy_pattern(r"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_COUNT = lazy_pattern(r"第?[一二三四五六七八九十]+[个条]?")


# -- the customer last spoken of -------------------------------------------------------------------


def remember_customer(ctx: Context, lead: Lead) -> None:
    """Note the customer the acting person just spoke of."""
    before = last_customers(ctx)
    others = [each for each in before if each != lead.id]
    body = {"lead_id": lead.id} | ({"before": others[0]} if others else {})
    ctx.uow.dialogues.put(ctx.who.id, "customer", body, until=ctx.now + CUSTOMER_KEPT)


def last_customer(ctx: Context) -> str | None:
    """Id of the customer spoken of in the last ten minutes."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "customer", ctx.now)
    return None if noted is None else str(noted["lead_id"])


def last_customers(ctx: Context) -> list[str]:
    """Ids of the last two customers spoken of, the newest first."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "customer", ctx.now)
    found = [] if noted is None else [noted["lead_id"], noted.get("before")]
    return [str(each) for each in found if each]


# -- the to-do last spoken of ----------------------------------------------------------------------


def remember_todo(ctx: Context, person_id: str, todo_id: str, how: str) -> None:
    """Note the to-do that was just set, listed alone, or rang (*how*: set, listed, rang)."""
    kept = NUMBERING_KEPT if how == "rang" else CUSTOMER_KEPT
    body = {"id": todo_id, "how": how, "at": ctx.now.isoformat()}
    ctx.uow.dialogues.put(person_id, "todo", body, until=ctx.now + kept)


def last_todo(ctx: Context) -> dict[str, str] | None:
    """The to-do just spoken of: its ``id``, ``how`` it came up and ``at`` what moment."""
    return ctx.uow.dialogues.get(ctx.who.id, "todo", ctx.now)


def forget_todo(ctx: Context) -> None:
    """Several to-dos were shown at once: none of them is the one last spoken of."""
    ctx.uow.dialogues.drop(ctx.who.id, "todo")


# -- the open question -----------------------------------------------------------------------------


def ask(ctx: Context, kind: str, **body: Any) -> None:  # noqa: ANN401 - JSON
    """Open a question to the acting person; the one open before is dropped."""
    ctx.uow.dialogues.put(ctx.who.id, "question", {"kind": kind, **body}, until=ctx.now + QUESTION_KEPT)


def question(ctx: Context) -> dict[str, Any] | None:
    """The question the acting person has not answered yet: its ``kind`` and what ``ask`` was given."""
    return ctx.uow.dialogues.get(ctx.who.id, "question", ctx.now)


def answered(ctx: Context) -> None:
    """Close the open question."""
    ctx.uow.dialogues.drop(ctx.who.id, "question")


def has_words(text: str) -> bool:
    """Whether a text says anything: a bare number, punctuation, emoji or markup is no answer in words."""
    said = _MARKUP.sub(" ", text).strip()
    return any(c.isalpha() for c in said) and _COUNT.fullmatch(said) is None


# -- a choice on offer -----------------------------------------------------------------------------


def offer(ctx: Context, body: Mapping[str, Any]) -> None:
    """Note the command that waits for a choice, and between what to choose."""
    ctx.uow.dialogues.put(ctx.who.id, "choice", body, until=ctx.now + CHOICE_KEPT)


def choice(ctx: Context) -> dict[str, Any] | None:
    """The command that waits for a choice."""
    return ctx.uow.dialogues.get(ctx.who.id, "choice", ctx.now)


def chosen(ctx: Context) -> None:
    """Forget the choice on offer."""
    ctx.uow.dialogues.drop(ctx.who.id, "choice")


# -- a write that waits for its button -------------------------------------------------------------


def await_confirmation(ctx: Context, suggestion_id: str, *, until: datetime) -> None:
    """Note the one write the acting person is being asked about."""
    ctx.uow.dialogues.put(ctx.who.id, "confirm", {"id": suggestion_id}, until=until)


def confirmation(ctx: Context) -> str | None:
    """Id of the write the acting person is being asked about."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "confirm", ctx.now)
    return None if noted is None else str(noted["id"])


def confirmed(ctx: Context) -> None:
    """Forget it: it was decided."""
    ctx.uow.dialogues.drop(ctx.who.id, "confirm")


# -- cards that can be answered by typing ----------------------------------------------------------


def last_card(ctx: Context) -> str | None:
    """Id of the card last shown to the acting person."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "card", ctx.now)
    return None if noted is None else str(noted["id"])


def remember_card(ctx: Context, person_id: str, card_id: str, card: Card) -> None:
    """Note a card as the one last shown, and what may be typed instead of pressing its buttons."""
    labels = {plain(button.label): button.action for button in card.buttons}
    ctx.uow.dialogues.put(person_id, "card", {"id": card_id, "labels": labels}, until=ctx.now + CARDS_KEPT)
    commands = {
        plain(button.command): button.action
        for button in (*card.buttons, *card.menu)
        if button.action.partition(":")[0] not in _OWN_WORDS
    }
    if not commands:
        return
    noted = ctx.uow.dialogues.get(person_id, "cards", ctx.now) or {"cards": []}
    cards = [*noted["cards"], {"id": card_id, "commands": commands}][-_MOST_CARDS:]
    ctx.uow.dialogues.put(person_id, "cards", {"cards": cards}, until=ctx.now + CARDS_KEPT)


def typed_buttons(ctx: Context, text: str) -> list[tuple[str, str]]:
    """Buttons of open cards whose command was typed, newest card first: (card id, action)."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "cards", ctx.now) or {"cards": []}
    typed = plain(text)
    found: dict[str, str] = {}
    for entry in reversed(noted["cards"]):
        action = entry["commands"].get(typed)
        if action is None or action in found.values():
            continue
        shown = ctx.uow.cards.find(entry["id"])
        if shown is not None and shown.status == "open":
            found[entry["id"]] = action
    return list(found.items()) or _labelled(ctx, typed)


def _labelled(ctx: Context, typed: str) -> list[tuple[str, str]]:
    """The button of the card last shown whose label alone was typed (「建档」 for 建档 张总)."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "card", ctx.now) or {}
    labels: dict[str, str] = noted.get("labels") or {}
    shown = ctx.uow.cards.find(noted["id"]) if typed in labels else None
    if shown is None or shown.status != "open" or ctx.now - shown.created_at >= LABELS_KEPT:
        return []
    return [(shown.id, labels[typed])]


def plain(text: str) -> str:
    """Typed words without width, case, blanks and punctuation: 「建档 张总！」 is 建档张总."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c)[0] not in "PCS")


# -- what can be taken back ------------------------------------------------------------------------


def remember_event(ctx: Context, person_id: str) -> None:
    """Note that this event changed something, for 「撤销」 without naming what."""
    noted = ctx.uow.dialogues.get(person_id, "undo", ctx.now) or {"events": []}
    events = [e for e in noted["events"] if e["key"] != ctx.event_key]
    events.append({"key": ctx.event_key, "at": ctx.now.isoformat()})
    ctx.uow.dialogues.put(person_id, "undo", {"events": events[-_MOST_EVENTS:]}, until=ctx.now + UNDO_KEPT)


def last_events(ctx: Context) -> list[dict[str, str]]:
    """Events of the acting person (and the bot's for him) that changed something, newest first."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "undo", ctx.now) or {"events": []}
    recent = [e for e in noted["events"] if ctx.now - datetime.fromisoformat(e["at"]) < UNDO_KEPT]
    return list(reversed(recent))
