"""The loopback WeCom: the far side of WeCom's wire, for the playground and for tests.

It is not a mock of our code. It speaks the protocol: at ``cgi-bin`` it issues and expires tokens, checks
cards, throttles and refuses with the vendor's codes, and it signs, encrypts and posts real callbacks for what
people do on their phones. What the bot sent can be read back from the phones' screens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self

from aiohttp import web

from bot.demo.wecom import endpoints
from bot.demo.wecom.codes import ResponseCodes
from bot.demo.wecom.courier import Attempt, Courier, Delivery, Manner, Verification
from bot.demo.wecom.crypto import Sealer
from bot.demo.wecom.directory import Department, Directory, ExternalContact, Follower, Person
from bot.demo.wecom.events import Writer
from bot.demo.wecom.faults import Faults
from bot.demo.wecom.media import Media, MediaStore
from bot.demo.wecom.menu import Menu
from bot.demo.wecom.phone import Member, World
from bot.demo.wecom.pressing import NotPressable
from bot.demo.wecom.records import CardFace, Change, Listener, Message, Request, Said
from bot.demo.wecom.screens import Screens
from bot.demo.wecom.sending import Sending
from bot.demo.wecom.server import Server
from bot.demo.wecom.tokens import Tokens
from bot.demo.wecom.updating import Updating

if TYPE_CHECKING:
    from bot.clock import Clock

__all__ = [
    "Attempt",
    "CardFace",
    "Change",
    "Delivery",
    "Department",
    "ExternalContact",
    "Faults",
    "Follower",
    "LoopbackWecom",
    "Manner",
    "Media",
    "Member",
    "Message",
    "NotPressable",
    "Person",
    "Request",
    "Said",
    "Verification",
]


class LoopbackWecom:
    """One corp with one self-built app, its members and their phones.

    *members* maps userids to names, all of them in the app's visible range. ``app`` serves ``/cgi-bin/…``;
    callbacks go to ``callback_url``. Without one the app has no callback set up in the console: cards with
    buttons are refused with 43012. *foreign_secrets* are answered 40091, as another corp's.
    """

    def __init__(
        self,
        clock: Clock,
        corp_id: str,
        agent_id: int,
        secret: str,
        token: str,
        aes_key: str,
        members: Mapping[str, str],
        *,
        callback_url: str | None = None,
        departments: Iterable[Department] = (),
        contacts: Iterable[ExternalContact] = (),
        foreign_secrets: Iterable[str] = (),
    ) -> None:
        self.clock = clock
        self.corp_id = corp_id
        self.agent_id = agent_id
        self.faults = Faults()
        self.directory = Directory(members, departments, contacts)
        self.media = MediaStore(clock)
        self.menu = Menu()
        self.screens = Screens()
        self.courier = Courier(clock, Sealer(token, aes_key, corp_id), agent_id)
        self.courier.callback_url = callback_url
        self._codes = ResponseCodes(clock)
        self._tokens = Tokens(clock, corp_id, secret, frozenset(foreign_secrets))
        self._server = Server(clock, self._tokens, self.faults)
        self._runner: web.AppRunner | None = None
        self._world = World(
            clock, self.directory, self.screens, self._codes, self.media, self.menu,
            Writer(clock, corp_id, agent_id), self.courier,
        )  # fmt: skip
        self._add_endpoints()

    def _add_endpoints(self) -> None:
        screens, codes, directory = self.screens, self._codes, self.directory
        sending = Sending(
            self.clock, self.agent_id, directory, screens, codes, self.media,
            lambda: self.courier.callback_url is not None,
        )  # fmt: skip
        updating = Updating(self.clock, self.agent_id, directory, screens, codes)
        endpoints.add_messages(self._server, sending, updating)
        endpoints.add_media(self._server, self.media)
        endpoints.add_contacts(self._server, directory)
        endpoints.add_application(self._server, self.agent_id, self.menu)

    @property
    def app(self) -> web.Application:
        """The application that serves ``/cgi-bin/…``."""
        return self._server.app

    @property
    def callback_url(self) -> str | None:
        """Where callbacks go, as saved in the console."""
        return self.courier.callback_url

    @callback_url.setter
    def callback_url(self, url: str | None) -> None:
        self.courier.callback_url = url

    @property
    def requests(self) -> Sequence[Request]:
        """Every call of the bot so far, in the order they were answered."""
        return self._server.requests

    def calls(self, endpoint: str) -> list[Request]:
        """The bot's calls of one endpoint, for example ``"message/send"``."""
        return [request for request in self._server.requests if request.endpoint == endpoint]

    def member(self, userid: str) -> Member:
        """The phone of a member; raises KeyError for somebody the corp does not know."""
        person = self.directory.find(userid)
        if person is None:
            raise KeyError(userid)
        return Member(person.userid, self._world)

    def add_member(self, userid: str, name: str, *, visible: bool = False) -> Member:
        """A new colleague, outside the app's visible range until he ``joins()``, unless *visible*."""
        self.directory.put(Person(userid, name, visible=visible))
        return self.member(userid)

    def messages(self, userid: str) -> list[Message]:
        """The bot's messages on a member's phone, oldest first; dropped ones are in ``dropped``."""
        return self.member(userid).messages

    @property
    def dropped(self) -> list[Message]:
        """Messages answered with success and never shown, being over a member's limit."""
        return [item for item in self.screens.everything() if isinstance(item, Message) and item.dropped]

    def screen(self, userid: str) -> list[Message | Said]:
        """A member's chat with the app as his phone shows it, both sides, oldest first."""
        items = self.screens.of_member(self.member(userid).userid)
        return [item for item in items if not (isinstance(item, Message) and (item.dropped or item.recalled))]

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call *listener* whenever a message is delivered, updated or recalled; returns what ends that."""
        return self.screens.subscribe(listener)

    async def until(self, condition: Callable[[], bool], *, within_seconds: float = 5.0) -> None:
        """Wait until *condition* holds, looking at every change of a screen; else TimeoutError."""
        await self.screens.until(condition, within_seconds=within_seconds)

    def expire_tokens(self, errcode: int = 42001) -> None:
        """End the access token early; its bearer is told 42001 (expired) or 40014 (invalid)."""
        self._tokens.expire(errcode)

    async def verify_url(self) -> Verification:
        """What pressing Save in the console does to the callback URL."""
        return await self.courier.verify_url()

    async def raw(self, xml: str) -> Delivery:
        """Bring any inner XML to the bot, sealed like every other."""
        return await self.courier.bring(xml)

    def hold(self) -> None:
        """Keep callbacks back until ``release``."""
        self.courier.hold()

    async def release(self, *, shuffle: int | None = None, at_once: int = 1) -> list[Delivery]:
        """Deliver what was held back, so many at once, in the disorder that the seed *shuffle* gives."""
        return await self.courier.release(shuffle=shuffle, at_once=at_once)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Serve ``app`` on a port of its own; returns the base URL the bot is to call."""
        self._runner = web.AppRunner(self.app)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Close the connections to the bot, and the port if one was started."""
        self.faults.closing.set()
        await self.courier.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
