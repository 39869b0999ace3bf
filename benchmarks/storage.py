"""Worker-like transactions, against raw sqlite3 and against an async ORM, and on PostgreSQL.

An event costs what a captured message costs: claimed and finished in batches of twenty, a savepoint, who
wrote, which chat, the message, two touches, whose lead, a line of the story and a message to send. Raw
sqlite3 runs the same statements in the same transactions with nothing in between; the async ORM does the
same work the usual way, one session and one commit per event.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Report, interleaved, ratio, seconds
from benchmarks.peers.async_orm import AsyncOrm
from storage import schema
from storage.audit import Moment
from storage.conversations import Conversation, Message
from storage.inbox import InboxItem, NewEvent
from storage.leads import Lead
from storage.outbox import NewMessage
from storage.people import Person
from storage.uow import Database, UnitOfWork
from tests.support.postgres import PostgresServer

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
LANES = 50
BATCH = 20
BODY = '{"type":"customer_said","text":"这套三年多少钱？能发个报价吗"}'


def prepared(url: str) -> Database:
    """A database with a rep, fifty chats and their leads."""
    database = Database(url)
    schema.upgrade(database)
    with database.begin() as uow:
        uow.people.add(Person("rep", "李雷", "rep", None, True, None, NOW))
        uow.people.link("rep", "wecom", "lilei")
        for lane in range(LANES):
            lead, chat = f"lead_{lane}", f"chat_{lane}"
            uow.leads.add(Lead(lead, f"客户{lane}", "rep", "new", NOW, NOW, NOW))
            uow.leads.claim_key("external", f"wm{lane}", lead)
            nothing = (None, None, None)
            uow.conversations.add(
                Conversation(
                    chat, "wecom", f"wm{lane}", "rep", f"wm{lane}", *nothing, lead, False, None, None, NOW
                )
            )
    return database


class Feed:
    """Puts fresh events into a database; numbers never repeat."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.next = 0

    def add(self, count: int) -> None:
        """This many more, spread over the lanes."""
        numbers = range(self.next, self.next + count)
        self.next += count
        with self.database.begin() as uow:
            uow.inbox.add(
                [NewEvent("wecom", f"e{n}", f"wm{n % LANES}", "CustomerSaid", BODY, NOW) for n in numbers]
            )


def handle(uow: UnitOfWork, item: InboxItem) -> None:
    """What a captured message costs."""
    at, key = NOW + timedelta(seconds=item.id), f"m{item.key}"
    person = uow.people.by_native("wecom", "lilei")
    chat = uow.conversations.by_native("wecom", item.lane)
    lead = uow.leads.by_key("external", item.lane)
    if person is None or chat is None or lead is None:
        raise RuntimeError("the fixture is incomplete")
    uow.messages.add_new(
        Message(key, "wecom", key, chat.id, "customer", None, "张总", at, at, "text", item.body, None, None)
    )
    uow.conversations.touch(chat.id, sender="customer", at=at)
    uow.leads.touch(lead.id, at)
    uow.timeline.add(Moment(lead.id, at, "chat", "问了价格", message_id=key))
    uow.outbox.add(NewMessage(key, "wecom", "lilei", "wecom:lilei", "Send", None, item.body, at, at))


def work(database: Database) -> None:
    """Handle everything that is due, as a worker does."""
    while True:
        with database.begin() as uow:
            items = uow.inbox.claim_due(NOW, limit=BATCH)
            for item in items:
                with uow.savepoint():
                    handle(uow, item)
            uow.inbox.done(items, NOW)
        if not items:
            return


_CLAIM = (
    "SELECT id, platform, key, lane, kind, body, received_at, attempts, error FROM inbox WHERE status = 'open'"
    " AND not_before <= ? AND NOT EXISTS (SELECT 1 FROM inbox e WHERE e.lane = inbox.lane AND e.id < inbox.id"
    " AND e.status = 'open' AND e.not_before > ?) ORDER BY id LIMIT ?"
)
_PERSON = "SELECT p.* FROM people p JOIN identities i ON i.person_id = p.id WHERE i.platform = ? AND i.native_id = ?"
_LEAD = "SELECT l.* FROM leads l JOIN lead_keys k ON k.lead_id = l.id WHERE k.kind = ? AND k.value = ?"
_CHAT = "SELECT * FROM conversations WHERE platform = ? AND native_id = ?"
_MESSAGE = (
    "INSERT INTO messages (id, platform, native_id, conversation_id, sender, name, sent_at, received_at, kind,"
    " text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_TOUCH_CHAT = (
    "UPDATE conversations SET last_customer_at = ? WHERE id = ?"
    " AND (last_customer_at IS NULL OR last_customer_at < ?)"
)
_TOUCH_LEAD = "UPDATE leads SET touched_at = ? WHERE id = ? AND touched_at < ?"
_LINE = "INSERT INTO timeline (lead_id, at, kind, text, message_id) VALUES (?, ?, ?, ?, ?) RETURNING id"
_SEND = (
    "INSERT INTO outbox (key, platform, recipient, lane, kind, body, created_at, status, attempts, not_before)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, 'open', 0, ?) ON CONFLICT DO NOTHING"
)
_DONE = "UPDATE inbox SET status = 'done', done_at = ?, error = NULL WHERE id = ?"


def raw_handle(run: Callable[..., sqlite3.Cursor], row: tuple[object, ...], now: int) -> None:
    """``handle`` without anything between it and SQLite."""
    at, lane, body, key = now + 1_000_000 * int(str(row[0])), row[3], row[5], f"m{row[2]}"
    run(_PERSON, ("wecom", "lilei")).fetchone()
    chat = run(_CHAT, ("wecom", lane)).fetchone()
    lead = run(_LEAD, ("external", lane)).fetchone()
    run(_MESSAGE, (key, "wecom", key, chat[0], "customer", "张总", at, at, "text", body))
    run(_TOUCH_CHAT, (at, chat[0], at))
    run(_TOUCH_LEAD, (at, lead[0], at))
    run(_LINE, (lead[0], at, "chat", "问了价格", key)).fetchone()
    run(_SEND, (key, "wecom", "lilei", "wecom:lilei", "Send", body, at, at))


def raw_work(connection: sqlite3.Connection) -> None:
    """``work`` without anything between it and SQLite."""
    now, run = int(NOW.timestamp() * 1_000_000), connection.execute
    while True:
        run("BEGIN IMMEDIATE")
        found = run(_CLAIM, (now, now, BATCH)).fetchall()
        for row in found:
            run("SAVEPOINT step")
            raw_handle(run, row, now)
            run("RELEASE SAVEPOINT step")
        connection.executemany(_DONE, [(now, row[0]) for row in found])
        run("COMMIT")
        if not found:
            return


def raw_connection(path: Path) -> sqlite3.Connection:
    """As durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def rate(feed: Feed, count: int, run: Callable[[], object]) -> float:
    """Events per second; feeding is not counted."""
    feed.add(count)
    return count / seconds(run)


def side_by_side(database: Database, threads: int) -> None:
    """Several workers on one database."""
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda _: work(database), range(threads)))


def main() -> int:
    """Race them and print the table."""
    chosen = measure.options(__doc__)
    count, few, rounds = (
        (1_000, 100, chosen.rounds or 5) if chosen.small else (10_000, 1_000, chosen.rounds or 5)
    )
    report = Report(f"Worker-like transactions, {count:,} events a round, batches of {BATCH}")
    server = PostgresServer(durable=True)
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ours, bare, orm = (prepared(f"sqlite:///{folder / file}.db") for file in ("ours", "raw", "orm"))
            shared = prepared(server.url(server.create()))
            feeds = {each: Feed(each) for each in (ours, bare, orm, shared)}
            raw, loop = (
                raw_connection(folder / "raw.db"),
                AsyncOrm(f"sqlite+aiosqlite:///{folder / 'orm.db'}"),
            )
            measured = interleaved(
                {
                    "ours": lambda: rate(feeds[ours], count, lambda: work(ours)),
                    "raw sqlite3": lambda: rate(feeds[bare], count, lambda: raw_work(raw)),
                    "async ORM": lambda: rate(feeds[orm], few, lambda: asyncio.run(loop.work(NOW))),
                    "ours on PostgreSQL, one worker": lambda: rate(
                        feeds[shared], count, lambda: work(shared)
                    ),
                    "ours on PostgreSQL, three workers": lambda: rate(
                        feeds[shared], count, lambda: side_by_side(shared, 3)
                    ),
                },
                rounds=rounds,
            )
            report.figures(measured, "/s")
            report.at_least("ours / raw sqlite3", ratio(measured, "ours", "raw sqlite3"), 0.12)
            report.at_least("ours / async ORM", ratio(measured, "ours", "async ORM"), 6)
            report.at_least(
                "PostgreSQL / SQLite", ratio(measured, "ours on PostgreSQL, three workers", "ours"), 0.7
            )
            raw.close()
            for database in feeds:
                database.close()
    finally:
        server.stop()
    return report.end()


if __name__ == "__main__":
    raise SystemExit(main())
