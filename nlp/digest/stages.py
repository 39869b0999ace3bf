"""How far a chat shows a deal to be, in the label guide's stage words, and the turn that shows it most.

What each trait of the turns says of a stage was fitted to labelled chats (``benchmarks.weights``); what the
last turns hold counts once more, for there the deal has come to stand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from nlp.weights import Weights, load, total

STAGES: Final = ("初步沟通", "需求确认", "方案", "演示", "报价", "谈判", "合同", "赢单", "输单")
FIRST: Final = STAGES[0]
_LAST: Final = 2
#: Thanks and bare consent show nothing by themselves.
_IDLE: Final = frozenset({"c:idle", "s:idle"})
#: How much of a neighbouring stage's probability speaks for a stage too: between far ones the middle is taken.
_SPREAD: Final = 0.3


def stage_of(turns: Sequence[frozenset[str]]) -> tuple[str, int | None]:
    """The stage that the traits of the turns show, and the number of the turn that says most of it."""
    weights = load("stages")
    sums = total(evidence(turns), weights, len(STAGES))
    if not turns or not any(sums):
        return FIRST, None
    best = likeliest(sums)
    telling = [at for at, found in enumerate(turns) if found.isdisjoint(_IDLE)] or range(len(turns))
    return STAGES[best], max(telling, key=lambda at: _says(turns, at, best, weights))


def evidence(turns: Sequence[frozenset[str]]) -> frozenset[str]:
    """The traits of a chat: each that one of its turns has, and again those of its last turns."""
    names = {name for at in range(len(turns)) for name in _of(turns, at)}
    return frozenset(names | {"always"})


def likeliest(sums: Sequence[int]) -> int:
    """The stage that is most probable together with its neighbours."""
    raised = [math.exp((each - max(sums)) / 100) for each in sums]
    beside = [0.0, *raised, 0.0]
    value = [each + _SPREAD * (beside[at] + beside[at + 2]) for at, each in enumerate(raised)]
    return value.index(max(value))


def _of(turns: Sequence[frozenset[str]], at: int) -> set[str]:
    """What a turn says of the stage: its own traits, and those again if it is one of the last."""
    own = _own(turns[at])
    return own | {f"last {name}" for name in own} if at >= len(turns) - _LAST else own


def _own(turn: frozenset[str]) -> set[str]:
    """What a turn itself holds, wherever it stands; nothing of its neighbours and its place."""
    return {name for name in turn if name[1:2] in (":", "'")}


def _says(turns: Sequence[frozenset[str]], at: int, stage: int, weights: Weights) -> float:
    """How much more a turn says of *stage* than of the others."""
    sums = total(_own(turns[at]), weights, len(STAGES))
    return sums[stage] - sum(sums) / len(STAGES)
