"""Small values of the configuration and how their text is read; every reader raises ``ValueError``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

QuietHours = tuple[time, time]
"""From and until, in the business zone; the second may be on the next day."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(?:\d+[smhdw])+")
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LINK_SCHEMES = {"http", "https", "ws", "wss"}


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that never shows itself: ``str`` and ``repr`` give stars, only ``reveal`` tells."""

    value: str = field(repr=False)

    def reveal(self) -> str:
        """The value itself, for the one call that needs it."""
        return self.value

    def __str__(self) -> str:
        return "***"

    def __repr__(self) -> str:
        return "Secret(***)"


def duration(raw: object) -> timedelta:
    """``"90s"``, ``"72h"``, ``"1h30m"`` or ``"3d"``; never zero."""
    text = raw if isinstance(raw, str) else ""
    if not _DURATION.fullmatch(text.strip()):
        raise ValueError(f'{raw!r} is no duration; write a number and s, m, h or d, like "90s" or "3d"')
    seconds = sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([smhdw])", text))
    if not 0 < seconds <= 3650 * 86400:
        raise ValueError("a duration must be longer than zero and shorter than ten years")
    return timedelta(seconds=seconds)


def clock_time(raw: object) -> time:
    """``"09:00"`` or a TOML time, to the minute."""
    if isinstance(raw, time):
        return raw.replace(second=0, microsecond=0, tzinfo=None)
    found = _CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not found:
        raise ValueError(f'{raw!r} is no time of day; write it like "09:00"')
    return time(int(found[1]), int(found[2]))


def quiet_hours(raw: object) -> QuietHours | None:
    """``"21:00-08:30"`` (over midnight is fine), or ``"none"`` for None."""
    if raw == "none":
        return None
    parts = raw.split("-") if isinstance(raw, str) else []
    if len(parts) != 2 or not all(_CLOCK.fullmatch(part.strip()) for part in parts):
        raise ValueError(f'{raw!r} is no span of the day; write it like "21:00-08:30", or "none"')
    start, end = clock_time(parts[0]), clock_time(parts[1])
    if start == end:
        raise ValueError('begins and ends at the same time; write "none" for no quiet hours')
    return start, end


def zone(raw: object) -> ZoneInfo:
    """An IANA zone name such as ``"Asia/Shanghai"``."""
    try:
        return ZoneInfo(raw if isinstance(raw, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'{raw!r} is no time zone; write it like "Asia/Shanghai"') from None


def link(raw: object) -> str:
    """An absolute http(s) or ws(s) address; a slash at its end is dropped."""
    text = raw.strip() if isinstance(raw, str) else ""
    try:
        parts = urlsplit(text)
        sound = parts.scheme in _LINK_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or re.search(r"\s", text):
        raise ValueError(f'{raw!r} is no address; write it like "https://genjin.example.com"')
    if parts.query or parts.fragment:
        raise ValueError("an address here has no ? or # part")
    return text.rstrip("/")


def shape(pattern: str, hint: str) -> Callable[[str], str | None]:
    """A check that the whole text has this pattern; *hint* is what the problem says otherwise."""
    compiled = re.compile(pattern)
    return lambda text: None if compiled.fullmatch(text) else hint


def between(low: int, high: int) -> Callable[[int], str | None]:
    """A check that a number lies in this range, both ends included."""
    return lambda number: None if low <= number <= high else f"{number} is not between {low} and {high}"


def filled(text: str) -> str | None:
    """A check that a text is not blank."""
    return None if text.strip() else "is empty"


def callback_key(text: str) -> str | None:
    """A check of an EncodingAESKey: 43 letters and digits (WeCom docs, path 90968)."""
    if len(text) != 43:
        return f"{len(text)} characters, need 43"
    strange = re.search(r"[^A-Za-z0-9]", text)
    return f"only letters and digits are allowed, found {strange[0]!r}" if strange else None


def callback_token(text: str) -> str | None:
    """A check of a callback Token: 1 to 32 letters and digits (WeCom docs, path 90930)."""
    if not 1 <= len(text) <= 32:
        return f"{len(text)} characters, need 1 to 32"
    strange = re.search(r"[^A-Za-z0-9]", text)
    return f"only letters and digits are allowed, found {strange[0]!r}" if strange else None


def bearer_token(text: str) -> str | None:
    """A check of an API token: long enough not to be guessed, and sendable in a header."""
    if len(text) < 16:
        return f"{len(text)} characters, need at least 16"
    return None if re.fullmatch(r"[!-~]+", text) else "only visible ASCII characters are allowed, no blanks"


def database_url(text: str) -> str | None:
    """A check that the address names one of the two databases the program knows."""
    if text.startswith(("postgres://", "postgresql://", "postgresql+")):
        return None if text.startswith("postgresql+psycopg://") else 'write "postgresql+psycopg://…"'
    if not text.startswith("sqlite:///"):
        return 'write "sqlite:///genjin.db" or "postgresql+psycopg://…"'
    named = text.removeprefix("sqlite:///").partition("?")[0]
    return None if named and named != ":memory:" else "names no file; an embedded database must be kept"
