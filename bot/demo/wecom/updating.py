"""``message/update_template_card`` and ``message/recall``: changing what already stands on phones.

Source: WeCom docs, path 94888 "更新模版卡片消息" and 94867 "撤回应用消息"; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.wecom.cards import INTERACTIVE, check_card, face_of
from bot.demo.wecom.codes import ResponseCodes
from bot.demo.wecom.directory import Directory
from bot.demo.wecom.errors import JsonObject, Refusal, ok
from bot.demo.wecom.records import CardFace, Message
from bot.demo.wecom.screens import Screens

if TYPE_CHECKING:
    from bot.clock import Clock

RECALL_WITHIN = timedelta(hours=24)
MOST_USERS = 1000


class Updating:
    """Changes cards and takes messages back."""

    def __init__(
        self, clock: Clock, agent_id: int, directory: Directory, screens: Screens, codes: ResponseCodes
    ) -> None:
        self._clock = clock
        self._agent_id = agent_id
        self._directory = directory
        self._screens = screens
        self._codes = codes

    def update_card(self, body: JsonObject) -> dict[str, Any]:
        """Answer of ``message/update_template_card``: greys the buttons or replaces the card, by its code.

        The code is spent by a call that is accepted, not by one that is refused.
        """
        if body.get("agentid") != self._agent_id:
            raise Refusal(42015, "the updating app is not the sending app")
        code = body.get("response_code")
        if not isinstance(code, str) or not code:
            raise Refusal(40058, "response_code missing")
        copies = self._screens.of_task(self._codes.task_of(code))
        self._check_change(body, copies)
        chosen, invalid = self._targets(body, copies)
        self._codes.spend(code)
        now = self._clock.now()
        for copy in chosen:
            self._screens.update(copy, _new_face(copy, body, now))
        return ok(**({"invaliduser": invalid} if invalid else {}))

    def recall(self, body: JsonObject) -> dict[str, Any]:
        """Answer of ``message/recall``: within 24 hours (42052 after), every copy of the message."""
        copies = self._screens.of_msgid(str(body.get("msgid", "")))
        if not copies:
            raise Refusal(40058, "msgid invalid")
        if self._clock.now() - copies[0].at >= RECALL_WITHIN:
            raise Refusal(42052, "message can only be recalled within 24 hours")
        for copy in copies:
            self._screens.recall(copy)
        return ok()

    def _check_change(self, body: JsonObject, copies: Sequence[Message]) -> None:
        button, card = body.get("button"), body.get("template_card")
        if isinstance(card, dict) and button is None:
            check_card(card, update=True)
            return
        if not isinstance(button, dict) or card is not None:
            raise Refusal(40058, "exactly one of button and template_card is needed")
        if not isinstance(button.get("replace_name"), str) or not button["replace_name"]:
            raise Refusal(40058, "button.replace_name missing")
        face = copies[0].card
        if face is None or face.card_type not in INTERACTIVE:
            raise Refusal(40058, "only button, vote and multiple cards have buttons to replace")

    def _targets(self, body: JsonObject, copies: Sequence[Message]) -> tuple[list[Message], list[str]]:
        """The copies to change, and the named userids that have none, in lower case."""
        if body.get("atall") == 1:
            return list(copies), []
        named = _named(body)
        if named is None:
            raise Refusal(40058, "none of userids, partyids, tagids and atall is given")
        userids, parties = named
        for party in parties:
            userids = [*userids, *(one.userid for one in self._directory.below_department(party))]
        wanted = {userid.casefold() for userid in userids}
        chosen = [copy for copy in copies if copy.member.casefold() in wanted]
        reached = {copy.member.casefold() for copy in chosen}
        return chosen, [userid.lower() for userid in named[0] if userid.casefold() not in reached]


def _named(body: JsonObject) -> tuple[list[str], list[int]] | None:
    """The userids and departments a request names, None when it names nobody."""
    userids, parties = body.get("userids", []), body.get("partyids", [])
    if not isinstance(userids, list) or not all(isinstance(one, str) for one in userids):
        raise Refusal(40058, "userids should be a list of strings")
    if not isinstance(parties, list) or not all(isinstance(one, int) for one in parties):
        raise Refusal(40058, "partyids should be a list of integers")
    if len(userids) > MOST_USERS:
        raise Refusal(40058, "too many userids")
    return (userids, parties) if userids or parties or body.get("tagids") else None


def _new_face(copy: Message, body: JsonObject, now: datetime) -> CardFace:
    assert copy.card is not None
    if "button" in body:
        face = replace(copy.card, greyed_as=body["button"]["replace_name"])
    else:
        face = face_of(body["template_card"])
    return replace(face, updates=copy.card.updates + 1, updated_at=now)
