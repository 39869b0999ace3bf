"""The program ``genjin``: one command each for trying, running and looking after the bot.

Every command ends with 0 when all is well, 1 when it found something, 2 when it could not run. What a
command needs is imported by that command, so that each starts as fast as it can.
"""

from __future__ import annotations

import argparse
import errno
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.console import complain, say

if TYPE_CHECKING:
    from bot.config import Config
    from storage.uow import Database

Command = Callable[[argparse.Namespace], int]

CANNOT_RUN = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a mistake of the user's gives a line, never a trace."""
    options = parser().parse_args(arguments)
    command: Command = options.command
    from bot.config import ConfigError
    from storage.errors import StorageError

    try:
        return command(options)
    except ConfigError as error:
        complain(_problems(options.config, error.problems))
    except StorageError as error:
        complain(f"genjin: {error}")
    except OSError as error:
        if isinstance(error, TimeoutError) or error.errno is None:
            raise
        complain(f"genjin: {_trouble(error)}")
    except KeyboardInterrupt:
        return 130
    return CANNOT_RUN


def parser() -> argparse.ArgumentParser:
    """The command line."""
    program = argparse.ArgumentParser(
        prog="genjin", description="Genjin 跟进: a sales assistant inside WeCom.", allow_abbrev=False
    )
    commands = program.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _running(commands)
    _looking_after(commands)
    return program


def _running(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _add(commands, "demo", demo, "try everything in the browser; no account, no configuration")
    command.add_argument("--port", type=_port, default=8080, help="where to listen (default: 8080)")
    command.add_argument("--data", type=Path, metavar="DIR", help="keep the data here (default: forget it)")
    command.add_argument("--no-browser", action="store_true", help="do not open the page")
    command = _add(commands, "serve", serve, "run the bot", config=True)
    roles = ("all", "web", "worker")
    command.add_argument("--role", choices=roles, default="all", help="what this process does (default: all)")
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    command.add_argument("--log-level", choices=levels, default="INFO", help="default: INFO")


def _looking_after(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add(commands, "migrate", migrate, "bring the database to the current schema", config=True)
    command = _add(commands, "check-config", check_config, "name every problem of a configuration file")
    command.add_argument("config", type=Path, metavar="FILE")
    command = _add(commands, "doctor", doctor, "try the running set-up step by step", config=True)
    command.add_argument("--json", action="store_true", help="findings as one JSON object")
    command = _add(commands, "backup", backup, "copy the embedded database while it is in use", config=True)
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the copy goes")
    command = commands.add_parser("dead", help="events and messages that failed for good: list, replay")
    actions = command.add_subparsers(metavar="ACTION", required=True)
    action = _add(actions, "list", dead_list, "show them with the reason", config=True)
    action.add_argument("--json", action="store_true", help="as one JSON object")
    action = _add(actions, "replay", dead_replay, "put them back into the queue", config=True)
    which = action.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", default=[], metavar="ID", help="event-12, message-34 …")
    which.add_argument("--all", action="store_true", help="every one")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    command: Command,
    words: str,
    *,
    config: bool = False,
) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
    added.set_defaults(command=command, config=None)
    if config:
        added.add_argument("--config", type=Path, required=True, metavar="FILE", help="the TOML file")
    return added


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port, 0 to 65535")


def demo(options: argparse.Namespace) -> int:
    """``genjin demo``."""
    from bot.demo import run

    code: int = run(options.port, options.data, not options.no_browser)
    return code


def serve(options: argparse.Namespace) -> int:
    """``genjin serve``."""
    from bot import logs
    from bot.config import check_role, secrets_of

    gc.disable()  # nothing made at the start goes away: looking through it again and again costs a quarter
    config = _load(options)
    check_role(config, options.role)
    logs.set_up(options.log_level, secrets=secrets_of(config))
    from bot.app import run_server

    return run_server(config, options.role)


def migrate(options: argparse.Namespace) -> int:
    """``genjin migrate``."""
    url = _load(options).database.url.reveal()
    from storage import schema
    from storage.uow import Database

    database = Database(url)
    try:
        changed = schema.upgrade(database)
    finally:
        database.close()
    say(f"The database has now schema {schema.HEAD}." if changed else f"Schema {schema.HEAD} is current.")
    return 0


def check_config(options: argparse.Namespace) -> int:
    """``genjin check-config``."""
    from bot.config import ConfigError

    try:
        _load(options)
    except ConfigError as error:
        say(_problems(options.config, error.problems))
        return CANNOT_RUN
    say(f"{options.config}: all well.")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """``genjin doctor``."""
    from bot.doctor import run

    return run(options.config, as_json=options.json)


def backup(options: argparse.Namespace) -> int:
    """``genjin backup``."""
    url = _load(options).database.url.reveal()
    from storage.backup import copy

    size = copy(url, options.to)
    say(f"{options.to}: {size / 1e6:.1f} MB, checked.")
    return 0


def dead_list(options: argparse.Namespace) -> int:
    """``genjin dead list``."""
    config = _load(options)
    from bot import dead

    with _opened(config) as database:
        return dead.show(database, as_json=options.json, zone=config.bot.timezone)


def dead_replay(options: argparse.Namespace) -> int:
    """``genjin dead replay``."""
    config = _load(options)
    from bot import dead
    from bot.clock import SystemClock

    with _opened(config) as database:
        return dead.put_back(database, options.ids, everything=options.all, now=SystemClock().now())


@contextmanager
def _opened(config: Config) -> Iterator[Database]:
    """The database, which must be there and have this program's schema."""
    from storage import schema
    from storage.backup import embedded_file
    from storage.uow import Database

    url = config.database.url.reveal()
    embedded_file(url)
    database = Database(url)
    try:
        schema.require_current(database)
        yield database
    finally:
        database.close()


def _load(options: argparse.Namespace) -> Config:
    from bot.config import load

    file: Path = options.config
    return load(file)


def _problems(file: Path, problems: Sequence[str]) -> str:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return "\n".join([f"{file}: {count}", *(f"  {problem}" for problem in problems)])


def _trouble(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "this port is in use; end the other program, or choose another port (server.port, --port)"
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine does not have the address server.host"
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


if __name__ == "__main__":
    sys.exit(main())
