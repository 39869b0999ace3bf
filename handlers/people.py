"""Joining and leaving: who is not known gets a friendly word, and a supervisor gets a card."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import timedelta

from handlers import cards, top
from handlers.chat.event import CardPressed, MemberChanged, MessageReceived
from handlers.context import Context
from handlers.errors import Missing, NotPermitted
from handlers.sales.permission import Act, Allowed, may
from storage.cards import ShownCard
from storage.people import Person, Role
from storage.suggestions import Suggestion

_WORD_KEPT = timedelta(hours=24)
"""A guest hears the same friendly word at most once in this time, however often he writes."""


def on_stranger(event: MessageReceived, ctx: Context) -> None:
    """Somebody without access wrote: ``team.join`` says whether he is asked for, let in, or turned away.

    Nothing he says is kept.
    """
    if event.origin.sender is None:
        return
    if ctx.actor is None and ctx.policies.join == "auto":
        _welcome(ctx, _join(ctx, _guest(event, ctx), manager_id=None))
        return
    guest = ctx.actor or _guest(event, ctx)
    if guest.role == Role.GUEST and ctx.policies.join == "ask":
        _ask_supervisor(ctx, guest)
    _say_once(ctx, guest)


def on_member_changed(event: MemberChanged, ctx: Context) -> None:
    """A member came into the app's range or left it; opening the chat needs no word."""
    ref = event.person
    person = ctx.uow.people.by_native(ref.platform, ref.id)
    if person is None:
        return
    if event.change == "left":
        ctx.uow.people.mark_unreachable(ref.platform, ref.id, ctx.now)
    elif event.change == "joined":
        ctx.uow.people.mark_unreachable(ref.platform, ref.id, None)
        if person.active and person.role != Role.GUEST and person.joined_at is None:
            _welcome(ctx, ctx.uow.people.save(dataclasses.replace(person, joined_at=ctx.now)))


def accept_member(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """同意: the guest becomes a rep in the presser's team."""
    asked = _open_request(ctx, subject)
    if asked is None:
        return
    guest = ctx.uow.people.get(subject)
    leads_people = ctx.who.role in (Role.SUPERVISOR, Role.DIRECTOR)
    joined = _join(ctx, guest, manager_id=ctx.who.id if leads_people else None)
    _decide(ctx, asked, "accepted")
    cards.close_all(ctx, subject, "let_in")
    _welcome(ctx, joined)
    ctx.answer(ctx.reply("member_accepted", name=joined.name))


def refuse_member(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """不同意: the guest stays outside and is told so kindly."""
    asked = _open_request(ctx, subject)
    if asked is None:
        return
    _decide(ctx, asked, "refused")
    cards.close_all(ctx, subject, "not_let_in")
    guest = ctx.uow.people.get(subject)
    ctx.say(guest.id, ctx.reply("member_refused", by=ctx.who.name))
    ctx.answer(ctx.reply("member_stays_out", name=guest.name))


def _guest(event: MessageReceived, ctx: Context) -> Person:
    sender = event.origin.sender
    if sender is None:
        raise LookupError("nobody sent this event")
    guest = Person(
        id=ctx.ids("person"),
        name=(event.origin.native.get("name") or sender.id)[:80],
        role=Role.GUEST,
        manager_id=None,
        active=False,
        joined_at=None,
        created_at=ctx.now,
    )
    ctx.uow.people.add(guest)
    ctx.uow.people.link(guest.id, sender.platform, sender.id)
    return guest


def _join(ctx: Context, guest: Person, *, manager_id: str | None) -> Person:
    member = dataclasses.replace(guest, role=Role.REP, active=True, joined_at=ctx.now, manager_id=manager_id)
    joined = ctx.uow.people.save(member)
    ctx.record(
        "member.join",
        "person",
        guest.id,
        before={"role": str(guest.role), "active": guest.active},
        after={"role": str(Role.REP), "active": True, "manager_id": manager_id},
    )
    top.arm(ctx.uow, ctx.policies, ctx.now, joined.id)
    return joined


def _welcome(ctx: Context, person: Person) -> None:
    ctx.say(person.id, ctx.reply("welcome", bot=ctx.policies.bot_name))


def _ask_supervisor(ctx: Context, guest: Person) -> None:
    """One card to one who may let people in; a guest who writes again gets no second one."""
    key = f"join:{guest.id}"
    supervisor = _gatekeeper(ctx)
    if supervisor is None or ctx.uow.suggestions.by_key(key) is not None:
        return
    card = ctx.card("join", id=guest.id, name=guest.name, bot=ctx.policies.bot_name)
    card_id = cards.show(ctx, supervisor.id, card, kind="join", subject=guest.id, quiet=True)
    ctx.uow.suggestions.add(
        Suggestion(
            id=ctx.ids("sug"),
            key=key,
            kind="join",
            conversation_id=None,
            lead_id=None,
            person_id=supervisor.id,
            body={"guest_id": guest.id},
            status="open",
            card_id=card_id,
            message_id=None,
            created_at=ctx.now,
        )
    )


def _gatekeeper(ctx: Context) -> Person | None:
    for role in (Role.SUPERVISOR, Role.DIRECTOR, Role.ADMIN):
        for person in ctx.uow.people.of_roles(role):
            if ctx.account(person.id).platform != "none":
                return person
    return None


def _say_once(ctx: Context, guest: Person) -> None:
    if ctx.uow.dialogues.get(guest.id, "told", ctx.now) is not None:
        return
    ctx.uow.dialogues.put(guest.id, "told", {"at": ctx.now.isoformat()}, until=ctx.now + _WORD_KEPT)
    keeper = _gatekeeper(ctx)
    asked = ctx.uow.suggestions.by_key(f"join:{guest.id}")
    ctx.answer(
        ctx.reply(
            "stranger",
            bot=ctx.policies.bot_name,
            keeper=keeper.name if keeper else None,
            asked=asked is not None and asked.status == "open",
        )
    )


def _open_request(ctx: Context, guest_id: str) -> Suggestion | None:
    if not isinstance(may(ctx.who, Act.APPROVE_MEMBER), Allowed):
        raise NotPermitted("needs_supervisor")
    asked = ctx.uow.suggestions.by_key(f"join:{guest_id}")
    if asked is None:
        raise Missing("card_gone")
    if asked.status == "open":
        return asked
    ctx.answer(ctx.reply("decided", **cards.decided(ctx, asked)))
    return None


def _decide(ctx: Context, asked: Suggestion, status: str) -> None:
    ctx.uow.suggestions.save(
        dataclasses.replace(asked, status=status, decided_at=ctx.now, decided_by=ctx.who.id)
    )


ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "member.accept": accept_member,
    "member.refuse": refuse_member,
}
