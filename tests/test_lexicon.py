"""Every keyword rule proves itself on its own examples."""

from __future__ import annotations

import pytest

from nlp import lexicon, rules
from nlp.lexicon import Rule
from nlp.model import Polarity, Side
from nlp.normalize import normalize

RULES = rules.default().rules
CASES = [
    pytest.param(rule, line, id=f"{number}-{rule.signal}-{line}")
    for number, rule in enumerate(RULES)
    for line in rule.examples
    if not rule.silences
]
SILENT = [
    pytest.param(rule, line, id=f"{number}-silent-{line}")
    for number, rule in enumerate(RULES)
    for line in rule.examples
    if rule.silences
]
HEARD = [
    pytest.param(rule, line, id=f"{number}-heard-{line}")
    for number, rule in enumerate(RULES)
    for line in rule.counter_examples
    if rule.silences
]
COUNTER_CASES = [
    pytest.param(rule, line, id=f"{number}-{rule.signal}-{line}")
    for number, rule in enumerate(RULES)
    for line in rule.counter_examples
    if not rule.silences
]


def fires(rule: Rule, line: str) -> bool:
    """Whether the line carries the rule's signal in the rule's own sense."""
    found = rules.read(normalize(line), side=Side.CUSTOMER).signals
    wanted = rule.polarity is Polarity.NEGATED
    return any(one.kind == rule.signal and (one.polarity is Polarity.NEGATED) is wanted for one in found)


def named(rule: Rule, line: str) -> bool:
    """Whether the line carries the rule's signal at all, denied or not."""
    found = rules.read(normalize(line), side=Side.CUSTOMER).signals
    return any(one.kind == rule.signal for one in found)


@pytest.mark.parametrize(("rule", "line"), CASES)
def test_a_rule_fires_on_its_example(rule: Rule, line: str) -> None:
    assert named(rule, line) if rule.polarity is None else fires(rule, line)


@pytest.mark.parametrize(("rule", "line"), COUNTER_CASES)
def test_a_rule_keeps_quiet_on_its_counter_example(rule: Rule, line: str) -> None:
    assert not fires(rule, line)


def heard(rule: Rule, line: str) -> bool:
    """Whether one of the concepts that the rule takes away is heard in the line."""
    found = rules.read(normalize(line), side=Side.CUSTOMER).signals
    return any(one.kind in rule.silences and one.positive for one in found)


@pytest.mark.parametrize(("rule", "line"), SILENT)
def test_talk_of_something_outside_the_deal_is_silent(rule: Rule, line: str) -> None:
    assert not heard(rule, line)


@pytest.mark.parametrize(("rule", "line"), HEARD)
def test_talk_of_the_deal_is_heard_beside_such_words(rule: Rule, line: str) -> None:
    assert heard(rule, line)


def test_every_packaged_rule_has_examples_of_both_sorts() -> None:
    assert [rule.signal for rule in RULES if not rule.examples or not rule.counter_examples] == []


def test_every_problem_of_a_rule_is_told_with_its_key() -> None:
    wrong: list[dict[str, object]] = [
        {"any": ["甲"]},
        {"signal": "乙", "any": []},
        {"signal": "丙", "any": ["丙"], "pattern": "丙.*丁"},
        {"signal": "丁", "any": ["丁"], "act": "shout", "colour": "red"},
    ]
    problems: list[str] = []
    assert [lexicon.rule(entry, f"rule[{n}]", problems) for n, entry in enumerate(wrong)] == [None] * 4
    assert problems == [
        "rule[0].signal: missing",
        "rule[1].any: needs at least one word",
        "rule[2].pattern: repetition must be bounded, write {0,8} instead of * or +",
        "rule[3].colour: unknown key",
        "rule[3].act: must be one of request, plan, done, mention",
    ]
