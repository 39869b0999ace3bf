"""Words that show that a promise was kept (``promise.toml``), as patterns to look for in a text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from handlers.sales.packaged import table
from nlp import lazy_pattern

SHORTEST_ANSWER: Final = 3
LONGEST_TOLD: Final = 80

_TABLE: Final = table("promise.toml")


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return lazy_pattern("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _each(section: str) -> Mapping[str, re.Pattern[str]]:
    return {kind: _any(patterns) for kind, patterns in _TABLE[section].items()}


NEVER: Final = lazy_pattern(r"(?!)")
_PAPER: Final = _each("papers")

#: What was promised can be kept by handing over a file or picture.
BY_FILE: Final = frozenset({"send_file", "pay", "sign", "ship"})
#: An answer in words keeps these.
ANSWERED: Final = frozenset({"reply", "decide"})
#: Either side's word shows that these happened.
BOTH_TELL: Final = frozenset({"call", "visit", "meeting", "trial", "pay"})

DONE: Final = _each("done")
#: The other side's words that show we kept it.
THANKS: Final = _each("thanks")
FINISHED: Final = _any(_TABLE["said"]["finished"])
DECIDED: Final = _any(_TABLE["said"]["decided"])
NOT_YET: Final = _any(_TABLE["said"]["not_yet"])
CALLED: Final = _any(_TABLE["said"]["called"])
UNREACHED: Final = _any(_TABLE["said"]["unreached"])
HOLLOW: Final = _any(_TABLE["said"]["hollow"])
NUDGES: Final[Mapping[str, str]] = _TABLE["nudges"]
"""Which draft fits a customer's promise of a kind (``templates/replies/nudge.j2``)."""


def papers(words: str) -> set[str]:
    """The papers that words or a file's name speak of."""
    return {name for name, pattern in _PAPER.items() if pattern.search(words)}
