"""The commands: what they print, how they end, and that a user's mistake never shows a trace."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from storage import schema
from storage.inbox import NewEvent
from storage.outbox import NewMessage
from storage.uow import Database

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
WECOM = """
[platforms.wecom]
corp_id = "ww1a2b3c4d5e6f7081"
agent_id = 1000002
secret = "application-secret"
token = "SalesBotToken2026"
aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    file = tmp_path / "genjin.toml"
    file.write_text(f'[database]\nurl = "sqlite:///{tmp_path}/genjin.db"\n' + WECOM, encoding="utf-8")
    return str(file)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path}/genjin.db")
    schema.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def dead(database: Database) -> Database:
    """A database with one event and one message that failed for good."""
    with database.begin() as uow:
        uow.inbox.add([NewEvent("wecom", "k", "lane", "MessageReceived", '{"text": "密"}', NOW)])
        (event,) = uow.inbox.claim_due(NOW, limit=1)
        uow.inbox.failed(event, why="Traceback …\nKeyError: 'stage'", retry_at=None, now=NOW)
        uow.outbox.add(NewMessage("m", "wecom", "lilei", "lane", "Send", None, "{}", NOW, NOW))
        (message,) = uow.outbox.due(NOW)
        uow.outbox.failed(message, why="60111 userid not found", retry_at=None, now=NOW)
    return database


def test_a_sound_configuration_is_said_to_be_sound(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-config", config]) == 0
    assert capsys.readouterr().out == f"{config}: all well.\n"


def test_check_config_prints_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "genjin.toml"
    file.write_text("[server]\nport = 0\n[bott]\n", encoding="utf-8")
    assert main(["check-config", str(file)]) == 2
    assert capsys.readouterr().out.splitlines() == [
        f"{file}: 3 problems",
        "  bott: unknown key; did you mean bot?",
        "  server.port: 0 is not between 1 and 65535",
        "  platforms: none is configured; add [platforms.wecom]",
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["serve"],
        ["migrate"],
        ["doctor"],
        ["dead", "list"],
        ["dead", "replay", "--all"],
        ["backup", "--to", "x"],
    ],
)
def test_every_command_says_at_once_that_its_file_is_missing(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--config", "/nowhere/genjin.toml"]) == 2
    assert capsys.readouterr().err == (
        "/nowhere/genjin.toml: 1 problem\n  /nowhere/genjin.toml: No such file or directory\n"
    )


def test_a_role_that_needs_postgresql_is_refused(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--config", config, "--role", "web"]) == 2
    assert "database.url: SQLite serves one process only" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["unknown"], ["serve"], ["demo", "--port", "x"], ["dead"], ["dead", "replay", "--config", "x"]],
)
def test_a_command_that_is_not_understood_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: genjin" in capsys.readouterr().err


def test_migrate_makes_the_database_and_says_what_it_did(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--config", config]) == 0
    assert main(["migrate", "--config", config]) == 0
    assert capsys.readouterr().out == (
        f"The database has now schema {schema.HEAD}.\nSchema {schema.HEAD} is current.\n"
    )


def test_a_database_that_cannot_be_opened_is_one_line(
    tmp_path: Path, config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "genjin.db").write_bytes(b"no database at all" * 100)
    assert main(["migrate", "--config", config]) == 2
    assert capsys.readouterr().err.startswith("genjin: ")


def test_an_unreachable_postgresql_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    file = tmp_path / "genjin.toml"
    url = f"postgresql+psycopg://genjin:pass-word@127.0.0.1:{port}/genjin"
    file.write_text(f'[database]\nurl = "{url}"\n' + WECOM, encoding="utf-8")
    assert main(["migrate", "--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("genjin: ")
    assert "Traceback" not in said
    assert "pass-word" not in said


def test_nothing_dead_is_said_in_words(
    config: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "list", "--config", config]) == 0
    assert capsys.readouterr().out == "No dead letters.\n"


def test_dead_letters_are_listed_with_their_reason_but_not_their_words(
    config: str, dead: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "list", "--config", config]) == 0
    text = capsys.readouterr().out
    first, second = text.splitlines()[:2]
    assert first.startswith("event-1    2026-11-20 10:00  wecom  MessageReceived")
    assert first.endswith("KeyError: 'stage'")
    assert second.startswith("message-1")
    assert second.endswith("60111 userid not found")
    assert "密" not in text


def test_dead_letters_can_be_read_by_programs(
    config: str, dead: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "list", "--config", config, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["dead"]
    assert [letter["id"] for letter in found] == ["event-1", "message-1"]
    assert found[0]["at"] == "2026-11-20T02:00:00+00:00"


def test_one_dead_letter_is_put_back_and_the_others_stay(
    config: str, dead: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "replay", "--config", config, "event-1"]) == 0
    assert capsys.readouterr().out == "1 put back into the queue.\n"
    with dead.read() as uow:
        assert uow.inbox.counts() == {"open": 1, "dead": 0}
        assert uow.outbox.counts()["dead"] == 1


def test_all_dead_letters_are_put_back(config: str, dead: Database) -> None:
    assert main(["dead", "replay", "--config", config, "--all"]) == 0
    with dead.read() as uow:
        assert (uow.inbox.counts()["dead"], uow.outbox.counts()["dead"]) == (0, 0)


@pytest.mark.parametrize("wrong", ["event-99", "message-", "letter-1", "1", "event-x"])
def test_an_id_that_is_not_dead_is_named(
    config: str, dead: Database, wrong: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "replay", "--config", config, wrong, "message-1"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{wrong}: there is no such dead letter")
    assert said.out == "1 put back into the queue.\n"


def test_looking_at_a_database_does_not_make_one(
    tmp_path: Path, config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dead", "list", "--config", config]) == 2
    assert "there is no database" in capsys.readouterr().err
    assert not (tmp_path / "genjin.db").exists()


def test_a_backup_is_a_whole_database(
    tmp_path: Path, config: str, dead: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert main(["backup", "--config", config, "--to", str(copy)]) == 0
    assert "checked" in capsys.readouterr().out
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM inbox").fetchone() == (1,)
    connection.close()


def test_the_module_can_be_run_as_a_program(config: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "check-config", config], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("all well.\n")


def test_checking_a_configuration_loads_neither_server_nor_database(config: str) -> None:
    code = (
        "import sys; from bot.__main__ import main; main(['check-config', sys.argv[1]]);"
        "print([m for m in ('aiohttp', 'sqlalchemy', 'jieba', 'wechatpy', 'nlp') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code, config], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def test_the_server_runs_until_it_is_told_to_stop_and_ends_well(tmp_path: Path) -> None:
    file = tmp_path / "genjin.toml"
    url = f"sqlite:///{tmp_path}/genjin.db"
    text = f'[server]\nport = {_free_port()}\n[database]\nurl = "{url}"\n' + WECOM
    file.write_text(text, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--config", str(file)], stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            lines = [next(line for line in server.stderr if "action=ready" in line)]
            second = subprocess.run(
                [sys.executable, "-m", "bot", "serve", "--config", str(file)],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.terminate()
        lines += server.stderr.readlines()
        assert server.wait(timeout=30) == 0
    assert second.returncode == 2
    assert second.stderr == (
        "genjin: this port is in use; end the other program, or choose another port (server.port, --port)\n"
    )
    assert "application-secret" not in "".join(lines)
