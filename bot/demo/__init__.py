"""The playground: its page, its stories, and the loopback WeCom that speaks the real protocol."""

from __future__ import annotations

from pathlib import Path


def run(port: int, data: Path | None, open_browser: bool) -> int:
    """Serve the playground on a port of this machine until interrupted; returns the exit code."""
    from bot.demo.playground import run as serve

    return serve(port, data, open_browser)
