"""WeCom's address check, played against the running server exactly as the console does it.

The console's own message is only that the request did not pass; here the answer is compared byte by byte.
Source: WeCom docs, path 90930 "接收消息服务器配置", 90968 "加解密方案说明"; read 2026-11.
"""

from __future__ import annotations

import base64
import re
import secrets
import ssl
from dataclasses import dataclass
from time import monotonic

import aiohttp

from bot.config import WecomConfig
from bot.demo.wecom.crypto import Sealer, sign
from bot.doctor.finding import Finding, ill, well

PATH = "/wecom/callback"
CONSOLE_WAITS_SECONDS = 1.0
_GIVE_UP = aiohttp.ClientTimeout(total=6)
_CONSOLE = "应用管理 → 应用详情页 → 接收消息 → 设置API接收"
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|pre|script|p|div|xml)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: HTTP status (0 when nothing did), body, seconds; ``trouble`` says why nothing did."""

    status: int
    body: bytes = b""
    seconds: float = 0.0
    trouble: str = ""


async def examine(base: str, step: str, wecom: WecomConfig, timestamp: int) -> Finding:
    """Check the callback below *base*; *timestamp* is now, in Unix seconds."""
    sealer = Sealer(wecom.token.reveal(), wecom.aes_key.reveal(), wecom.corp_id)
    echo = str(10**18 + secrets.randbelow(10**18))
    sealed = sealer.seal(echo, timestamp=timestamp)
    async with aiohttp.ClientSession(timeout=_GIVE_UP) as session:
        reply = await _get(session, base + PATH, {**sealed.query(), "echostr": sealed.encrypt})
        token_fits = True
        if reply.status == 401:
            garbage = base64.b64encode(secrets.token_bytes(64)).decode()
            signed = sign(sealer.token, sealed.timestamp, sealed.nonce, garbage)
            query = {**sealed.query(), "msg_signature": signed, "echostr": garbage}
            token_fits = (await _get(session, base + PATH, query)).status != 401
    return diagnose(step, reply, echo.encode(), token_fits=token_fits, address=base + PATH)


async def _get(session: aiohttp.ClientSession, address: str, query: dict[str, str]) -> Reply:
    began = monotonic()
    try:
        async with session.get(address, params=query, allow_redirects=False) as response:
            body = await response.content.read(64 * 1024)
            return Reply(response.status, body, monotonic() - began)
    except TimeoutError:
        return Reply(0, trouble="no answer within 6 seconds")
    except aiohttp.ClientConnectorCertificateError as error:
        return Reply(0, trouble=f"the certificate is refused: {error.certificate_error}")
    except (aiohttp.ClientError, ssl.SSLError, OSError, ValueError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        return Reply(0, trouble=f"cannot connect: {lines[0][:200]}")


def diagnose(step: str, reply: Reply, echo: bytes, *, token_fits: bool, address: str) -> Finding:
    """What the answer means; pure. *token_fits*: a damaged but well signed request was not a 401."""
    if reply.status == 0:
        return ill(step, f"{address}: {reply.trouble}", _unreached(reply.trouble))
    if reply.status != 200:
        return ill(step, *_refused(reply.status, token_fits=token_fits, address=address))
    if reply.body != echo:
        return ill(step, *_altered(reply.body, echo))
    if reply.seconds > CONSOLE_WAITS_SECONDS:
        return ill(
            step,
            f"the right bytes, but after {reply.seconds:.1f} s; the console waits 1 s",
            "Find what is slow between the network and genjin: proxy, name look-up, an overloaded machine.",
        )
    return well(
        step,
        f"{address} answers {len(echo)} right bytes in {reply.seconds * 1000:.0f} ms; "
        f"if the console refuses all the same, Token or EncodingAESKey there differ ({_CONSOLE})",
    )


def _unreached(trouble: str) -> str:
    if "certificate" in trouble:
        return "Install a certificate that browsers accept, with its whole chain."
    return "Check that genjin serve runs, the address is right, and the firewall and proxy let it through."


def _refused(status: int, *, token_fits: bool, address: str) -> tuple[str, str]:
    restart = "If this file was changed since the server started, restart the server"
    if status == 401 and not token_fits:
        return "wrong token: the server signs with another Token than this file", f"{restart}."
    if status == 401:
        return (
            "wrong corp id: the server expects another receiver than this file's corp_id",
            f"{restart}; the corp id stands under 我的企业 → 企业信息 → 企业ID.",
        )
    if status == 400:
        return (
            "wrong key: the server cannot decrypt with its EncodingAESKey what this file's aes_key sealed",
            f"{restart}; the key stands under {_CONSOLE}.",
        )
    if status == 404:
        return (
            f"404: nothing answers at {address}",
            f"Let the proxy pass {PATH} on unchanged, and check [platforms.wecom].",
        )
    if 300 <= status < 400:
        return (
            f"{status}: redirected, and WeCom does not follow",
            "Give the final address (https, host, path).",
        )
    if status in (502, 503, 504):
        return (
            f"{status}: the proxy cannot reach genjin",
            "Check that genjin serve runs and server.port fits.",
        )
    return f"unexpected status {status}", "Read the server's log of this moment."


def _altered(body: bytes, echo: bytes) -> tuple[str, str]:
    """The answer was 200 with other bytes than the echo."""
    mend = "Take out what changes answers on the way (proxy, gateway, firewall page, script injection)."
    before, found, after = body.partition(echo)
    if found and _MARKUP.search(body):
        return f"HTML around echostr: {_shown(before)} … {_shown(after)}", mend
    if found:
        return f"wrong bytes around echostr: {_shown(before)} before, {_shown(after)} after it", mend
    if _MARKUP.search(body):
        return f"an HTML page instead of echostr: {_shown(body)}", f"Another program answers there. {mend}"
    return f"wrong bytes: {_shown(body)} instead of {len(echo)} digits", mend


def _shown(text: bytes) -> str:
    return repr(text[:60])[1:] if text else "nothing"
