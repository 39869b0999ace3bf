"""The people's side: what members of the corp do on their phones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.demo.wecom.codes import ResponseCodes
from bot.demo.wecom.courier import Courier, Delivery
from bot.demo.wecom.directory import Directory
from bot.demo.wecom.events import Fields, Writer, selected_items
from bot.demo.wecom.media import MediaStore
from bot.demo.wecom.menu import Menu
from bot.demo.wecom.pressing import NotPressable, Selections, answers, find_key
from bot.demo.wecom.records import CardFace, Message
from bot.demo.wecom.relations import Customers
from bot.demo.wecom.screens import Screens

if TYPE_CHECKING:
    from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class World:
    """Everything a phone touches."""

    clock: Clock
    directory: Directory
    screens: Screens
    codes: ResponseCodes
    media: MediaStore
    menu: Menu
    writer: Writer
    courier: Courier


class Member:
    """One member's phone. Every act returns when its callback was delivered, given up, or held back."""

    def __init__(self, userid: str, world: World) -> None:
        self.userid = userid
        self._world = world
        self.customers = Customers(userid, world.clock, world.directory, world.writer, world.courier)

    @property
    def name(self) -> str:
        """The name in the corp's directory."""
        person = self._world.directory.find(self.userid)
        return person.name if person else self.userid

    @property
    def messages(self) -> list[Message]:
        """The bot's messages on this phone, recalled ones included, oldest first."""
        return [item for item in self._all_messages() if not item.dropped]

    @property
    def dropped(self) -> list[Message]:
        """The bot's messages that never reached this phone, being over 30 a minute or 1,000 an hour."""
        return [item for item in self._all_messages() if item.dropped]

    async def says(self, text: str) -> Delivery:
        """Write a text to the app."""
        return await self._send("text", [("Content", text)], shown=text)

    async def sends_image(self, data: bytes, filename: str = "image.jpg") -> Delivery:
        """Send a picture; the bot can fetch it by its MediaId."""
        media = self._world.media.put("image", filename, data)
        url = f"https://wework.qpic.cn/loopback/{media.media_id}/0"
        return await self._send("image", [("PicUrl", url), ("MediaId", media.media_id)], shown=filename)

    async def sends_voice(self, data: bytes, *, audio_format: str = "amr") -> Delivery:
        """Send a voice message."""
        media = self._world.media.put("voice", f"voice.{audio_format}", data)
        return await self._send("voice", [("MediaId", media.media_id), ("Format", audio_format)], shown="")

    async def sends_video(self, data: bytes, thumbnail: bytes) -> Delivery:
        """Send a video."""
        video = self._world.media.put("video", "video.mp4", data)
        picture = self._world.media.put("image", "thumbnail.jpg", thumbnail)
        fields: Fields = [("MediaId", video.media_id), ("ThumbMediaId", picture.media_id)]
        return await self._send("video", fields, shown="")

    async def sends_file(self, data: bytes, filename: str) -> Delivery:
        """Send a file: not in WeCom's documented list, yet some tenants receive it like this."""
        media = self._world.media.put("file", filename, data)
        fields: Fields = [("FileName", filename), ("MediaId", media.media_id)]
        return await self._send("file", fields, shown=filename)

    async def sends_location(self, latitude: float, longitude: float, label: str) -> Delivery:
        """Send a place, in degrees."""
        fields: Fields = [
            ("Location_X", latitude), ("Location_Y", longitude), ("Scale", 16), ("Label", label),
            ("AppType", "wxwork"),
        ]  # fmt: skip
        return await self._send("location", fields, shown=label)

    async def sends_link(self, title: str, url: str, *, description: str = "", picture: str = "") -> Delivery:
        """Share a web page."""
        fields: Fields = [
            ("Title", title), ("Description", description), ("Url", url), ("PicUrl", picture),
        ]  # fmt: skip
        return await self._send("link", fields, shown=title)

    async def presses(
        self, card: Message, button: str, selections: Selections | None = None, *, as_seen: bool = False
    ) -> Delivery:
        """Press a button given by its key or its text, with these options chosen.

        With *as_seen* the card is pressed as it was in the given record, though it may have changed since:
        the second tap of somebody quicker than the update. Raises NotPressable when there is no such button.
        """
        face = self._face(card, as_seen=as_seen)
        key = find_key(face.buttons, button)
        chosen = answers(face, selections or {})
        return await self._tap("template_card_event", card, face, key, last=selected_items(chosen))

    async def picks_from_menu(self, card: Message, action: str) -> Delivery:
        """Choose an action, by key or text, from the card's top-right menu."""
        face = self._face(card, as_seen=False)
        return await self._tap("template_card_menu_event", card, face, find_key(face.menu, action))

    async def clicks_app_menu(self, button: str) -> Delivery:
        """Press a click button of the app's menu, by key or name; raises KeyError when there is none."""
        return await self._event("click", [("EventKey", self._world.menu.key_of(button))])

    async def opens_app(self) -> Delivery:
        """Open the app's chat (``enter_agent``)."""
        return await self._event("enter_agent", [("EventKey", "")])

    async def reports_location(self, latitude: float, longitude: float, precision: float = 30.0) -> Delivery:
        """The app's own position report (``LOCATION``, upper case); degrees and metres."""
        fields: Fields = [
            ("Latitude", latitude), ("Longitude", longitude), ("Precision", precision), ("AppType", "wxwork"),
        ]  # fmt: skip
        return await self._event("LOCATION", fields)

    async def joins(self) -> Delivery:
        """Enter the app's visible range (``subscribe``)."""
        self._world.directory.show(self.userid, visible=True)
        return await self._event("subscribe", [("EventKey", "")])

    async def leaves(self) -> Delivery:
        """Leave the app's visible range (``unsubscribe``); the bot's messages no longer arrive."""
        self._world.directory.show(self.userid, visible=False)
        return await self._event("unsubscribe", [("EventKey", "")])

    async def does(self, event: str, fields: Fields) -> Delivery:
        """Any other event of this member, with these elements."""
        return await self._event(event, fields)

    def _all_messages(self) -> list[Message]:
        items = self._world.screens.of_member(self.userid)
        return [item for item in items if isinstance(item, Message)]

    def _face(self, card: Message, *, as_seen: bool) -> CardFace:
        seen = card if as_seen else self._world.screens.current(card)
        if card.member != self.userid or card.dropped or seen.recalled or seen.card is None:
            raise NotPressable("this card is not on this phone")
        return seen.card

    async def _tap(
        self, event: str, card: Message, face: CardFace, key: str, *, last: Fields = ()
    ) -> Delivery:
        assert card.task_id is not None
        fields: Fields = [
            ("EventKey", key),
            ("TaskId", card.task_id),
            ("CardType", face.card_type),
            ("ResponseCode", self._world.codes.mint(card.task_id)),
        ]
        return await self._event(event, fields, last=last)

    async def _send(self, msgtype: str, fields: Fields, *, shown: str) -> Delivery:
        self._world.screens.write(self.userid, msgtype, shown, at=self._world.clock.now())
        return await self._world.courier.bring(self._world.writer.message(self.userid, msgtype, fields))

    async def _event(self, name: str, fields: Fields, *, last: Fields = ()) -> Delivery:
        xml = self._world.writer.event(self.userid, name, fields, last=last)
        return await self._world.courier.bring(xml)
