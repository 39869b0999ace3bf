"""Regular expressions that are compiled when first used, so that importing the reader stays cheap."""

from __future__ import annotations

import re
from typing import Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern")
_WAITING: Final[list[_Lazy]] = []


class _Lazy:
    """Stands for a pattern until one of its methods is asked for; then holds the real ones itself."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags
        _WAITING.append(self)

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of *source*; a wrong one raises ``re.error`` at its first use (and in ``compile_all``)."""
    return cast("re.Pattern[str]", _Lazy(source, int(flags)))


def compile_all() -> None:
    """Compile every pattern that waits; done once at start-up so that no message pays for it."""
    while _WAITING:
        _ = _WAITING.pop().pattern
