"""What the bot shows: neutral content that each platform spells in its own way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    body: str


@dataclass(frozen=True, slots=True)
class Markdown:
    """Words with headings, bold, links and quotes only."""

    body: str


@dataclass(frozen=True, slots=True)
class File:
    """A file for a team member; ``media_id`` when the platform already holds it."""

    name: str
    media_id: str | None = None
    content: str | None = None
    """Base64 of the bytes, when the platform does not hold them yet."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value on a card; ``quote`` is the words it was read from, ``link`` opens it (or calls)."""

    label: str
    value: str
    quote: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: ``action`` comes back when pressed, ``command`` is what one types instead."""

    label: str
    action: str
    command: str
    style: str = "plain"
    """plain, primary or danger."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a question."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Select:
    """A question with options, one to be chosen before submitting."""

    question: str
    title: str
    options: tuple[Option, ...]
    selected: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card: title, what it says, the facts with their words, and what can be pressed.

    With ``selects`` the first button submits them. ``closed`` cards keep their words but offer nothing.
    """

    title: str
    subtitle: str = ""
    body: str = ""
    facts: tuple[Fact, ...] = ()
    quote: str = ""
    buttons: tuple[Button, ...] = ()
    selects: tuple[Select, ...] = ()
    menu: tuple[Button, ...] = ()
    closed: str = ""
    """When set, shown in place of the buttons (已建档, 已撤销 …)."""


Content = Text | Markdown | File | Card
