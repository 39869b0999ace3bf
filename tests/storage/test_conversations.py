"""Conversations and what was said in them."""

from __future__ import annotations

from storage.uow import Database
from tests.storage.values import NOW, a_conversation, a_message, after


def test_a_conversation_is_found_by_every_side(database: Database) -> None:
    with database.begin() as uow:
        uow.conversations.add(a_conversation("c2", lead_id="l", customer_id="wm", created_at=after(hours=1)))
        uow.conversations.add(a_conversation("c1", lead_id="l", customer_id="wm"))
        assert [c.id for c in uow.conversations.of_lead("l")] == ["c1", "c2"]
        assert [c.id for c in uow.conversations.of_customer("wm")] == ["c1", "c2"]
        found = uow.conversations.by_native("wecom", "n-c2")
        assert found is not None
        assert found.id == "c2"
        assert uow.conversations.by_native("dingtalk", "n-c2") is None


def test_each_side_has_its_own_last_word_and_time_never_goes_back(database: Database) -> None:
    with database.begin() as uow:
        uow.conversations.add(a_conversation("c"))
        uow.conversations.touch("c", sender="customer", at=after(hours=2))
        uow.conversations.touch("c", sender="customer", at=NOW)
        uow.conversations.touch("c", sender="staff", at=after(hours=1))
        found = uow.conversations.get("c")
    assert (found.last_customer_at, found.last_staff_at) == (after(hours=2), after(hours=1))


def test_changing_sets_only_what_is_named(database: Database) -> None:
    with database.begin() as uow:
        uow.conversations.add(a_conversation("c"))
        uow.conversations.add(a_conversation("other"))
        uow.conversations.change("c", lead_id="l", refused=True, last_staff_at=NOW)
        uow.conversations.change("c", lead_id=None)
        uow.conversations.change("c")
        found = uow.conversations.get("c")
        assert uow.conversations.get("other") == a_conversation("other")
    assert found == a_conversation("c", refused=True, last_staff_at=NOW)


def test_the_same_message_of_a_platform_is_kept_once(database: Database) -> None:
    with database.begin() as uow:
        assert uow.messages.add_new(a_message("m"))
        assert not uow.messages.add_new(a_message("again", native_id="n-m", text="other"))
        found = uow.messages.by_native("wecom", "n-m")
    assert found == a_message("m")


def test_unread_messages_come_in_the_order_they_were_sent(database: Database) -> None:
    with database.begin() as uow:
        for key, minutes in (("m3", 3), ("m1", 1), ("m2", 2)):
            uow.messages.add(a_message(key, sent_at=after(minutes=minutes)))
        uow.messages.add(a_message("elsewhere", conversation_id="d"))
        unread = uow.messages.unread("c")
        assert [m.id for m in unread] == ["m1", "m2", "m3"]
        assert [m.id for m in uow.messages.unread("c", limit=2)] == ["m1", "m2"]
        uow.messages.mark_read(unread[:2], NOW)
        uow.messages.mark_read([], NOW)
        assert [m.id for m in uow.messages.unread("c")] == ["m3"]
        assert uow.messages.get("m1").read_at == NOW


def test_a_chat_shows_its_last_messages_without_the_recalled_ones(database: Database) -> None:
    with database.begin() as uow:
        for number in range(5):
            uow.messages.add(a_message(f"m{number}", sent_at=after(minutes=number)))
        uow.messages.recall("m3", NOW)
        assert [m.id for m in uow.messages.of_conversation("c")] == ["m0", "m1", "m2", "m4"]
        assert [m.id for m in uow.messages.of_conversation("c", limit=2)] == ["m2", "m4"]
        assert [m.id for m in uow.messages.of_conversation("c", since=after(minutes=2))] == ["m2", "m4"]
        assert uow.messages.get("m3").recalled_at == NOW
