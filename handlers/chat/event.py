"""What happened on a platform, in words no platform owns.

Every event is frozen and carries an ``Origin``: the key that makes a repeated delivery recognisable,
the conversation it belongs to (its lane) and the platform's own opaque data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A member of our team as a platform knows him: platform name and the platform's own id."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """A conversation as a platform knows it; events of one conversation are handled in order."""

    platform: str
    id: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from.

    ``key`` is the same for every delivery of the same thing and unique within ``platform``. ``at`` is
    when it happened according to the platform (aware). ``native`` travels along unread.
    """

    key: str
    platform: str
    conversation: ConversationRef
    sender: PersonRef | None
    at: datetime
    native: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came along; ``content`` is base64 when the sender gave the bytes, ``media_id`` the
    platform's handle to fetch them."""

    name: str
    size: int | None = None
    mime: str | None = None
    sha256: str | None = None
    media_id: str | None = None
    content: str | None = None
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Handle:
    """The platform's one-time right to change a card already shown (opaque ``code``)."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A team member wrote to the bot. ``kind`` is text image voice video file location link other."""

    origin: Origin
    kind: str
    text: str
    attachment: Attachment | None = None
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """The customer's side of a conversation, as far as the channel tells."""

    id: str
    name: str | None = None
    unionid: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerSaid:
    """One message of a staff-customer conversation, by either side (``sender`` customer or staff).

    ``kind`` is text image voice file link other. ``extra`` holds, as JSON text per key, what the
    channel sent beyond the documented fields.
    """

    origin: Origin
    message_id: str
    staff: PersonRef
    customer: CustomerRef
    sender: str
    kind: str
    text: str
    attachment: Attachment | None = None
    extra: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class MessageRecalled:
    """A message of a staff-customer conversation was taken back: what was read from it goes too."""

    origin: Origin
    message_id: str


@dataclass(frozen=True, slots=True)
class CardPressed:
    """Somebody pressed a button of a card, or submitted its selections (question → chosen options)."""

    origin: Origin
    card_id: str
    button: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    handle: Handle | None = None


@dataclass(frozen=True, slots=True)
class MemberChanged:
    """A team member ``joined`` or ``left`` the app's range, or ``opened`` the chat with the bot."""

    origin: Origin
    person: PersonRef
    change: str


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """The tie between a team member and an outside contact changed.

    ``change`` is added half_added edited removed left transfer_failed consented; ``source`` is the
    channel mark (WeCom ``State``) when the customer came through one.
    """

    origin: Origin
    staff: PersonRef
    customer_id: str
    change: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PlatformNotice:
    """Something known but not ours to act on, or unknown: kept and counted. ``alarm`` wants an operator."""

    origin: Origin
    name: str
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A moment has come: ``kind`` says what is due, ``subject`` for whom or what."""

    origin: Origin
    kind: str
    subject: str


Event = (
    MessageReceived
    | CustomerSaid
    | MessageRecalled
    | CardPressed
    | MemberChanged
    | ContactChanged
    | PlatformNotice
    | TimerFired
)
