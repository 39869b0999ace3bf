"""What the loopback WeCom should do wrong next.

A fault is queued for one endpoint (``"message/send"``) or for all (``ANY``) and played once; a standing one
is played until it is lifted; a plan decides call by call, which suits long runs with thousands of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

ANY = "*"
HTML_502 = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Errcode:
    """An error envelope with this code; the request has no effect."""

    errcode: int
    reason: str = "system busy"


@dataclass(frozen=True, slots=True)
class Gateway:
    """A page of a machine in between, with this HTTP status; the request has no effect."""

    status: int = 502
    body: str = HTML_502


@dataclass(frozen=True, slots=True)
class NotJson:
    """HTTP 200 whose body is not JSON; the request has no effect."""

    body: str = "<html><body>系统维护中</body></html>"


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer until the caller gives up; with *after* the request takes effect first."""

    after: bool = False


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection breaks; with *after* the request takes effect first: done, but nobody was told."""

    after: bool = False


@dataclass(frozen=True, slots=True)
class Slow:
    """A correct answer, so many real seconds late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ExpireToken:
    """The access token ends now, so that the request is refused with 42001 or 40014."""

    errcode: int = 42001


Fault = Errcode | Gateway | NotJson | Hang | Reset | Slow | ExpireToken
Plan = Callable[[str, int], Fault | None]
"""Decides from the endpoint and the running number of the call, counted from 1 over all endpoints."""

UNTRUSTED_IP = Errcode(60020, "not allow to access from your ip")


class Faults:
    """The schedule: queued faults first, then standing ones, then the plan."""

    def __init__(self) -> None:
        self._queued: dict[str, deque[Fault]] = {}
        self._standing: dict[str, Fault] = {}
        self._plan: Plan | None = None
        self._calls = 0
        self.closing = asyncio.Event()

    def next(self, endpoint: str, *faults: Fault, times: int = 1) -> None:
        """Play these faults in order at the next calls of *endpoint* (or ``ANY``), the row *times* times."""
        self._queued.setdefault(endpoint, deque()).extend(faults * times)

    def always(self, endpoint: str, fault: Fault) -> None:
        """Play *fault* at every call of *endpoint* (or ``ANY``) until ``clear``."""
        self._standing[endpoint] = fault

    def plan(self, plan: Plan | None) -> None:
        """Ask *plan* at every call for which nothing else is set."""
        self._plan = plan

    def clear(self) -> None:
        """Do everything right from now on."""
        self._queued.clear()
        self._standing.clear()
        self._plan = None

    @property
    def waiting(self) -> int:
        """Number of queued faults not played yet."""
        return sum(len(queue) for queue in self._queued.values())

    def take(self, endpoint: str) -> Fault | None:
        """The fault to play at this call of *endpoint*, if any."""
        self._calls += 1
        for name in (endpoint, ANY):
            if self._queued.get(name):
                return self._queued[name].popleft()
        for name in (endpoint, ANY):
            if name in self._standing:
                return self._standing[name]
        return self._plan(endpoint, self._calls) if self._plan else None
