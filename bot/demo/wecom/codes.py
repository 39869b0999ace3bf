"""``response_code``s: what lets the bot change a card once, within 72 hours."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.demo.wecom.errors import Refusal

if TYPE_CHECKING:
    from bot.clock import Clock

LIFETIME = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class _Code:
    task_id: str
    minted_at: datetime
    spent: bool = False


class ResponseCodes:
    """Mints codes bound to a card and takes each of them once.

    WeCom documents no error code for a code that was used or is older than 72 hours; this one says 40058. A
    code it never minted names no card: 42016.

    Source: WeCom docs, path 94888 "更新模版卡片消息"; read 2026-11.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._codes: dict[str, _Code] = {}

    def mint(self, task_id: str) -> str:
        """A fresh code for the card with this task_id."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = _Code(task_id, self._clock.now())
        return code

    def task_of(self, code: str) -> str:
        """The card a living code belongs to; the code stays unspent."""
        known = self._codes.get(code)
        if known is None:
            raise Refusal(42016, "task_id not exist")
        if known.spent:
            raise Refusal(40058, "response_code already used")
        if self._clock.now() - known.minted_at >= LIFETIME:
            raise Refusal(40058, "response_code expired")
        return known.task_id

    def spend(self, code: str) -> None:
        """Take a code: it cannot be used again."""
        self._codes[code] = replace(self._codes[code], spent=True)
