"""``config.example.toml`` names every setting, explains it and shows its default."""

from __future__ import annotations

import re
import tomllib
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

from bot.config import Config, Secret, load
from handlers.sales.funnel import Funnel, Proof, Stage
from nlp.vocabulary import KEYS

EXAMPLE = Path(__file__).parents[3] / "config.example.toml"
SECRETS = {
    "WECOM_SECRET": "s" * 43,
    "WECOM_TOKEN": "SalesBotToken2026",
    "WECOM_AES_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
}


def _switched_on() -> str:
    return re.sub(r"(?m)^#(?=[a-z\[])", "", EXAMPLE.read_text(encoding="utf-8"))


def _settings(kind: Any, at: str = "") -> set[str]:
    """Dotted keys of a dataclass; entries of a list share their key."""
    found: set[str] = set()
    types = typing.get_type_hints(kind)
    for field in fields(kind):
        inner = types[field.name]
        if isinstance(inner, UnionType):
            inner = next(arm for arm in inner.__args__ if arm is not NoneType)
        if typing.get_origin(inner) is tuple:
            inner = typing.get_args(inner)[0]
        found.add(at + field.name)
        if is_dataclass(inner) and inner is not Secret:
            found |= _settings(inner, f"{at}{field.name}.")
    return found


def _keys(table: dict[str, Any], at: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found.add(at + name)
        inner = value if isinstance(value, list) else [value]
        for item in inner:
            if isinstance(item, dict) and not item.keys() & {"env"}:
                found |= _keys(item, f"{at}{name}.")
    return found


def test_the_example_holds_exactly_the_settings_there_are() -> None:
    stages = {f"stages.{field.name}" for field in fields(Stage)}
    proofs = {f"stages.proof.{field.name}" for field in fields(Proof)} - {"stages.proof.acts"}
    words = {f"reading.words.{key}" for key in KEYS}
    expected = _settings(Config) | stages | proofs | {"stages.proof.act"} | words
    assert _keys(tomllib.loads(_switched_on())) == expected


def test_the_stages_of_the_example_are_sound() -> None:
    assert "demo" in Funnel.from_config(tomllib.loads(_switched_on())["stages"])


def test_every_setting_is_explained_once() -> None:
    explained: set[str] = set()
    every: set[str] = set()
    section = ""
    for line in _switched_on().splitlines():
        header = re.match(r"\[+([a-z_.]+)\]+", line)
        section = header[1] if header else section
        setting = re.match(r"([a-z_]+) = ", line)
        if setting:
            every.add(f"{section}.{setting[1]}")
        if setting and re.search(r"\s# \S", line):
            explained.add(f"{section}.{setting[1]}")
    assert len(every) > 40
    assert every - explained == set()


def test_the_example_can_be_used_as_it_stands() -> None:
    config = load(EXAMPLE, environment=SECRETS)
    assert config.platforms.wecom is not None
    assert config.platforms.wecom.token.reveal() == "SalesBotToken2026"
    assert [person.manager for person in config.people] == [None, "wangfang"]


def test_what_the_example_shows_as_default_is_the_default() -> None:
    shown, default = load(EXAMPLE, environment=SECRETS), Config()
    for name in ("bot", "server", "database", "team", "ingest", "capture", "reading", "quotes", "reminders"):
        assert getattr(shown, name) == getattr(default, name), name
