"""Regular expressions that are compiled when first used, so that importing who reads stays cheap."""

from __future__ import annotations

import re
import sys
from typing import Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern")
_CASED: Final = re.compile(r"(?<!\\)(?<!\(\?)[A-Za-z]|\(\?[a-zA-Z]")
_NAMES: Final = re.compile(r"\(\?P[<=]\w{1,40}[>)]")
_WAITING: Final[list[_Lazy]] = []


class _Lazy:
    """Stands for a pattern until one of its methods is asked for; then holds the real ones itself."""

    def __init__(self, source: str, flags: int, owner: str) -> None:
        self._source, self._flags, self.owner = source, flags, owner
        _WAITING.append(self)

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self._source, _needed(self._source, self._flags))
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def _needed(source: str, flags: int) -> int:
    """*flags* without IGNORECASE where *source* holds no letter that has a case: it doubles the price of compiling."""
    if flags & re.IGNORECASE and _CASED.search(_NAMES.sub("", source)) is None:
        return flags & ~re.IGNORECASE
    return flags


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of *source*; a wrong one raises ``re.error`` at its first use (and in ``compile_all``)."""
    return cast("re.Pattern[str]", _Lazy(source, int(flags), sys._getframe(1).f_globals["__name__"]))


def compile_all(package: str = "nlp") -> None:
    """Compile every pattern that waits in the modules of *package* (all, when empty), so that no message pays for it."""
    for one in [one for one in _WAITING if not package or f"{one.owner}.".startswith(f"{package}.")]:
        _ = one.pattern
        _WAITING.remove(one)
