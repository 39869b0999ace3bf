"""The customers' chats: what the staff's WeCom clients hold, and the exporter that posts it to the bot.

The exporter is the one a customer of ours would write: it posts to ``/api/v1/chats/messages`` with a bearer
token, a message at a time.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

import aiohttp

if TYPE_CHECKING:
    from bot.clock import Clock

Side = Literal["customer", "staff"]


class NotTaken(Exception):
    """The bot did not take a message; the text is its answer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message between a customer and a member of the staff; ``size`` is a file's, in bytes."""

    id: str
    at: datetime
    side: Side
    kind: str
    text: str
    file: str | None = None
    size: int | None = None
    recalled: bool = False


@dataclass(slots=True)
class Chat:
    """A staff member's chat with one customer."""

    id: str
    customer: str
    staff: str
    company: str | None = None
    unionid: str | None = None
    lines: list[Line] = field(default_factory=list)


class Chats:
    """Every chat, in the order they began; what is said in one is posted to the bot at once.

    ``used`` counts the message ids given out.
    """

    def __init__(self, clock: Clock, token: str) -> None:
        self._clock = clock
        self._headers = {"Authorization": f"Bearer {token}"}
        self.used = 0
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.all: dict[str, Chat] = {}
        self.changed: Callable[[], None] = lambda: None

    def open(
        self, customer: str, staff: str, *, company: str | None = None, unionid: str | None = None
    ) -> Chat:
        """The chat of this customer with this member (a userid), begun when there is none."""
        found = self.find(customer, staff)
        if found is None:
            found = Chat(f"wm{len(self.all) + 1:06d}", customer, staff, company, unionid)
            self.all[found.id] = found
            self.changed()
        return found

    def find(self, customer: str, staff: str) -> Chat | None:
        """The chat of this customer with this member, if they ever talked."""
        chats = self.all.values()
        return next((chat for chat in chats if (chat.customer, chat.staff) == (customer, staff)), None)

    async def say(self, chat: Chat, side: Side, text: str, *, at: datetime | None = None) -> Line:
        """One side writes; raises ``NotTaken`` when the bot did not accept it."""
        line = Line(self._next_id(chat), at or self._clock.now(), side, "text", text)
        return await self._post(chat, line, None)

    async def send_file(self, chat: Chat, side: Side, name: str, content: bytes, mime: str = "") -> Line:
        """One side sends a file."""
        at = self._clock.now()
        line = Line(self._next_id(chat), at, side, "file", "", file=name, size=len(content))
        file = {
            "name": name,
            "size": len(content),
            "mime": mime or None,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": base64.b64encode(content).decode(),
        }
        return await self._post(chat, line, file)

    async def recall(self, chat: Chat, line: Line) -> None:
        """Take a message back."""
        message = self._body(chat, replace(line, id=self._next_id(chat), at=self._clock.now()))
        await self._deliver(message | {"type": "recall", "recalls": line.id})
        chat.lines[chat.lines.index(line)] = replace(line, recalled=True)
        self.changed()

    async def deliver_again(self, chat: Chat, line: Line) -> str:
        """Post a message a second time, as exporters do after a crash; returns what became of it."""
        return await self._deliver(self._body(chat, line))

    def restore(self, chats: Iterable[Chat], *, used: int) -> None:
        """Go on with these chats, after so many message ids."""
        self.all = {chat.id: chat for chat in chats}
        self.used = used

    async def close(self) -> None:
        """Close the connections to the bot."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, chat: Chat, line: Line, file: dict[str, Any] | None) -> Line:
        await self._deliver(self._body(chat, line) | {"file": file})
        chat.lines.append(line)
        self.changed()
        return line

    async def _deliver(self, message: dict[str, Any]) -> str:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers)
        async with self._session.post(self.url, json={"messages": [message]}) as response:
            if response.status != 202:
                raise NotTaken(f"HTTP {response.status}")
            result = (await response.json())["results"][0]
        if result["status"] == "rejected":
            raise NotTaken(result["reason"])
        return str(result["status"])

    def _body(self, chat: Chat, line: Line) -> dict[str, Any]:
        customer = {
            "id": chat.id, "name": chat.customer, "unionid": chat.unionid, "company": chat.company,
        }  # fmt: skip
        return {
            "id": line.id,
            "platform": "wecom",
            "conversation": chat.id,
            "staff": chat.staff,
            "customer": customer,
            "sender": line.side,
            "sent_at": line.at.isoformat(),
            "type": line.kind,
            "text": line.text,
        }

    def _next_id(self, chat: Chat) -> str:
        self.used += 1
        return f"{chat.id}-{self.used}"
