"""The database: there, of this program's schema, with room to write, and without anything stuck."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bot.config import DatabaseConfig
from bot.doctor.finding import Finding, ill, well
from storage import schema
from storage.backup import embedded_file
from storage.errors import SchemaOutdated, StorageError
from storage.uow import Database

LEAST_FREE_BYTES = 1 << 30
LONGEST_WAIT = timedelta(minutes=10)


def examine(config: DatabaseConfig, now: datetime) -> list[Finding]:
    """Every step that can be tried; the later ones are left out when an earlier one fails."""
    url = config.url.reveal()
    try:
        file = embedded_file(url)
    except StorageError as error:
        return [ill("database", str(error), "Check database.url and the folder genjin is started in.")]
    database = Database(url, connections=2)
    try:
        schema.require_current(database)
        found = [well("database", f"reachable, schema {schema.HEAD}")]
        with database.read() as uow:
            dead = uow.inbox.counts()["dead"], uow.outbox.counts()["dead"]
            oldest = [at for at in (uow.inbox.next_due(), uow.outbox.next_due()) if at is not None]
    except SchemaOutdated as error:
        return [ill("database", str(error), "Run: genjin migrate --config FILE")]
    except StorageError as error:
        return [ill("database", f"cannot be used: {error}", "Check database.url and that the database runs.")]
    finally:
        database.close()
    return [*found, *([_room(file.absolute().parent)] if file else []), _dead(*dead), _waiting(oldest, now)]


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    text = f"{free / 1e9:.1f} GB free in {folder}"
    if free < LEAST_FREE_BYTES:
        return ill("disk", text, "Make room: with a full disk nothing is accepted any more.")
    return well("disk", text)


def _dead(events: int, messages: int) -> Finding:
    if not events and not messages:
        return well("dead letters", "none")
    return ill(
        "dead letters",
        f"{events} events could not be handled, {messages} messages could not be delivered",
        "See why: genjin dead list --config FILE; once that is mended: genjin dead replay.",
    )


def _waiting(oldest: list[datetime], now: datetime) -> Finding:
    waits = max((now - at for at in oldest), default=timedelta(0))
    if waits > LONGEST_WAIT:
        minutes = int(waits.total_seconds() // 60)
        return ill(
            "queues",
            f"something due has been waiting for {minutes} minutes",
            "Check that a process with --role all or worker runs, and what its log says.",
        )
    return well("queues", "nothing waits")
