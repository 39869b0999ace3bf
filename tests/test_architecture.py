"""Imports only go down, and each library has one room."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "nlp", "storage")

ROOMS = {
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/schema.py", "storage/migrations/"),
    "psycopg": ("storage/",),
    "sqlite3": ("storage/",),
    "aiohttp": ("bot/",),
    "wechatpy": ("bot/platforms/wecom/",),
    "cryptography": ("bot/demo/wecom/", "bot/platforms/"),
    "apscheduler": ("bot/schedule.py",),
    "prometheus_client": ("bot/metrics.py",),
    "pypdf": ("bot/files.py", "bot/files/"),
    "jieba": ("nlp/segment.py",),
    "ahocorasick_rs": ("nlp/",),
    "chinese_calendar": ("nlp/dates/", "handlers/sales/worktime.py"),
    "jinja2": ("handlers/words.py", "bot/web/", "bot/demo/"),
    "argparse": ("bot/__main__.py",),
    "requests": (),
    "xml.etree": (),
    "pickle": (),
}
"""Where a library may be imported; nowhere when the tuple is empty."""


def _sources() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (path for path in (ROOT / floor).rglob("*.py") if "__pycache__" not in path.parts)


@cache
def _imported(path: Path) -> tuple[str, ...]:
    """Every module a file imports, at its top or inside a function."""
    return tuple(_walk(path))


def _walk(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is(module: str, library: str) -> bool:
    return module == library or module.startswith(f"{library}.")


def test_imports_keep_their_contracts(tmp_path: Path) -> None:
    check = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=sys.argv[1]))"
    )
    command = [sys.executable, "-c", check, str(tmp_path)]  # on its own: it silences every logger it finds
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", ROOMS)
def test_each_library_stays_in_its_room(library: str) -> None:
    strays = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in _sources()
        if not str(path.relative_to(ROOT)).startswith(ROOMS[library] or ("nowhere",))
        for module in _imported(path)
        if _is(module, library)
    ]
    assert strays == []


def test_the_check_of_rooms_sees_every_way_of_importing(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("import a.b\ndef f():\n    from c import d\n", encoding="utf-8")
    assert set(_imported(file)) == {"a.b", "c", "c.d"}
    assert _is("xml.etree.ElementTree", "xml.etree")
    assert not _is("jiebax", "jieba")
