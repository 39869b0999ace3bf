"""``POST /api/v1/chats/messages``: staff-customer messages from an archive vendor or one's own exporter.

Every message is judged by itself: a bad one is rejected with the reason and never takes its neighbours
down; fields nobody asked for are kept.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import dataclasses
import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.clock import Clock
from bot.platforms.base import Overloaded
from handlers.chat.event import (
    Attachment,
    ConversationRef,
    CustomerRef,
    CustomerSaid,
    MessageRecalled,
    Origin,
    PersonRef,
)

log = logging.getLogger(__name__)

MOST_MESSAGES = 500
MOST_BYTES = 8 * 1024 * 1024
MOST_TEXT_CHARS = 20_000
SLOWEST_BODY = 30.0
AHEAD = timedelta(days=1)
KINDS = ("text", "image", "voice", "file", "link", "other")
_KNOWN = frozenset(
    (
        "id",
        "platform",
        "conversation",
        "staff",
        "customer",
        "sender",
        "sent_at",
        "type",
        "text",
        "file",
        "extra",
        "recalls",
    )
)

Store = Callable[[Sequence[CustomerSaid | MessageRecalled]], Awaitable[list[bool]]]
Inspect = Callable[[bytes, str], Awaitable[int | None]]


class Refused(Exception):
    """One message cannot be taken; the text says why, in the API's words."""


class Ingest:
    """The endpoint: who may post, how much, and what becomes of each message."""

    def __init__(
        self, tokens: Sequence[str], *, clock: Clock, zone: ZoneInfo, store: Store, inspect: Inspect
    ) -> None:
        self._tokens = [token.encode() for token in tokens]
        self._clock = clock
        self._zone = zone
        self._store = store
        self._inspect = inspect

    def register(self, routes: web.RouteTableDef) -> None:
        """Add the route."""
        routes.post("/api/v1/chats/messages")(self.post)

    async def post(self, request: web.Request) -> web.Response:
        """Take a batch: 202 with one result per message, 401, 413, 400, or 503 when nothing can be stored."""
        if not self._allowed(request.headers.get("Authorization", "")):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        body = await self._body(request)
        if body is None:
            return web.Response(status=413)
        messages = _messages(body)
        if messages is None:
            return _json(400, {"error": 'the body must be JSON: {"messages": [ … ]}'})
        if len(messages) > MOST_MESSAGES:
            return web.Response(status=413)
        try:
            return _json(202, {"results": await self._take(messages)})
        except Overloaded:
            return web.Response(status=503, headers={"Retry-After": "5"})

    def _allowed(self, header: str) -> bool:
        scheme, _, token = header.partition(" ")
        given = token.strip().encode("utf-8", "surrogateescape")  # a header may hold any byte
        matches = [hmac.compare_digest(given, known) for known in self._tokens]
        return scheme.lower() == "bearer" and any(matches)

    async def _body(self, request: web.Request) -> bytes | None:
        if (request.content_length or 0) > MOST_BYTES:
            return None
        chunks = bytearray()
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                async for chunk in request.content.iter_chunked(65536):
                    chunks += chunk
                    if len(chunks) > MOST_BYTES:
                        return None
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return bytes(chunks)

    async def _take(self, messages: Sequence[object]) -> list[dict[str, str | None]]:
        events: list[CustomerSaid | MessageRecalled] = []
        results: list[dict[str, str | None]] = []
        slots: list[int] = []
        for message in messages:
            name = message.get("id") if isinstance(message, dict) else None
            result = {"id": name if isinstance(name, str) else None, "status": "accepted", "reason": None}
            try:
                events.append(await self._event(message))
                slots.append(len(results))
            except Refused as refusal:
                result |= {"status": "rejected", "reason": str(refusal)}
            results.append(result)
        new = await self._store(events) if events else []
        for slot, is_new in zip(slots, new, strict=True):
            results[slot]["status"] = "accepted" if is_new else "duplicate"
        return results

    async def _event(self, message: object) -> CustomerSaid | MessageRecalled:
        if not isinstance(message, dict):
            raise Refused("not an object")
        platform, staff = _word(message, "platform"), _word(message, "staff")
        key, conversation = _word(message, "id", most=120), _word(message, "conversation", most=120)
        origin = Origin(
            key=f"chat:{key}",
            platform=platform,
            conversation=ConversationRef(platform, f"chat:{staff}:{conversation}"),
            sender=None,
            at=self._moment(message),
        )
        if message.get("type") == "recall":
            return MessageRecalled(origin, f"chat:{_word(message, 'recalls', most=120)}")
        sender = message.get("sender")
        if sender not in ("customer", "staff"):
            raise Refused("sender: must be customer or staff")
        kind = message.get("type")
        return CustomerSaid(
            origin=origin,
            message_id=f"chat:{key}",
            staff=PersonRef(platform, staff.lower()),
            customer=_customer(message, conversation),
            sender=sender,
            kind=kind if kind in KINDS else "other",
            text=_text(message),
            attachment=await self._file(message.get("file")),
            extra=_extra(message),
        )

    def _moment(self, message: Mapping[str, Any]) -> datetime:
        raw = message.get("sent_at")
        try:
            at = datetime.fromisoformat(raw) if isinstance(raw, str) else None
        except ValueError:
            at = None
        if at is None:
            raise Refused("sent_at: must be an ISO 8601 moment such as 2026-11-20T10:02:00+08:00")
        at = at if at.tzinfo else at.replace(tzinfo=self._zone)
        if at > self._clock.now() + AHEAD:
            raise Refused("sent_at: lies in the future")
        return at

    async def _file(self, raw: object) -> Attachment | None:
        if raw is None:
            return None
        if not isinstance(raw, dict) or not isinstance(raw.get("name"), str) or not raw["name"].strip():
            raise Refused("file: must be an object with a name")
        size, content = raw.get("size"), raw.get("content")
        attachment = Attachment(
            name=raw["name"][:255],
            size=size if isinstance(size, int) and size >= 0 else None,
            mime=raw["mime"] if isinstance(raw.get("mime"), str) else None,
            sha256=raw["sha256"] if isinstance(raw.get("sha256"), str) else None,
        )
        if content is None:
            return attachment
        data = _decoded(content)
        pages = await self._inspect(data, attachment.name)
        digest = hashlib.sha256(data).hexdigest()
        return dataclasses.replace(attachment, size=len(data), sha256=digest, pages=pages)


def _messages(body: bytes) -> list[object] | None:
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError):
        return None
    messages = tree.get("messages") if isinstance(tree, dict) else None
    return messages if isinstance(messages, list) else None


def _word(message: Mapping[str, Any], name: str, *, most: int = 64) -> str:
    value = message.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{name}: missing")
    if len(value) > most or not value.isprintable():
        raise Refused(f"{name}: at most {most} printable characters")
    return value.strip()


def _text(message: Mapping[str, Any]) -> str:
    text = message.get("text")
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Refused("text: must be a string")
    if len(text) > MOST_TEXT_CHARS:
        raise Refused(f"text: at most {MOST_TEXT_CHARS} characters")
    return text.replace("\x00", "")


def _customer(message: Mapping[str, Any], conversation: str) -> CustomerRef:
    raw = message.get("customer")
    if raw is None:
        return CustomerRef(id=conversation)
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str) or not raw["id"]:
        raise Refused("customer: must be an object with an id")
    words = {k: raw[k].strip()[:120] for k in ("name", "unionid", "company") if isinstance(raw.get(k), str)}
    return CustomerRef(id=raw["id"][:128], **{k: v for k, v in words.items() if v})


def _extra(message: Mapping[str, Any]) -> dict[str, str]:
    beyond = {name: value for name, value in message.items() if name not in _KNOWN}
    if message.get("type") not in KINDS:
        beyond["type"] = message.get("type")
    given = message.get("extra")
    if isinstance(given, dict):
        beyond |= given
    elif given is not None:
        beyond["extra"] = given
    return {name: json.dumps(value, ensure_ascii=False) for name, value in beyond.items()}


def _decoded(content: object) -> bytes:
    try:
        return base64.b64decode(content if isinstance(content, str) else b"!", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("file.content: must be base64 or null") from None


def _json(status: int, tree: object) -> web.Response:
    body = json.dumps(tree, ensure_ascii=False).encode("utf-8", "backslashreplace")  # half pairs: as escapes
    return web.Response(status=status, body=body, content_type="application/json", charset="utf-8")
