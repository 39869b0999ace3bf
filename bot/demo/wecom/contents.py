"""Which simple messages WeCom takes, and what of them reaches the phone.

Source: WeCom docs, path 90236 "发送应用消息"; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.demo.wecom.card_parts import listed, needed, words
from bot.demo.wecom.errors import JsonObject, Refusal
from bot.demo.wecom.records import frozen_json

TEXT_BYTES = 2048
MEDIA_TYPES = frozenset({"image", "voice", "video", "file"})

HasMedia = Callable[[str], object]
"""Refuses a media_id that does not exist (40007) or is over its three days (40145)."""


def shown(message: JsonObject, msgtype: str, check_media: HasMedia) -> JsonObject:
    """The body of a message as the phone shows it: a long text is cut, everything else is whole.

    Refuses an unknown msgtype with 40008 and a body that breaks its rules with 40058, 44004 or 45002.
    """
    if msgtype not in _RULES:
        raise Refusal(40008, f"invalid message type {msgtype!r}")
    body = message.get(msgtype)
    if not isinstance(body, dict):
        raise Refusal(40058, f"{msgtype} missing or not an object")
    if msgtype in MEDIA_TYPES:
        check_media(needed(body, "media_id", 40058, msgtype))
    return _RULES[msgtype](frozen_json(body))


def cut(text: str, most_bytes: int) -> str:
    """The beginning of *text* that fits into so many bytes of UTF-8, on a character border."""
    return text.encode()[:most_bytes].decode(errors="ignore")


def _text(body: JsonObject) -> JsonObject:
    content = words(body, "content")
    if not content:
        raise Refusal(44004, "empty content")
    return {**body, "content": cut(content, TEXT_BYTES)}


def _markdown(body: JsonObject) -> JsonObject:
    content = words(body, "content")
    if not content:
        raise Refusal(44004, "empty content")
    if len(content.encode()) > TEXT_BYTES:
        raise Refusal(45002, "content size out of limit")
    return body


def _media(body: JsonObject) -> JsonObject:
    _at_most(body, "title", characters=None, size_bytes=128)
    _at_most(body, "description", characters=None, size_bytes=512)
    return body


def _textcard(body: JsonObject) -> JsonObject:
    for name, most in (("title", 128), ("description", 512), ("url", None)):
        needed(body, name, 40058, "textcard")
        _at_most(body, name, characters=most, size_bytes=None)
    _at_most(body, "url", characters=None, size_bytes=2048)
    _at_most(body, "btntxt", characters=4, size_bytes=None)
    if "://" not in body["url"]:
        raise Refusal(40058, "textcard.url has no scheme")
    return {"btntxt": "详情", **body}


def _news(body: JsonObject) -> JsonObject:
    for article in listed(body, "articles", 8, 40058, fewest=1):
        needed(article, "title", 40058, "articles")
        if not words(article, "url") and not (words(article, "appid") and words(article, "pagepath")):
            raise Refusal(40058, "articles.url missing")
        sizes = {"title": 128, "description": 512, "url": 2048, "picurl": 2048, "pagepath": 128}
        for name, most in sizes.items():
            _at_most(article, name, characters=None, size_bytes=most)
    return body


def _mpnews(body: JsonObject) -> JsonObject:
    for article in listed(body, "articles", 8, 40058, fewest=1):
        for name in ("title", "thumb_media_id", "content"):
            needed(article, name, 40058, "articles")
        for name, most in {"title": 128, "author": 64, "content": 666 * 1024, "digest": 512}.items():
            _at_most(article, name, characters=None, size_bytes=most)
    return body


def _miniprogram_notice(body: JsonObject) -> JsonObject:
    needed(body, "appid", 40058, "miniprogram_notice")
    if not 4 <= len(needed(body, "title", 40058, "miniprogram_notice")) <= 12:
        raise Refusal(40058, "miniprogram_notice.title length")
    for item in listed(body, "content_item", 10, 40058):
        needed(item, "key", 40058, "content_item")
        needed(item, "value", 40058, "content_item")
    return body


def _at_most(owner: JsonObject, name: str, *, characters: int | None, size_bytes: int | None) -> None:
    text = words(owner, name)
    if characters is not None and len(text) > characters:
        raise Refusal(40058, f"{name} longer than {characters} characters")
    if size_bytes is not None and len(text.encode()) > size_bytes:
        raise Refusal(40058, f"{name} longer than {size_bytes} bytes")


_RULES: dict[str, Callable[[JsonObject], JsonObject]] = {
    "text": _text,
    "markdown": _markdown,
    "image": _media,
    "voice": _media,
    "video": _media,
    "file": _media,
    "textcard": _textcard,
    "news": _news,
    "mpnews": _mpnews,
    "miniprogram_notice": _miniprogram_notice,
}
