"""To-dos: set in words, listed and finished by number, due on a card that can be put off."""

from __future__ import annotations

import pytest

from handlers.chat.content import Card
from handlers.todos.moments import due_moment
from tests.support.builders import a_context, a_lead, a_message, at
from tests.support.office import Office, Told, only_card, seen, texts


def due_card(office: Office) -> Told:
    ((kind, subject),) = [item for item in office.due() if item[0] == "todo"]
    return only_card(office.fires(kind, subject))


def test_a_reminder_is_set_to_the_minute_and_tied_to_its_customer(office: Office) -> None:
    office.knows(a_lead())
    told = office.writes("lilei", "明天下午三点提醒我给张总回电话")
    assert texts(told) == ["好，明天 15:00 提醒你给张总回电话。"]
    with office.open() as uow:
        (item,) = uow.todos.of_lead("lead_a")
    assert (item.text, item.due_at) == ("给张总回电话", at(21, 15))


def test_somebody_nobody_knows_may_be_reminded_of(office: Office) -> None:
    assert texts(office.writes("lilei", "明天十点提醒我给物业回电话"))
    with office.open() as uow:
        assert len(uow.todos.open_of(["lilei"])) == 1


def test_what_is_missing_is_asked_one_thing_at_a_time(office: Office) -> None:
    assert texts(office.writes("lilei", "提醒我发合同")) == ["什么时候提醒你？比如“明天下午三点”。"]
    assert texts(office.writes("lilei", "嗯嗯那个")) == [
        "没听出是什么时候，比如“明天下午三点”“半小时后”。不设了就说“算了”。"
    ]
    assert texts(office.writes("lilei", "下周二下午三点")) == ["好，周二 15:00 提醒你发合同。"]


@pytest.mark.parametrize(
    ("spoken", "moment"),
    [
        ("2026-11-21", at(21, 9)),
        ("2026-11-22", at(22, 9)),
        ("2026-11-20", at(20, 11)),
        ("2026-11-21T06:30", at(21, 6, 30)),
        ("2026-11-21T22:00", at(21, 22)),
    ],
    ids=["a day is its morning", "a Sunday too", "today in an hour", "early as named", "late as named"],
)
def test_a_clock_time_is_kept_and_a_day_means_its_morning(
    office: Office, spoken: str, moment: object
) -> None:
    with office.open() as uow:
        assert due_moment(a_context(uow, a_message("x")), spoken) == moment


def test_a_moment_that_is_past_is_asked_again(office: Office) -> None:
    told = texts(office.writes("lilei", "今天上午九点提醒我交周报"))
    assert told in (["今天 09:00 已经过了，换个时间吧。"], ["好，明天 09:00 提醒你交周报。"])
    with office.open() as uow:
        assert all(i.due_at and i.due_at > office.clock.now() for i in uow.todos.open_of(["lilei"]))


def test_the_list_is_numbered_and_the_most_urgent_comes_first(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "明天下午三点提醒我给张总回电话")
    office.writes("lilei", "今天十一点提醒我交周报")
    office.passes(hours=3)
    assert texts(office.writes("lilei", "我的待办")) == [
        "待办 2 件：\n1. 逾期 2 小时 交周报\n2. 明天 15:00 给张总回电话\n办完说“完成 1”。"
    ]
    assert texts(office.writes("lilei", "今天的待办")) == [
        "今天待办 1 件：\n1. 逾期 2 小时 交周报\n办完说“完成 1”。"
    ]
    assert texts(office.writes("lilei", "明天有什么安排")) == [
        "明天待办 1 件：\n1. 明天 15:00 给张总回电话\n办完说“完成 1”。"
    ]


def test_the_number_is_that_of_the_list_last_shown(office: Office) -> None:
    for text in ("明天九点提醒我交周报", "明天十点提醒我开会"):
        office.writes("lilei", text)
    office.writes("lilei", "我的待办")
    assert texts(office.writes("lilei", "完成 1")) == ["已完成：交周报。还有 1 件。"]
    assert texts(office.writes("lilei", "完成 2")) == ["已完成：开会。待办清空了。"]


def test_a_number_that_is_not_there_is_explained(office: Office) -> None:
    office.writes("lilei", "明天九点提醒我交周报")
    assert texts(office.writes("lilei", "完成 9")) == ["待办只有 1 件，没有第 9 件。说“我的待办”看看编号。"]


def test_finishing_twice_says_so(office: Office) -> None:
    office.writes("lilei", "明天九点提醒我交周报")
    office.writes("lilei", "我的待办")
    office.writes("lilei", "完成 1")
    assert texts(office.writes("lilei", "完成 1")) == ["“交周报”今天 10:00 已经完成了。"]


def test_a_due_to_do_is_shown_with_ways_to_put_it_off(office: Office) -> None:
    office.knows(a_lead())
    office.writes("lilei", "一小时后提醒我回张总")
    office.passes(hours=1)
    card = due_card(office)
    assert isinstance(card.content, Card)
    assert card.content.title == "待办：回张总"
    assert "客户 张总" in seen(card.content)
    assert [b.label for b in card.content.buttons] == ["完成", "半小时后", "明早", "改时间"]
    assert card.not_before == office.clock.now()


def test_putting_off_rings_again_at_the_new_moment_and_not_before(office: Office) -> None:
    office.writes("lilei", "一小时后提醒我交周报")
    office.passes(hours=1)
    card = due_card(office)
    assert texts(office.presses("lilei", card, "半小时后")) == ["好，今天 11:30 再提醒你：交周报。"]
    assert office.fires("todo", "todo_1") == []
    office.passes(minutes=30)
    assert isinstance(due_card(office).content, Card)


def test_tomorrow_means_its_morning(office: Office) -> None:
    office.writes("lilei", "一小时后提醒我交周报")
    office.passes(hours=1)
    assert texts(office.presses("lilei", due_card(office), "明早")) == ["好，明天 09:00 再提醒你：交周报。"]


def test_finishing_updates_every_card_it_was_shown_on(office: Office) -> None:
    office.writes("lilei", "一小时后提醒我交周报")
    office.passes(hours=1)
    first = due_card(office)
    office.presses("lilei", first, "半小时后")
    office.passes(minutes=30)
    second = due_card(office)
    office.writes("lilei", "完成 1")
    assert first.card_id is not None
    assert second.card_id is not None
    assert [office.card(c).closed for c in (first.card_id, second.card_id)] == ["已完成", "已完成"]
    assert texts(office.presses("lilei", first, "完成")) == ["“交周报”今天 11:30 已经完成了。"]


def test_a_named_hour_rings_at_night_but_a_late_reminder_waits_for_the_morning(office: Office) -> None:
    office.writes("lilei", "今晚十点提醒我交周报")
    office.passes(hours=12)
    (punctual,) = [item for item in office.due() if item[0] == "todo"]
    assert only_card(office.fires(*punctual)).not_before == office.clock.now()
    office.writes("lilei", "今晚十点半提醒我关灯")
    office.passes(hours=1)
    (late,) = [item for item in office.due() if item[0] == "todo"]
    assert only_card(office.fires(*late)).not_before == at(21, 8, 30)


def test_a_finished_to_do_does_not_ring(office: Office) -> None:
    office.writes("lilei", "一小时后提醒我交周报")
    office.writes("lilei", "完成 1")
    office.passes(hours=1)
    assert office.due() == []
    assert office.fires("todo", "todo_1") == []


def test_somebody_elses_to_do_is_not_ones_own_to_finish(office: Office) -> None:
    office.writes("lilei", "一小时后提醒我交周报")
    office.passes(hours=1)
    card = due_card(office)
    office.presses("han", card, "完成")
    with office.open() as uow:
        assert uow.todos.get("todo_1").status == "open"
