"""Quotes and contracts: when one went out, when its silence rings, and what settles it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from handlers.sales import quote_words as said
from handlers.sales.worktime import WorkTime
from nlp import Act, Analysis, MessageKind, Side, Signal, Standing, Turn
from storage.quotes import Quote

Kind = Literal["quote", "contract"]
Settled = Literal["answered", "acknowledged"]
StandingOf = Callable[[Sequence[Turn]], Standing]

STAFF: frozenset[str] = frozenset({"staff", "rep"})
_KIND_OF_SIGNAL: Mapping[str, Kind] = {"报价": "quote", "合同": "contract", "合同草稿": "contract"}


@dataclass(frozen=True, slots=True)
class QuotePolicy:
    """How long a quote may stay without a reply before the rep hears of it, and then the supervisor."""

    unread_after: timedelta = timedelta(hours=72)
    escalate_after: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class QuoteSign:
    """A quote or contract that went to the customer, as far as a message shows.

    ``quote`` holds the words it was known by: the file's name, or the sentence, which then is
    ``text[start:end]`` of the message. ``size`` is bytes.
    """

    kind: Kind
    name: str | None
    size: int | None
    mime: str | None
    sha256: str | None
    quote: str
    start: int | None
    end: int | None
    pages: int | None = None

    @property
    def by_file(self) -> bool:
        """Whether there is a file, or only words about one."""
        return self.name is not None


def noticed(
    sender: str,
    kind: str,
    text: str,
    file: Mapping[str, Any] | None,
    analysis: Analysis | None,
    *,
    nearby: Sequence[Analysis] = (),
) -> QuoteSign | None:
    """The quote or contract that a message of our side hands over; None for anything else.

    *file* has ``name``, ``size``, ``mime``, ``sha256`` and perhaps ``pages``; *analysis* is that of
    *text*; *nearby* those of the staff's messages just before and after, which may name a file that
    does not say what it is (a photo, scan001.pdf).
    """
    if sender not in STAFF:
        return None
    if file is not None:
        return _from_file(kind, text, file, analysis, nearby)
    if kind in ("image", "file"):
        return None
    return _from_words(text, analysis)


def _from_file(
    kind: str, text: str, file: Mapping[str, Any], analysis: Analysis | None, nearby: Sequence[Analysis]
) -> QuoteSign | None:
    name = str(file.get("name") or "")
    carries = said.carries_paper(name, str(file.get("mime") or ""))
    if not (carries or kind == "image") or said.never(name):
        return None
    what = said.named(said.stem(name))
    if what is not None:
        return _sign(what, file, quote=name)
    if text and text != name and (found := _worded(text, analysis)):
        what, start, end = found
        return _sign(what, file, quote=text[start:end], start=start, end=end)
    for neighbour in nearby:
        if found := _worded(neighbour.text, neighbour):
            what, start, end = found
            return _sign(what, file, quote=neighbour.text[start:end])
    return None


def _worded(text: str, analysis: Analysis | None) -> tuple[Kind, int, int] | None:
    """What the words beside a file call it; not when it is only asked for or denied."""
    if said.never(text):
        return None
    if analysis is None:
        return said.named_in(text)
    for signal in analysis.positive(*_KIND_OF_SIGNAL):
        if signal.act is not Act.REQUEST:
            start, end = said.sentence(text, signal.start, signal.end)
            return _KIND_OF_SIGNAL[signal.kind], start, end
    return None


def _from_words(text: str, analysis: Analysis | None) -> QuoteSign | None:
    """「报价已发您」: handed over, and done."""
    if analysis is None:
        found = said.named_in(text)
        if found is None or not said.handed_over(text[found[1] : found[2]]):
            return None
        kind, start, end = found
        return _spoken(kind, text, start, end)
    signals = [signal for signal in analysis.positive(*_KIND_OF_SIGNAL) if _may_be_done(signal)]
    for signal in signals:
        start, end = said.sentence(text, signal.start, signal.end)
        if said.handed_over(text[start:end]):
            return _spoken(_KIND_OF_SIGNAL[signal.kind], text, start, end)
    return None


def _may_be_done(signal: Signal) -> bool:
    return signal.act in (Act.DONE, Act.MENTION) and signal.side is not Side.CUSTOMER


def _spoken(kind: Kind, text: str, start: int, end: int) -> QuoteSign:
    return QuoteSign(kind, None, None, None, None, text[start:end], start, end)


def _sign(
    kind: Kind, file: Mapping[str, Any], *, quote: str, start: int | None = None, end: int | None = None
) -> QuoteSign:
    return QuoteSign(
        kind=kind,
        name=file.get("name") or "",
        size=file.get("size"),
        mime=file.get("mime"),
        sha256=file.get("sha256"),
        quote=quote,
        start=start,
        end=end,
        pages=file.get("pages"),
    )


def repeats(
    sign: QuoteSign,
    sent_at: datetime,
    known: Collection[Quote],
    *,
    within: timedelta = timedelta(minutes=30),
) -> Quote | None:
    """The quote already on record that this sign is another sight of, the latest if several.

    The same bytes are the same version whenever they come again; words and a file of one kind that
    come *within* a short time of each other are one handing over.
    """
    same = [
        quote for quote in known if quote.kind == sign.kind and _is_sight_of(sign, sent_at, quote, within)
    ]
    return max(same, key=lambda quote: quote.sent_at, default=None)


def _is_sight_of(sign: QuoteSign, sent_at: datetime, quote: Quote, within: timedelta) -> bool:
    if sign.sha256 and quote.sha256:
        return sign.sha256 == quote.sha256
    one_by_words = not sign.by_file or quote.name is None
    return one_by_words and abs(sent_at - quote.sent_at) <= within


def unread_at(sent_at: datetime, policy: QuotePolicy, worktime: WorkTime) -> datetime:
    """When the rep hears that nobody replied: in working time, late rather than never."""
    return worktime.next_open(sent_at + policy.unread_after)


def escalate_at(raised_at: datetime, policy: QuotePolicy, worktime: WorkTime) -> datetime:
    """When the supervisor hears of it, counted from the alarm to the rep."""
    return worktime.next_open(raised_at + policy.escalate_after)


def settle(
    quote: Quote, turns_after: Sequence[Turn], standing: Standing | StandingOf | None = None
) -> Settled | None:
    """What the customer's words since the quote make of it; None when they say nothing about it.

    Accepting, refusing, asking, bargaining and putting off with a reason answer it; 「收到」 「谢谢」
    alone acknowledge it. *standing* is ``nlp.standing`` (to judge every turn), or the standing after
    the last turn, or None to go by the words alone.
    """
    best: Settled | None = None
    for at, turn in enumerate(turns_after):
        if turn.side is not Side.CUSTOMER or (turn.at is not None and turn.at < quote.sent_at):
            continue
        settled = _settled_by(turn.text, _kind_of(turns_after, at, standing))
        if settled == "answered":
            return settled
        best = settled or best
    return best


def _kind_of(turns: Sequence[Turn], at: int, standing: Standing | StandingOf | None) -> MessageKind | None:
    if callable(standing):
        return standing(turns[: at + 1]).last_kind
    return standing.last_kind if standing is not None and at == len(turns) - 1 else None


def _settled_by(text: str, kind: MessageKind | None) -> Settled | None:
    if said.only_acknowledges(text):
        return "acknowledged"
    if said.only_greets(text):
        return None
    if said.has_substance(text) or kind in (MessageKind.ANSWER, MessageKind.REQUEST):
        return "answered"
    if kind in (MessageKind.ACK, MessageKind.CLOSING, MessageKind.PAUSE):
        return "acknowledged"
    return None
