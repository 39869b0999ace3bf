"""The running server: is it there, does it say it can work."""

from __future__ import annotations

import aiohttp

from bot.doctor.finding import Finding, ill, well

_GIVE_UP = aiohttp.ClientTimeout(total=6)


async def examine(base: str) -> Finding:
    """Ask ``/readyz`` below *base*."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_GIVE_UP) as session,
            session.get(f"{base}/readyz") as response,
        ):
            text = (await response.content.read(2000)).decode(errors="replace").strip()
            maker = response.headers.get("Server", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return ill(
            "server",
            f"{base} does not answer: {error or type(error).__name__}",
            "Start it: genjin serve --config FILE; or check server.host and server.port.",
        )
    if maker != "genjin":
        return ill("server", f"{base} is answered by another program", "Choose another server.port.")
    if response.status != 200:
        return ill("server", f"running, but not able to work: {text}", "Read the server's log.")
    return well("server", f"{base} is ready")
