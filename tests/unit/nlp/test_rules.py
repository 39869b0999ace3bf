"""Signals: what is meant, by whom, and whether it is meant at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import rules
from nlp.model import Act, Polarity, Side, Signal
from nlp.normalize import normalize

DATA = Path(__file__).parent / "data"
KINDS = rules.OBJECTIONS | {
    "试听",
    "学费",
    "校区",
    "报价",
    "合同",
    "合同草稿",
    "方案",
    "演示",
    "试用",
    "样品",
    "发票",
}
TALK = {Polarity.POSITIVE, Polarity.HYPOTHETICAL, Polarity.SOLVED}
KINDS |= {"付款", "交期", "优惠", "售后", "招标"}


def signals(text: str, side: Side = Side.CUSTOMER) -> tuple[Signal, ...]:
    return rules.read(normalize(text), side=side).signals


def meant(text: str, side: Side = Side.CUSTOMER) -> dict[str, Act]:
    return {one.kind: one.act for one in signals(text, side) if one.polarity in TALK and one.kind in KINDS}


def denied(text: str, side: Side = Side.CUSTOMER) -> set[str]:
    return {one.kind for one in signals(text, side) if one.polarity is Polarity.NEGATED}


@pytest.mark.parametrize("text", ["先不用报价", "报价还没收到", "报价就免了", "没要报价", "不是要报价"])
def test_a_negation_that_reaches_the_concept_denies_it(text: str) -> None:
    assert denied(text) == {"报价"}


@pytest.mark.parametrize(
    "text",
    ["报价不含税", "报价不包安装", "报价没问题", "报价不用太细", "怎么还不报价", "有没有报价", "不光要报价"],
)
def test_a_negation_of_something_else_leaves_the_concept(text: str) -> None:
    assert "报价" in meant(text)


@pytest.mark.parametrize(
    ("text", "side", "act"),
    [
        ("合同发我", Side.CUSTOMER, Act.REQUEST),
        ("合同收到了", Side.CUSTOMER, Act.DONE),
        ("合同发您了", Side.STAFF, Act.DONE),
        ("明天给您合同", Side.STAFF, Act.PLAN),
        ("麻烦您把合同盖章回传", Side.STAFF, Act.REQUEST),
        ("合同里有三条", Side.STAFF, Act.MENTION),
    ],
)
def test_the_act_follows_the_words_and_the_speaker(text: str, side: Side, act: Act) -> None:
    assert meant(text, side)["合同"] is act


def test_offsets_are_those_of_the_original_text() -> None:
    text = "報 價單發我"
    assert [(one.kind, text[one.start : one.end]) for one in signals(text)] == [("报价", "報 價單")]


def test_a_word_that_only_seems_to_stand_there_is_refused() -> None:
    assert meant("我联合同行一起采购") == {}


def labelled(name: str) -> list[tuple[str, Side, set[str], set[str]]]:
    found = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            sender, text, acts, negated, *optional = (part.strip() for part in line.split("|"))
            wanted = {item.split("=")[0] for item in acts.split(",") if item}
            spare = {item for item in negated.split(",") + (optional or [""])[0].split(",") if item}
            found.append((text, Side.STAFF if sender == "r" else Side.CUSTOMER, wanted, spare))
    return found


@pytest.mark.parametrize(
    ("name", "floor"),
    [
        ("keywords_a.txt", 0.95),
        ("keywords_b.txt", 0.95),
        ("keywords_c.txt", 0.95),
        ("keywords_d.txt", 0.95),
        ("keywords_e.txt", 0.97),
        ("keywords_f.txt", 0.93),
        ("keywords_g.txt", 0.95),
        ("keywords_h.txt", 0.95),
        ("keywords_i.txt", 0.95),
        ("keywords_j.txt", 0.92),
        ("keywords_k.txt", 0.94),
        ("keywords_l.txt", 0.80),
        ("keywords_m.txt", 0.95),
        ("keywords_n.txt", 0.95),
        ("keywords_o.txt", 0.92),
        ("keywords_p.txt", 0.93),
    ],
)
def test_our_own_lines_are_read_well_enough(name: str, floor: float) -> None:
    right = wrong = missed = 0
    for text, side, wanted, spare in labelled(name):
        found = set(meant(text, side))
        right += len(found & wanted)
        wrong += len(found - wanted - spare)
        missed += len(wanted - found)
    assert 2 * right / (2 * right + wrong + missed) >= floor


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("要是签了合同再说发货", "合同", Polarity.HYPOTHETICAL),
        ("如果这周能签合同就给你们做", "合同", Polarity.HYPOTHETICAL),
        ("如果方便，报价发我", "报价", Polarity.POSITIVE),
        ("万一合同丢了怎么补", "合同", Polarity.POSITIVE),
        ("我表姐跟装修公司签合同吵起来了", "合同", Polarity.QUOTED),
        ("客户原话：“先发合同”", "合同", Polarity.QUOTED),
        ("小朋友想来试听", "试听", Polarity.POSITIVE),
        ("售后的问题已经解决了", "售后", Polarity.SOLVED),
        ("售后的问题解决了吗", "售后", Polarity.POSITIVE),
        ("售后的问题还没解决", "售后", Polarity.POSITIVE),
    ],
)
def test_what_is_supposed_quoted_or_solved_is_told_from_what_is_meant(
    text: str, kind: str, polarity: Polarity
) -> None:
    assert {one.polarity for one in signals(text) if one.kind == kind} == {polarity}


@pytest.mark.parametrize(
    ("text", "kind", "act"),
    [
        ("好的，那就约周六上午试听", "试听", Act.PLAN),
        ("好的，报价单整理好发您", "报价", Act.PLAN),
        ("等我把合同弄好了发你", "合同", Act.PLAN),
        ("已经把报价单整理好发您了", "报价", Act.DONE),
        ("合同弄好发您了", "合同", Act.DONE),
        ("报价单有效期到月底", "报价", Act.MENTION),
        ("合同您签好拍给我就行", "合同", Act.REQUEST),
        ("方案第二版重新做了，下午四点前给您", "方案", Act.PLAN),
        ("师傅约了明早上门修", "售后", Act.PLAN),
    ],
)
def test_a_rep_who_still_has_to_send_it_is_told_from_one_who_did(text: str, kind: str, act: Act) -> None:
    assert meant(text, Side.STAFF)[kind] is act


@pytest.mark.parametrize(
    "text",
    ["想给她报个数学班", "别来了又说没配件", "等着用气呢", "我弟在招标办上班", "我跟公司签的合同到期了"],
)
def test_words_of_another_matter_say_nothing_of_this_deal(text: str) -> None:
    assert meant(text) == {}
    assert denied(text) == set()


@pytest.mark.parametrize("unit", ["报价", "报价不", "合同，", "贵"])
def test_a_word_repeated_for_ever_is_followed_up_a_few_times_in_a_sentence(unit: str) -> None:
    assert len(signals((unit * 300)[:200])) <= 8


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("报价合同不没用了吗，。发我要签付款贵批预算 ")),
        max_size=80,
    )
)
@settings(max_examples=200)
def test_any_text_is_read_without_an_error_and_in_place(text: str) -> None:
    for one in signals(text):
        assert text[one.start : one.end] == one.text
