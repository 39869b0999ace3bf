"""Shrink content to what a platform can show, without losing a word or an action.

Long texts are split; what exceeds a card's display limits is shortened there and told in full in a text
just before it; buttons that find no room become their typed commands in that same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from handlers.chat.content import Button, Card, Content, Fact, File, Markdown, Option, Select, Text
from handlers.chat.delivery import Capabilities
from handlers.chat.graphemes import cut, is_border, shorten
from nlp import lazy_pattern

_PREFERRED = ("\n", "。！？!?；;…", " ，,、：:")
"""Where a long text is cut, best first: after a line, after a sentence, after a phrase."""


def fit(content: Content, capabilities: Capabilities) -> tuple[Content, ...]:
    """The messages that together show *content* within *capabilities*, in the order to send them.

    Fitting what was fitted changes nothing. A card stays at most one card and comes last.
    """
    match content:
        case Text(body):
            return tuple(Text(part) for part in split(body, capabilities.text_bytes))
        case Markdown(body):
            if not capabilities.markdown:
                return fit(Text(without_markup(body)), capabilities)
            return tuple(Markdown(part) for part in split(body, capabilities.text_bytes))
        case File():
            return (content,)
        case Card():
            if not capabilities.cards:
                return fit(Text(told(content)), capabilities)
            return _fit_card(content, capabilities)
    assert_never(content)


def split(text: str, limit_bytes: int) -> tuple[str, ...]:
    """Pieces of at most *limit_bytes* of UTF-8 that together are *text*; blank pieces are left out.

    Cut after a line, a sentence or a phrase where one ends in the second half of the piece, else between
    two characters; what is seen as one character is torn only when it alone exceeds the limit.
    """
    if len(text) * 4 <= limit_bytes:
        return (text,)
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) <= limit_bytes:
        return (text,)
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = _piece_end(text, start, limit_bytes)
        pieces.append(text[start:end])
        start = end
    return tuple(piece for piece in pieces if piece.strip()) or (pieces[0],)


def _piece_end(text: str, start: int, limit_bytes: int) -> int:
    window = text[start : start + limit_bytes]
    size = 0
    furthest = 0
    for char in window:
        size += len(char.encode("utf-8", "surrogatepass"))
        if size > limit_bytes:
            break
        furthest += 1
    furthest = max(furthest, 1)
    if start + furthest >= len(text):
        return len(text)
    rest = text[start : start + furthest + 1]
    for enders in _PREFERRED:
        for end in range(furthest, furthest // 2, -1):
            if rest[end - 1] in enders and is_border(rest, end):
                return start + end
    return start + cut(rest, furthest)


def told(card: Card) -> str:
    """The whole card in words, each button with the command to type instead."""
    lines = [card.title, card.subtitle, card.body, card.closed]
    lines += [_fact_line(fact) for fact in card.facts]
    lines.append(card.quote)
    if not card.closed:
        lines += [_select_line(select) for select in card.selects]
        lines += [_command_line(button) for button in (*card.buttons, *card.menu)]
    return "\n".join(line for line in lines if line)


_MARKUP = (
    (lazy_pattern(r"</?font[^>]*>"), ""),
    (lazy_pattern(r"\[([^\]]+)\]\(([^)]+)\)"), r"\1 \2"),
    (lazy_pattern(r"^\s{0,3}(?:#{1,6}|>)\s+", re.MULTILINE), ""),
    (lazy_pattern(r"\*\*(.+?)\*\*"), r"\1"),
    (lazy_pattern(r"`([^`]+)`"), r"\1"),
)


def without_markup(markdown: str) -> str:
    """The words of a markdown text; a link's address follows its words."""
    for pattern, words in _MARKUP:
        markdown = pattern.sub(words, markdown)
    return markdown


def _fit_card(card: Card, can: Capabilities) -> tuple[Content, ...]:
    overflow = _Overflow()
    if card.closed:
        card = replace(card, buttons=(), selects=(), menu=())
    card = _fit_selects(card, can, overflow)
    card = _fit_select_card(card, can, overflow) if card.selects else _fit_plain_card(card, can, overflow)
    words = "\n".join(overflow.lines)
    if not words.strip():
        return (card,)
    return (*(Text(part) for part in split(words, can.text_bytes)), card)


class _Overflow:
    """Collects in words what the card could not show in full."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def shorten(self, text: str, chars: int) -> str:
        """*text* as far as it fits, keeping all of it here when it does not."""
        short = shorten(text, chars)
        if short != text:
            self.lines.append(text)
        return short

    def tell(self, lines: Iterable[str]) -> None:
        """Keep *lines*."""
        self.lines += lines


def _fit_plain_card(card: Card, can: Capabilities, overflow: _Overflow) -> Card:
    title = overflow.shorten(card.title, can.title_chars)
    closed = overflow.shorten(card.closed, can.closed_chars)
    room = can.subtitle_chars - (len(closed) + 3 if closed else 0)
    subtitle = overflow.shorten(card.subtitle, room)
    body = overflow.shorten(card.body, can.body_chars)
    facts = _fit_facts(card.facts, can, overflow)
    quote = overflow.shorten(_quotes(card), can.quote_chars)
    buttons, menu = _fit_buttons(card, can, overflow)
    return Card(title, subtitle, body, facts, quote, buttons, (), menu, closed)


def _fit_facts(facts: tuple[Fact, ...], can: Capabilities, overflow: _Overflow) -> tuple[Fact, ...]:
    shown: list[Fact] = []
    for fact in facts:
        link = fact.link if _can_link(fact.link, can) else None
        short = Fact(
            shorten(fact.label, can.fact_label_chars), shorten(fact.value, can.fact_value_chars), link=link
        )
        fits = fact.label and len(shown) < can.facts
        if fits:
            shown.append(short)
        if not fits or short != replace(fact, quote=None):
            overflow.tell([_fact_line(replace(fact, quote=None))])
    return tuple(shown)


def _can_link(link: str | None, can: Capabilities) -> bool:
    return link is not None and link.partition(":")[0].lower() in can.link_schemes


def _quotes(card: Card) -> str:
    """The card's quote and under it the words its facts were read from, each once."""
    lines = [card.quote] if card.quote else []
    for fact in card.facts:
        quote = fact.quote or ""
        if quote and quote != fact.value and not any(quote in line for line in lines):
            lines.append(quote)
    return "\n".join(lines)


def _fit_buttons(
    card: Card, can: Capabilities, overflow: _Overflow
) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    taken: set[str] = set()
    buttons = _fit_row(card.buttons, can.buttons, can, taken, overflow)
    menu = _fit_row(card.menu, can.menu, can, taken, overflow)
    return buttons, menu


def _fit_row(
    buttons: tuple[Button, ...], most: int, can: Capabilities, taken: set[str], overflow: _Overflow
) -> tuple[Button, ...]:
    """Those buttons that can be shown, each action once per card; the others as commands."""
    shown: list[Button] = []
    for button in buttons:
        short = replace(button, label=shorten(button.label, can.button_chars))
        fits = len(shown) < most and _can_press(button, can) and button.action not in taken
        if fits:
            shown.append(short)
            taken.add(button.action)
        if not fits or short != button:
            overflow.tell([_command_line(button)])
    return tuple(shown)


def _can_press(button: Button, can: Capabilities) -> bool:
    return bool(button.label and button.action) and _size(button.action) <= can.action_bytes


def _fit_selects(card: Card, can: Capabilities, overflow: _Overflow) -> Card:
    """The card with the questions that can be asked on it; the others are told in words."""
    if not card.selects:
        return card
    submits = bool(card.buttons) and _can_press(card.buttons[0], can)
    shown: list[Select] = []
    for select in card.selects:
        asked = {other.question for other in shown}
        options = _fit_options(select.options, can)
        short = _short_select(select, options, can)
        fits = submits and options and len(shown) < can.selects and select.question not in asked
        fits = fits and bool(select.question) and _size(select.question) <= can.action_bytes
        if fits:
            shown.append(short)
        if not fits or short != select:
            overflow.tell([_select_line(select)])
    return replace(card, selects=tuple(shown))


def _short_select(select: Select, options: tuple[Option, ...], can: Capabilities) -> Select:
    title = shorten(select.title, can.option_chars)
    selected = select.selected if any(select.selected == option.id for option in options) else None
    return Select(select.question, title, options, selected)


def _fit_options(options: tuple[Option, ...], can: Capabilities) -> tuple[Option, ...]:
    shown: dict[str, Option] = {}
    for option in options:
        usable = option.id and option.text and _size(option.id) <= can.option_id_bytes
        if usable and option.id not in shown and len(shown) < can.options:
            shown[option.id] = Option(option.id, shorten(option.text, can.option_chars))
    return tuple(shown.values())


def _fit_select_card(card: Card, can: Capabilities, overflow: _Overflow) -> Card:
    """Title, text, selects and the submitting button; everything else in words."""
    title = overflow.shorten(card.title, can.title_chars)
    facts = [_fact_line(replace(fact, quote=None)) for fact in card.facts]
    words = "\n".join(line for line in (card.subtitle, card.body, *facts, _quotes(card)) if line)
    subtitle = overflow.shorten(words, can.select_subtitle_chars)
    buttons = _fit_row(card.buttons, 1, can, set(), overflow)
    overflow.tell(_command_line(button) for button in card.menu)
    return Card(title, subtitle, buttons=buttons, selects=card.selects)


def _fact_line(fact: Fact) -> str:
    line = f"{fact.label}：{fact.value}" if fact.label else fact.value
    if fact.link:
        line += f" {fact.link.removeprefix('tel:')}"
    return f"{line}「{fact.quote}」" if fact.quote else line


def _select_line(select: Select) -> str:
    return f"{select.title}：{' / '.join(option.text for option in select.options)}"


def _command_line(button: Button) -> str:
    return f"{button.label}：{button.command}"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
