"""What a customer still lacks is asked at a natural moment; what he wants to think over has no date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from handlers import dialogue, records
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.leads import filing
from handlers.leads.reading import typed_facts
from handlers.sales import telling
from handlers.sales.permission import Act, Allowed, may
from nlp import lazy_pattern
from storage.leads import Lead

NEXT_STEP = "next_step"
WAITING = "等客户"
_SETTLED = timedelta(minutes=10)
"""Nothing more is asked of a customer filed this recently: the rep has just said what he knows."""
_NOT_AGAIN = timedelta(days=30)
_ORDER = ("contact", "source", "need")
_FIELDS = {"contact": ("phone", "wechat"), "source": ("source",), "need": ("need", "budget")}
_NATURAL = frozenset({"query_lead", "add_note", "advance_stage", "log_quote"})
_UNKNOWN = lazy_pattern(r"没有?|不知道|不清楚|没问|还没|暂时没有?|先不|再说|忘了|未知")
_WAITS = lazy_pattern(
    r"再(?:比|看|考虑|想|研究|商量|对比|等)[^，,。]{0,6}|(?:要|得|先|还)?(?:考虑|商量|比较|对比)(?:一?下|看看|考虑)?"
    r"|等(?:他|她|客户|对方|领导|老板|通知|消息|回复|开会|批)[^，,。]{0,8}"
    r"|等[^，,。]{1,6}(?:通知|回复|消息|答复|决定)|(?:下周|下个?月|年后|节后|以后|到时候?)再(?:说|看|定|聊)|过(?:段|一段|阵子?)(?:时间)?|以后再说|不着?急|回头再说"
)
_ASKS = lazy_pattern(r"[?？]|吗|呢$|怎么|什么|为什么|多少")
_LONGEST = 60


# -- no false dates --------------------------------------------------------------------------------


def waits(text: str) -> bool:
    """Whether somebody tells that a customer takes his time, without a day (「再比三家」)."""
    return len(text) <= _LONGEST and _WAITS.search(text) is not None and _ASKS.search(text) is None


def wait_for(ctx: Context, lead: Lead, text: str, message_id: str | None) -> None:
    """Keep the words, and that the next move is the customer's; no date is made up."""
    records.require(ctx, Act.CHANGE, lead.owner_id)
    dialogue.remember_customer(ctx, lead)
    ctx.tell(lead.id, "note", text, message_id=message_id)
    ctx.record("note.add", "lead", lead.id, lead_id=lead.id, after={"note": text}, message_id=message_id)
    if records.field_of(lead, NEXT_STEP) != WAITING:
        fact = records.typed_fact(ctx, NEXT_STEP, WAITING, lead_id=lead.id, quote=text)
        records.set_field(ctx, lead, NEXT_STEP, WAITING, fact=fact, by_bot=False)
    ctx.answer(ctx.reply("waits", name=lead.name, words=telling.without_name(text, lead.name)))


# -- what is missing -------------------------------------------------------------------------------


def ask_what_is_missing(ctx: Context, intents: Collection[str]) -> None:
    """After something else was done for a customer: one question about him, if nothing else is open."""
    if not _NATURAL & set(intents) or dialogue.question(ctx) or dialogue.choice(ctx):
        return
    lead_id = dialogue.last_customer(ctx)
    lead = None if lead_id is None else ctx.uow.leads.find(lead_id)
    if lead is None or lead.status != "open" or lead.owner_id != ctx.who.id:
        return
    if ctx.now - lead.created_at < _SETTLED:
        return
    asked = _asked(ctx, lead)
    about = next((each for each in _ORDER if each not in asked and _lacks(lead, each)), None)
    if about is None or (asked and not _rested(ctx, lead)):
        return
    _note_asked(ctx, lead, [*asked, about])
    dialogue.ask(ctx, "missing", lead_id=lead.id, about=about)
    ctx.answer(ctx.reply("ask_missing", name=lead.name, about=about))


def on_missing(question: dict[str, Any], text: str, _event: MessageReceived, ctx: Context) -> bool:
    """The answer to what was missing; whether it was one. 「没有」 ends it, and it is not asked again."""
    dialogue.answered(ctx)
    lead = ctx.uow.leads.find(str(question["lead_id"]))
    if lead is None or not _mine(ctx, lead):
        return False
    wanted = _FIELDS[str(question["about"])]
    if len(text) <= 8 and _UNKNOWN.match(text):
        ctx.answer(ctx.reply("missing_later", name=lead.name))
        return True
    facts = [fact for fact in typed_facts(ctx, text, called=lead.name) if fact.field in wanted]
    if not facts and question["about"] == "source" and len(text) <= 12 and not _ASKS.search(text):
        facts = [records.typed_fact(ctx, "source", text.strip(" 。！!"), lead_id=None, quote=text)]
    if not facts:
        return False
    filed = filing.add_facts(ctx, lead, facts)
    filing.spoken_of(ctx, filed.lead)
    known = [fact.field for fact in facts if records.field_of(filed.lead, fact.field) is not None]
    words = {"added": filed.added, "asked": filed.asked, "known": known}
    ctx.answer(ctx.reply("detail", name=filed.lead.name, **words))
    return True


def _mine(ctx: Context, lead: Lead) -> bool:
    managers = ctx.uow.people.managers_of(lead.owner_id)
    return isinstance(may(ctx.who, Act.CHANGE, owner_id=lead.owner_id, owner_managers=managers), Allowed)


def _lacks(lead: Lead, about: str) -> bool:
    return all(records.field_of(lead, field) is None for field in _FIELDS[about])


def _asked(ctx: Context, lead: Lead) -> list[str]:
    noted = ctx.uow.dialogues.get(ctx.who.id, f"missing:{lead.id}", ctx.now)
    return [] if noted is None else list(noted["asked"])


def _rested(ctx: Context, lead: Lead) -> bool:
    """Whether the last question about him is a day back."""
    noted = ctx.uow.dialogues.get(ctx.who.id, f"missing:{lead.id}:rest", ctx.now)
    return noted is None


def _note_asked(ctx: Context, lead: Lead, asked: list[str]) -> None:
    ctx.uow.dialogues.put(ctx.who.id, f"missing:{lead.id}", {"asked": asked}, until=ctx.now + _NOT_AGAIN)
    ctx.uow.dialogues.put(ctx.who.id, f"missing:{lead.id}:rest", {}, until=ctx.now + timedelta(days=1))
