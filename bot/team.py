"""The configured people become the people of the database."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from bot.config import PersonConfig
from storage.people import Person
from storage.uow import UnitOfWork

log = logging.getLogger(__name__)


def sync(uow: UnitOfWork, people: Sequence[PersonConfig], now: datetime) -> None:
    """Make everybody in the configuration known as it says; who joined otherwise stays as he is.

    Who is named there no longer has left the team: his customers stay, he may do nothing any more.
    """
    for configured in people:
        joined = datetime.combine(configured.joined, time(), UTC) if configured.joined else None
        wanted = Person(
            id=configured.id,
            name=configured.name,
            role=str(configured.role),
            manager_id=configured.manager,
            active=True,
            joined_at=joined,
            created_at=now,
            configured=True,
        )
        known = uow.people.find(configured.id)
        if known is None:
            uow.people.add(wanted)
        elif replace(wanted, created_at=known.created_at, version=known.version) != known:
            uow.people.save(replace(wanted, created_at=known.created_at, version=known.version))
        for platform, account in (("wecom", configured.wecom), ("dingtalk", configured.dingtalk)):
            if account is not None:
                uow.people.link(configured.id, platform, account.lower())
    named = {configured.id for configured in people}
    for person in uow.people.everybody():
        if person.configured and person.active and person.id not in named:
            uow.people.save(replace(person, active=False))
            log.warning("left the team", extra={"action": "person_left", "person": person.id})
