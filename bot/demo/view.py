"""What the page shows, as plain JSON: the customers' chats, the phones, the clock and the story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.demo.chats import Chat, Line
from bot.demo.stories import Player, Story
from bot.demo.wecom import Message, Said

if TYPE_CHECKING:
    from bot.demo.world import World

MOST_SHOWN = 200
"""Messages of one chat that the page gets, the newest."""


def state(world: World, stories: Mapping[str, Story], player: Player | None) -> dict[str, Any]:
    """Everything at once; a few kilobytes."""
    zone = world.config.bot.timezone
    return {
        "world": world.id,
        "bot": world.config.bot.name,
        "now": _moment(world.clock.now(), zone),
        "chats": [_chat(chat, world) for chat in world.chats.all.values()],
        "phones": [
            {
                "id": person.wecom,
                "name": person.name,
                "role": str(person.role),
                "items": [_item(item, zone) for item in world.phones.screen(person.wecom)[-MOST_SHOWN:]],
            }
            for person in world.config.people
            if person.wecom
        ],
        "stories": [{"id": s.id, "title": s.title, "summary": s.summary} for s in stories.values()],
        "story": None if player is None else _story(player),
    }


def _chat(chat: Chat, world: World) -> dict[str, Any]:
    return {
        "id": chat.id,
        "customer": chat.customer,
        "company": chat.company,
        "staff": world.phones.member(chat.staff).name,
        "lines": [_line(line, world.config.bot.timezone) for line in chat.lines[-MOST_SHOWN:]],
    }


def _line(line: Line, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "n": line.id,
        "at": _moment(line.at, zone),
        "side": line.side,
        "text": line.text,
        "file": line.file,
        "size": line.size,
        "recalled": line.recalled,
    }


def _item(item: Message | Said, zone: ZoneInfo) -> dict[str, Any]:
    shown: dict[str, Any] = {"n": item.number, "at": _moment(item.at, zone)}
    if isinstance(item, Said):
        return shown | {"kind": "said", "type": item.msgtype, "text": item.text}
    if item.card is None:
        return shown | {"kind": item.msgtype, "text": item.text}
    card = {
        "body": item.card.body,
        "buttons": item.card.buttons,
        "greyed": item.card.greyed_as,
        "updates": item.card.updates,
    }
    return shown | {"kind": "card", "card": card}


def _story(player: Player) -> dict[str, Any]:
    story, at = player.story, player.at
    done = story.steps[at - 1] if at else None
    return {
        "id": story.id,
        "customer": story.customer,
        "step": at,
        "steps": [step.label for step in story.steps],
        "caption": done.caption if done else story.intro,
        "look": done.look if done else "customer",
        "playing": player.playing,
        "over": player.over,
    }


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """ISO 8601 on the team's clock, to the second."""
    return at.astimezone(zone).isoformat(timespec="seconds")
