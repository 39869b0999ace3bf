"""Temporary media: three days of life, size and format rules, upload names exactly as sent.

Source: WeCom docs, path 90253 "上传临时素材" and 90254 "获取临时素材"; read 2026-11.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.demo.wecom.errors import Refusal

if TYPE_CHECKING:
    from bot.clock import Clock

LIFETIME = timedelta(days=3)
MEBIBYTE = 1024 * 1024
SIZES = {"image": 10 * MEBIBYTE, "voice": 2 * MEBIBYTE, "video": 10 * MEBIBYTE, "file": 20 * MEBIBYTE}
"""Largest upload of each type, in bytes; an image must also be larger than 5 bytes."""


@dataclass(frozen=True, slots=True)
class Media:
    """One stored file; ``filename`` is the name the uploader gave, as shown in a file message."""

    media_id: str
    kind: str
    filename: str
    data: bytes
    created_at: datetime


class MediaStore:
    """Files uploaded by the bot and sent by members; shared by both directions as in WeCom."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._stored: dict[str, Media] = {}

    def upload(self, kind: str, filename: str | None, data: bytes) -> Media:
        """Store what the bot uploads, after the rules of its type.

        Refuses an empty upload, or one whose name came only as ``filename*``, with 44001; one too large with
        45001; a wrong type or format with 40058.
        """
        if kind not in SIZES:
            raise Refusal(40058, f"invalid media type {kind!r}")
        if not filename or not data or (kind == "image" and len(data) <= 5):
            raise Refusal(44001, "empty media data")
        if len(data) > SIZES[kind]:
            raise Refusal(45001, "media size out of limit")
        if not _looks_like(kind, data):
            raise Refusal(40058, f"not a valid {kind} format")
        return self.put(kind, filename, data)

    def put(self, kind: str, filename: str, data: bytes) -> Media:
        """Store a file without checking it, as when a member sends one."""
        media = Media(secrets.token_urlsafe(48), kind, filename, data, self._clock.now())
        self._stored[media.media_id] = media
        return media

    def get(self, media_id: str) -> Media:
        """The stored file; refuses an unknown id with 40007 and one older than three days with 40145."""
        media = self._stored.get(media_id)
        if media is None:
            raise Refusal(40007, "invalid media_id")
        if self._clock.now() - media.created_at >= LIFETIME:
            raise Refusal(40145, "media_id expired")
        return media


def content_type(media: Media) -> str:
    """The type ``media/get`` declares."""
    if media.kind == "image":
        return "image/png" if media.data.startswith(b"\x89PNG") else "image/jpeg"
    return {"voice": "audio/amr", "video": "video/mp4"}.get(media.kind, "application/octet-stream")


def download_name(media: Media) -> str:
    """The name ``media/get`` gives: the media_id with an extension, never the original name."""
    extension = re.search(r"\.[0-9A-Za-z]{1,8}$", media.filename)
    return media.media_id + (extension.group() if extension else "")


def upload_name(disposition: str) -> str | None:
    """The ``filename`` of a part exactly as sent; None when there is only ``filename*`` or nothing."""
    found = re.search(r'(?:^|;)\s*filename="([^"]*)"', disposition)
    return found.group(1) if found else None


def _looks_like(kind: str, data: bytes) -> bool:
    match kind:
        case "image":
            return data.startswith((b"\x89PNG", b"\xff\xd8"))
        case "voice":
            return data.startswith(b"#!AMR")
        case "video":
            return data[4:8] == b"ftyp"
        case _:
            return True
