"""Conversations between a team member and a customer, and the messages in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from storage import rows
from storage.rows import Repository
from storage.statements import Statement
from storage.tables import conversations, messages


@dataclass(frozen=True, slots=True)
class Conversation:
    """Our record of a chat. ``refused`` says that a person called the other side no customer."""

    id: str
    platform: str
    native_id: str
    staff_id: str | None
    customer_id: str | None
    customer_name: str | None
    unionid: str | None
    company: str | None
    lead_id: str | None
    refused: bool
    last_customer_at: datetime | None
    last_staff_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was said. ``sender`` is customer, staff or bot-side ``rep``; ``read_at`` says when
    the bot read it, ``recalled_at`` that its sender took it back."""

    id: str
    platform: str
    native_id: str
    conversation_id: str
    sender: str
    person_id: str | None
    name: str | None
    sent_at: datetime
    received_at: datetime
    kind: str
    text: str
    file: Mapping[str, Any] | None
    extra: Mapping[str, Any] | None
    recalled_at: datetime | None = None
    read_at: datetime | None = None


class Conversations(Repository[Conversation]):
    """Conversations by our id, by the platform's, by lead."""

    table = conversations
    value = Conversation

    def by_native(self, platform: str, native_id: str) -> Conversation | None:
        """The conversation a platform knows under this id."""
        return self._one(_BY_NATIVE, {"platform": platform, "native": native_id})

    def of_lead(self, lead_id: str) -> list[Conversation]:
        """Every conversation with this lead, oldest first."""
        return self._all(_OF_LEAD, {"lead": lead_id})

    def of_customer(self, customer_id: str) -> list[Conversation]:
        """Every conversation with this outside contact, oldest first."""
        return self._all(_OF_CUSTOMER, {"customer": customer_id})

    def strangers_of(self, staff_id: str, name: str) -> list[Conversation]:
        """Conversations of a team member with somebody of this name who is no lead (and not refused)."""
        return self._all(_STRANGERS_OF, {"staff": staff_id, "name": name})

    def touch(self, conversation_id: str, *, sender: str, at: datetime) -> None:
        """Note when a side last spoke; an older moment changes nothing."""
        statement = _TOUCH_CUSTOMER if sender == "customer" else _TOUCH_STAFF
        statement.send(self._connection, {"key": conversation_id, "moment": at})

    def change(self, conversation_id: str, **fields: Any) -> None:  # noqa: ANN401 - columns
        """Set columns of one conversation."""
        self._change(conversation_id, fields)


class Messages(Repository[Message]):
    """Messages by our id, by the platform's, by conversation."""

    table = messages
    value = Message

    def by_native(self, platform: str, native_id: str) -> Message | None:
        """The message a platform knows under this id."""
        return self._one(_MESSAGE_BY_NATIVE, {"platform": platform, "native": native_id})

    def add_new(self, message: Message) -> bool:
        """Insert a message unless the platform's id is already here; whether it was new."""
        return _ADD_NEW.run(self._connection, rows.as_row(message)) == 1

    def fill(self, placeholder: Message, message: Message) -> None:
        """Give a message whose recall came first its words and its place; it stays recalled and read."""
        words = rows.as_row(message)
        kept = ("id", "platform", "native_id", "recalled_at", "read_at")
        self._change(placeholder.id, {name: words[name] for name in words if name not in kept})

    def unread(self, conversation_id: str, *, limit: int = 500) -> list[Message]:
        """Messages the bot has not read yet, in the order they were sent."""
        return self._all(_UNREAD, {"conversation": conversation_id, "most": limit})

    def mark_read(self, items: Sequence[Message], at: datetime) -> None:
        """Note that the bot has read these."""
        if items:
            _MARK_READ.send_each(self._connection, [{"key": m.id, "moment": at} for m in items])

    def of_conversation(
        self, conversation_id: str, *, since: datetime | None = None, limit: int = 400
    ) -> list[Message]:
        """The last *limit* messages not recalled (from *since* on), in the order they were sent."""
        params = {"conversation": conversation_id, "since": since or _EVER, "most": limit}
        return self._all(_OF_CONVERSATION, params)[::-1]

    def recall(self, message_id: str, at: datetime) -> None:
        """Note that its sender took a message back; the text stays for the audit."""
        _RECALL.send(self._connection, {"key": message_id, "moment": at})


_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_BY_NATIVE = Statement(
    rows.select(Conversations).where(
        conversations.c.platform == sa.bindparam("platform"),
        conversations.c.native_id == sa.bindparam("native"),
    )
)
_OF_LEAD = Statement(
    rows.select(Conversations)
    .where(conversations.c.lead_id == sa.bindparam("lead"))
    .order_by(conversations.c.created_at, conversations.c.id)
)
_STRANGERS_OF = Statement(
    rows.select(Conversations)
    .where(
        conversations.c.staff_id == sa.bindparam("staff"),
        conversations.c.customer_name == sa.bindparam("name"),
        conversations.c.lead_id.is_(None),
        ~conversations.c.refused,
    )
    .order_by(conversations.c.created_at, conversations.c.id)
)
_OF_CUSTOMER = Statement(
    rows.select(Conversations)
    .where(conversations.c.customer_id == sa.bindparam("customer"))
    .order_by(conversations.c.created_at, conversations.c.id)
)


def _touch(column: sa.Column[Any]) -> Statement:
    moment = sa.bindparam("moment", type_=column.type)
    return Statement(
        sa.update(conversations)
        .where(conversations.c.id == sa.bindparam("key"), sa.or_(column.is_(None), column < moment))
        .values({column.name: moment})
    )


_TOUCH_CUSTOMER = _touch(conversations.c.last_customer_at)
_TOUCH_STAFF = _touch(conversations.c.last_staff_at)
_MESSAGE_BY_NATIVE = Statement(
    rows.select(Messages).where(
        messages.c.platform == sa.bindparam("platform"), messages.c.native_id == sa.bindparam("native")
    )
)
_ADD_NEW = rows.insert_new(messages, *rows.names(Message))
_OF_CONVERSATION = Statement(
    rows.select(Messages)
    .where(
        messages.c.conversation_id == sa.bindparam("conversation"),
        messages.c.recalled_at.is_(None),
        messages.c.sent_at >= sa.bindparam("since"),
    )
    .order_by(messages.c.sent_at.desc(), messages.c.id.desc())
    .limit(sa.bindparam("most"))
)
_UNREAD = Statement(
    rows.select(Messages)
    .where(messages.c.conversation_id == sa.bindparam("conversation"), messages.c.read_at.is_(None))
    .order_by(messages.c.sent_at, messages.c.id)
    .limit(sa.bindparam("most"))
)
_MARK_READ = Statement(
    sa.update(messages).where(messages.c.id == sa.bindparam("key")).values(read_at=sa.bindparam("moment"))
)
_RECALL = Statement(
    sa.update(messages).where(messages.c.id == sa.bindparam("key")).values(recalled_at=sa.bindparam("moment"))
)
