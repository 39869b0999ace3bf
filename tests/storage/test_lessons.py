"""What a team taught, and questions about its customers, on both databases."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from storage import business
from storage.lessons import Lesson
from storage.uow import Database
from tests.support.builders import NOW, a_lead

LESSON = Lesson("les_1", "wang", "报价", "这套系统三年多少钱", "这套系统三年多少钱？", "lilei", NOW)


def test_a_lesson_is_kept_for_its_team_once(database: Database) -> None:
    with database.begin() as uow:
        uow.lessons.teach(LESSON)
        again = uow.lessons.teach(dataclasses.replace(LESSON, id="les_2", taught_by="han"))
        assert (again.id, again.taught_by) == ("les_1", "han")
        assert uow.lessons.patterns("wang") == {("报价", "这套系统三年多少钱")}
        assert uow.lessons.patterns("zhao") == frozenset()


def test_a_reset_lesson_is_off_until_taught_again(database: Database) -> None:
    with database.begin() as uow:
        uow.lessons.teach(LESSON)
        uow.lessons.reset("les_1", NOW)
        assert uow.lessons.of_teams(["wang"]) == []
        uow.lessons.teach(dataclasses.replace(LESSON, id="les_3"))
        assert [lesson.id for lesson in uow.lessons.of_teams(["wang"])] == ["les_1"]


def test_customers_are_counted_by_stage_owner_and_day(database: Database) -> None:
    later = NOW + timedelta(days=1)
    lost = a_lead("l1", "甲", status="lost", stage="lost", closed_at=NOW)
    merged = a_lead("l2", "乙", status="merged")
    silent = a_lead("l3", "丙", stage="quoted", touched_at=NOW - timedelta(days=8))
    fresh = a_lead("l4", "丁")
    others = a_lead("l5", "戊", owner_id="han")
    with database.begin() as uow:
        for lead in (lost, merged, silent, fresh, others):
            uow.leads.add(lead)
        mine = ["lilei"]
        assert [x.id for x in business.closed(uow, mine, "lost", NOW, later)] == ["l1"]
        assert business.closed(uow, mine, "lost", later, later + timedelta(days=1)) == []
        assert {x.id for x in business.created(uow, mine, NOW, later)} == {"l1", "l3", "l4"}
        assert [x.id for x in business.untouched(uow, mine, "new")] == ["l4"]
        assert [x.id for x in business.silent(uow, mine, NOW - timedelta(days=7), "new")] == ["l3"]
        assert business.counts(uow, [*mine, "han"]) == {"new": 2, "quoted": 1}
