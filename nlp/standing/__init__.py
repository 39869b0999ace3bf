"""How an exchange stands: what the last message is, who waits for whom, since which message.

The turns are read in order; requests are opened, answered in whole or in part, put off, withdrawn and
recalled. A nudge or an acknowledgement never moves the request it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from nlp.dates.numerals import fold
from nlp.model import MessageKind, Side, Standing, Turn
from nlp.promises import promises
from nlp.standing import cues

__all__ = ["standing"]

_RECALL: Final = re.compile(r"撤回了?一条消息|recalled a message|消息已撤回")
_ANY_TIME: Final = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - only whether something is promised matters here
_OTHER: Final = {Side.CUSTOMER: Side.STAFF, Side.STAFF: Side.CUSTOMER}


@dataclass(slots=True)
class _Request:
    """Something one side asked for; ``parts`` are the questions in it that are still unanswered."""

    by: Side
    turn: str
    text: str
    sort: str
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Exchange:
    """The state between two messages."""

    open: list[_Request] = field(default_factory=list)
    acked: bool = False
    pressed: bool = False
    pause: str | None = None
    kind: MessageKind = MessageKind.STATEMENT
    last_side: Side = Side.UNKNOWN
    settled: bool = False

    def of(self, side: Side) -> list[_Request]:
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
    text = fold(turn.text).strip()
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
        state.open.append(_Request(turn.side, turn.id, text, "nudge", [text]))


def _open(state: _Exchange, turn: Turn, text: str) -> None:
    """Open a request; questions in it are kept apart so that one answer leaves the others."""
    asked = [s for s in _questions(text)]
    state.open.append(_Request(turn.side, turn.id, text, _sort(text), asked or [text]))
    state.acked, state.pause, state.pressed = False, None, False
    _set(state, MessageKind.REQUEST)


_BOTH: Final = re.compile(r"^(?P<a>[^我你您他\W]{1,6})[和、跟](?P<b>[^我你您他\W]{1,6}?)(?=(?:都|也|麻烦|您)?(?:给|发|报|说|填|提供|告诉|传)(?:我|下|一下|一份|过来|个|您))")
_TWO_OF: Final = re.compile(r"(?:要|来|发|给)(?:我)?[两2二](?:份|个|种|张|套|版)[^，,]{1,6}[，,](?:一份|一个|其中)?")


def _questions(text: str) -> list[str]:
    both = _BOTH.match(text)
    if both:
        return [both["a"], both["b"]]
    if _TWO_OF.search(text):
        return [text, text]
    parts = []
    for part in cues.segments(text):
        pieces = [p for p in re.split(r"\s+", part) if p]
        asked = [p for p in pieces if cues.asks(p)]
        parts.extend(asked if len(asked) > 1 else ([part] if cues.asks(part) else []))
    return parts


_THING: Final = re.compile(r"(?:给|发|传|寄|开|提供|拍|出|做|介绍|推荐|安排|查|帮|送|报|换|改|留|申请|退|看看)(?:我|下|一下|个|一?份|张|些|点|看|到)")
_PROPOSAL: Final = re.compile(r"(?:要不|要不要)?(?:我|我们|咱)?(?:先|再|这边)?(?:给|帮|替|为)(?:您|你)[^，,]{1,12}(?:[?？]|吧|怎么样|如何|可以吗|行吗|好吗|好不好|要不要|吗)|要不要(?:我|给您|帮您)|我(?:先|再|去|来)?(?:发|寄|给|安排|做|申请|报|送)[^，,]{0,10}(?:[?？]|吧$|行吗|可以吗|好吗|怎么样)")
_APPOINT: Final = re.compile(r"(?:见|来|过来|到|过去|面签|面谈|开会|会议|约|上门|试听|看房|参观|体验|拜访|通电话|视频)")
_CHOICE: Final = re.compile(r"哪|什么|啥|几|多少|谁|怎么|多久|多大|何时|还是|如何|选")


def _sort(text: str) -> str:
    """What would answer it: yes or no, a value, a thing, a deed, a proposal, a look at a document."""
    if cues.HANDED.search(text) and not cues.asks(text):
        return "review"
    if re.search(r"扣1|回1|回复1|回个1", text):
        return "yesno"
    last = (_questions(text) or [""])[-1]
    if last:
        if _CHOICE.search(last) and not re.search(r"要不要|能不能", last):
            return "value"
        if _PROPOSAL.search(text):
            return "appointment" if _APPOINT.search(text) else "proposal"
        if re.search(r"(?:行|可以|好|方便|成|ok|能到|来得及)(?:吗|么|不)[呀啊]?[?？]?$", last, re.I) and _WHEN.search(last):
            return "appointment"
        return "thing" if _THING.search(last) and not re.search(r"(?:到|来|过来)(?:吗|么)", last) else "yesno"
    return "task"


_OFFER: Final = re.compile(r"(?:发|寄|给|帮|为|替|让|催|补发|退|换|送|联系|接|回复?|通知|告诉)(?:您|你)(?!们?(?:说|看|报|把|开))|^我(?:去|来|先|这就|马上|下来|再)|随时(?:联系|找)|已经是|最低价?了")


def _is_request(text: str, *, reply: bool = False) -> bool:
    if cues.asks(text):
        return True
    if reply and (re.search(r"试试|就行|就可以|即可|就好|点[“\"「]", text) or _mere_check(text) or _OFFER.search(text)):
        return False
    return cues.demands(text)


def _fresh(state: _Exchange, turn: Turn, text: str) -> None:
    """A message while nothing is open."""
    wanted = cues.WANTED.search(text) and len(text) <= 14 and turn.side is Side.CUSTOMER
    elliptic = turn.side is Side.CUSTOMER and state.settled and _noun(text)
    picture = turn.side is Side.CUSTOMER and cues.PICTURE.match(text) and state.kind is MessageKind.REQUEST
    if cues.THANKS.match(text) or _agreed(text):
        _set(state, MessageKind.CLOSING)
    elif cues.RHETORICAL.search(text) and not cues.DEMAND_WHY.search(text) and not re.search(r"[?？]", text):
        _set(state, MessageKind.CLOSING if _banter(text) else MessageKind.STATEMENT)
    elif _is_request(text) or wanted or elliptic or picture or (turn.side is Side.STAFF and cues.HANDED.search(text)):
        _open(state, turn, text)
    elif cues.WITHDRAWN.search(text) or _banter(text):
        _set(state, MessageKind.CLOSING)
    elif cues.PAUSE.search(text) and not re.search(r"先不说|先这样", text):
        _set(state, MessageKind.PAUSE)
        state.pause = _until(text)
    else:
        _set(state, MessageKind.STATEMENT)
    state.settled = False


def _noun(text: str) -> bool:
    """A short bare noun or amount after an answer, which asks about that case (金毛, 剩七片)."""
    return 1 < len(text) <= 6 and re.fullmatch(r"[\u4e00-\u9fa5A-Za-z0-9]+", text) is not None and not cues.THANKS.match(text) and re.search(r"[了吧的啦啊呀哈呢]$|不|没|好|行|谢", text) is None


def _banter(text: str) -> bool:
    return re.search(r"恭喜|祝|哈哈|嘿嘿|那必须|再见|拜拜|晚安|看出来了|过奖|抱歉|不好意思|客气|您先忙|你先忙|先忙|打扰了|有眼光", text) is not None and len(text) <= 16


def _agreed(text: str) -> bool:
    """Consent with a courtesy or with what follows from it (好的，那就按白色做)."""
    head = re.match(r"^(?:好的?|行|收到|明白|ok|嗯+|了解|可以|没问题)[哈呀啊呢的啦嘞]*[，,\s]*", text, re.I)
    if not head:
        return False
    rest = text[head.end() :]
    return bool(cues.THANKS.match(rest)) or re.match(r"(?:那就|那我|那咱|请多|辛苦|谢|麻烦您?了|有需要|随时|周[一二三四五六日]见|明天见|到时见|回头见|我(?:们?)?(?:知道|明白|了解|记|考虑|看看|想想|商量|研究|看一?下|等)|以后|不打扰|您先|你先|祝)", rest) is not None and not cues.asks(rest)


def _again(state: _Exchange, turn: Turn, text: str) -> None:
    """A message of the side that itself waits."""
    if state.acked and (cues.THANKS.match(text) or _agreed(text) or _waits(text)):
        _set(state, MessageKind.ACK)
    elif cues.WITHDRAWN.search(text):
        state.open = [r for r in state.open if r.by is not turn.side]
        _set(state, MessageKind.CLOSING)
    elif cues.asks(text) or cues.demands(text):
        repeated = _alike(state.of(turn.side)[-1].text, text)
        if repeated:
            _set(state, MessageKind.REQUEST)
        else:
            _open(state, turn, text)
    elif turn.side is Side.STAFF and state.of(turn.side)[-1].turn and cues.HANDED.search(text):
        _open(state, turn, text)
    elif cues.THANKS.match(text):
        _set(state, MessageKind.CLOSING if not state.open else MessageKind.ACK if state.acked else MessageKind.STATEMENT)
    else:
        _set(state, MessageKind.STATEMENT)


def _waits(text: str) -> bool:
    """The asker agrees to wait (核完踢我一下, 您先照顾孩子, 不急)."""
    return re.search(r"(?:完|好|到)(?:了)?[^，,]{0,3}(?:踢|叫|喊|告诉|通知|发|说|联系|回|戳|@|艾特|call)(?:一?声|我|一?下)|(?:您|你)?先(?:忙|照顾|休息|处理|开会|开车|养|安心|看|考虑|商量)|不(?:着)?急|慢慢|等(?:您|你)(?:消息|信|回复|好消息|通知)?|没关系|不要紧|保重|早日康复|到时候?(?:再|我)?(?:联系|找|问)|那我(?:等|到时|过|下周|回头|再)|理解", text) is not None and not cues.asks(text)


def _alike(earlier: str, text: str) -> bool:
    """Whether *text* asks the same again."""
    a, b = set(re.sub(r"\W", "", earlier)), set(re.sub(r"\W", "", text))
    return len(a & b) >= 0.6 * min(len(a), len(b)) and len(b) >= 3


def _reply(state: _Exchange, turn: Turn, text: str, theirs: list[_Request]) -> None:
    """A message of the side that is waited for."""
    request = theirs[-1]
    if (cues.asks(text) and not _mere_check(text)) or cues.ORDER.search(text):
        _counter(state, turn, text, theirs)
    elif cues.PAUSE.search(text) and not _answers_anyway(text, request):
        _set(state, MessageKind.PAUSE)
        state.pause, state.acked = _until(text), True
    elif _commits(turn, text, request) or _only_ack(text, request) or _held(state, text):
        _set(state, MessageKind.ACK)
        state.acked = True
    elif _is_request(text, reply=True) and not _no_yet(text, request):
        _counter(state, turn, text, theirs)
    else:
        _answer(state, turn, text, request, theirs)


def _held(state: _Exchange, text: str) -> bool:
    """A bare yes to a nudge that pressed for the deed."""
    return state.pressed and len(text) <= 4 and re.match(r"好|行|嗯|可以|ok|在|来了|马上", text, re.I) is not None


def _no_yet(text: str, request: _Request) -> bool:
    """还没 as the answer to a question, not as a complaint."""
    return request.sort in {"yesno", "thing"} and re.match(r"^(?:还)?没", text) is not None


def _counter(state: _Exchange, turn: Turn, text: str, theirs: list[_Request]) -> None:
    """A reply that asks or objects itself; what it answers on the way is settled."""
    request = theirs[-1]
    answered = [s for s in cues.segments(text) if not cues.asks(s) and not cues.demands(s) and not cues.CHECKING.search(s)]
    if (answered and cues.asks(text)) or (answered and request.sort != "task" and not cues.TROUBLE.search(text)):
        _settle(state, theirs, "，".join(answered))
    elif state.of(turn.side) and _alike(state.of(turn.side)[-1].text, text):
        _set(state, MessageKind.REQUEST)
        return
    elif request.sort in {"review", "task", "proposal"} and (cues.OBJECTION.search(text) or cues.TROUBLE.search(text)):
        state.open.remove(request)
    _open(state, turn, text)


_ASKED_WHEN: Final = re.compile(r"什么时候|几点|哪天|几号|多久|何时|啥时|几天|周期")
_WHEN: Final = re.compile(r"\d|[一二两三四五六七八九十半]+(?:点|天|周|号|个|小时|分钟)|周[一二三四五六日末]|今|明|后天|下午|上午|晚上|月底|月初")
_SELF_DONE: Final = re.compile(r"(?:已经?|都|刚)[^，,]{0,6}(?:好|完|发|寄|改|了)|(?:好|完|掉|过去|出去)了(?![^，,]{0,3}(?:给|发|告|通|回|联系))|^(?:付|发|寄|转|打|签|交|填|传|选|定|办)了")


def _commits(turn: Turn, text: str, request: _Request) -> bool:
    """Whether the reply only undertakes to do what was asked for (今晚给您算出来, 好的，下午付)."""
    if cues.FILE.match(text) or _SELF_DONE.search(text):
        return False
    owed = promises(turn.text, side=turn.side, now=_ANY_TIME)
    if not owed and not cues.SENDS.search(text):
        return False
    if request.sort == "value":
        return not (_ASKED_WHEN.search(request.text) and _WHEN.search(text)) and re.search(r"[您你]", text) is not None
    if request.sort in {"yesno", "appointment"} and re.match(r"^(?:能|可以|有|没|不|会|行|是|对|来|去|周|下|明|后)", text):
        return False
    return request.sort != "proposal"


def _mere_check(text: str) -> bool:
    """Whether 看下, 问下 here take the request up instead of asking for something."""
    return bool(cues.CHECKING.search(text)) and not cues.asks(text) and not re.search(r"[你您]|麻烦|请|帮我|给我|发我|截|拍[个张]|发[个下一]", text)


def _answers_anyway(text: str, request: _Request) -> bool:
    """A time is the answer itself when a time was asked for, and 不急 answers a yes-or-no question."""
    if re.search(r"再(?:说|看|议|定|谈|考虑|讲|联系)|等[^，,]{1,12}(?:再|吧|回来)|过(?:阵|段|几|两)|忙完|先(?:别|放|缓|不)", text):
        return False
    return re.search(r"什么时候|几点|哪天|几号|多久|何时|啥时", request.text) is not None or re.search(r"^(?:不用|不要|不需要|没有|不行|不了)", text) is not None


def _only_ack(text: str, request: _Request) -> bool:
    if cues.EMOJI_UNCLEAR.match(text):
        return True
    if cues.FILE.match(text):
        return False
    yes = cues.YES.match(text) is not None
    asked = {request.sort} | ({"yesno"} if len(request.parts) > 1 and any(_sort(p) == "yesno" for p in request.parts) else set())
    if "yesno" in asked and _echoes(text, request.text):
        return False
    if asked & {"yesno", "proposal", "appointment"} and (yes or (cues.EMOJI_ONLY.match(text) and not cues.EMOJI_UNCLEAR.match(text))):
        return False
    if request.sort == "nudge":
        return False
    if yes or cues.THANKS.match(text) or _agreed(text):
        return True
    if re.match(r"^(?:不|没|无|别)", text) and not re.search(r"不清楚|不知道|不确定|没空", text):
        return False
    return cues.CHECKING.search(text) is not None and re.search(r"(?:已经?|都)[^，,]{0,6}(?:好|完|发|寄|改|了)", text) is None


def _echoes(text: str, asked: str) -> bool:
    """收到了 to 合同收到了吗: the verb that was asked about comes back."""
    plain = re.sub(r"[了的啦呀啊\W]", "", text)
    return 2 <= len(plain) <= 5 and plain in re.sub(r"[了的\W]", "", asked)


def _answer(state: _Exchange, turn: Turn, text: str, request: _Request, theirs: list[_Request]) -> None:
    """Settle what is answered; an accepted proposal and a document handed over open the next request."""
    _set(state, MessageKind.ANSWER)
    accepted = cues.YES.match(text) is not None or re.match(r"^(?:好|行|可以|要|嗯|来|成)", text) is not None
    _settle(state, theirs, text)
    state.acked, state.pause, state.settled = False, None, True
    if request.sort == "proposal" and accepted:
        state.open.append(_Request(turn.side, turn.id, text, "task", [text]))
    elif turn.side is Side.STAFF and cues.HANDED.search(text) and cues.FILE.match(text) and not state.of(_OTHER[turn.side]):
        state.open.append(_Request(turn.side, turn.id, text, "review", [text]))


def _settle(state: _Exchange, theirs: list[_Request], text: str) -> None:
    """Take the answered parts off the open requests of the other side; the latest request comes first."""
    pieces = [p for s in cues.segments(text) for p in re.split(r"[\s、]+", s) if p]
    loose = [(r, p) for r in theirs for p in r.parts]
    if len(loose) <= 1 or (len(pieces) >= len(loose) and not cues.FILE.match(text)) or re.search(r"都|全部|两个|均|一样", text):
        for request in theirs:
            state.open.remove(request)
        return
    newest = theirs[-1]
    pool = loose if newest.by is theirs[0].by else [(newest, p) for p in newest.parts]
    for piece in pieces[:1] if cues.FILE.match(text) else pieces:
        if pool:
            best = max(pool, key=lambda pair: _match(pair[1], piece))
            pool.remove(best)
            best[0].parts.remove(best[1])
    for request in theirs:
        if not request.parts:
            state.open.remove(request)


_TYPES: Final = (
    (re.compile(r"多少钱|什么价|价格|价位|怎么卖|怎么收费|费用|收费|多少一|几块"), re.compile(r"\d|[一二三四五六七八九十百千万]+(?:块|元|万|千|百)|免费|不收")),
    (re.compile(r"什么时候|几点|几号|哪天|多久|何时|几天|周期"), re.compile(r"\d|点|天|周|月|号|明|后天|今|小时|现")),
    (re.compile(r"哪里|哪儿|在哪|地址|位置"), re.compile(r"路|号|楼|区|市|街|店|层|广场|旁|对面")),
    (re.compile(r"几|多少|多大|多长|多高|最少"), re.compile(r"\d|[一二两三四五六七八九十百]+")),
    (re.compile(r"(?:吗|么|不|没|没有|[?？])$|能不能|有没有|是不是|可以"), re.compile(r"^(?:能|可以|有|没|不|是|对|会|行|要|支持|好|包|含|送|在)")),
)  # fmt: skip


def _match(question: str, piece: str) -> float:
    """How well *piece* answers *question*: the kind of value asked for, then shared characters."""
    shared = len(set(question) & set(piece)) / (len(set(piece)) or 1)
    for asked, given in _TYPES:
        if asked.search(question):
            return shared + (1.0 if given.search(piece) else -0.5)
    return shared


def _until(text: str) -> str | None:
    """The phrase that says until when it is put off, as it stands."""
    waiting = re.search(r"(等(?!一?下|会)[^，,。!！?？]{1,12}?)(?=再|吧|之?后|以后|才|[，,。]|$)", text)
    if waiting:
        return waiting[1]
    named = cues.TIME_WORD.search(text)
    if named:
        return named[0]
    deed = re.search(r"(?:^|[，,。])([^，,。]{1,8}?)(?:了)?再(?:说|签|看|定|谈|付|办|讲|弄|来|联系|考虑)", text)
    return deed[1] if deed else None
