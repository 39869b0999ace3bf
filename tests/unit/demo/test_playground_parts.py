"""The playground's small parts: its first day, its papers, its stories, what it keeps."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from bot.clock import ManualClock
from bot.demo import keeping, papers
from bot.demo.playground import DATABASE, begins, forget
from bot.demo.stories import MOVES, ORDER, load, next_at
from bot.demo.world import TEAM, World
from handlers.sales.worktime import WorkTime
from tests.support.world import a_world

SHANGHAI = ZoneInfo("Asia/Shanghai")
USERIDS = {person.wecom for person in TEAM}


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2026, 10, 2), date(2026, 10, 12)),
        (date(2026, 2, 18), date(2026, 3, 2)),
    ],
    ids=["a monday", "a sunday", "the national holiday", "spring festival"],
)
def test_the_playground_begins_on_a_monday_with_a_whole_working_week(today: date, monday: date) -> None:
    clock = ManualClock(datetime.combine(today, time(15), SHANGHAI))
    assert begins(clock, WorkTime(SHANGHAI)) == datetime.combine(monday, time(10), SHANGHAI)


def test_nine_in_the_morning_is_the_next_one() -> None:
    monday = datetime(2026, 11, 23, 8, 59, tzinfo=SHANGHAI)
    assert next_at(monday, time(9)) == datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)
    assert next_at(monday + timedelta(minutes=1), time(9)) == datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("pages", [1, 3, 12])
def test_a_prepared_paper_has_the_pages_it_says(pages: int) -> None:
    content, mime = papers.paper("报价单.pdf", pages)
    assert mime == "application/pdf"
    assert len(PdfReader(io.BytesIO(content), strict=True).pages) == pages


@pytest.mark.parametrize("name", ORDER)
def test_a_story_is_short_and_every_step_says_where_to_look(name: str) -> None:
    steps = load()[name].steps
    assert 5 <= len(steps) <= 10
    for step in steps:
        assert 2 <= len(step.label) <= 10, step.label
        assert 8 <= len(step.caption) <= 40, step.caption
        assert step.look in {"customer", *USERIDS}
        assert step.acts
        assert {act["clock"] for act in step.acts if "clock" in act} <= set(MOVES)


def test_forgetting_removes_only_what_the_playground_made(tmp_path: Path) -> None:
    for name in (DATABASE, f"{DATABASE}-wal", keeping.FILE, "genjin.db"):
        (tmp_path / name).touch()
    forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["genjin.db"]


async def test_phones_and_chats_stand_as_they_stood_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / DATABASE}"
    async with a_world(url) as world:
        await world.customer("张总").says("这套系统三年多少钱？")
        await world.burst_passes()
        await world.sales("李雷").says("帮助")
        keeping.save(world.running, tmp_path)
        screen = world.sales("李雷").screen()

    kept = keeping.read(tmp_path)
    assert kept is not None
    clock = ManualClock(keeping.moment(kept))
    async with World(url, clock) as again:
        keeping.restore(again, kept)
        chat = again.chats.open("张总", "lilei")
        assert [line.text for line in chat.lines] == ["这套系统三年多少钱？"]
        member = again.phones.member("lilei")
        await member.presses(member.messages[0], "建档")
        await again.settle()
        card = again.phones.screens.current(member.messages[0]).card
        assert card is not None
        assert card.greyed_as == "已建档"
        line = await again.chats.say(chat, "customer", "我电话 13812345678")
        assert line.id not in {each.id for each in chat.lines[:-1]}
    assert "发现新线索" in screen


def test_a_folder_without_a_past_has_none(tmp_path: Path) -> None:
    assert keeping.read(tmp_path) is None
