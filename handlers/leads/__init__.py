"""Leads: found, filed, moved, asked about, closed, handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.leads import deciding, requesting
from handlers.leads.asking import query, show_phone, show_source, show_sources, tell_phone
from handlers.leads.assigning import assign
from handlers.leads.closing import mark_lost, mark_won, on_reason
from handlers.leads.confirming import on_due as on_confirm_due
from handlers.leads.confirming import tell_decided, withdraw_open
from handlers.leads.details import add_detail
from handlers.leads.filing import add_facts, correct, file_offer
from handlers.leads.moving import (
    accept_stage,
    advance_from_command,
    refuse_stage,
    withdraw_stage,
)
from handlers.leads.next_step import ask_what_is_missing, on_missing, wait_for, waits
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
from handlers.leads.reading import typed_facts
from handlers.leads.removing import ask as ask_removal
from handlers.leads.removing import read as read_removal
from handlers.leads.removing import says_one
from handlers.leads.suggesting import propose_stage
from handlers.leads.writing import add_note, create_from_command, on_name
from storage.cards import ShownCard

__all__ = [
    "ACTIONS",
    "accept",
    "accept_stage",
    "add_detail",
    "add_facts",
    "add_note",
    "advance_from_command",
    "ask_removal",
    "ask_what_is_missing",
    "assign",
    "auto",
    "correct",
    "create_from_command",
    "file_offer",
    "mark_lost",
    "mark_won",
    "offer",
    "on_confirm_due",
    "on_missing",
    "on_name",
    "on_reason",
    "on_supplement",
    "propose_stage",
    "query",
    "read_removal",
    "recalled",
    "refuse",
    "refuse_stage",
    "reopen",
    "says_one",
    "show_phone",
    "show_source",
    "show_sources",
    "supplement",
    "tell_decided",
    "tell_phone",
    "typed_facts",
    "wait_for",
    "waits",
    "withdraw_offer",
    "withdraw_open",
    "withdraw_stage",
]

ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "lead.accept": accept,
    "lead.supplement": supplement,
    "lead.refuse": refuse,
    "lead.phone": show_phone,
    "lead.source": show_source,
    "stage.accept": accept_stage,
    "stage.refuse": refuse_stage,
    **deciding.ACTIONS,
    **requesting.ACTIONS,
}
