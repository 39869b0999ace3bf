"""What the WeCom application must be told, and which mistakes in it can be seen without a network."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

_TOKEN = re.compile(r"[0-9A-Za-z]{1,32}")
_AES_KEY = re.compile(r"[0-9A-Za-z]{43}")


@dataclass(frozen=True, slots=True)
class WecomConfig:
    """A self-built application (自建应用); ``repr`` shows no secret.

    ``token`` and ``aes_key`` stand under 接收消息 → 设置API接收, ``secret`` and ``agent_id`` on the
    application's page. ``public_url`` is where a card without buttons leads when it is tapped.
    """

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    api_base: str = "https://qyapi.weixin.qq.com"
    public_url: str = ""
    timeout: timedelta = timedelta(seconds=5)

    def problems(self) -> dict[str, str]:
        """What is wrong, by key; empty when all is well.

        Source: WeCom docs, path 90930 "接收消息服务器配置": token of up to 32, key of exactly 43 letters and
        digits; read 2026-11.
        """
        found: dict[str, str] = {}
        if not self.corp_id.strip():
            found["corp_id"] = "empty; see 我的企业 → 企业信息 → 企业ID"
        if self.agent_id <= 0:
            found["agent_id"] = "must be the application's AgentId, a positive number"
        if not self.secret:
            found["secret"] = "empty; see the application's page → Secret"  # noqa: S105 - says where one stands
        if not _TOKEN.fullmatch(self.token):
            found["token"] = "needs 1 to 32 letters and digits"  # noqa: S105 - says what one is
        if not _AES_KEY.fullmatch(self.aes_key):
            found["aes_key"] = f"{len(self.aes_key)} characters, need 43 letters and digits"
        if not self.api_base.startswith(("https://", "http://")):
            found["api_base"] = "must start with https:// (or http:// for a test server)"
        return found
