"""Decrypted callback XML → one neutral event; pure.

Strict about what it reads, deaf to the rest: an event nobody here knows becomes a ``PlatformNotice`` that is
stored and counted.

Source: WeCom docs, path 90239 "接收消息格式", 90240 "接收事件格式", 92130 "客户联系 事件"; read 2026-11.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.errors import Malformed
from bot.platforms.wecom import xml
from bot.platforms.wecom.kinds import ALARMS, CONTACT_CHANGES, KNOWN, MEMBER_CHANGES
from bot.platforms.wecom.limits import HANDLE_LIFE
from bot.platforms.wecom.xml import Element, first
from handlers.chat.event import (
    NOTHING,
    Attachment,
    CardPressed,
    ContactChanged,
    ConversationRef,
    Event,
    Handle,
    MemberChanged,
    MessageReceived,
    Origin,
    PersonRef,
    PlatformNotice,
)

PLATFORM = "wecom"
_KEY_PARTS = (
    "AgentID",
    "FromUserName",
    "CreateTime",
    "Event",
    "ChangeType",
    "EventKey",
    "TaskId",
    "UserID",
    "ExternalUserID",
    "ChatId",
)
_LONGEST_KEY_CHARS = 200
_EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
_LATEST_AHEAD = timedelta(days=1)
_COMMON = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"})


def decode(body: bytes, now: datetime) -> Event:
    """The event in a decrypted callback; *now* stands in for a time that cannot be right.

    Raises ``Malformed`` when it is not XML of the documented outline.
    """
    element = xml.message(body)
    sender = first(element, "FromUserName")
    message_type = first(element, "MsgType").lower()
    if not sender or not message_type:
        raise Malformed("FromUserName or MsgType missing")
    at = _time(first(element, "CreateTime"), now)
    if message_type != "event":
        return _message(element, message_type, sender, at, body)
    name = first(element, "Event").lower()
    if not name:
        raise Malformed("Event missing")
    decoder = _DECODERS.get(name)
    event = decoder(element, name, sender, at, body) if decoder else None
    return event or _notice(element, name, sender, at, body)


def _time(seconds: str, now: datetime) -> datetime:
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return at if _EARLIEST <= at <= now + _LATEST_AHEAD else now


def _message(element: Element, kind: str, sender: str, at: datetime, body: bytes) -> Event:
    number = first(element, "MsgId")
    key = f"msg:{number[:_LONGEST_KEY_CHARS]}" if number else _hash_key(body)
    reader = _CONTENTS.get(kind)
    origin = _origin(key, sender, at, _native(element, sender))
    if reader is None:
        return MessageReceived(origin, "other", "", extra={"type": kind} | _rest(element, _COMMON))
    return reader(element, kind, origin)


def _origin(
    key: str, sender: str, at: datetime, native: Mapping[str, str], conversation: str | None = None
) -> Origin:
    """Where an event comes from; user ids are case-insensitive, so ours are lower-case."""
    member = sender.lower()
    if conversation is None:
        conversation = "corp" if member == "sys" else f"app:{member}"
    return Origin(
        key=key,
        platform=PLATFORM,
        conversation=ConversationRef(PLATFORM, conversation),
        sender=None if member == "sys" else PersonRef(PLATFORM, member),
        at=at,
        native=native,
    )


def _native(element: Element, sender: str) -> dict[str, str]:
    agent = first(element, "AgentID")
    return {"user_id": sender, "agent_id": agent} if agent else {"user_id": sender}


def _event_key(element: Element, body: bytes) -> str:
    """The documented key FromUserName + CreateTime, extended by what tells two events of a second apart."""
    if not first(element, "CreateTime"):
        return _hash_key(body)
    key = "event:" + "|".join(first(element, part) for part in _KEY_PARTS)
    return key if len(key) <= _LONGEST_KEY_CHARS else f"event:{hashlib.sha256(key.encode()).hexdigest()}"


def _hash_key(body: bytes) -> str:
    return f"hash:{hashlib.sha256(body).hexdigest()}"


def _rest(element: Element, without: frozenset[str]) -> dict[str, str]:
    """Everything else the message holds: texts as they are, elements as JSON."""
    rest: dict[str, str] = {}
    for name, values in element.items():
        if name in without:
            continue
        alone = len(values) == 1 and isinstance(values[0], str)
        rest[name] = values[0] if alone else json.dumps(values, ensure_ascii=False)
    return rest


def _text(element: Element, kind: str, origin: Origin) -> MessageReceived:
    return MessageReceived(origin, kind, first(element, "Content"))


def _media(element: Element, kind: str, origin: Origin) -> MessageReceived:
    """Image, voice, video or file; ``media_id`` can be fetched for three days."""
    suffix, mime = _MEDIA[kind]
    if kind == "voice" and first(element, "Format"):
        suffix = first(element, "Format")
        mime = f"audio/{suffix}"
    size = first(element, "FileSize")
    attachment = Attachment(
        name=first(element, "FileName") or f"{kind}{suffix and '.'}{suffix}",
        size=int(size) if size.isascii() and size.isdecimal() else None,
        mime=mime,
        media_id=first(element, "MediaId") or None,
    )
    extra = {
        name: value
        for name, part in (("picture_url", "PicUrl"), ("thumb_media_id", "ThumbMediaId"))
        if (value := first(element, part))
    }
    return MessageReceived(origin, kind, "", attachment, extra or NOTHING)


_MEDIA: dict[str, tuple[str, str | None]] = {
    "image": ("jpg", "image/jpeg"),
    "voice": ("amr", "audio/amr"),
    "video": ("mp4", "video/mp4"),
    "file": ("", None),
}


def _location(element: Element, kind: str, origin: Origin) -> MessageReceived:
    extra = {
        "latitude": first(element, "Location_X"),
        "longitude": first(element, "Location_Y"),
        "scale": first(element, "Scale"),
    }
    return MessageReceived(origin, kind, first(element, "Label"), extra=extra)


def _link(element: Element, kind: str, origin: Origin) -> MessageReceived:
    words = (first(element, "Title"), first(element, "Description"))
    extra = {"url": first(element, "Url"), "picture_url": first(element, "PicUrl")}
    return MessageReceived(origin, kind, "\n".join(word for word in words if word), extra=extra)


_CONTENTS: dict[str, Callable[[Element, str, Origin], MessageReceived]] = {
    "text": _text,
    "image": _media,
    "voice": _media,
    "video": _media,
    "file": _media,
    "location": _location,
    "link": _link,
}


def _pressed(element: Element, _name: str, sender: str, at: datetime, body: bytes) -> Event:
    """A button, a submission or the card's menu; the code allows one change of the card within 72 hours."""
    origin = _origin(_event_key(element, body), sender, at, _native(element, sender))
    code = first(element, "ResponseCode")
    return CardPressed(
        origin,
        card_id=first(element, "TaskId"),
        button=first(element, "EventKey"),
        choices=_choices(element),
        handle=Handle(code, at + HANDLE_LIFE) if code else None,
    )


def _choices(element: Element) -> dict[str, tuple[str, ...]]:
    """Question → options chosen; one or many of either."""
    choices: dict[str, tuple[str, ...]] = {}
    for items in xml.elements(element, "SelectedItems"):
        for item in xml.elements(items, "SelectedItem"):
            chosen = [
                option
                for options in xml.elements(item, "OptionIds")
                for option in xml.texts(options, "OptionId")
            ]
            choices[first(item, "QuestionKey")] = tuple(chosen)
    return choices


def _member(element: Element, name: str, sender: str, at: datetime, body: bytes) -> Event:
    origin = _origin(_event_key(element, body), sender, at, _native(element, sender))
    return MemberChanged(origin, PersonRef(PLATFORM, sender.lower()), MEMBER_CHANGES[name])


def _menu_click(element: Element, _name: str, sender: str, at: datetime, body: bytes) -> Event:
    """A click in the application's menu says its key: keys there are commands."""
    origin = _origin(_event_key(element, body), sender, at, _native(element, sender))
    return MessageReceived(origin, "text", first(element, "EventKey"), extra={"from": "menu"})


def _contact(element: Element, _name: str, sender: str, at: datetime, body: bytes) -> Event | None:
    change = CONTACT_CHANGES.get(first(element, "ChangeType").lower())
    staff, customer = first(element, "UserID"), first(element, "ExternalUserID")
    if change is None or not staff or not customer:
        return None
    native = {"user_id": staff} | _rest(
        element, _COMMON | {"Event", "ChangeType", "UserID", "ExternalUserID"}
    )
    origin = _origin(_event_key(element, body), sender, at, native, _tie(staff, customer))
    return ContactChanged(
        origin,
        staff=PersonRef(PLATFORM, staff.lower()),
        customer_id=customer,
        change=change,
        source=first(element, "State") or None,
    )


def _tie(staff: str, customer: str) -> str:
    """The lane of one staff member and one outside contact (whose id is case-sensitive)."""
    return f"contact:{staff.lower()}:{customer}"


def _notice(element: Element, name: str, sender: str, at: datetime, body: bytes) -> Event:
    """Known but not ours, or unknown; all of it is kept.

    Its key also carries a digest: two approvals by ``sys`` in one second differ in nothing else, and a
    repeated delivery has the same body.
    """
    change = first(element, "ChangeType").lower()
    full = f"{name}.{change}" if change else name
    known = name in KNOWN and (not KNOWN[name] or change in KNOWN[name])
    key = f"{_event_key(element, body)}#{hashlib.sha256(body).hexdigest()[:16]}"
    native = {"user_id": sender} | _rest(element, _COMMON)
    origin = _origin(key, sender, at, native, _lane(element))
    return PlatformNotice(origin, full if known else f"unknown:{full}", name in ALARMS)


def _lane(element: Element) -> str | None:
    staff, customer = first(element, "UserID"), first(element, "ExternalUserID")
    if staff and customer:
        return _tie(staff, customer)
    chat = first(element, "ChatId")
    return f"chat:{chat}" if chat else None


_DECODERS: dict[str, Callable[[Element, str, str, datetime, bytes], Any]] = {
    "template_card_event": _pressed,
    "template_card_menu_event": _pressed,
    "change_external_contact": _contact,
    "click": _menu_click,
    "subscribe": _member,
    "unsubscribe": _member,
    "enter_agent": _member,
}
