"""Every phone's chat with the app, and who wants to know when one changes."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from bot.demo.wecom.errors import JsonObject
from bot.demo.wecom.records import CardFace, Change, Listener, Message, Said


class Screens:
    """What stands on the members' phones, in the order it happened."""

    def __init__(self) -> None:
        self._items: dict[int, Message | Said] = {}
        self._by_member: dict[str, list[int]] = {}
        self._by_task: dict[str, list[int]] = {}
        self._by_msgid: dict[str, list[int]] = {}
        self._listeners: list[Listener] = []
        self._numbers = itertools.count(1)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call *listener* at every change from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def until(self, condition: Callable[[], bool], *, within_seconds: float = 5.0) -> None:
        """Wait until *condition* holds, looking again at every change.

        Raises TimeoutError when it does not within so many real seconds.
        """
        changed = asyncio.Event()
        unsubscribe = self.subscribe(lambda _: changed.set())
        try:
            async with asyncio.timeout(within_seconds):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            unsubscribe()

    def show(
        self,
        member: str,
        msgtype: str,
        content: JsonObject,
        *,
        card: CardFace | None,
        msgid: str,
        at: datetime,
        dropped: bool,
    ) -> Message:
        """Put a message on a phone, or remember that it was dropped."""
        task_id = card.body.get("task_id") if card else None
        number = next(self._numbers)
        message = Message(number, member, msgtype, content, card, task_id, msgid, at, dropped)
        self._items[number] = message
        self._by_member.setdefault(member, []).append(number)
        self._by_msgid.setdefault(msgid, []).append(number)
        if task_id is not None:
            self._by_task.setdefault(task_id, []).append(number)
        if not dropped:
            self._tell("delivered", message)
        return message

    def write(self, member: str, msgtype: str, text: str, *, at: datetime) -> Said:
        """Remember what a member sent."""
        said = Said(next(self._numbers), member, msgtype, text, at)
        self._items[said.number] = said
        self._by_member.setdefault(member, []).append(said.number)
        self._tell("said", said)
        return said

    def restore(self, items: Iterable[Message | Said]) -> None:
        """Put items of an earlier run back, in their order, where nothing stands yet."""
        last = 0
        for item in items:
            last = item.number
            self._items[last] = item
            self._by_member.setdefault(item.member, []).append(last)
            if isinstance(item, Message):
                self._by_msgid.setdefault(item.msgid, []).append(last)
                if item.task_id is not None:
                    self._by_task.setdefault(item.task_id, []).append(last)
        self._numbers = itertools.count(last + 1)

    def update(self, message: Message, face: CardFace) -> None:
        """Give the card of *message* a new face."""
        self._replace(replace(message, card=face), "updated")

    def recall(self, message: Message) -> None:
        """Take a message back from the phone it stands on."""
        self._replace(replace(message, recalled=True), "recalled")

    def current(self, message: Message) -> Message:
        """The present state of a message seen earlier."""
        item = self._items[message.number]
        assert isinstance(item, Message)
        return item

    def of_task(self, task_id: str) -> list[Message]:
        """All copies of the card with this task_id."""
        return self._messages(self._by_task.get(task_id, ()))

    def of_msgid(self, msgid: str) -> list[Message]:
        """All copies of the message with this msgid."""
        return self._messages(self._by_msgid.get(msgid, ()))

    def has_task(self, task_id: str) -> bool:
        """Whether a card with this task_id was ever sent."""
        return task_id in self._by_task

    def of_member(self, userid: str) -> list[Message | Said]:
        """All that was sent to or by one member, dropped messages included, in order."""
        return [self._items[number] for number in self._by_member.get(userid, ())]

    def everything(self) -> Sequence[Message | Said]:
        """All that was sent in either direction, dropped messages included, in order."""
        return list(self._items.values())

    def _messages(self, numbers: Iterable[int]) -> list[Message]:
        found = (self._items[number] for number in numbers)
        return [item for item in found if isinstance(item, Message)]

    def _replace(self, message: Message, kind: Literal["updated", "recalled"]) -> None:
        self._items[message.number] = message
        if not message.dropped:
            self._tell(kind, message)

    def _tell(self, kind: Literal["delivered", "updated", "recalled", "said"], item: Message | Said) -> None:
        for listener in tuple(self._listeners):
            listener(Change(kind, item))
