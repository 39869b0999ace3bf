"""The tokens of the database, as a platform's API client wants them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.platforms.http import Token
from storage.tokens import SharedToken
from storage.writer import Writer

HOLD = timedelta(seconds=8)
"""How long fetching may take before another process may try: longer than the timeout of a call."""


class StoredTokens:
    """One platform's token, shared by all processes; see ``bot.platforms.http.TokenStore``."""

    def __init__(self, writer: Writer, clock: Clock, name: str) -> None:
        self._writer = writer
        self._clock = clock
        self._name = name

    async def current(self) -> Token | None:
        """The token as any process last kept it."""
        found = await self._writer.run(lambda uow: uow.tokens.current(self._name))
        return None if found is None else Token(found.text, found.refresh_at)

    async def claim(self) -> bool:
        """Take the right to fetch a new one; False while another process does."""
        now = self._clock.now()
        return await self._writer.run(lambda uow: uow.tokens.claim(self._name, now=now, until=now + HOLD))

    async def keep(self, text: str | None, refresh_at: datetime | None) -> None:
        """Share a new token, or give the right to fetch back (None)."""
        token = None if text is None or refresh_at is None else SharedToken(text, refresh_at)
        await self._writer.run(lambda uow: uow.tokens.keep(self._name, token))
