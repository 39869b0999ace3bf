"""Every table on one page.

Moments are integers (microseconds since 1970, UTC): the same order, the same arithmetic and the same
index on both databases, and a tenth of the cost of parsing text. Money is integer fen. Strings have no
length here: PostgreSQL would enforce it and SQLite would not, so limits are the doors' business.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware datetime, stored as microseconds since 1970."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        """Aware datetime → microseconds."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        """Microseconds → aware UTC datetime."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Json(sa.types.TypeDecorator[Any]):
    """Plain data as compact JSON text, readable in both databases' shells."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: sa.Dialect) -> str | None:  # noqa: ANN401 - JSON
        """Plain data → text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:  # noqa: ANN401 - JSON
        """Text → plain data."""
        return None if value is None else json.loads(value)


class Word(sa.types.TypeDecorator[StrEnum]):
    """A member of a ``StrEnum``, stored as its value."""

    impl = sa.String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__(32)
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: sa.Dialect) -> str | None:
        """Member → value."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> StrEnum | None:
        """Value → member."""
        return None if value is None else self.kind(value)


def literal(value: str) -> sa.ColumnElement[str]:
    """A word spelled out in the statement: SQLite uses a partial index only when it reads the condition
    there, not in a parameter."""
    return sa.literal_column(f"'{value}'", sa.String)


def status_in(table: sa.FromClause, *statuses: str) -> sa.ColumnElement[bool]:
    """Whether a row has one of these statuses, in the words partial indexes are made with."""
    if len(statuses) == 1:
        return table.c.status == literal(statuses[0])
    return table.c.status.in_([literal(status) for status in statuses])


def _partial(name: str, *columns: sa.Column[Any], where: sa.ColumnElement[bool]) -> sa.Index:
    """An index over some rows only, on both databases."""
    return sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


def _serial() -> sa.Column[int]:
    """A growing integer key (SQLite's own rowid; a bigint identity on PostgreSQL)."""
    return sa.Column(
        "id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True
    )


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String, primary_key=True)


def _ref(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=nullable)


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _at(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, Moment, nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, nullable=False, default=1)


# -- transport -------------------------------------------------------------------------------------

inbox = sa.Table(
    "inbox",
    metadata,
    _serial(),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("lane", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _text("body", nullable=False),
    _at("received_at", nullable=False),
    sa.Column("status", sa.String, nullable=False, default="open"),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    _at("not_before", nullable=False),
    _at("done_at"),
    _text("error"),
    sa.UniqueConstraint("platform", "key"),
    sqlite_autoincrement=True,
)
_partial("ix_inbox_open_lane", inbox.c.lane, inbox.c.id, where=status_in(inbox, "open"))
_partial("ix_inbox_open", inbox.c.id, where=status_in(inbox, "open"))
_partial("ix_inbox_dead", inbox.c.id, where=status_in(inbox, "dead"))
_partial("ix_inbox_done_at", inbox.c.done_at, where=status_in(inbox, "done"))

NOTICE = inbox.c.kind == literal("PlatformNotice")
"""Events of a platform that are kept and counted without acting."""

_partial("ix_inbox_notice", inbox.c.id, where=NOTICE)

outbox = sa.Table(
    "outbox",
    metadata,
    _serial(),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("recipient", sa.String, nullable=False),
    sa.Column("lane", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _ref("card_id"),
    _text("body", nullable=False),
    _at("created_at", nullable=False),
    sa.Column("status", sa.String, nullable=False, default="open"),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    _at("not_before", nullable=False),
    _at("leased_until"),
    _at("sent_at"),
    sa.Column("receipt", Json),
    _text("error"),
)
_outbox_open = status_in(outbox, "open", "leased")
_partial("ix_outbox_open_lane", outbox.c.lane, outbox.c.id, where=_outbox_open)
_partial("ix_outbox_open", outbox.c.id, where=_outbox_open)
_partial("ix_outbox_dead", outbox.c.id, where=status_in(outbox, "dead"))
_partial("ix_outbox_sent_at", outbox.c.sent_at, where=status_in(outbox, "sent"))

# Every attempt to reach a member counts against the platform's silent limits, so attempts are kept
# (for two hours), not messages.
attempts = sa.Table(
    "attempts",
    metadata,
    _serial(),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("recipient", sa.String, nullable=False),
    _at("at", nullable=False),
    sa.Index("ix_attempts_recipient", "platform", "recipient", "at"),
    sa.Index("ix_attempts_at", "at"),
)

cards = sa.Table(
    "cards",
    metadata,
    _id(),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("recipient", sa.String, nullable=False),
    _ref("person_id"),
    sa.Column("kind", sa.String, nullable=False),
    _ref("subject_id"),
    sa.Column("content", Json, nullable=False),
    sa.Column("status", sa.String, nullable=False, default="open"),
    _ref("superseded_by"),
    _at("created_at", nullable=False),
    _at("updated_at", nullable=False),
    sa.Column("event_key", sa.String),
    sa.Index("ix_cards_subject", "subject_id", "kind"),
)

card_handles = sa.Table(
    "card_handles",
    metadata,
    _serial(),
    _ref("card_id", nullable=False),
    sa.Column("code", sa.String, nullable=False),
    _at("expires_at", nullable=False),
    _at("used_at"),
    sa.Index("ix_card_handles_card", "card_id"),
    sa.Index("ix_card_handles_expires", "expires_at"),
)

due = sa.Table(
    "due",
    metadata,
    _serial(),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("lane", sa.String, nullable=False),
    _at("at", nullable=False),
    sa.Column("round", sa.Integer, nullable=False, default=1),
    sa.Index("ix_due_at", "at"),
    sqlite_autoincrement=True,  # an id never comes twice: it is part of an event's key
)

# Access tokens of platforms, shared by all processes and kept over a restart: a platform limits how often
# one may be fetched. ``fetching_until`` says that somebody is fetching a new one just now.
tokens = sa.Table(
    "tokens",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    _text("text"),
    _at("refresh_at"),
    _at("fetching_until"),
)

# -- people ----------------------------------------------------------------------------------------

people = sa.Table(
    "people",
    metadata,
    _id(),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    _ref("manager_id"),
    sa.Column("active", sa.Boolean, nullable=False, default=True),
    _at("joined_at"),
    _at("created_at", nullable=False),
    _version(),
    sa.Column("configured", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    sa.Index("ix_people_manager", "manager_id"),
)

identities = sa.Table(
    "identities",
    metadata,
    sa.Column("platform", sa.String, primary_key=True),
    sa.Column("native_id", sa.String, primary_key=True),
    _ref("person_id", nullable=False),
    _at("unreachable_at"),
    sa.Index("ix_identities_person", "person_id"),
)

dialogues = sa.Table(
    "dialogues",
    metadata,
    sa.Column("person_id", sa.String, primary_key=True),
    sa.Column("topic", sa.String, primary_key=True),
    sa.Column("body", Json, nullable=False),
    _at("expires_at", nullable=False),
)

# -- conversations ---------------------------------------------------------------------------------

conversations = sa.Table(
    "conversations",
    metadata,
    _id(),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("native_id", sa.String, nullable=False),
    _ref("staff_id"),
    sa.Column("customer_id", sa.String),
    _text("customer_name"),
    sa.Column("unionid", sa.String),
    _text("company"),
    _ref("lead_id"),
    sa.Column("refused", sa.Boolean, nullable=False, default=False),
    _at("last_customer_at"),
    _at("last_staff_at"),
    _at("created_at", nullable=False),
    sa.UniqueConstraint("platform", "native_id"),
    sa.Index("ix_conversations_lead", "lead_id"),
    sa.Index("ix_conversations_customer", "customer_id"),
    sa.Index("ix_conversations_staff", "staff_id", "customer_name"),
)

messages = sa.Table(
    "messages",
    metadata,
    _id(),
    sa.Column("platform", sa.String, nullable=False),
    sa.Column("native_id", sa.String, nullable=False),
    _ref("conversation_id", nullable=False),
    sa.Column("sender", sa.String, nullable=False),
    _ref("person_id"),
    sa.Column("name", sa.String),
    _at("sent_at", nullable=False),
    _at("received_at", nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _text("text", nullable=False),
    sa.Column("file", Json),
    sa.Column("extra", Json),
    _at("recalled_at"),
    _at("read_at"),
    sa.UniqueConstraint("platform", "native_id"),
    sa.Index("ix_messages_conversation", "conversation_id", "sent_at"),
)
_partial("ix_messages_unread", messages.c.conversation_id, where=messages.c.read_at.is_(None))

# -- leads -----------------------------------------------------------------------------------------

leads = sa.Table(
    "leads",
    metadata,
    _id(),
    sa.Column("name", sa.String, nullable=False),
    _ref("owner_id", nullable=False),
    sa.Column("stage", sa.String, nullable=False),
    sa.Column("company", sa.String),
    sa.Column("phone", sa.String),
    sa.Column("wechat", sa.String),
    sa.Column("email", sa.String),
    sa.Column("source", sa.String),
    sa.Column("region", sa.String),
    _text("need"),
    _number("budget_fen"),
    _number("amount_fen"),
    sa.Column("attributes", Json, nullable=False),
    sa.Column("status", sa.String, nullable=False, default="open"),
    _at("created_at", nullable=False),
    _at("stage_at", nullable=False),
    _at("touched_at", nullable=False),
    _at("closed_at"),
    _ref("merged_into"),
    _version(),
    sa.Index("ix_leads_owner", "owner_id", "status", "touched_at"),
    sa.Index("ix_leads_name", "name"),
    sa.Index("ix_leads_company", "company"),
)

lead_keys = sa.Table(
    "lead_keys",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("value", sa.String, primary_key=True),
    _ref("lead_id", nullable=False),
    sa.Index("ix_lead_keys_lead", "lead_id"),
)

lead_tags = sa.Table(
    "lead_tags",
    metadata,
    sa.Column("lead_id", sa.String, primary_key=True),
    sa.Column("tag", sa.String, primary_key=True),
    _ref("message_id"),
    _text("quote"),
    _at("at", nullable=False),
    sa.Index("ix_lead_tags_message", "message_id"),
)

facts = sa.Table(
    "facts",
    metadata,
    _id(),
    _ref("conversation_id"),
    _ref("lead_id"),
    sa.Column("field", sa.String, nullable=False),
    _text("value", nullable=False),
    _text("quote"),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    _ref("message_id"),
    sa.Column("by", sa.String, nullable=False),
    _ref("actor_id"),
    _at("at", nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Index("ix_facts_lead", "lead_id", "field"),
    sa.Index("ix_facts_conversation", "conversation_id"),
    sa.Index("ix_facts_message", "message_id"),
)

suggestions = sa.Table(
    "suggestions",
    metadata,
    _id(),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    _ref("conversation_id"),
    _ref("lead_id"),
    _ref("person_id"),
    sa.Column("body", Json, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    _ref("card_id"),
    _ref("message_id"),
    _at("created_at", nullable=False),
    _at("decided_at"),
    _ref("decided_by"),
    _version(),
    sa.Index("ix_suggestions_conversation", "conversation_id", "kind"),
    sa.Index("ix_suggestions_lead", "lead_id", "kind"),
    sa.Index("ix_suggestions_message", "message_id"),
)

quotes = sa.Table(
    "quotes",
    metadata,
    _id(),
    _ref("lead_id"),
    _ref("conversation_id"),
    _ref("owner_id", nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    _text("name"),
    _number("size"),
    sa.Column("pages", sa.Integer),
    sa.Column("mime", sa.String),
    sa.Column("sha256", sa.String),
    _number("amount_fen"),
    _text("quote"),
    _ref("message_id"),
    _at("sent_at", nullable=False),
    sa.Column("status", sa.String, nullable=False),
    _at("acknowledged_at"),
    _at("settled_at"),
    _ref("settled_by"),
    _version(),
    _at("opened_at"),
    sa.Index("ix_quotes_lead", "lead_id", "number"),
    sa.Index("ix_quotes_conversation", "conversation_id", "status"),
    sa.Index("ix_quotes_owner", "owner_id", "status"),
    sa.Index("ix_quotes_message", "message_id"),
)

todos = sa.Table(
    "todos",
    metadata,
    _id(),
    _ref("owner_id", nullable=False),
    _ref("lead_id"),
    _ref("quote_id"),
    sa.Column("kind", sa.String, nullable=False),
    _text("text", nullable=False),
    _text("reason"),
    _at("due_at"),
    sa.Column("status", sa.String, nullable=False),
    _ref("message_id"),
    _ref("card_id"),
    _at("created_at", nullable=False),
    _at("done_at"),
    _text("repeat"),
    _ref("series_id"),
    _version(),
    sa.Column("mornings", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Index("ix_todos_owner", "owner_id", "status", "due_at"),
    sa.Index("ix_todos_lead", "lead_id"),
    sa.Index("ix_todos_quote", "quote_id"),
    sa.Index("ix_todos_series", "series_id", "status"),
)

promises = sa.Table(
    "promises",
    metadata,
    _id(),
    _ref("owner_id", nullable=False),
    _ref("lead_id"),
    _ref("conversation_id"),
    sa.Column("side", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _text("what", nullable=False),
    _text("quote", nullable=False),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    _ref("message_id"),
    _at("made_at", nullable=False),
    _at("due_at"),
    sa.Column("due_kind", sa.String, nullable=False),
    sa.Column("has_clock", sa.Boolean, nullable=False),
    _at("since", nullable=False),
    sa.Column("status", sa.String, nullable=False),
    _at("closed_at"),
    _ref("closed_by"),
    _ref("card_id"),
    _version(),
    sa.Index("ix_promises_owner", "owner_id", "status", "due_at"),
    sa.Index("ix_promises_lead", "lead_id", "status"),
    sa.Index("ix_promises_conversation", "conversation_id", "status"),
    sa.Index("ix_promises_message", "message_id"),
    sa.Index("ix_promises_closed_by", "closed_by"),
)

alerts = sa.Table(
    "alerts",
    metadata,
    _id(),
    sa.Column("episode", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    _ref("subject_id", nullable=False),
    _ref("lead_id"),
    _ref("person_id", nullable=False),
    _ref("todo_id"),
    sa.Column("status", sa.String, nullable=False),
    _at("raised_at", nullable=False),
    _at("escalated_at"),
    _at("cleared_at"),
    _text("cleared_why"),
    _version(),
    _at("since"),
    _at("due_at"),
    _at("until"),
    _at("acted_at"),
    _ref("told_to"),
    sa.Column("words", Json, nullable=False),
    sa.Index("ix_alerts_subject", "subject_id", "status"),
)
_partial("ix_alerts_held", alerts.c.person_id, where=status_in(alerts, "held"))

rings = sa.Table(
    "rings",
    metadata,
    _id(),
    _ref("alert_id"),
    _ref("person_id", nullable=False),
    sa.Column("escalation", sa.Boolean, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    _at("made_at", nullable=False),
    _at("shown_at"),
    _ref("card_id"),
    _version(),
    _ref("promise_id"),
    sa.Index("ix_rings_person", "person_id", "status", "shown_at"),
    sa.Index("ix_rings_alert", "alert_id"),
    sa.Index("ix_rings_promise", "promise_id"),
    sa.Index("ix_rings_card", "card_id"),
)

leaves = sa.Table(
    "leaves",
    metadata,
    _id(),
    _ref("person_id", nullable=False),
    _at("start_at", nullable=False),
    _at("end_at", nullable=False),
    _ref("deputy_id"),
    _ref("message_id"),
    _at("created_at", nullable=False),
    _at("ended_at"),
    _version(),
    sa.Index("ix_leaves_person", "person_id", "end_at"),
    sa.Index("ix_leaves_deputy", "deputy_id", "end_at"),
)

timeline = sa.Table(
    "timeline",
    metadata,
    _serial(),
    _ref("lead_id", nullable=False),
    _at("at", nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _text("text", nullable=False),
    _ref("message_id"),
    _ref("subject_id"),
    _ref("actor_id"),
    sa.Index("ix_timeline_lead", "lead_id", "at"),
    sa.Index("ix_timeline_message", "message_id"),
)

# Three points of a chat; ``points`` keeps what was read beside what the rep made of it.
summaries = sa.Table(
    "summaries",
    metadata,
    _id(),
    _ref("conversation_id", nullable=False),
    _ref("lead_id"),
    _ref("person_id", nullable=False),
    sa.Column("points", Json, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    _ref("card_id"),
    _at("from_at", nullable=False),
    _at("to_at", nullable=False),
    _at("created_at", nullable=False),
    _at("decided_at"),
    _version(),
    sa.Index("ix_summaries_conversation", "conversation_id", "to_at"),
    sa.Index("ix_summaries_lead", "lead_id", "to_at"),
)

audit = sa.Table(
    "audit",
    metadata,
    _serial(),
    _at("at", nullable=False),
    _ref("actor_id"),
    sa.Column("act", sa.String, nullable=False),
    sa.Column("subject_kind", sa.String, nullable=False),
    _ref("subject_id", nullable=False),
    _ref("lead_id"),
    _text("why"),
    _ref("message_id"),
    sa.Column("event_key", sa.String),
    sa.Column("before", Json),
    sa.Column("after", Json),
    _at("undone_at"),
    sa.Column("undoes", sa.BigInteger),
    sa.Index("ix_audit_at", "at"),
    sa.Index("ix_audit_subject", "subject_id"),
    sa.Index("ix_audit_lead", "lead_id"),
    sa.Index("ix_audit_event", "event_key"),
)

# What a team called a false alarm: the same kind of signal in the same (folded) words does not fire again.
lessons = sa.Table(
    "lessons",
    metadata,
    _id(),
    _ref("team_id", nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    _text("words", nullable=False),
    _text("text", nullable=False),
    _ref("taught_by", nullable=False),
    _at("taught_at", nullable=False),
    _at("reset_at"),
    sa.Index("ix_lessons_team", "team_id", "kind"),
)
_partial("ix_lessons_in_force", lessons.c.id, where=lessons.c.reset_at.is_(None))

# -- search ----------------------------------------------------------------------------------------

# ``text`` is folded (storage/search.py); ``grams`` is PostgreSQL's index over it, on SQLite the virtual
# table ``search_index`` does its work and the column stays empty.
search = sa.Table(
    "search",
    metadata,
    _serial(),
    sa.Column("ref_id", sa.String, nullable=False, unique=True),
    sa.Column("kind", sa.String, nullable=False),
    _ref("lead_id"),
    _text("text", nullable=False),
    sa.Column("grams", postgresql.TSVECTOR().with_variant(sa.Text, "sqlite")),
    sa.Index("ix_search_lead", "lead_id"),
)

SEARCH_DDL = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_index USING fts5(grams, content='', columnsize=0, detail=none,"
        " tokenize='ascii')"
    ),
    "postgresql": "CREATE INDEX ix_search_grams ON search USING gin (grams)",
}
"""What SQLAlchemy has no words for: the index itself, per dialect."""


def _ddl(statement: str, dialect: str) -> Any:  # noqa: ANN401 - SQLAlchemy leaves DDL untyped
    make: Any = sa.DDL
    return make(statement).execute_if(dialect=dialect)


for _dialect, _statement in SEARCH_DDL.items():
    sa.event.listen(search, "after_create", _ddl(_statement, _dialect))
sa.event.listen(search, "after_drop", _ddl("DROP TABLE search_index", "sqlite"))
