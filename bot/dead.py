"""Events that could not be handled and messages that could not be delivered: seen and tried again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo

from bot.console import complain, say, table
from storage.errors import NotFound
from storage.uow import Database, UnitOfWork

MOST_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One of them; ``id`` is ``event-12`` or ``message-34``. What was said stays out of it."""

    id: str
    platform: str
    kind: str
    lane: str
    at: datetime
    tries: int
    error: str


def find(uow: UnitOfWork) -> list[DeadLetter]:
    """Every dead letter, events first, oldest first, at most ``MOST_SHOWN`` of each."""
    events = [
        DeadLetter(f"event-{i.id}", i.platform, i.kind, i.lane, i.received_at, i.attempts, i.error or "")
        for i in uow.inbox.dead(limit=MOST_SHOWN)
    ]
    messages = [
        DeadLetter(
            f"message-{i.id}", i.platform, i.kind, i.recipient, i.created_at, i.attempts, i.error or ""
        )
        for i in uow.outbox.dead(limit=MOST_SHOWN)
    ]
    return events + messages


def replay(uow: UnitOfWork, ids: Iterable[str], now: datetime) -> list[str]:
    """Put these back into their queues; returns the ids under which nothing dead was found."""
    unknown = []
    for letter in ids:
        kind, _, number = letter.partition("-")
        again = {"event": uow.inbox.replay, "message": uow.outbox.replay}.get(kind)
        try:
            if again is None or not re.fullmatch(r"[0-9]{1,18}", number):
                raise NotFound(letter)
            again(int(number), now)
        except NotFound:
            unknown.append(letter)
    return unknown


def show(database: Database, *, as_json: bool, zone: tzinfo) -> int:
    """Print every dead letter; always 0."""
    with database.read() as uow:
        letters = find(uow)
    if as_json:
        rows = [asdict(letter) | {"at": letter.at.isoformat()} for letter in letters]
        say(json.dumps({"dead": rows}, ensure_ascii=False, indent=2))
        return 0
    if not letters:
        say("No dead letters.")
        return 0
    say(table([_row(letter, zone) for letter in letters]))
    say("\nOnce the cause is gone: genjin dead replay --config FILE ID …   (or --all)")
    return 0


def put_back(database: Database, ids: Sequence[str], *, everything: bool, now: datetime) -> int:
    """Replay the named ones, or *everything*; 1 when one of them was not there."""
    with database.begin() as uow:
        wanted = [letter.id for letter in find(uow)] if everything else list(dict.fromkeys(ids))
        unknown = replay(uow, wanted, now)
    for letter in unknown:
        complain(f"{letter}: there is no such dead letter (see: genjin dead list)")
    say(f"{len(wanted) - len(unknown)} put back into the queue.")
    return 1 if unknown else 0


def _row(letter: DeadLetter, zone: tzinfo) -> list[str]:
    error = letter.error.strip().splitlines()[-1] if letter.error.strip() else "no reason noted"
    at = letter.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return [letter.id, at, letter.platform, letter.kind, f"{letter.tries} tries", error[:160]]
