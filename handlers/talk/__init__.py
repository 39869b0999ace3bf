"""The rep's words: a typed button, an answer, a pasted chat, a command, or something to ask back about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import nlp
from handlers import cards, dialogue, leads, leaves, pasting, people, quotes, summaries, todos, undo
from handlers.chat.event import CardPressed, MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Ambiguous, InvalidInput, Missing
from handlers.talk.keeping import keep_message
from handlers.talk.steps import help_text, log_quote, say_what_happened
from nlp import Command, Intent, MessageKind, Side
from storage.cards import ShownCard
from storage.people import Role

__all__ = ["ACTIONS", "after_press", "keep_message", "on_message", "press", "run", "say_what_happened"]

Step = Callable[[Context, Request], None]
Press = Callable[[CardPressed, ShownCard, str, Context], None]
Answer = Callable[[dict[str, Any], str, MessageReceived, Context], None]

_CANCEL = frozenset({"算了", "不用了", "不补充了", "取消", "算了吧", "先算了", "不弄了"})
_NUMBER = re.compile(r"(?:选|第)?\s*([1-9一二三四五六七八九])\s*(?:个|位)?")
_DIGITS = "一二三四五六七八九"
_LONGEST_TYPED_BUTTON = 40
_CHAT_KEPT = timedelta(minutes=10)
_LONGEST_NAME = 12
_BARE: Mapping[str, Intent] = {
    "帮助": Intent.HELP,
    "help": Intent.HELP,
    "菜单": Intent.HELP,
    "新建线索": Intent.CREATE_LEAD,
    "新建客户": Intent.CREATE_LEAD,
    "建档": Intent.CREATE_LEAD,
    "我的待办": Intent.LIST_TODOS,
    "待办": Intent.LIST_TODOS,
    "撤销": Intent.UNDO,
}
_BESIDE: Mapping[Intent, Intent] = {
    Intent.QUERY_LEAD: Intent.CREATE_LEAD,
    Intent.CREATE_LEAD: Intent.QUERY_LEAD,
    Intent.SET_REMINDER: Intent.LIST_TODOS,
    Intent.COMPLETE: Intent.LIST_TODOS,
    Intent.LIST_TODOS: Intent.SET_REMINDER,
    Intent.HELP: Intent.CREATE_LEAD,
}
"""What to show beside the only near thing; a look at the customer for all others."""
_MAY_ANSWER = frozenset({Intent.CREATE_LEAD, Intent.ADD_NOTE, Intent.LOG_QUOTE})
"""What looks like these but names nobody is rather an answer, while a question is open."""


# -- what was written ------------------------------------------------------------------------------


def on_message(event: MessageReceived, ctx: Context, buttons: Mapping[str, Press] | None = None) -> None:
    """Somebody wrote to the bot; *buttons* are all that may be typed (this module's when left out)."""
    if ctx.actor is None or not ctx.actor.active or ctx.actor.role == Role.GUEST:
        people.on_stranger(event, ctx)
        return
    message_id = keep_message(event, ctx)
    if event.kind in ("file", "image"):
        quotes.on_file_from_rep(event, ctx)
    elif event.kind != "text":
        ctx.answer(ctx.reply("not_read", kind=event.kind))
    elif event.text.strip():
        _on_text(event, event.text.strip(), message_id, ctx, ACTIONS if buttons is None else buttons)
    if undo.changed_anything(ctx):
        dialogue.remember_event(ctx, ctx.who.id)


def _on_text(
    event: MessageReceived, text: str, message_id: str, ctx: Context, buttons: Mapping[str, Press]
) -> None:
    if _typed_button(event, text, ctx, buttons) or _cancelled(text, ctx) or _numbered(text, ctx):
        return
    paste = nlp.paste(text, staff=[ctx.who.name], now=ctx.local())
    if paste is not None:
        pasting.on_paste(paste, text, event, ctx)
        return
    if leaves.heard(ctx, text, message_id):
        return
    command = _command(text, ctx)
    question = dialogue.question(ctx)
    if question is not None and question["kind"] in ANSWERS and not _overrides(command):
        _attempt(ctx, lambda: ANSWERS[question["kind"]](question, text, event, ctx), None)
        return
    if command.intent is Intent.NONE:
        if not leads.add_detail(ctx, text):
            _not_understood(ctx, command, text)
        return
    run(ctx, Request(command, text, message_id))


def _command(text: str, ctx: Context) -> Command:
    """What is asked; a bare word for a thing the bot does, or a bare customer's name, asks as well."""
    bare = _BARE.get(dialogue.plain(text))
    if bare is not None:
        return Command(bare)
    command = nlp.command(text, now=ctx.local())
    short = command.intent is Intent.NONE and len(text) <= _LONGEST_NAME
    if short and ctx.uow.leads.named(text, owners=[ctx.who.id], limit=1):
        return Command(Intent.QUERY_LEAD, {"contact": text})
    return command


def _overrides(command: Command) -> bool:
    """Whether a text is a command of its own although a question is open."""
    if command.intent is Intent.NONE:
        return False
    named = bool(command.slots.get("contact") or command.slots.get("company"))
    return named or command.intent not in _MAY_ANSWER


def _typed_button(event: MessageReceived, text: str, ctx: Context, buttons: Mapping[str, Press]) -> bool:
    """A button's command typed instead of pressed; whether it was one."""
    if len(text) > _LONGEST_TYPED_BUTTON:
        return False
    found = dialogue.typed_buttons(ctx, text)
    if not found:
        return False
    if len(found) > 1:
        raise InvalidInput("several_cards")
    card_id, action = found[0]
    shown = ctx.uow.cards.get(card_id)
    verb, _, subject = action.partition(":")
    if verb not in buttons:
        return False
    buttons[verb](CardPressed(event.origin, card_id, action), shown, subject, ctx)
    return True


def _cancelled(text: str, ctx: Context) -> bool:
    """「算了」 ends what is open; whether something was."""
    if dialogue.plain(text) not in _CANCEL:
        return False
    if dialogue.question(ctx) is None and dialogue.choice(ctx) is None:
        return False
    dialogue.answered(ctx)
    dialogue.chosen(ctx)
    ctx.answer(ctx.reply("cancelled"))
    return True


# -- commands --------------------------------------------------------------------------------------


def run(ctx: Context, request: Request) -> None:
    """Do what was asked; several customers that fit become a choice the command waits for."""
    _attempt(ctx, lambda: STEPS[request.command.intent](ctx, request), request)


def _attempt(ctx: Context, act: Callable[[], None], request: Request | None) -> None:
    try:
        with ctx.uow.savepoint():
            act()
    except Ambiguous as error:
        if request is None:
            raise
        waiting = {
            "intent": str(request.command.intent),
            "slots": dict(request.command.slots),
            "text": request.text,
            "message_id": request.message_id,
            "choices": [button.action.partition(":")[2] for button in error.choices],
        }
        dialogue.offer(ctx, waiting)
        card = ctx.card("choose", reply=error.reply, choices=error.choices, **error.words)
        cards.answer(ctx, card, kind="choose", subject=None)


def choose(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """The customer meant among several: the command that waited goes on."""
    waiting = dialogue.choice(ctx)
    if waiting is None or subject not in waiting["choices"]:
        cards.close(ctx, shown, "expired")
        raise Missing("choice_gone")
    cards.close(ctx, shown, "chosen")
    _continue(ctx, waiting, subject)


def _numbered(text: str, ctx: Context) -> bool:
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
    command = Command(Intent(waiting["intent"]), waiting["slots"])
    run(ctx, Request(command, waiting["text"], waiting["message_id"], chosen))


def hint(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """One of the nearest things was pressed: do it when it needs nothing, else show how to say it."""
    intent = Intent(subject)
    if intent in (Intent.LIST_TODOS, Intent.HELP, Intent.UNDO):
        run(ctx, Request(Command(intent), ""))
        return
    ctx.answer(ctx.reply("hint", intent=str(intent)))


def _not_understood(ctx: Context, command: Command, text: str) -> None:
    """Half a command: the nearest things. Plain talk: one friendly line; a thank-you after it, none."""
    if command.nearest:
        beside = _BESIDE.get(command.nearest[0], Intent.QUERY_LEAD)
        nearest = dict.fromkeys((*command.nearest[:3], beside))
        intents = [str(intent) for intent in nearest][: max(2, len(command.nearest))]
        cards.answer(ctx, ctx.card("nearest", intents=intents), kind="nearest", subject=None)
        return
    kind = nlp.analyse(text, now=ctx.local(), side=Side.STAFF).kind
    polite = kind in (MessageKind.ACK, MessageKind.CLOSING)
    if polite and ctx.uow.dialogues.get(ctx.who.id, "chat", ctx.now) is not None:
        return
    ctx.uow.dialogues.put(ctx.who.id, "chat", {}, until=ctx.now + _CHAT_KEPT)
    ctx.answer(ctx.reply("chat"))


# -- cards -----------------------------------------------------------------------------------------


def press(
    event: CardPressed, shown: ShownCard, ctx: Context, buttons: Mapping[str, Press] | None = None
) -> None:
    """Do what a pressed button says; an old card answers what happened since."""
    if shown.status != "open":
        say_what_happened(event, shown, ctx)
        return
    verb, _, subject = event.button.partition(":")
    step = (ACTIONS if buttons is None else buttons).get(verb)
    if step is None:
        raise Missing("card_gone")
    step(event, shown, subject, ctx)
    after_press(ctx)


def after_press(ctx: Context) -> None:
    """Remember what a pressed button changed, so that 「撤销」 can take it back."""
    if ctx.actor is not None and undo.changed_anything(ctx):
        dialogue.remember_event(ctx, ctx.actor.id)


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
}

ANSWERS: Mapping[str, Answer] = {
    "supplement": leads.on_supplement,
    "name": leads.on_name,
    "remind": todos.on_answer,
    "summary_point": summaries.on_edit,
}

ACTIONS: Mapping[str, Press] = {
    **leads.ACTIONS,
    **todos.ACTIONS,
    **people.ACTIONS,
    **undo.ACTIONS,
    "choose": choose,
    "hint": hint,
}
