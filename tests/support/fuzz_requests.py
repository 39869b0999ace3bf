"""Hostile requests: mutations of valid callbacks, attacks on XML, JSON and HTTP, and noise."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from urllib.parse import quote

from tests.support.fuzz_bodies import (
    BEARER,
    CORP_ID,
    WORDS,
    Draw,
    Pieces,
    attack,
    chat,
    http,
    ingest,
    message,
    now,
    seal,
    sealed,
    spoiled,
    tree,
    word,
)


def request(seed: int, number: int) -> tuple[str, Pieces]:
    """The kind and the bytes, in pieces, of one request; the same for the same numbers."""
    draw = Draw(seed * 1_000_003 + number)
    name = draw.choices(list(MAKERS), [weight for weight, _ in MAKERS.values()])[0]
    return name, MAKERS[name][1](draw)


def _valid(draw: Draw) -> Pieces:
    text = word(draw).replace("]]>", "")
    inner = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><FromUserName><![CDATA[lilei]]></FromUserName>"
        f"<CreateTime>{int(now())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{draw.randrange(2**63)}</MsgId></xml>"
    )
    return sealed(inner, draw)


def _spoiled_envelope(draw: Draw) -> Pieces:
    body, query = seal(message(draw), draw)
    return http(spoiled(body, draw), query)


def _spoiled_inner(draw: Draw) -> Pieces:
    return sealed(spoiled(message(draw).encode("utf-8", "replace"), draw).decode("utf-8", "replace"), draw)


def _noise(draw: Draw) -> Pieces:
    _, query = seal("<xml/>", draw)
    return http(draw.randbytes(draw.randrange(70_000 if draw.random() < 0.05 else 400)), query)


def _query(draw: Draw) -> Pieces:
    body, query = seal(message(draw), draw)
    match draw.randrange(6):
        case 0:
            query = query.replace("msg_signature", draw.choice(("MSG_SIGNATURE", "signature", "%6Dsg")))
        case 1:
            query += "&nonce=" + quote(word(draw).encode("utf-8", "replace"))
        case 2:
            query = "&".join(
                f"{quote(word(draw).encode('utf-8', 'replace'))}={n}" for n in range(draw.randrange(300))
            )
        case 3:
            query = "msg_signature=" + "a" * draw.randrange(7000) + "&timestamp=1&nonce=1"
        case 4:
            query = "%" * draw.randrange(1, 3000)
        case _:
            query = "msg_signature=%ff%fe&timestamp=%F0%9F&nonce=" + "%ED%A0%80" * draw.randrange(200)
    method = draw.choice(("POST", "POST", "GET"))
    return http(body if method == "POST" else b"", query, method=method)


def _head(draw: Draw) -> Pieces:
    body, query = seal(message(draw), draw)
    many = draw.randrange(1, 9000)
    line = draw.choice(
        (
            f"X-Long: {'a' * many}\r\n",
            "".join(f"X-{n}: {n}\r\n" for n in range(many // 20)),
            f"Content-Type: {draw.choice(WORDS[:12])!r}\r\n",
            f"Content-Encoding: {draw.choice(('gzip', 'br', 'deflate', 'identity', 'x' * 100))}\r\n",
            "Expect: 100-continue\r\n",
            "Transfer-Encoding: chunked\r\n",
            f"Cookie: {'a=b; ' * (many // 10)}\r\n",
            f"X-Bad\x00Name: {many}\r\n",
            "Upgrade: websocket\r\nConnection: Upgrade\r\n",
            f"Range: bytes=0-{many}\r\nIf-None-Match: *\r\n",
        )
    )
    method = draw.choice(("POST", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "BREW"))
    path = draw.choice(
        ("/wecom/callback", "/wecom/callback/", "//wecom/callback", "/", "/readyz", "/" + "a" * many)
    )
    return http(body, query, method=method, path=path, headers=line)


def _pieces(draw: Draw) -> Pieces:
    """The same bytes, dribbled."""
    whole = b"".join(sealed(message(draw), draw))
    cuts = sorted(draw.randrange(len(whole)) for _ in range(draw.randrange(1, 6)))
    return [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]


def _lying_length(draw: Draw) -> Pieces:
    body, query = seal(message(draw), draw)
    claimed = draw.choice((len(body) + draw.randrange(1, 99999), max(0, len(body) - 5), 2**63, -1))
    head = f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {claimed}\r\n\r\n"
    return (head.encode() + body,)


def _chunked(draw: Draw) -> Pieces:
    body, query = seal(message(draw), draw)
    size = draw.choice((f"{len(body):x}", "0", "ffffffffffffffff", "-5", "zz"))
    head = f"POST /wecom/callback?{query} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n"
    return (head.encode() + body + b"\r\n0\r\n\r\n",)


def _json(draw: Draw) -> Pieces:
    text = json.dumps(
        {"messages": [chat(draw) for _ in range(draw.randrange(6))]}, ensure_ascii=draw.random() < 0.5
    )
    return ingest(text.encode("utf-8", "surrogatepass"))


def _any_json(draw: Draw) -> Pieces:
    text = json.dumps(tree(draw) if draw.random() < 0.5 else {"messages": tree(draw)})
    return ingest(text.encode("utf-8", "surrogatepass"))


def _spoiled_json(draw: Draw) -> Pieces:
    return ingest(spoiled(json.dumps({"messages": [chat(draw)]}).encode("utf-8", "surrogatepass"), draw))


def _json_attack(draw: Draw) -> Pieces:
    many = draw.randrange(1, 20_000)
    text = draw.choice(
        (
            "[" * many,
            '{"messages":' * many,
            '{"messages":[' + "{}," * (many // 10) + "{}]}",
            "9" * many,
            '"' * many,
        )
    )
    body = text.encode()
    if draw.random() < 0.1:
        return ingest(gzip.compress(body), headers="Content-Encoding: gzip\r\n")
    return ingest(body, bearer=BEARER if draw.random() < 0.8 else re.sub(r"[\r\n\0]", "", word(draw)))


MAKERS: dict[str, tuple[float, Callable[[Draw], Pieces]]] = {
    "valid callback": (8, _valid),
    "nearly a message": (18, lambda draw: sealed(message(draw), draw)),
    "spoiled inside": (18, _spoiled_inner),
    "spoiled envelope": (14, _spoiled_envelope),
    "attack inside": (5, lambda draw: sealed(attack(draw), draw)),
    "attack on the envelope": (5, lambda draw: http(attack(draw).encode(), seal("<xml/>", draw)[1])),
    "noise": (6, _noise),
    "query": (6, _query),
    "head": (5, _head),
    "in pieces": (3, _pieces),
    "lying length": (2, _lying_length),
    "chunked": (2, _chunked),
    "nearly a chat": (4, _json),
    "any JSON": (2, _any_json),
    "spoiled JSON": (1, _spoiled_json),
    "attack by JSON": (1, _json_attack),
}
