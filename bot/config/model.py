"""What can be configured: one frozen value per section of the TOML file.

A field's ``read`` turns the raw TOML value into the field's value, its ``check`` says what is wrong with
a value of the right type. ``config.example.toml`` holds every key with a comment; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.config import values
from bot.config.values import QuietHours, Secret


class TeamRole(StrEnum):
    """What somebody is in the team."""

    REP = "rep"
    SUPERVISOR = "supervisor"
    DIRECTOR = "director"
    FINANCE = "finance"
    LEGAL = "legal"
    ADMIN = "admin"


class JoinMode(StrEnum):
    """What happens to a member of the app who is not among the people: a supervisor is asked, in, or out."""

    ASK = "ask"
    AUTO = "auto"
    CLOSED = "closed"


class CaptureMode(StrEnum):
    """Whether what was read from a chat is proposed, or done at once with a way back."""

    SUGGEST = "suggest"
    AUTO = "auto"


class Workdays(StrEnum):
    """Which days are worked: China's with its holidays and 调休, or all."""

    CHINA = "china"
    ALL = "all"


class DingtalkMode(StrEnum):
    """How DingTalk reaches us: over a connection we open, or by calling us."""

    STREAM = "stream"
    HTTP = "http"


@dataclass(frozen=True, slots=True)
class BotConfig:
    """Who the bot is and where it lives; ``public_url`` is how browsers and platforms reach it."""

    name: str = field(default="跟进", metadata={"check": values.filled})
    timezone: ZoneInfo = field(
        default_factory=lambda: ZoneInfo("Asia/Shanghai"), metadata={"read": values.zone}
    )
    public_url: str | None = field(default=None, metadata={"read": values.link})


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Where the HTTP server listens."""

    host: str = field(default="127.0.0.1", metadata={"check": values.filled})
    port: int = field(default=8080, metadata={"check": values.between(1, 65535)})


@dataclass(frozen=True, slots=True)
class DatabaseConfig:
    """Where everything is kept; secret because a PostgreSQL address carries a password."""

    url: Secret = field(default=Secret("sqlite:///genjin.db"), metadata={"check": values.database_url})

    @property
    def embedded(self) -> bool:
        """Whether this is SQLite: one process only."""
        return self.url.reveal().startswith("sqlite")


_CORP_ID = values.shape(
    r"w[wx][0-9A-Za-z]{16}", 'write "ww" and 16 more characters (我的企业 → 企业信息 → 企业ID)'
)


@dataclass(frozen=True, slots=True)
class WecomConfig:
    """A self-built WeCom application (应用管理 → 自建)."""

    corp_id: str = field(metadata={"check": _CORP_ID})
    agent_id: int = field(metadata={"check": values.between(1, 2**31 - 1)})
    secret: Secret = field(metadata={"check": values.filled})
    token: Secret = field(metadata={"check": values.callback_token})
    aes_key: Secret = field(metadata={"check": values.callback_key})
    api_base: str = field(default="https://qyapi.weixin.qq.com", metadata={"read": values.link})


@dataclass(frozen=True, slots=True)
class WecomRobotConfig:
    """A WeCom 智能机器人 over its long connection."""

    bot_id: str = field(metadata={"check": values.filled})
    secret: Secret = field(metadata={"check": values.filled})
    ws_url: str = field(default="wss://openws.work.weixin.qq.com", metadata={"read": values.link})


@dataclass(frozen=True, slots=True)
class ArchiveKey:
    """A private key of the conversation archive and the version number the console shows for it."""

    version: int = field(metadata={"check": values.between(1, 2**31 - 1)})
    file: Path


@dataclass(frozen=True, slots=True)
class WecomArchiveConfig:
    """The WeCom conversation archive (会话内容存档); ``poll`` is the pause when nothing is new."""

    secret: Secret = field(metadata={"check": values.filled})
    keys: tuple[ArchiveKey, ...]
    library: Path
    poll: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class DingtalkConfig:
    """A DingTalk application with a robot; without ``robot_code`` the robot is the ``client_id``."""

    client_id: str = field(metadata={"check": values.filled})
    client_secret: Secret = field(metadata={"check": values.filled})
    robot_code: str | None = field(default=None, metadata={"check": values.filled})
    agent_id: int | None = field(default=None, metadata={"check": values.between(1, 2**63 - 1)})
    corp_id: str | None = field(default=None, metadata={"check": values.filled})
    mode: DingtalkMode = DingtalkMode.STREAM
    api_base: str = field(default="https://api.dingtalk.com", metadata={"read": values.link})
    oapi_base: str = field(default="https://oapi.dingtalk.com", metadata={"read": values.link})
    card_template_id: str | None = field(default=None, metadata={"check": values.filled})


@dataclass(frozen=True, slots=True)
class PlatformsConfig:
    """The chat platforms that are used; None is not used."""

    wecom: WecomConfig | None = None
    wecom_robot: WecomRobotConfig | None = None
    wecom_archive: WecomArchiveConfig | None = None
    dingtalk: DingtalkConfig | None = None


@dataclass(frozen=True, slots=True)
class TeamConfig:
    """How the team grows."""

    join: JoinMode = JoinMode.ASK


@dataclass(frozen=True, slots=True)
class IngestConfig:
    """Who may deliver staff-customer messages; without a token nobody."""

    tokens: tuple[Secret, ...] = field(default=(), metadata={"each": values.bearer_token})


_USERID = values.shape(r"[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}", "is no WeCom userid (通讯录 → 成员 → 账号)")
_PERSON_ID = values.shape(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}", "use letters, digits, _ . and -, at most 64")


@dataclass(frozen=True, slots=True)
class PersonConfig:
    """One of the team: ``manager`` is another's ``id``; ``wecom`` and ``dingtalk`` are platform accounts."""

    id: str = field(metadata={"check": _PERSON_ID})
    name: str = field(metadata={"check": values.filled})
    role: TeamRole = TeamRole.REP
    manager: str | None = None
    wecom: str | None = field(default=None, metadata={"check": _USERID})
    dingtalk: str | None = field(default=None, metadata={"check": values.filled})
    joined: date | None = None


@dataclass(frozen=True, slots=True)
class CaptureConfig:
    """How customer chats become leads; messages of one conversation within ``burst`` are read together."""

    mode: CaptureMode = CaptureMode.SUGGEST
    burst: timedelta = timedelta(seconds=90)


@dataclass(frozen=True, slots=True)
class ReadingConfig:
    """Names and words of the team's own trade that the reader should know.

    ``words`` are as written: ``nlp.compile_vocabulary`` reads them and proves their examples.
    """

    competitors: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    words: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class QuotesConfig:
    """When a quote without an answer is a matter for the rep, and how much later for the supervisor."""

    unread_after: timedelta = timedelta(hours=72)
    escalate_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class RemindersConfig:
    """When the bot may speak up by itself, and how often a day to one person.

    A promise without a day is spoken of the morning after ``undated_promise_after``, a customer's after
    ``undated_nudge_after``.
    """

    quiet: QuietHours | None = field(default=(time(21), time(8, 30)), metadata={"read": values.quiet_hours})
    workdays: Workdays = Workdays.CHINA
    daily_budget: int = field(default=8, metadata={"check": values.between(1, 200)})
    top_todos_at: time = field(default=time(9), metadata={"read": values.clock_time})
    undated_promise_after: timedelta = timedelta(days=1)
    undated_nudge_after: timedelta = timedelta(days=3)


class AlarmKind(StrEnum):
    """What may ring."""

    FIRST_RESPONSE = "first_response"
    WAITING = "waiting"
    PROMISE = "promise"
    QUOTE_OPENED = "quote_opened"
    FIRST_TOUCH = "first_touch"
    QUOTE_UNREAD = "quote_unread"
    CONTRACT = "contract"
    STAGE = "stage"
    SILENT = "silent"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class AlertsConfig:
    """What rings and when, and when somebody above hears; ``high_value`` is yuan, ``stage_red`` percent."""

    off: tuple[AlarmKind, ...] = ()
    urgent: tuple[AlarmKind, ...] = (AlarmKind.FIRST_RESPONSE, AlarmKind.WAITING, AlarmKind.PROMISE)
    first_response: timedelta = timedelta(minutes=5)
    reply_after: timedelta = timedelta(minutes=30)
    first_touch: timedelta = timedelta(hours=24)
    opened_after: timedelta = timedelta(hours=4)
    stage_red: int = field(default=30, metadata={"check": values.between(0, 1000)})
    silent_after: timedelta = timedelta(days=7)
    high_value: int = field(default=50_000, metadata={"check": values.between(0, 10**12)})
    contract_before: timedelta = timedelta(days=3)
    contract_dates: tuple[str, ...] = field(
        default=("付款日", "尾款日", "验收日", "合同到期", "续约日"), metadata={"each": values.filled}
    )
    birthday_before: timedelta = timedelta(days=1)
    birthday_dates: tuple[str, ...] = field(default=("生日", "birthday"), metadata={"each": values.filled})
    escalate_after: timedelta = timedelta(hours=24)
    escalate_urgent_after: timedelta = timedelta(minutes=30)
    digest_at: time = field(default=time(17, 30), metadata={"read": values.clock_time})


@dataclass(frozen=True, slots=True)
class Config:
    """Everything; parts of the program receive their own piece, never the whole.

    ``stages`` are as written: ``handlers.sales.funnel.Funnel.from_config`` reads and checks them.
    """

    bot: BotConfig = BotConfig()
    server: ServerConfig = ServerConfig()
    database: DatabaseConfig = DatabaseConfig()
    platforms: PlatformsConfig = PlatformsConfig()
    team: TeamConfig = TeamConfig()
    ingest: IngestConfig = IngestConfig()
    people: tuple[PersonConfig, ...] = ()
    capture: CaptureConfig = CaptureConfig()
    reading: ReadingConfig = ReadingConfig()
    quotes: QuotesConfig = QuotesConfig()
    reminders: RemindersConfig = RemindersConfig()
    alerts: AlertsConfig = AlertsConfig()
    stages: tuple[Mapping[str, Any], ...] = ()
