"""Permissions: every role, every act, every way to stand to a customer's owner."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from handlers.sales.permission import TEAM, Act, Allowed, Denied, Reason, Standing, may
from storage.people import Person, Role

CUSTOMER_ACTS = [act for act in Act if act not in TEAM]
SALES = (Role.REP, Role.SUPERVISOR, Role.DIRECTOR, Role.ADMIN)
LEADERS = (Role.SUPERVISOR, Role.DIRECTOR)
#: What each role may do: acts on customers by standing, then acts on the team. Everything else is denied.
EXPECTED = {
    Role.REP: ({Standing.OWN}, {Act.CREATE}),
    Role.SUPERVISOR: ({Standing.OWN, Standing.BELOW}, {Act.CREATE, Act.SEE_TEAM, Act.APPROVE_MEMBER}),
    Role.DIRECTOR: ({Standing.OWN, Standing.BELOW}, {Act.CREATE, Act.SEE_TEAM, Act.APPROVE_MEMBER}),
    Role.ADMIN: ({Standing.OWN, Standing.BELOW}, {Act.CREATE, Act.APPROVE_MEMBER, Act.SETUP}),
    Role.FINANCE: ({Standing.OWN}, set()),
    Role.LEGAL: ({Standing.OWN}, set()),
    Role.GUEST: (set(), set()),
}


def somebody(role: Role, *, active: bool = True) -> Person:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Person("me", "小李", role.value, None, active, moment, moment)


def ask(role: Role, act: Act, standing: Standing, *, active: bool = True) -> Allowed | Denied:
    owner = "me" if standing is Standing.OWN else "other"
    managers = ["boss", "me"] if standing is Standing.BELOW else ["boss"]
    return may(somebody(role, active=active), act, owner_id=owner, owner_managers=managers)


@pytest.mark.parametrize(("role", "act", "standing"), list(product(Role, CUSTOMER_ACTS, Standing)))
def test_customers_are_open_to_their_owner_and_those_above_him(
    role: Role, act: Act, standing: Standing
) -> None:
    others_too = standing is Standing.OWN or act is not Act.SHOW_PHONE
    assert bool(ask(role, act, standing)) is (standing in EXPECTED[role][0] and others_too)


@pytest.mark.parametrize(("role", "act"), list(product(Role, TEAM)))
def test_acts_on_the_team_go_by_role_alone(role: Role, act: Act) -> None:
    assert {bool(ask(role, act, standing)) for standing in Standing} == {act in EXPECTED[role][1]}
    assert bool(may(somebody(role), act)) is (act in EXPECTED[role][1])


@pytest.mark.parametrize(("role", "act", "standing"), list(product(Role, Act, Standing)))
def test_somebody_who_left_may_do_nothing(role: Role, act: Act, standing: Standing) -> None:
    assert ask(role, act, standing, active=False) == Denied(Reason.INACTIVE)


@pytest.mark.parametrize(("role", "act"), list(product(Role, CUSTOMER_ACTS)))
def test_an_act_on_a_customer_nobody_owns_is_denied(role: Role, act: Act) -> None:
    assert not may(somebody(role), act)


@pytest.mark.parametrize(
    ("role", "act", "reason"),
    [
        (Role.GUEST, Act.SEE, Reason.GUEST),
        (Role.REP, Act.SEE, Reason.NOT_YOURS),
        (Role.SUPERVISOR, Act.CHANGE, Reason.NOT_YOUR_TEAM),
        (Role.REP, Act.APPROVE_MEMBER, Reason.NEEDS_SUPERVISOR),
        (Role.DIRECTOR, Act.SETUP, Reason.NEEDS_ADMIN),
        (Role.FINANCE, Act.CREATE, Reason.NOT_A_SELLER),
    ],
)
def test_a_denial_says_why(role: Role, act: Act, reason: Reason) -> None:
    assert ask(role, act, Standing.OTHER) == Denied(reason)


def test_an_admin_sees_customers_only_of_those_he_leads() -> None:
    assert not ask(Role.ADMIN, Act.SEE, Standing.OTHER)
    assert ask(Role.ADMIN, Act.SEE, Standing.BELOW)


def test_an_owner_in_a_circle_of_managers_still_owns() -> None:
    rep = somebody(Role.REP)
    assert may(rep, Act.SEE, owner_id="me", owner_managers=["me"])
