"""Members and customers becoming contacts, and what follows.

Operations through the API raise no callback; these are the acts of people in their clients.

Source: WeCom docs, path 92130 "事件格式" (客户联系); read 2026-11.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Literal

from bot.demo.wecom.courier import Courier, Delivery
from bot.demo.wecom.directory import Directory, Follower
from bot.demo.wecom.events import Field, Fields, Writer

if TYPE_CHECKING:
    from bot.clock import Clock


class Customers:
    """One member's customers: the directory changes first, then the event is brought to the bot."""

    def __init__(
        self, userid: str, clock: Clock, directory: Directory, writer: Writer, courier: Courier
    ) -> None:
        self._userid = userid
        self._clock = clock
        self._directory = directory
        self._writer = writer
        self._courier = courier

    async def added(
        self, external_userid: str, name: str, *, state: str = "", welcome: bool = True
    ) -> Delivery:
        """Member and customer became contacts (``add_external_contact``)."""
        self._follow(external_userid, name, state)
        return await self._tell("add_external_contact", external_userid, _greeting(state, welcome))

    async def half_added(
        self, external_userid: str, name: str, *, state: str = "", welcome: bool = True
    ) -> Delivery:
        """The customer added the member, who has not confirmed yet (``add_half_external_contact``)."""
        return await self._tell("add_half_external_contact", external_userid, _greeting(state, welcome))

    async def edited(self, external_userid: str) -> Delivery:
        """The member changed a remark, phone or tag in his client (``edit_external_contact``)."""
        return await self._tell("edit_external_contact", external_userid)

    async def deleted(self, external_userid: str, *, by_transfer: bool = False) -> Delivery:
        """The member deleted the customer (``del_external_contact``), or a transfer took him away."""
        self._directory.unfollow(external_userid, self._userid)
        source: Fields = [("Source", "DELETE_BY_TRANSFER")] if by_transfer else []
        return await self._tell("del_external_contact", external_userid, source)

    async def left(self, external_userid: str) -> Delivery:
        """The customer deleted the member (``del_follow_user``); the member still holds the contact."""
        return await self._tell("del_follow_user", external_userid)

    async def transfer_failed(
        self, external_userid: str, reason: Literal["customer_refused", "customer_limit_exceed"]
    ) -> Delivery:
        """A transfer to this member did not succeed (``transfer_fail``)."""
        return await self._tell("transfer_fail", external_userid, [("FailReason", reason)])

    async def agreed_to_archive(self, external_userid: str, *, welcome: bool = False) -> Delivery:
        """The customer consented to archiving (``msg_audit_approved``)."""
        return await self._tell("msg_audit_approved", external_userid, _greeting("", welcome))

    def _follow(self, external_userid: str, name: str, state: str) -> None:
        since = int(self._clock.now().timestamp())
        self._directory.follow(external_userid, Follower(self._userid, since, state=state), name=name)

    async def _tell(self, change_type: str, external_userid: str, fields: Fields = ()) -> Delivery:
        return await self._courier.bring(
            self._writer.external(change_type, self._userid, external_userid, fields)
        )


def _greeting(state: str, welcome: bool) -> Fields:
    fields: list[Field] = [("State", state)] if state else []
    return [*fields, ("WelcomeCode", secrets.token_urlsafe(32))] if welcome else fields
