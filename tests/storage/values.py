"""Values to fill tables with."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from storage.audit import Change, Moment
from storage.conversations import Conversation, Message
from storage.facts import Fact
from storage.inbox import NewEvent
from storage.leads import Lead
from storage.outbox import NewMessage
from storage.people import Person
from storage.quotes import Quote
from storage.suggestions import Suggestion
from storage.todos import Todo

NOW = datetime(2026, 11, 20, 2, 0, 0, 123456, tzinfo=UTC)
V = TypeVar("V")


def after(**delta: float) -> datetime:
    return NOW + timedelta(**delta)


def sample(kind: type[V], key: str = "x", *, full: bool = True) -> V:
    """A value with every field set, or (not *full*) with None wherever that is allowed."""
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    return kind(**{f.name: _content(f.name, hints[f.name], key, full=full) for f in fields})


def _content(name: str, hint: Any, key: str, *, full: bool) -> Any:
    options = typing.get_args(hint) if type(None) in typing.get_args(hint) else (hint,)
    if type(None) in options and not full:
        return None
    wanted = options[0]
    if typing.get_origin(wanted) is Mapping:
        return {"名": "张总", "n": "1"}
    if wanted is bool:
        return full
    if wanted is int:
        return 1
    if wanted is datetime:
        return NOW
    return f"{name}-{key}"


def an_event(number: int, *, lane: str = "a", at: datetime = NOW) -> NewEvent:
    return NewEvent("wecom", f"k{number}", lane, "CustomerSaid", f'{{"n":{number}}}', at)


def a_message_to_send(key: str, *, lane: str = "a", at: datetime = NOW) -> NewMessage:
    return NewMessage(key, "wecom", "zhangsan", lane, "Send", None, "{}", at, at)


def a_person(key: str, **changes: Any) -> Person:
    base = Person(key, key.title(), "rep", None, True, None, NOW)
    return dataclasses.replace(base, **changes)


def a_lead(key: str, **changes: Any) -> Lead:
    return dataclasses.replace(Lead(key, f"客户{key}", "rep", "new", NOW, NOW, NOW), **changes)


def a_conversation(key: str, **changes: Any) -> Conversation:
    base = Conversation(key, "wecom", f"n-{key}", "rep", None, None, None, None, None, False, None, None, NOW)
    return dataclasses.replace(base, **changes)


def a_message(key: str, **changes: Any) -> Message:
    base = Message(
        key, "wecom", f"n-{key}", "c", "customer", None, "张总", NOW, NOW, "text", "你好", None, None
    )
    return dataclasses.replace(base, **changes)


def a_fact(key: str, **changes: Any) -> Fact:
    base = Fact(key, "c", None, "phone", "1", None, None, None, "m", "bot", None, NOW, "proposed")
    return dataclasses.replace(base, **changes)


def a_suggestion(key: str, **changes: Any) -> Suggestion:
    base = Suggestion(key, f"key-{key}", "stage", "c", "l", "rep", {}, "open", None, "m", NOW)
    return dataclasses.replace(base, **changes)


def a_quote(key: str, **changes: Any) -> Quote:
    nothing = (None, None, None, None, None, None, None)
    return dataclasses.replace(Quote(key, "l", "c", "rep", "quote", 1, *nothing, "m", NOW), **changes)


def a_todo(key: str, **changes: Any) -> Todo:
    base = Todo(key, "rep", "l", "q", "manual", "打电话", None, None, "open", None, None, NOW)
    return dataclasses.replace(base, **changes)


def a_line(lead_id: str, **changes: Any) -> Moment:
    return dataclasses.replace(Moment(lead_id, NOW, "chat", "聊了价格"), **changes)


def a_change(subject_id: str, **changes: Any) -> Change:
    base = Change(NOW, None, "stage", "lead", subject_id, "l", None, None, None, None, None)
    return dataclasses.replace(base, **changes)
