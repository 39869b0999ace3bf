"""The playground: its page, its stories, and the loopback WeCom that speaks the real protocol."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

from bot.console import complain

CANNOT_RUN = 2


def run(port: int, data: Path | None, open_browser: bool) -> int:
    """Serve the playground on a port of this machine until it is interrupted; returns the exit code.

    *data* keeps everything for the next time; without it all is forgotten at the end.
    """
    if port and not _free(port):
        another = port + 1 if port < 65535 else 0
        complain(f"Port {port} is in use; try another one: genjin demo --port {another}")
        return CANNOT_RUN
    from bot.demo.playground import run as serve

    return serve(port, data, open_browser)


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True
