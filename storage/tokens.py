"""Access tokens of platforms: one for all processes, kept over a restart, fetched by one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import rows
from storage.statements import Statement
from storage.tables import tokens


@dataclass(frozen=True, slots=True)
class SharedToken:
    """A token and when to fetch the next one; ``repr`` must not be logged."""

    text: str
    refresh_at: datetime


class Tokens:
    """Tokens by name."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def current(self, name: str) -> SharedToken | None:
        """The token as it was last kept, None when there is none."""
        row = _CURRENT.first(self._connection, {"which": name})
        return None if row is None or row[0] is None else SharedToken(row[0], row[1])

    def claim(self, name: str, *, now: datetime, until: datetime) -> bool:
        """Take the right to fetch a new token; False while somebody else holds it."""
        _ADD.run(self._connection, {"name": name})
        return _CLAIM.run(self._connection, {"which": name, "now": now, "until": until}) == 1

    def keep(self, name: str, token: SharedToken | None) -> None:
        """Keep a freshly fetched token (None: fetching failed) and give the right to fetch back."""
        if token is None:
            _GIVE_BACK.run(self._connection, {"which": name})
        else:
            kept = {"which": name, "content": token.text, "moment": token.refresh_at}
            _KEEP.run(self._connection, kept)


_IT = tokens.c.name == sa.bindparam("which")
_FREE = sa.or_(tokens.c.fetching_until.is_(None), tokens.c.fetching_until <= sa.bindparam("now"))
_CURRENT = Statement(sa.select(tokens.c.text, tokens.c.refresh_at).where(_IT))
_ADD = rows.insert_new(tokens, "name")
_CLAIM = Statement(sa.update(tokens).where(_IT, _FREE).values(fetching_until=sa.bindparam("until")))
_GIVE_BACK = Statement(sa.update(tokens).where(_IT).values(fetching_until=None))
_KEEP = Statement(
    sa.update(tokens)
    .where(_IT)
    .values(fetching_until=None, text=sa.bindparam("content"), refresh_at=sa.bindparam("moment"))
)
