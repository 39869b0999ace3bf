"""What the rest of the bot may know of a chat platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from aiohttp import web

from handlers.chat.delivery import Capabilities, Outbound, Receipt
from handlers.chat.event import Event

Accept = Callable[[Sequence[Event]], Awaitable[object]]
"""Makes events durable; returns only when they are committed, raises ``Overloaded`` when it cannot."""


class Overloaded(Exception):
    """Nothing can be stored just now (queue or disk full): answer 503 so that it is delivered again."""


class Platform(Protocol):
    """One chat service; everything vendor-specific stays behind these four members."""

    name: str
    capabilities: Capabilities

    def listen(self, accept: Accept, routes: web.RouteTableDef) -> AbstractAsyncContextManager[None]:
        """Register the platform's routes and open its connections for as long as the context lasts."""
        ...

    async def deliver(self, message: Outbound) -> Receipt:
        """Hand one message over; raises the errors of ``platforms.errors``."""
        ...
