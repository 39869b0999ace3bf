"""What can go wrong between us and a platform, named by who must act.

::

    PlatformError
    ├── Transient          time helps: try again
    │   ├── Unavailable    network, gateway, the platform is busy
    │   └── RateLimited    too much; carries when to come back
    ├── Rejected           the platform understood and said no: an operator must act
    │   ├── RecipientGone  this person cannot be reached
    │   └── Misconfigured  a console setting is missing; says which
    └── BadDelivery        an incoming request we do not store
        ├── BadSignature   → 401
        └── Malformed      → 400
"""

from __future__ import annotations

from datetime import timedelta


class PlatformError(Exception):
    """Root of everything a platform does to us."""


class Transient(PlatformError):
    """Time helps; ``retry_after`` says how much when the platform told us."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Transient):
    """The network, a gateway or the platform itself is not there just now."""


class RateLimited(Transient):
    """Too many calls; come back after ``retry_after``."""


class Rejected(PlatformError):
    """The platform understood and said no; the same request will never pass."""

    def __init__(self, message: str, *, code: int | None = None) -> None:
        super().__init__(message)
        self.code = code


class RecipientGone(Rejected):
    """Nobody of those addressed can be reached; ``people`` holds their platform ids."""

    def __init__(self, message: str, *, code: int | None = None, people: tuple[str, ...] = ()) -> None:
        super().__init__(message, code=code)
        self.people = people


class Misconfigured(Rejected):
    """A setting in the platform's console is missing; the text says which and where to put it."""


class HandleSpent(Rejected):
    """The one-time right to update a card is used or expired: send a new card instead."""


class BadDelivery(PlatformError):
    """An incoming request that is not stored."""


class BadSignature(BadDelivery):
    """Not signed by the platform, or meant for somebody else: answered 401."""


class Malformed(BadDelivery):
    """Signed or not, it does not have the documented shape: answered 400."""
