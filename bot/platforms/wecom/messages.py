"""Neutral content → WeCom request bodies; pure. Callers pass what ``fit`` returned.

Source: WeCom docs, path 90236 "发送应用消息", 94888 "更新模版卡片消息"; read 2026-11.
"""

from __future__ import annotations

import re
import zlib
from typing import assert_never

from bot.platforms.errors import RecipientGone, Rejected
from bot.platforms.http import JsonObject
from handlers.chat.content import Button, Card, Fact, File, Markdown, Select, Text
from handlers.chat.delivery import Send, UpdateCard
from handlers.chat.event import PersonRef

_USER_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}")
_FOREIGN = re.compile(r"[^0-9A-Za-z_\-@]")
_LONGEST_TASK_ID = 128
_LONGEST_CHECK_SECONDS = 14400
_SPREAD_SECONDS = 7200
_STYLES = {"primary": 1, "plain": 2, "danger": 3}
_WECOM_ITSELF = "https://work.weixin.qq.com"
"""Where a card without buttons leads when no page of our own is configured: it must lead somewhere."""


def send_body(message: Send, agent_id: int, public_url: str = "", media_id: str | None = None) -> JsonObject:
    """Body of ``message/send`` to one member; a file needs its *media_id*.

    WeCom suppresses an identical request within the interval (at most four hours), which makes a repetition
    after a crash or a timeout harmless. The interval depends on the message's key, so that two different
    messages with the same words are not identical.
    """
    repeat_within = _LONGEST_CHECK_SECONDS - zlib.crc32(message.key.encode()) % _SPREAD_SECONDS
    return {
        "touser": _user_id(message.to),
        "agentid": agent_id,
        **_content(message, public_url, media_id),
        "enable_duplicate_check": 1,
        "duplicate_check_interval": repeat_within,
    }


def update_body(message: UpdateCard, agent_id: int, response_code: str, public_url: str = "") -> JsonObject:
    """Body of ``message/update_template_card`` for one member's copy.

    A card that is nothing but ``closed`` greys the buttons and leaves the rest as it stands (variant A);
    every other one replaces the card (variant B).
    """
    card = message.content
    body: JsonObject = {
        "userids": [_user_id(message.to)],
        "agentid": agent_id,
        "response_code": response_code,
    }
    if card.closed and card == Card(title="", closed=card.closed):
        return body | {"button": {"replace_name": card.closed}}
    return body | {"template_card": _replacement(card, public_url)}


def task_id(message: Send) -> str:
    """The card's ``task_id``: at most 128 of ``[0-9A-Za-z_-@]``, never used twice in an application."""
    return _FOREIGN.sub("-", message.card_id or message.key)[:_LONGEST_TASK_ID]


def _user_id(person: PersonRef) -> str:
    """The member's userid; anything else (``@all``, several joined by ``|``) would reach other people."""
    if not _USER_ID.fullmatch(person.id):
        raise RecipientGone("not a userid", code=40003, people=(person.id,))
    return person.id


def _content(message: Send, public_url: str, media_id: str | None) -> JsonObject:
    match message.content:
        case Text(body):
            return {"msgtype": "text", "text": {"content": body}}
        case Markdown(body):
            return {"msgtype": "markdown", "markdown": {"content": body}}
        case File(_, known):
            if not (media_id or known):
                raise Rejected("a file without content", code=44001)
            return {"msgtype": "file", "file": {"media_id": media_id or known}}
        case Card() as card:
            spelled = _card(card, public_url) | {"task_id": task_id(message)}
            return {"msgtype": "template_card", "template_card": spelled}
    assert_never(message.content)


def _card(card: Card, public_url: str) -> JsonObject:
    if card.selects:
        return _questions(card)
    if card.buttons and not card.closed:
        return _words(card, card.subtitle) | {
            "card_type": "button_interaction",
            "button_list": [_button(button) for button in card.buttons],
        }
    return _notice(card, public_url)


def _replacement(card: Card, public_url: str) -> JsonObject:
    """``replace_text`` exists in updates only: one grey button in place of all."""
    if not card.closed:
        return _card(card, public_url)
    return _words(card, card.subtitle) | {
        "card_type": "button_interaction",
        "button_list": [{"text": card.closed[:10], "style": 2, "key": "closed"}],
        "replace_text": card.closed,
    }


def _notice(card: Card, public_url: str) -> JsonObject:
    """``text_notice``: no buttons; how it was closed stands before the subtitle."""
    subtitle = " · ".join(part for part in (card.closed, card.subtitle) if part)
    return _words(card, subtitle) | {
        "card_type": "text_notice",
        "card_action": {"type": 1, "url": public_url or _WECOM_ITSELF},
    }


def _questions(card: Card) -> JsonObject:
    """``multiple_interaction``: title, one to three selects, one button that submits them."""
    submit = card.buttons[0]
    return {
        "card_type": "multiple_interaction",
        "main_title": _title(card.title, card.subtitle),
        "select_list": [_select(select) for select in card.selects],
        "submit_button": {"text": submit.label, "key": submit.action},
    }


def _words(card: Card, subtitle: str) -> JsonObject:
    body: JsonObject = {"main_title": _title(card.title, subtitle)}
    if card.body:
        body["sub_title_text"] = card.body
    if card.quote:
        body["quote_area"] = {"type": 0, "quote_text": card.quote}
    if card.facts:
        body["horizontal_content_list"] = [_fact(fact) for fact in card.facts]
    if card.menu and not card.closed:
        body["action_menu"] = {
            "action_list": [{"text": action.label, "key": action.action} for action in card.menu]
        }
    return body


def _title(title: str, subtitle: str) -> JsonObject:
    return {"title": title or "…"} | ({"desc": subtitle} if subtitle else {})


def _fact(fact: Fact) -> JsonObject:
    shown: JsonObject = {"keyname": fact.label, "value": fact.value}
    return shown | ({"type": 1, "url": fact.link} if fact.link else {})


def _button(button: Button) -> JsonObject:
    return {"text": button.label, "style": _STYLES.get(button.style, 2), "key": button.action}


def _select(select: Select) -> JsonObject:
    spelled: JsonObject = {
        "question_key": select.question,
        "title": select.title,
        "option_list": [{"id": option.id, "text": option.text} for option in select.options],
    }
    return spelled | ({"selected_id": select.selected} if select.selected else {})
