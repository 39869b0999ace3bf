"""The playground's page and what it asks for, below ``/demo/``; only for a browser on this machine.

The page does what people do: it taps on the loopback's phones and has customers' messages posted. Every
other site is kept out by the Host and Origin headers.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.demo import view
from bot.demo.chats import NotTaken
from bot.demo.guard import Handler, guarded
from bot.demo.papers import paper
from bot.demo.stories import MOVES, Player, Story, move_clock
from bot.demo.wecom import NotPressable

if TYPE_CHECKING:
    from bot.demo.world import World

log = logging.getLogger(__name__)

Act = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]
"""Does what the page asks for; may return more to answer than that it is done."""

STATIC = {"demo.css": "text/css", "demo.js": "text/javascript", "cards.js": "text/javascript"}
LARGEST_FILE_BYTES = 5 * 1024 * 1024
BEAT_SECONDS = 15.0
TOGETHER_SECONDS = 0.03
"""Changes within this time are shown at once."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Refused(Exception):
    """What was asked for cannot be done; the word is a key of ``TROUBLE`` in ``demo.js``."""


class Playground:
    """The routes of one world; ``reset`` (awaited) puts a new world in its place."""

    def __init__(
        self, world: World, stories: Mapping[str, Story], rep: str, reset: Callable[[str | None], None]
    ) -> None:
        self._world = world
        self._stories = stories
        self._rep = rep
        self._reset = reset
        self._changed = asyncio.Event()
        self._closing = False
        self._jobs: set[asyncio.Task[Any]] = set()
        self.player: Player | None = None

    def register(self, app: web.Application) -> None:
        """Add the page and its API to an application that is about to be served."""
        acts: dict[str, Act] = {
            "customer": self._customer, "file": self._file, "chat": self._chat, "say": self._say,
            "press": self._press, "clock": self._clock, "story": self._story, "next": self._next,
            "reset": self._start_over,
        }  # fmt: skip
        app.router.add_get("/", _to_page)
        app.router.add_get("/demo", _to_page)
        app.router.add_get("/demo/", guarded(self._page))
        for name, kind in STATIC.items():
            app.router.add_get(f"/demo/static/{name}", guarded(_static(name, kind)))
        app.router.add_get("/demo/api/state", guarded(self._state))
        app.router.add_get("/demo/api/events", guarded(self._events))
        for name, act in acts.items():
            app.router.add_post(f"/demo/api/{name}", guarded(_answering(act)))
        app.on_shutdown.append(self._close)
        self._world.phones.subscribe(lambda _: self.touch())
        self._world.chats.changed = self.touch

    def touch(self) -> None:
        """Something the page shows has changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    def begin(self, story_id: str) -> None:
        """Lay a story out, its first step not played yet."""
        story = self._stories[story_id]
        self.player = Player(self._world, story, self._rep)
        self._world.chats.open(story.customer, self._rep, **story.about)
        self.touch()

    # -- looking ---------------------------------------------------------------------------------

    async def _page(self, _request: web.Request) -> web.Response:
        html = _pages().get_template("pages/demo.html.j2").render(moves=("hour", "morning", "72h"))
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    async def _state(self, _request: web.Request) -> web.Response:
        return _json(self._shown())

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The state now and at every change, as Server-Sent Events."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        response.headers["Cache-Control"] = "no-store"
        await response.prepare(request)
        with contextlib.suppress(ConnectionResetError):
            await response.write(b"retry: 300\n\n")
            while not self._closing:
                changed = self._changed
                text = json.dumps(self._shown(), ensure_ascii=False)
                await response.write(f"data: {text}\n\n".encode())
                await self._until(changed, response)
        return response

    async def _until(self, changed: asyncio.Event, response: web.StreamResponse) -> None:
        """Wait for a change, with a sign of life now and then."""
        while not changed.is_set():
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await changed.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")
        await asyncio.sleep(TOGETHER_SECONDS)

    def _shown(self) -> dict[str, Any]:
        return view.state(self._world, self._stories, self.player)

    async def _close(self, _app: web.Application) -> None:
        self._closing = True
        self.touch()
        for job in self._jobs:
            job.cancel()

    # -- doing -----------------------------------------------------------------------------------

    async def _customer(self, asked: Mapping[str, Any]) -> None:
        chat = self._world.chats.all.get(_words(asked, "chat"))
        if chat is None or asked.get("side") not in ("customer", "staff"):
            raise Refused("no_chat")
        await self._world.chats.say(chat, asked["side"], _words(asked, "text"))

    async def _file(self, asked: Mapping[str, Any]) -> None:
        name, content, mime = _words(asked, "name"), asked.get("content"), str(asked.get("mime", ""))
        if content is None:
            data, mime = paper(name, 3)
        else:
            data = _decoded(content)
        if "phone" in asked:
            await self._world.phones.member(_words(asked, "phone")).sends_file(data, name)
            return
        chat = self._world.chats.all.get(_words(asked, "chat"))
        if chat is None or asked.get("side") not in ("customer", "staff"):
            raise Refused("no_chat")
        await self._world.chats.send_file(chat, asked["side"], name, data, mime)

    async def _chat(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"id": self._world.chats.open(_words(asked, "customer")[:30], self._rep).id}

    async def _say(self, asked: Mapping[str, Any]) -> None:
        await self._world.phones.member(_words(asked, "phone")).says(_words(asked, "text"))

    async def _press(self, asked: Mapping[str, Any]) -> None:
        member = self._world.phones.member(_words(asked, "phone"))
        card = next((each for each in member.messages if each.number == asked.get("card")), None)
        if card is None:
            raise Refused("no_card")
        selections = asked.get("selections")
        chosen = selections if isinstance(selections, dict) else {}
        if asked.get("menu"):
            await member.picks_from_menu(card, _words(asked, "button"))
        else:
            await member.presses(card, _words(asked, "button"), chosen)

    async def _clock(self, asked: Mapping[str, Any]) -> None:
        move = _words(asked, "by")
        if move not in MOVES:
            raise Refused("no_move")
        await move_clock(self._world, move)
        self.touch()

    async def _story(self, asked: Mapping[str, Any]) -> None:
        name = _words(asked, "id")
        if name not in self._stories:
            raise Refused("no_story")
        if self._pristine():
            self._world.chats.all.clear()
            self.begin(name)
        else:
            self._reset(name)

    async def _next(self, _asked: Mapping[str, Any]) -> None:
        """Begin the next step; the page sees it happen."""
        player = self.player
        if player is None or player.over:
            raise Refused("over")
        if player.playing:
            return
        job = asyncio.create_task(self._play(player))
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        await asyncio.sleep(0)
        self.touch()

    async def _play(self, player: Player) -> None:
        try:
            await player.next()
        except (NotTaken, NotPressable) as error:
            log.warning("step not played", extra={"action": "step_not_played", "why": str(error)})
        finally:
            self.touch()

    async def _start_over(self, _asked: Mapping[str, Any]) -> None:
        self._reset(self.player.story.id if self.player else None)

    def _pristine(self) -> bool:
        chats = self._world.chats.all.values()
        return not self._world.phones.screens.everything() and not any(chat.lines for chat in chats)


def _answering(act: Act) -> Handler:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            asked = json.loads(await _body(request))
            if not isinstance(asked, dict):
                raise Refused("bad_request")
            more = await act(asked) or {}
        except Refused as refusal:
            return _json({"error": str(refusal)}, status=409)
        except NotPressable:
            return _json({"error": "not_pressable"}, status=409)
        except NotTaken:
            return _json({"error": "not_taken"}, status=409)
        except (ValueError, KeyError):
            return _json({"error": "bad_request"}, status=400)
        return _json({"ok": True, **more})

    return answer


async def _body(request: web.Request) -> bytes:
    most = LARGEST_FILE_BYTES * 2
    chunks = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        chunks += chunk
        if len(chunks) > most:
            raise Refused("too_large")
    return bytes(chunks)


def _words(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused("empty")
    return value.strip()


def _decoded(content: object) -> bytes:
    try:
        data = base64.b64decode(content if isinstance(content, str) else b"!", validate=True)
    except (binascii.Error, ValueError):
        raise Refused("bad_file") from None
    if len(data) > LARGEST_FILE_BYTES:
        raise Refused("too_large")
    return data


async def _to_page(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/demo/"})


def _static(name: str, kind: str) -> Handler:
    async def serve(_request: web.Request) -> web.StreamResponse:
        text = (files("templates") / "static" / name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=kind, headers={"Cache-Control": "no-cache"})

    return serve


def _pages() -> Environment:
    return Environment(loader=PackageLoader("templates", ""), undefined=StrictUndefined, autoescape=True)


def _json(tree: object, *, status: int = 200) -> web.Response:
    text = json.dumps(tree, ensure_ascii=False)
    headers = {"Cache-Control": "no-store"}
    return web.Response(status=status, text=text, content_type="application/json", headers=headers)
