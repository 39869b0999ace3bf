"""A to-do handed to somebody one leads: he is told at once, and taking it back tells him as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import nlp
from handlers import customers, dialogue
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Ambiguous, InvalidInput, NotPermitted
from handlers.sales import recurring
from handlers.sales.permission import Act, Allowed, may
from handlers.todos.moments import asked_slots, due_moment
from handlers.todos.setting import add, arm, tell_owner
from handlers.todos.wording import in_own_words
from nlp import Intent
from storage.leads import Lead
from storage.people import Person


def hand(ctx: Context, to: Sequence[Person], said: str, rest: str, request: Request) -> None:
    """提醒李雷明天联系张总: *said* is it worded as a reminder of one's own, *rest* the part after the names.

    Raises ``NotPermitted`` for somebody the acting person does not lead; when it is to ring is asked.
    """
    for person in to:
        _require(ctx, person)
    never = nlp.no_such_time(said, now=ctx.local())
    if never is not None:
        raise InvalidInput("no_such_time", said=never.text, clock=never.clock)
    command = ctx.command(said)
    slots = command.slots if command.intent is Intent.SET_REMINDER else {}
    read = Request(nlp.Command(Intent.SET_REMINDER, slots), said, request.message_id, request.chosen)
    again = recurring.spoken(said)
    if again is not None and again.what:
        due_at = recurring.next_after(again.rule, ctx.now, ctx.policies.worktime)
        _set(ctx, to, again.what, due_at, read, rule=again.rule)
        return
    spoken = read.slot("when") or read.slot("when_end")
    if spoken is None:
        ids = [person.id for person in to]
        dialogue.ask(ctx, "errand", to=ids, said=said, rest=rest, message_id=request.message_id)
        ctx.answer(ctx.reply("handed_when", name=_names(to)))
        return
    due_at = due_moment(ctx, spoken, said)
    if due_at <= ctx.now:
        raise InvalidInput("already_past", at=due_at)
    what = read.slot("what") or read.slot("note")
    words = in_own_words(said, what or ctx.reply("todo_contact", name=read.name).body, read.name)
    _set(ctx, to, words if what or read.name else rest, due_at, read)


def on_when(question: Mapping[str, Any], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「什么时候提醒李雷？」."""
    if not asked_slots(ctx, text, "联系"):
        raise InvalidInput("no_time")
    dialogue.answered(ctx)
    to = [ctx.uow.people.get(person_id) for person_id in question["to"]]
    said = f"{text.strip()}{question['said']}"
    request = Request(nlp.Command(Intent.NONE), said, question["message_id"])
    hand(ctx, to, said, str(question["rest"]), request)


def _set(
    ctx: Context,
    to: Sequence[Person],
    words: str,
    due_at: datetime,
    request: Request,
    *,
    rule: recurring.Recurrence | None = None,
) -> None:
    """One to-do for each of them; all are told."""
    text = words if "我们" in words or "我方" in words else words.replace("我", ctx.who.name)
    kind, repeat = ("manual", None) if rule is None else ("series", rule.encode())
    lead: Lead | None = None
    for person in to:
        lead = _customer(ctx, person, request)
        item = add(
            ctx,
            text,
            due_at=due_at,
            lead=lead,
            message_id=request.message_id,
            kind=kind,
            repeat=repeat,
            owner=person,
        )
        arm(ctx, item)
        tell_owner(ctx, item, "set")
        if lead is not None:
            dialogue.remember_customer(ctx, lead)
    name = lead.name if lead is not None else None
    ctx.answer(ctx.reply("handed_set", to=_names(to), text=text, at=due_at, rule=rule, name=name))


def _names(to: Sequence[Person]) -> str:
    return "、".join(person.name for person in to)


def _require(ctx: Context, to: Person) -> None:
    verdict = may(ctx.who, Act.CHANGE, owner_id=to.id, owner_managers=ctx.uow.people.managers_of(to.id))
    if not isinstance(verdict, Allowed):
        raise NotPermitted("handed_refused", name=to.name)


def _customer(ctx: Context, to: Person, request: Request) -> Lead | None:
    """The customer of his (or of his people) it is about; one of others is only a name in the words."""
    if request.chosen:
        return ctx.uow.leads.find(request.chosen)
    if request.name is None:
        return None
    owners = [to.id, *ctx.uow.people.reports_of(to.id)]
    leads = ctx.uow.leads
    found = leads.named(request.name, owners=owners) or leads.like(request.name, owners=owners)
    if len(found) > 1:
        shown = customers.described(ctx, found)
        raise Ambiguous("which_customer", customers.choices(ctx, found), name=request.name, customers=shown)
    return found[0] if found else None
