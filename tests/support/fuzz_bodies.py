"""What hostile requests are made of: nearly valid messages, attacks on XML and JSON, spoiled bytes."""

from __future__ import annotations

import random  # noqa: TID251 - repeatable noise, from a seed
import time
from collections.abc import Sequence
from functools import cache

from bot.demo.wecom.crypto import Sealer

CORP_ID = "ww1a2b3c4d5e6f7081"
AGENT_ID = 1000002
TOKEN = "SalesBotToken2026"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
BEARER = "bearer-token-of-the-fuzzer"
SEALER = Sealer(TOKEN, AES_KEY, CORP_ID)

Draw = random.Random
Pieces = Sequence[bytes]

WORDS = (
    "", " ", "0", "-1", "9" * 40, "1e9", "NaN", "null", "sys", "@all", "张总", "报价单.pdf", "../../etc",
    "<xml>", "]]>", "<![CDATA[", "&lt;", "&#0;", "&#x10FFFF;", "a" * 5000, "\u200b", "👨\u200d👩", "\ufeff",
    "%00", "' OR 1=1 --", "{{7*7}}", "${jndi:ldap://x}", "١٢٣", "２０２６", "\r\nX: y", "e\u0301" * 200,
)  # fmt: skip
KINDS = (
    "text", "image", "voice", "video", "file", "location", "link", "event", "EVENT", "", "stream", "mixed",
)  # fmt: skip
EVENTS = (
    "subscribe", "unsubscribe", "enter_agent", "LOCATION", "click", "view", "template_card_event",
    "template_card_menu_event", "change_external_contact", "change_external_chat", "batch_job_result",
    "open_approval_change", "", "nobody_knows",
)  # fmt: skip
FIELDS = (
    "Content", "MsgId", "AgentID", "PicUrl", "MediaId", "Format", "ThumbMediaId", "FileName", "FileSize",
    "Location_X", "Location_Y", "Scale", "Label", "Title", "Description", "Url", "Event", "EventKey",
    "TaskId",
    "CardType", "ResponseCode", "ChangeType", "UserID", "ExternalUserID", "State", "WelcomeCode", "ChatId",
    "SelectedItems", "Latitude", "JobId", "Encrypt", "ToUserName",
)  # fmt: skip


def http(
    body: bytes, query: str = "", *, path: str = "/wecom/callback", method: str = "POST", headers: str = ""
) -> Pieces:
    """A plain request."""
    target = f"{path}{'?' if query else ''}{query}"
    head = f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    return (head.encode("utf-8", "surrogatepass") + body,)


def sealed(inner: str, draw: Draw) -> Pieces:
    """Signed and encrypted as WeCom does it."""
    body, query = seal(inner, draw)
    return http(body, query)


def seal(inner: str, draw: Draw) -> tuple[bytes, str]:
    """Body and query of a callback around *inner*."""
    clean = inner.encode("utf-8", "replace").decode()
    made = SEALER.seal(
        clean, timestamp=int(now()), nonce=str(draw.randrange(10**10)), random16=draw.randbytes(16)
    )
    query = f"msg_signature={made.signature}&timestamp={made.timestamp}&nonce={made.nonce}"
    to = f"<ToUserName><![CDATA[{CORP_ID}]]></ToUserName>"
    return f"<xml>{to}<Encrypt><![CDATA[{made.encrypt}]]></Encrypt></xml>".encode(), query


@cache
def now() -> float:
    return time.time()  # noqa: TID251 - the sender's own clock


def word(draw: Draw) -> str:
    """Something somebody might put anywhere."""
    if draw.random() < 0.7:
        return draw.choice(WORDS)
    return "".join(chr(draw.randrange(1, 0x2FFFF)) for _ in range(draw.randrange(40)))


def value(draw: Draw) -> str:
    """A word as CDATA, escaped, or raw."""
    text = word(draw).encode("utf-8", "replace").decode()
    form = draw.randrange(3)
    if form == 0:
        return f"<![CDATA[{text}]]>"
    return text if form == 1 else text.replace("&", "&amp;").replace("<", "&lt;")


def message(draw: Draw) -> str:
    """Inner XML that is nearly a message."""
    kind = draw.choice(KINDS)
    head = [
        f"<ToUserName><![CDATA[{CORP_ID}]]></ToUserName>",
        f"<FromUserName>{value(draw) if draw.random() < 0.3 else 'lilei'}</FromUserName>",
        f"<CreateTime>{word(draw) if draw.random() < 0.2 else int(now())}</CreateTime>",
        f"<MsgType><![CDATA[{kind}]]></MsgType>",
    ]
    if kind.lower() == "event":
        head.append(f"<Event><![CDATA[{draw.choice(EVENTS)}]]></Event>")
    parts = head + [f"<{name}>{value(draw)}</{name}>" for name in draw.choices(FIELDS, k=draw.randrange(8))]
    if draw.random() < 0.2:
        draw.shuffle(parts)
    if draw.random() < 0.2:
        parts.pop(draw.randrange(len(parts)))
    return f"<xml>{''.join(parts)}</xml>"


def spoiled(body: bytes, draw: Draw) -> bytes:
    """Some bytes flipped, cut out, doubled or put in."""
    spoilt = bytearray(body)
    for _ in range(draw.randrange(1, 8)):
        place = draw.randrange(len(spoilt) + 1)
        match draw.randrange(4):
            case 0 if place < len(spoilt):
                spoilt[place] = draw.randrange(256)
            case 1:
                del spoilt[place : place + draw.randrange(1, 40)]
            case 2:
                spoilt[place:place] = spoilt[place : place + draw.randrange(1, 40)]
            case _:
                spoilt[place:place] = draw.randbytes(draw.randrange(1, 20))
    return bytes(spoilt)


def attack(draw: Draw) -> str:
    """XML meant to hurt whoever reads it."""
    many = draw.randrange(1, 6000)
    return draw.choice(
        (
            lambda: '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
            lambda: '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
            lambda: "<xml>" + "<a>" * many + "</a>" * many + "</xml>",
            lambda: "<xml>" + "<a/>" * many + "</xml>",
            lambda: "<xml " + " ".join(f'a{n}="b"' for n in range(many)) + "/>",
            lambda: "<xml><Encrypt>" + "<![CDATA[" * many + "]]>" * draw.randrange(3) + "</Encrypt></xml>",
            lambda: "<xml>" + "<!" * many + "</xml>",
            lambda: "<xml>" + "<Encrypt>" + "A" * (8 * many) + "</Encrypt></xml>",
            lambda: "<xml><Encrypt>a</Encrypt>" + "<Encrypt>b</Encrypt>" * many + "</xml>",
            lambda: '<?xml version="1.0" encoding="UTF-16"?><xml><Encrypt>x</Encrypt></xml>',
            lambda: "<xml>" + "<a>b</a> " * many + "<Encrypt>",
            lambda: "<xml>" + "\n" * (8 * many) + "<Encrypt>x</Encrypt></xml>",
            lambda: "<xml><!--" + "-" * many + "--><Encrypt>x</Encrypt></xml>",
            lambda: "<xml><?php " + "x" * many + "?><Encrypt>x</Encrypt></xml>",
            lambda: "<xml>" + "<MsgType><![CDATA[" + "]]" * many + "]]></MsgType></xml>",
            lambda: "<xml>" + "&amp;" * many + "</xml>",
            lambda: "<" * many,
        )
    )()


def tree(draw: Draw, depth: int = 0) -> object:
    """Any JSON."""
    match draw.randrange(8 if depth < 4 else 5):
        case 0:
            return word(draw)
        case 1:
            return draw.choice((0, -1, 2**70, 1e308, 0.1, True, False))
        case 2 | 3:
            return None
        case 4:
            return draw.choice(("text", "customer", "staff", "file", "recall", "2026-11-20T10:02:00+08:00"))
        case 5 | 6:
            return {draw.choice(NAMES): tree(draw, depth + 1) for _ in range(draw.randrange(6))}
        case _:
            return [tree(draw, depth + 1) for _ in range(draw.randrange(5))]


NAMES = (
    "id", "platform", "conversation", "staff", "customer", "sender", "sent_at", "type", "text", "file",
    "extra", "recalls", "name", "unionid", "company", "size", "mime", "sha256", "content", "", "\u0000",
    "自定义",
)  # fmt: skip


def chat(draw: Draw) -> object:
    """Nearly a staff-customer message."""
    made: dict[str, object] = {
        "id": f"m-{draw.randrange(10**9)}", "platform": "wecom", "conversation": "wm1", "staff": "lilei",
        "customer": {"id": "wm1", "name": word(draw)}, "sender": draw.choice(("customer", "staff")),
        "sent_at": "2026-11-20T10:02:00+08:00", "type": draw.choice(KINDS), "text": word(draw), "file": None,
    }  # fmt: skip
    for name in draw.choices(NAMES, k=draw.randrange(3)):
        made[name] = tree(draw)
    return made


def ingest(body: bytes, *, bearer: str = BEARER, headers: str = "") -> Pieces:
    """A post to the ingest API."""
    return http(body, path="/api/v1/chats/messages", headers=f"Authorization: Bearer {bearer}\r\n{headers}")
