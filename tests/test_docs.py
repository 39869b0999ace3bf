"""The README and the program tell the same story."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.__main__ import parser
from bot.app import running
from bot.config import (
    Config,
    DatabaseConfig,
    IngestConfig,
    PlatformsConfig,
    Secret,
    WecomConfig,
    load,
)
from bot.metrics import HELP

ROOT = Path(__file__).parents[1]
SOURCES = ("bot", "handlers")


@cache
def _readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@cache
def _example() -> str:
    return (ROOT / "config.example.toml").read_text(encoding="utf-8")


def _commands(parsers: argparse.ArgumentParser, words: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with its words, ``genjin dead list`` say."""
    inner = [action for action in parsers._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield words, parsers
    for action in inner:
        for name, command in action.choices.items():
            yield from _commands(command, f"{words} {name}")


COMMANDS = dict(_commands(parser(), "genjin"))


def test_the_commands_are_those_that_were_promised() -> None:
    assert set(COMMANDS) == {
        "genjin demo",
        "genjin serve",
        "genjin migrate",
        "genjin check-config",
        "genjin doctor",
        "genjin backup",
        "genjin dead list",
        "genjin dead replay",
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command_and_option(command: str) -> None:
    options = {
        option
        for action in COMMANDS[command]._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    assert command in _readme()
    assert {option for option in options if option not in _readme()} == set()


def test_every_command_the_readme_shows_exists() -> None:
    shown = set(re.findall(r"(?:`|\$ |^)genjin ([a-z-]+)", _readme(), re.MULTILINE))
    known = {command.split()[1] for command in COMMANDS}
    assert shown - known == set()


def test_every_option_the_readme_shows_with_a_command_exists() -> None:
    known = {option for command in COMMANDS.values() for a in command._actions for option in a.option_strings}
    shown = {
        option
        for line in re.findall(r"^\s*\$? ?genjin .*$|`genjin [^`]*`", _readme(), re.MULTILINE)
        for option in re.findall(r"(?<!\S)--[a-z-]+", line)
    }
    assert shown - known == set()


@pytest.mark.parametrize("section", sorted(set(re.findall(r"(?m)^#?\[+([a-z_.]+)\]+", _example()))))
def test_the_readme_names_every_section_of_the_configuration(section: str) -> None:
    assert f"[{section}]" in _readme()


def test_every_section_the_readme_names_is_in_the_example() -> None:
    known = set(re.findall(r"(?m)^#?\[+([a-z_.]+)\]+", _example())) | {"platforms"}
    named = set(re.findall(r"`\[+((?:platforms\.)?[a-z_]+)\]+`", _readme()))
    assert named - known == set()


def test_toml_the_readme_shows_is_understood(tmp_path: Path) -> None:
    environment = dict.fromkeys(re.findall(r'env = "([A-Z_]+)"', _readme()), "A" * 43)
    environment |= dict.fromkeys((name for name in environment if "TOKEN" in name), "Token20261121Genjin")
    whole = [text for text in re.findall(r"```toml\n(.*?)```", _readme(), re.DOTALL) if "[platforms." in text]
    for number, text in enumerate(whole):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, encoding="utf-8")
        load(file, environment=environment)


async def test_the_readme_names_every_address_of_the_server(tmp_path: Path) -> None:
    wecom = WecomConfig(
        corp_id="ww1a2b3c4d5e6f7081",
        agent_id=1000002,
        secret=Secret("application-secret"),
        token=Secret("SalesBotToken2026"),
        aes_key=Secret("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
    )
    config = Config(
        database=DatabaseConfig(Secret(f"sqlite:///{tmp_path / 'genjin.db'}")),
        platforms=PlatformsConfig(wecom=wecom),
        ingest=IngestConfig((Secret("0123456789abcdef"),)),
    )
    async with running(config, work=False) as app:
        served = {resource.canonical for resource in app.web.router.resources()}
    promised = {"/wecom/callback", "/api/v1/chats/messages", "/healthz", "/readyz", "/metrics"}
    assert promised <= served
    assert {path for path in served if path not in _readme()} == set()


def test_the_readme_names_every_figure_of_the_metrics() -> None:
    assert {name for name, _ in HELP.values() if name not in _readme()} == set()


def test_every_make_target_the_readme_shows_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    shown = set(re.findall(r"(?:`|\$ |^)make ([a-z]+)", _readme(), re.MULTILINE))
    assert {"demo", "test"} <= shown
    assert shown - targets == set()


def test_every_file_the_readme_points_to_exists() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", _readme()) + re.findall(r'src="([^":]+)"', _readme())
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_template_is_used() -> None:
    words = "\n".join(
        path.read_text(encoding="utf-8") for floor in SOURCES for path in (ROOT / floor).rglob("*.py")
    )
    templates = list((ROOT / "templates").rglob("*.j2"))
    words += "\n".join(path.read_text(encoding="utf-8") for path in templates)
    unused = [
        str(path.relative_to(ROOT))
        for path in templates
        if f'"{path.name.partition(".")[0]}"' not in words and path.name not in words
    ]
    assert unused == []
