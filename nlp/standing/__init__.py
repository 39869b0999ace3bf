"""How an exchange stands: what the last message is, who waits for whom, since which message.

The turns are read in order; requests are opened, answered in whole or in part, put off, withdrawn and
recalled. A nudge or an acknowledgement never moves the request it belongs to.
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
from nlp.standing.changes import later, revises
from nlp.standing.openers import adds, opens
from nlp.standing.replies import (
    NOT_YET,
    agreed,
    agrees_to_wait,
    answers_anyway,
    banter,
    bare_noun,
    commits,
    confirms,
    is_request,
    mere_check,
    not_yet,
    only_ack,
    put_off_until,
)
from nlp.standing.requests import Request, alike, questions, sort_of, strike

__all__ = ["standing"]


_ASKS_WHY: Final = lazy(r"原因|为什么|为啥|怎么了|什么问题|哪里(?:不|有)|什么情况|顾虑|觉得|感觉|意见")
#: A message is judged by its opening; nobody hides a question behind six hundred characters.
_LONGEST: Final = 600
_RECALL: Final = lazy(r"撤回了?一条消息|recalled a message|消息已撤回")
_OTHER: Final = {Side.CUSTOMER: Side.STAFF, Side.STAFF: Side.CUSTOMER}


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

    def of(self, side: Side) -> list[Request]:
        """The open requests that *side* made."""
        return [r for r in self.open if r.by is side]


def standing(turns: Sequence[Turn]) -> Standing:
    """How the exchange stands after its last turn.

    A turn of Side.UNKNOWN is a system line. ``open_since`` is the id of the first unanswered request of
    the side that waits.
    """
    state = _Exchange()
    for turn in turns:
        _step(state, turn)
    if not state.open:
        return Standing(state.kind, None, None, state.pause if state.kind is MessageKind.PAUSE else None)
    asker = state.open[-1].by
    since = state.of(asker)[0].turn
    return Standing(state.kind, _OTHER[asker], since, state.pause)


def _step(state: _Exchange, turn: Turn) -> None:
    text = fold(turn.text[:_LONGEST]).strip()
    if turn.side is Side.UNKNOWN:
        _system(state, text)
        return
    theirs, ours = state.of(_OTHER[turn.side]), state.of(turn.side)
    if cues.NUDGE.match(text) and not theirs:
        _nudge(state, turn, text, bool(ours))
    elif cues.AUTO.match(text) or (cues.CALLED.search(text) and theirs and not cues.asks(text)):
        _set(state, MessageKind.ACK)
        state.acked = True
    elif ours and not theirs and cues.WITHDRAWN.search(text):
        state.open = [r for r in state.open if r.by is not turn.side]
        _set(state, MessageKind.CLOSING)
    elif theirs:
        _reply(state, turn, text, theirs)
    elif ours:
        _again(state, turn, text)
    else:
        _fresh(state, turn, text)
    state.last_side = turn.side


def _set(state: _Exchange, kind: MessageKind) -> None:
    state.kind = kind


def _system(state: _Exchange, text: str) -> None:
    _set(state, MessageKind.STATEMENT)
    if not _RECALL.search(text) or not state.open:
        return
    mine = text.startswith(("你", "您", "我", "You"))
    if mine and state.of(Side.STAFF):
        state.open.remove(state.of(Side.STAFF)[-1])
    elif not mine and state.open[-1].by is state.last_side:
        state.open.pop()


def _nudge(state: _Exchange, turn: Turn, text: str, waiting: bool) -> None:
    _set(state, MessageKind.REQUEST)
    state.pressed = waiting
    if not waiting:
        state.open.append(Request(turn.side, turn.id, text, "nudge", [text]))


def _open(state: _Exchange, turn: Turn, text: str) -> None:
    """Open a request; questions in it are kept apart so that one answer leaves the others."""
    asked = questions(text)
    state.open.append(Request(turn.side, turn.id, text, sort_of(text), asked or [text]))
    state.acked, state.pause, state.pressed = False, None, False
    _set(state, MessageKind.REQUEST)


def _fresh(state: _Exchange, turn: Turn, text: str) -> None:
    """A message while nothing is open."""
    wanted = cues.WANTED.search(text) and len(text) <= 14 and turn.side is Side.CUSTOMER
    elliptic = turn.side is Side.CUSTOMER and state.settled and bare_noun(text)
    picture = turn.side is Side.CUSTOMER and cues.PICTURE.match(text) and state.kind is MessageKind.REQUEST
    if cues.THANKS.match(text) or agreed(text) or (cues.THANKS_LED.match(text) and not is_request(text)):
        _set(state, MessageKind.CLOSING)
    elif (
        cues.RHETORICAL.search(text)
        and not cues.DEMAND_WHY.search(text)
        and not re.search(r"[?？]|[您你].{0,12}[对是]吧$", text)
    ):
        _set(state, MessageKind.CLOSING if banter(text) else MessageKind.STATEMENT)
    elif (
        is_request(text)
        or wanted
        or elliptic
        or picture
        or (turn.side is Side.STAFF and cues.HANDED.search(text))
    ):
        _open(state, turn, text)
    elif cues.WITHDRAWN.search(text) or banter(text):
        _set(state, MessageKind.CLOSING)
    elif opens(text, turn.side):
        _open(state, turn, text)
    elif cues.PAUSE.search(text) and not re.search(r"先不说|先这样|刚才|刚刚|刚看", text):
        _set(state, MessageKind.PAUSE)
        state.pause = put_off_until(text)
    else:
        _set(state, MessageKind.STATEMENT)
    state.settled = False


def _again(state: _Exchange, turn: Turn, text: str) -> None:
    """A message of the side that itself waits."""
    if state.acked and (cues.THANKS.match(text) or agreed(text) or agrees_to_wait(text)):
        _set(state, MessageKind.ACK)
    elif cues.WITHDRAWN.search(text):
        state.open = [r for r in state.open if r.by is not turn.side]
        _set(state, MessageKind.CLOSING)
    elif state.pause is not None and state.acked and cues.AGREED_FIRST.match(text) and not cues.asks(text):
        _set(state, MessageKind.ACK)
    elif adds(text):
        _open(state, turn, text)
    elif cues.asks(text) or cues.demands(text, staff=turn.side is Side.STAFF):
        repeated = alike(state.of(turn.side)[-1].text, text)
        if repeated:
            _set(state, MessageKind.REQUEST)
        else:
            _open(state, turn, text)
    elif turn.side is Side.STAFF and state.of(turn.side)[-1].turn and cues.HANDED.search(text):
        _open(state, turn, text)
    elif cues.THANKS.match(text):
        _set(
            state,
            MessageKind.CLOSING
            if not state.open
            else MessageKind.ACK
            if state.acked
            else MessageKind.STATEMENT,
        )
    else:
        _set(state, MessageKind.STATEMENT)


def _keyed(text: str, request: Request) -> bool:
    """Whether the reply is the very sign that was asked for (同意的回复Y, 收到请回复)."""
    wanted = re.search(
        r"(?:回复?|扣|打|发)(?:个|一?下)?[“\"「]?([A-Za-z0-9]{1,2}|收到|参加|同意|确认)[”\"」]?(?![\u4e00-\u9fa5A-Za-z0-9]{2})",
        request.text,
    )
    if wanted and text.strip(" 。.!！").upper() == wanted[1].upper():
        return True
    seen = re.search(
        r"(?:收到|看到|知悉|参加|知道|同意)(?:的|了)?(?:请|麻烦)?(?:务必)?(?:回复?|扣|接龙|吱)", request.text
    )
    return seen is not None and (cues.YES.match(text) is not None or cues.THANKS.match(text) is not None)


def _reply(state: _Exchange, turn: Turn, text: str, theirs: list[Request]) -> None:
    """A message of the side that is waited for."""
    request = theirs[-1]
    if _keyed(text, request) or confirms(text, request):
        _answer(state, turn, text, request, theirs)
    elif (
        request.sort in {"yesno", "thing"}
        and turn.side is Side.CUSTOMER
        and NOT_YET.match(text)
        and not cues.asks(text)
    ):
        _set(
            state,
            MessageKind.PAUSE
            if cues.PAUSE.search(text) or cues.WHEN.search(text) or re.search(r"忙|没空|没时间", text)
            else MessageKind.ANSWER,
        )
        if state.kind is MessageKind.ANSWER:
            _answer(state, turn, text, request, theirs)
        else:
            state.pause, state.acked = put_off_until(text), True
    elif cues.DONE_CHECK.search(text) or revises(text, request):
        _settle(state, theirs, text)
        _open(state, turn, text)
    elif (
        turn.side is Side.STAFF
        and not cues.asks(text)
        and any(sort_of(p) == "yesno" and alike(p, text) for r in theirs for p in r.parts)
    ):
        _answer(state, turn, text, request, theirs)
    elif later(text, request):
        _set(state, MessageKind.PAUSE)
        state.pause, state.acked = put_off_until(text), True
    elif (cues.asks(text) and not mere_check(text)) or cues.ORDER.search(text):
        _counter(state, turn, text, theirs)
    elif cues.PAUSE.search(text) and not answers_anyway(text, request):
        _set(state, MessageKind.PAUSE)
        state.pause, state.acked = put_off_until(text), True
    elif commits(turn, text, request) or only_ack(text, request) or _held(state, text):
        _set(state, MessageKind.ACK)
        state.acked = True
    elif (
        is_request(text, reply=True, staff=turn.side is Side.STAFF)
        and not not_yet(text, request)
        and not _ASKS_WHY.search(request.text)
    ):
        _counter(state, turn, text, theirs)
    else:
        _answer(state, turn, text, request, theirs)


def _held(state: _Exchange, text: str) -> bool:
    """A bare yes to a nudge that pressed for the deed."""
    return (
        state.pressed
        and len(text) <= 4
        and re.match(r"好|行|嗯|可以|ok|在|来了|马上", text, re.I) is not None
    )


def _counter(state: _Exchange, turn: Turn, text: str, theirs: list[Request]) -> None:
    """A reply that asks or objects itself; what it answers on the way is settled."""
    request = theirs[-1]
    answered = [
        s
        for s in cues.segments(text)
        if not cues.asks(s)
        and not cues.demands(s)
        and not cues.CHECKING.search(s)
        and not cues.GREETING.match(s)
    ]
    if (answered and cues.asks(text)) or (
        answered and request.sort != "task" and not cues.TROUBLE.search(text)
    ):
        _settle(state, theirs, "，".join(answered))
    elif state.of(turn.side) and alike(state.of(turn.side)[-1].text, text):
        _set(state, MessageKind.REQUEST)
        return
    elif request.sort in {"review", "task", "proposal"} and (
        cues.OBJECTION.search(text) or cues.TROUBLE.search(text)
    ):
        state.open.remove(request)
    _open(state, turn, text)


def _answer(state: _Exchange, turn: Turn, text: str, request: Request, theirs: list[Request]) -> None:
    """Settle what is answered; an accepted proposal and a document handed over open the next request."""
    _set(state, MessageKind.ANSWER)
    accepted = cues.YES.match(text) is not None or re.match(r"^(?:好|行|可以|要|嗯|来|成)", text) is not None
    _settle(state, theirs, text)
    if request.sort == "appointment" and accepted:
        state.open = [r for r in state.open if r.by is not turn.side or r.sort != "task"]
    state.acked, state.pause, state.settled = False, None, True
    if request.sort == "proposal" and accepted:
        state.open.append(Request(turn.side, turn.id, text, "task", [text]))
    elif (
        turn.side is Side.STAFF
        and cues.HANDED.search(text)
        and cues.FILE.match(text)
        and not state.of(_OTHER[turn.side])
    ):
        state.open.append(Request(turn.side, turn.id, text, "review", [text]))


def _settle(state: _Exchange, theirs: list[Request], text: str) -> None:
    """Take the answered parts off the open requests of the other side."""
    strike(theirs, text)
    state.open = [r for r in state.open if r.parts]
