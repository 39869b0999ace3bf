"""``python -m benchmarks``: what can be measured, one line each."""

from __future__ import annotations

import ast
from pathlib import Path

_SUPPORT = {"__init__", "__main__", "measure"}


def main() -> None:
    """Print every benchmark with the first line of its docstring."""
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if file.stem not in _SUPPORT:
            words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
            print(f"python -m benchmarks.{file.stem:<12} {words.partition(chr(10))[0]}")
    print("\nEach takes --small for a quick look; the aims count at full size only.")


if __name__ == "__main__":
    main()
