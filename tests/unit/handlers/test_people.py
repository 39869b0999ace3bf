"""Who is not known gets a friendly word and a supervisor one card; nothing else is done or kept."""

from __future__ import annotations

import pytest

from handlers.chat.content import Card
from storage.people import Role
from storage.uow import Database
from tests.support.builders import a_person
from tests.support.office import Office, Told, an_office, only_card, seen, texts


def asked(office: Office) -> Told:
    return only_card(office.writes("xiaowu", "新建线索 张总 13812345678"), "wang")


def test_a_stranger_is_greeted_and_a_supervisor_is_asked(office: Office) -> None:
    told = office.writes("xiaowu", "新建线索 张总 13812345678")
    assert texts(told, "xiaowu") == ["你好，我是跟进助手。已经请王经理帮你开通，好了我告诉你。"]
    card = only_card(told, "wang").content
    assert isinstance(card, Card)
    assert seen(card) == (
        "xiaowu 想加入团队\n"
        "刚才在跟进助手里说话了。同意后就能用。\n"
        "[同意] 同意 xiaowu\n"
        "[不同意] 不同意 xiaowu\n[为什么] 为什么"
    )


def test_nothing_a_stranger_says_is_done_or_kept(office: Office) -> None:
    asked(office)
    with office.open() as uow:
        assert uow.leads.named("张总") == []
        assert uow.conversations.by_native("wecom", "staff:xiaowu") is None


def test_a_guest_who_goes_on_writing_makes_no_flood(office: Office) -> None:
    asked(office)
    assert [office.writes("xiaowu", "在吗") for _ in range(5)] == [[]] * 5
    office.passes(hours=25)
    told = office.writes("xiaowu", "在吗")
    assert texts(told) == ["你好，我是跟进助手。已经请王经理帮你开通，好了我告诉你。"]
    assert [t for t in told if isinstance(t.content, Card)] == []


def test_a_guest_let_in_becomes_a_rep_of_that_team(office: Office) -> None:
    told = office.presses("wang", asked(office), "同意")
    with office.open() as uow:
        member = uow.people.by_native("wecom", "xiaowu")
    assert member is not None
    assert (member.role, member.active, member.manager_id) == (Role.REP, True, "wang")
    assert texts(told, "xiaowu")[0].startswith("你好，我是跟进助手。以后客户的事直接跟我说就行，比如：\n")
    assert texts(told, "wang") == ["好，xiaowu可以用了，我也打过招呼了。"]
    office.writes("xiaowu", "新建线索 张总 13812345678")
    assert office.lead("张总").owner_id == member.id


def test_a_guest_turned_away_is_told_kindly_and_stays_out(office: Office) -> None:
    told = office.presses("wang", asked(office), "不同意")
    assert texts(told, "xiaowu") == ["这边暂时没有给你开通，有需要可以直接找王经理。"]
    office.writes("xiaowu", "新建线索 张总 13812345678")
    with office.open() as uow:
        assert uow.leads.named("张总") == []


def test_a_decided_request_tells_who_decided(office: Office) -> None:
    card = asked(office)
    office.presses("wang", card, "同意")
    assert texts(office.presses("wang", card, "不同意")) == ["你今天 10:00 已经同意加入了。"]


def test_a_rep_may_not_let_people_in(office: Office) -> None:
    told = office.presses("lilei", asked(office), "同意")
    assert texts(told) == ["这个要主管来操作，可以请主管帮你点一下。"]
    with office.open() as uow:
        member = uow.people.by_native("wecom", "xiaowu")
    assert member is not None
    assert not member.active


@pytest.mark.parametrize("join", ["ask", "closed"])
def test_without_a_supervisor_only_the_friendly_word_is_said(sqlite_database: Database, join: str) -> None:
    office = Office(sqlite_database, join=join)
    told = office.writes("xiaowu", "你好")
    assert texts(told) == ["你好，我是跟进助手。还没给你开通，可以找管理员说一声。"]
    assert len(told) == 1


def test_a_closed_team_says_whom_to_ask_and_sends_no_card(sqlite_database: Database) -> None:
    office = an_office(sqlite_database, join="closed")
    told = office.writes("xiaowu", "你好")
    assert texts(told) == ["你好，我是跟进助手。还没给你开通，可以找王经理说一声。"]
    assert len(told) == 1


def test_an_open_team_lets_everybody_in_at_once(sqlite_database: Database) -> None:
    office = an_office(sqlite_database, join="auto")
    assert len(texts(office.writes("xiaowu", "你好"), "xiaowu")) == 1
    office.writes("xiaowu", "新建线索 张总 13812345678")
    assert office.lead("张总").name == "张总"


def test_a_colleague_who_left_is_not_served(office: Office) -> None:
    office.hires(a_person("old", "老周", active=False))
    office.writes("old", "新建线索 张总 13812345678")
    with office.open() as uow:
        assert uow.leads.named("张总") == []


def test_a_known_member_is_greeted_once(office: Office) -> None:
    office.hires(a_person("new", "小林", joined_at=None))
    assert len(texts(office.changes("new", "joined"))) == 1
    assert office.changes("new", "joined") == []
    assert office.changes("new", "opened") == []


def test_who_leaves_is_kept_but_noted_as_out_of_reach(office: Office) -> None:
    office.changes("lilei", "left")
    with office.open() as uow:
        assert [(p, i) for p, i, _ in uow.people.unreachable()] == [("wecom", "lilei")]
        assert uow.people.get("lilei").name == "李雷"
    office.changes("lilei", "joined")
    with office.open() as uow:
        assert uow.people.unreachable() == []
