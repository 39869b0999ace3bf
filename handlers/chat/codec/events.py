"""Events as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
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
from handlers.chat.event import (
    NOTHING,
    Attachment,
    CardPressed,
    ContactChanged,
    ConversationRef,
    CustomerRef,
    CustomerSaid,
    Event,
    MemberChanged,
    MessageRecalled,
    MessageReceived,
    Origin,
    PlatformNotice,
    TimerFired,
)


def event_to_json(event: Event) -> str:
    """The event as compact JSON; always encodable as UTF-8."""
    return dump(_EVENT_WRITERS[type(event)](event))


def event_from_json(text: str) -> Event:
    """The event written by ``event_to_json``; ``ValueError`` for anything else."""
    return read(text, _EVENT_READERS)


def _origin(origin: Origin) -> JsonObject:
    conversation, sender = origin.conversation, origin.sender
    tree: JsonObject = {
        "key": origin.key,
        "platform": origin.platform,
        "conversation": [conversation.platform, conversation.id],
        "at": origin.at.isoformat(),
    }
    if sender is not None:
        tree["sender"] = [sender.platform, sender.id]
    if origin.native:
        tree["native"] = dict(origin.native)
    return tree


def _read_origin(tree: JsonObject) -> Origin:
    sender = tree.get("sender")
    return Origin(
        key=tree["key"],
        platform=tree["platform"],
        conversation=ConversationRef(*tree["conversation"][:2]),
        sender=None if sender is None else read_person(sender),
        at=datetime.fromisoformat(tree["at"]),
        native=tree.get("native") or NOTHING,
    )


_ATTACHMENT = ("size", "mime", "sha256", "media_id", "content", "pages")


def _attachment(attachment: Attachment | None) -> JsonObject | None:
    if attachment is None:
        return None
    return {"name": attachment.name} | given(attachment, _ATTACHMENT)


def _read_attachment(tree: JsonObject | None) -> Attachment | None:
    return None if tree is None else Attachment(tree["name"], *[tree.get(name) for name in _ATTACHMENT])


def _message(event: MessageReceived) -> JsonObject:
    tree: JsonObject = {
        "type": "message_received",
        "origin": _origin(event.origin),
        "kind": event.kind,
        "text": event.text,
    }
    if event.attachment is not None:
        tree["attachment"] = _attachment(event.attachment)
    if event.extra:
        tree["extra"] = dict(event.extra)
    return tree


def _read_message(tree: JsonObject) -> MessageReceived:
    return MessageReceived(
        _read_origin(tree["origin"]),
        tree["kind"],
        tree["text"],
        _read_attachment(tree.get("attachment")),
        tree.get("extra") or NOTHING,
    )


_CUSTOMER = ("name", "unionid", "company")


def _said(event: CustomerSaid) -> JsonObject:
    tree: JsonObject = {
        "type": "customer_said",
        "origin": _origin(event.origin),
        "message_id": event.message_id,
        "staff": person(event.staff),
        "customer": {"id": event.customer.id} | given(event.customer, _CUSTOMER),
        "sender": event.sender,
        "kind": event.kind,
        "text": event.text,
    }
    if event.attachment is not None:
        tree["attachment"] = _attachment(event.attachment)
    if event.extra:
        tree["extra"] = dict(event.extra)
    return tree


def _read_said(tree: JsonObject) -> CustomerSaid:
    customer = tree["customer"]
    return CustomerSaid(
        origin=_read_origin(tree["origin"]),
        message_id=tree["message_id"],
        staff=read_person(tree["staff"]),
        customer=CustomerRef(customer["id"], *[customer.get(name) for name in _CUSTOMER]),
        sender=tree["sender"],
        kind=tree["kind"],
        text=tree["text"],
        attachment=_read_attachment(tree.get("attachment")),
        extra=tree.get("extra") or NOTHING,
    )


def _pressed(event: CardPressed) -> JsonObject:
    tree: JsonObject = {
        "type": "card_pressed",
        "origin": _origin(event.origin),
        "card_id": event.card_id,
        "button": event.button,
    }
    if event.choices:
        tree["choices"] = {question: list(chosen) for question, chosen in event.choices.items()}
    if event.handle is not None:
        tree["handle"] = handle(event.handle)
    return tree


def _read_pressed(tree: JsonObject) -> CardPressed:
    return CardPressed(
        _read_origin(tree["origin"]),
        tree["card_id"],
        tree["button"],
        {question: tuple(chosen) for question, chosen in tree.get("choices", {}).items()},
        read_handle(tree.get("handle")),
    )


def _contact(event: ContactChanged) -> JsonObject:
    return {
        "type": "contact_changed",
        "origin": _origin(event.origin),
        "staff": person(event.staff),
        "customer_id": event.customer_id,
        "change": event.change,
    } | given(event, ("source",))


def _read_contact(tree: JsonObject) -> ContactChanged:
    origin, staff = _read_origin(tree["origin"]), read_person(tree["staff"])
    return ContactChanged(origin, staff, tree["customer_id"], tree["change"], tree.get("source"))


_EVENT_WRITERS: dict[type, Callable[[Any], JsonObject]] = {
    MessageReceived: _message,
    CustomerSaid: _said,
    CardPressed: _pressed,
    ContactChanged: _contact,
    MessageRecalled: lambda event: {
        "type": "message_recalled",
        "origin": _origin(event.origin),
        "message_id": event.message_id,
    },
    MemberChanged: lambda event: {
        "type": "member_changed",
        "origin": _origin(event.origin),
        "person": person(event.person),
        "change": event.change,
    },
    PlatformNotice: lambda event: {
        "type": "platform_notice",
        "origin": _origin(event.origin),
        "name": event.name,
        "alarm": event.alarm,
    },
    TimerFired: lambda event: {
        "type": "timer_fired",
        "origin": _origin(event.origin),
        "kind": event.kind,
        "subject": event.subject,
    },
}

_EVENT_READERS: dict[str, Callable[[JsonObject], Event]] = {
    "message_received": _read_message,
    "customer_said": _read_said,
    "card_pressed": _read_pressed,
    "contact_changed": _read_contact,
    "message_recalled": lambda tree: MessageRecalled(_read_origin(tree["origin"]), tree["message_id"]),
    "member_changed": lambda tree: MemberChanged(
        _read_origin(tree["origin"]), read_person(tree["person"]), tree["change"]
    ),
    "platform_notice": lambda tree: PlatformNotice(
        _read_origin(tree["origin"]), tree["name"], tree.get("alarm", False)
    ),
    "timer_fired": lambda tree: TimerFired(_read_origin(tree["origin"]), tree["kind"], tree["subject"]),
}
