"""What is no command: half of one, small talk, a thank-you, a word for the bot alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from handlers import cards
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.talk.running import run
from nlp import Command, Intent, MessageKind, Side, lazy_pattern
from storage.cards import ShownCard

_CHAT_KEPT = timedelta(minutes=10)
_GREETING = lazy_pattern(
    r"(?:hi|hello|hey|哈[喽啰]|嗨|你好|您好|在[吗么]?|早|早上好|下午好|晚上好|谢+|谢谢你?|多谢|感谢|辛苦了?|嗯+|哦+|好的?|好嘞|收到|知道了|ok|okay|👌|🙏|[😀-🙏])[\s呀啊哈啦!！~～。.]*",
    re.IGNORECASE,
)
_BESIDE: Mapping[Intent, Intent] = {
    Intent.QUERY_LEAD: Intent.CREATE_LEAD,
    Intent.CREATE_LEAD: Intent.QUERY_LEAD,
    Intent.SET_REMINDER: Intent.LIST_TODOS,
    Intent.COMPLETE: Intent.LIST_TODOS,
    Intent.LIST_TODOS: Intent.SET_REMINDER,
    Intent.HELP: Intent.CREATE_LEAD,
}
"""What to show beside the only near thing; a look at the customer for all others."""


def greets(text: str) -> bool:
    """Whether a text is a greeting or a thank-you and nothing else."""
    return _GREETING.fullmatch(text.strip()) is not None


def keep_waiting(ctx: Context, kind: str) -> None:
    """A greeting while a question is open: a friendly word, and the question stays."""
    ctx.answer(ctx.reply("question_waits", kind=kind))


def hint(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """One of the nearest things was pressed: do it when it needs nothing, else show how to say it."""
    intent = Intent(subject)
    if intent in (Intent.LIST_TODOS, Intent.HELP, Intent.UNDO):
        run(ctx, Request(Command(intent), ""))
        return
    ctx.answer(ctx.reply("hint", intent=str(intent)))


def not_understood(ctx: Context, command: Command, text: str) -> None:
    """Half a command: the nearest things. Plain talk: one friendly line; a thank-you after it, none."""
    if command.nearest:
        beside = _BESIDE.get(command.nearest[0], Intent.QUERY_LEAD)
        nearest = dict.fromkeys((*command.nearest[:3], beside))
        intents = [str(intent) for intent in nearest][: max(2, len(command.nearest))]
        cards.answer(ctx, ctx.card("nearest", intents=intents), kind="nearest", subject=None)
        return
    kind = ctx.analyse(text, side=Side.STAFF).kind
    polite = kind in (MessageKind.ACK, MessageKind.CLOSING)
    if polite and ctx.uow.dialogues.get(ctx.who.id, "chat", ctx.now) is not None:
        return
    ctx.uow.dialogues.put(ctx.who.id, "chat", {}, until=ctx.now + _CHAT_KEPT)
    ctx.answer(ctx.reply("chat"))
