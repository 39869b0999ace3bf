"""A backlog as a busy morning leaves it, and the real program's worker to drain it.

Mostly customers' messages in two thousand chats, some commands of reps, some buttons pressed.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from benchmarks.peers import corp
from bot.app import policies_of
from bot.clock import ManualClock, random_ids
from bot.config.model import RemindersConfig, Workdays
from bot.handling import Handling
from bot.inbox import Inbox
from bot.platforms.wecom.limits import CAPABILITIES
from bot.schedule import promote
from bot.team import sync
from handlers.chat import codec
from handlers.chat.event import (
    CardPressed,
    ConversationRef,
    CustomerRef,
    CustomerSaid,
    Event,
    Handle,
    MessageReceived,
    Origin,
    PersonRef,
)
from handlers.context import Policies
from storage import schema
from storage.inbox import NewEvent
from storage.uow import Database, UnitOfWork
from storage.writer import Writer

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
BURST = timedelta(seconds=90)
REPS = corp.reps(50)
CHATS = 2000
OFFERS = 500
LINES = (
    "你好，想了解一下你们的系统",
    "我们是做医疗器械的，大概200人左右",
    "这套三年多少钱？能发个报价吗",
    "下周三下午可以演示吗",
    "好的，收到，谢谢",
    "预算大概在20万左右，领导还要再看看",
    "我把需求发给采购了，等他们回复",
    "合同你们有模板吗？",
)
COMMANDS = ("我的待办", "帮助", "新建线索 {name} 139{number:08d} 官网 预算20万", "记一下 {name} 明天回电话")


class Bench:
    """The worker of the real program on one database, its clock standing still."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        schema.upgrade(self.database)
        self.clock = ManualClock(NOW)
        config = corp.config(url, userids=REPS)
        config = type(config)(
            platforms=config.platforms,
            people=config.people,
            reminders=RemindersConfig(quiet=None, workdays=Workdays.ALL),
        )
        with self.database.begin() as uow:
            sync(uow, config.people, NOW)
        self.writer = Writer(self.database)
        policies: Policies = policies_of(config, {"wecom": _Shows()})  # type: ignore[dict-item]
        self.inbox = Inbox(self.writer, self.clock, Handling(self.clock, random_ids, policies))
        self._numbers = itertools.count(1)
        self._offers: Iterator[str] = iter(())

    def feed(self, events: Sequence[Event]) -> None:
        """Store events as the door does."""
        rows = [
            NewEvent(
                event.origin.platform,
                event.origin.key,
                f"{event.origin.conversation.platform}:{event.origin.conversation.id}",
                type(event).__name__,
                codec.event_to_json(event),
                self.clock.now(),
            )
            for event in events
        ]
        with self.database.begin() as uow:
            uow.inbox.add(rows)

    def drain(self) -> int:
        """Handle everything that is due, a transaction per batch; returns how many events."""
        total = 0
        while handled := self._step():
            total += handled
        return total

    def _step(self) -> int:
        with self.database.begin() as uow:
            return self.inbox.step(uow)

    def offers(self) -> None:
        """Bring strangers to the reps' phones, so that there are buttons to press."""
        self.feed([self._said(self.next(), LINES[2], chat) for chat in range(OFFERS)])
        self.drain()
        self.bursts()
        with self.database.read() as uow:
            self._offers = iter(_offered(uow))

    def bursts(self) -> int:
        """Let the bursts end and read them; returns how many events that was."""
        self.clock.advance(BURST * 2)
        handled = 0
        while True:
            with self.database.begin() as uow:
                promoted = promote(uow, self.clock.now())
            handled += self.drain()
            if not promoted:
                return handled

    def next(self) -> int:
        """A number never used before."""
        return next(self._numbers)

    def backlog(self, count: int) -> list[Event]:
        """So many events, mixed."""
        return [self._event(place) for place in range(count)]

    def _event(self, place: int) -> Event:
        number = self.next()
        if place % 20 == 7:
            text = COMMANDS[number // 20 % len(COMMANDS)].format(name=f"客户{number}", number=number)
            return self._wrote(number, text)
        if place % 20 == 13 and (card := next(self._offers, None)) is not None:
            return self._pressed(number, card)
        return self._said(number, LINES[number % len(LINES)], number % CHATS)

    def _said(self, number: int, text: str, chat: int) -> CustomerSaid:
        staff, customer = REPS[chat % len(REPS)], f"wm{chat:05d}"
        conversation = ConversationRef("wecom", f"chat:{staff}:{customer}")
        origin = Origin(f"chat:{number}", "wecom", conversation, None, self.clock.now())
        who = CustomerRef(customer, f"客户{chat}")
        return CustomerSaid(
            origin, f"chat:{number}", PersonRef("wecom", staff), who, "customer", "text", text
        )

    def _wrote(self, number: int, text: str) -> MessageReceived:
        return MessageReceived(self._from_rep(number, REPS[number % len(REPS)]), "text", text)

    def _pressed(self, number: int, card: str) -> CardPressed:
        card_id, to, button = card.split("|")
        handle = Handle(f"code{number}", self.clock.now() + timedelta(hours=72))
        return CardPressed(self._from_rep(number, to), card_id, button, handle=handle)

    def _from_rep(self, number: int, rep: str) -> Origin:
        conversation, sender = ConversationRef("wecom", f"app:{rep}"), PersonRef("wecom", rep)
        native = {"user_id": rep, "agent_id": str(corp.AGENT_ID)}
        return Origin(f"msg:{number}", "wecom", conversation, sender, self.clock.now(), native)

    def close(self) -> None:
        """Stop the threads and close the database."""
        self.writer.close()
        self.database.close()


class _Shows:
    """As much of the platform as the rules look at."""

    capabilities = CAPABILITIES


def _offered(uow: UnitOfWork) -> list[str]:
    found = []
    for item in uow.outbox.due(NOW + timedelta(days=1), limit=10 * OFFERS):
        tree = json.loads(item.body)
        buttons = tree["content"].get("buttons", ())
        found += [
            f"{item.card_id}|{item.recipient}|{action}" for label, action, *_ in buttons if label == "建档"
        ]
    return found
