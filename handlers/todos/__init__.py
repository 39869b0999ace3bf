"""To-dos: set by a word, listed by number, due with a card, finished or put off by a tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.todos import calls, ringing, series, spoken
from handlers.todos.calls import appoint, ask_outcome, on_appointment, tell_outcome
from handlers.todos.handing import hand, on_when
from handlers.todos.listing import complete, finish, show_list
from handlers.todos.moments import asked_moment
from handlers.todos.ringing import on_due, on_time, postpone
from handlers.todos.series import resume, stop_by_word
from handlers.todos.setting import add, arm, create, on_answer, remind, tell_owner
from handlers.todos.spoken import act as act_on_words
from handlers.todos.spoken import hears
from storage.cards import ShownCard

__all__ = [
    "ACTIONS",
    "act_on_words",
    "add",
    "appoint",
    "arm",
    "ask_outcome",
    "asked_moment",
    "complete",
    "create",
    "finish",
    "hand",
    "hears",
    "on_answer",
    "on_appointment",
    "on_due",
    "on_time",
    "on_when",
    "postpone",
    "remind",
    "resume",
    "show_list",
    "stop_by_word",
    "tell_outcome",
    "tell_owner",
]

ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "todo.done": ringing.press_done,
    "todo.later": ringing.press_later,
    "todo.tomorrow": ringing.press_tomorrow,
    "todo.time": ringing.press_time,
    "todo.stop": series.press_stop,
    "todo.drop": spoken.press_drop,
    "todo.put": spoken.press_put,
    **calls.ACTIONS,
}
