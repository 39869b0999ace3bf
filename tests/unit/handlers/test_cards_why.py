"""Every card there is can be asked why it came, within the three entries of a WeCom card's menu."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from handlers.talk.explaining import EXPLAINED
from handlers.talk.teaching import MATTERS

ROOT = Path(__file__).parents[3]
TEMPLATES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates" / "cards").glob("[!_]*.j2"))
}
READINGS = frozenset({
    "new_lead", "filed", "stage", "stage_moved", "learned", "conflict", "quote_noticed", "quote_answered",
    "promise", "promise_passed", "alarm", "alarm_overdue", "quote_unread", "quote_overdue",
})  # fmt: skip
"""What the bot pushes by itself because it read or noticed something: these can be called a false alarm."""


def branches(body: list[nodes.Node]) -> Iterator[set[str]]:
    """What a template offers on each way through it: the actions of its buttons and menu entries."""
    ways: list[set[str]] = [set()]
    for node in body:
        if isinstance(node, nodes.If):
            inner = [*branches(node.body)]
            for elif_ in node.elif_:
                inner += branches(elif_.body)
            inner += branches(node.else_)
            ways = [way | more for way in ways for more in {frozenset(each) for each in inner}]
        else:
            found = {f"{kind}:{action}" for kind, action in offered(node)}
            ways = [way | found for way in ways]
    yield from ways


def offered(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """(button, menu or closed, the action as far as it is written out) of one statement."""
    for call in node.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Getattr) or call.node.attr not in ("button", "menu", "closed"):
            continue
        action = call.args[1] if len(call.args) > 1 else None
        words = [const.value for const in action.find_all(nodes.Const)] if action is not None else []
        if isinstance(action, nodes.Const):
            words = [action.value]
        yield call.node.attr, str(words[0]) if words else ""


def ways_of(name: str) -> list[set[str]]:
    """The ways through a card's template that end with something to press."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(TEMPLATES[name])
    return [way for way in branches(tree.body) if not any(each.startswith("closed:") for each in way)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_card_can_be_asked_why(name: str) -> None:
    assert [way for way in ways_of(name) if "menu:why" not in way] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_was_read_can_be_called_wrong_and_nothing_else(name: str) -> None:
    assert {"menu:wrong" in way for way in ways_of(name)} == {name in READINGS}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_menu_holds_no_more_than_wecom_shows(name: str) -> None:
    assert all(len([each for each in way if each.startswith("menu:")]) <= 3 for way in ways_of(name))


def kinds_shown() -> set[str]:
    """Every kind of card the program shows: what stands in ``kind=`` where a card is shown."""
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not re.search(r"show|answer", ast.unparse(call.func)):
                continue
            values = [word.value for word in call.keywords if word.arg == "kind"]
            if not any(word.arg == "subject" for word in call.keywords):
                continue
            found |= {str(value.value) for value in values if isinstance(value, ast.Constant)}
    return found | {"new_lead", "filed"}


def test_every_kind_of_card_has_its_explanation() -> None:
    assert kinds_shown() - EXPLAINED == set()


def test_every_kind_that_can_be_called_wrong_is_shown() -> None:
    assert set(MATTERS) - kinds_shown() == set()
