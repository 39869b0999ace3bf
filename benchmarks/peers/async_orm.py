"""The same work through SQLAlchemy's async ORM: one session and one commit per event, as is usual."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import registry
from sqlalchemy.pool import StaticPool

from storage import tables


class Row:
    """A mapped row; its columns are its attributes."""

    def __init__(self, **fields: object) -> None:
        for name, value in fields.items():
            setattr(self, name, value)


_registry = registry()
_KINDS = (
    "inbox",
    "people",
    "identities",
    "conversations",
    "leads",
    "lead_keys",
    "messages",
    "timeline",
    "outbox",
)
Inbox, People, Identities, Conversations, Leads, LeadKeys, Messages, Timeline, Outbox = (
    type(name, (Row,), {}) for name in _KINDS
)
for _kind, _name in zip(
    (Inbox, People, Identities, Conversations, Leads, LeadKeys, Messages, Timeline, Outbox),
    _KINDS,
    strict=True,
):
    _registry.map_imperatively(_kind, tables.metadata.tables[_name])


class AsyncOrm:
    """A worker over one database; as durable as ours."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def work(self, now: datetime) -> None:
        """Handle every open event, each in a session and a transaction of its own."""
        engine = create_async_engine(self._url, poolclass=StaticPool)
        event.listen(engine.sync_engine, "connect", _durable)
        try:
            async with AsyncSession(engine) as session:
                waiting = sa.select(tables.inbox.c.id).where(tables.inbox.c.status == "open").order_by("id")
                ids = (await session.execute(waiting)).scalars().all()
            for number in ids:
                async with AsyncSession(engine) as session, session.begin():
                    await handle(session, number, now)
        finally:
            await engine.dispose()


def _durable(connection, _record) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a DBAPI connection
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def handle(session: AsyncSession, number: int, now: datetime) -> None:
    """What a captured message costs."""
    item = await session.get_one(Inbox, number)
    at, key = now + timedelta(seconds=number), f"m{item.key}"  # type: ignore[attr-defined]
    account, chats, keys = tables.identities.c, tables.conversations.c, tables.lead_keys.c
    await _one(session, sa.select(People).join(Identities, account.person_id == tables.people.c.id).where(
        account.platform == "wecom", account.native_id == "lilei"))  # fmt: skip
    chat = await _one(session, sa.select(Conversations).where(
        chats.platform == "wecom", chats.native_id == item.lane))  # type: ignore[attr-defined]  # fmt: skip
    lead = await _one(session, sa.select(Leads).join(LeadKeys, keys.lead_id == tables.leads.c.id).where(
        keys.kind == "external", keys.value == item.lane))  # type: ignore[attr-defined]  # fmt: skip
    session.add(Messages(
        id=key, platform="wecom", native_id=key, conversation_id=chat.id, sender="customer", name="张总",
        sent_at=at, received_at=at, kind="text", text=item.body))  # type: ignore[attr-defined]  # fmt: skip
    chat.last_customer_at = at
    lead.touched_at = at
    session.add(Timeline(lead_id=lead.id, at=at, kind="chat", text="问了价格", message_id=key))
    session.add(Outbox(
        key=key, platform="wecom", recipient="lilei", lane="wecom:lilei", kind="Send",
        body=item.body, created_at=at, not_before=at))  # type: ignore[attr-defined]  # fmt: skip
    item.status, item.done_at = "done", now  # type: ignore[attr-defined]


async def _one(session: AsyncSession, statement: sa.Select[Row]):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return (await session.execute(statement)).scalars().one()
