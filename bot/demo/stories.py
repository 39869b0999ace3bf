"""The prepared stories (``templates/stories/*.toml``) and how their steps are played.

A step does what people do: it writes in a customer's chat, writes to the bot, presses a card's button, or
lets time pass. What the bot does with it is the bot's own business.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.demo.chats import Chat
from bot.demo.papers import paper
from bot.demo.wecom import Message

if TYPE_CHECKING:
    from bot.demo.world import World

ORDER = ("education", "saas", "medical", "day")
"""The stories as the page offers them."""

MOVES = {
    "burst": None,
    "hour": timedelta(hours=1),
    "24h": timedelta(hours=24),
    "72h": timedelta(hours=72),
    "morning": time(9),
}
"""How the clock can be moved: past the burst, by a span, or to the next such time of day."""


@dataclass(frozen=True, slots=True)
class Step:
    """One press of 下一步: what it is called, what to look at afterwards and where, and what is done."""

    label: str
    caption: str
    look: str
    acts: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A prepared story around one customer; ``about`` may give his company."""

    id: str
    title: str
    summary: str
    intro: str
    customer: str
    steps: tuple[Step, ...]
    about: Mapping[str, str] = field(default_factory=dict)


def load() -> dict[str, Story]:
    """Every story by id, in the page's order."""
    folder = files("templates") / "stories"
    return {name: _story(name, (folder / f"{name}.toml").read_text(encoding="utf-8")) for name in ORDER}


def _story(name: str, text: str) -> Story:
    raw = tomllib.loads(text)
    steps = tuple(Step(s["label"], s["caption"], s["look"], tuple(s["acts"])) for s in raw["steps"])
    return Story(
        name, raw["title"], raw["summary"], raw["intro"], raw["customer"], steps, raw.get("about", {})
    )


@dataclass(slots=True)
class Player:
    """Plays one story in a world; ``at`` is how many of its steps are done."""

    world: World
    story: Story
    rep: str
    pace: timedelta = timedelta(seconds=0.3)
    at: int = 0
    playing: bool = False

    @property
    def over(self) -> bool:
        """Whether every step is done."""
        return self.at >= len(self.story.steps)

    async def next(self) -> bool:
        """Play one step; False when there is none, or one is being played."""
        if self.over or self.playing:
            return False
        self.playing = True
        try:
            for number, act in enumerate(self.story.steps[self.at].acts):
                if number:
                    await asyncio.sleep(self.pace.total_seconds())
                await self._do(act)
                await self.world.settle()
            self.at += 1
        finally:
            self.playing = False
        return True

    async def _do(self, act: Mapping[str, Any]) -> None:
        match act:
            case {"side": side, "says": text}:
                await self.world.chats.say(self._chat(), side, text)
            case {"side": side, "file": name, "pages": pages}:
                content, mime = paper(name, pages)
                await self.world.chats.send_file(self._chat(), side, name, content, mime)
            case {"phone": userid, "says": text}:
                await self.world.phones.member(userid).says(text.strip())
            case {"phone": userid, "file": name, "pages": pages}:
                await self.world.phones.member(userid).sends_file(paper(name, pages)[0], name)
            case {"phone": userid, "press": button, "card": title}:
                await self._press(userid, button, title)
            case {"clock": move}:
                await move_clock(self.world, move)
            case _:
                raise ValueError(f"story {self.story.id}: unknown act {dict(act)}")

    def _chat(self) -> Chat:
        return self.world.chats.open(self.story.customer, self.rep, **self.story.about)

    async def _press(self, userid: str, button: str, title: str) -> None:
        """Press it on the newest such card; when the visitor already did, there is nothing to do."""
        member = self.world.phones.member(userid)
        card = _newest(member.messages, title, button)
        if card is not None:
            await member.presses(card, button)


def _newest(messages: Sequence[Message], title: str, button: str) -> Message | None:
    for message in reversed(messages):
        face = message.card
        if face is not None and not message.recalled and button in face.buttons.values():
            words = face.body.get("main_title", {}).get("title", "")
            if title in words:
                return message
    return None


async def move_clock(world: World, move: str) -> None:
    """Move a world's clock in one of the ways of ``MOVES``; raises KeyError for another."""
    by = MOVES[move]
    if by is None:
        await world.advance(world.config.capture.burst)
    elif isinstance(by, timedelta):
        await world.advance(by)
    else:
        await world.advance_to(next_at(world.clock.now().astimezone(world.config.bot.timezone), by))


def next_at(local: datetime, at: time) -> datetime:
    """The next such time of day after *local*, in its zone."""
    today = datetime.combine(local.date(), at, local.tzinfo)
    return today if today > local else datetime.combine(local.date() + timedelta(days=1), at, local.tzinfo)
