"""The funnel: order, spoken names, moves, and a team's own stages."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sales.funnel import Funnel, Stage, built_in
from handlers.sales.funnel_config import FunnelError

CODES = [stage.code for stage in built_in()]


def test_the_built_in_stages_stand_in_a_salespersons_order() -> None:
    names = [stage.name for stage in built_in()]
    assert names == [
        "新线索",
        "已联系",
        "需求确认",
        "已试听/演示",
        "方案确认",
        "已报价",
        "价格谈判",
        "合同流程",
        "成交",
        "丢单",
        "暂缓",
    ]


def test_every_open_stage_says_what_proves_it_and_how_long_it_takes() -> None:
    for stage in built_in().open_stages:
        assert stage.evidence, stage.name
        assert stage.standard_hours > 0, stage.name


@pytest.mark.parametrize(
    ("spoken", "code"),
    [
        ("线索", "new"),
        ("初步沟通", "contacted"),
        ("需求确认", "qualified"),
        ("方案", "proposal"),
        ("演示", "demo"),
        ("报价", "quoted"),
        ("谈判", "negotiation"),
        ("合同", "contract"),
        ("赢单", "won"),
        ("输单", "lost"),
        ("试听", "demo"),
        ("签约", "contract"),
        ("已签约", "won"),
        ("签约了", "won"),
        ("报价阶段", "quoted"),
        ("合同环节", "contract"),
        ("推进到合同流程", "contract"),
        ("试听/演示", "demo"),
        ("已试听／演示", "demo"),
        (" 价格 谈判 ", "negotiation"),
        ("暂缓", "paused"),
        ("WON", "won"),
        ("quoted", "quoted"),
        ("报价单发了", "quoted"),
        ("走合同流程", "contract"),
    ],
)
def test_a_spoken_name_finds_its_stage(spoken: str, code: str) -> None:
    stage = built_in().find(spoken)
    assert stage is not None
    assert stage.code == code


@pytest.mark.parametrize("spoken", ["", "发", "没成交", "不报价", "报价谈判", "吃饭", "张总"])
def test_a_name_that_means_none_or_several_finds_nothing(spoken: str) -> None:
    assert built_in().find(spoken) is None


def test_an_ambiguous_name_lists_what_it_may_mean() -> None:
    assert [stage.code for stage in built_in().candidates("报价谈判")] == ["quoted", "negotiation"]


@given(st.sampled_from(list(built_in())))
def test_every_name_and_alias_finds_its_own_stage(stage: Stage) -> None:
    for spoken in (stage.code, stage.name, *stage.aliases):
        assert built_in().find(spoken) is stage
        assert built_in().find(spoken + "阶段") is stage


@given(st.text(max_size=30))
def test_no_spoken_name_breaks_the_search(spoken: str) -> None:
    found = built_in().find(spoken)
    assert found is None or found in list(built_in())


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_any_move_is_allowed_but_to_stay(a: str, b: str) -> None:
    assert built_in().allowed(a, b) is (a != b)


def test_a_move_to_an_unknown_stage_is_not_allowed() -> None:
    assert not built_in().allowed("new", "elsewhere")
    assert built_in().allowed("elsewhere", "new")


@given(st.sampled_from(CODES), st.sampled_from(CODES), st.sampled_from(CODES))
def test_after_is_a_strict_order(a: str, b: str, c: str) -> None:
    funnel = built_in()
    assert not (funnel.after(a, b) and funnel.after(b, a))
    if funnel.after(a, b) and funnel.after(b, c):
        assert funnel.after(a, c)


def test_next_walks_every_open_stage_and_ends_at_won() -> None:
    funnel, walked = built_in(), [built_in().first]
    while (following := funnel.next(walked[-1].code)) is not None:
        walked.append(following)
    assert walked == [*funnel.open_stages, funnel.won]


def test_lost_and_paused_lie_beside_the_way() -> None:
    funnel = built_in()
    assert not any(funnel.after(code, other) for code in ("lost", "paused") for other in CODES)
    assert funnel.next("lost") is None


def test_a_code_of_an_older_funnel_stands_for_itself_before_the_first_stage() -> None:
    funnel = built_in()
    assert funnel.get("old_stage").name == "old_stage"
    assert funnel.index("old_stage") == -1
    assert funnel.after("new", "old_stage")
    assert funnel.next("old_stage") is funnel.first
    assert "old_stage" not in funnel


def test_a_team_replaces_the_stages_and_keeps_the_endings() -> None:
    funnel = Funnel.from_config(
        [
            {"code": "lead", "name": "线索池", "standard_hours": 8},
            {"code": "price", "name": "报价", "aliases": ["出价"]},
            {"code": "deal", "name": "赢单"},
        ]
    )
    assert [stage.code for stage in funnel.open_stages] == ["lead", "price"]
    assert (funnel.won.code, funnel.lost.name, funnel.paused.name) == ("deal", "丢单", "暂缓")
    assert funnel.find("出价") is funnel.get("price")


def test_a_teams_stage_takes_over_the_proof_of_the_built_in_one_it_is_tied_to() -> None:
    funnel = Funnel.from_config(
        [{"code": "price", "name": "出价", "aliases": ["报价"]}, {"code": "haggle", "name": "谈判"}]
    )
    assert funnel.get("price").proof == built_in().get("quoted").proof
    assert {rule.after for rule in funnel.get("haggle").proof} == {"price"}


def test_proof_of_ones_own_is_kept() -> None:
    proof = [{"signal": "私有化", "weight": 1, "act": "request", "side": "customer", "near": "部署"}]
    funnel = Funnel.from_config([{"code": "quoted", "name": "报价", "proof": proof}])
    (rule,) = funnel.get("quoted").proof
    assert (rule.signal, rule.acts, rule.near) == ("私有化", ("request",), ("部署",))


def test_no_stages_of_ones_own_mean_the_built_in_funnel() -> None:
    assert Funnel.from_config([]) is built_in()


def test_every_problem_is_listed_with_its_place() -> None:
    with pytest.raises(FunnelError) as caught:
        Funnel.from_config(
            [
                {"code": "A b", "name": "", "standard_hours": -1, "kind": "maybe", "colour": "red"},
                {
                    "code": "b",
                    "name": "乙",
                    "aliases": [1],
                    "proof": [{"signal": "", "weight": 2, "act": "x"}],
                },
            ]
        )
    places = [problem.split(":")[0] for problem in caught.value.problems]
    assert places == [
        "stages[0].colour",
        "stages[0].code",
        "stages[0].name",
        "stages[0].standard_hours",
        "stages[0].kind",
        "stages[1].aliases",
        "stages[1].proof[0].signal",
        "stages[1].proof[0].weight",
        "stages[1].proof[0].act",
    ]


def test_clashes_between_stages_are_listed() -> None:
    with pytest.raises(FunnelError) as caught:
        Funnel.from_config(
            [
                {"code": "a", "name": "甲", "kind": "won"},
                {"code": "a", "name": "乙", "aliases": ["甲"], "kind": "won"},
            ]
        )
    text = str(caught.value)
    for part in (
        "stages[1].code: a is taken",
        "the name 甲 is taken",
        "at least one must be open",
        "more than one is won",
    ):
        assert part in text


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["code", "name", "aliases", "standard_hours", "evidence", "kind", "proof", "x"]),
            st.one_of(
                st.text(max_size=5),
                st.integers(),
                st.none(),
                st.lists(st.text(max_size=3), max_size=2),
                st.booleans(),
            ),
        ),
        max_size=4,
    )
)
def test_nonsense_is_refused_with_problems_and_never_crashes(entries: list[dict[str, object]]) -> None:
    with contextlib.suppress(FunnelError):
        assert Funnel.from_config(entries).first.kind == "open"
