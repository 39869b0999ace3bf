"""The rep's words: a typed button, an answer, a pasted chat, a command, or something to ask back about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import nlp
from handlers import dialogue, leads, leaves, pasting, people, todos, undo
from handlers.chat.event import CardPressed, MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.talk import (
    answering,
    attaching,
    chatting,
    errands,
    explaining,
    meaning,
    phrases,
    questions,
    teaching,
    telling,
)
from handlers.talk.keeping import keep_message
from handlers.talk.running import attempt, choose, numbered, run, run_all
from handlers.talk.running import on_due as on_choice_due
from handlers.talk.steps import say_what_happened
from nlp import Intent, lazy_pattern
from storage.cards import ShownCard
from storage.people import Role

__all__ = [
    "ACTIONS",
    "after_press",
    "keep_message",
    "on_choice_due",
    "on_message",
    "press",
    "run",
    "say_what_happened",
]

Press = Callable[[CardPressed, ShownCard, str, Context], None]
_CANCEL = frozenset({"算了", "不用了", "不补充了", "取消", "算了吧", "先算了", "不弄了"})
_SOURCE = lazy_pattern(r"(?:看|查|打开)?(?:一下)?来源\s*(?:第)?\s*(\d+)?\s*(?:条|个)?")
_LONGEST_TYPED_BUTTON = 40
_ECHO = timedelta(seconds=2)
_ADDING = frozenset({Intent.CREATE_LEAD, Intent.ADD_NOTE, Intent.LOG_QUOTE, Intent.SET_REMINDER})

# -- what was written ------------------------------------------------------------------------------


def on_message(event: MessageReceived, ctx: Context, buttons: Mapping[str, Press] | None = None) -> None:
    """Somebody wrote to the bot; *buttons* are all that may be typed (this module's when left out)."""
    if ctx.actor is None or not ctx.actor.active or ctx.actor.role == Role.GUEST:
        people.on_stranger(event, ctx)
        return
    message_id = keep_message(event, ctx)
    text = event.text.strip()
    if event.kind in ("file", "image"):
        attaching.on_file(event, message_id, ctx)
        if text and not attaching.names_the_file(event):
            _on_text(event, text, message_id, ctx, ACTIONS if buttons is None else buttons)
    elif event.kind != "text":
        ctx.answer(ctx.reply("not_read", kind=event.kind))
    elif text:
        _on_text(event, text, message_id, ctx, ACTIONS if buttons is None else buttons)
    if undo.changed_anything(ctx):
        dialogue.remember_event(ctx, ctx.who.id)


def _echoed(event: MessageReceived, requests: list[Request], ctx: Context) -> bool:
    """Whether the same words that add something came a moment ago: another device of his says them again."""
    if all(request.command.intent not in _ADDING for request in requests):
        return False
    text = event.text.strip()
    last = ctx.uow.dialogues.get(ctx.who.id, "heard", ctx.now)
    heard = {"text": text, "key": ctx.event_key}
    ctx.uow.dialogues.put(ctx.who.id, "heard", heard, until=ctx.now + _ECHO)
    return last is not None and last["text"] == text and last["key"] != ctx.event_key


def _on_text(
    event: MessageReceived, text: str, message_id: str, ctx: Context, buttons: Mapping[str, Press]
) -> None:
    if _typed_button(event, text, ctx, buttons) or _cancelled(text, ctx) or numbered(text, ctx):
        return
    paste = nlp.paste(text, staff=[ctx.who.name], now=ctx.local())
    if paste is not None:
        pasting.on_paste(paste, text, event, ctx)
        return
    if leaves.heard(ctx, text, message_id) or _about_the_bot(text, ctx) or attaching.says_whose(text, ctx):
        return
    if phrases.is_one(text, ctx):
        run(ctx, phrases.request(text, message_id, ctx))
        return
    if _asked(ctx, text, message_id):
        return
    requests = _read(ctx, text, message_id)
    if answering.answers(event, text, requests, ctx):
        return
    if requests[0].command.intent is Intent.NONE:
        _no_command(ctx, text, requests[0])
    elif len(requests) == 1 and _only_told(ctx, requests[0]):
        return
    elif not _echoed(event, requests, ctx):
        run_all(ctx, requests)


def _about_the_bot(text: str, ctx: Context) -> bool:
    """为什么, 误报, 看来源 2: about what the bot showed; whether it was that."""
    if explaining.asked(text):
        explaining.explain_last(ctx)
        return True
    if found := _SOURCE.fullmatch(text.strip(" 。！!？?")):
        leads.show_sources(ctx, int(found[1]) if found[1] else None)
        return True
    return teaching.read(ctx, text)


def _asked(ctx: Context, text: str, message_id: str) -> bool:
    """A question about one's own work, or two files to be made one; whether it was that."""
    question = questions.read(ctx, text)
    if question is not None:
        questions.answer(ctx, question)
        return True
    lead = meaning.last_spoken_of(ctx)
    said = text if lead is None else meaning.PRONOUN.sub(lead.name, text)
    removal = leads.read_removal(said)
    if removal is None or not leads.says_one(ctx, said, removal[1]):
        return False
    request = Request(nlp.Command(Intent.NONE), text, message_id)
    attempt(ctx, lambda: leads.ask_removal(ctx, *removal, request), None)
    return True


def _read(ctx: Context, text: str, message_id: str) -> list[Request]:
    """The requests in a text; one that names nobody is left for the open question to answer."""
    try:
        return meaning.read(ctx, text, message_id)
    except Missing:
        if dialogue.question(ctx) is None:
            raise
        return [Request(nlp.Command(Intent.NONE), text, message_id)]


def _no_command(ctx: Context, text: str, request: Request) -> None:
    """Details of the customer spoken of, a wait without a date, or something to ask back about."""
    if leads.add_detail(ctx, text):
        return
    name = meaning.bare_name(ctx, text)
    if name is not None and not _colleague(ctx, name):
        asked = nlp.Command(Intent.QUERY_LEAD, {"contact": name})
        run(ctx, Request(asked, text, request.message_id))
        return
    if leads.waits(text):
        lead = meaning.customer_in(ctx, text)
        if lead is not None:
            leads.wait_for(ctx, lead, text, request.message_id)
            return
    if not _told(ctx, request):
        chatting.not_understood(ctx, request.command, text)


def _colleague(ctx: Context, name: str) -> bool:
    return any(person.name == name for person in ctx.uow.people.everybody())


def _only_told(ctx: Context, request: Request) -> bool:
    """「王芳问学费能不能便宜点」 looks like a question about her and is a report."""
    return request.command.intent is Intent.QUERY_LEAD and _told(ctx, request)


def _told(ctx: Context, request: Request) -> bool:
    """A report about a customer; of several that fit, the one chosen gets it as a note."""
    taken: list[bool] = []
    acted = attempt(ctx, lambda: taken.append(telling.told(ctx, request)), telling.as_note(request))
    return not acted or taken == [True]


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
    asked = leads.withdraw_open(ctx)
    if not asked and dialogue.question(ctx) is None and dialogue.choice(ctx) is None:
        return False
    dialogue.answered(ctx)
    dialogue.chosen(ctx)
    ctx.answer(ctx.reply("cancelled"))
    return True


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


ACTIONS: Mapping[str, Press] = {
    **leads.ACTIONS,
    **todos.ACTIONS,
    **people.ACTIONS,
    **undo.ACTIONS,
    **explaining.ACTIONS,
    **teaching.ACTIONS,
    **telling.ACTIONS,
    **errands.ACTIONS,
    "choose": choose,
    "hint": chatting.hint,
}
