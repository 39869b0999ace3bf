"""Whom a short statement is about: the contact, the company, or both."""

from __future__ import annotations

import re

from nlp.commands import slots
from nlp.commands.firms import led_firm, no_firm
from nlp.commands.people import COMPANY, name_in, person
from nlp.commands.slots import Slots


def customer(said: str, taken: Slots) -> None:
    """The customer of a short statement: a titled name anywhere, else the name it opens with; the company before it."""
    who = person(said)
    led = led_firm(said) or (0, 0)
    firm = said[slice(*led)]
    if who:
        taken["contact"] = who[0]
        between = said[led[1] : who.start()] if led[1] <= who.start() else "-"
        if firm and re.fullmatch(r"(?:公司)?(?:那边|这边)?的?\s?", between):
            taken["company"] = firm
        return
    name = name_in(said)
    if firm and (not name or name in firm or len(firm) > 3):
        taken["company"] = firm
        return
    company = COMPANY.search(said)
    if name and not (
        company and not no_firm(company[0]) and re.match(rf"[给把将跟和与为]?{re.escape(name)}", company[0])
    ):
        taken["contact"] = name
        return
    slots.take_company(said, taken)
    if no_firm(str(taken.get("company", ""))):
        del taken["company"]
