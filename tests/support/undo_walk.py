"""A random walk of acts, people's edits and undoings, done to the real handlers and to the model alike."""

from __future__ import annotations

import random  # noqa: TID251 - seeded, a test's own
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.clock import IdSource, counting_ids
from handlers import quotes, records, todos, undo
from handlers.context import Context, Policies
from handlers.leads import merging, removing, writing
from storage.people import Person, Role
from storage.suggestions import Suggestion
from storage.uow import Database, UnitOfWork
from tests.support.builders import NOW, a_message, a_person, a_policy, a_suggestion
from tests.support.undo_model import FIELDS, ORDER, Model

OWNERS = ("lilei", "han")
TAGS = ("价格敏感", "急", "老客户")
STAGES = (*ORDER, "won", "lost")
WANG = a_person("wang", "王经理", role=Role.SUPERVISOR)


class Back(Exception):
    """Thrown to leave the database as it was."""


class Walk:
    """One sequence: every step is an event of its own, a minute after the last."""

    def __init__(self, uow: UnitOfWork, policies: Policies, seed: int) -> None:
        self.uow = uow
        self.policies = policies
        self.dice = random.Random(seed)
        self.ids: IdSource = counting_ids()
        self.model = Model()
        self.event = 0
        self.story: list[str] = []
        self.lead_ids: dict[int, str] = {}
        self.todo_ids: dict[int, str] = {}
        self.quote_ids: dict[int, str] = {}

    def run(self, steps: int) -> None:
        """Walk, and compare after every step."""
        for _ in range(steps):
            step = self.dice.choices(STEPS, WEIGHTS)[0]
            self.event += 1
            self.story.append(step.__name__)
            step(self)
            wanted, found = self.model.state(), self.state()
            assert found == wanted, f"{self.story}\nfound  {found}\nwanted {wanted}"

    # -- the two worlds ------------------------------------------------------------------------

    def ctx(self, event: int | None = None, *, actor: Person | None = WANG) -> Context:
        """The context of the present event."""
        number = self.event if event is None else event
        at = NOW + timedelta(minutes=self.event)
        message = a_message("", key=f"u{number}", sender="wang")
        return Context(self.uow, at, self.ids, message, self.policies, actor)

    def some(self) -> int | None:
        """A file somebody can work on."""
        living = self.model.living()
        return self.dice.choice(living) if living else None

    def lead(self, n: int) -> Any:
        return self.uow.leads.get(self.lead_ids[n])

    def value(self, n: int, name: str) -> str:
        if name == "phone":
            return f"13{n:05d}{self.dice.randrange(3):04d}"
        return str(self.dice.randrange(3) * 100) if name == "budget" else f"{name}{self.dice.randrange(3)}"

    def fact(self, ctx: Context, name: str, value: str) -> Any:
        return records.typed_fact(ctx, name, value, lead_id=None, quote=value)

    def asked(self, ctx: Context) -> Suggestion:
        return a_suggestion(f"sug_{self.event}", "confirm", body={"text": "是"}, message_id=None)

    def state(self) -> dict[str, Any]:
        """The real world as the model sees it."""
        files, keys = {}, {}
        for n, lead_id in self.lead_ids.items():
            lead = self.uow.leads.get(lead_id)
            named = {name: value for name in FIELDS if (value := records.field_of(lead, name)) is not None}
            notes = [m for m in self.uow.timeline.of_lead(lead_id, limit=500) if m.kind == "note"]
            tags = sorted(tag.tag for tag in self.uow.leads.tags_of(lead_id))
            files[n] = (lead.owner_id, lead.stage, lead.status, named, tags, len(notes))
            keys |= {value: n for _, value in self.uow.leads.keys_of(lead_id)}
        numbers = {lead_id: n for n, lead_id in self.lead_ids.items()}
        found_todos = {}
        for t, todo_id in self.todo_ids.items():
            todo = self.uow.todos.get(todo_id)
            due = todo.due_at and (todo.due_at - NOW) // timedelta(minutes=1)
            found_todos[t] = {"file": numbers.get(todo.lead_id or ""), "status": todo.status, "due": due}
        found_quotes = {}
        for q, quote_id in self.quote_ids.items():
            quote = self.uow.quotes.get(quote_id)
            found_quotes[q] = {"file": numbers.get(quote.lead_id or ""), "status": quote.status}
        return {"files": files, "keys": keys, "todos": found_todos, "quotes": found_quotes}


# -- the steps -------------------------------------------------------------------------------------


def create(walk: Walk) -> None:
    n, by_hand = len(walk.lead_ids) + 1, walk.dice.random() < 0.5
    names = walk.dice.sample(FIELDS, walk.dice.randrange(4))
    fields = {name: walk.value(n, name) for name in names}
    ctx, owner = walk.ctx(), walk.dice.choice(OWNERS)
    facts = [walk.fact(ctx, name, value) for name, value in fields.items()]
    lead = records.create_lead(
        ctx, owner_id=owner, fields={"name": f"客户{n}", **fields}, facts=facts, by_bot=not by_hand
    )
    walk.lead_ids[n] = lead.id
    walk.model.create(walk.event, n, owner, fields, by_hand)


def fill(walk: Walk) -> None:
    n = walk.some()
    if n is None:
        return
    by_hand = walk.dice.random() < 0.5
    for name in walk.dice.sample(FIELDS, walk.dice.randrange(1, 3)):
        ctx, value = walk.ctx(), walk.value(n, name)
        fact = walk.fact(ctx, name, value)
        records.set_field(ctx, walk.lead(n), name, value, fact=fact, by_bot=not by_hand)
        walk.model.set(walk.event, n, name, value, by_hand)


def edit(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        name = walk.dice.choice(FIELDS)
        value = walk.value(n, name)
        walk.uow.leads.save(records.with_field(walk.lead(n), name, value))
        walk.model.edit(n, name, value)


def move(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        stage, by_hand = walk.dice.choice(STAGES), walk.dice.random() < 0.5
        records.move_stage(walk.ctx(), walk.lead(n), stage, by_bot=not by_hand)
        walk.model.move(walk.event, n, stage, by_hand)


def win(walk: Walk) -> None:
    """One event that does two things."""
    n = walk.some()
    if n is not None:
        ctx, value = walk.ctx(), walk.value(n, "budget")
        lead = records.set_field(
            ctx, walk.lead(n), "budget", value, fact=walk.fact(ctx, "budget", value), by_bot=False
        )
        walk.model.set(walk.event, n, "budget", value, True)
        records.move_stage(ctx, lead, "won", by_bot=False)
        walk.model.move(walk.event, n, "won", True)


def tag(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        name = walk.dice.choice(TAGS)
        records.add_tag(walk.ctx(), walk.lead(n), name, quote=name, message_id=None)
        walk.model.tag(walk.event, n, name)


def note(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        ctx, message_id = walk.ctx(), f"msg_{walk.event}"
        ctx.tell(walk.lead_ids[n], "note", "记一笔", message_id=message_id)
        ctx.record("note.add", "lead", walk.lead_ids[n], lead_id=walk.lead_ids[n], message_id=message_id)
        walk.model.note(walk.event, n, walk.event)


def assign(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        to = next(owner for owner in OWNERS if owner != walk.lead(n).owner_id)
        ctx = walk.ctx()
        writing.hand_over(ctx, walk.lead(n), {"to": to}, walk.asked(ctx))
        walk.model.assign(walk.event, n, to)


def delete(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        ctx = walk.ctx()
        removing.delete(ctx, walk.lead(n), {}, walk.asked(ctx))
        walk.model.delete(walk.event, n)


def merge(walk: Walk) -> None:
    living = walk.model.living()
    if len(living) >= 2:
        stays, goes = sorted(walk.dice.sample(living, 2))
        merging.join(walk.ctx(), walk.lead(stays), walk.lead(goes), field=None, by_bot=False)
        walk.model.merge(walk.event, stays, goes)


def todo(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        t, due = len(walk.todo_ids) + 1, walk.event + 1000
        ctx = walk.ctx()
        item = todos.add(ctx, f"事{t}", due_at=NOW + timedelta(minutes=due), lead=walk.lead(n))
        walk.todo_ids[t] = item.id
        walk.model.todo(walk.event, t, n, due)


def _open_todo(walk: Walk) -> int | None:
    waiting = [t for t, each in walk.model.todos.items() if each["status"] == "open"]
    return walk.dice.choice(waiting) if waiting else None


def finish(walk: Walk) -> None:
    t = _open_todo(walk)
    if t is not None:
        todos.finish(walk.ctx(), walk.uow.todos.get(walk.todo_ids[t]))
        walk.model.finish(walk.event, t)


def put_off(walk: Walk) -> None:
    t = _open_todo(walk)
    if t is not None:
        due = walk.event + 2000
        todos.postpone(walk.ctx(), walk.uow.todos.get(walk.todo_ids[t]), NOW + timedelta(minutes=due))
        walk.model.put_off(walk.event, t, due)


def quote(walk: Walk) -> None:
    n = walk.some()
    if n is not None:
        q = len(walk.quote_ids) + 1
        made = quotes.log(walk.ctx(), walk.lead(n), 100_000 + q * 100, f"报价{q}")
        walk.quote_ids[q] = made.id
        walk.model.quote(walk.event, q, n)


def drop(walk: Walk) -> None:
    waiting = [q for q, each in walk.model.quotes.items() if each["status"] == "sent"]
    if waiting:
        q = walk.dice.choice(waiting)
        quotes.settle_as(walk.ctx(), walk.uow.quotes.get(walk.quote_ids[q]), "dropped", by=None)
        walk.model.drop(walk.event, q)


def take_back(walk: Walk) -> None:
    """Undo any event so far, the latest ones most often; an undoing itself has nothing to undo."""
    back = min(int(walk.dice.expovariate(0.5)) + 1, walk.event)
    event = walk.event - back
    walk.story[-1] = f"take_back({event})"
    actor_ctx = walk.ctx()
    undo.take_back(actor_ctx, walk.uow.audit.of_event(walk.ctx(event).event_key))
    walk.model.undo(event)


STEPS: tuple[Callable[[Walk], None], ...] = (
    create, fill, edit, move, win, tag, note, assign, delete,
    merge, todo, finish, put_off, quote, drop, take_back,
)  # fmt: skip
WEIGHTS = (4, 5, 3, 4, 1, 2, 1, 2, 1, 2, 2, 1, 1, 2, 1, 12)


def walk_many(database: Database, seeds: range, steps: int = 14) -> int:
    """Walk once per seed, each from an empty team; returns how many steps were compared."""
    policies = a_policy()
    with database.begin() as uow:
        for person in (
            WANG,
            a_person("lilei", "李雷", manager_id="wang"),
            a_person("han", "韩梅梅", manager_id="wang"),
        ):
            uow.people.add(person)
            uow.people.link(person.id, "wecom", person.id)
        for seed in seeds:
            _walk_once(uow, policies, seed, steps)
    return len(seeds) * steps


def _walk_once(uow: UnitOfWork, policies: Policies, seed: int, steps: int) -> None:
    try:
        with uow.savepoint():
            walk = Walk(uow, policies, seed)
            try:
                walk.run(steps)
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {error}") from error
            raise Back
    except Back:
        return


__all__ = ["Walk", "walk_many"]
