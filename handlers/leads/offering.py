"""「发现新线索」: offered once, accepted, supplemented or refused, each with a way back."""

from __future__ import annotations

import dataclasses

from handlers import cards, dialogue, records
from handlers.chat.content import Card
from handlers.chat.event import CardPressed, MessageReceived
from handlers.context import Context
from handlers.errors import Missing
from handlers.leads import filing
from handlers.leads.reading import is_fill, typed_facts
from storage.cards import ShownCard
from storage.facts import FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion


def offer(ctx: Context, suggestion: Suggestion) -> str:
    """Show the rep what was found, with 建档 / 补充 / 不是客户; returns the card's id."""
    card = cards.new_lead(ctx, suggestion, filing.open_facts(ctx, suggestion))
    return _shown(ctx, suggestion, card, "new_lead")


def auto(ctx: Context, suggestion: Suggestion) -> str:
    """File the lead at once and say so, with 撤销; returns the card's id.

    A customer that turns out to be a colleague's is offered instead: the rep hears whom to ask.
    """
    facts = filing.open_facts(ctx, suggestion)
    fields = filing.offered_fields(suggestion, facts)
    conversation = suggestion.conversation_id and ctx.uow.conversations.find(suggestion.conversation_id)
    existing = records.same_customer(ctx, records.keys_of(fields, conversation or None))
    if existing is not None and existing.owner_id != suggestion.person_id:
        return offer(ctx, suggestion)
    filed = filing.file_offer(ctx, suggestion, by_bot=True)
    card = cards.filed(ctx, suggestion, filed.lead, facts, new=filed.new, event_key=ctx.event_key)
    if suggestion.person_id is not None:
        dialogue.remember_event(ctx, suggestion.person_id)
    return _shown(ctx, ctx.uow.suggestions.get(suggestion.id), card, "filed")


def accept(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """建档: file the lead, or add to the one that is the same customer."""
    suggestion = filing.open_suggestion(ctx, subject)
    if suggestion is None:
        return
    filed = filing.file_offer(ctx, suggestion, by_bot=False)
    _tell_filed(ctx, shown, filed)


def supplement(_event: CardPressed, _shown: ShownCard, subject: str, ctx: Context) -> None:
    """补充: ask for what is missing; the next words are added and the lead is filed."""
    suggestion = filing.open_suggestion(ctx, subject)
    if suggestion is None:
        return
    dialogue.ask(ctx, "supplement", suggestion_id=suggestion.id)
    ctx.answer(ctx.reply("supplement", name=suggestion.body["name"]))


def on_supplement(question: dict[str, str], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The words that answer 补充: read, kept as typed by a person, and the lead is filed."""
    suggestion = filing.open_suggestion(ctx, question["suggestion_id"])
    if suggestion is None:
        dialogue.answered(ctx)
        return
    if is_fill(ctx, text):
        ctx.answer(ctx.reply("supplement_waits"))
        return
    dialogue.answered(ctx)
    typed = typed_facts(ctx, text, called=str(suggestion.body["name"]))
    filed = filing.file_offer(ctx, suggestion, by_bot=False, typed=typed)
    shown = ctx.uow.cards.find(suggestion.card_id) if suggestion.card_id else None
    _tell_filed(ctx, shown, filed, typed=[f.field for f in typed])


def refuse(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """不是客户: this chat is never offered again, and nothing read in it is kept on a lead."""
    suggestion = filing.open_suggestion(ctx, subject)
    if suggestion is None:
        return
    facts = filing.open_facts(ctx, suggestion)
    if suggestion.conversation_id is not None:
        facts = ctx.uow.facts.proposed(suggestion.conversation_id)
        ctx.uow.conversations.change(suggestion.conversation_id, refused=True)
    for fact in facts:
        ctx.uow.facts.change(fact, status=FactStatus.REFUSED)
    ctx.record(
        "conversation.refuse",
        "conversation",
        suggestion.conversation_id or suggestion.id,
        before={"refused": False},
        after={"refused": True, "fact_ids": [f.id for f in facts]},
        message_id=suggestion.message_id,
    )
    filing.decide(ctx, suggestion, "refused", lead=None, by_bot=False)
    cards.close(ctx, shown, "not_customer")
    ctx.answer(ctx.reply("refused", name=suggestion.body["name"]))


def reopen(ctx: Context, suggestion: Suggestion) -> None:
    """Offer again what was refused by mistake: the card gets its buttons back."""
    if suggestion.card_id is None or suggestion.person_id is None:
        return
    if suggestion.kind == "stage":
        card = cards.stage(ctx, suggestion, ctx.uow.leads.get(suggestion.lead_id or ""))
    else:
        card = cards.new_lead(ctx, suggestion, filing.open_facts(ctx, suggestion))
    ctx.update(suggestion.card_id, card)
    dialogue.remember_card(ctx, suggestion.person_id, suggestion.card_id, card)


def withdraw_offer(ctx: Context, suggestion: Suggestion, lead: Lead | None = None) -> None:
    """Take an open offer back: it proved to be *lead*, or the words it rested on were recalled.

    What was read goes to the lead, as far as it adds something.
    """
    if lead is not None:
        filing.add_facts(ctx, lead, filing.open_facts(ctx, suggestion))
    _withdraw(ctx, suggestion, "known" if lead is not None else "withdrawn")


def recalled(ctx: Context, suggestion: Suggestion, *, outcome: str = "withdrawn") -> None:
    """An open proposal rests on nothing any more (its message was taken back …): it goes too."""
    _withdraw(ctx, suggestion, outcome)


def _withdraw(ctx: Context, suggestion: Suggestion, outcome: str) -> None:
    fresh = ctx.uow.suggestions.get(suggestion.id)
    ctx.uow.suggestions.save(dataclasses.replace(fresh, status="withdrawn", decided_at=ctx.now))
    cards.close_all(ctx, suggestion.id, outcome)


def _shown(ctx: Context, suggestion: Suggestion, card: Card, kind: str) -> str:
    if suggestion.person_id is None:
        raise Missing("card_gone")
    card_id = cards.show(ctx, suggestion.person_id, card, kind=kind, subject=suggestion.id)
    ctx.uow.suggestions.save(dataclasses.replace(suggestion, card_id=card_id))
    return card_id


def _tell_filed(
    ctx: Context, shown: ShownCard | None, filed: filing.Filed, typed: list[str] | None = None
) -> None:
    filing.spoken_of(ctx, filed.lead)
    if shown is not None:
        cards.close(ctx, shown, "filed" if filed.new else "known")
    ctx.answer(
        ctx.reply(
            "filed",
            name=filed.lead.name,
            new=filed.new,
            added=list(filed.added) or typed or [],
            asked=list(filed.asked),
            missing=[f for f in ("phone", "source") if not getattr(filed.lead, f)],
            wechat=filed.lead.wechat,
        )
    )
