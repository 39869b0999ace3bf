"""Content and outbound messages as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.chat.codec.shared import (
    JsonObject,
    dump,
    given,
    handle,
    person,
    read,
    read_handle,
    read_person,
)
from handlers.chat.content import Button, Card, Content, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Outbound, Send, UpdateCard


def content_to_json(content: Content) -> str:
    """The content as compact JSON; always encodable as UTF-8."""
    return dump(_content(content))


def content_from_json(text: str) -> Content:
    """The content written by ``content_to_json``; ``ValueError`` for anything else."""
    return read(text, _CONTENT_READERS)


def outbound_to_json(message: Outbound) -> str:
    """The message as compact JSON; always encodable as UTF-8."""
    return dump(_OUTBOUND_WRITERS[type(message)](message))


def outbound_from_json(text: str) -> Outbound:
    """The message written by ``outbound_to_json``; ``ValueError`` for anything else."""
    return read(text, _OUTBOUND_READERS)


def _card(card: Card) -> JsonObject:
    tree: JsonObject = {"type": "card", "title": card.title}
    for name in ("subtitle", "body", "quote", "closed"):
        if value := getattr(card, name):
            tree[name] = value
    if card.facts:
        tree["facts"] = [
            {"label": fact.label, "value": fact.value} | given(fact, ("quote", "link")) for fact in card.facts
        ]
    if card.buttons:
        tree["buttons"] = [_button(button) for button in card.buttons]
    if card.menu:
        tree["menu"] = [_button(button) for button in card.menu]
    if card.selects:
        tree["selects"] = [_select(select) for select in card.selects]
    return tree


def _read_card(tree: JsonObject) -> Card:
    return Card(
        title=tree["title"],
        subtitle=tree.get("subtitle", ""),
        body=tree.get("body", ""),
        facts=tuple(
            Fact(fact["label"], fact["value"], fact.get("quote"), fact.get("link"))
            for fact in tree.get("facts", ())
        ),
        quote=tree.get("quote", ""),
        buttons=tuple(_read_button(button) for button in tree.get("buttons", ())),
        selects=tuple(_read_select(select) for select in tree.get("selects", ())),
        menu=tuple(_read_button(button) for button in tree.get("menu", ())),
        closed=tree.get("closed", ""),
    )


def _button(button: Button) -> list[str]:
    return [button.label, button.action, button.command, button.style]


def _read_button(row: list[str]) -> Button:
    return Button(*row[:4])


def _select(select: Select) -> JsonObject:
    tree: JsonObject = {
        "question": select.question,
        "title": select.title,
        "options": [[option.id, option.text] for option in select.options],
    }
    return tree | given(select, ("selected",))


def _read_select(tree: JsonObject) -> Select:
    options = tuple(Option(*row[:2]) for row in tree["options"])
    return Select(tree["question"], tree["title"], options, tree.get("selected"))


def _content(content: Content) -> JsonObject:
    match content:
        case Text(body):
            return {"type": "text", "body": body}
        case Markdown(body):
            return {"type": "markdown", "body": body}
        case File(name):
            return {"type": "file", "name": name} | given(content, ("media_id", "content"))
        case Card():
            return _card(content)


def _read_content(tree: JsonObject) -> Content:
    return _CONTENT_READERS[tree["type"]](tree)


def _send(message: Send) -> JsonObject:
    return {
        "type": "send",
        "key": message.key,
        "to": person(message.to),
        "content": _content(message.content),
    } | given(message, ("card_id",))


def _update(message: UpdateCard) -> JsonObject:
    tree: JsonObject = {
        "type": "update_card",
        "key": message.key,
        "to": person(message.to),
        "card_id": message.card_id,
        "content": _card(message.content),
    }
    if message.handle is not None:
        tree["handle"] = handle(message.handle)
    if message.optional:
        tree["optional"] = True
    return tree


_CONTENT_READERS: dict[str, Callable[[JsonObject], Content]] = {
    "text": lambda tree: Text(tree["body"]),
    "markdown": lambda tree: Markdown(tree["body"]),
    "file": lambda tree: File(tree["name"], tree.get("media_id"), tree.get("content")),
    "card": _read_card,
}

_OUTBOUND_WRITERS: dict[type, Callable[[Any], JsonObject]] = {Send: _send, UpdateCard: _update}

_OUTBOUND_READERS: dict[str, Callable[[JsonObject], Outbound]] = {
    "send": lambda tree: Send(
        tree["key"], read_person(tree["to"]), _read_content(tree["content"]), tree.get("card_id")
    ),
    "update_card": lambda tree: UpdateCard(
        tree["key"],
        read_person(tree["to"]),
        tree["card_id"],
        _read_card(tree["content"]),
        read_handle(tree.get("handle")),
        bool(tree.get("optional", False)),
    ),
}
