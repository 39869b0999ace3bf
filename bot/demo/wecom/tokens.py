"""Access tokens: issued per application, the same one within its lifetime, and sometimes gone early."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.demo.wecom.errors import Refusal

if TYPE_CHECKING:
    from bot.clock import Clock

LIFETIME = timedelta(seconds=7200)


class Tokens:
    """Issues and checks the application's access token.

    Source: WeCom docs, path 91039 "获取access_token"; read 2026-11.
    """

    def __init__(self, clock: Clock, corp_id: str, secret: str, foreign_secrets: frozenset[str]) -> None:
        self._clock = clock
        self._corp_id = corp_id
        self._secret = secret
        self._foreign_secrets = foreign_secrets
        self._current: tuple[str, datetime] | None = None
        self._outlived: set[str] = set()

    def issue(self, corp_id: str, secret: str) -> tuple[str, int]:
        """The token and the seconds it still lives.

        Refuses an unknown corp with 40013, a wrong secret with 40001, another corp's secret with 40091.
        """
        if corp_id != self._corp_id:
            raise Refusal(40013, "invalid corpid")
        if secret in self._foreign_secrets:
            raise Refusal(40091, "secret is invalid")
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            raise Refusal(40001, "invalid credential")
        self._retire_if_over()
        if self._current is None:
            self._current = (secrets.token_urlsafe(96), self._clock.now() + LIFETIME)
        token, until = self._current
        return token, int((until - self._clock.now()).total_seconds())

    def check(self, token: str | None) -> None:
        """Refuse a missing token with 41001, an outlived one with 42001, an unknown one with 40014."""
        if not token:
            raise Refusal(41001, "access_token missing")
        self._retire_if_over()
        if self._current is not None and hmac.compare_digest(token.encode(), self._current[0].encode()):
            return
        if token in self._outlived:
            raise Refusal(42001, "access_token expired")
        raise Refusal(40014, "invalid access_token")

    def expire(self, errcode: int = 42001) -> None:
        """End the current token early; its bearer is told 42001 (expired) or 40014 (invalid)."""
        if self._current is not None and errcode == 42001:
            self._outlived.add(self._current[0])
        self._current = None

    def _retire_if_over(self) -> None:
        if self._current is not None and self._clock.now() >= self._current[1]:
            self.expire()
