"""The world as flows read it: customers say, the sales see cards and press them, the clock moves."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import ManualClock, counting_ids
from bot.config import AlarmKind, AlertsConfig, CaptureConfig, CaptureMode, Config, PersonConfig
from bot.demo.chats import Chat, Line, Side
from bot.demo.wecom import Message, NotPressable, Said
from bot.demo.wecom.courier import Delivery
from bot.demo.world import TEAM
from bot.demo.world import World as RunningWorld
from storage.conversations import Message as Kept
from storage.leads import Lead
from storage.people import Person
from storage.uow import UnitOfWork

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""A Monday morning with five working days after it."""


ONLY_QUOTES = AlertsConfig(off=tuple(k for k in AlarmKind if not k.startswith("quote_")))
"""Stories about other things are not interrupted; those about alarms say what rings."""


class NotSeen(AssertionError):
    """Something expected on a phone is not there; the text shows the whole screen."""


class Clock:
    """The world's clock; everything due on the way happens at its own moment."""

    def __init__(self, world: RunningWorld) -> None:
        self._world = world

    def now(self) -> datetime:
        """The present moment in Shanghai."""
        return self._world.clock.now().astimezone(SHANGHAI)

    async def advance(self, **span: float) -> None:
        """Let time pass: ``advance(hours=72)``, ``advance(minutes=2)``; the words are ``timedelta``'s."""
        await self._world.advance(timedelta(**span))

    async def advance_to(self, moment: datetime) -> None:
        """Let time pass until a moment."""
        await self._world.advance_to(moment)

    async def to(self, hour: int, minute: int = 0, *, days: int = 0) -> None:
        """Let time pass until a time of day in Shanghai, so many days on."""
        day = self.now() + timedelta(days=days)
        await self._world.advance_to(day.replace(hour=hour, minute=minute, second=0, microsecond=0))


class Customer:
    """A customer's chat with one of the sales."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    async def says(self, *texts: str) -> Line:
        """The customer writes; returns the last line. Nothing is read before the burst is over."""
        return await self._say("customer", texts)

    async def hears(self, *texts: str) -> Line:
        """The sales writes to the customer."""
        return await self._say("staff", texts)

    async def sends_file(self, name: str, content: bytes = b"file", *, mime: str = "") -> Line:
        """The customer sends a file."""
        return await self._file("customer", name, content, mime)

    async def gets_file(self, name: str, content: bytes = b"file", *, mime: str = "") -> Line:
        """The sales sends the customer a file, such as 报价单.pdf."""
        return await self._file("staff", name, content, mime)

    async def recalls(self, line: Line) -> None:
        """Takes a message back."""
        await self._world.running.chats.recall(self.chat, line)
        await self._world.settle()

    async def _say(self, side: Side, texts: Sequence[str]) -> Line:
        lines = [await self._world.running.chats.say(self.chat, side, text) for text in texts]
        await self._world.settle()
        return lines[-1]

    async def _file(self, side: Side, name: str, content: bytes, mime: str) -> Line:
        line = await self._world.running.chats.send_file(self.chat, side, name, content, mime)
        await self._world.settle()
        return line


class Phone:
    """A colleague's chat with the bot."""

    def __init__(self, world: World, userid: str) -> None:
        self._world = world
        self.userid = userid
        self.member = world.running.phones.member(userid)

    async def says(self, text: str) -> Delivery:
        """Writes to the bot; returns when the bot has answered."""
        return await self._world.after(await self.member.says(text))

    async def sends_file(self, name: str, content: bytes = b"file") -> Delivery:
        """Sends the bot a file."""
        return await self._world.after(await self.member.sends_file(content, name))

    async def presses(
        self, card: Message, button: str, selections: dict[str, str | Sequence[str]] | None = None, *,
        as_seen: bool = False,
    ) -> Delivery:  # fmt: skip
        """Presses a button, given by its words or key; returns when everything it led to is done."""
        return await self._world.after(await self.member.presses(card, button, selections, as_seen=as_seen))

    async def picks(self, card: Message, action: str) -> Delivery:
        """Chooses an action from a card's corner menu."""
        return await self._world.after(await self.member.picks_from_menu(card, action))

    @property
    def messages(self) -> list[Message]:
        """The bot's messages, oldest first."""
        return [message for message in self.member.messages if not message.recalled]

    def cards(self, title: str = "") -> list[Message]:
        """The cards whose title has these words, oldest first, as they stand now."""
        return [m for m in self.messages if m.card is not None and title in title_of(m)]

    async def sees_card(self, title: str) -> Message:
        """The newest card with these words in its title; raises with the whole screen when there is none."""
        await self._world.settle()
        return self.card(title)

    def card(self, title: str) -> Message:
        """The newest card with these words in its title, without anything happening first."""
        found = self.cards(title)
        if not found:
            raise NotSeen(f"no card 「{title}」 on the phone of {self.userid}\n{self.screen()}")
        return found[-1]

    async def sees_text(self, words: str) -> Message:
        """The newest message with these words; raises with the whole screen when there is none."""
        await self._world.settle()
        found = [message for message in self.messages if words in message.text]
        if not found:
            raise NotSeen(f"no message 「{words}」 on the phone of {self.userid}\n{self.screen()}")
        return found[-1]

    def now(self, card: Message) -> Message:
        """A card seen earlier as it stands now."""
        return self._world.running.phones.screens.current(card)

    def buttons(self, card: Message) -> list[str]:
        """What can be pressed on a card now."""
        face = self.now(card).card
        return [] if face is None else list(face.buttons.values())

    def updates(self, card: Message) -> int:
        """How often a card was changed in place."""
        face = self.now(card).card
        return 0 if face is None else face.updates

    def screen(self) -> str:
        """The whole chat in words, for messages about what is missing."""
        items = self._world.running.phones.screen(self.userid)
        return "\n".join(_shown(item) for item in items) or "(nothing)"


class World:
    """A running world and the people in it."""

    def __init__(self, running: RunningWorld) -> None:
        self.running = running
        self.clock = Clock(running)

    def customer(self, name: str, with_: str = "李雷", **about: str) -> Customer:
        """A customer who talks with one of the sales; *about* may give ``company`` and ``unionid``."""
        return Customer(self, self.running.chats.open(name, self.userid_of(with_), **about))

    def sales(self, name: str) -> Phone:
        """A colleague's phone, by the person's name."""
        return Phone(self, self.userid_of(name))

    @property
    def boss(self) -> Phone:
        """The supervisor's phone."""
        return self.sales("王主管")

    async def settle(self) -> None:
        """Let everything due at this moment happen."""
        await self.running.settle()

    async def after(self, delivery: Delivery) -> Delivery:
        """Let everything a delivery led to happen; it must have been acknowledged."""
        assert delivery.acknowledged, delivery.attempts
        await self.settle()
        return delivery

    async def burst_passes(self) -> None:
        """Let the time pass in which messages of one chat are read together, and a second more."""
        await self.running.advance(self.running.config.capture.burst + timedelta(seconds=1))

    async def lead_of(self, name: str) -> Lead:
        """The one open lead of this name."""
        found = await self.leads_of(name)
        assert len(found) == 1, f"{len(found)} leads called {name}"
        return found[0]

    async def leads_of(self, name: str) -> list[Lead]:
        """The open leads of this name."""
        with self.reading() as uow:
            return uow.leads.named(name)

    async def person(self, person_id: str) -> Person:
        """Somebody of the team by id."""
        with self.reading() as uow:
            return uow.people.get(person_id)

    def said_in(self, platform: str, native_id: str) -> list[Kept]:
        """What is kept of a conversation, in the order it was said."""
        with self.reading() as uow:
            conversation = uow.conversations.by_native(platform, native_id)
            assert conversation is not None, f"no conversation {native_id}"
            return uow.messages.of_conversation(conversation.id)

    def kept(self, platform: str, native_id: str) -> Kept:
        """A message as it is kept, by the platform's id."""
        with self.reading() as uow:
            message = uow.messages.by_native(platform, native_id)
        assert message is not None, f"no message {native_id}"
        return message

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """``with world.reading() as uow``: look into the database."""
        return self.running.app.database.read()

    def counts(self) -> dict[str, dict[str, int]]:
        """Open and dead rows of the queues."""
        with self.reading() as uow:
            return {"inbox": uow.inbox.counts(), "outbox": uow.outbox.counts()}

    def userid_of(self, name: str) -> str:
        """The WeCom account of a colleague."""
        for person in self.running.phones.directory.people:
            if person.name == name:
                return person.userid
        raise KeyError(name)


@asynccontextmanager
async def a_world(
    url: str,
    *,
    mode: CaptureMode = CaptureMode.SUGGEST,
    burst: timedelta = timedelta(seconds=90),
    start: datetime = START,
    people: tuple[PersonConfig, ...] = TEAM,
    colleagues: dict[str, str] | None = None,
    **sections: Any,
) -> AsyncIterator[World]:
    """A world on a database; *sections* are sections of ``Config`` by name."""
    config = Config(people=people, capture=CaptureConfig(mode, burst))
    config = dataclasses.replace(config, **{"alerts": ONLY_QUOTES, **sections})
    clock = ManualClock(start)
    async with RunningWorld(url, clock, config=config, ids=counting_ids(), colleagues=colleagues) as running:
        yield World(running)
        assert_healthy(running)


def assert_healthy(running: RunningWorld) -> None:
    """Nothing may have failed for good, nor been dropped by the platform."""
    with running.app.database.read() as uow:
        dead = [(item.kind, item.error) for item in uow.inbox.dead()]
        undelivered = [(item.kind, item.error) for item in uow.outbox.dead()]
    assert not dead, f"events failed: {dead}"
    assert not undelivered, f"messages could not be delivered: {undelivered}"
    assert not running.phones.dropped


def title_of(message: Message) -> str:
    """A card's title."""
    assert message.card is not None
    return str(message.card.body.get("main_title", {}).get("title", ""))


def _shown(item: Message | Said) -> str:
    if isinstance(item, Said):
        return f"  > {item.text}"
    if item.card is None:
        return f"  bot: {item.text}"
    state = f"[{' | '.join(item.card.buttons.values())}]" if item.card.buttons else "(closed)"
    lines = item.card.text.replace("\n", "\n       ")
    return f"  card: {lines}\n       {state}"


__all__ = ["SHANGHAI", "START", "Clock", "Customer", "NotPressable", "NotSeen", "Phone", "World", "a_world"]
