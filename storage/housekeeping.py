"""Forgetting what nobody looks at any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.uow import UnitOfWork

KEEP_HANDLED = timedelta(days=30)
"""How long handled events and delivered messages stay, and with them the keys that refuse a double."""

KEEP_ATTEMPTS = timedelta(hours=2)
"""Twice the longest limit a platform counts sendings for."""

KEEP_EXPIRED = timedelta(days=1)

MOST = 20_000
"""Rows of a kind removed at once: acknowledgements wait for this transaction. The rest goes next time."""


def tidy(uow: UnitOfWork, now: datetime) -> dict[str, int]:
    """Remove what is past its time; how many rows of each kind went. Never more than ``MOST`` each."""
    return {
        "events": uow.inbox.purge(now - KEEP_HANDLED, limit=MOST),
        "messages": uow.outbox.purge(now - KEEP_HANDLED, limit=MOST),
        "attempts": uow.outbox.forget_attempts(now - KEEP_ATTEMPTS, limit=MOST),
        "handles": uow.cards.forget_handles(now - KEEP_EXPIRED),
        "dialogues": uow.dialogues.forget(now - KEEP_EXPIRED),
    }
