"""Customers, what identifies them, what is known and proposed about them."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.leads import Tag
from storage.uow import Database
from tests.storage.values import NOW, a_fact, a_lead, a_suggestion, after


def test_an_identifying_value_belongs_to_the_lead_that_was_first(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l1"))
        uow.leads.add(a_lead("l2"))
        assert uow.leads.claim_key("phone", "138", "l1") == "l1"
        assert uow.leads.claim_key("phone", "138", "l2") == "l1"
        assert uow.leads.claim_key("wechat", "138", "l2") == "l2"
        found = uow.leads.by_key("phone", "138")
        assert found == a_lead("l1")
        assert uow.leads.by_key("phone", "139") is None


def test_customers_are_found_by_part_of_a_number_among_some_owners(database: Database) -> None:
    with database.begin() as uow:
        for lead_id, owner, number in (("l1", "p1", "13812345678"), ("l2", "p2", "13855555678")):
            uow.leads.add(dataclasses.replace(a_lead(lead_id), owner_id=owner))
            uow.leads.claim_key("phone", number, lead_id)
        assert [each.id for each in uow.leads.with_number("%5678", owners=["p1"])] == ["l1"]
        assert {each.id for each in uow.leads.with_number("138%", owners=["p1", "p2"])} == {"l1", "l2"}
        assert uow.leads.with_number("139%", owners=["p1", "p2"]) == []


def test_a_value_claimed_at_once_has_one_holder(postgres_database: Database) -> None:
    def claim(number: int) -> str:
        with postgres_database.begin() as uow:
            return uow.leads.claim_key("phone", "138", f"l{number}")

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(claim, range(12)))) == 1


def test_released_values_can_be_claimed_anew(database: Database) -> None:
    with database.begin() as uow:
        for kind, value in (("phone", "138"), ("phone", "139"), ("unionid", "u")):
            uow.leads.claim_key(kind, value, "l1")
        assert uow.leads.keys_of("l1") == [("phone", "138"), ("phone", "139"), ("unionid", "u")]
        assert uow.leads.release_keys("l1", kind="phone", value="139") == 1
        assert uow.leads.release_keys("l1", kind="unionid") == 1
        assert uow.leads.release_keys("nobody") == 0
        assert uow.leads.claim_key("phone", "139", "l2") == "l2"
        assert uow.leads.release_keys("l1") == 1
        assert uow.leads.keys_of("l1") == []


@pytest.fixture
def customers(database: Database) -> Database:
    with database.begin() as uow:
        uow.leads.add(a_lead("l1", name="张总", company="百川 100%_科技"))
        uow.leads.add(a_lead("l2", name="张总", owner_id="other", touched_at=after(hours=1)))
        uow.leads.add(a_lead("l3", name="王总", company="张总", status="won"))
        uow.leads.add(a_lead("l4", name="张总", status="merged"))
    return database


def test_leads_are_named_exactly_and_the_newest_contact_comes_first(customers: Database) -> None:
    with customers.read() as uow:
        assert [lead.id for lead in uow.leads.named("张总")] == ["l2", "l1", "l3"]
        assert [lead.id for lead in uow.leads.named("张总", owners=["rep"])] == ["l1", "l3"]
        assert [lead.id for lead in uow.leads.named("张总", limit=1)] == ["l2"]
        assert uow.leads.named("张") == []
        assert uow.leads.named("张总", owners=[]) == []


@pytest.mark.parametrize(("words", "found"), [("张", ["l2", "l1", "l3"]), ("100%_", ["l1"]), ("%", ["l1"])])
def test_leads_are_found_by_a_part_of_their_name(customers: Database, words: str, found: list[str]) -> None:
    with customers.read() as uow:
        assert [lead.id for lead in uow.leads.like(words)] == found
        assert [lead.id for lead in uow.leads.like(words, owners=["other"])] == [
            i for i in found if i == "l2"
        ]


def test_leads_of_people(customers: Database) -> None:
    with customers.read() as uow:
        assert [lead.id for lead in uow.leads.of_owners(["rep", "other"])] == ["l2", "l1"]
        assert [lead.id for lead in uow.leads.of_owners(["rep"], status="won")] == ["l3"]


def test_a_touch_moves_forward_only_and_is_no_new_version(database: Database) -> None:
    with database.begin() as uow:
        uow.leads.add(a_lead("l"))
        uow.leads.touch("l", after(hours=1))
        uow.leads.touch("l", NOW)
        assert uow.leads.get("l") == a_lead("l", touched_at=after(hours=1))


def test_a_tag_is_given_once_and_knows_its_words(database: Database) -> None:
    tag = Tag("l", "价格敏感", "m", "太贵了", NOW)
    with database.begin() as uow:
        assert uow.leads.tag(tag)
        assert not uow.leads.tag(Tag("l", "价格敏感", "m2", None, after(hours=1)))
        assert uow.leads.tag(Tag("l", "就近校区", None, None, after(hours=1)))
        assert [t.tag for t in uow.leads.tags_of("l")] == ["价格敏感", "就近校区"]
        assert uow.leads.tags_from("m") == [tag]
        assert uow.leads.untag("l", "价格敏感")
        assert not uow.leads.untag("l", "价格敏感")
        assert uow.leads.tags_from("m") == []


def test_facts_are_found_by_lead_by_conversation_and_by_message(database: Database) -> None:
    with database.begin() as uow:
        uow.facts.add(a_fact("f2", at=after(hours=1), lead_id="l", field="name", status="active"))
        uow.facts.add(a_fact("f1", lead_id="l"))
        uow.facts.add(a_fact("f3", message_id="other", conversation_id="d"))
        assert [f.id for f in uow.facts.of_lead("l")] == ["f1", "f2"]
        assert [f.id for f in uow.facts.of_lead("l", field="name")] == ["f2"]
        assert [f.id for f in uow.facts.of_lead("l", field="name", status="proposed")] == []
        assert [f.id for f in uow.facts.proposed("c")] == ["f1"]
        assert [f.id for f in uow.facts.from_message("m")] == ["f1", "f2"]


def test_a_fact_moves_to_another_status_and_lead(database: Database) -> None:
    with database.begin() as uow:
        fact = uow.facts.add(a_fact("f"))
        changed = uow.facts.change(fact, status="active", lead_id="l")
        assert uow.facts.get("f") == changed == a_fact("f", status="active", lead_id="l")
        assert uow.facts.change(changed, status="refused").lead_id == "l"


def test_suggestions_are_found_by_what_they_propose(database: Database) -> None:
    with database.begin() as uow:
        uow.suggestions.add(a_suggestion("s1"))
        uow.suggestions.add(a_suggestion("s2", conversation_id="d", created_at=after(hours=1)))
        uow.suggestions.add(a_suggestion("s3", status="refused", kind="new_lead", lead_id="other"))
        assert uow.suggestions.by_key("key-s3") == a_suggestion(
            "s3", status="refused", kind="new_lead", lead_id="other"
        )
        assert uow.suggestions.by_key("nothing") is None
        assert [s.id for s in uow.suggestions.open_of()] == ["s1", "s2"]
        assert [s.id for s in uow.suggestions.open_of(lead_id="l")] == ["s1", "s2"]
        assert [s.id for s in uow.suggestions.open_of(conversation_id="d")] == ["s2"]
        assert [s.id for s in uow.suggestions.open_of(conversation_id="d", lead_id="other")] == []
        assert [s.id for s in uow.suggestions.of_lead("other", "new_lead")] == ["s3"]
        assert [s.id for s in uow.suggestions.from_message("m")] == ["s1", "s3", "s2"]
