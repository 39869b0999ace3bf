"""Which customer somebody means, and what he asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers import dialogue, records
from handlers.chat.content import Button
from handlers.context import Context
from handlers.errors import Ambiguous, Missing, NotPermitted
from handlers.sales import duplicate
from handlers.sales.permission import Act
from nlp import Command, lazy_pattern
from storage.leads import Lead

MOST_CHOICES = 5
_LONGEST_SLIP = 4
_TITLES = frozenset("总姐哥工董老师经理女士先生小")
"""What follows a surname: who types one of these means it, it is no slip."""
_KIN = lazy_pattern(
    r"(?<=..)(?:的)?(?:爸爸?|妈妈?|爷爷|奶奶|外公|外婆|老公|老婆|爱人|先生|太太|儿子|女儿|孩子)$"
)
"""王芳爸爸 is told of under 王芳 when only she is known."""
NEW = "new"
"""The choice that means none of those on offer."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: the command, his words, the message they stand in.

    ``chosen`` is the id of the customer he picked among several (or ``NEW``).
    """

    command: Command
    text: str
    message_id: str | None = None
    chosen: str | None = None

    def slot(self, name: str) -> str | None:
        """A slot as text, None when it is empty."""
        value = self.command.slots.get(name)
        return None if value is None or value == "" else str(value)

    def fen(self, name: str) -> int | None:
        """A sum (yuan in the slot) in fen."""
        value = self.command.slots.get(name)
        return None if value is None or value == "" else round(float(value) * 100)

    @property
    def name(self) -> str | None:
        """Whom it is about: the contact, else the company."""
        return self.slot("contact") or self.slot("company")


def customer(ctx: Context, request: Request, act: Act = Act.CHANGE) -> Lead:
    """The customer a request is about; afterwards the one last spoken of.

    Raises ``Ambiguous`` (several fit), ``Missing`` (nobody does, or nobody is named) or ``NotPermitted``.
    """
    lead = _meant(ctx, request)
    records.require(ctx, act, lead.owner_id)
    dialogue.remember_customer(ctx, lead)
    return lead


def _meant(ctx: Context, request: Request) -> Lead:
    if request.chosen and request.chosen != NEW:
        return _living(ctx, request.chosen)
    phone = request.slot("phone")
    if phone:
        held = ctx.uow.leads.by_key("phone", duplicate.normal_key("phone", phone))
        if held is not None:
            return held
    name = request.name
    if name is None:
        return _spoken_of(ctx)
    found = candidates(ctx, name, company=request.slot("company") if request.slot("contact") else None)
    if not found:
        near = _near(ctx, name)
        if near:
            raise Ambiguous("near_name", choices(ctx, near), name=name, customers=described(ctx, near))
        _deny(ctx, name)
    if len(found) > 1:
        raise Ambiguous("which_customer", choices(ctx, found), name=name, customers=described(ctx, found))
    return found[0]


def _near(ctx: Context, name: str) -> list[Lead]:
    """Own customers whose name is this one but for a slip of one character (张宗, 张总)."""
    if not 2 <= len(name) <= _LONGEST_SLIP or ctx.uow.leads.named(name, limit=1):
        return []
    owners = records.sees(ctx, ctx.who)
    plain = name[1:] if name[0] in "小老大" and len(name) > 2 else ""
    elder = ctx.uow.leads.named(plain, owners=owners) if plain else []
    if elder:
        return elder[:MOST_CHOICES]
    alike = ctx.uow.leads.like(name[0], owners=owners, limit=50)
    return [lead for lead in alike if _slip(name, lead.name)][:MOST_CHOICES]


def _slip(typed: str, name: str) -> bool:
    if len(typed) != len(name):
        return False
    wrong = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    return len(wrong) == 1 and wrong[0][0] not in _TITLES


def _living(ctx: Context, lead_id: str) -> Lead:
    """The customer chosen; the one he was merged into when that happened since."""
    lead = ctx.uow.leads.get(lead_id)
    if lead.status == "merged" and lead.merged_into:
        lead = ctx.uow.leads.get(lead.merged_into)
    if lead.status in ("merged", "deleted"):
        raise Missing("choice_gone")
    return lead


def candidates(ctx: Context, name: str, *, company: str | None = None) -> list[Lead]:
    """Customers of the acting person (and his people) called so; exact names before parts of names."""
    owners = records.sees(ctx, ctx.who)
    found = ctx.uow.leads.named(name, owners=owners) or ctx.uow.leads.like(name, owners=owners)
    if not found and (kin := _KIN.search(name)):
        found = ctx.uow.leads.named(name[: kin.start()], owners=owners)
    if company is not None:
        found = [lead for lead in found if lead.company and company in lead.company] or found
    return found


def choices(ctx: Context, found: Sequence[Lead], *, fresh: str | None = None) -> list[Button]:
    """Buttons to choose a customer with; *fresh* is the label of 「none of these」."""
    buttons = [
        Button(label=_label(lead, number), action=f"choose:{lead.id}", command=str(number))
        for number, lead in enumerate(found[:MOST_CHOICES], start=1)
    ]
    if fresh is not None:
        buttons.append(Button(label=fresh, action=f"choose:{NEW}", command=str(len(buttons) + 1)))
    return buttons


def described(ctx: Context, found: Sequence[Lead]) -> list[dict[str, object]]:
    """Enough about each to tell them apart: name, company, masked phone, last contact, owner."""
    return [
        {
            "name": lead.name,
            "company": lead.company,
            "phone": lead.phone,
            "stage": ctx.policies.funnel.get(lead.stage).name,
            "touched_at": lead.touched_at,
            "owner": None if lead.owner_id == ctx.who.id else _name(ctx, lead.owner_id),
        }
        for lead in found[:MOST_CHOICES]
    ]


def _label(lead: Lead, number: int) -> str:
    tail = lead.phone[-4:] if lead.phone else ""
    return f"{number} {lead.company or tail or lead.name}"


def _spoken_of(ctx: Context) -> Lead:
    lead_id = dialogue.last_customer(ctx)
    lead = None if lead_id is None else ctx.uow.leads.find(lead_id)
    if lead is None or lead.status in ("merged", "deleted"):
        raise Missing("whom")
    return lead


def _deny(ctx: Context, name: str) -> None:
    """Say that nobody is called so, or only that he exists and whom to ask."""
    elsewhere = ctx.uow.leads.named(name)
    if elsewhere:
        raise NotPermitted("not_yours", owner=_name(ctx, elsewhere[0].owner_id))
    raise Missing("no_customer", name=name)


def _name(ctx: Context, person_id: str) -> str | None:
    person = ctx.uow.people.find(person_id)
    return None if person is None else person.name
