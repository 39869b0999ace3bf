"""One rig per platform: our side of it, the far side, and how to make the far side do the usual things."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import ManualClock
from bot.demo.wecom import LoopbackWecom
from bot.demo.wecom.faults import Errcode, Gateway, Hang, NotJson, Reset
from bot.platforms.base import Platform
from bot.platforms.wecom import WecomConfig, WecomPlatform
from handlers.chat.event import Event

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Inbox:
    """Stands where the durable inbox stands: keeps events by key, or raises what it was told to."""

    def __init__(self) -> None:
        self.deliveries: list[Event] = []
        self.fails_with: Exception | None = None

    async def accept(self, events: Sequence[Event]) -> None:
        """Keep them, unless told to fail."""
        if self.fails_with is not None:
            raise self.fails_with
        self.deliveries += events

    @property
    def keys(self) -> set[str]:
        """What the inbox would hold: each event once."""
        return {event.origin.key for event in self.deliveries}


class Rig(Protocol):
    """What the contract suite asks of a platform's test bench; people are ``lilei`` and ``hanmeimei``."""

    platform: Platform
    inbox: Inbox
    clock: ManualClock

    async def says(self, text: str) -> bool:
        """Li Lei writes; whether it was acknowledged."""
        ...

    async def sends_everything(self) -> list[tuple[str, str]]:
        """Li Lei sends one of each kind; (kind, word that must arrive)."""
        ...

    async def says_twice(self, text: str) -> None:
        """The platform delivers one message of Li Lei twice."""
        ...

    async def says_unsigned(self, text: str) -> int:
        """Somebody else forges it; the HTTP status he gets."""
        ...

    async def presses(self, button: str) -> None:
        """Li Lei presses a button of the last card he saw."""
        ...

    def throttles_next(self) -> None:
        """The next delivery is refused for being too much."""
        ...

    def breaks_next(self) -> None:
        """The next four calls break in four different ways."""
        ...

    def expires_token(self) -> None:
        """The token ends early."""
        ...

    @property
    def tokens_issued(self) -> int:
        """Calls for a token so far."""
        ...

    def seen(self) -> list[str]:
        """Every visible word of each message on Li Lei's phone."""
        ...


class WecomRig:
    """The self-built application against the loopback WeCom."""

    def __init__(self, clock: ManualClock, far: LoopbackWecom, platform: WecomPlatform) -> None:
        self.clock = clock
        self.far = far
        self.platform: Platform = platform
        self.inbox = Inbox()
        self._lilei = far.member("lilei")

    async def says(self, text: str) -> bool:
        return (await self._lilei.says(text)).acknowledged

    async def sends_everything(self) -> list[tuple[str, str]]:
        lilei = self._lilei
        await lilei.says("今天跟进王总，报价 120万 👍")
        await lilei.sends_image(b"\xff\xd8\xff picture")
        await lilei.sends_voice(b"#!AMR\n voice")
        await lilei.sends_video(b"video bytes", b"\xff\xd8\xff picture")
        await lilei.sends_file(b"%PDF-1.7 quote", "报价单.pdf")
        await lilei.sends_location(39.9, 116.4, "国贸三期")
        await lilei.sends_link("招标公告", "https://example.com/a", description="摘要")
        return [
            ("text", "今天跟进王总，报价 120万 👍"),
            ("image", "image.jpg"),
            ("voice", "voice.amr"),
            ("video", "video.mp4"),
            ("file", "报价单.pdf"),
            ("location", "国贸三期"),
            ("link", "招标公告\n摘要"),
        ]

    async def says_twice(self, text: str) -> None:
        self.far.courier.manner.copies = 2
        await self._lilei.says(text)

    async def says_unsigned(self, text: str) -> int:
        body, query = self.far.courier.sealed_body(f"<xml><Content>{text}</Content></xml>")
        query["msg_signature"] = "0" * 40
        return (await self.far.courier.post(body, query)).status or 0

    async def presses(self, button: str) -> None:
        await self._lilei.presses(self.far.messages("lilei")[-1], button)

    def throttles_next(self) -> None:
        self.far.faults.next("message/send", Errcode(45009, "api freq out of limit"))

    def breaks_next(self) -> None:
        self.far.faults.next("message/send", Gateway(), NotJson(), Hang(), Reset())

    def expires_token(self) -> None:
        self.far.expire_tokens()

    @property
    def tokens_issued(self) -> int:
        return len(self.far.calls("gettoken"))

    def seen(self) -> list[str]:
        return [message.text for message in self.far.messages("lilei")]


@asynccontextmanager
async def wecom() -> AsyncIterator[WecomRig]:
    """Both sides on ports of their own, connected to each other."""
    clock = ManualClock(START)
    aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    far = LoopbackWecom(
        clock, "ww1a2b3c4d5e6f7081", 1000002, "app-secret", "SalesBotToken2026", aes_key,
        {"LiLei": "李雷", "hanmeimei": "韩梅梅"},
    )  # fmt: skip
    async with far:
        config = WecomConfig(
            "ww1a2b3c4d5e6f7081", 1000002, "app-secret", "SalesBotToken2026", aes_key,
            api_base=await far.start(), public_url="https://bot.example.com", timeout=timedelta(seconds=0.5),
        )  # fmt: skip
        platform = WecomPlatform(config, clock)
        rig = WecomRig(clock, far, platform)
        routes = web.RouteTableDef()
        async with platform.listen(rig.inbox.accept, routes):
            app = web.Application()
            app.add_routes(routes)
            async with TestServer(app) as server:
                far.callback_url = str(server.make_url("/wecom/callback"))
                yield rig


RIGS = {"wecom": wecom}
