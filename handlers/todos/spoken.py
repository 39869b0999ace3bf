"""To-dos dropped or put off in words: the one last spoken of, one by number or name, else a choice."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta

import nlp
from handlers import cards, dialogue, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.sales import recurring, todo_words
from handlers.sales.permission import Act
from handlers.sales.todo_words import TodoWords
from handlers.todos import listing, series
from handlers.todos.moments import asked_moment
from handlers.todos.ringing import open_item, postpone
from handlers.todos.setting import tell_owner
from storage.cards import ShownCard
from storage.todos import Todo

_A_LITTLE = timedelta(minutes=30)
_MOST_CHOICES = 5
_OTHER_QUESTIONS = frozenset({"remind", "todo_time", "appointment", "promise_time"})
_OF_TODOS = frozenset({"todo", "series", "todo_pick"})


def hears(ctx: Context, text: str) -> bool:
    """Whether a text drops a to-do or puts one off."""
    return _meant(ctx, text) is not None


def act(ctx: Context, request: Request) -> None:
    """Do it, and say with which; when that is not clear, ask by buttons."""
    words = _meant(ctx, request.text)
    if words is None:
        return
    item = _pointed_at(ctx, words)
    if item is None:
        _choose(ctx, words)
    elif words.act == "drop":
        drop(ctx, item, for_good=words.for_good)
    else:
        _put_off(ctx, item, words)


def drop(ctx: Context, item: Todo, *, for_good: bool = False) -> None:
    """End one to-do (with *for_good* the series it belongs to); that can be taken back."""
    whole = ctx.uow.todos.find(item.series_id) if for_good and item.series_id else item
    if whole is not None and whole.repeat is not None:
        series.stop(ctx, whole)
        return
    ctx.uow.todos.save(dataclasses.replace(item, status="dropped", done_at=ctx.now))
    ctx.uow.due.cancel(f"todo:{item.id}")
    ctx.record(
        "todo.drop",
        "todo",
        item.id,
        lead_id=item.lead_id,
        before={"status": item.status},
        after={"status": "dropped", "text": item.text},
    )
    cards.close_all(ctx, item.id, "stopped")
    ctx.answer(ctx.reply("todo_dropped", text=item.text, at=item.due_at))
    tell_owner(ctx, item, "dropped")


def press_drop(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """One of the to-dos offered is not to ring."""
    item = open_item(ctx, subject)
    cards.close(ctx, shown, "chosen")
    if item is not None:
        drop(ctx, item)


def press_put(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """One of the to-dos offered is put off (subject: the to-do and the words of the new time)."""
    todo_id, _, text = subject.partition("/")
    item = open_item(ctx, todo_id)
    cards.close(ctx, shown, "chosen")
    words = _meant(ctx, text)
    if item is not None and words is not None:
        _put_off(ctx, item, words)


# -- which one -------------------------------------------------------------------------------------


def _meant(ctx: Context, text: str) -> TodoWords | None:
    """The reading that fits what was said before and names a time where it must."""
    question = dialogue.question(ctx)
    if question is not None and question["kind"] in _OTHER_QUESTIONS:
        return None
    for words in todo_words.read(text):
        if words.when and not nlp.analyse(words.when, now=ctx.local()).times:
            continue
        if _fits(ctx, words):
            return words
    return None


def _fits(ctx: Context, words: TodoWords) -> bool:
    """Whether such words, with nothing but the talk to go by, mean a to-do."""
    item, how = _recent(ctx)
    if item is not None:
        return words.needs in (None, how)
    if not words.firm:
        return False
    return words.for_good or bool(_open(ctx))


def _recent(ctx: Context) -> tuple[Todo | None, str]:
    """The open to-do last spoken of and how; none when another matter was put before the rep since."""
    noted = dialogue.last_todo(ctx)
    item = None if noted is None else ctx.uow.todos.find(noted["id"])
    if noted is None or item is None or item.status != "open":
        return None, ""
    card_id = dialogue.last_card(ctx)
    shown = None if card_id is None else ctx.uow.cards.find(card_id)
    newer = shown is not None and shown.created_at > datetime.fromisoformat(noted["at"])
    if newer and shown is not None and shown.status == "open" and shown.kind not in _OF_TODOS:
        return None, ""
    return item, noted["how"]


def _pointed_at(ctx: Context, words: TodoWords) -> Todo | None:
    """The to-do meant: by number, by words, the last one, or the only one there is to put off."""
    if words.index is not None:
        return listing.numbered(ctx, words.index)
    if words.about is not None:
        found = _about(ctx, words.about)
        if not found:
            raise Missing("todo_none_about", about=words.about)
        return found[0] if len(found) == 1 else None
    item, _ = _recent(ctx)
    if item is not None:
        return item
    waiting = _open(ctx)
    return waiting[0] if len(waiting) == 1 and words.act == "put_off" else None


def _open(ctx: Context) -> list[Todo]:
    return ctx.uow.todos.open_of([ctx.who.id], limit=100)


def _about(ctx: Context, about: str) -> list[Todo]:
    """Open to-dos whose words or customer hold these words, or that are due on the day they name."""
    found = []
    for item in _open(ctx):
        lead = ctx.uow.leads.find(item.lead_id) if item.lead_id else None
        if about in item.text or (lead is not None and about in lead.name):
            found.append(item)
    times = nlp.analyse(about, now=ctx.local()).times
    if found or not times or times[0].start_at is None:
        return found
    day = times[0].start_at.date()
    return [item for item in _open(ctx) if item.due_at and ctx.local(item.due_at).date() == day]


def _choose(ctx: Context, words: TodoWords) -> None:
    items = _about(ctx, words.about) if words.about else _open(ctx)
    if words.for_good and (not items or any(item.repeat is not None for item in items)):
        series.stop_by_word(ctx, Request(nlp.Command(nlp.Intent.NONE), ""))
        return
    card = ctx.card("todo_pick", act=words.act, items=_described(items), said=todo_words.again(words))
    cards.answer(ctx, card, kind="todo_pick", subject=None)


def _described(items: Sequence[Todo]) -> list[dict[str, object]]:
    rules = [recurring.decode(item.repeat) if item.repeat else None for item in items]
    return [
        {"id": item.id, "text": item.text, "at": item.due_at, "rule": rule}
        for item, rule in zip(items[:_MOST_CHOICES], rules, strict=False)
    ]


# -- to when ---------------------------------------------------------------------------------------


def _put_off(ctx: Context, item: Todo, words: TodoWords) -> None:
    records.require(ctx, Act.CHANGE, item.owner_id)
    if words.when == "":
        dialogue.ask(ctx, "todo_time", todo=item.id)
        ctx.answer(ctx.reply("ask_when_else", text=item.text))
        return
    until = _until(ctx, item, words)
    if until <= ctx.now:
        raise InvalidInput("already_past", at=until)
    postpone(ctx, item, until)


def _until(ctx: Context, item: Todo, words: TodoWords) -> datetime:
    """A length of time counts from when it was to ring; a day alone keeps its hour where that is moved."""
    base = max(ctx.now, item.due_at or ctx.now)
    if words.when is None:
        return base + _A_LITTLE
    ref = nlp.analyse(words.when or "", now=ctx.local()).times[0]
    if ref.kind == "duration" and ref.duration is not None:
        return base + ref.duration
    if ref.kind == "day" and words.keeps_clock and item.due_at is not None and ref.start_at is not None:
        clock = ctx.local(item.due_at)
        day = ctx.local(ref.start_at)
        return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    if ref.kind == "range" and ref.start_at is not None and ref.start_at > ctx.now:
        return asked_moment(ctx, f"{ref.start_at.month}月{ref.start_at.day}日")[0]
    return asked_moment(ctx, words.when or "")[0]
