"""Events and outbound messages as plain JSON, for the rows of the inbox and the outbox.

Written by hand because every callback passes through here before it is acknowledged. Empty and default
fields are left out; fields a later version adds are ignored, so that two versions can share a database
while one replaces the other. A shape nobody wrote raises ``ValueError``.
"""

from __future__ import annotations

from handlers.chat.codec.events import event_from_json, event_to_json
from handlers.chat.codec.outbound import (
    content_from_json,
    content_to_json,
    outbound_from_json,
    outbound_to_json,
)

__all__ = [
    "content_from_json",
    "content_to_json",
    "event_from_json",
    "event_to_json",
    "outbound_from_json",
    "outbound_to_json",
]
