"""How an exchange stands: what the last message is, who waits for whom, since which message.

The turns are read in order over a ledger of open requests: requests are opened, answered in whole or in part, put
off, withdrawn and recalled. A nudge or an acknowledgement never moves the request it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from nlp.dates.numerals import fold
from nlp.lazy import lazy
from nlp.model import MessageKind, Side, Standing, Turn
from nlp.standing import cues
from nlp.standing.courtesy import courteous, slipped
from nlp.standing.fresh import Opening, adds, opening
from nlp.standing.recalls import without_recalled
from nlp.standing.replies import agreed, agrees_to_wait, put_off_until
from nlp.standing.requests import Request, alike, questions, sort_of, strike
from nlp.standing.verdict import Verdict, consents, verdict
from nlp.standing.wants import appeals, faulty, orders

__all__ = ["standing"]

#: A message is judged by its opening; nobody hides a question behind six hundred characters.
_LONGEST: Final = 600
_OTHER: Final = {Side.CUSTOMER: Side.STAFF, Side.STAFF: Side.CUSTOMER}


#: 报价单发您邮箱了: handed over in words.
_DELIVERED: Final = lazy(
    r"(?:报价单?|方案|合同|协议|对账单|账单|报价表|quotation|proposal|contract)[^，,不没]{0,4}(?:已经?|刚|都)?(?:发|传|邮|放|递|送|寄)[^，,不没]{0,8}了",
    re.I,
)
#: 八千 我今天就定: a space between two words of Chinese is the comma that was not typed.
_SPACED: Final = lazy(r"(?<=[\u4e00-\u9fa5\d])[ \u3000]+(?=[\u4e00-\u9fa5])")


#: 打你电话也不接: said by who waits, it presses.
_NOBODY: Final = lazy(r"(?:也|都|还)(?:不|没)(?!急|用|关系|事)[^，,？?]{1,4}$|没人(?:接|回|理|管)")


@dataclass(slots=True)
class _Exchange:
    """The state between two messages."""

    open: list[Request] = field(default_factory=list)
    acked: bool = False
    pressed: bool = False
    pause: str | None = None
    kind: MessageKind = MessageKind.STATEMENT
    last_side: Side = Side.UNKNOWN
    settled: bool = False
    last: str = ""

    def of(self, side: Side) -> list[Request]:
        """The open requests that *side* made."""
        return [r for r in self.open if r.by is side]


def standing(turns: Sequence[Turn]) -> Standing:
    """How the exchange stands after its last turn.

    A turn of Side.UNKNOWN is a system line. ``open_since`` is the id of the first unanswered request of
    the side that waits.
    """
    state = _Exchange()
    for turn in without_recalled(turns):
        _step(state, turn)
    if not state.open:
        return Standing(state.kind, None, None, state.pause if state.kind is MessageKind.PAUSE else None)
    asker = state.open[-1].by
    since = state.of(asker)[0].turn
    return Standing(state.kind, _OTHER[asker], since, state.pause)


def _step(state: _Exchange, turn: Turn) -> None:
    text = _SPACED.sub("，", fold(turn.text[:_LONGEST]).strip())
    if turn.side is Side.UNKNOWN:
        state.kind = MessageKind.STATEMENT
        return
    theirs, ours = state.of(_OTHER[turn.side]), state.of(turn.side)
    if cues.NUDGE.match(text) and not theirs:
        _nudge(state, turn, text, bool(ours))
    elif cues.AUTO.match(text) or (theirs and cues.called(text) and not cues.asks(text)):
        state.kind, state.acked = MessageKind.ACK, True
    elif ours and not theirs and _withdrawn(turn, text):
        state.open = [r for r in state.open if r.by is not turn.side]
        state.kind = MessageKind.CLOSING
    elif theirs:
        _reply(state, turn, text, theirs)
    elif ours:
        _again(state, turn, text)
    else:
        _fresh(state, turn, text)
    state.last_side, state.last = turn.side, text


def _withdrawn(turn: Turn, text: str) -> bool:
    """Whether the asker takes the question back or has found the answer."""
    return slipped(text, turn.side) or (cues.WITHDRAWN.search(text) is not None and not faulty(text))


def _nudge(state: _Exchange, turn: Turn, text: str, waiting: bool) -> None:
    state.kind = MessageKind.REQUEST
    state.pressed = waiting
    if not waiting:
        state.open.append(Request(turn.side, turn.id, text, "nudge", [text]))


def _open(state: _Exchange, turn: Turn, text: str) -> None:
    """Open a request; questions in it are kept apart so that one answer leaves the others."""
    asked = questions(text)
    state.open.append(Request(turn.side, turn.id, text, sort_of(text), asked or [text]))
    state.acked, state.pause, state.pressed, state.settled = False, None, False, False
    state.kind = MessageKind.REQUEST


def _fresh(state: _Exchange, turn: Turn, text: str) -> None:
    """A message while nothing is open."""
    if state.settled and state.last_side is turn.side and cues.PICTURE.match(text):
        state.kind = MessageKind.ANSWER
        return
    told = state.last if state.last_side is _OTHER[turn.side] else None
    found = opening(text, turn.side, told=told, settled=state.settled)
    if found is Opening.REQUEST:
        _open(state, turn, text)
    elif found is Opening.PAUSE:
        state.kind, state.pause = MessageKind.PAUSE, put_off_until(text)
    else:
        state.kind = MessageKind.CLOSING if found is Opening.CLOSING else MessageKind.STATEMENT
    state.settled = False


def _again(state: _Exchange, turn: Turn, text: str) -> None:
    """A message of the side that itself waits."""
    mine = state.of(turn.side)
    staff = turn.side is Side.STAFF
    waits = cues.THANKS.match(text) or agreed(text) or agrees_to_wait(text) or courteous(text, turn.side)
    put_off = (
        (state.pause is not None or state.kind is MessageKind.PAUSE)
        and cues.AGREED_FIRST.match(text)
        and not cues.asks(text)
    )
    if state.acked and (waits or put_off):
        state.kind = MessageKind.ACK
    elif _withdrawn(turn, text):
        state.open = [r for r in state.open if r.by is not turn.side]
        state.kind = MessageKind.CLOSING
    elif (appeals(text) and not cues.asks(text)) or (
        not staff
        and (faulty(text) or cues.PICTURE.match(mine[-1].text) or _NOBODY.search(text))
        and not cues.asks(text)
    ):
        state.kind, state.pressed = MessageKind.REQUEST, True
    elif adds(text) or (
        not staff and orders(text) and not cues.asks(text) and not alike(mine[-1].text, text)
    ):
        _open(state, turn, text)
    elif cues.asks(text) or cues.demands(text, staff=staff):
        if alike(mine[-1].text, text):
            state.kind = MessageKind.REQUEST
        else:
            _open(state, turn, text)
    elif staff and cues.HANDED.search(text):
        _open(state, turn, text)
    elif cues.THANKS.match(text) and state.acked:
        state.kind = MessageKind.ACK
    else:
        state.kind = MessageKind.STATEMENT


def _reply(state: _Exchange, turn: Turn, text: str, theirs: list[Request]) -> None:
    """A message of the side that is waited for."""
    request = theirs[-1]
    found = verdict(turn, text, theirs, pressed=state.pressed)
    if found is Verdict.ANSWER:
        _answer(state, turn, text, request, theirs)
    elif found is Verdict.COUNTER:
        _counter(state, turn, text, theirs)
    elif found is Verdict.REVISED:
        strike(theirs, text)
        state.open = [r for r in state.open if r.parts]
        _open(state, turn, text)
    elif found is Verdict.PAUSE:
        state.kind, state.pause, state.acked = MessageKind.PAUSE, put_off_until(text), True
    else:
        state.kind, state.acked = MessageKind.ACK, True


def _counter(state: _Exchange, turn: Turn, text: str, theirs: list[Request]) -> None:
    """A reply that asks or objects itself; what it answers on the way is settled."""
    request = theirs[-1]
    answered = [
        s
        for s in cues.segments(text)
        if not cues.asks(s)
        and not cues.demands(s, reply=True)
        and not cues.CHECKING.search(s)
        and not cues.GREETING.match(s)
    ]
    told = bool(answered) and (cues.asks(text) or (request.sort != "task" and not cues.TROUBLE.search(text)))
    if told or (faulty(text) and request.sort in {"yesno", "value"}):
        strike(theirs, "，".join(answered) or text)
        state.open = [r for r in state.open if r.parts]
    elif state.of(turn.side) and alike(state.of(turn.side)[-1].text, text):
        state.kind = MessageKind.REQUEST
        return
    elif request.sort in {"review", "task", "proposal"} and (
        cues.OBJECTION.search(text) or cues.TROUBLE.search(text)
    ):
        state.open.remove(request)
    _open(state, turn, text)


def _answer(state: _Exchange, turn: Turn, text: str, request: Request, theirs: list[Request]) -> None:
    """Settle what is answered; an accepted proposal and a document handed over open the next request."""
    accepted = consents(text)
    strike(theirs, text)
    state.open = [r for r in state.open if r.parts]
    if request.sort == "appointment" and accepted:
        state.open = [r for r in state.open if r.by is not turn.side or r.sort != "task"]
    state.kind, state.acked, state.pause, state.settled = MessageKind.ANSWER, False, None, True
    if request.sort == "proposal" and accepted:
        state.open.append(Request(turn.side, turn.id, text, "task", [text]))
    elif (
        turn.side is Side.STAFF
        and request.sort != "fault"
        and cues.HANDED.search(text)
        and (cues.FILE.match(text) or _DELIVERED.search(text))
        and not state.of(_OTHER[turn.side])
    ):
        state.open.append(Request(turn.side, turn.id, text, "review", [text]))
