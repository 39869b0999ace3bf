"""A to-do in the rep's own words: the customer's name where he put it."""

from __future__ import annotations

import re

_LEADING = "给跟和找约向对与帮"


def in_own_words(said: str, what: str, name: str | None) -> str:
    """The part of *said* that is *what* with the name in its place (回电话, 张总 → 给张总回电话).

    *what* as it is when the name is not found in or beside it.
    """
    if not name or name in what:
        return what
    named = rf"(?:\s*[{_LEADING}]?\s*{re.escape(name)}\s*的?)?"
    found = re.search(named + named.join(map(re.escape, what)) + named, said)
    words = found.group().strip() if found else what
    return words if name in words else what
