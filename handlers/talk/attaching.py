"""A file beside a command: it goes to the customer just spoken of, else the rep is asked whose it is."""

from __future__ import annotations

from datetime import timedelta

from handlers import cards, customers, dialogue, quotes, records
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.sales.permission import Act
from nlp import lazy_pattern
from storage.leads import Lead
from storage.quotes import Quote

_BESIDE = timedelta(minutes=2)
_WHOSE = lazy_pattern(
    r"(?:这|这个|这份|那份|它|刚才?(?:那|这)?[个份]?)?(?:文件|附件)?(?:是|给|归)?(?:给)?(?P<who>[^\s，,。是给的]{2,12}?)"
    r"(?:的)?(?:最新)?(?:报价单?|合同|方案|文件)?(?:吧|的|了)?"
)
_LONGEST = 24


def expect_paper(ctx: Context, lead: Lead) -> None:
    """A quote was just told of: a file that comes in a moment is its paper."""
    ctx.uow.dialogues.put(ctx.who.id, "paper", {"lead_id": lead.id}, until=ctx.now + _BESIDE)


def names_the_file(event: MessageReceived) -> bool:
    """Whether the text beside a file is nothing but its name."""
    return event.attachment is not None and event.text.strip() == event.attachment.name


def on_file(event: MessageReceived, message_id: str, ctx: Context) -> None:
    """A file from the rep: with a quote just told of it belongs there, else he is asked as usual."""
    noted = ctx.uow.dialogues.get(ctx.who.id, "paper", ctx.now)
    lead = None if noted is None or event.kind != "file" else ctx.uow.leads.find(str(noted["lead_id"]))
    if lead is None or lead.owner_id != ctx.who.id or lead.status != "open":
        quotes.on_file_from_rep(event, ctx)
        return
    ctx.uow.dialogues.drop(ctx.who.id, "paper")
    _filed(ctx, quotes.file_belongs(ctx, message_id, lead), lead)


def says_whose(text: str, ctx: Context) -> bool:
    """「给张总的」 after 「这份报价是给谁的？」; whether it was that."""
    card_id = dialogue.last_card(ctx)
    shown = None if card_id is None else ctx.uow.cards.find(card_id)
    if shown is None or shown.kind != "file" or shown.status != "open" or shown.subject_id is None:
        return False
    found = _WHOSE.fullmatch(text.strip(" 。！!")) if len(text) <= _LONGEST else None
    meant = customers.candidates(ctx, found["who"]) if found else []
    if len(meant) != 1:
        return False
    records.require(ctx, Act.CHANGE, meant[0].owner_id)
    cards.close(ctx, shown, "chosen")
    _filed(ctx, quotes.file_belongs(ctx, shown.subject_id, meant[0]), meant[0])
    return True


def _filed(ctx: Context, quote: Quote, lead: Lead) -> None:
    dialogue.remember_customer(ctx, lead)
    ctx.answer(
        ctx.reply("paper_filed", name=lead.name, file=quote.name, number=quote.number, kind=quote.kind)
    )
