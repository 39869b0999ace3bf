"""One prediction per record, in the words of the label guide; it sees the input fields only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import nlp
from nlp.dates import times
from nlp.digest import chat_facts, summarise
from nlp.model import Act, EntityKind, Money, Polarity, Side, Signal, Turn
from nlp.promises import promises

Record = Mapping[str, Any]
Prediction = dict[str, Any]

ZONE: Final = ZoneInfo("Asia/Shanghai")
CONCEPTS: Final = [
    "试听",
    "学费",
    "校区",
    "报价",
    "合同",
    "合同草稿",
    "方案",
    "演示",
    "试用",
    "样品",
    "发票",
    "付款",
    "交期",
    "优惠",
    "售后",
    "招标",
    "再考虑",
    "等审批",
    "预算紧张",
    "比价",
    "嫌贵",
    "暂不需要",
]
_SIDES: Final = {"customer": Side.CUSTOMER, "rep": Side.STAFF, "staff": Side.STAFF}
_NAMES: Final = {Side.CUSTOMER: "customer", Side.STAFF: "rep", Side.UNKNOWN: "system"}
_NOW: Final = "2026-11-20T10:00:00"


def _text(record: Record, field: str = "text") -> str:
    value = record.get(field)
    return value if isinstance(value, str) else ""


def moment(record: Record, field: str = "now") -> datetime:
    """The moment of speech in business time; a fixed one where the record has none."""
    try:
        at = datetime.fromisoformat(str(record.get(field) or _NOW))
    except ValueError:
        at = datetime.fromisoformat(_NOW)
    return at.replace(tzinfo=at.tzinfo or ZONE)


def _local(at: datetime | None, *, minutes: bool = True) -> str | None:
    if at is None:
        return None
    plain = at.replace(tzinfo=None)
    return plain.isoformat(timespec="minutes" if minutes else "seconds")


def turns(record: Record) -> list[Turn]:
    """The messages of a record, each under its number."""
    rows = record.get("turns")
    return [
        Turn(
            str(row.get("i", n)), _SIDES.get(str(row.get("sender")), Side.UNKNOWN), str(row.get("text") or "")
        )
        for n, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    ]


def _number(turn: str | None) -> int | str | None:
    return int(turn) if turn is not None and turn.isdigit() else turn


def _talks_of(signal: Signal) -> bool:
    """Whether the line is about the concept: the guide counts what is supposed or solved as talk of the deal."""
    return signal.polarity in {Polarity.POSITIVE, Polarity.HYPOTHETICAL, Polarity.SOLVED}


def keywords(record: Record) -> Prediction:
    """Concepts expressed and denied, their acts, the customer's intent and tone."""
    read = nlp.analyse(
        _text(record), now=moment(record), side=_SIDES.get(str(record.get("sender")), Side.CUSTOMER)
    )
    meant = [s for s in read.signals if s.kind in CONCEPTS and _talks_of(s)]
    positive = list(dict.fromkeys(s.kind for s in meant))
    denied = [s.kind for s in read.signals if s.polarity is Polarity.NEGATED and s.kind in CONCEPTS]
    found: Prediction = {
        "positive": positive,
        "acts": {
            s.kind: s.act.value for s in sorted(meant, key=lambda s: (s.act is not Act.MENTION, -s.start))
        },
        "negated": [k for k in dict.fromkeys(denied) if k not in positive],
    }
    if record.get("sender") == "customer":
        found |= {"intent": read.intent, "sentiment": read.mood}
    return found


def commands(record: Record) -> Prediction:
    """Intent and slots."""
    read = nlp.command(_text(record), now=moment(record))
    slots = {
        name: value for name, value in read.slots.items() if name != "repeat"
    }  # the guide knows no repeats
    return {"intent": read.intent.value, "slots": slots}


def time(record: Record) -> Prediction:
    """Every time in the text."""
    values = [
        {
            "kind": t.kind,
            "start": _local(t.start_at, minutes=False),
            "end": _local(t.end_at, minutes=False),
            "duration_s": t.duration.total_seconds() if t.duration is not None else None,
            "span": t.text,
        }
        for t in times(_text(record), moment(record, "base"))
    ]
    return {"values": values}


def _major(fen: int | None) -> int | float | None:
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def _sum(value: Money) -> Prediction:
    return {
        "low": _major(value.low_fen),
        "high": _major(value.high_fen),
        "approx": value.approx,
        "currency": value.currency,
    }


def money(record: Record) -> Prediction:
    """Every sum in the text."""
    return {"expected": [_sum(m) for m in nlp.analyse(_text(record), now=moment(record)).money]}


def phones(record: Record) -> Prediction:
    """Every phone number in the text."""
    read = nlp.analyse(_text(record), now=moment(record))
    return {"expected": [e.value for e in read.entities if e.kind is EntityKind.PHONE]}


def entities(record: Record) -> Prediction:
    """What the text names, by kind."""
    read = nlp.analyse(_text(record), now=moment(record))
    found: dict[str, list[str]] = {}
    for entity in read.entities:
        if entity.kind.value in {"person", "company", "wechat", "email", "quote_no", "region"}:
            found.setdefault(entity.kind.value, []).append(entity.value)
    for quantity in (one for one in read.quantities if one.unit != "折"):
        found.setdefault("quantity", []).append(quantity.text)
    return {"entities": found}


def chats(record: Record) -> Prediction:
    """The lead facts and the three points of a chat."""
    said, now = turns(record), moment(record)
    facts = chat_facts(said, now)
    points = nlp.digest(said)
    when = _local(facts.next_when)
    expected = {
        "contact": facts.contact, "phone": facts.phone, "company": facts.company, "wechat": facts.wechat, "email": facts.email,
        "source": facts.source, "region": facts.region, "budget": _major(facts.budget_fen), "quote": _major(facts.quote_fen),
        "stage": facts.stage, "keywords": [k for k in facts.keywords if k in CONCEPTS],
        "next_when": when if facts.next_clock or when is None else when[:10], "intent": facts.intent,
    }  # fmt: skip
    digest = {
        name: [_number(p.turn) for p in getattr(points, name)]
        for name in ("concern", "new_request", "next_step")
    }
    return {"expected": {k: v for k, v in expected.items() if v is not None}, "digest": digest}


def promised(record: Record) -> Prediction:
    """Who owes what until when."""
    found = promises(
        _text(record), side=_SIDES.get(str(record.get("sender")), Side.CUSTOMER), now=moment(record)
    )
    return {
        "promises": [
            {
                "who": _NAMES[p.who], "what": p.what,
                "due": (_local(p.due, minutes=False) if p.has_clock else str(_local(p.due))[:10]) if p.due else None,
                "due_kind": p.due_kind, "kind": p.kind,
            }
            for p in found
        ]
    }  # fmt: skip


def endings(record: Record) -> Prediction:
    """How the exchange stands after its last message."""
    state = nlp.standing(turns(record))
    return {
        "last_kind": state.last_kind.value,
        "waiting": _NAMES[state.waiting] if state.waiting else "none",
        "open_since": _number(state.open_since),
        "pause_until": state.pause_until,
    }


def pastes(record: Record) -> Prediction:
    """The messages of a pasted chat."""
    staff = record.get("staff")
    names = (
        [str(name) for name in staff] if isinstance(staff, Sequence) and not isinstance(staff, str) else []
    )
    read = nlp.paste(_text(record), staff=names, now=moment(record))
    turns = [
        {"name": t.name, "sender": t.side.value, "at": _local(t.at), "text": t.text}
        for t in (read.turns if read else ())
    ]
    return {"is_chat": read is not None, "turns": turns}


def summaries(record: Record) -> Prediction:
    """The three sentences that say most."""
    rows = record.get("turns")
    said = [
        str(s)
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
        for s in row.get("sentences") or []
    ]
    return {"sentences": [said[i] for i in summarise(said, count=3)]}


#: Kind of file (by the start of its name) → what predicts it, in the order of the table.
KINDS: Final[dict[str, Callable[[Record], Prediction]]] = {
    "keywords": keywords, "commands": commands, "time": time, "money": money, "phones": phones, "entities": entities,
    "chats": chats, "promises": promised, "endings": endings, "pastes": pastes, "summaries": summaries,
}  # fmt: skip


def predicted(kind: str, record: object) -> Prediction:
    """The prediction for any record of *kind*; a record nobody can read gives its id alone, never an error."""
    fields: Record = record if isinstance(record, Mapping) else {}
    head: Prediction = {"id": fields.get("id")}
    try:
        return head | KINDS[kind](fields)
    except Exception as error:
        print(f"{kind} {fields.get('id')}: {error!r}", file=sys.stderr)
        return head
