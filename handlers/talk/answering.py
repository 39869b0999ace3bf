"""What answers an open question, and what is a command of its own although one is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers import dialogue, leads, promises, summaries, todos
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput
from handlers.talk import chatting
from handlers.talk.running import attempt
from nlp import Intent, lazy_pattern

Answer = Callable[[dict[str, Any], str, MessageReceived, Context], bool | None]
"""Takes an answer to an open question; False says that it was none after all."""

_QUESTION = lazy_pattern(r"[?？]|吗|什么|怎么|多少|最近|情况|动态|进展")
_FREE = frozenset({"supplement", "missing", "name", "pause_reason", "summary_point"})
"""Questions any words may answer, a name among them."""
_CLEAR = lazy_pattern(
    r"(?:新建|新增|添加|录入)(?:一?[个条位])?(?:新)?(?:线索|客户|商机)|(?:我的|今天的|看看?|查看?)?待办(?:事项)?[。！!]*$"
)
"""Words that open a command whatever is open, even where the rest of it is not understood."""
_LOOKS = frozenset({Intent.LIST_TODOS, Intent.QUERY_LEAD, Intent.HELP, Intent.SUMMARY})
_IN_WORDS = frozenset({"name", "pause_reason"})
_MAY_ANSWER = frozenset({Intent.CREATE_LEAD, Intent.ADD_NOTE, Intent.LOG_QUOTE})
"""What looks like these but names nobody is rather an answer, while a question is open."""


def answers(event: MessageReceived, text: str, requests: list[Request], ctx: Context) -> bool:
    """Whether the text answers the open question; a greeting never does, nor a number what wants words."""
    question = dialogue.question(ctx)
    if question is None or question["kind"] not in ANSWERS:
        return False
    if _overrides(requests[0], question):
        _let_go(ctx, question, requests[0])
        return False
    kind = question["kind"]
    says_nothing = kind in _IN_WORDS and not dialogue.has_words(text)
    if says_nothing or (kind != "supplement" and chatting.greets(text)):
        chatting.keep_waiting(ctx, kind)
        return True
    taken: list[bool | None] = []
    try:
        attempt(ctx, lambda: taken.append(ANSWERS[kind](question, text, event, ctx)), None)
    except InvalidInput as error:
        if error.reply != "no_time":
            raise
        return _asked_again(ctx, question)
    return taken != [False]


def _asked_again(ctx: Context, question: Mapping[str, Any]) -> bool:
    """No time in the answer: ask once more; the second time he is on to something else, and it is dropped."""
    if question.get("missed"):
        dialogue.answered(ctx)
        ctx.answer(ctx.reply("question_dropped", kind=question["kind"]))
        return False
    body = {name: value for name, value in question.items() if name != "kind"}
    dialogue.ask(ctx, str(question["kind"]), **{**body, "missed": True})
    ctx.answer(ctx.reply("no_time"))
    return True


def _overrides(request: Request, question: Mapping[str, Any]) -> bool:
    """Whether a text is a command of its own although a question is open."""
    intent = request.command.intent
    told = intent is Intent.QUERY_LEAD and not _QUESTION.search(request.text)
    if told and (question["kind"] in _FREE or question.get("missing") == "what"):
        return False
    if _CLEAR.match(request.text.strip()):
        return True
    return intent is not Intent.NONE and (request.name is not None or intent not in _MAY_ANSWER)


def _let_go(ctx: Context, question: Mapping[str, Any], request: Request) -> None:
    """Something else is to be done: a half-told reminder is dropped; a mere look leaves it open."""
    if question["kind"] != "remind" or request.command.intent in _LOOKS:
        return
    dialogue.answered(ctx)
    if request.command.intent is not Intent.SET_REMINDER:
        ctx.answer(ctx.reply("question_dropped"))


ANSWERS: Mapping[str, Answer] = {
    "supplement": leads.on_supplement,
    "name": leads.on_name,
    "missing": leads.on_missing,
    "pause_reason": leads.on_reason,
    "remind": todos.on_answer,
    "todo_time": todos.on_time,
    "errand": todos.on_when,
    "appointment": todos.on_appointment,
    "promise_time": promises.on_time,
    "summary_point": summaries.on_edit,
}
