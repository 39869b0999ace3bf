"""The plaintext XML inside a callback: messages, app events, card events, customer events.

Source: WeCom docs, path 90239 "接收消息格式", 90240 "事件格式", 92130 "事件格式" (客户联系); read 2026-11.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Union

if TYPE_CHECKING:
    from bot.clock import Clock

Field = tuple[str, Union[str, int, float, "Fields"]]
Fields = Sequence[Field]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def cdata(text: str) -> str:
    """*text* as CDATA that cannot be broken out of; characters XML 1.0 has no place for are left out."""
    return "<![CDATA[" + _NOT_XML.sub("", text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def elements(fields: Fields) -> str:
    """The fields as elements: texts in CDATA, numbers bare, sequences as nested elements."""
    return "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields)


def _value(value: str | int | float | Fields) -> str:
    match value:
        case str():
            return cdata(value)
        case int() | float():
            return str(value)
        case _:
            return elements(value)


class Writer:
    """Writes the inner XML of one application's callbacks."""

    def __init__(self, clock: Clock, corp_id: str, agent_id: int) -> None:
        self._clock = clock
        self._corp_id = corp_id
        self._agent_id = agent_id
        self._msgid = 2**62 + secrets.randbits(61)

    def message(self, userid: str, msgtype: str, fields: Fields) -> str:
        """A message of a member to the app, with a MsgId that needs all 63 bits."""
        self._msgid += 1
        tail: Fields = [("MsgId", self._msgid), ("AgentID", self._agent_id)]
        return self._xml(userid, msgtype, [*fields, *tail])

    def event(self, userid: str, name: str, fields: Fields, *, last: Fields = ()) -> str:
        """Something a member did in the app; *last* follows the AgentID as in the vendor's samples."""
        return self._xml(userid, "event", [("Event", name), *fields, ("AgentID", self._agent_id), *last])

    def external(self, change_type: str, userid: str, external_userid: str, fields: Fields) -> str:
        """A change between a member and a customer; comes from ``sys`` and names no app."""
        who: Fields = [("UserID", userid), ("ExternalUserID", external_userid)]
        head: Fields = [("Event", "change_external_contact"), ("ChangeType", change_type)]
        return self._xml("sys", "event", [*head, *who, *fields])

    def _xml(self, sender: str, msgtype: str, fields: Fields) -> str:
        head: Fields = [
            ("ToUserName", self._corp_id),
            ("FromUserName", sender),
            ("CreateTime", int(self._clock.now().timestamp())),
            ("MsgType", msgtype),
        ]
        return f"<xml>{elements([*head, *fields])}</xml>"


def selected_items(chosen: Mapping[str, Sequence[str]]) -> Fields:
    """``SelectedItems`` of a card event: question key → option ids; nothing when the card asks nothing."""
    if not chosen:
        return ()
    items: list[Field] = []
    for question, options in chosen.items():
        ids: Fields = [("OptionId", option) for option in options]
        items.append(("SelectedItem", [("QuestionKey", question), ("OptionIds", ids)]))
    return [("SelectedItems", items)]
