"""One invented corp for every benchmark: its keys, its people, its configuration, its callbacks."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator, Sequence

from bot.config.model import (
    Config,
    DatabaseConfig,
    IngestConfig,
    PersonConfig,
    PlatformsConfig,
    ServerConfig,
    TeamRole,
    WecomConfig,
)
from bot.config.values import Secret
from bot.demo.wecom.crypto import Sealer
from bot.platforms.wecom.config import WecomConfig as Platform

CORP_ID = "ww1a2b3c4d5e6f7081"
AGENT_ID = 1000002
SECRET = "app-secret-of-the-benchmark"
TOKEN = "SalesBotToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
BEARER = "bearer-token-of-the-benchmark"
BOSS = "boss"

WECOM = Platform(CORP_ID, AGENT_ID, SECRET, TOKEN, AES_KEY)
_SEALER = Sealer(TOKEN, AES_KEY, CORP_ID)


def reps(count: int) -> list[str]:
    """The userids of so many reps."""
    return [f"rep{number:04d}" for number in range(count)]


def people(userids: Sequence[str]) -> tuple[PersonConfig, ...]:
    """A supervisor and the reps below."""
    boss = PersonConfig(BOSS, "王芳", TeamRole.SUPERVISOR, wecom=BOSS)
    return (boss, *(PersonConfig(each, f"销售{each}", manager=BOSS, wecom=each) for each in userids))


def config(
    database: str,
    *,
    port: int = 8080,
    api_base: str = "http://127.0.0.1:9",
    userids: Sequence[str] = (),
) -> Config:
    """The configuration of a bot for this corp."""
    wecom = WecomConfig(CORP_ID, AGENT_ID, Secret(SECRET), Secret(TOKEN), Secret(AES_KEY), api_base)
    return Config(
        server=ServerConfig(port=port),
        database=DatabaseConfig(Secret(database)),
        platforms=PlatformsConfig(wecom=wecom),
        ingest=IngestConfig((Secret(BEARER),)),
        people=people(userids),
    )


def texts(userids: Sequence[str], at: int) -> Iterator[str]:
    """Endless text messages as the XML inside a callback, no two alike; *at* is in Unix seconds."""
    first = 2**62 + secrets.randbits(61)
    for number in itertools.count():
        sender = userids[number % len(userids)]
        yield (
            f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName>"
            f"<FromUserName><![CDATA[{sender}]]></FromUserName><CreateTime>{at}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[张总怎么说，第 {number} 次]]></Content>"
            f"<MsgId>{first + number}</MsgId><AgentID>{AGENT_ID}</AgentID></xml>"
        )


def sealed(xml: str, at: int) -> tuple[str, bytes]:
    """Query string and body of the callback that brings *xml*."""
    seal = _SEALER.seal(xml, timestamp=at)
    query = f"msg_signature={seal.signature}&timestamp={seal.timestamp}&nonce={seal.nonce}"
    body = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><AgentID><![CDATA[{AGENT_ID}]]></AgentID>"
        f"<Encrypt><![CDATA[{seal.encrypt}]]></Encrypt></xml>"
    )
    return query, body.encode()


def request(xml: str, at: int, *, keep_alive: bool = True) -> bytes:
    """The whole HTTP request."""
    query, body = sealed(xml, at)
    connection = "keep-alive" if keep_alive else "close"
    head = (
        f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(body)}\r\nConnection: {connection}\r\n\r\n"
    )
    return head.encode() + body
