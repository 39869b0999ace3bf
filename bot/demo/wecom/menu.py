"""The app's menu at the bottom of the chat.

Source: WeCom docs, path 90231 "创建菜单"; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo.wecom.card_parts import listed, needed, words
from bot.demo.wecom.errors import JsonObject, Refusal

KINDS = frozenset(
    {
        "click",
        "view",
        "view_miniprogram",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
    }
)


class Menu:
    """One to three buttons, each of which may open one to five more."""

    def __init__(self) -> None:
        self.buttons: Sequence[JsonObject] = ()

    def replace(self, body: JsonObject) -> None:
        """Take a new menu; one that breaks a rule is refused with 40058 and the old one stays."""
        for button in listed(body, "button", 3, 40058, fewest=1):
            if "sub_button" in button:
                _check_name(button, 16)
                for below in listed(button, "sub_button", 5, 40058, fewest=1):
                    _check_button(below, 40)
            else:
                _check_button(button, 16)
        self.buttons = list(body["button"])

    def key_of(self, name_or_key: str) -> str:
        """The key of a click button given by its key or its name; raises KeyError when there is none."""
        for button in self.buttons:
            for one in button.get("sub_button") or [button]:
                if one.get("type") == "click" and name_or_key in (one["key"], one["name"]):
                    return str(one["key"])
        raise KeyError(name_or_key)


def _check_button(button: JsonObject, name_bytes: int) -> None:
    _check_name(button, name_bytes)
    kind = words(button, "type")
    if kind not in KINDS:
        raise Refusal(40058, f"menu button type {kind!r} illegal")
    target, most = {"view": ("url", 1024), "view_miniprogram": ("pagepath", 1024)}.get(kind, ("key", 128))
    if len(needed(button, target, 40058, "button").encode()) > most:
        raise Refusal(40058, f"button.{target} longer than {most} bytes")


def _check_name(button: JsonObject, most_bytes: int) -> None:
    if len(needed(button, "name", 40058, "button").encode()) > most_bytes:
        raise Refusal(40058, f"button.name longer than {most_bytes} bytes")
