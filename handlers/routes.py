"""The one table: which event goes to which function, which timer and which button to which step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import assert_never

from handlers import (
    alerts,
    capture,
    conflicts,
    leads,
    leaves,
    operators,
    pasting,
    people,
    promises,
    recall,
    summaries,
    talk,
    todos,
    top,
    tray,
    watching,
)
from handlers.chat.event import (
    CardPressed,
    ContactChanged,
    CustomerSaid,
    Event,
    MemberChanged,
    MessageRecalled,
    MessageReceived,
    PlatformNotice,
    TimerFired,
)
from handlers.context import Context
from handlers.errors import Ambiguous, NotPermitted, UserError
from storage.cards import ShownCard

Press = Callable[[CardPressed, ShownCard, str, Context], None]

TIMERS: Mapping[str, Callable[[TimerFired, Context], None]] = {
    "capture": capture.on_burst,
    "quote": watching.on_due,
    "alarm": alerts.on_due,
    "alarm_tray": tray.on_tray,
    "alarm_digest": tray.on_digest,
    "leave": leaves.on_due,
    "todo": todos.on_due,
    "promise": promises.on_due,
    "top": top.on_hour,
    "summary": summaries.on_quiet,
    "confirm": leads.on_confirm_due,
    "choice": talk.on_choice_due,
    "dead_letters": operators.on_dead_letters,
}

BUTTONS: Mapping[str, Press] = {
    **talk.ACTIONS,
    **promises.ACTIONS,
    **top.ACTIONS,
    "conflict.old": conflicts.press_old,
    "conflict.new": conflicts.press_new,
    "conflict.both": conflicts.press_both,
    "quote.called": watching.press_called,
    "quote.tomorrow": watching.press_tomorrow,
    "quote.drop": watching.press_drop,
    "quote.mute": watching.press_mute,
    **alerts.ACTIONS,
    **tray.ACTIONS,
    "file.whose": watching.press_whose,
    "paste.customer": pasting.press_customer,
    "summary.confirm": summaries.press_confirm,
    "summary.edit": summaries.press_edit,
    "summary.drop": summaries.press_drop,
}


def handle(event: Event, ctx: Context) -> None:
    """Do what an event asks for; raises ``UserError`` for what its sender should read."""
    match event:
        case MessageReceived():
            talk.on_message(event, ctx, BUTTONS)
        case CustomerSaid():
            capture.on_customer_said(event, ctx)
        case MessageRecalled():
            recall.on_recalled(event, ctx)
        case CardPressed():
            press(event, ctx)
        case MemberChanged():
            people.on_member_changed(event, ctx)
        case TimerFired():
            TIMERS[event.kind](event, ctx)
        case ContactChanged():
            capture.on_contact_changed(event, ctx)
        case PlatformNotice():
            return
        case _:
            assert_never(event)
    alerts.follow(ctx)


def press(event: CardPressed, ctx: Context) -> None:
    """Keep the right to change the card, then do what the button says."""
    shown = ctx.uow.cards.find(event.card_id)
    if shown is None:
        ctx.answer(ctx.reply("card_gone"))
        return
    if event.handle is not None:
        ctx.uow.cards.add_handle(shown.id, event.handle.code, event.handle.expires_at)
    if ctx.actor is None or not ctx.actor.active:
        raise NotPermitted("not_yours", owner=None)
    talk.press(event, shown, ctx, BUTTONS)


def explain(event: Event, error: UserError, ctx: Context) -> None:
    """Tell the sender why it was not done; what he wrote is kept all the same."""
    if isinstance(event, MessageReceived) and ctx.actor is not None:
        talk.keep_message(event, ctx)
    if isinstance(event, CardPressed) and event.handle is not None:
        ctx.uow.cards.add_handle(event.card_id, event.handle.code, event.handle.expires_at)
    if isinstance(error, Ambiguous):
        ctx.answer_card(
            ctx.card("choose", reply=error.reply, choices=error.choices, **error.words),
            kind="choose",
            subject=None,
        )
        return
    ctx.answer(ctx.reply(error.reply, **error.words))
