"""What a rep types about a customer in free words, as facts a person vouches for."""

from __future__ import annotations

from handlers import records
from handlers.context import Context
from handlers.sales import duplicate
from nlp import Analysis, EntityKind, MessageKind, MoneyRole, Side
from storage.facts import Fact

_FIELDS = {
    EntityKind.PHONE: "phone",
    EntityKind.WECHAT: "wechat",
    EntityKind.EMAIL: "email",
    EntityKind.COMPANY: "company",
    EntityKind.REGION: "region",
    EntityKind.SOURCE: "source",
    EntityKind.PERSON: "name",
}
_BUDGETS = (MoneyRole.BUDGET, MoneyRole.UNKNOWN)


def typed_facts(ctx: Context, text: str, *, called: str) -> list[Fact]:
    """The facts in a rep's words; words in which none is recognised are the customer's need.

    A person named in them is the customer only when that says more than what he is *called* already.
    """
    reading = ctx.analyse(text, side=Side.STAFF)
    fields = _fields(reading)
    if "name" in fields and duplicate.weigh("name", (called, "bot"), fields["name"], "bot") != "take":
        del fields["name"]
    fields = fields or {"need": text.strip()[:200]}
    return [records.typed_fact(ctx, f, v, lead_id=None, quote=text.strip()) for f, v in fields.items()]


def is_fill(ctx: Context, text: str) -> bool:
    """Whether a text only keeps the talk going (好的, 稍等) and says nothing about anybody."""
    reading = ctx.analyse(text, side=Side.STAFF)
    return not _fields(reading) and reading.kind in (MessageKind.ACK, MessageKind.CLOSING, MessageKind.PAUSE)


def _fields(reading: Analysis) -> dict[str, str]:
    fields: dict[str, str] = {}
    for entity in reading.entities:
        field = _FIELDS.get(entity.kind)
        if field is not None:
            fields.setdefault(field, entity.value)
    for money in reading.money:
        fen = money.high_fen if money.high_fen is not None else money.low_fen
        if money.role in _BUDGETS and fen is not None:
            fields.setdefault("budget", str(fen))
    return fields
