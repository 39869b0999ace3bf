"""Which template cards WeCom takes: the blocks of each type and the rules between them.

Stricter than the vendor in one way on purpose: a block the document does not list for a type is refused with
40058, where the real service is believed to ignore it, so that no word disappears unnoticed.

Source: WeCom docs, path 90236 "发送应用消息" (template card) and 94888 "更新模版卡片消息"; read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.demo.wecom import card_parts as parts
from bot.demo.wecom.errors import JsonObject, Refusal
from bot.demo.wecom.records import CardFace, frozen_json

_COMMON = frozenset({"card_type", "source", "main_title", "task_id"})
_NOTICE = _COMMON | {"action_menu", "quote_area", "horizontal_content_list", "jump_list", "card_action"}
BLOCKS: dict[str, frozenset[str]] = {
    "text_notice": _NOTICE | {"emphasis_content", "sub_title_text"},
    "news_notice": _NOTICE | {"image_text_area", "card_image", "vertical_content_list"},
    "button_interaction": _COMMON
    | {"action_menu", "quote_area", "sub_title_text", "horizontal_content_list", "card_action"}
    | {"button_selection", "button_list"},
    "vote_interaction": _COMMON | {"checkbox", "submit_button"},
    "multiple_interaction": _COMMON | {"select_list", "submit_button"},
}
"""Blocks each card type may carry."""

INTERACTIVE = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
"""Card types with buttons: a ``response_code`` comes with each, and ``replace_text`` may stand in updates."""

_TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")


def calls_back(card: JsonObject) -> bool:
    """Whether pressing something on the card reaches the bot, so that it gets a ``response_code``."""
    return card["card_type"] in INTERACTIVE or "action_menu" in card


def check_card(card: JsonObject, *, update: bool = False) -> None:
    """Refuse a card that breaks a rule of its type; *update* allows what only a replacement may carry."""
    card_type = card.get("card_type")
    if not isinstance(card_type, str) or card_type not in BLOCKS:
        raise Refusal(42031, f"card_type {card_type!r} illegal")
    _check_blocks(card, card_type, update=update)
    _check_title(card, card_type)
    _check_action(card, card_type)
    parts.action_menu(card)
    parts.quote_area(card)
    parts.horizontal_content_list(card)
    match card_type:
        case "text_notice":
            parts.jump_list(card)
        case "news_notice":
            parts.pictures(card)
            parts.vertical_content_list(card)
            parts.jump_list(card)
        case "button_interaction":
            parts.button_selection(card)
            parts.button_list(card)
        case "vote_interaction":
            parts.checkbox(card, update=update)
            parts.submit_button(card, update=update)
        case "multiple_interaction":
            parts.select_list(card, update=update)
            parts.submit_button(card, update=update)
    _check_task_id(card, update=update)


def face_of(card: JsonObject) -> CardFace:
    """The card as it appears on a phone; a ``replace_text`` greys its buttons at once."""
    body = frozen_json(card)
    return CardFace(body, body.pop("replace_text", None), tuple(too_long(card)))


def _check_blocks(card: JsonObject, card_type: str, *, update: bool) -> None:
    allowed = BLOCKS[card_type]
    if update and card_type in INTERACTIVE:
        allowed = allowed | {"replace_text"}
    foreign = sorted(set(card) - allowed)
    if foreign:
        raise Refusal(40058, f"{', '.join(foreign)} not documented for {card_type}")


def _check_title(card: JsonObject, card_type: str) -> None:
    title = parts.words(parts.block(card, "main_title") or {}, "title")
    has_text = title or (card_type == "text_notice" and parts.words(card, "sub_title_text"))
    if not has_text:
        raise Refusal(40058, "main_title.title missing")


def _check_action(card: JsonObject, card_type: str) -> None:
    action = parts.block(card, "card_action")
    is_notice = card_type in {"text_notice", "news_notice"}
    if is_notice and (action is None or action.get("type") not in (1, 2)):
        raise Refusal(42045, "card_action missing or its type is neither 1 nor 2")
    if action is not None:
        parts.link(action, "card_action")


def _check_task_id(card: JsonObject, *, update: bool) -> None:
    task_id = parts.words(card, "task_id")
    wanted = calls_back(card) and not update
    if (wanted or task_id) and not _TASK_ID.fullmatch(task_id):
        raise Refusal(42014, "task_id missing or illegal")


def too_long(card: JsonObject) -> Iterator[str]:
    """Names of the texts the client shows cut: the document's display limits, in characters."""
    titles = {"vote_interaction": (16, 160), "multiple_interaction": (36, 160)}
    title_chars, desc_chars = titles.get(str(card["card_type"]), (36, 44))
    yield from _over(parts.block(card, "main_title") or {}, "main_title", title=title_chars, desc=desc_chars)
    yield from _over(card, "card", sub_title_text=160)
    yield from _over(parts.block(card, "source") or {}, "source", desc=20)
    yield from _over(parts.block(card, "emphasis_content") or {}, "emphasis_content", title=14, desc=22)
    yield from _over(parts.block(card, "submit_button") or {}, "submit_button", text=10)
    for item in parts.items(card, "horizontal_content_list"):
        yield from _over(item, "horizontal_content_list", keyname=5, value=30)
    for item in parts.items(card, "vertical_content_list"):
        yield from _over(item, "vertical_content_list", title=38, desc=160)
    for item in parts.items(card, "jump_list"):
        yield from _over(item, "jump_list", title=18)
    for item in parts.items(card, "button_list"):
        yield from _over(item, "button_list", text=10)
    selectors = [*parts.items(card, "select_list"), parts.block(card, "button_selection") or {}]
    for selector in selectors:
        for option in parts.items(selector, "option_list"):
            yield from _over(option, "option_list", text=16)
    for option in parts.items(parts.block(card, "checkbox") or {}, "option_list"):
        yield from _over(option, "option_list", text=17)


def _over(owner: JsonObject, where: str, **limits: int) -> Iterator[str]:
    for name, most in limits.items():
        if len(parts.words(owner, name)) > most:
            yield f"{where}.{name}"
