"""A write that only a supervisor may do: the rep asks for it by a button, the supervisor decides by one.

The supervisor's button is bound to exactly that write, works once, and only while the customer still stands
where he stood when it was asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from handlers import cards, records
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing, NotPermitted
from handlers.leads import confirming, writing
from handlers.sales.permission import Act
from storage.cards import ShownCard
from storage.leads import Lead
from storage.people import Person
from storage.suggestions import Suggestion

KEPT = timedelta(days=3)


def offer(ctx: Context, lead: Lead, receiver: Person, request: Request) -> None:
    """Say that handing a customer over is the supervisor's to do, with the button that asks him.

    Raises ``NotPermitted`` when nobody above the owner can be reached.
    """
    above = _above(ctx, lead)
    if above is None:
        raise NotPermitted("needs_supervisor")
    write = {"to": receiver.id}
    asked = Suggestion(
        id=ctx.ids("sug"),
        key=f"request:{ctx.event_key}",
        kind="request",
        conversation_id=None,
        lead_id=lead.id,
        person_id=above.id,
        body={
            "write": write,
            "state": confirming.state(ctx, lead, write),
            "until": (ctx.now + KEPT).isoformat(),
            "text": request.text,
            "by": ctx.who.id,
            "sent": False,
        },
        status="open",
        card_id=None,
        message_id=request.message_id,
        created_at=ctx.now,
    )
    card = ctx.card("needs_supervisor", id=asked.id, name=lead.name, to=receiver.name, above=above.name)
    card_id = cards.answer(ctx, card, kind="needs_supervisor", subject=asked.id)
    ctx.uow.suggestions.add(dataclasses.replace(asked, card_id=card_id))


def press_ask(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """请主管处理: one card goes to the supervisor."""
    asked = ctx.uow.suggestions.find(subject)
    if asked is None or asked.lead_id is None:
        raise Missing("card_gone")
    if asked.body["by"] != ctx.who.id:
        raise NotPermitted("card_of_other")
    above = ctx.uow.people.get(str(asked.person_id))
    cards.close(ctx, shown, "requested")
    if asked.status == "open" and not asked.body["sent"]:
        lead = ctx.uow.leads.get(asked.lead_id)
        receiver = ctx.uow.people.get(str(asked.body["write"]["to"]))
        words = {"by": ctx.who.name, "name": lead.name, "to": receiver.name}
        todos = sum(todo.owner_id == lead.owner_id for todo in ctx.uow.todos.of_lead(lead.id))
        stage = ctx.policies.funnel.get(lead.stage).name
        card = ctx.card("request", id=asked.id, stage=stage, todos=todos, **words)
        card_id = cards.show(ctx, above.id, card, kind="request", subject=asked.id, quiet=True)
        body = {**asked.body, "sent": True}
        ctx.uow.suggestions.save(dataclasses.replace(asked, body=body, card_id=card_id))
    ctx.answer(ctx.reply("requested", above=above.name))


def press_leave(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不用了, by the rep: nobody is asked."""
    asked = ctx.uow.suggestions.find(subject)
    if asked is not None and asked.status == "open" and asked.body["by"] == ctx.who.id:
        _settle(ctx, asked, "withdrawn")
    cards.close(ctx, shown, "left")


def press_agree(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """同意: exactly what was asked for is done, in the supervisor's name."""
    found = _open(ctx, subject, shown)
    if found is None:
        return
    asked, lead = found
    receiver = ctx.uow.people.get(str(asked.body["write"]["to"]))
    _settle(ctx, asked, "accepted")
    writing.hand_over(ctx, lead, asked.body["write"], asked)
    cards.close(ctx, shown, "let_in")
    _tell_asker(ctx, asked, lead, receiver, agreed=True)


def press_refuse(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不用, by the supervisor: nothing changes, and the rep is told."""
    found = _open(ctx, subject, shown)
    if found is None:
        return
    asked, lead = found
    receiver = ctx.uow.people.get(str(asked.body["write"]["to"]))
    _settle(ctx, asked, "refused")
    cards.close(ctx, shown, "not_let_in")
    ctx.answer(ctx.reply("left_alone", name=lead.name))
    _tell_asker(ctx, asked, lead, receiver, agreed=False)


def _open(ctx: Context, subject: str, shown: ShownCard) -> tuple[Suggestion, Lead] | None:
    """The request and its customer as he stands; None when it is settled or too late, and said."""
    asked = ctx.uow.suggestions.find(subject)
    if asked is None or asked.lead_id is None:
        raise Missing("card_gone")
    lead = ctx.uow.leads.get(asked.lead_id)
    if asked.status != "open":
        ctx.answer(ctx.reply("decided", **cards.decided(ctx, asked)))
        return None
    if asked.person_id != ctx.who.id:
        raise NotPermitted("card_of_other")
    stands = confirming.state(ctx, lead, asked.body["write"]) == asked.body["state"]
    if stands and datetime.fromisoformat(asked.body["until"]) > ctx.now:
        records.require(ctx, Act.ASSIGN, lead.owner_id)
        return asked, lead
    _settle(ctx, asked, "withdrawn")
    cards.close(ctx, shown, "overtaken" if not stands else "expired")
    ctx.answer(ctx.reply("confirm_moved", name=lead.name, stage=ctx.policies.funnel.get(lead.stage).name))
    return None


def _settle(ctx: Context, asked: Suggestion, status: str) -> None:
    ctx.uow.suggestions.save(
        dataclasses.replace(asked, status=status, decided_at=ctx.now, decided_by=ctx.who.id)
    )


def _tell_asker(ctx: Context, asked: Suggestion, lead: Lead, receiver: Person, *, agreed: bool) -> None:
    words: Mapping[str, Any] = {"name": lead.name, "to": receiver.name, "by": ctx.who.name}
    ctx.say(str(asked.body["by"]), ctx.reply("request_decided", agreed=agreed, **words), quiet=True)


def _above(ctx: Context, lead: Lead) -> Person | None:
    """The nearest active person above a customer's owner who has an account."""
    for person_id in ctx.uow.people.managers_of(lead.owner_id):
        person = ctx.uow.people.find(person_id)
        if person is not None and person.active and ctx.account(person.id).platform != "none":
            return person
    return None


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "above.ask": press_ask,
    "above.leave": press_leave,
    "above.agree": press_agree,
    "above.refuse": press_refuse,
}
