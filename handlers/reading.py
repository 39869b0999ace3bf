"""A burst of messages, read: each message with its analysis, and the facts its words give."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import nlp
from handlers.context import Context
from handlers.sales import quoting
from handlers.sales.masking import mask_phones_in
from nlp import Act, Analysis, Entity, EntityKind, MoneyRole, Polarity, Side, Signal
from storage.conversations import Conversation, Message
from storage.facts import Fact, FactStatus

SIDES = {"customer": Side.CUSTOMER, "staff": Side.STAFF, "rep": Side.STAFF}
_FIELDS = {
    EntityKind.PHONE: "phone",
    EntityKind.WECHAT: "wechat",
    EntityKind.EMAIL: "email",
    EntityKind.COMPANY: "company",
    EntityKind.REGION: "region",
    EntityKind.SOURCE: "source",
}
_BY_EITHER_SIDE = frozenset({"source"})
_NEEDS = ("试听", "方案", "演示", "试用", "样品", "校区", "定制", "对接", "招标")
_PAPERS = {"quote": "报价", "contract": "合同"}
_LISTED = 1.0
"""Confidence of a competitor the team named itself; others are only guessed from what stands around them."""
_SENTENCE_ENDS = "。！？!?；;\n"


@dataclass(frozen=True, slots=True)
class Reading:
    """A message and what it says."""

    message: Message
    analysis: Analysis

    @property
    def by_customer(self) -> bool:
        """Whether the customer's side said it."""
        return self.message.sender == "customer"


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value with the words it came from (characters of the message)."""

    field: str
    value: str
    quote: str
    start: int
    end: int
    message_id: str


def burst(ctx: Context, conversation: Conversation) -> list[Reading]:
    """Read what the bot has not read of a conversation, and note that it has."""
    messages = ctx.uow.messages.unread(conversation.id)
    ctx.uow.messages.mark_read(messages, ctx.now)
    return [read(ctx, message) for message in messages if message.recalled_at is None]


def read(ctx: Context, message: Message) -> Reading:
    """Read one message, relative to the moment it was sent."""
    side = SIDES.get(message.sender, Side.UNKNOWN)
    return Reading(message, ctx.analyse(message.text, side=side, at=message.sent_at))


def facts_of(readings: Iterable[Reading]) -> list[Found]:
    """The facts about the customer that these messages give, in the order they were said."""
    found: list[Found] = []
    for reading in readings:
        found.extend(_entities(reading))
        if reading.by_customer:
            found.extend(_budget(reading))
            found.extend(_need(reading))
            found.extend(_rivals(reading))
    return found


def _entities(reading: Reading) -> Iterator[Found]:
    for entity in reading.analysis.entities:
        field = _FIELDS.get(entity.kind)
        if field is None or not (reading.by_customer or field in _BY_EITHER_SIDE):
            continue
        yield _found(reading, field, entity.value, entity.start, entity.end)


def _budget(reading: Reading) -> Iterator[Found]:
    for money in reading.analysis.money:
        fen = money.high_fen if money.high_fen is not None else money.low_fen
        if money.role is MoneyRole.BUDGET and fen is not None:
            yield _found(reading, "budget", str(fen), money.start, money.end)


def _need(reading: Reading) -> Iterator[Found]:
    wanted: list[Signal | Entity] = list(reading.analysis.positive(*_NEEDS))
    if reading.analysis.positive():
        wanted += [one for one in reading.analysis.entities if one.kind is EntityKind.PRODUCT]
    for named in wanted:
        start, end = sentence_around(reading.message.text, named.start, named.end)
        words = mask_phones_in(reading.message.text[start:end])[:60]
        yield _found(reading, "need", words, start, end)
        return


def _rivals(reading: Reading) -> Iterator[Found]:
    """The competitors the team listed that a message names, as one value."""
    named = [
        e for e in reading.analysis.entities if e.kind is EntityKind.COMPETITOR and e.confidence >= _LISTED
    ]
    if named:
        value = "、".join(dict.fromkeys(entity.value for entity in named))
        yield _found(reading, "competitor", value, named[0].start, named[0].end)


def _found(reading: Reading, field: str, value: str, start: int, end: int) -> Found:
    """A value with the whole sentence it stands in: by itself, a number proves nothing to a reader."""
    start, end = sentence_around(reading.message.text, start, end)
    return Found(field, value, reading.message.text[start:end], start, end, reading.message.id)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The characters of the sentence that holds ``text[start:end]``, without its white space."""
    while start > 0 and text[start - 1] not in _SENTENCE_ENDS:
        start -= 1
    while end < len(text) and text[end - 1 : end] not in tuple(_SENTENCE_ENDS):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def keep(
    ctx: Context, found: Found, *, conversation_id: str | None, lead_id: str | None, status: FactStatus
) -> Fact:
    """Write a fact down."""
    fact = Fact(
        id=ctx.ids("fact"),
        conversation_id=conversation_id,
        lead_id=lead_id,
        field=found.field,
        value=found.value,
        quote=found.quote,
        start=found.start,
        end=found.end,
        message_id=found.message_id,
        by="bot",
        actor_id=None,
        at=ctx.now,
        status=status,
    )
    return ctx.uow.facts.add(fact)


def with_file(reading: Reading) -> Reading:
    """A quote or contract handed over as a file speaks like 「报价已发您」 does."""
    message = reading.message
    sign = quoting.noticed(message.sender, message.kind, message.text, message.file, reading.analysis)
    if sign is None or not sign.by_file:
        return reading
    signal = Signal(
        _PAPERS[sign.kind], Act.DONE, Polarity.POSITIVE, Side.STAFF, 0, len(sign.quote), sign.quote
    )
    analysis = dataclasses.replace(
        reading.analysis, text=sign.quote, signals=(*reading.analysis.signals, signal)
    )
    return Reading(message, analysis)


def turns(messages: Sequence[Message]) -> list[nlp.Turn]:
    """Messages as the reader of whole exchanges wants them."""
    return [
        nlp.Turn(id=m.id, side=SIDES.get(m.sender, Side.UNKNOWN), text=_words(m), at=m.sent_at, name=m.name)
        for m in messages
    ]


def _words(message: Message) -> str:
    if message.text or message.file is None:
        return message.text
    return f"[文件] {message.file.get('name', '')}"
