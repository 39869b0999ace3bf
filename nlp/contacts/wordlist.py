"""Lists of words written as one line of text."""

from __future__ import annotations


def words(*lines: str) -> frozenset[str]:
    """The words of *lines*, which separate them by spaces."""
    return frozenset(word for line in lines for word in line.split())
