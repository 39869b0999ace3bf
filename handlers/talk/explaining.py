"""「为什么」: which messages and words led to a card, and by which rule; numbers masked, recalled words never
shown again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from handlers import dialogue, sources
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.errors import Missing, NotPermitted
from handlers.sources import Source
from handlers.talk import reasons
from handlers.talk.teaching import MATTERS
from nlp import lazy_pattern
from storage.cards import ShownCard

_WHY = lazy_pattern(
    r"(?:这是|这张卡片?|你)?(?:为什么|为啥|为何|凭什么|怎么来的|依据(?:是什么|呢)?)"
    r"(?:这么说|这样|要?建档|推进|提醒我?|判断)?(?:呢|啊)?[?？]?"
)
_MOST = 5
EXPLAINED = frozenset(reasons.RULES) | {"new_lead", "filed", "stage"}
"""Every kind of card: those by a rule, and those that repeat the words they rest on."""


def asked(text: str) -> bool:
    """Whether a text asks why the last card came."""
    return _WHY.fullmatch(text.strip()) is not None


def explain_last(ctx: Context) -> None:
    """为什么, typed after a card."""
    card_id = dialogue.last_card(ctx)
    shown = None if card_id is None else ctx.uow.cards.find(card_id)
    if shown is None:
        raise Missing("why_what")
    _explain(ctx, shown)


def press(_event: CardPressed, shown: ShownCard, _subject: str, ctx: Context) -> None:
    """为什么, in a card's menu."""
    if shown.person_id not in (None, ctx.who.id):
        raise NotPermitted("card_of_other")
    _explain(ctx, shown)


def _explain(ctx: Context, shown: ShownCard) -> None:
    rules = reasons.of_card(ctx, shown)
    found = _unique([*_of_card(ctx, shown), *(source for rule in rules for source in rule.sources)])
    if not found:
        found = _unique(_asked_by(ctx, shown))
    found = found[:_MOST]
    opened = [sources.opened(ctx, each) for each in found]
    sources.remember(ctx, found)
    ctx.answer(
        ctx.reply(
            "why",
            title=str(shown.content.get("title", "")),
            kind=shown.kind,
            sources=opened,
            rules=[{"kind": rule.kind, **rule.words} for rule in rules],
            teachable=shown.kind in MATTERS,
        )
    )


def _of_card(ctx: Context, shown: ShownCard) -> Iterable[Source]:
    subject = shown.subject_id or ""
    suggestion = ctx.uow.suggestions.find(subject)
    if suggestion is not None:
        yield from _of_proposal(suggestion.body, suggestion.message_id)
    quote = ctx.uow.quotes.find(subject)
    if quote is not None:
        yield from reasons.of_quote(quote)
    promise = ctx.uow.promises.find(subject)
    if promise is not None:
        yield reasons.of_promise(promise)
    todo = ctx.uow.todos.find(subject)
    if todo is not None and todo.message_id:
        yield sources.of_message(todo.message_id)
    if ctx.uow.messages.find(subject) is not None:
        yield sources.of_message(subject)
    summary = ctx.uow.summaries.find(subject)
    for point in summary.points if summary is not None else ():
        if point.get("message_id"):
            yield sources.of_message(point["message_id"], point.get("text") or "")
    yield from _of_record(ctx, shown, subject)


def _of_proposal(body: Mapping[str, Any], message_id: str | None) -> Iterable[Source]:
    signal = body.get("signal") or {}
    if signal.get("message_id"):
        yield sources.of_message(signal["message_id"], signal.get("text") or "")
    for evidence in body.get("evidence") or ():
        yield sources.of_message(evidence["message_id"], evidence.get("quote") or "")
    if message_id:
        yield sources.of_message(message_id, str(body.get("quote") or ""))


def _of_record(ctx: Context, shown: ShownCard, subject: str) -> Iterable[Source]:
    """The changes the card tells of: those of its subject, and those of the event that showed it."""
    lead = ctx.uow.leads.find(subject)
    if lead is None:
        changes = ctx.uow.audit.of_subject(subject) if subject else []
    elif shown.kind == "lead":
        changes = [c for c in ctx.uow.audit.of_lead(lead.id) if c.act == "lead.stage" and not c.undone_at][:1]
    else:
        event = ctx.uow.audit.of_event(shown.event_key) if shown.event_key else []
        changes = [change for change in event if change.lead_id == lead.id]
    for change in changes:
        if change.message_id or change.why:
            yield sources.of_change(change)


def _asked_by(ctx: Context, shown: ShownCard) -> Iterable[Source]:
    """The words of the rep that this card answers."""
    message = ctx.uow.messages.by_native(shown.platform, shown.event_key) if shown.event_key else None
    if message is not None:
        yield sources.of_message(message.id)


def _unique(found: Iterable[Source]) -> list[Source]:
    """Each message once, in order."""
    kept: dict[str, Source] = {}
    for each in found:
        key = str(each.get("message_id") or f"{each.get('at')}:{each.get('text')}")
        kept.setdefault(key, each)
    return list(kept.values())


ACTIONS = {"why": press}
