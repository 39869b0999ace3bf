"""Turns TOML tables into the dataclasses of ``model``, collecting every problem on the way."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

from bot.config import values
from bot.config.values import Secret

Check = typing.Callable[[Any], str | None]
"""What is wrong with a value, or None."""


class Unreadable(Exception):
    """This value has a problem, which is already noted."""


class Reader:
    """Reads one file's tables; ``problems`` holds what was wrong, each with its dotted key."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.problems: list[str] = []
        self._folder = folder
        self._environment = environment

    def note(self, key: str, problem: str) -> None:
        """Remember that something is wrong at *key*, once."""
        told = f"{key}: {problem}" if key else problem
        if told not in self.problems:
            self.problems.append(told)

    def table(self, kind: type[Any], raw: object, key: str) -> Any:  # noqa: ANN401 - an instance of *kind*
        """An instance of the dataclass *kind*; raises ``Unreadable`` after noting every problem inside."""
        if not isinstance(raw, dict):
            self._fail(key, "must be a table")
        known = {field.name: field for field in fields(kind)}
        for name in raw:
            if name not in known:
                self.note(_join(key, name), _unknown(name, known))
        types = typing.get_type_hints(kind)
        found: dict[str, Any] = {}
        sound = True
        for name, field in known.items():
            try:
                if name in raw:
                    found[name] = self._field(types[name], field, raw[name], _join(key, name))
                elif field.default is MISSING and field.default_factory is MISSING:
                    self._fail(_join(key, name), "is missing")
            except Unreadable:
                sound = False
        if not sound and key:
            raise Unreadable
        return kind(**found)

    def _field(self, kind: Any, field: Field[Any], raw: object, key: str) -> Any:  # noqa: ANN401
        read = field.metadata.get("read")
        if "each" in field.metadata:
            return self._list(typing.get_args(kind)[0], raw, key, check=field.metadata["each"])
        value = self._try(read, raw, key) if read else self._value(kind, raw, key)
        return self._checked(field.metadata.get("check"), value, key)

    def _checked(self, check: Check | None, value: Any, key: str) -> Any:  # noqa: ANN401
        problem = check(value.reveal() if isinstance(value, Secret) else value) if check else None
        return self._fail(key, problem) if problem else value

    def _value(self, kind: Any, raw: object, key: str) -> Any:  # noqa: ANN401
        if isinstance(kind, UnionType):
            return self._value(next(arm for arm in kind.__args__ if arm is not NoneType), raw, key)
        if typing.get_origin(kind) is tuple:
            return self._list(typing.get_args(kind)[0], raw, key)
        if typing.get_origin(kind) is Mapping:
            return raw if isinstance(raw, dict) else self._fail(key, "must be a table")
        if is_dataclass(kind) and kind is not Secret:
            return self.table(typing.cast(type[Any], kind), raw, key)
        if kind is Secret:
            return self._secret(raw, key)
        if kind is timedelta:
            return self._try(values.duration, raw, key)
        if kind is Path:
            return self._folder / self._plain(str, raw, key)
        if issubclass(kind, StrEnum):
            return self._choice(kind, raw, key)
        return self._plain(kind, raw, key)

    def _plain(self, kind: type[Any], raw: object, key: str) -> Any:  # noqa: ANN401
        wrong = isinstance(raw, bool | datetime) and not isinstance(raw, str)
        if wrong or not isinstance(raw, kind):
            words = {str: "text in quotes", int: "a whole number", date: "a date like 2026-03-01"}
            self._fail(key, f"must be {words[kind]}")
        return raw

    def _choice(self, kind: type[StrEnum], raw: object, key: str) -> StrEnum:
        try:
            return kind(typing.cast(str, raw))
        except ValueError:
            self._fail(key, f"{raw!r} is none of " + ", ".join(f'"{member}"' for member in kind))

    def _list(self, kind: Any, raw: object, key: str, *, check: Check | None = None) -> tuple[Any, ...]:  # noqa: ANN401
        if not isinstance(raw, list):
            self._fail(key, "must be a list")
        found = []
        sound = True
        for number, item in enumerate(raw, 1):
            try:
                at = f"{key}[{label(item, number)}]"
                found.append(self._checked(check, self._value(kind, item, at), at))
            except Unreadable:
                sound = False
        if not sound:
            raise Unreadable
        return tuple(found)

    def _secret(self, raw: object, key: str) -> Secret:
        """Inline, from the environment, or from a file beside the configuration, less its last newline."""
        match raw:
            case str():
                return Secret(raw)
            case {"env": str(name), **rest} if not rest:
                if self._environment.get(name):
                    return Secret(self._environment[name])
                problem = f"the environment variable {name} is not set"
            case {"file": str(name), **rest} if not rest:
                try:
                    return Secret((self._folder / name).read_text(encoding="utf-8").rstrip("\r\n"))
                except OSError as error:
                    problem = f"cannot read the file {name}: {error.strerror}"
                except UnicodeDecodeError:
                    problem = f"the file {name} is not text"
            case _:
                problem = 'must be text in quotes, { env = "NAME" } or { file = "path" }'
        return self._fail(key, problem)

    def _try(self, read: typing.Callable[[object], Any], raw: object, key: str) -> Any:  # noqa: ANN401
        try:
            return read(raw)
        except ValueError as error:
            self._fail(key, str(error))

    def _fail(self, key: str, problem: str) -> typing.NoReturn:
        self.note(key, problem)
        raise Unreadable


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def label(item: object, number: int) -> str:
    """How an entry of a list is named in a problem: by its id where it has one, else by its place."""
    named = [item.get(name) for name in ("id", "code", "version")] if isinstance(item, dict) else []
    return str(next((name for name in named if name), number))


def _unknown(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"unknown key; did you mean {near[0]}?" if near else "unknown key; known are " + ", ".join(known)
