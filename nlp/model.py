"""The values a reading is made of; frozen, comparable, free of I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Side(StrEnum):
    """Who speaks in a staff-customer conversation."""

    CUSTOMER = "customer"
    STAFF = "staff"
    UNKNOWN = "unknown"


class Act(StrEnum):
    """What the speaker does with a concept: asks for it, plans it, did it, or merely talks of it."""

    REQUEST = "request"
    PLAN = "plan"
    DONE = "done"
    MENTION = "mention"


class Polarity(StrEnum):
    """Whether the concept is really meant."""

    POSITIVE = "positive"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    QUOTED = "quoted"
    SOLVED = "solved"


@dataclass(frozen=True, slots=True)
class Signal:
    """A business concept found in a text (报价, 合同, 试听 …; team words keep their own name)."""

    kind: str
    act: Act
    polarity: Polarity
    side: Side
    start: int
    end: int
    text: str

    @property
    def positive(self) -> bool:
        """Whether the concept is really expressed."""
        return self.polarity is Polarity.POSITIVE


class EntityKind(StrEnum):
    """What an entity names."""

    PHONE = "phone"
    WECHAT = "wechat"
    QQ = "qq"
    EMAIL = "email"
    PERSON = "person"
    COMPANY = "company"
    REGION = "region"
    SOURCE = "source"
    INDUSTRY = "industry"
    QUOTE_NO = "quote_no"
    CONTRACT_NO = "contract_no"
    COMPETITOR = "competitor"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something named; ``value`` is the normal form (digits of a phone, name with title …)."""

    kind: EntityKind
    value: str
    start: int
    end: int
    text: str
    confidence: float = 1.0


class MoneyRole(StrEnum):
    """What an amount stands for."""

    BUDGET = "budget"
    QUOTE = "quote"
    PRICE = "price"
    DEPOSIT = "deposit"
    DISCOUNT = "discount"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount or a range in integer fen; an open end is None; ``per`` is 人, 月, 年 … or None."""

    low_fen: int | None
    high_fen: int | None
    approx: bool
    currency: str
    role: MoneyRole
    start: int
    end: int
    text: str
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted thing (200人, 3个校区) or a rate (八折: value 0.8, unit 折)."""

    value: float
    unit: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class TimeRef:
    """A time named in a text, in aware business time.

    ``kind`` is one of instant, day, range, daypart, before, after, end, start, duration (the label
    guide's kinds); ``grain`` the finest unit named (minute hour daypart day week month quarter year).
    """

    kind: str
    start_at: datetime | None
    end_at: datetime | None
    duration: timedelta | None
    grain: str
    start: int
    end: int
    text: str
    deadline: bool = False
    past: bool = False
    habitual: bool = False


class MessageKind(StrEnum):
    """How a message stands in its exchange."""

    REQUEST = "request"
    ANSWER = "answer"
    PAUSE = "pause"
    ACK = "ack"
    CLOSING = "closing"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything read from one text. ``intent`` 0-3 and ``mood`` pos/neu/neg follow the label guide."""

    text: str
    side: Side
    signals: tuple[Signal, ...] = ()
    entities: tuple[Entity, ...] = ()
    money: tuple[Money, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeRef, ...] = ()
    kind: MessageKind = MessageKind.STATEMENT
    intent: int = 1
    mood: str = "neu"

    def positive(self, *kinds: str) -> tuple[Signal, ...]:
        """Signals really expressed, of these kinds (all kinds when none is named)."""
        return tuple(s for s in self.signals if s.positive and (not kinds or s.kind in kinds))

    def first(self, kind: EntityKind) -> Entity | None:
        """The first entity of *kind*, None when there is none."""
        return next((e for e in self.entities if e.kind is kind), None)


class Intent(StrEnum):
    """What a rep asks the assistant to do."""

    CREATE_LEAD = "create_lead"
    ADVANCE_STAGE = "advance_stage"
    QUERY_LEAD = "query_lead"
    ADD_NOTE = "add_note"
    SET_REMINDER = "set_reminder"
    LIST_TODOS = "list_todos"
    LOG_QUOTE = "log_quote"
    MARK_WON = "mark_won"
    MARK_LOST = "mark_lost"
    ASSIGN = "assign"
    SUMMARY = "summary"
    COMPLETE = "complete"
    UNDO = "undo"
    HELP = "help"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Command:
    """A rep's request with its slots (label guide names; numbers in yuan, times ISO in business time).

    ``nearest`` names the intents that come closest when ``intent`` is NONE but the text looks like
    an attempt (an imperative, a half command); empty for plain chat.
    """

    intent: Intent
    slots: Mapping[str, str | int | float] = field(default_factory=dict)
    nearest: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; ``id`` is the caller's own."""

    id: str
    side: Side
    text: str
    at: datetime | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Paste:
    """A pasted chat split into its messages."""

    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """Something one side owes the other. ``due`` is aware business time, None when unknown."""

    who: Side
    what: str
    due: datetime | None
    due_kind: str
    has_clock: bool
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DigestPoint:
    """One of the three points: the words said and the turn and characters they stand on."""

    text: str
    turn: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A chat in exactly three points; an empty tuple means nothing was said on that point."""

    concern: tuple[DigestPoint, ...]
    new_request: tuple[DigestPoint, ...]
    next_step: tuple[DigestPoint, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an exchange stands after its last turn: who is awaited, since which turn (its id)."""

    last_kind: MessageKind
    waiting: Side | None
    open_since: str | None
    pause_until: str | None = None
