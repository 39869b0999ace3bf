"""The HTTP side: platform routes, the ingest API, health and metrics."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Check = Callable[[], Awaitable[dict[str, str]]]
"""Looks whether we are able to work; returns what is wrong, empty when nothing is."""


@web.middleware
async def _no_leaks(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever goes wrong, the caller sees a status and nothing of our insides."""
    try:
        answer = await handler(request)
    except web.HTTPException as error:
        answer = web.Response(status=error.status, headers=_kept(error))
    except ConnectionError:  # the caller hung up in the middle; nobody hears this answer
        answer = web.Response(status=400)
    except Exception as error:
        log.error("request failed", exc_info=error, extra={"action": "request_failed", "path": request.path})
        answer = web.Response(status=500)
    if not answer.prepared:
        answer.headers["Server"] = "genjin"
    return answer


def _kept(answer: web.HTTPException) -> dict[str, str]:
    return {
        name: answer.headers[name] for name in ("Allow", "Location", "Retry-After") if name in answer.headers
    }


def make_app(
    routes: web.RouteTableDef, *, ready: Check, metrics: Callable[[], Awaitable[str]]
) -> web.Application:
    """The application with the platforms' *routes* and our own."""
    app = web.Application(middlewares=[_no_leaks])

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        problems = await ready()
        lines = [f"{name}: {problem}" for name, problem in problems.items()] or ["ok"]
        return web.Response(status=503 if problems else 200, text="\n".join(lines) + "\n")

    async def metricsz(_request: web.Request) -> web.Response:
        text = await metrics()
        return web.Response(
            text=text, content_type="text/plain", charset="utf-8", headers={"Cache-Control": "no-store"}
        )

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metricsz)
    app.add_routes(routes)
    return app
