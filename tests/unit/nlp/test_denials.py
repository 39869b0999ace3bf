"""The grammar of denial: every cue, before and behind every concept, with what only looks like a denial."""

from __future__ import annotations

import itertools

import pytest

from nlp import rules, slips
from nlp.model import Act, Polarity, Side
from nlp.normalize import normalize

THINGS = ("报价", "合同", "方案", "演示", "试听", "试用", "样品", "发票", "付款", "合同草稿")
BEFORE = (
    "先不用{}",
    "先别安排{}",
    "我们不需要{}",
    "暂时不考虑{}",
    "没必要再{}了",
    "用不着{}",
    "还没来得及{}",
    "还没轮到{}",
    "谈不上{}",
    "懒得{}了",
    "取消{}吧",
    "没顾上{}",
    "轮不到{}",
    "不打算{}",
)
BEHIND = (
    "{}就免了吧",
    "{}拉倒吧",
    "{}算了",
    "{}作废吧",
    "{}取消了",
    "{}黄了",
    "{}搁置了",
    "{}打住",
    "{}搁浅了",
    "{}先放放",
    "{}先撂一边",
    "{}往后放放吧",
    "{}还没轮到呢",
    "{}轮不到我管",
    "{}谈不上",
    "{}没必要",
    "{}用不着",
    "{}就不折腾了",
    "{}甭弄了",
    "{}别做了",
    "{}作罢",
    "{}这事儿泡汤了",
)
NO_DENIALS = (
    "{}能不能快点",
    "怎么还不给{}",
    "有没有{}",
    "{}没问题",
    "{}别弄错了",
    "{}别忘了",
    "没说不要{}",
    "不光要{}",
)


def polarities(text: str, kind: str, side: Side = Side.CUSTOMER) -> set[Polarity]:
    """How a text stands to one concept."""
    return {one.polarity for one in rules.read(normalize(text), side=side).signals if one.kind == kind}


@pytest.mark.parametrize(("cue", "thing"), [*itertools.product(BEFORE, THINGS)])
def test_a_denial_before_a_concept_denies_it(cue: str, thing: str) -> None:
    assert polarities(cue.format(thing), thing) == {Polarity.NEGATED}


@pytest.mark.parametrize(("cue", "thing"), [*itertools.product(BEHIND, THINGS)])
def test_a_denial_behind_a_concept_denies_it(cue: str, thing: str) -> None:
    assert polarities(cue.format(thing), thing) == {Polarity.NEGATED}


@pytest.mark.parametrize(("form", "thing"), [*itertools.product(NO_DENIALS, THINGS)])
def test_what_only_looks_like_a_denial_leaves_the_concept(form: str, thing: str) -> None:
    assert Polarity.NEGATED not in polarities(form.format(thing), thing)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("报价不含税", "报价"),
        ("学费不涨", "学费"),
        ("试听不要钱", "试听"),
        ("试用不用绑卡", "试用"),
        ("合同里没写运费", "合同"),
        ("校区不用换", "校区"),
        ("发票抬头不变", "发票"),
        ("优惠不叠加", "优惠"),
        ("老板批了没", "等审批"),
    ],
)
def test_a_denied_property_leaves_the_thing(text: str, kind: str) -> None:
    assert polarities(text, kind) == {Polarity.POSITIVE}


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("演视视频有不", "演示视频有不"),
        ("交祺能压到两周吗", "交期能压到两周吗"),
        ("售候电话给我", "售后电话给我"),
        ("教室听课的位子", "教室听课的位子"),
        ("高危修完了", "高危修完了"),
        ("条条框框太多", "条条框框太多"),
    ],
)
def test_a_slip_of_the_keyboard_is_mended_and_nothing_else(slip: str, meant: str) -> None:
    assert slips.mended(slip) == meant


@pytest.mark.parametrize(
    ("text", "side", "kind", "act"),
    [
        ("方案收着了", Side.CUSTOMER, "方案", Act.DONE),
        ("样品申请到手了", Side.STAFF, "样品", Act.DONE),
        ("投标文件已经递上去了", Side.STAFF, "招标", Act.DONE),
        ("报价我核好了晚上发您", Side.STAFF, "报价", Act.PLAN),
        ("合同甩过来", Side.CUSTOMER, "合同", Act.REQUEST),
        ("优惠券在哪领", Side.CUSTOMER, "优惠", Act.REQUEST),
        ("上周六带娃去上了节体验课", Side.CUSTOMER, "试听", Act.DONE),
        ("食堂外包下月挂网 你们来投一个呗", Side.CUSTOMER, "招标", Act.REQUEST),
    ],
)
def test_aspect_tells_the_act(text: str, side: Side, kind: str, act: Act) -> None:
    assert next(one.act for one in rules.read(normalize(text), side=side).signals if one.kind == kind) is act
