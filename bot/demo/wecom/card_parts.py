"""Rules for the parts template cards are made of; each function refuses what WeCom refuses.

Source: WeCom docs, path 90236 "发送应用消息", template card; codes from path 90313; read 2026-11.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo.wecom.errors import JsonObject, Refusal

KEY_BYTES = 1024
OPTION_ID_BYTES = 128


def block(card: JsonObject, name: str) -> JsonObject | None:
    """The object under *name*, None when it is absent; anything but an object is refused with 40058."""
    value = card.get(name)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refusal(40058, f"template_card.{name} should be an object")
    return value


def items(owner: JsonObject, name: str) -> Sequence[JsonObject]:
    """The objects listed under *name*, none when it is absent; another shape is refused with 40058."""
    value = owner.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refusal(40058, f"{name} should be a list of objects")
    return value


def words(owner: JsonObject, name: str) -> str:
    """The text under *name*, empty when it is absent; another type is refused with 40058."""
    value = owner.get(name, "")
    if not isinstance(value, str):
        raise Refusal(40058, f"{name} should be a string")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Refusal(40058, f"{name} is not valid unicode")
    return value


def needed(owner: JsonObject, name: str, errcode: int, where: str) -> str:
    """The text under *name*; refused with *errcode* when there is none."""
    value = words(owner, name)
    if not value:
        raise Refusal(errcode, f"{where}.{name} missing")
    return value


def listed(owner: JsonObject, name: str, most: int, errcode: int, *, fewest: int = 0) -> Sequence[JsonObject]:
    """The objects under *name*; refused with *errcode* when there are too few or too many."""
    found = items(owner, name)
    if not fewest <= len(found) <= most:
        raise Refusal(errcode, f"{name} length {len(found)}, allowed {fewest}..{most}")
    return found


def link(owner: JsonObject, where: str, *, kinds: Sequence[int] = (0, 1, 2)) -> int:
    """Check a jump: type 1 wants an url (42028), 2 an appid (42030); returns the type."""
    kind = owner.get("type", 0)
    if isinstance(kind, bool) or kind not in kinds:
        raise Refusal(40058, f"{where}.type {kind!r} illegal")
    if kind == 1:
        needed(owner, "url", 42028, where)
    if kind == 2:
        needed(owner, "appid", 42030, where)
    return int(kind)


def key(
    owner: JsonObject, name: str, errcode: int, where: str, seen: set[str], *, most: int = KEY_BYTES
) -> None:
    """Check a key: there, short enough and not among those *seen*, to which it is added."""
    value = needed(owner, name, errcode, where)
    if len(value.encode()) > most:
        raise Refusal(errcode, f"{where}.{name} longer than {most} bytes")
    if value in seen:
        raise Refusal(errcode, f"{where}.{name} {value!r} duplicate")
    seen.add(value)


def action_menu(card: JsonObject) -> None:
    """One to three actions with their own keys."""
    menu = block(card, "action_menu")
    if menu is None:
        return
    seen: set[str] = set()
    for action in listed(menu, "action_list", 3, 40058, fewest=1):
        needed(action, "text", 40058, "action_list")
        needed(action, "key", 40058, "action_list")
        key(action, "key", 42051, "action_list", seen)


def quote_area(card: JsonObject) -> None:
    """A quotation may jump somewhere."""
    area = block(card, "quote_area")
    if area is not None:
        link(area, "quote_area")


def horizontal_content_list(card: JsonObject) -> None:
    """At most six facts; a fact may be an url, an attachment or a member's profile."""
    for item in listed(card, "horizontal_content_list", 6, 42035):
        needed(item, "keyname", 40058, "horizontal_content_list")
        words(item, "value")
        kind = item.get("type", 0)
        if kind == 2:
            needed(item, "media_id", 42029, "horizontal_content_list")
        else:
            link(item, "horizontal_content_list", kinds=(0, 1, 3))
        if kind == 3:
            needed(item, "userid", 42050, "horizontal_content_list")


def vertical_content_list(card: JsonObject) -> None:
    """At most four lines, each with a title."""
    for item in listed(card, "vertical_content_list", 4, 42036):
        needed(item, "title", 42033, "vertical_content_list")


def jump_list(card: JsonObject) -> None:
    """At most three links, each with a title."""
    for item in listed(card, "jump_list", 3, 42042):
        needed(item, "title", 42033, "jump_list")
        link(item, "jump_list")


def pictures(card: JsonObject) -> None:
    """A news card shows a picture, or text beside one."""
    image, area = block(card, "card_image"), block(card, "image_text_area")
    if image is None and area is None:
        raise Refusal(42044, "card_image.url missing")
    if image is not None:
        needed(image, "url", 42044, "card_image")
        ratio = image.get("aspect_ratio", 1.3)
        if not isinstance(ratio, int | float) or not 1.3 <= ratio < 2.25:
            raise Refusal(40058, "card_image.aspect_ratio out of range")
    if area is not None:
        needed(area, "image_url", 40058, "image_text_area")
        link(area, "image_text_area")


def options(owner: JsonObject, most: int) -> None:
    """One to *most* options with their own ids of at most 128 bytes, each with a text."""
    seen: set[str] = set()
    for option in listed(owner, "option_list", most, 42037, fewest=1):
        key(option, "id", 42040, "option_list", seen, most=OPTION_ID_BYTES)
        needed(option, "text", 42041, "option_list")


def button_list(card: JsonObject) -> None:
    """One to six buttons; one that calls back has a key of its own, one that opens a page an url."""
    seen: set[str] = set()
    for button in listed(card, "button_list", 6, 40058, fewest=1):
        needed(button, "text", 42038, "button_list")
        if link(button, "button_list", kinds=(0, 1)) == 0:
            key(button, "key", 42039, "button_list", seen)


def button_selection(card: JsonObject) -> None:
    """A drop-down above the buttons."""
    selection = block(card, "button_selection")
    if selection is not None:
        key(selection, "question_key", 42043, "button_selection", set())
        options(selection, 10)


def checkbox(card: JsonObject, *, update: bool) -> None:
    """One to twenty boxes, each saying whether it is ticked."""
    box = block(card, "checkbox")
    if box is None:
        raise Refusal(42043, "checkbox.question_key missing")
    key(box, "question_key", 42043, "checkbox", set())
    if box.get("mode", 0) not in (0, 1):
        raise Refusal(40058, "checkbox.mode illegal")
    options(box, 20)
    if not all(isinstance(option.get("is_checked"), bool) for option in items(box, "option_list")):
        raise Refusal(40058, "checkbox.option_list.is_checked missing")
    _disable(box, "checkbox", update=update)


def select_list(card: JsonObject, *, update: bool) -> None:
    """One to three drop-downs with their own question keys."""
    seen: set[str] = set()
    for selection in listed(card, "select_list", 3, 42047, fewest=1):
        key(selection, "question_key", 42043, "select_list", seen)
        options(selection, 10)
        _disable(selection, "select_list", update=update)


def submit_button(card: JsonObject, *, update: bool) -> None:
    """The one button of a card with questions; an update may leave it out."""
    button = block(card, "submit_button")
    if button is None:
        if update:
            return
        raise Refusal(42046, "submit_button.key missing")
    key(button, "key", 42046, "submit_button", set())
    needed(button, "text", 42049, "submit_button")


def _disable(owner: JsonObject, where: str, *, update: bool) -> None:
    if "disable" in owner and (not update or not isinstance(owner["disable"], bool)):
        raise Refusal(40058, f"{where}.disable is only for updates, true or false")
