"""How it is said: the Jinja2 environment, its filters, and the card a template builds.

Templates never hold markup that a value could break out of: a card template calls ``card.title(…)``,
``card.fact(…)``, ``card.button(…)``, so a customer's words stay words whatever they contain.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from handlers.chat.content import Button, Card, Fact, Option, Select
from handlers.sales.masking import mask_phone, mask_phones_in

UNDO_KEPT = timedelta(hours=24)
"""How long what was done can be taken back by 撤销, pressed or typed."""
_WEEKDAYS = "一二三四五六日"
_SECONDS_A_DAY = 86_400


class CardBuilder:
    """What a card template writes into; ``done`` gives the finished card."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._facts: list[Fact] = []
        self._buttons: list[Button] = []
        self._menu: list[Button] = []
        self._selects: list[Select] = []
        self._lines: list[str] = []

    def title(self, words: str) -> None:
        """The first line."""
        self._words["title"] = words

    def subtitle(self, words: str) -> None:
        """The line below the title."""
        self._words["subtitle"] = words

    def line(self, words: str) -> None:
        """One more line of the body."""
        self._lines.append(words)

    def quote(self, words: str) -> None:
        """Words somebody said, shown as such."""
        self._words["quote"] = words

    def fact(self, label: str, value: str, quote: str | None = None, link: str | None = None) -> None:
        """A labelled value with the words it came from."""
        self._facts.append(Fact(label=label, value=value, quote=quote, link=link))

    def button(self, label: str, action: str, command: str, style: str = "plain") -> None:
        """Something to press; *command* is what one may type instead."""
        self._buttons.append(Button(label=label, action=action, command=command, style=style))

    def menu(self, label: str, action: str, command: str) -> None:
        """Something seldom pressed, in the card's corner menu."""
        self._menu.append(Button(label=label, action=action, command=command))

    def select(
        self, question: str, title: str, options: list[tuple[str, str]], selected: str | None = None
    ) -> None:
        """A question with choices (id, text)."""
        self._selects.append(Select(question, title, tuple(Option(i, t) for i, t in options), selected))

    def closed(self, words: str) -> None:
        """What stands in place of the buttons once it is decided."""
        self._words["closed"] = words

    def done(self) -> Card:
        """The card as built."""
        return Card(
            title=self._words.get("title", ""),
            subtitle=self._words.get("subtitle", ""),
            body="\n".join(self._lines),
            facts=tuple(self._facts),
            quote=self._words.get("quote", ""),
            buttons=tuple(self._buttons),
            selects=tuple(self._selects),
            menu=tuple(self._menu),
            closed=self._words.get("closed", ""),
        )


class Words:
    """Renders replies and cards in the business's time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._environment = Environment(
            loader=PackageLoader("templates", ""),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - chat text, not HTML; pages have their own environment
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
        )
        self._environment.filters.update(
            money=money,
            phone=mask_phone,
            masked=masked,
            when=self.when,
            day=self.day,
            clock=self.clock,
            span=span,
            clip=clip,
        )
        self._environment.globals["moment"] = None
        self._environment.globals["undo_until"] = self.undo_until

    def reply(self, template: str, now: datetime, words: Mapping[str, Any]) -> str:
        """The text of ``templates/replies/<template>.j2``."""
        rendered = self._environment.get_template(f"replies/{template}.j2").render({**words, "now": now})
        return rendered.strip()

    def card(self, template: str, now: datetime, words: Mapping[str, Any]) -> Card:
        """The card that ``templates/cards/<template>.j2`` builds."""
        builder = CardBuilder()
        self._environment.get_template(f"cards/{template}.j2").render({**words, "now": now, "card": builder})
        return builder.done()

    def local(self, at: datetime) -> datetime:
        """A moment in the business's zone."""
        return at.astimezone(self._zone)

    def clock(self, at: datetime) -> str:
        """``09:05``."""
        return self.local(at).strftime("%H:%M")

    def day(self, at: datetime, now: datetime) -> str:
        """今天, 明天, 昨天, 周三 within the coming days, else 11月21日 (with the year when it differs)."""
        day, today = self.local(at).date(), self.local(now).date()
        distance = (day - today).days
        near = {0: "今天", 1: "明天", 2: "后天", -1: "昨天", -2: "前天"}
        if distance in near:
            return near[distance]
        if 0 < distance < 7:
            return f"周{_WEEKDAYS[day.weekday()]}"
        return (
            f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
        )

    def when(self, at: datetime, now: datetime) -> str:
        """The day as people say it, and the time: ``明天 09:00``."""
        return f"{self.day(at, now)} {self.clock(at)}"

    def undo_until(self, now: datetime) -> str:
        """Until when something done now can be taken back: ``明天 10:00``."""
        return self.when(now + UNDO_KEPT, now)


def money(fen: int | None) -> str:
    """Fen as people write sums: 20万, 3.5万, 980元; empty for None."""
    if fen is None:
        return ""
    yuan = fen / 100
    if abs(yuan) >= 10_000:
        return f"{yuan / 10_000:.4f}".rstrip("0").rstrip(".") + "万"
    return f"{yuan:.2f}".rstrip("0").rstrip(".") + "元"


def span(seconds: float) -> str:
    """A length of time in its largest sensible unit: 3 天, 5 小时, 20 分钟."""
    if seconds >= _SECONDS_A_DAY and round(seconds / 3600) % 24 == 0:
        return f"{round(seconds / _SECONDS_A_DAY)} 天"
    if seconds >= 3 * _SECONDS_A_DAY:
        return f"{int(seconds // _SECONDS_A_DAY)} 天"
    if seconds >= 3600:
        return f"{round(seconds / 3600)} 小时"
    return f"{max(1, round(seconds / 60))} 分钟"


def masked(words: str | None) -> str | None:
    """Words with every phone number in them masked; None stays None."""
    return None if words is None else mask_phones_in(words)


def clip(text: str, length: int = 40) -> str:
    """One line of at most *length* characters, with … where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
