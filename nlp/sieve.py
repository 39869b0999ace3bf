"""What a text must hold for a pattern to match it: a few strings, read off the pattern itself.

Most patterns match few messages. One pass of an automaton over the strings of all of them tells which can match a
text; the others are not tried. The strings come from the parsed pattern, so they cannot go out of step with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

_MOST: Final = 200
"""Strings a piece of a pattern may stand for before it counts as anything."""
_WIDEST: Final = 80
"""Characters of a class that is still spelled out."""
_LONGEST: Final = 4
FREQUENT: Final = frozenset(
    "，,。！!？? ；;的了不我是要你有个一们这在就好吗没么都下上来给还到能可以发看说再先多那他时会"
)
_NOWHERE: Final = (_constants.AT, _constants.ASSERT_NOT)
_ODD_LETTERS: Final = "\u0130\u0131\u017f\u212a"
"""Letters that are i, s or k where the case is ignored."""
_DIGITS: Final = "0123456789"
_REPEATED: Final = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)


class _Piece(NamedTuple):
    """What a piece of a pattern can stand for: all of its strings, or those of which one must be in it."""

    exact: frozenset[str] | None
    needed: frozenset[str] | None


_ANYTHING: Final = _Piece(None, None)
_NOTHING: Final = _Piece(frozenset({""}), None)


def unusual() -> frozenset[str]:
    """Digits and letters that a pattern may take for ASCII ones: ``needed`` does not name them."""
    digits = {chr(code) for code in range(128, 0x20000) if chr(code).isdecimal()}
    return frozenset({*digits, *_ODD_LETTERS})


def needed(source: str, flags: int = 0) -> frozenset[str] | None:
    """Strings of which every text that a pattern matches holds one, or else an ``unusual`` character.

    None when there is no telling. What holds for a text holds for every text it is a part of.
    """
    parsed = _parser.parse(source, flags)
    whole = _sequence(parsed, bool(parsed.state.flags & re.IGNORECASE))
    found = _own(whole)
    return None if found is None else _shortest(found)


def _sequence(pieces: Iterable[tuple[Any, Any]], caseless: bool) -> _Piece:
    """Pieces behind one another: the strings of neighbours are joined as long as they are few."""
    joined: frozenset[str] = frozenset({""})
    best: frozenset[str] | None = None
    whole = True
    for operation, argument in getattr(pieces, "data", pieces):
        if operation is _constants.ASSERT:
            best = _better(best, _looked_at(joined, argument[0], argument[1], caseless))
            continue
        piece = _piece(operation, argument, caseless)
        best = _better(best, piece.needed)
        if piece.exact is not None and len(joined) * len(piece.exact) <= _MOST:
            joined = frozenset(map("".join, product(joined, piece.exact)))
            continue
        whole = False
        best = _better(best, _required(joined))
        joined = frozenset({""}) if piece.exact is None else piece.exact
    if whole:
        return _Piece(joined, best)
    return _Piece(None, _better(best, _required(joined)))


def _looked_at(
    before: frozenset[str],
    direction: int,
    inner: Any,  # noqa: ANN401 -- re's own tree has no types
    caseless: bool,
) -> frozenset[str] | None:
    """What must stand where a pattern looks: ahead it joins what was matched."""
    piece = _sequence(inner, caseless)
    if piece.exact is None:
        return piece.needed
    if direction > 0 and len(before) * len(piece.exact) <= _MOST:
        return _required(frozenset(map("".join, product(before, piece.exact))))
    return _required(piece.exact)


def _piece(operation: Any, argument: Any, caseless: bool) -> _Piece:  # noqa: ANN401 -- re's own tree has no types
    if operation is _constants.LITERAL:
        return _spelled({chr(argument)}, caseless)
    if operation is _constants.IN:
        return _class(argument, caseless)
    if operation is _constants.BRANCH:
        return _branch([_sequence(one, caseless) for one in argument[1]])
    if operation is _constants.SUBPATTERN:
        return _sequence(argument[3], caseless or bool(argument[1] & re.IGNORECASE))
    if operation is _constants.ATOMIC_GROUP:
        return _sequence(argument, caseless)
    if operation in _NOWHERE:
        return _NOTHING
    if operation in _REPEATED:
        return _repeated(argument[0], argument[1], argument[2], caseless)
    return _ANYTHING


def _repeated(least: int, most: int, inner: Any, caseless: bool) -> _Piece:  # noqa: ANN401 -- as above
    piece = _sequence(inner, caseless)
    if (least, most) == (1, 1):
        return piece
    if (least, most) == (0, 1) and piece.exact is not None:
        return _Piece(piece.exact | {""}, None)
    if least == 0:
        return _ANYTHING
    return _Piece(None, _own(piece))


def _class(members: Sequence[tuple[Any, Any]], caseless: bool, widest: int = _WIDEST) -> _Piece:
    """A class of few characters is each of them."""
    found: set[str] = set()
    for operation, argument in members:
        if operation is _constants.CATEGORY and argument is _constants.CATEGORY_DIGIT:
            found.update(_DIGITS)
            continue
        first, last = argument if operation is _constants.RANGE else (argument, argument)
        if operation not in (_constants.LITERAL, _constants.RANGE) or last - first > widest:
            return _ANYTHING
        found.update(map(chr, range(first, last + 1)))
    return _spelled(found, caseless) if len(found) <= widest else _ANYTHING


def _spelled(chars: set[str], caseless: bool) -> _Piece:
    """One of *chars*, in either case where the case is ignored."""
    if not caseless:
        return _Piece(frozenset(chars), None)
    cased = [char for char in chars if char.lower() != char.upper()]
    if not all(map(str.isascii, cased)):
        return _ANYTHING
    return _Piece(frozenset({*chars, *(char.swapcase() for char in cased)}), None)


def _branch(choices: Sequence[_Piece]) -> _Piece:
    exact = [one.exact for one in choices if one.exact is not None]
    few = len(exact) == len(choices) and sum(map(len, exact)) <= _MOST
    own = [needs for one in choices if (needs := _own(one)) is not None]
    return _Piece(
        frozenset().union(*exact) if few else None,
        frozenset().union(*own) if len(own) == len(choices) else None,
    )


def _own(piece: _Piece) -> frozenset[str] | None:
    """What a piece needs, by its strings or else."""
    return piece.needed if piece.exact is None else _better(piece.needed, _required(piece.exact))


def _required(strings: frozenset[str]) -> frozenset[str] | None:
    """*strings*, cut short; None when one of them is empty."""
    return None if "" in strings else frozenset([one[:_LONGEST] for one in strings])


def _shortest(strings: frozenset[str]) -> frozenset[str]:
    """Those of *strings* that hold no other."""
    return frozenset(
        one
        for one in strings
        if not any(
            one[at:end] in strings
            for at in range(len(one))
            for end in range(at + 1, len(one) + 1)
            if end - at < len(one)
        )
    )


def _better(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The rarer of two sets of strings."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=cost)


def cost(strings: frozenset[str]) -> float:
    """How often, roughly, a text holds one of *strings*, in hundredths."""
    return sum(_weight(one) for one in strings)


def _weight(string: str) -> float:
    if len(string) > 1:
        return 0.1 / len(string)
    return 8.0 if string in FREQUENT else 1.0


def leads(source: str, flags: int = 0) -> str | None:
    """A class of the characters that a match of a pattern may begin with, None when there is no telling."""
    parsed = _parser.parse(source, flags)
    found = _first(parsed, bool(parsed.state.flags & re.IGNORECASE))
    if found is None or "" in found:
        return None
    return "[" + "".join(map(re.escape, sorted(found))) + _ODD_LETTERS + r"\d]"


def _first(pieces: Iterable[tuple[Any, Any]], caseless: bool) -> frozenset[str] | None:
    """The first characters of a sequence, with an empty one if it may be empty."""
    found: frozenset[str] = frozenset({""})
    for operation, argument in getattr(pieces, "data", pieces):
        if "" not in found:
            break
        if operation in _NOWHERE or operation is _constants.ASSERT:
            continue
        own = _begun(operation, argument, caseless)
        if own is None:
            return None
        found = (found - {""}) | own
    return found


def _begun(operation: Any, argument: Any, caseless: bool) -> frozenset[str] | None:  # noqa: ANN401 -- as above
    if operation is _constants.SUBPATTERN:
        return _first(argument[3], caseless or bool(argument[1] & re.IGNORECASE))
    if operation is _constants.BRANCH:
        choices = [_first(one, caseless) for one in argument[1]]
        known = [one for one in choices if one is not None]
        return frozenset().union(*known) if len(known) == len(choices) else None
    if operation in _REPEATED:
        inner = _first(argument[2], caseless)
        return inner if inner is None or argument[0] else inner | {""}
    if operation is _constants.IN:
        return _class(argument, caseless, widest=_MOST).exact
    return _piece(operation, argument, caseless).exact
