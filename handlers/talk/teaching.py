"""「误报」: a card was wrong. It is taken back, and the same pattern does not fire again for the team.

Every card that the bot pushes by itself because it read or noticed something has its line in ``MATTERS``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers import alerts, cards, dialogue, lessons, promises, undo
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.errors import Missing, NotPermitted
from handlers.lessons import ALARM, Pattern
from handlers.talk import taught
from nlp import lazy_pattern
from storage.alerts import Alert
from storage.audit import Change
from storage.cards import ShownCard
from storage.facts import FactStatus
from storage.lessons import Lesson
from storage.promises import Promise
from storage.suggestions import Suggestion

_WRONG = lazy_pattern(r"(?:这是|是|这个是|这条是)?(?:误报|报错了|误判|判断错了|看错了)(?:了|的|吧)?[!！。]*")
_LIST = lazy_pattern(r"(?:看看?|查看?|列出|有哪些|我们的)?(?:一下)?误报(?:列表|清单|有哪些|记录|名单)?")
_RESET = lazy_pattern(r"(?:恢复|重置|取消|放开|清除)误报\s*(?:第)?\s*(\d+|全部|所有)?\s*(?:条|个)?")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a card rested on: its patterns, whose team learns them, and how to put it right.

    ``right`` takes back what the card tells of; it returns a line for each thing taken back.
    """

    patterns: Sequence[Pattern]
    owner_id: str
    right: Callable[[Context], Sequence[str]]
    late: bool = False


Matter = Callable[[Context, ShownCard], Wrong | None]


def read(ctx: Context, text: str) -> bool:
    """Do what a text about false alarms asks for; whether it was one."""
    said = text.strip(" 。！!？?")
    if _WRONG.fullmatch(said):
        _wrong_last(ctx)
    elif _LIST.fullmatch(said):
        taught.show_list(ctx)
    elif found := _RESET.fullmatch(said):
        taught.reset(ctx, found[1])
    else:
        return False
    return True


def _wrong_last(ctx: Context) -> None:
    card_id = dialogue.last_card(ctx)
    shown = None if card_id is None else ctx.uow.cards.find(card_id)
    if shown is None:
        raise Missing("wrong_what")
    _wrong(ctx, shown)


def press(_event: CardPressed, shown: ShownCard, _subject: str, ctx: Context) -> None:
    """误报, in a card's menu."""
    if shown.person_id not in (None, ctx.who.id):
        raise NotPermitted("card_of_other")
    _wrong(ctx, shown)


def _wrong(ctx: Context, shown: ShownCard) -> None:
    """Take back what the card tells of, and learn from it."""
    matter = MATTERS.get(shown.kind)
    wrong = None if matter is None else matter(ctx, shown)
    if wrong is None:
        raise Missing("wrong_not_this", kind=shown.kind)
    done = wrong.right(ctx)
    kept = lessons.teach(ctx, wrong.owner_id, wrong.patterns)
    cards.close(ctx, shown, "wrong")
    lines = [taught.words(lesson) for lesson in kept]
    ctx.answer(ctx.reply("wrong", lines=lines, done=list(done), late=wrong.late))
    _tell_above(ctx, wrong.owner_id, kept)


def _tell_above(ctx: Context, owner_id: str, kept: Sequence[Lesson]) -> None:
    """An alarm that is silenced for a team is told whoever leads it: he would have heard it, too."""
    above = ctx.uow.people.find(lessons.team_of(ctx, owner_id))
    alarms = [taught.words(lesson) for lesson in kept if lesson.kind.startswith(ALARM)]
    if alarms and above is not None and above.active and above.id != ctx.who.id:
        ctx.say(above.id, ctx.reply("lesson_told", name=ctx.who.name, lines=alarms), quiet=True)


def _nothing(_ctx: Context) -> Sequence[str]:
    return ()


# -- readings of a chat ----------------------------------------------------------------------------


def _suggested(ctx: Context, shown: ShownCard) -> Wrong | None:
    """A new lead or a stage, proposed or done at once."""
    suggestion = ctx.uow.suggestions.find(shown.subject_id or "")
    if suggestion is None:
        return None
    signal = suggestion.body.get("signal") or {}
    found = [lessons.said(str(signal["kind"]), str(signal["text"]))] if signal.get("text") else []
    evidence = suggestion.body.get("evidence") or ()
    found += [lessons.said(f"stage:{e.get('signal', '')}", str(e["quote"])) for e in evidence]
    changes = [] if shown.kind == "new_lead" else _by_bot(ctx, shown)

    def right(ctx: Context) -> Sequence[str]:
        if suggestion.status == "open":
            _refuse(ctx, suggestion)
        return _back(ctx, changes)

    return Wrong(found, shown.person_id or ctx.who.id, right, late=_late(ctx, changes))


def _learned(ctx: Context, shown: ShownCard) -> Wrong | None:
    """Fields and tags taken over from a customer's words."""
    changes = _by_bot(ctx, shown)
    found = []
    for change in changes:
        after = change.after or {}
        message = ctx.uow.messages.find(change.message_id or "")
        fact = ctx.uow.facts.find(str(after.get("fact_id")))
        if change.act == "lead.tag" and message is not None:
            found.append(lessons.said(f"tag:{after['tag']}", message.text))
        elif change.act == "lead.field" and fact is not None and fact.quote:
            found.append(lessons.said(f"fact:{fact.field}", fact.quote))
    if not changes:
        return None
    return Wrong(
        found,
        shown.person_id or ctx.who.id,
        lambda ctx: _back(ctx, changes),
        late=_late(ctx, changes),
    )


def _contested(ctx: Context, shown: ShownCard) -> Wrong | None:
    """A second value that was read for a field: the first one stays."""
    asked = ctx.uow.suggestions.find(shown.subject_id or "")
    if asked is None or asked.status != "open":
        return None

    def right(ctx: Context) -> Sequence[str]:
        fact = ctx.uow.facts.find(asked.body["fact_id"])
        if fact is not None:
            ctx.uow.facts.change(fact, status=FactStatus.REFUSED)
        _refuse(ctx, asked)
        return ()

    pattern = lessons.said(f"fact:{asked.body['field']}", str(asked.body["quote"]))
    return Wrong([pattern], asked.person_id or ctx.who.id, right)


def _quote(ctx: Context, shown: ShownCard) -> Wrong | None:
    """A quote that was none; or, once the card tells of an answer, an answer that was none."""
    quote = ctx.uow.quotes.find(shown.subject_id or "")
    if quote is None:
        return None
    if quote.status == "answered":
        settled = [c for c in ctx.uow.audit.of_subject(quote.id) if c.act == "quote.settle"][:1]
        answer = ctx.uow.messages.find(quote.settled_by or "")
        found = [lessons.said("answered", answer.text)] if answer is not None else []
        return Wrong(found, quote.owner_id, lambda ctx: _back(ctx, settled), late=_late(ctx, settled))
    changes = _by_bot(ctx, shown) if quote.open else []
    return Wrong(
        [lessons.of_quote(ctx, "paper", quote)],
        quote.owner_id,
        lambda ctx: _back(ctx, changes),
        late=_late(ctx, changes),
    )


def _promise(ctx: Context, shown: ShownCard) -> Wrong | None:
    promise = ctx.uow.promises.find(shown.subject_id or "")
    return None if promise is None else _no_promise(promise)


def _no_promise(promise: Promise) -> Wrong:
    def right(ctx: Context) -> Sequence[str]:
        if promise.owed:
            promises.close(ctx, promise, "dropped", by=ctx.who.id)
        return ()

    found = [lessons.said("promise", promise.quote)] if promise.conversation_id else []
    return Wrong(found, promise.owner_id, right)


# -- alarms ----------------------------------------------------------------------------------------


def _alarm(ctx: Context, shown: ShownCard) -> Wrong | None:
    alert = alarm_of(ctx, shown)
    if alert is None:
        return None
    promise = ctx.uow.promises.find(alert.subject_id) if alert.kind == "promise" else None
    if promise is not None:
        return _no_promise(promise)
    pattern = lessons.of_alarm(
        ctx, alert.kind, subject_id=alert.subject_id, lead_id=alert.lead_id, words=alert.words
    )

    def right(ctx: Context) -> Sequence[str]:
        alerts.wrong(ctx, alert)
        return ()

    return Wrong([pattern] if pattern is not None else [], alert.person_id, right)


def alarm_of(ctx: Context, shown: ShownCard) -> Alert | None:
    """The alarm a card tells of: known by itself, or (a quote's) the last one about the quote."""
    subject = shown.subject_id or ""
    of_quote = ctx.uow.alerts.live_of(subject) or ctx.uow.alerts.of_subject(subject)
    return ctx.uow.alerts.find(subject) or (of_quote[-1] if of_quote else None)


# -- putting it right ------------------------------------------------------------------------------


def _by_bot(ctx: Context, shown: ShownCard) -> list[Change]:
    """The bot's own changes the card tells of that still stand."""
    found = ctx.uow.audit.of_event(shown.event_key) if shown.event_key else []
    return [c for c in found if c.actor_id is None and c.undone_at is None and undo.told_by(shown, c)]


def _late(ctx: Context, changes: Sequence[Change]) -> bool:
    return bool(changes) and not undo.in_time(ctx, changes)


def _back(ctx: Context, changes: Sequence[Change]) -> list[str]:
    """Take changes back while that is possible."""
    return undo.take_back(ctx, changes)[0] if changes and undo.in_time(ctx, changes) else []


def _refuse(ctx: Context, suggestion: Suggestion) -> None:
    """An open proposal is off; who wrote it may still become a customer by other words."""
    status = "withdrawn" if suggestion.kind == "new_lead" else "refused"
    saved = ctx.uow.suggestions.save(
        dataclasses.replace(suggestion, status=status, decided_at=ctx.now, decided_by=ctx.who.id)
    )
    ctx.record(
        "suggestion.wrong",
        "suggestion",
        saved.id,
        lead_id=saved.lead_id,
        before={"status": "open"},
        after={"status": status},
        message_id=saved.message_id,
    )


MATTERS: Mapping[str, Matter] = {
    "new_lead": _suggested,
    "filed": _suggested,
    "stage": _suggested,
    "learned": _learned,
    "conflict": _contested,
    "quote": _quote,
    "promise": _promise,
    "alarm": _alarm,
    "alarm_overdue": _alarm,
    "quote_unread": _alarm,
    "quote_overdue": _alarm,
}
"""By the kind of card: how it is put right and what is learned."""

ACTIONS = {"wrong": press}
