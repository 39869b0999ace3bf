"""把张总转给韩梅: confirmed by who leads the owner; the owner himself asks his supervisor for it."""

from __future__ import annotations

from handlers import customers
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.leads import confirming, requesting
from handlers.sales.permission import Act, Allowed, may
from storage.people import Person


def assign(ctx: Context, request: Request) -> None:
    """把张总分给小吴: done by the button that is asked for, the owner's by his supervisor's button."""
    leads_people = isinstance(may(ctx.who, Act.SEE_TEAM), Allowed)
    lead = customers.customer(ctx, request, Act.ASSIGN)
    receiver = _colleague(ctx, request.slot("assignee"))
    if receiver.id == lead.owner_id:
        ctx.answer(ctx.reply("assigned_already", name=lead.name, to=receiver.name))
        return
    if not leads_people:
        requesting.offer(ctx, lead, receiver, request)
        return
    owner = ctx.uow.people.find(lead.owner_id)
    words = {"to": receiver.name, "owner": owner.name if owner else "同事"}
    todos = sum(todo.owner_id == lead.owner_id for todo in ctx.uow.todos.of_lead(lead.id))
    confirming.ask(ctx, "assign", lead, {"to": receiver.id}, request, todos=todos, **words)


def _colleague(ctx: Context, name: str | None) -> Person:
    if name is None:
        raise InvalidInput("assign_to_whom")
    if name == "我":
        return ctx.who
    team = [person for person in ctx.uow.people.everybody() if person.active and person.role != "guest"]
    found = [p for p in team if p.name == name] or [p for p in team if name.lstrip("小老") in p.name]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidInput("which_colleague", names=[p.name for p in found])
    raise Missing("no_colleague", name=name)
