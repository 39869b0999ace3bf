"""Quotes, to-dos, alerts, cards, dialogues, stories and the audit."""

from __future__ import annotations

import dataclasses

from storage.alerts import Alert
from storage.cards import ShownCard
from storage.uow import Database
from tests.storage.values import NOW, a_change, a_line, a_quote, a_todo, after, sample


def test_quotes_are_found_by_lead_conversation_owner_and_message(database: Database) -> None:
    with database.begin() as uow:
        uow.quotes.add(a_quote("q2", number=2, sent_at=after(hours=1), status="acknowledged"))
        uow.quotes.add(a_quote("q1", status="replaced"))
        uow.quotes.add(a_quote("k1", kind="contract", message_id="other", sent_at=after(hours=2)))
        assert [q.id for q in uow.quotes.of_lead("l")] == ["q1", "k1", "q2"]
        assert [q.id for q in uow.quotes.of_lead("l", kind="quote")] == ["q1", "q2"]
        assert [q.id for q in uow.quotes.open_in("c")] == ["q2", "k1"]
        assert [q.id for q in uow.quotes.in_conversation("c")] == ["q1", "q2", "k1"]
        assert [q.id for q in uow.quotes.open_of_owners(["rep"])] == ["q2", "k1"]
        assert [q.id for q in uow.quotes.open_of_owners(["rep"], limit=1)] == ["q2"]
        assert uow.quotes.open_of_owners(["nobody"]) == []
        assert [q.id for q in uow.quotes.from_message("m")] == ["q1", "q2"]


def test_the_most_urgent_to_do_comes_first_and_those_without_a_date_last(database: Database) -> None:
    with database.begin() as uow:
        uow.todos.add(a_todo("some time"))
        uow.todos.add(a_todo("later", due_at=after(days=2)))
        uow.todos.add(a_todo("soon", due_at=after(days=1)))
        uow.todos.add(a_todo("done", status="done", due_at=NOW))
        assert [t.id for t in uow.todos.open_of(["rep"])] == ["soon", "later", "some time"]
        assert [t.id for t in uow.todos.open_of(["rep"], before=after(days=2))] == ["soon"]
        assert [t.id for t in uow.todos.open_of(["rep"], limit=1)] == ["soon"]
        assert [t.id for t in uow.todos.of_lead("l")] == ["soon", "later", "some time"]
        assert [t.id for t in uow.todos.of_lead("l", status="done")] == ["done"]
        assert {t.id for t in uow.todos.of_quote("q")} == {"soon", "later", "some time", "done"}


def test_alerts_are_found_by_episode_and_subject(database: Database) -> None:
    first = sample(Alert, "1")
    second = dataclasses.replace(sample(Alert, "2"), subject_id=first.subject_id, raised_at=after(hours=1))
    with database.begin() as uow:
        uow.alerts.add(second)
        uow.alerts.add(first)
        assert uow.alerts.by_episode(first.episode) == first
        assert uow.alerts.by_episode("quiet") is None
        assert uow.alerts.of_subject(first.subject_id) == [first, second]


def test_a_right_to_change_a_card_is_spent_once_the_newest_first(database: Database) -> None:
    with database.begin() as uow:
        for code, hours in (("old", 5), ("new", 5), ("stale", -1)):
            uow.cards.add_handle("c", code, after(hours=hours))
        assert uow.cards.handle("c", NOW) == ("new", after(hours=5))
        uow.cards.spend_handle("c", "new", NOW)
        assert uow.cards.handle("c", NOW) == ("old", after(hours=5))
        uow.cards.spend_handle("c", "old", NOW)
        assert uow.cards.handle("c", NOW) is None
        assert uow.cards.handle("other", NOW) is None
        assert uow.cards.forget_handles(NOW) == 1


def test_cards_about_one_thing(database: Database) -> None:
    first = dataclasses.replace(sample(ShownCard, "1"), subject_id="q", status="open")
    second = dataclasses.replace(sample(ShownCard, "2"), subject_id="q", status="open")
    with database.begin() as uow:
        uow.cards.add(second)
        uow.cards.add(first)
        assert uow.cards.of_subject("q") == [first, second]
        uow.cards.change(first.id, status="superseded", superseded_by=second.id, content={"title": "报价"})
        assert uow.cards.of_subject("q") == [second]
        (changed,) = uow.cards.of_subject("q", status="superseded")
    assert (changed.superseded_by, changed.content) == (second.id, {"title": "报价"})


def test_a_dialogue_is_forgotten_when_it_expires(database: Database) -> None:
    with database.begin() as uow:
        uow.dialogues.put("rep", "question", {"ask": 1}, until=after(minutes=5))
        uow.dialogues.put("rep", "question", {"ask": 2}, until=after(minutes=10))
        uow.dialogues.put("rep", "lead", {"id": "l"}, until=after(minutes=10))
        assert uow.dialogues.get("rep", "question", after(minutes=9)) == {"ask": 2}
        assert uow.dialogues.get("rep", "question", after(minutes=10)) is None
        assert uow.dialogues.get("other", "question", NOW) is None
        uow.dialogues.drop("rep", "question")
        assert uow.dialogues.get("rep", "question", NOW) is None
        assert uow.dialogues.forget(after(hours=1)) == 1


def test_a_customers_story_is_told_from_its_latest_line(database: Database) -> None:
    with database.begin() as uow:
        uow.timeline.add(a_line("l", text="late", at=after(hours=1), message_id="m"))
        uow.timeline.add(a_line("l", text="early", subject_id="q", actor_id="rep"))
        uow.timeline.add(a_line("l", text="also early"))
        uow.timeline.add(a_line("other"))
        story = uow.timeline.of_lead("l")
        assert [line.text for line in story] == ["late", "also early", "early"]
        assert dataclasses.replace(story[2], id=None) == a_line(
            "l", text="early", subject_id="q", actor_id="rep"
        )
        assert [line.text for line in uow.timeline.of_lead("l", limit=1)] == ["late"]
        assert uow.timeline.withdraw("m") == 1
        assert uow.timeline.move("l", "other") == 2
        assert len(uow.timeline.of_lead("other")) == 3


def test_every_change_can_be_found_again_and_taken_back_in_reverse(database: Database) -> None:
    with database.begin() as uow:
        first = uow.audit.add(a_change("l1", event_key="e", before={"stage": "new"}, after={"stage": "won"}))
        second = uow.audit.add(a_change("l2", event_key="e", actor_id="rep", why="说了", message_id="m"))
        found = uow.audit.get(first)
        assert found == a_change(
            "l1", event_key="e", before={"stage": "new"}, after={"stage": "won"}, id=first
        )
        assert [change.id for change in uow.audit.of_event("e")] == [second, first]
        assert [change.id for change in uow.audit.of_subject("l2")] == [second]
        assert [change.id for change in uow.audit.of_lead("l")] == [second, first]
        assert [change.id for change in uow.audit.of_lead("l", limit=1)] == [second]
        undoing = uow.audit.add(a_change("l1", undoes=first))
        uow.audit.mark_undone(first, after(hours=1))
        again = uow.audit.get(first)
        assert again is not None
        assert again.undone_at == after(hours=1)
        taken_back = uow.audit.get(undoing)
        assert taken_back is not None
        assert taken_back.undoes == first
        assert uow.audit.get(undoing + 1) is None
