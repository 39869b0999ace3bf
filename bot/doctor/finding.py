"""What one step of the examination found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """*step* names what was tried; ``cause`` says what is so, ``next_step`` what to do about it."""

    step: str
    ok: bool
    cause: str
    next_step: str = ""


def well(step: str, cause: str) -> Finding:
    """Nothing to do."""
    return Finding(step, True, cause)


def ill(step: str, cause: str, next_step: str) -> Finding:
    """Somebody has to do something."""
    return Finding(step, False, cause, next_step)
