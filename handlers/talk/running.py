"""Doing what was asked: each command's step, choices between customers, several commands in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from handlers import cards, dialogue, leads, summaries, todos, undo
from handlers.chat.event import CardPressed, TimerFired
from handlers.context import Context
from handlers.customers import NEW, Request
from handlers.errors import Ambiguous, InvalidInput, Missing, UserError
from handlers.talk import meaning, phrases
from handlers.talk.steps import help_text, log_quote
from nlp import Command, Intent, lazy_pattern
from storage.cards import ShownCard

Step = Callable[[Context, Request], None]

_NUMBER = lazy_pattern(r"(?:选|第)?\s*([1-9一二三四五六七八九])\s*(?:个|位)?")
_DIGITS = "一二三四五六七八九"


def run(ctx: Context, request: Request) -> None:
    """Do what was asked; several customers that fit become a choice the command waits for."""
    run_all(ctx, [request])


def run_all(ctx: Context, requests: Sequence[Request]) -> None:
    """Do what was asked, one after the other; one that cannot be done does not keep the others from it."""
    for number, request in enumerate(requests):
        try:
            done = attempt(ctx, partial(_step, ctx, request), request, requests[number + 1 :])
        except UserError as error:
            if len(requests) == 1:
                raise
            ctx.answer(ctx.reply(error.reply, **error.words))
            continue
        if not done:
            return
    leads.ask_what_is_missing(ctx, [str(request.command.intent) for request in requests])


def _step(ctx: Context, request: Request) -> None:
    if meaning.asks_number(request):
        leads.tell_phone(ctx, request)
        return
    STEPS[request.command.intent](ctx, request)


def attempt(
    ctx: Context, act: Callable[[], None], request: Request | None, rest: Sequence[Request] = ()
) -> bool:
    """Act, or (when several customers fit) ask which; *rest* waits with it. Whether it acted."""
    try:
        with ctx.uow.savepoint():
            act()
    except Ambiguous as error:
        if request is None:
            raise
        waiting = {
            **_noted(request),
            "choices": [button.action.partition(":")[2] for button in error.choices],
            "rest": [_noted(each) for each in rest],
        }
        card = ctx.card("choose", reply=error.reply, choices=error.choices, **error.words)
        card_id = cards.answer(ctx, card, kind="choose", subject=None)
        dialogue.offer(ctx, {**waiting, "card": card_id})
        until = ctx.now + dialogue.CHOICE_KEPT
        ctx.later(f"choice:{card_id}", kind="choice", subject=card_id, at=until)
        return False
    return True


def _noted(request: Request) -> dict[str, Any]:
    return {
        "intent": str(request.command.intent),
        "slots": dict(request.command.slots),
        "text": request.text,
        "message_id": request.message_id,
        "chosen": request.chosen,
    }


def choose(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """The customer meant among several: the command that waited goes on."""
    waiting = dialogue.choice(ctx)
    if waiting is None or subject not in waiting["choices"]:
        cards.close(ctx, shown, "expired")
        raise Missing("choice_gone")
    _continue(ctx, waiting, subject)


def on_due(event: TimerFired, ctx: Context) -> None:
    """A choice nobody made is over: its card says so."""
    shown = ctx.uow.cards.find(event.subject)
    if shown is not None and shown.status == "open":
        cards.close(ctx, shown, "expired")


def numbered(text: str, ctx: Context) -> bool:
    """「1」 or 「第二个」 while a choice is open; whether it was one."""
    found = _NUMBER.fullmatch(text)
    waiting = dialogue.choice(ctx) if found else None
    if found is None or waiting is None:
        return False
    number = _DIGITS.find(found[1]) + 1 or int(found[1])
    if number > len(waiting["choices"]):
        raise InvalidInput("no_such_choice", count=len(waiting["choices"]))
    _continue(ctx, waiting, waiting["choices"][number - 1])
    return True


def _continue(ctx: Context, waiting: Mapping[str, Any], chosen: str) -> None:
    dialogue.chosen(ctx)
    shown = ctx.uow.cards.find(str(waiting.get("card")))
    if shown is not None:
        cards.close(ctx, shown, "chosen")
    first = _request(waiting, chosen)
    rest = [_request(noted, noted.get("chosen")) for noted in waiting.get("rest") or ()]
    same = chosen if chosen != NEW else None
    again = [
        Request(each.command, each.text, each.message_id, same) if each.name == first.name else each
        for each in rest
    ]
    run_all(ctx, [first, *again])


def _request(noted: Mapping[str, Any], chosen: str | None) -> Request:
    return Request(
        Command(Intent(noted["intent"]), noted["slots"]), noted["text"], noted["message_id"], chosen
    )


STEPS: Mapping[Intent, Step] = {
    Intent.CREATE_LEAD: leads.create_from_command,
    Intent.ADVANCE_STAGE: leads.advance_from_command,
    Intent.QUERY_LEAD: leads.query,
    Intent.ADD_NOTE: leads.add_note,
    Intent.SET_REMINDER: todos.create,
    Intent.LIST_TODOS: todos.show_list,
    Intent.LOG_QUOTE: log_quote,
    Intent.MARK_WON: leads.mark_won,
    Intent.MARK_LOST: leads.mark_lost,
    Intent.ASSIGN: leads.assign,
    Intent.SUMMARY: summaries.on_command,
    Intent.COMPLETE: todos.complete,
    Intent.UNDO: undo.undo_last,
    Intent.HELP: help_text,
    Intent.NONE: phrases.run,
}
