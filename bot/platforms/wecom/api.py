"""WeCom's API: endpoints, the token rule, and its codes as our errors.

Source: WeCom docs, path 91039 "获取access_token", 90313 "全局错误码", 90312 "访问频率限制"; read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.platforms.errors import (
    HandleSpent,
    Misconfigured,
    PlatformError,
    RateLimited,
    RecipientGone,
    Rejected,
    Unavailable,
)
from bot.platforms.http import Answer, ApiClient, JsonObject, Request, Upload

SEND = "cgi-bin/message/send"
UPDATE = "cgi-bin/message/update_template_card"
UPLOAD = "cgi-bin/media/upload"
TOKEN = "cgi-bin/gettoken"  # noqa: S105 - a path

_TOKEN_CODES = frozenset({40001, 40014, 41001, 42001})
_BUSY = frozenset({-1, 45035})
_GONE = frozenset({40003, 60111, 81013})
_CARD_SHAPE = frozenset({*range(42028, 42052), 40008, 42014, 42015, 43012, 44004, 45002})
_MINUTE = timedelta(minutes=1)
_CONCURRENCY = timedelta(seconds=5)
_TRUSTED_IP = 60020
_FROM_IP = re.compile(r"from ip: *([0-9a-fA-F.:]+)")

_SETTINGS: Mapping[int, str] = {
    40001: "the application's secret is wrong; copy it anew from 应用管理 → the application → Secret",
    40013: "the corp id is wrong; see 我的企业 → 企业信息 → 企业ID",
    40091: "the secret belongs to another corp",
    42015: "agent_id is not the application that sent the card",
    43012: "the application has no callback URL; set it under 应用详情页 → 接收消息 → 设置API接收",
    48001: "the application may not use this API; see 应用详情页 and 客户联系 → 可调用接口的应用",
    48002: "the application has no permission for this API; see 客户联系 → 权限配置 → 可调用接口的应用",
    48006: "the permission was taken back because the application was unused; enable it anew in the console",
    48011: "members use WeCom too little for customer data; see the low-activity notice in the console",
    50001: "redirect_url is not on the trusted domain; see 应用详情页 → 网页授权及JS-SDK → 可信域名",
    50003: "the application is disabled; enable it under 应用管理 → the application",
    60011: "the member is outside the application's 可见范围",
    301002: "agent_id does not belong to the secret",
}


@dataclass(frozen=True, slots=True)
class WecomVendor:
    """How WeCom wants to be called; pure."""

    corp_id: str
    secret: str = field(repr=False)

    def token_request(self) -> Request:
        """``gettoken`` of the application."""
        return Request("GET", TOKEN, query={"corpid": self.corp_id, "corpsecret": self.secret})

    def token_of(self, answer: JsonObject) -> tuple[str, timedelta]:
        """Token and its life, 7,200 seconds as a rule."""
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(seconds, int) or seconds <= 0:
            raise Unavailable("gettoken: the answer holds no token")
        return token, timedelta(seconds=seconds)

    def with_token(self, request: Request, token: str) -> Request:
        """The token travels in the query."""
        return replace(request, query={**request.query, "access_token": token})

    def refuses_token(self, answer: Answer) -> bool:
        """40014, 42001, 41001, 40001."""
        return answer.body is not None and answer.body.get("errcode") in _TOKEN_CODES

    def error(self, request: Request, answer: Answer) -> PlatformError | None:
        """Nearly every error has HTTP status 200; another status or no JSON is a gateway's doing."""
        if answer.status != 200 or answer.body is None:
            kind = "no JSON" if answer.body is None else "an error page"
            return Unavailable(f"{request.path}: HTTP {answer.status} with {kind}")
        code = answer.body.get("errcode", 0)
        if code == 0:
            return None
        return error_for(request.path, code, str(answer.body.get("errmsg", "")))


def error_for(path: str, code: object, text: str) -> PlatformError:
    """The error that *code* means; *text* is WeCom's own, kept whole for its hint."""
    if not isinstance(code, int):
        return Unavailable(f"{path}: errcode is not a number")
    said = f"{path}: {code} {text}"
    if code in _BUSY:
        return Unavailable(said)
    if code == 45009:  # most rules count per minute; an hour's or a day's ban shows again at the next try
        return RateLimited(said, retry_after=_MINUTE)
    if code == 45033:
        return RateLimited(said, retry_after=_CONCURRENCY)
    if code == _TRUSTED_IP:
        return Misconfigured(_untrusted(text), code=code)
    if code in _TOKEN_CODES and path != TOKEN:
        return Unavailable(said)  # refused twice, the second time with a token just issued
    if code in _SETTINGS:
        return Misconfigured(f"{_SETTINGS[code]} ({said})", code=code)
    if path == SEND and code in _GONE:
        return RecipientGone(said, code=code)
    if path == UPDATE and 40000 <= code < 50000 and code not in _CARD_SHAPE:
        return HandleSpent(said, code=code)  # no exact code is documented for a used or expired one
    return Rejected(said, code=code)


def _untrusted(text: str) -> str:
    seen = _FROM_IP.search(text)
    address = seen[1] if seen else "this server's address (WeCom did not say which)"
    return (
        f"WeCom refuses calls from {address}: add it under 应用管理 → 应用详情页 → 企业可信IP; "
        f"it works about a minute later ({_TRUSTED_IP} {text})"
    )


class WecomApi:
    """The endpoints this bot calls; each raises the errors of ``platforms.errors``."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    async def send(self, body: JsonObject) -> JsonObject:
        """``message/send``: may hold ``msgid``, ``response_code``, ``invaliduser``, ``unlicenseduser``."""
        return await self._client.call(Request("POST", SEND, body=body))

    async def update(self, body: JsonObject) -> JsonObject:
        """``message/update_template_card``: once per ``response_code``."""
        return await self._client.call(Request("POST", UPDATE, body=body))

    async def upload(self, name: str, content: bytes) -> str:
        """The ``media_id`` of a file of at most 20 MB, good for three days.

        Source: WeCom docs, path 90253 "上传临时素材"; read 2026-11.
        """
        answer = await self._client.call(
            Request("POST", UPLOAD, query={"type": "file"}, upload=Upload("media", name, content))
        )
        media_id = answer.get("media_id")
        if not isinstance(media_id, str) or not media_id:
            raise Unavailable("media/upload: the answer holds no media_id")
        return media_id

    async def callback_addresses(self) -> tuple[str, ...]:
        """Addresses WeCom calls from; also the cheapest call that proves secret and trusted address."""
        answer = await self._client.call(Request("GET", "cgi-bin/getcallbackip"))
        return tuple(str(address) for address in answer.get("ip_list", ()))


def unreachable(answer: JsonObject) -> tuple[str, ...]:
    """Members a successful call did not reach, in lower case.

    ``invaliduser`` is joined by ``|`` in ``message/send`` and a list in ``update_template_card``.
    """
    people: list[str] = []
    for name in ("invaliduser", "unlicenseduser"):
        found = answer.get(name) or ""
        people += found.split("|") if isinstance(found, str) else [str(one) for one in found]
    return tuple(dict.fromkeys(one.lower() for one in people if one))
