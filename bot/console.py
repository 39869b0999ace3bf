"""What the command line says to a person: plain lines, no traces."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def say(text: str) -> None:
    """One or more lines on standard output."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """One or more lines on standard error."""
    sys.stderr.write(text + "\n")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned columns; the last column is not padded."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    )
