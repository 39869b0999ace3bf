"""What the loopback WeCom remembers: requests, messages on phones, and what people sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.demo.wecom.errors import JsonObject


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the bot to ``cgi-bin``: what was asked and what it was answered.

    ``endpoint`` is the path below ``cgi-bin/``. ``errcode`` is None when no JSON answer went out
    (a binary download, a gateway page, a broken connection); ``fault`` names the fault that was played.
    """

    number: int
    at: datetime
    method: str
    endpoint: str
    query: Mapping[str, str]
    body: JsonObject
    errcode: int | None
    fault: str | None


@dataclass(frozen=True, slots=True)
class CardFace:
    """A template card as one member's phone shows it now.

    ``greyed_as`` is the text of the one grey, dead button that replaces all buttons, or None while they live.
    ``cut_fields`` names the texts longer than the client shows. ``updates`` counts the changes so far.
    """

    body: JsonObject
    greyed_as: str | None
    cut_fields: tuple[str, ...]
    updates: int = 0
    updated_at: datetime | None = None

    @property
    def card_type(self) -> str:
        """``text_notice``, ``button_interaction`` …"""
        return str(self.body["card_type"])

    @property
    def buttons(self) -> Mapping[str, str]:
        """Key → text of what can be pressed now: buttons that call back, or the submit button."""
        if self.greyed_as is not None:
            return {}
        listed = [one for one in self.body.get("button_list", ()) if one.get("type", 0) == 0]
        if "submit_button" in self.body:
            listed.append(self.body["submit_button"])
        return {str(one["key"]): str(one["text"]) for one in listed}

    @property
    def menu(self) -> Mapping[str, str]:
        """Key → text of the actions in the card's top-right menu."""
        listed = self.body.get("action_menu", {}).get("action_list", ())
        return {str(one["key"]): str(one["text"]) for one in listed}

    @property
    def text(self) -> str:
        """Every visible word, one block a line, the buttons last."""
        return "\n".join([*_words(self.body), *([self.greyed_as] if self.greyed_as else [])])


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the bot on one member's phone.

    ``number`` orders everything on all phones. ``content`` is the body of the msgtype as shown (a long text
    is already cut), ``card`` the current face of a template card. A ``dropped`` message was answered with
    success and never shown; a ``recalled`` one was shown and taken back.
    """

    number: int
    member: str
    msgtype: str
    content: JsonObject
    card: CardFace | None
    task_id: str | None
    msgid: str
    at: datetime
    dropped: bool = False
    recalled: bool = False

    @property
    def text(self) -> str:
        """Every visible word of the message."""
        return self.card.text if self.card else "\n".join(_words(self.content))


@dataclass(frozen=True, slots=True)
class Said:
    """What a member sent to the bot, as his own phone shows it; ``text`` is a label for what is not text."""

    number: int
    member: str
    msgtype: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Something on a phone changed: a message came, was updated or was taken back, or its owner wrote."""

    kind: Literal["delivered", "updated", "recalled", "said"]
    item: Message | Said


Listener = Callable[[Change], None]

_SILENT = {
    "card_type", "task_id", "key", "question_key", "id", "url", "icon_url", "image_url", "picurl", "appid",
    "pagepath", "page", "media_id", "thumb_media_id", "userid", "selected_id",
}  # fmt: skip


def _words(value: object) -> list[str]:
    """Visible strings of a message body, in the order they stand in it."""
    match value:
        case str():
            return [value] if value else []
        case Mapping():
            return [word for key, inner in value.items() if key not in _SILENT for word in _words(inner)]
        case list() | tuple():
            return [word for inner in value for word in _words(inner)]
        case _:
            return []


def frozen_json(value: JsonObject) -> dict[str, Any]:
    """A copy that later changes to *value* cannot reach; what is null there is absent here."""
    return {key: _copy(inner) for key, inner in value.items() if inner is not None}


def _copy(value: object) -> object:
    match value:
        case Mapping():
            return frozen_json(value)
        case list() | tuple():
            return [_copy(inner) for inner in value]
        case _:
            return value
