"""To-dos as they are set: by a word, once or again and again; what is missing is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import nlp
from handlers import customers, dialogue
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing, NotPermitted
from handlers.sales import recurring
from handlers.sales.permission import Act
from handlers.todos.moments import asked_slots, due_moment
from handlers.todos.wording import in_own_words
from nlp import Command, Intent, lazy_pattern
from storage.leads import Lead
from storage.people import Person
from storage.todos import Todo

_NAMES_DAY = lazy_pattern(r"[今明后天周号日月]|星期|礼拜")


def create(ctx: Context, request: Request) -> None:
    """明天下午三点提醒我给李经理回电话; what is missing is asked, one thing at a time."""
    never = nlp.no_such_time(request.text, now=ctx.local())
    if never is not None:
        _ask_possible(ctx, request, never)
        return
    again = recurring.spoken(request.text)
    if again is not None:
        _create_series(ctx, request, again)
        return
    what = request.slot("what") or request.slot("note")
    spoken = request.slot("when") or request.slot("when_end")
    if what is None and request.name is None:
        _ask(ctx, request, "what")
        return
    if spoken is None:
        _ask(ctx, request, "when")
        return
    due_at = due_moment(ctx, spoken, request.text)
    if due_at <= ctx.now:
        raise InvalidInput("already_past", at=due_at)
    lead = _about(ctx, request)
    text = what or ctx.reply("todo_contact", name=request.name).body
    text = in_own_words(request.text, text, request.name)
    item = add(ctx, text, due_at=due_at, lead=lead, message_id=request.message_id)
    unknown = request.name if lead is None and request.name and request.name not in text else None
    ctx.answer(ctx.reply("todo_set", text=text, at=due_at, name=lead.name if lead else unknown))
    if lead is not None:
        dialogue.remember_customer(ctx, lead)
    arm(ctx, item)


def _ask_possible(ctx: Context, request: Request, never: nlp.NoSuchTime) -> None:
    """The day or hour does not exist: say so and ask for another, which takes its place in the words."""
    place = {"start": never.start, "end": never.end, "since": never.since}
    dialogue.ask(ctx, "remind", missing="possible", text=request.text, **place)
    ctx.answer(ctx.reply("no_such_time", said=never.text, clock=never.clock))


def _put_right(ctx: Context, question: Mapping[str, Any], answer: str) -> Request:
    """The reminder with another day or hour in the place of the impossible one; raises ``InvalidInput``."""
    spoken = asked_slots(ctx, answer, "联系")
    if not spoken:
        raise InvalidInput("no_time")
    said = str(question["text"])
    start = question["since"] if _NAMES_DAY.search(answer) else question["start"]
    whole = f"{said[:start]}{answer.strip()}{said[question['end'] :]}"
    command = nlp.command(whole, now=ctx.local())
    if command.intent is Intent.SET_REMINDER and nlp.no_such_time(whole, now=ctx.local()) is None:
        return Request(command, whole)
    what = said[: question["since"]] + said[question["end"] :]
    kept = nlp.command(f"{answer.strip()}，{what}", now=ctx.local()).slots
    return Request(Command(Intent.SET_REMINDER, {**kept, **spoken}), what)


def _create_series(ctx: Context, request: Request, again: recurring.Spoken) -> None:
    """每周一九点提醒我看报价."""
    if not again.what:
        _ask(ctx, request, "what")
        return
    lead = _about(ctx, request)
    due_at = recurring.next_after(again.rule, ctx.now, ctx.policies.worktime)
    rule = again.rule.encode()
    item = add(
        ctx, again.what, due_at=due_at, lead=lead, message_id=request.message_id, kind="series", repeat=rule
    )
    arm(ctx, item)
    ctx.answer(ctx.reply("todo_series_set", rule=again.rule, text=item.text, at=due_at))


def add(
    ctx: Context,
    text: str,
    *,
    due_at: datetime | None,
    lead: Lead | None = None,
    message_id: str | None = None,
    reason: str | None = None,
    kind: str = "manual",
    repeat: str | None = None,
    owner: Person | None = None,
) -> Todo:
    """Write a to-do of the acting person (or of *owner*) down; ``arm`` sets its reminder."""
    handed = owner is not None and owner.id != ctx.who.id
    item = Todo(
        id=ctx.ids("todo"),
        owner_id=owner.id if owner is not None else ctx.who.id,
        lead_id=None if lead is None else lead.id,
        quote_id=None,
        kind=kind,
        text=text,
        reason=reason,
        due_at=due_at,
        status="open",
        message_id=message_id,
        card_id=None,
        created_at=ctx.now,
        repeat=repeat,
    )
    ctx.uow.todos.add(item)
    dialogue.remember_todo(ctx, ctx.who.id, item.id, "set")
    ctx.record(
        "todo.hand" if handed else "todo.create",
        "todo",
        item.id,
        lead_id=item.lead_id,
        after={"text": text, "to": owner.name} if owner is not None and handed else {"text": text},
        message_id=message_id,
    )
    if lead is not None:
        ctx.tell(lead.id, "todo", text, message_id=message_id, subject_id=item.id)
    return item


def remind(ctx: Context, lead: Lead, at: datetime, text: str, message_id: str | None) -> None:
    """Set a reminder about a customer and say so."""
    item = add(ctx, text, due_at=at, lead=lead, message_id=message_id)
    dialogue.remember_customer(ctx, lead)
    ctx.answer(ctx.reply("todo_set", text=item.text, at=at, name=None))
    arm(ctx, item)


def tell_owner(ctx: Context, item: Todo, what: str, *, at: datetime | None = None) -> None:
    """Somebody above changed a to-do: its owner hears of it (*what*: set, moved, dropped or undone).

    At once when it rings before the quiet hours are over, else after them.
    """
    if item.owner_id == ctx.who.id:
        return
    rings = at or item.due_at
    soon = rings is not None and rings <= ctx.policies.quiet.next_open(ctx.now)
    words = {"by": ctx.who.name, "text": item.text, "at": rings, "what": what}
    rule = recurring.decode(item.repeat) if item.repeat else None
    ctx.say(item.owner_id, ctx.reply("handed", rule=rule, **words), quiet=not soon)


def arm(ctx: Context, item: Todo) -> None:
    """Be woken when a to-do falls due."""
    if item.due_at is not None:
        ctx.later(f"todo:{item.id}", kind="todo", subject=item.id, at=item.due_at)


def on_answer(question: Mapping[str, Any], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「什么时候提醒你？」 or 「提醒你做什么？」."""
    if question["missing"] == "possible":
        put_right = _put_right(ctx, question, text)
        dialogue.answered(ctx)
        create(ctx, put_right)
        return
    kept: dict[str, str | int | float] = dict(question["slots"])
    if question["missing"] == "what":
        if not dialogue.has_words(text):
            raise InvalidInput("ask_reminder", missing="what")
        kept["what"] = text.strip()[:200]
    else:
        spoken = asked_slots(ctx, text, str(kept.get("what") or "联系"))
        if not spoken:
            raise InvalidInput("no_time")
        kept |= spoken
    dialogue.answered(ctx)
    said = str(question["text"])
    if question["missing"] == "what" and recurring.spoken(said) is not None:
        said = f"{said}{text.strip()[:200]}"
    create(ctx, Request(Command(Intent.SET_REMINDER, kept), said))


def _ask(ctx: Context, request: Request, missing: str) -> None:
    dialogue.ask(ctx, "remind", missing=missing, slots=dict(request.command.slots), text=request.text)
    ctx.answer(ctx.reply("ask_reminder", missing=missing))


def _about(ctx: Context, request: Request) -> Lead | None:
    """The customer a reminder is about; one who is not the rep's own is only a name in its words."""
    if request.name is None:
        return None
    try:
        return customers.customer(ctx, request, Act.SEE)
    except (Missing, NotPermitted):
        return None
