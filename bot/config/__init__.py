"""The configuration file: read once at start-up, every problem at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.config import checks
from bot.config.model import (
    AlarmKind,
    AlertsConfig,
    BotConfig,
    CaptureConfig,
    CaptureMode,
    Config,
    DatabaseConfig,
    DingtalkConfig,
    IngestConfig,
    JoinMode,
    PersonConfig,
    PlatformsConfig,
    QuotesConfig,
    ReadingConfig,
    RemindersConfig,
    ServerConfig,
    TeamConfig,
    TeamRole,
    WecomArchiveConfig,
    WecomConfig,
    WecomRobotConfig,
    Workdays,
)
from bot.config.reader import Reader
from bot.config.values import QuietHours, Secret

__all__ = [
    "AlarmKind",
    "AlertsConfig",
    "BotConfig",
    "CaptureConfig",
    "CaptureMode",
    "Config",
    "ConfigError",
    "DatabaseConfig",
    "DingtalkConfig",
    "IngestConfig",
    "JoinMode",
    "PersonConfig",
    "PlatformsConfig",
    "QuietHours",
    "QuotesConfig",
    "ReadingConfig",
    "RemindersConfig",
    "Secret",
    "ServerConfig",
    "TeamConfig",
    "TeamRole",
    "WecomArchiveConfig",
    "WecomConfig",
    "WecomRobotConfig",
    "Workdays",
    "check_role",
    "load",
    "secrets_of",
]


class ConfigError(Exception):
    """The configuration cannot be used; ``problems`` names every reason with its dotted key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(path: Path, *, environment: Mapping[str, str] | None = None) -> Config:
    """The configuration in a TOML file; raises ``ConfigError`` with everything that is wrong with it.

    Secrets written as ``{ env = … }`` are looked up in *environment* (the process's own when left out), those
    written as ``{ file = … }`` beside the file.
    """
    raw = _parse(path)
    reader = Reader(path.parent, os.environ if environment is None else environment)
    config: Config = reader.table(Config, raw, "")
    for key, problem in checks.problems(config, raw):
        reader.note(key, problem)
    if reader.problems:
        raise ConfigError(tuple(reader.problems))
    return config


def check_role(config: Config, role: str) -> None:
    """Raise ``ConfigError`` when a process of this *role* cannot run on this configuration."""
    if role != "all" and config.database.embedded:
        raise ConfigError(
            (
                "database.url: SQLite serves one process only; "
                f'use PostgreSQL ("postgresql+psycopg://…"), or --role all instead of --role {role}',
            )
        )


def secrets_of(config: object) -> Iterator[str]:
    """Every secret value inside, for the log's redaction; of a database address only its password."""
    if isinstance(config, DatabaseConfig):
        password = urlsplit(config.url.reveal()).password
        yield from [password] if password else []
    elif isinstance(config, Secret):
        yield config.reveal()
    elif isinstance(config, tuple):
        for item in config:
            yield from secrets_of(item)
    elif is_dataclass(config):
        for field in fields(config):
            yield from secrets_of(getattr(config, field.name))


def _parse(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError((f"{path}: {error.strerror}",)) from None
    except UnicodeDecodeError:
        raise ConfigError((f"{path}: is not UTF-8 text",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{path}: {error}",)) from None
