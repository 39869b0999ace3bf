"""A real headless Chromium for the tests of pages."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ABSENT = "no Chromium on this machine, so the pages are not tested; install it: apt-get install chromium"


def chromium() -> str:
    """Where Chromium is. Without one the test fails in CI and is skipped, saying so, elsewhere."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is not None:
        return found
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)
