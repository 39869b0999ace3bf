"""Regular expressions that are compiled when first used, so that importing who reads stays cheap.

``sifted`` ones are moreover tried only on texts that hold what they need: one pass over a text tells for all of them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, lru_cache, reduce
from operator import or_
from typing import Final, cast

from ahocorasick_rs import AhoCorasick

from nlp import sieve

_METHODS: Final = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split", "pattern")
_CASED: Final = re.compile(r"(?<!\\)(?<!\(\?)[A-Za-z]|\(\?[a-zA-Z]")
_NAMES: Final = re.compile(r"\(\?P[<=]\w{1,40}[>)]")
_GLOBAL_FLAGS: Final = tuple(f"(?{flag}" for flag in "aimsux")
_WAITING: Final[list[_Lazy]] = []
_KNOWN: Final[dict[_Lazy, None]] = {}
"""The patterns whose needs are looked for in a text."""


class _Lazy:
    """Stands for a pattern until one of its methods is asked for; then holds the real ones itself."""

    def __init__(
        self, source: str, flags: int, owner: str, *, sifted: bool = False, led: bool = False
    ) -> None:
        self.source, self.flags, self.owner = source, _needed(source, flags), owner
        self.sifted, self.led = sifted, led or sifted
        _WAITING.append(self)

    def __getattr__(self, name: str) -> object:
        if name not in _METHODS:
            raise AttributeError(name)
        bit = _bits().get(self) if self.sifted else None
        gates = {} if bit is None else _gates(self, bit)
        if name in gates:
            self.__dict__.update(gates)
        else:
            compiled = self.compiled()
            self.__dict__.update({method: getattr(compiled, method) for method in _METHODS} | gates)
        return self.__dict__[name]

    @cached_property
    def needs(self) -> frozenset[str] | None:
        """Strings of which a text must hold one (``sieve.needed``)."""
        return sieve.needed(self.source, self.flags)

    def compiled(self) -> re.Pattern[str]:
        """The real pattern."""
        if "real" not in self.__dict__:
            plain = not self.led or self.source.startswith(_GLOBAL_FLAGS)
            leads = None if plain else sieve.leads(self.source, self.flags)
            self.real = re.compile(f"(?={leads})(?:{self.source})" if leads else self.source, self.flags)
        return self.real


def _needed(source: str, flags: int) -> int:
    """*flags* without IGNORECASE where *source* holds no letter that has a case: it doubles the price of compiling."""
    if flags & re.IGNORECASE and _CASED.search(_NAMES.sub("", source)) is None:
        return flags & ~re.IGNORECASE
    return flags


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of *source*; a wrong one raises ``re.error`` at its first use (and in ``compile_all``)."""
    return cast("re.Pattern[str]", _Lazy(source, int(flags), sys._getframe(1).f_globals["__name__"]))


def sifted(source: str, flags: int = 0) -> re.Pattern[str]:
    """A ``lazy`` pattern whose search, finditer and sub first ask whether the text holds what every match needs.

    Worth it for a costly pattern that seldom matches, and for texts that many such patterns are tried on.
    """
    one = _Lazy(source, int(flags), sys._getframe(1).f_globals["__name__"], sifted=True)
    _KNOWN[one] = None
    return cast("re.Pattern[str]", one)


def led(source: str, flags: int = 0) -> re.Pattern[str]:
    """A ``lazy`` pattern that is tried only where a character stands that it may begin with.

    Worth it for one of many alternatives that is searched for.
    """
    return cast(
        "re.Pattern[str]", _Lazy(source, int(flags), sys._getframe(1).f_globals["__name__"], led=True)
    )


def _gates(one: _Lazy, bit: int) -> dict[str, Callable[..., object]]:
    """The methods of *one* behind the question whether ``seen`` holds its *bit*."""

    real: Callable[..., re.Match[str] | None] | None = None

    def search(text: str, *span: int) -> re.Match[str] | None:
        nonlocal real
        if not seen(text) & bit:
            return None
        if real is None:
            real = one.compiled().search
        return real(text, *span)

    def finditer(text: str, *span: int) -> Iterator[re.Match[str]]:
        return one.compiled().finditer(text, *span) if seen(text) & bit else iter(())

    def sub(by: str, text: str) -> str:
        return one.compiled().sub(by, text) if seen(text) & bit else text

    return {"search": search, "finditer": finditer, "sub": sub}


def any_of(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    """Whether one of the lazy *patterns* may match a text or a part of it; always when one of them needs nothing."""
    wanted: int | None = None
    _KNOWN.update(dict.fromkeys(cast("tuple[_Lazy, ...]", patterns)))

    def may(text: str) -> bool:
        nonlocal wanted
        if wanted is None:
            bits = [_bits().get(cast("_Lazy", one), 0) for one in patterns]
            wanted = reduce(or_, bits) if all(bits) else 0
        return not wanted or seen(text) & wanted != 0

    return may


def at_most(weights: Mapping[re.Pattern[str], int]) -> Callable[[str], int]:
    """The sum of the *weights* of those lazy patterns that may match a text or a part of it."""
    masks: list[tuple[int, int]] = []
    always = 0
    _KNOWN.update(dict.fromkeys(cast("tuple[_Lazy, ...]", tuple(weights))))

    def most(text: str) -> int:
        nonlocal always
        if not masks:
            bits = {one: _bits().get(cast("_Lazy", one), 0) for one in weights}
            always = sum(weight for one, weight in weights.items() if not bits[one])
            masks.extend((bits[one], weight) for one, weight in weights.items() if bits[one])
        found = seen(text)
        return always + sum([weight for mask, weight in masks if found & mask])

    return most


@cache
def _strings() -> dict[str, int]:
    """What the known patterns need, each string with the bits of those that need it."""
    found: dict[str, int] = dict.fromkeys(sieve.unusual(), -1)
    for number, one in enumerate(_KNOWN):
        for string in one.needs or ():
            found[string] = found.get(string, 0) | 1 << number
    return found


@cache
def _sieve() -> tuple[AhoCorasick, tuple[int, ...]]:
    """The automaton that finds what the known patterns need, and the bits of the patterns for each string."""
    return AhoCorasick(list(_strings())), tuple(_strings().values())


@cache
def _bits() -> dict[_Lazy, int]:
    """The bit of each known pattern that needs anything; one made after the first use is always tried."""
    everything = 0
    for bits in _strings().values():
        everything |= bits if bits > 0 else 0
    return {one: 1 << number for number, one in enumerate(_KNOWN) if everything >> number & 1}


@lru_cache(maxsize=64)
def seen(text: str) -> int:
    """The bits of the known patterns that may match *text* or a part of it."""
    automaton, bits = _sieve()
    found = 0
    for number, _, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        found |= bits[number]
    return found


def warm_up() -> None:
    """Read off now what the known patterns need."""
    _sieve()
    _bits()


def compile_all(package: str = "nlp") -> None:
    """Compile every pattern that waits in the modules of *package* (all, when empty), so that no message pays for it."""
    for one in [one for one in _WAITING if not package or f"{one.owner}.".startswith(f"{package}.")]:
        one.compiled()
        _WAITING.remove(one)
