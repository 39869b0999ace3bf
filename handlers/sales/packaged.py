"""Rules kept as data beside the code: TOML files of this package, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Mapping[str, Any]:
    """The content of *name* (for example ``funnel.toml``)."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
