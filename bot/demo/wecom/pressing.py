"""What a tap on a card means: which button, and which options stand selected at that moment. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.demo.wecom.errors import JsonObject
from bot.demo.wecom.records import CardFace

Selections = Mapping[str, str | Sequence[str]]
"""Question key → chosen option ids (or their visible texts); what is left out stays as the card shows it."""


class NotPressable(ValueError):
    """There is nothing on the card, as it stands, that could be pressed or chosen like that."""


def find_key(choices: Mapping[str, str], wanted: str) -> str:
    """The key given as key or as visible text; raises NotPressable with what there is."""
    if wanted in choices:
        return wanted
    matching = [key for key, text in choices.items() if text == wanted]
    if len(matching) != 1:
        raise NotPressable(f"{wanted!r}: the card offers {dict(choices)}")
    return matching[0]


def answers(face: CardFace, selections: Selections) -> dict[str, list[str]]:
    """Question key → option ids the event will carry; raises NotPressable for what the card does not ask."""
    questions = dict(_questions(face.body))
    unknown = set(selections) - set(questions)
    if unknown:
        raise NotPressable(f"{sorted(unknown)}: the card asks {sorted(questions)}")
    return {
        key: _chosen(question, selections[key]) if key in selections else _standing(question)
        for key, question in questions.items()
    }


def _questions(body: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    singles = (body[name] for name in ("button_selection", "checkbox") if name in body)
    for question in (*singles, *body.get("select_list", ())):
        yield str(question["question_key"]), question


def _chosen(question: JsonObject, wanted: str | Sequence[str]) -> list[str]:
    if question.get("disable"):
        raise NotPressable(f"{question['question_key']} is disabled")
    texts = {str(option["id"]): str(option["text"]) for option in question["option_list"]}
    listed = [wanted] if isinstance(wanted, str) else list(wanted)
    is_single = "is_checked" not in question["option_list"][0] or question.get("mode", 0) == 0
    if is_single and len(listed) > 1:
        raise NotPressable(f"{question['question_key']} takes one option")
    return [find_key(texts, one) for one in listed]


def _standing(question: JsonObject) -> list[str]:
    options = question["option_list"]
    if "is_checked" in options[0]:
        return [str(option["id"]) for option in options if option["is_checked"]]
    ids = [str(option["id"]) for option in options]
    selected = question.get("selected_id")
    return [selected if selected in ids else ids[0]]
