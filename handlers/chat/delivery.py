"""What we ask of a platform, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from handlers.chat.content import Card, Content
from handlers.chat.event import NOTHING, Handle, PersonRef


@dataclass(frozen=True, slots=True)
class Send:
    """Show *content* to one team member. ``key`` is stable over retries; ``card_id`` names a card."""

    key: str
    to: PersonRef
    content: Content
    card_id: str | None = None


@dataclass(frozen=True, slots=True)
class UpdateCard:
    """Show a card already sent anew; ``handle`` is filled in at delivery from what is still unspent.

    An ``optional`` one asks nothing of its reader: when the card can no longer be changed it is dropped,
    where another would be shown as a new card.
    """

    key: str
    to: PersonRef
    card_id: str
    content: Card
    handle: Handle | None = None
    optional: bool = False


Outbound = Send | UpdateCard


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a platform answered: opaque ``native`` data, people it could not reach, a card's new handle."""

    native: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    unreachable: tuple[str, ...] = ()
    handle: Handle | None = None


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show, as data (``fit`` shrinks content to it)."""

    text_bytes: int
    markdown: bool
    buttons: int
    button_chars: int
    facts: int
    fact_label_chars: int
    fact_value_chars: int
    title_chars: int
    subtitle_chars: int
    body_chars: int
    selects: int
    options: int
    card_update: str
    """once, always or never."""
    per_minute: int
    per_hour: int
    handle_life: timedelta
    cards: bool = True
    """False: cards are told as text with typed commands."""
    option_chars: int = 16
    option_id_bytes: int = 128
    action_bytes: int = 1024
    menu: int = 3
    quote_chars: int = 160
    closed_chars: int = 20
    select_subtitle_chars: int = 160
    """A card with selects shows its title, this much text, the selects and one button, nothing else."""
    link_schemes: tuple[str, ...] = ("http", "https")
    """What a fact may link to; other links (``tel:``) are told in words."""
