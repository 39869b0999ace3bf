"""What events and outbound messages have in common as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from handlers.chat.event import Handle, PersonRef

JsonObject = dict[str, Any]
Shape = TypeVar("Shape")

_compact = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder().decode
_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


def dump(tree: JsonObject) -> str:
    """Compact JSON that can always be encoded as UTF-8."""
    try:
        return _compact(tree).decode()
    except UnicodeEncodeError:  # half a surrogate pair, which no database stores
        return _ascii(tree)


def read(text: str, readers: Mapping[str, Callable[[JsonObject], Shape]]) -> Shape:
    """The value whose ``type`` one of *readers* knows; ``ValueError`` for anything else."""
    try:
        tree = _read(text)
    except ValueError:  # half a surrogate pair, written as an escape; or no JSON at all
        tree = json.loads(text)
    try:
        return readers[tree["type"]](tree)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(f"not a shape this version knows: {error!r}") from error


def given(value: object, names: tuple[str, ...]) -> JsonObject:
    """Those of the named fields that are set."""
    return {name: found for name in names if (found := getattr(value, name)) is not None}


def person(who: PersonRef) -> list[str]:
    """Platform and id."""
    return [who.platform, who.id]


def read_person(pair: list[str]) -> PersonRef:
    """The person ``person`` wrote."""
    return PersonRef(*pair[:2])


def handle(right: Handle | None) -> JsonObject | None:
    """The one-time right to change a card, if any."""
    return None if right is None else {"code": right.code, "expires_at": right.expires_at.isoformat()}


def read_handle(tree: JsonObject | None) -> Handle | None:
    """The right ``handle`` wrote."""
    return None if tree is None else Handle(tree["code"], datetime.fromisoformat(tree["expires_at"]))
