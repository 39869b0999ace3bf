"""Keeps the playground to the browser on this machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def guarded(handler: Handler) -> Handler:
    """Serve only what a browser on this machine asks of this very address, with no other site behind it."""

    async def guard(request: web.Request) -> web.StreamResponse:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        if _name(host) not in LOCAL:
            return web.Response(status=403, text="genjin demo answers on 127.0.0.1 and localhost only\n")
        if origin is not None and origin != f"http://{host}":
            return web.Response(status=403, text="another site may not drive the playground\n")
        if request.method == "POST" and request.content_type != "application/json":
            return web.Response(status=415)
        return await handler(request)

    return guard


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
