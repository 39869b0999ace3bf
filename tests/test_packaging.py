"""What is installed is whole: data files travel along, and every library is declared and pinned."""

from __future__ import annotations

import re
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import distributions, packages_distributions
from typing import Any

from tests.test_architecture import FLOORS, ROOT, _imported, _sources

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DATA: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~\[;]", requirement, maxsplit=1)[0]).lower()


def _pinned() -> set[str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {_name(line) for line in lines if line and not line.startswith("#")}


def test_every_data_file_is_installed_with_its_package() -> None:
    left_behind = [
        str(path.relative_to(ROOT))
        for package in (*FLOORS, "templates")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith(".")
        if not any(
            fnmatch(str(path.relative_to(ROOT / package)), pattern.replace("**/", "*"))
            for pattern in DATA.get(package, [])
        )
    ]
    assert left_behind == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in _sources()}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_every_library_the_program_imports_is_declared() -> None:
    declared = {_name(requirement) for requirement in PROJECT["project"]["dependencies"]}
    owners = packages_distributions()
    imported = {module.partition(".")[0] for path in _sources() for module in _imported(path)}
    foreign = imported - set(sys.stdlib_module_names) - {*FLOORS, "templates", "__future__"}
    undeclared = {
        module for module in foreign if not {_name(owner) for owner in owners.get(module, [])} & declared
    }
    assert undeclared == set()


def test_every_requirement_is_pinned_with_a_version_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    strange = [line for line in lines if line and not re.fullmatch(r"#.*|[A-Za-z0-9_.-]+==[0-9][\w.]*", line)]
    assert strange == []
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = {_name(one) for group in (PROJECT["project"]["dependencies"], *extras) for one in group}
    assert wanted - _pinned() == set()


def test_what_those_requirements_bring_is_pinned_too() -> None:
    needed: dict[str, list[str]] = {
        _name(found.metadata["Name"]): list(found.requires or []) for found in distributions()
    }
    pinned = _pinned()
    reached: set[str] = set()
    waiting = [name for name in pinned if name in needed]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting += [_name(one) for one in needed.get(name, []) if "extra ==" not in one and ";" not in one]
    assert reached - pinned == set()


def test_the_licence_is_there() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
