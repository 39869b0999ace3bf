"""Who may do what: one table over role, act and how one stands to the customer's owner."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from storage.people import Person, Role


class Act(StrEnum):
    """What somebody wants to do. Those on a customer need its owner; the others concern the team."""

    SEE = "see"
    SHOW_PHONE = "show_phone"
    CHANGE = "change"
    ASSIGN = "assign"
    CLOSE = "close"
    MERGE = "merge"
    UNDO = "undo"
    CREATE = "create"
    SEE_TEAM = "see_team"
    APPROVE_MEMBER = "approve_member"
    SETUP = "setup"


class Standing(StrEnum):
    """How somebody stands to the owner of a customer."""

    OWN = "own"
    BELOW = "below"
    OTHER = "other"


class Reason(StrEnum):
    """Why not; the words for it live in templates."""

    INACTIVE = "inactive"
    GUEST = "guest"
    NO_SUBJECT = "no_subject"
    NOT_YOURS = "not_yours"
    NOT_YOUR_TEAM = "not_your_team"
    NEEDS_SUPERVISOR = "needs_supervisor"
    NEEDS_ADMIN = "needs_admin"
    NOT_A_SELLER = "not_a_seller"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Go ahead. True where a truth value is asked for."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why. False where a truth value is asked for."""

    reason: Reason

    def __bool__(self) -> bool:
        return False


_OWN = frozenset({Standing.OWN})
_LED = frozenset({Standing.OWN, Standing.BELOW})
_NOBODY: frozenset[Standing] = frozenset()

#: Whose customers each role may see and change. An admin sees those he owns or leads, like anybody.
CUSTOMERS: Mapping[Role, frozenset[Standing]] = {
    Role.REP: _OWN,
    Role.SUPERVISOR: _LED,
    Role.DIRECTOR: _LED,
    Role.FINANCE: _OWN,
    Role.LEGAL: _OWN,
    Role.ADMIN: _LED,
    Role.GUEST: _NOBODY,
}
#: What even those above leave to the owner: on cards a number stays masked for everybody else.
OWNER_ONLY = frozenset({Act.SHOW_PHONE})
#: Acts on the team, the roles that may do them, and what the others are told.
TEAM: Mapping[Act, tuple[frozenset[Role], Reason]] = {
    Act.CREATE: (
        frozenset({Role.REP, Role.SUPERVISOR, Role.DIRECTOR, Role.ADMIN}),
        Reason.NOT_A_SELLER,
    ),
    Act.SEE_TEAM: (frozenset({Role.SUPERVISOR, Role.DIRECTOR}), Reason.NEEDS_SUPERVISOR),
    Act.APPROVE_MEMBER: (
        frozenset({Role.SUPERVISOR, Role.DIRECTOR, Role.ADMIN}),
        Reason.NEEDS_SUPERVISOR,
    ),
    Act.SETUP: (frozenset({Role.ADMIN}), Reason.NEEDS_ADMIN),
}


def may(
    actor: Person, act: Act, *, owner_id: str | None = None, owner_managers: Collection[str] = ()
) -> Allowed | Denied:
    """Whether *actor* may do *act*, on a customer of *owner_id* where the act is on a customer.

    ``owner_managers`` are the ids of everybody above the owner, all the way up
    (``People.managers_of``). An act on a customer without an owner is denied.
    """
    role = Role(actor.role)
    if not actor.active:
        return Denied(Reason.INACTIVE)
    if role is Role.GUEST:
        return Denied(Reason.GUEST)
    if act in TEAM:
        roles, otherwise = TEAM[act]
        return Allowed() if role in roles else Denied(otherwise)
    if owner_id is None:
        return Denied(Reason.NO_SUBJECT)
    standing = stands(actor.id, owner_id, owner_managers)
    if standing in CUSTOMERS[role] and (standing is Standing.OWN or act not in OWNER_ONLY):
        return Allowed()
    leads = Standing.BELOW in CUSTOMERS[role]
    return Denied(Reason.NOT_YOUR_TEAM if leads else Reason.NOT_YOURS)


def stands(actor_id: str, owner_id: str, owner_managers: Collection[str]) -> Standing:
    """How *actor_id* stands to an owner."""
    if actor_id == owner_id:
        return Standing.OWN
    return Standing.BELOW if actor_id in owner_managers else Standing.OTHER
