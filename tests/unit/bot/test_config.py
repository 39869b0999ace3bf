"""Reading the configuration: what is understood, and every problem named at once."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import (
    BotConfig,
    CaptureMode,
    Config,
    ConfigError,
    DatabaseConfig,
    JoinMode,
    Secret,
    TeamRole,
    Workdays,
    check_role,
    load,
    secrets_of,
)
from bot.config.values import duration
from storage.people import Role

WECOM = """
[platforms.wecom]
corp_id = "ww1a2b3c4d5e6f7081"
agent_id = 1000002
secret = "application-secret"
token = "SalesBotToken2026"
aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
"""


class Reading:
    """Writes a file and reads it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.environment: dict[str, str] = {}

    def __call__(self, text: str, *, platform: str = WECOM) -> Config:
        self.file.write_text(platform + text, encoding="utf-8")
        return load(self.file, environment=self.environment)

    def problems(self, text: str, *, platform: str = WECOM) -> list[str]:
        with pytest.raises(ConfigError) as caught:
            self(text, platform=platform)
        return list(caught.value.problems)


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    return Reading(tmp_path / "genjin.toml")


def test_a_platform_is_all_that_must_be_said(read: Reading) -> None:
    config = read("")
    assert config.platforms.wecom is not None
    assert config.platforms.wecom.agent_id == 1000002
    assert config.quotes.unread_after == timedelta(hours=72)
    assert str(config.bot.timezone) == "Asia/Shanghai"


def test_values_of_every_kind_are_understood(read: Reading) -> None:
    config = read("""
        [bot]
        public_url = "https://genjin.example.com/"
        [team]
        join = "closed"
        [capture]
        mode = "auto"
        burst = "1m30s"
        [reminders]
        quiet = "none"
        workdays = "all"
        top_todos_at = 08:45:00
        [[people]]
        id = "lilei"
        name = "李雷"
        role = "director"
        wecom = "LiLei"
        joined = 2026-03-01
    """)
    assert config.bot.public_url == "https://genjin.example.com"
    assert config.team.join is JoinMode.CLOSED
    assert (config.capture.mode, config.capture.burst) == (CaptureMode.AUTO, timedelta(seconds=90))
    assert (config.reminders.quiet, config.reminders.workdays) == (None, Workdays.ALL)
    assert config.reminders.top_todos_at == time(8, 45)
    assert config.people[0].role is TeamRole.DIRECTOR
    assert config.people[0].joined == date(2026, 3, 1)


def test_quiet_hours_may_pass_midnight(read: Reading) -> None:
    assert read('[reminders]\nquiet = "22:15-7:00"').reminders.quiet == (time(22, 15), time(7))


def test_all_problems_come_at_once_each_with_its_key(read: Reading) -> None:
    problems = read.problems(
        """
        [bot]
        timezone = "Asia/Peking"
        [server]
        port = "80"
        [[people]]
        id = "a"
        name = "甲"
        role = "boss"
        manager = "nobody"
        wecom = "a"
        [[people]]
        id = "b"
        name = "乙"
        wecom = "A"
        [quotes]
        unread_after = "72"
        """,
        platform=WECOM.replace("ABCDEFG", "ABCDEF").replace("SalesBotToken2026", "a b"),
    )
    assert {problem.partition(":")[0] for problem in problems} == {
        "bot.timezone",
        "server.port",
        "platforms.wecom.token",
        "platforms.wecom.aes_key",
        "people[a].role",
        "people[a].manager",
        "people[b].wecom",
        "quotes.unread_after",
    }
    assert "platforms.wecom.aes_key: 42 characters, need 43" in problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[bott]", "bott: unknown key; did you mean bot?"),
        ('[quotes]\nunread_afer = "3d"', "quotes.unread_afer: unknown key; did you mean unread_after?"),
        ("[team]\nzzz = 1", "team.zzz: unknown key; known are join"),
        ("server = 5", "server: must be a table"),
        ("people = 5", "people: must be a list"),
        ("[server]\nport = true", "server.port: must be a whole number"),
        ("[server]\nport = 70000", "server.port: 70000 is not between 1 and 65535"),
        ("[bot]\nname = 5", "bot.name: must be text in quotes"),
        ('[bot]\nname = " "', "bot.name: is empty"),
        ('[team]\njoin = "open"', 'team.join: \'open\' is none of "ask", "auto", "closed"'),
        ('[reminders]\nquiet = "9:00-09:00"', "reminders.quiet: begins and ends at the same time"),
        ('[reminders]\nquiet = "21-8"', "reminders.quiet: '21-8' is no span of the day"),
        ('[reminders]\nquiet = "25:00-08:00"', "reminders.quiet: '25:00-08:00' is no span of the day"),
        ('[reminders]\ntop_todos_at = "9"', "reminders.top_todos_at: '9' is no time of day"),
        ("[reminders]\ndaily_budget = 0", "reminders.daily_budget: 0 is not between 1 and 200"),
        ('[capture]\nburst = "0s"', "capture.burst: a duration must be longer than zero"),
        ('[bot]\npublic_url = "example.com"', "bot.public_url: 'example.com' is no address"),
        ('[bot]\npublic_url = "https://a.example/?x"', "bot.public_url: an address here has no ? or # part"),
        ('[database]\nurl = "postgres://h/d"', 'database.url: write "postgresql+psycopg://…"'),
        ('[database]\nurl = "sqlite://"', 'database.url: write "sqlite:///genjin.db"'),
        ('[database]\nurl = "sqlite:///:memory:"', "database.url: names no file"),
        ('[ingest]\ntokens = ["short"]', "ingest.tokens[1]: 5 characters, need at least 16"),
        (
            '[ingest]\ntokens = ["0123456789abcdef", "0123456789abcdef"]',
            "ingest.tokens: the same token stands there twice",
        ),
        ('[[people]]\nname = "甲"\nwecom = "a"', "people[1].id: is missing"),
        ('[[people]]\nid = "a"\nname = "甲"', "people[a]: has no account; add wecom or dingtalk"),
        ('[[people]]\nid = "a"\nname = "甲"\nwecom = "a b"', "people[a].wecom: is no WeCom userid"),
        (
            '[[people]]\nid = "a"\nname = "甲"\nwecom = "a"\njoined = "2026-01-01"',
            "people[a].joined: must be a date",
        ),
    ],
)
def test_a_problem_says_what_is_wrong_and_what_to_write(read: Reading, text: str, problem: str) -> None:
    platform = "" if "\n" not in text and "=" in text else WECOM
    found = read.problems(text, platform=platform)
    assert any(line.startswith(problem) for line in found), found


def test_without_a_platform_there_is_nothing_to_serve(read: Reading) -> None:
    assert read.problems("", platform="") == ["platforms: none is configured; add [platforms.wecom]"]


def test_a_circle_of_managers_is_named_once(read: Reading) -> None:
    people = "".join(
        f'[[people]]\nid = "{one}"\nname = "{one}"\nwecom = "{one}"\nmanager = "{above}"\n'
        for one, above in ("ab", "bc", "ca", "da")
    )
    assert read.problems(people) == ["people[a].manager: reports to itself: a → b → c → a"]


def test_two_people_cannot_share_an_id_or_an_account(read: Reading) -> None:
    people = """
        [[people]]
        id = "a"
        name = "甲"
        wecom = "Zhang"
        dingtalk = "u1"
        [[people]]
        id = "a"
        name = "乙"
        wecom = "zhang"
        dingtalk = "u1"
    """
    assert read.problems(people) == [
        "people[a].id: 'a' already belongs to 甲",
        "people[a].wecom: 'zhang' already belongs to 甲",
        "people[a].dingtalk: 'u1' already belongs to 甲",
    ]


def test_stages_are_checked_by_the_funnel_and_named_by_code(read: Reading) -> None:
    stages = """
        [[stages]]
        code = "demo"
        name = "演示"
        standard_hour = 3
        [[stages]]
        name = "无"
    """
    found = read.problems(stages)
    assert "stages[demo].standard_hour: unknown key" in found
    assert any(problem.startswith("stages[2].code: needs") for problem in found), found


def test_a_secret_comes_from_the_environment_or_a_file_beside_the_configuration(read: Reading) -> None:
    (read.file.parent / "secret.txt").write_text("from-a-file\n", encoding="utf-8")
    read.environment = {"THE_TOKEN": "FromTheEnvironment"}
    platform = WECOM.replace('"application-secret"', '{ file = "secret.txt" }')
    wecom = read(
        "", platform=platform.replace('"SalesBotToken2026"', '{ env = "THE_TOKEN" }')
    ).platforms.wecom
    assert wecom is not None
    assert wecom.secret.reveal() == "from-a-file"
    assert wecom.token.reveal() == "FromTheEnvironment"


@pytest.mark.parametrize(
    ("spelled", "problem"),
    [
        ('{ env = "NOT_SET" }', "the environment variable NOT_SET is not set"),
        ('{ file = "nowhere" }', "cannot read the file nowhere: No such file or directory"),
        ('{ envv = "X" }', 'must be text in quotes, { env = "NAME" } or { file = "path" }'),
        ('{ env = "X", file = "y" }', 'must be text in quotes, { env = "NAME" } or { file = "path" }'),
        ("12", 'must be text in quotes, { env = "NAME" } or { file = "path" }'),
    ],
)
def test_a_secret_that_cannot_be_had_is_a_problem(read: Reading, spelled: str, problem: str) -> None:
    platform = WECOM.replace('"application-secret"', spelled)
    assert read.problems("", platform=platform) == [f"platforms.wecom.secret: {problem}"]


def test_the_archive_needs_its_library_its_keys_and_the_corp(read: Reading) -> None:
    archive = """
        [platforms.dingtalk]
        client_id = "ding1"
        client_secret = "x"
        [platforms.wecom_archive]
        secret = "x"
        library = "lib.so"
        keys = [{ version = 1, file = "one.pem" }, { version = 1, file = "one.pem" }]
    """
    found = read.problems(archive, platform="")
    at = "platforms.wecom_archive"
    folder = read.file.parent
    assert set(found) == {
        f"{at}: needs [platforms.wecom], whose corp_id it uses",
        f"{at}.keys[1]: this version stands there twice",
        f"{at}.keys[1].file: there is no file {folder / 'one.pem'}",
        f"{at}.library: there is no file {folder / 'lib.so'}",
    }


def test_a_secret_never_shows_itself(read: Reading) -> None:
    config = read('[database]\nurl = "postgresql+psycopg://genjin:pass-word@db/genjin"')
    shown = f"{config!r} {config} {config.database.url}"
    assert "application-secret" not in shown
    assert "pass-word" not in shown
    assert set(secrets_of(config)) == {
        "application-secret",
        "SalesBotToken2026",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "pass-word",
    }


def test_a_problem_never_shows_a_secret(read: Reading) -> None:
    found = read.problems("", platform=WECOM.replace("SalesBotToken2026", "Sales-BotToken2026"))
    assert found == ["platforms.wecom.token: only letters and digits are allowed, found '-'"]


def test_a_file_that_is_no_toml_says_where(read: Reading) -> None:
    (found,) = read.problems("[bot]\nname = ?\n", platform="")
    assert found.startswith(str(read.file))
    assert "line 2" in found


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: No such file or directory"):
        load(tmp_path / "none.toml")


def test_a_byte_order_mark_is_no_problem(read: Reading) -> None:
    assert read("", platform="\ufeff" + WECOM).platforms.wecom is not None


@pytest.mark.parametrize("role", ["web", "worker"])
def test_several_processes_need_postgresql(role: str) -> None:
    with pytest.raises(ConfigError, match="SQLite serves one process only"):
        check_role(Config(), role)
    check_role(Config(), "all")
    check_role(Config(database=DatabaseConfig(url=Secret("postgresql+psycopg://h/d"))), role)


def test_the_roles_of_the_configuration_are_those_of_the_team() -> None:
    assert {str(role) for role in TeamRole} == {str(role) for role in Role} - {"guest"}


def test_a_configuration_can_be_built_in_code() -> None:
    assert Config(bot=BotConfig(name="小跟")).bot.name == "小跟"


@given(number=st.integers(1, 500), unit=st.sampled_from("smhd"))
def test_durations_are_read_as_written(number: int, unit: str) -> None:
    names = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    assert duration(f"{number}{unit}") == timedelta(**{names[unit]: number})


@given(text=st.text(max_size=8).filter(lambda text: not any(unit in text for unit in "smhdw")))
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        duration(text)
