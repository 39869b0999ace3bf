"""How the loopback WeCom says no: its error codes in the vendor's own envelope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

JsonObject = Mapping[str, Any]


class Refusal(Exception):
    """The request was understood and refused; becomes an error envelope with HTTP status 200."""

    def __init__(self, errcode: int, reason: str) -> None:
        super().__init__(f"{errcode}: {reason}")
        self.errcode = errcode
        self.reason = reason


def envelope(errcode: int, reason: str, *, unix_seconds: int, number: int, from_ip: str) -> dict[str, Any]:
    """Error body as WeCom spells it: the reason, a hint for support, and the caller's address.

    Source: WeCom docs, path 90313 "全局错误码"; read 2026-11.
    """
    hint = f"hint: [{unix_seconds}_{number}_{number:032x}]"
    link = f"more info at https://open.work.weixin.qq.com/devtool/query?e={errcode}"
    return {"errcode": errcode, "errmsg": f"{reason}, {hint}, from ip: {from_ip}, {link}"}


def ok(**fields: object) -> dict[str, Any]:
    """Success body."""
    return {"errcode": 0, "errmsg": "ok", **fields}
