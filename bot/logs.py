"""Logging: one ``key=value`` line per fact, each with the event it belongs to, none with a secret.

::

    2026-11-21T10:00:00.123Z INFO bot.inbox "event handled" action=event_handled event_id=wecom:74… ms=12
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

_context: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("log_context", default=())

_OWN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_PHONE = re.compile(r"(?<![0-9A-Za-z])((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?![0-9A-Za-z])")
_CREDENTIAL = re.compile(
    r"""(?ix) \b ( access_token | corpsecret | appsecret | client_?secret | authorization | ticket
        | bearer | msg_signature | sessionwebhook ) (["']? \s* [=:\s] \s* ["']? (?:bearer\s+)?) [^\s&"',;]+"""
)
_SHORTEST_SECRET = 4
_QUIET = ("aiohttp.access", "apscheduler", "jieba", "asyncio", "alembic")


@contextmanager
def context(**facts: str) -> Iterator[None]:
    """Every line logged inside carries these facts, ``event_id`` and ``lane`` say; nests, follows tasks."""
    token = _context.set(tuple((dict(_context.get()) | facts).items()))
    try:
        yield
    finally:
        _context.reset(token)


class Redactor:
    """Replaces secrets by stars and the middle of mobile numbers: 138****1234."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        self.register(secrets)

    def register(self, secrets: Iterable[str]) -> None:
        """Hide these values from now on (a token that was just fetched, say); very short ones are ignored."""
        self._secrets.update(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)
        longest_first = sorted(self._secrets, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def clean(self, text: str) -> str:
        """*text* without registered secrets, credentials in URLs or headers, and whole mobile numbers."""
        if self._pattern:
            text = self._pattern.sub("***", text)
        return _PHONE.sub(r"\1****\2", _CREDENTIAL.sub(r"\1\2***", text))


class LineFormatter(logging.Formatter):
    """One line per record: time, level, logger, message, then extras and context as ``key=value``.

    A traceback follows on lines of its own. Everything passes the redactor, the traceback too.
    """

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        """The finished text of *record*."""
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        facts = {key: value for key, value in record.__dict__.items() if key not in _OWN}
        facts |= {key: value for key, value in _context.get() if key not in facts}
        words = [f"{moment}.{int(record.msecs):03d}Z", record.levelname, record.name]
        words.append(_quote(record.getMessage(), always=True))
        words += [f"{key}={_quote(str(value))}" for key, value in facts.items()]
        lines = [" ".join(words)]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        if record.stack_info:
            lines.append(self.formatStack(record.stack_info))
        return self._redactor.clean("\n".join(lines))


def set_up(level: str = "INFO", *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> Redactor:
    """Log to *stream* (standard error when left out) and return the redactor, to register more secrets with.

    Replaces whatever handlers the root logger had. Chatty libraries speak from WARNING on.
    """
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(LineFormatter(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A tick still at work when the next one is due is meant to let it pass; APScheduler warns of each.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    return redactor


def _quote(text: str, *, always: bool = False) -> str:
    """*text* as one word: quoted when it holds blanks, quotes or an equals sign; line breaks are escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = "".join(char if char.isprintable() else repr(char)[1:-1] for char in escaped)
    return f'"{escaped}"' if always or not text or re.search(r'[\s"=\\]', text) else escaped
