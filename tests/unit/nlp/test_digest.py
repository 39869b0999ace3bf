from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

import nlp
from nlp.digest import chat_facts, summarise
from nlp.model import Side, Turn

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 10, tzinfo=ZONE)


def chat(*said: str) -> list[Turn]:
    return [
        Turn(str(n), Side.CUSTOMER if line[0] == "c" else Side.STAFF, line[2:]) for n, line in enumerate(said)
    ]


DEAL = chat(
    "c:官网看到你们，我们15个人的销售团队",
    "r:您好，想解决什么问题",
    "c:跟进老是忘",
    "r:我们有自动提醒",
    "c:发个报价，先试用一下",
    "r:试用已开通，报价明天上午给您",
    "c:我叫石磊，18612340000",
)


def test_a_chat_has_exactly_three_points_each_resting_on_words_that_were_said() -> None:
    points = nlp.digest(DEAL, now=NOW)
    assert [p.turn for p in points.new_request] == ["4"]
    assert [p.turn for p in points.next_step] == ["5"]
    assert points.concern[0].turn in {"0", "2"}
    for point in (*points.concern, *points.new_request, *points.next_step):
        assert DEAL[int(point.turn)].text[point.start : point.end] == point.text


def test_a_point_nobody_spoke_about_is_empty() -> None:
    points = nlp.digest(chat("c:太贵了", "r:可以分期的", "c:再考虑一下吧"), now=NOW)
    assert points.new_request == ()
    assert [p.text for p in points.next_step] == ["再考虑一下吧"]


def test_the_facts_of_a_chat_are_what_it_gives() -> None:
    facts = chat_facts(DEAL, NOW)
    assert (facts.contact, facts.phone, facts.source) == ("石磊", "18612340000", "官网")
    assert {"报价", "试用"} <= set(facts.keywords)
    assert facts.next_when is not None
    assert facts.next_when.date().isoformat() == "2026-11-19"


def test_a_refusal_loses_and_a_payment_wins() -> None:
    assert chat_facts(chat("c:不考虑加盟了，谢谢", "r:方便说下原因吗", "c:真不用了"), NOW).stage == "输单"
    assert chat_facts(chat("c:我要两台", "r:收款码发您", "c:钱转了"), NOW).stage == "赢单"


def test_the_summary_picks_at_most_three_sentences_in_their_order() -> None:
    said = [
        "大家好。",
        "乡村振兴需要发展产业，产业发展需要人才。",
        "谢谢。",
        "人才回到乡村，产业才有希望。",
        "今天天气不错。",
    ]
    picked = summarise(said)
    assert list(picked) == sorted(picked)
    assert {1, 3} <= set(picked)
    assert summarise([]) == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(Side)), st.text(max_size=40)), max_size=8))
def test_any_chat_is_summed_up_without_error(said: list[tuple[Side, str]]) -> None:
    turns = [Turn(str(n), side, text) for n, (side, text) in enumerate(said)]
    points = nlp.digest(turns, now=NOW)
    for point in (*points.concern, *points.new_request, *points.next_step):
        assert turns[int(point.turn)].text[point.start : point.end] == point.text
    chat_facts(turns, NOW)
