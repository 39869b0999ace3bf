"""What a team called a false alarm: the same pattern does not fire again.

A pattern is a kind of reading or alarm, and what started it: the words that were said, the name of a file, a
customer's stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import dialogue
from handlers.context import Context
from nlp import lazy_pattern
from storage.lessons import Lesson
from storage.quotes import Quote

ALARM = "alarm:"
"""How the kinds of patterns begin that keep an alarm from ringing."""
_DIGITS = lazy_pattern(r"\d+")
_ENDING = lazy_pattern(r"\.[0-9A-Za-z]{1,5}$")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Pattern:
    """``kind`` and ``words`` are compared; ``text`` is how people are told of it."""

    kind: str
    words: str
    text: str


def fold(words: str) -> str:
    """Words as two sayings of the same thing are compared: no punctuation, no case, figures alike."""
    return _DIGITS.sub("#", dialogue.plain(words))[:_LONGEST]


def said(kind: str, text: str) -> Pattern:
    """The pattern of a reading of somebody's words."""
    return Pattern(kind, fold(text), text)


def of_paper(
    ctx: Context,
    kind: str,
    name: str | None,
    words: str | None,
    *,
    lead_id: str | None,
    conversation_id: str | None,
) -> Pattern:
    """The pattern of a quote or contract: its file's *name* without the customer's and without figures, or
    the *words* that told of it."""
    chat = ctx.uow.conversations.find(conversation_id) if conversation_id else None
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    names = [lead.name, lead.company] if lead else []
    names += [chat.customer_name, chat.company] if chat else []
    text = _ENDING.sub("", name) if name else words or ""
    general = text
    for each in sorted((each for each in names if each), key=len, reverse=True):
        general = general.replace(each, "")
    return Pattern(kind, fold(general) or fold(text), text)


def of_quote(ctx: Context, kind: str, quote: Quote) -> Pattern:
    """The pattern of a quote that was kept."""
    return of_paper(
        ctx, kind, quote.name, quote.quote, lead_id=quote.lead_id, conversation_id=quote.conversation_id
    )


def of_alarm(
    ctx: Context, kind: str, *, subject_id: str, lead_id: str | None, words: Mapping[str, Any]
) -> Pattern | None:
    """The pattern of an alarm and what started it; None when there is nothing to tell it by.

    One by rule is known by the customer (and his stage, or the day), one for a first touch by the source.
    """
    if kind in ("waiting", "first_response"):
        return said(f"{ALARM}waiting", str(words.get("said") or ""))
    if kind in ("quote_unread", "quote_opened"):
        quote = ctx.uow.quotes.find(subject_id)
        return None if quote is None else of_quote(ctx, f"{ALARM}{kind}", quote)
    if kind == "promise":
        return said("promise", str(words.get("quote") or ""))
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    if lead is None:
        return None
    if kind == "first_touch" and lead.source:
        return said(f"{ALARM}first_touch", lead.source)
    more = str(words.get("stage") or words.get("label") or "")
    text = f"{lead.name} · {more}" if more else lead.name
    return Pattern(f"{ALARM}{kind}", f"{lead.id}:{more}", text)


def team_of(ctx: Context, person_id: str) -> str:
    """Whose team somebody belongs to: the id of who leads him directly, else his own."""
    person = ctx.uow.people.find(person_id)
    return person_id if person is None or person.manager_id is None else person.manager_id


def patterns(ctx: Context, person_id: str) -> frozenset[tuple[str, str]]:
    """What must not fire for a person's team: (kind, folded words)."""
    if not ctx.uow.lessons.any():
        return frozenset()
    return ctx.uow.lessons.patterns(team_of(ctx, person_id))


def knows(ctx: Context, person_id: str, pattern: Pattern | None) -> bool:
    """Whether a person's team was taught that this is a false alarm."""
    return pattern is not None and (pattern.kind, pattern.words) in patterns(ctx, person_id)


def teach(ctx: Context, person_id: str, wrong: Iterable[Pattern]) -> list[Lesson]:
    """Keep what was wrong for a person's team; a pattern without words teaches nothing."""
    team = team_of(ctx, person_id)
    kept = []
    for pattern in {(each.kind, each.words): each for each in wrong if each.words}.values():
        lesson = Lesson(
            ctx.ids("lesson"), team, pattern.kind, pattern.words, pattern.text[:_LONGEST], ctx.who.id, ctx.now
        )
        lesson = ctx.uow.lessons.teach(lesson)
        ctx.record("lesson.teach", "lesson", lesson.id, after={"kind": lesson.kind, "text": lesson.text})
        kept.append(lesson)
    return kept
