"""Leads: found, filed, moved, asked about, closed, handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.leads.asking import query, show_phone
from handlers.leads.closing import mark_lost, mark_won
from handlers.leads.details import add_detail
from handlers.leads.filing import add_facts, file_offer
from handlers.leads.moving import (
    accept_stage,
    advance_from_command,
    auto_stage,
    offer_stage,
    refuse_stage,
    withdraw_stage,
)
from handlers.leads.offering import (
    accept,
    auto,
    offer,
    on_supplement,
    recalled,
    refuse,
    reopen,
    supplement,
    withdraw_offer,
)
from handlers.leads.writing import add_note, assign, create_from_command, on_name
from storage.cards import ShownCard

__all__ = [
    "ACTIONS",
    "accept",
    "accept_stage",
    "add_detail",
    "add_facts",
    "add_note",
    "advance_from_command",
    "assign",
    "auto",
    "auto_stage",
    "create_from_command",
    "file_offer",
    "mark_lost",
    "mark_won",
    "offer",
    "offer_stage",
    "on_name",
    "on_supplement",
    "query",
    "recalled",
    "refuse",
    "refuse_stage",
    "reopen",
    "show_phone",
    "supplement",
    "withdraw_offer",
    "withdraw_stage",
]

ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "lead.accept": accept,
    "lead.supplement": supplement,
    "lead.refuse": refuse,
    "lead.phone": show_phone,
    "stage.accept": accept_stage,
    "stage.refuse": refuse_stage,
}
