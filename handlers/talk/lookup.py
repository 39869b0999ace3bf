"""Who it is, by part of a phone number: one's own customers (and one's team's), numbers masked."""

from __future__ import annotations

from handlers import customers, dialogue, records
from handlers.context import Context
from handlers.customers import Request
from handlers.sales import number_words

_MOST = 6


def hears(text: str) -> bool:
    """Whether a text asks for a customer by part of his number."""
    return number_words.read(text) is not None


def tell(ctx: Context, request: Request) -> None:
    """尾号5678是谁, 138开头的客户."""
    part = number_words.read(request.text)
    if part is None:
        return
    found = ctx.uow.leads.with_number(part.pattern, owners=records.sees(ctx, ctx.who), limit=_MOST)
    if len(found) == 1:
        dialogue.remember_customer(ctx, found[0])
    described = customers.described(ctx, found[: _MOST - 1])
    more = len(found) == _MOST
    words = {"where": part.where, "digits": part.digits, "tail": part.tail}
    ctx.answer(ctx.reply("by_number", customers=described, more=more, **words))
