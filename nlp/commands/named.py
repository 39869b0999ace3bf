"""Commands in which a team's own names stand: a known company is one by its short name, a product never is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from nlp import commands, contacts
from nlp.contacts.known import CERTAIN
from nlp.model import Command, Entity, EntityKind, Intent
from nlp.normalize import normalize
from nlp.vocabulary import Vocabulary

_ENDING: Final = "公司"
_WHO: Final = ("contact", "company")
_Value = str | int | float


def command(text: str, *, now: datetime, vocabulary: Vocabulary | None = None) -> Command:
    """The command in *text*, with slots named as in the label guide; NONE for anything else.

    *vocabulary* is what a team added: 「宏远到哪一步了」 asks for a customer where 宏远 is a company it named.
    """
    if vocabulary is None or vocabulary.names is None:
        return commands.command(text, now=now)
    read = contacts.entities(normalize(text), names=vocabulary.names)
    sure = [one for one in read if one.confidence == CERTAIN]
    firms = [one for one in sure if one.kind is EntityKind.COMPANY]
    products = [one for one in sure if one.kind is EntityKind.PRODUCT]
    found = _with_companies(text, now, firms)
    rest = _without(text, products)
    if found.intent is Intent.NONE or not products or not _wrongly(found, products, rest):
        return found
    others = _with_companies(rest, now, [])
    who = {name: others.slots[name] for name in _WHO if name in others.slots}
    return replace(found, slots={**{k: v for k, v in found.slots.items() if k not in _WHO}, **who})


def _with_companies(text: str, now: datetime, firms: Iterable[Entity]) -> Command:
    """The command as read with the short names written as companies (宏远公司), its words as they were said."""
    marked = text
    spelled: dict[str, str] = {}
    for firm in sorted(firms, key=lambda one: one.start, reverse=True):
        marked = marked[: firm.end] + _ENDING + marked[firm.end :]
        spelled[firm.text] = firm.value
    found = commands.command(marked, now=now)
    if not spelled or found.intent is Intent.NONE:
        return found
    slots = {name: _unmarked(value, spelled) for name, value in found.slots.items()}
    contact, company = str(slots.get("contact", "")).removeprefix(_ENDING), str(slots.get("company", ""))
    if contact:
        slots["contact"] = contact
    for said, name in spelled.items():
        if said in company or (contact and said + contact in text):
            slots["company"] = name
    return replace(found, slots=slots)


def _unmarked(value: _Value, spelled: Iterable[str]) -> _Value:
    if isinstance(value, str):
        for said in spelled:
            value = value.replace(said + _ENDING, said)
    return value


def _without(text: str, products: Iterable[Entity]) -> str:
    for one in sorted(products, key=lambda product: product.start, reverse=True):
        text = text[: one.start] + " " + text[one.end :]
    return text


def _wrongly(found: Command, products: Iterable[Entity], rest: str) -> bool:
    """Whether a product, or a part of its name, was taken for somebody; *rest* is what was said besides."""
    who = [str(found.slots[name]) for name in _WHO if name in found.slots]
    return any(one not in rest and any(one in product.text for product in products) for one in who)
