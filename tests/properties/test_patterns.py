"""No pattern explodes: every one ends on the lines that make a careless one try for ever.

An ambiguous repetition doubles its work with every character; sixty of them never end. The limit is there to
fail instead of hanging, it measures nothing.
"""

from __future__ import annotations

import importlib
import pkgutil
import random  # noqa: TID251 - seeded: the same lines every time
import re
import signal
from collections.abc import Iterable, Iterator
from types import FrameType, ModuleType
from typing import Any

import pytest

import handlers
import nlp
from nlp import lazy

LENGTH = 60
LIMIT_SECONDS = 5.0
PAIRS = 20
_LETTERS = re.compile(r"[\u4e00-\u9fff\w，,。 ]")


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _patterns(held: Any) -> Iterator[Any]:
    if isinstance(held, re.Pattern) or type(held).__name__ == "_Lazy":
        yield held
    elif isinstance(held, dict):
        yield from _inside(held.values())
    elif isinstance(held, (tuple, list, set, frozenset)):
        yield from _inside(held)


def _inside(many: Iterable[Any]) -> Iterator[Any]:
    for each in many:
        yield from _patterns(each)


def _all_of(package: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for module in _modules(package):
        if module is not lazy:
            for name, held in vars(module).items():
                found.update({f"{module.__name__}.{name}|{p.pattern}": p for p in _patterns(held)})
    return found


def _of_rules() -> dict[str, Any]:
    lexicon = importlib.import_module("nlp.rules").default()
    seen: set[int] = set()
    found: dict[str, Any] = {}

    def look(held: Any, depth: int) -> None:
        if id(held) in seen or depth > 6 or isinstance(held, (str, int, bytes)):
            return
        seen.add(id(held))
        found.update({f"lexicon|{p.pattern}": p for p in _patterns(held)})
        parts = [getattr(held, slot, None) for slot in getattr(type(held), "__slots__", ())]
        parts += vars(held).values() if hasattr(held, "__dict__") else ()
        parts += held.values() if isinstance(held, dict) else ()
        parts += held if isinstance(held, (tuple, list)) else ()
        for part in parts:
            look(part, depth + 1)

    look(lexicon, 0)
    return found


def _lines(source: str, dice: random.Random) -> Iterator[str]:
    letters = list(dict.fromkeys(_LETTERS.findall(re.sub(r"\\u[0-9a-f]{4}", "", source)))) or ["a"]
    for letter in letters:
        yield letter * LENGTH + "Q"
    for _ in range(PAIRS):
        pair = dice.choices(letters, k=2)
        yield "".join(dice.choices(pair, k=LENGTH)) + "Q"


def _out_of_time(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def exploding(patterns: dict[str, Any]) -> list[str]:
    """Names of the patterns that did not end on one of their lines."""
    dice, found = random.Random(7), []
    before = signal.signal(signal.SIGVTALRM, _out_of_time)
    try:
        for name, pattern in patterns.items():
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_SECONDS)
            try:
                for line in _lines(pattern.pattern, dice):
                    pattern.search(line)
            except TimeoutError:
                found.append(name)
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    finally:
        signal.signal(signal.SIGVTALRM, before)
    return found


@pytest.mark.parametrize("package", [handlers, nlp], ids=lambda package: package.__name__)
def test_no_pattern_of_a_package_explodes(package: ModuleType) -> None:
    patterns = _all_of(package)
    assert len(patterns) > 200
    assert exploding(patterns) == []


def test_no_pattern_of_the_lexicon_explodes() -> None:
    patterns = _of_rules()
    assert len(patterns) > 100
    assert exploding(patterns) == []


def test_an_exploding_pattern_is_found() -> None:
    assert exploding({"twice": re.compile(r"^(?:刚刚?|刚才)*说")}) == ["twice"]
