"""「13900002222」 after 「还差电话」: what a customer still lacked, said in passing, goes to him."""

from __future__ import annotations

from handlers import dialogue, records
from handlers.context import Context
from handlers.leads import filing
from handlers.leads.reading import typed_facts
from handlers.sales.permission import Act, Allowed, may
from nlp import Analysis, EntityKind, MessageKind, Side, lazy_pattern
from storage.leads import Lead

_ASKED = ("phone", "wechat", "source")
"""What a rep is asked for when a customer is filed without it."""
_LONGEST = 60
_AROUND = lazy_pattern(
    r"[\W_]|(?:手机|电话|联系方式|号码|微信|来源|预算|邮箱|客户|渠道)号?|来的?|[是的他她号加]"
)
_OF_HIM = lazy_pattern(r"[他她](?![们人家])|[这那]个?位?客户")
"""Said of him expressly: any detail counts, not only what is lacking."""
_TELLING = (MessageKind.STATEMENT, MessageKind.ANSWER)


def add_detail(ctx: Context, text: str) -> bool:
    """Keep what is asked for about the customer spoken of in the last ten minutes; whether it was that.

    Anything else is left alone: long talk, questions, words about somebody else, and a detail the
    customer already has.
    """
    lead = _spoken_of(ctx)
    if lead is None or len(text) > _LONGEST:
        return False
    reading = ctx.analyse(text, side=Side.STAFF)
    if reading.kind not in _TELLING or not _nothing_else(text, reading, lead):
        return False
    facts = typed_facts(ctx, text, called=lead.name)
    fields = {fact.field for fact in facts}
    lacking = {field for field in _ASKED if records.field_of(lead, field) is None}
    told = _OF_HIM.match(text) is not None and "need" not in fields
    if not (fields & lacking or told):
        return False
    filed = filing.add_facts(ctx, lead, facts)
    filing.spoken_of(ctx, filed.lead)
    known = [fact.field for fact in facts if records.field_of(filed.lead, fact.field) is not None]
    words = {"added": filed.added, "asked": filed.asked, "known": known}
    ctx.answer(ctx.reply("detail", name=filed.lead.name, **words))
    return True


def _nothing_else(text: str, reading: Analysis, lead: Lead) -> bool:
    """Whether the details, the customer's own name and words around them are all that was said.

    A name that is left over may be somebody else's.
    """
    left = text
    for span in sorted((*_details(reading), *((m.start, m.end) for m in reading.money)), reverse=True):
        left = left[: span[0]] + " " + left[span[1] :]
    left = _OF_HIM.sub("", left, count=1)
    return not _AROUND.sub("", left.replace(lead.name, ""))


def _details(reading: Analysis) -> list[tuple[int, int]]:
    return [(e.start, e.end) for e in reading.entities if e.kind is not EntityKind.PERSON]


def _spoken_of(ctx: Context) -> Lead | None:
    lead_id = dialogue.last_customer(ctx)
    lead = None if lead_id is None else ctx.uow.leads.find(lead_id)
    if lead is None:
        return None
    managers = ctx.uow.people.managers_of(lead.owner_id)
    verdict = may(ctx.who, Act.CHANGE, owner_id=lead.owner_id, owner_managers=managers)
    return lead if isinstance(verdict, Allowed) else None
