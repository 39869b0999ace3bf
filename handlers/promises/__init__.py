"""Promises of both sides: noticed in chats and in a rep's words, kept by proof, spoken of in time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.promises.ledger import show_made, show_with
from handlers.promises.noticing import hears, notice, write_down
from handlers.promises.proving import close, judge, reopen, settle, withdraw_from
from handlers.promises.reminding import arm, on_due, on_time, press_drop, press_kept, press_move
from storage.cards import ShownCard

__all__ = [
    "ACTIONS",
    "arm",
    "close",
    "hears",
    "judge",
    "notice",
    "on_due",
    "on_time",
    "reopen",
    "settle",
    "show_made",
    "show_with",
    "withdraw_from",
    "write_down",
]

ACTIONS: Mapping[str, Callable[[CardPressed, ShownCard, str, Context], None]] = {
    "promise.kept": press_kept,
    "promise.move": press_move,
    "promise.drop": press_drop,
}
