"""The same year through the program: facts become rows and steps, due moments become events, one clock."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import counting_ids
from handlers import alerts, leaves, promises, quotes, records, routes, top
from handlers.chat.event import TimerFired
from handlers.context import Context, Policies
from handlers.sales.alarms import KINDS, AlarmPolicy
from handlers.sales.funnel import Funnel, Stage
from handlers.sales.top import Reason
from storage import tables
from storage.conversations import Conversation
from storage.leads import Lead
from storage.people import Role
from storage.promises import Promise
from storage.quotes import Quote
from storage.uow import Database, UnitOfWork
from tests.support.alarm_oracle import BUDGET, HIGH_VALUE, STANDARD_HOURS, Told
from tests.support.alarm_year import Event, Team
from tests.support.builders import PLATFORM, a_message_row, a_person, a_policy, an_origin

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 1, 1, tzinfo=ZONE).astimezone(UTC)
WORDS = {
    "ask": "这套多少钱？",
    "nudge": "在吗？",
    "ack": "稍等",
    "answer": "都有的，三年一共5万8",
    "thanks": "谢谢",
    "pause": "先放一放",
}
"""What is said; what each means is what the oracle goes by."""
CUSTOMERS = {"ask", "nudge", "thanks", "pause"}
BATCH = 400


def moment(t: int) -> datetime:
    """The oracle's second as the program's moment."""
    return START + timedelta(seconds=t)


def second(at: datetime) -> int:
    """The program's moment as the oracle's second."""
    return int((at - START).total_seconds())


def policy() -> Policies:
    """The rules' numbers as the oracle has them."""
    kinds = {"won": "won", "lost": "lost"}
    stages = [
        Stage(code, code, standard_hours=hours, kind=kinds.get(code, "open"))
        for code, hours in (STANDARD_HOURS | {"paused": 0}).items()
    ]
    stages[-1] = dataclasses.replace(stages[-1], kind="paused")
    numbers = AlarmPolicy(daily_budget=BUDGET, high_value_fen=HIGH_VALUE)
    assert set(KINDS) >= numbers.urgent
    return a_policy(funnel=Funnel(stages), alerts=numbers)


class Engine:
    """The program's alarms over a database that is closed and opened again on the way."""

    def __init__(self, open_database: Callable[[], Database]) -> None:
        self._open = open_database
        self._database = open_database()
        self._ids = counting_ids()
        self._keys = itertools.count(1)
        self._policies = policy()
        self._now = START
        self._quiet_until: datetime | None = START
        self.steps = 0

    def hire(self, teams: Iterable[Team]) -> None:
        """Everybody is there from the beginning."""
        with self._database.begin() as uow:
            for team in teams:
                uow.people.add(a_person(team.boss, team.boss, role=Role.SUPERVISOR))
                for rep in team.reps:
                    uow.people.add(a_person(rep, rep, manager_id=team.boss))

    def run(self, events: list[Event], until: int) -> None:
        """Let the year pass: what is due before an event comes before it; a restart now and then."""
        left = [*events, (until, "end")]
        while left:
            with self._database.begin() as uow:
                for event in left[:BATCH]:
                    self._until(uow, moment(event[0]))
                    self._now = moment(event[0])
                    self._happens(uow, event)
            left = left[BATCH:]
            self._restart()
        with self._database.begin() as uow:
            self._until(uow, self._now)

    def _restart(self) -> None:
        self._database.close()
        self._database = self._open()

    def close(self) -> None:
        """Done with the database."""
        self._database.close()

    def _until(self, uow: UnitOfWork, at: datetime) -> None:
        """Let everything due by then happen; nothing new can fall due while nothing happens."""
        if self._quiet_until is None or at < self._quiet_until:
            return
        while (due := uow.due.next_at()) is not None and due <= at:
            self._now = max(due, self._now)
            for item in uow.due.claim(self._now):
                self.steps += 1
                ctx = self._context(uow, item.kind, item.subject)
                routes.handle(ctx.event, ctx)
        self._quiet_until = due

    def _context(self, uow: UnitOfWork, kind: str, subject: str, actor: str | None = None) -> Context:
        origin = dataclasses.replace(an_origin(f"e{next(self._keys)}", sender=None), at=self._now)
        who = uow.people.get(actor) if actor else None
        return Context(uow, self._now, self._ids, TimerFired(origin, kind, subject), self._policies, who)

    def _happens(self, uow: UnitOfWork, event: Event) -> None:
        self.steps += 1
        what, *rest = event[1:]
        actor = rest[0] if what in ("press", "leave", "back") else None
        ctx = self._context(uow, "test", "", actor)
        getattr(self, "on_" + what)(ctx, *rest)
        alerts.follow(ctx)
        self._quiet_until = self._now
        self._until(uow, self._now)

    # -- what happens --------------------------------------------------------------------------

    def on_end(self, ctx: Context) -> None:
        """The year is over."""

    def on_chat(self, ctx: Context, chat: str, rep: str, lead: str | None, colleague: str | None) -> None:
        room = f"room_{chat}" if colleague else f"wm_{chat}"
        for key, staff, of_lead in ((chat, rep, lead), (f"{chat}_b", colleague, None)):
            if staff is not None:
                ctx.uow.conversations.add(self._conversation(chat, key, staff, of_lead, room))

    def _conversation(self, chat: str, key: str, staff: str, lead: str | None, room: str) -> Conversation:
        return Conversation(
            id=key,
            platform=PLATFORM,
            native_id=f"chat:{staff}:{room}",
            staff_id=staff,
            customer_id=f"wm_{chat}",
            customer_name=chat,
            unionid=None,
            company=None,
            lead_id=lead,
            refused=False,
            last_customer_at=None,
            last_staff_at=None,
            created_at=self._now,
        )

    def on_say(self, ctx: Context, chat: str, label: str, until: int | None, colleague: bool) -> None:
        text = WORDS[label]
        if until is not None:
            day = moment(until).astimezone(ZONE)
            text = f"{day.month}月{day.day}号再说吧"
        sender = "customer" if label in CUSTOMERS else "staff"
        key = self._ids("msg")
        where = f"{chat}_b" if colleague else chat
        said = a_message_row(key, text, conversation_id=where, sender=sender, sent_at=self._now)
        ctx.uow.messages.add_new(said)
        ctx.uow.conversations.touch(where, sender=sender, at=self._now)
        conversation = ctx.uow.conversations.get(where)
        if conversation.lead_id is not None:
            ctx.uow.leads.touch(conversation.lead_id, self._now)
        alerts.said(ctx, conversation)

    def on_lead(self, ctx: Context, lead: str, rep: str, worth: int, dates: dict[str, date]) -> None:
        days = {label: day.isoformat() for label, day in dates.items()}
        now = self._now
        made = Lead(lead, lead, rep, "new", now, now, now, budget_fen=worth or None, attributes=days)
        ctx.uow.leads.add(made)
        ctx.record("lead.create", "lead", lead, lead_id=lead)

    def on_note(self, ctx: Context, lead: str) -> None:
        ctx = dataclasses.replace(ctx, actor=ctx.uow.people.get(ctx.uow.leads.get(lead).owner_id))
        ctx.tell(lead, "note", "聊过")
        ctx.uow.leads.touch(lead, self._now)
        ctx.record("note.add", "lead", lead, lead_id=lead)
        alerts.follow(ctx)

    def on_stage(self, ctx: Context, lead: str, stage: str) -> None:
        records.move_stage(ctx, ctx.uow.leads.get(lead), stage, by_bot=True)

    def on_assign(self, ctx: Context, lead: str, rep: str) -> None:
        ctx.uow.leads.save(dataclasses.replace(ctx.uow.leads.get(lead), owner_id=rep))
        ctx.record("lead.assign", "lead", lead, lead_id=lead)

    def on_quote(self, ctx: Context, quote: str, lead: str) -> None:
        rep = ctx.uow.leads.get(lead).owner_id
        nothing = (None,) * 6
        sent = Quote(quote, lead, None, rep, "quote", 1, *nothing, "报价", None, self._now)
        ctx.uow.quotes.add(sent)
        quotes.watch(ctx, sent)

    def on_opened(self, ctx: Context, quote: str) -> None:
        alerts.opened(ctx, ctx.uow.quotes.get(quote), self._now)

    def on_answered(self, ctx: Context, quote: str) -> None:
        quotes.settle_as(ctx, ctx.uow.quotes.get(quote), "answered", by=None)

    def on_broken(self, ctx: Context, promise: str, lead: str) -> None:
        rep, due = ctx.uow.leads.get(lead).owner_id, self._now - timedelta(seconds=1)
        made = dataclasses.replace(self._promise(promise, lead, rep, due), status="broken")
        ctx.uow.promises.add(made)
        alerts.promise_broken(ctx, made)

    def _promise(self, promise: str, lead: str, rep: str, at: datetime) -> Promise:
        return Promise(
            id=promise,
            owner_id=rep,
            lead_id=lead,
            conversation_id=None,
            side="staff",
            kind="send",
            what="发资料",
            quote="我来发资料",
            start=None,
            end=None,
            message_id=None,
            made_at=at,
            due_at=at,
            due_kind="exact",
            has_clock=True,
            since=at,
        )

    def on_kept(self, ctx: Context, promise: str) -> None:
        promises.close(ctx, ctx.uow.promises.get(promise), "kept", by=None)

    def on_promised(self, ctx: Context, promise: str, lead: str, side: str) -> None:
        rep = ctx.uow.leads.get(lead).owner_id
        made = dataclasses.replace(
            self._promise(promise, lead, rep, self._now), side=side, kind="other", due_at=None,
            due_kind="none", has_clock=False,
        )  # fmt: skip
        promises.arm(ctx, ctx.uow.promises.add(made))

    def on_top(self, ctx: Context, rep: str) -> None:
        words = {"name": None, "what": "交周报", "since": self._now, "overdue": 0.0}
        top.tell(ctx, rep, [Reason("todo_due", "todo", None, 0, self._now, words)])

    def on_leave(self, ctx: Context, rep: str, start: int, end: int, deputy: str | None) -> None:
        leaves.take(ctx, rep, (moment(start), moment(end)), deputy_id=deputy)

    def on_back(self, ctx: Context, rep: str) -> None:
        leaves.call_off(ctx, rep)

    def on_press(self, ctx: Context, rep: str, what: str) -> None:
        waiting = sa.select(tables.alerts.c.id).where(
            tables.alerts.c.person_id == rep, tables.alerts.c.status == "raised"
        )
        found = [ctx.uow.alerts.get(row[0]) for row in ctx.uow.connection.execute(waiting)]
        if not found:
            return
        alert = min(found, key=lambda a: (a.since, a.kind, a.subject_id, a.episode))
        presses: dict[str, Callable[..., Any]] = {
            "done": alerts.done,
            "tomorrow": alerts.snooze,
            "mute": alerts.mute,
        }
        presses[what](ctx, alert)

    # -- what was told -------------------------------------------------------------------------

    def told(self) -> list[Told]:
        """Everything anybody was shown, alarms and promises."""
        rings, alarms, said = tables.rings, tables.alerts, tables.promises
        kind = sa.case((said.c.side == "staff", "promise_due"), else_="promise_owed")
        columns = (rings.c.escalation, rings.c.status)
        shown = (rings.c.shown_at, rings.c.person_id)
        ways = rings.c.status.in_(("card", "digest"))
        of_alarms = (
            sa.select(*shown, alarms.c.kind, alarms.c.subject_id, alarms.c.since, *columns)
            .join(alarms, alarms.c.id == rings.c.alert_id)
            .where(ways)
        )
        of_promises = (
            sa.select(*shown, kind, said.c.id, said.c.made_at, *columns)
            .join(said, said.c.id == rings.c.promise_id)
            .where(ways)
        )
        with self._database.engine.connect() as connection:
            found = [*connection.execute(of_alarms).all(), *connection.execute(of_promises).all()]
        return [(second(row[0]), row[1], row[2], row[3], second(row[4]), row[5], row[6]) for row in found]
