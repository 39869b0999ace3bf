"""Keeps the far side of the playground over a restart: the phones, the customers' chats, and the clock.

The bot's own memory is its database; this is what WeCom and the customers would remember.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.demo.chats import Chat, Line
from bot.demo.wecom import CardFace, Message, Said

if TYPE_CHECKING:
    from bot.demo.world import World

FILE = "playground.json"


def save(world: World, folder: Path) -> None:
    """Write down what stands on the phones and in the chats, and what time it is."""
    tree = {
        "now": world.clock.now(),
        "chats": [asdict(chat) for chat in world.chats.all.values()],
        "numbers": world.chats.used,
        "said": [asdict(item) for item in world.phones.screens.everything() if isinstance(item, Said)],
        "messages": [asdict(item) for item in world.phones.screens.everything() if isinstance(item, Message)],
    }
    text = json.dumps(tree, ensure_ascii=False, default=_plain)
    unfinished = folder / f"{FILE}.new"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(folder / FILE)


def read(folder: Path) -> Mapping[str, Any] | None:
    """What was written down in this folder; None when nothing was."""
    try:
        tree: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return tree


def moment(kept: Mapping[str, Any]) -> datetime:
    """What time it was."""
    return datetime.fromisoformat(kept["now"])


def restore(world: World, kept: Mapping[str, Any]) -> None:
    """Put it back where it stood."""
    items = [_said(raw) for raw in kept["said"]] + [_message(raw) for raw in kept["messages"]]
    world.phones.screens.restore(sorted(items, key=lambda item: item.number))
    world.chats.restore([_chat(raw) for raw in kept["chats"]], used=kept["numbers"])


def _chat(raw: Mapping[str, Any]) -> Chat:
    lines = [Line(**{**line, "at": datetime.fromisoformat(line["at"])}) for line in raw["lines"]]
    return Chat(**{**raw, "lines": lines})


def _said(raw: Mapping[str, Any]) -> Said:
    return Said(**{**raw, "at": datetime.fromisoformat(raw["at"])})


def _message(raw: Mapping[str, Any]) -> Message:
    card = raw["card"]
    return Message(
        **{**raw, "at": datetime.fromisoformat(raw["at"]), "card": None if card is None else _face(card)}
    )


def _face(raw: Mapping[str, Any]) -> CardFace:
    at = raw["updated_at"]
    changed = None if at is None else datetime.fromisoformat(at)
    return CardFace(**{**raw, "cut_fields": tuple(raw["cut_fields"]), "updated_at": changed})


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
