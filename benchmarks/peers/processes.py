"""Starts peers as processes of their own and ends exactly those."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process:
    """One peer, running as long as the context; *module* is run with ``python -m``."""

    def __init__(self, module: str, *arguments: str, port: int, environment: Mapping[str, str] = {}) -> None:
        self.port = port
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = {**os.environ, **environment}
        self._running: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._running = subprocess.Popen(self._command, env=self._environment)
        self._until_it_listens()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            self._running.terminate()
            self._running.wait()

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._running is not None
        return self._running.pid

    def _until_it_listens(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self._running is not None
            if self._running.poll() is not None:
                raise RuntimeError(f"{self._command} ended with {self._running.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"{self._command} does not listen")


def answer_of(module: str, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """What ``python -m module`` prints, as JSON."""
    return wait_for(started(module, *arguments))


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """``python -m module``, running; its output is kept."""
    return subprocess.Popen([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE)


def wait_for(process: subprocess.Popen[bytes]) -> Any:  # noqa: ANN401 - JSON
    """Its output as JSON once it ends."""
    output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    return json.loads(output)


def resident_mib(pid: int) -> float:
    """Memory a process holds now, in MiB."""
    return _status_mib(pid, "VmRSS")


def peak_mib(pid: int) -> float:
    """The most memory a process ever held, in MiB."""
    return _status_mib(pid, "VmHWM")


def _status_mib(pid: int, name: str) -> float:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        lines: Sequence[str] = status.readlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024
