"""Recalled messages: they are gone, with whatever they asked or answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nlp.lazy import lazy
from nlp.model import Side, Turn
from nlp.standing.cues import NUDGE

_RECALL: Final = lazy(r"撤回了?一条消息|recalled a message|消息已撤回")
_WHO: Final = lazy(r"^[“\"'「]?([^”\"'」]{1,20}?)[”\"'」]?\s?(?:已?撤回|recalled)")
_OURS: Final = lazy(r"^(?:你|您|我|You)|客服|前台|销售|顾问|[-—·]")
_KIN: Final = lazy(r"妈妈?$|爸爸?$|[总姐哥]$|女士|先生|老板|奶奶|爷爷|阿姨|叔叔?$")


def without_recalled(turns: Sequence[Turn]) -> list[Turn]:
    """The turns that are left when every recall line has taken the message it speaks of with it."""
    left: list[Turn] = []
    for turn in turns:
        if turn.side is Side.UNKNOWN and _RECALL.search(turn.text):
            gone = _recalled(left, turn.text.strip())
            if gone is not None:
                left.remove(gone)
                _drop_call(left, gone)
        left.append(turn)
    return left


def _drop_call(left: list[Turn], gone: Turn) -> None:
    """在吗 before a recalled question called for nothing else."""
    if left and left[-1].side is gone.side and NUDGE.match(left[-1].text.strip()):
        left.pop()


def _recalled(left: list[Turn], line: str) -> Turn | None:
    """The message that *line* takes away: its author's last one, else the last one."""
    said = [turn for turn in left if turn.side is not Side.UNKNOWN]
    if not said:
        return None
    who = _WHO.match(line)
    name = who[1] if who else ""
    named = [turn for turn in said if turn.name is not None and turn.name == name]
    if named:
        return named[-1]
    side = Side.STAFF if _OURS.search(name) else Side.CUSTOMER if _KIN.search(name) else said[-1].side
    return next((turn for turn in reversed(said) if turn.side is side), None)
