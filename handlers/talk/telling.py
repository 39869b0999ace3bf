"""What a rep tells of a customer without asking for anything: kept, and turned into the next step.

「王芳试听完了，挺满意」「刚跟王磊吃完饭，他预算15万」「李经理没接电话」: the words go into the customer's
story, what they give goes to his fields, an appointment gets its reminder, and a stage they speak for is
proposed. Of somebody nobody knows a lead is offered. Words that show nothing of this kind are only asked
about: small talk is no report.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers import cards, customers, dialogue, leads, records, todos
from handlers.chat.event import CardPressed
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Ambiguous, InvalidInput, Missing
from handlers.reading import Found, Reading, facts_of, keep
from handlers.sales import evidence, telling
from handlers.sales.permission import Act, Allowed, may
from handlers.talk import meaning
from nlp import Analysis, Command, EntityKind, Intent, Side
from storage.cards import ShownCard
from storage.facts import FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion

_LONGEST: Final = 300
_NAMED: Final = (EntityKind.PERSON, EntityKind.COMPANY)
_REACHABLE: Final = frozenset({"phone", "wechat"})


def told(ctx: Context, request: Request) -> bool:
    """Keep what was told of a customer; whether it was that."""
    text = request.text.strip()
    if len(text) > _LONGEST or not telling.is_statement(text, asked=request.command.intent):
        return False
    reading = ctx.analyse(text, side=Side.STAFF)
    read = [entity.value for entity in reading.entities if entity.kind in _NAMED]
    names = list(dict.fromkeys([*([request.name] if request.name else []), *read]))
    found = _customers(ctx, text, reading, names)
    if len(found) > 1:
        raise _which(ctx, names, found)
    if found:
        return _of_known(ctx, found[0], reading, request)
    return _of_stranger(ctx, text, names, request)


def press_keep(_event: CardPressed, shown: ShownCard, subject: str, ctx: Context) -> None:
    """记下: the words become a note after all (subject: the stored message and the customer)."""
    message_id, _, lead_id = subject.partition("/")
    message, lead = ctx.uow.messages.find(message_id), ctx.uow.leads.find(lead_id)
    if message is None or lead is None or lead.status in ("merged", "deleted"):
        raise Missing("card_gone")
    records.require(ctx, Act.CHANGE, lead.owner_id)
    _note(ctx, lead, message.text, message_id)
    cards.close(ctx, shown, "noted")


def press_leave(_event: CardPressed, shown: ShownCard, _subject: str, ctx: Context) -> None:
    """不用: nothing is kept."""
    cards.close(ctx, shown, "left")


# -- whom it is about ------------------------------------------------------------------------------


def _customers(ctx: Context, text: str, reading: Analysis, names: Sequence[str]) -> list[Lead]:
    """Own customers the words may be about: by number, by name, by pronoun, or the one just spoken of."""
    for entity in reading.entities:
        if entity.kind is EntityKind.PHONE:
            held = records.same_customer(ctx, [("phone", entity.value)])
            if held is not None:
                return [held] if _mine(ctx, held) else []
    for name in names:
        found = [lead for lead in customers.candidates(ctx, name) if _mine(ctx, lead)]
        if found:
            return found
    for name in telling.may_be_names(text):
        found = [lead for lead in ctx.uow.leads.named(name, owners=[ctx.who.id]) if lead.name == name]
        if found:
            return found
    if names or not (meaning.PRONOUN.search(text) or telling.goes_on(text)):
        return []
    lead = meaning.last_spoken_of(ctx)
    return [lead] if lead is not None and _mine(ctx, lead) else []


def _mine(ctx: Context, lead: Lead) -> bool:
    managers = ctx.uow.people.managers_of(lead.owner_id)
    return isinstance(may(ctx.who, Act.CHANGE, owner_id=lead.owner_id, owner_managers=managers), Allowed)


def _which(ctx: Context, names: Sequence[str], found: Sequence[Lead]) -> Exception:
    words = {"name": names[0] if names else "", "customers": customers.described(ctx, found)}
    return Ambiguous("which_customer", customers.choices(ctx, found), **words)


# -- a known customer ------------------------------------------------------------------------------


def _of_known(ctx: Context, lead: Lead, reading: Analysis, request: Request) -> bool:
    """Note it, fill fields, set the reminder, propose the stage; a bare remark is asked about."""
    text = request.text.strip()
    if telling.lets_rest(text) and lead.status == "open":
        _rest(ctx, lead, request)
        return True
    again = _coming(ctx, text) if telling.calls_again(text) else None
    if again is not None:
        todos.remind(ctx, lead, again[0], ctx.reply("todo_contact", name=lead.name).body, request.message_id)
        return True
    outcome = telling.call_outcome(text)
    facts = [f for f in leads.typed_facts(ctx, text, called=lead.name) if f.field not in ("need", "name")]
    met = None if outcome == "missed" else _appointment(ctx, text)
    if not (outcome or facts or met or reading.signals or telling.shows_contact(text)):
        return _ask_whether(ctx, lead, text, request)
    dialogue.remember_customer(ctx, lead)
    _note(ctx, lead, text, request.message_id, quiet=True)
    filed = leads.correct(ctx, lead, facts) if telling.corrects(text) else leads.add_facts(ctx, lead, facts)
    fresh = ctx.uow.leads.get(filed.lead.id)
    added = [{"field": field, "value": records.field_of(fresh, field)} for field in filed.added]
    words = telling.without_name(text, lead.name)
    if added or filed.asked or not (outcome or met) or fresh.status != "open":
        ctx.answer(ctx.reply("told", name=lead.name, words=words, added=added, asked=list(filed.asked)))
    if fresh.status != "open":
        return True
    if outcome is not None:
        todos.tell_outcome(ctx, fresh, outcome, request.message_id)
    elif met is not None:
        todos.appoint(ctx, fresh, *met, words=f"{lead.name}：{words}")
    _propose(ctx, fresh, reading, request)
    return True


def _rest(ctx: Context, lead: Lead, request: Request) -> None:
    """先放一放: the deal rests, which one word takes back."""
    paused = ctx.policies.funnel.paused.name
    slots = {"contact": lead.name, "stage": paused}
    leads.advance_from_command(
        ctx, dataclasses.replace(request, command=Command(Intent.ADVANCE_STAGE, slots), chosen=lead.id)
    )


def _propose(ctx: Context, lead: Lead, reading: Analysis, request: Request) -> None:
    message_id = request.message_id or ctx.event_key
    if telling.reports(request.text):
        reading = ctx.analyse(request.text, side=Side.CUSTOMER)
    seen = evidence.evidence(message_id, reading, ctx.policies.funnel)
    leads.propose_stage(ctx, ctx.uow.leads.get(lead.id), seen, person_id=lead.owner_id)


def _appointment(ctx: Context, text: str) -> tuple[datetime, bool] | None:
    """The coming moment on which something was agreed, and whether a clock time was named."""
    return _coming(ctx, text) if telling.agrees(text) else None


def _coming(ctx: Context, text: str) -> tuple[datetime, bool] | None:
    try:
        at, clock = todos.asked_moment(ctx, text)
    except InvalidInput:
        return None
    return (at, clock) if at > ctx.now else None


def _note(ctx: Context, lead: Lead, text: str, message_id: str | None, *, quiet: bool = False) -> None:
    words = telling.without_name(text, lead.name)
    ctx.tell(lead.id, "note", words, message_id=message_id)
    if message_id is not None:
        ctx.uow.search.add("note", message_id, lead.id, text)
    ctx.uow.leads.touch(lead.id, ctx.now)
    ctx.record("note.add", "lead", lead.id, lead_id=lead.id, after={"note": words}, message_id=message_id)
    if not quiet:
        dialogue.remember_customer(ctx, lead)
        ctx.answer(ctx.reply("noted", name=lead.name, note=words))


def _ask_whether(ctx: Context, lead: Lead, text: str, request: Request) -> bool:
    """Nothing in the words is of use by itself; whether they are worth keeping is the rep's to say."""
    if request.message_id is None or request.command.intent is not Intent.NONE:
        return False
    words = telling.without_name(text, lead.name)
    card = ctx.card("note_it", id=f"{request.message_id}/{lead.id}", name=lead.name, words=words)
    cards.answer(ctx, card, kind="note_it", subject=lead.id)
    return True


# -- a stranger ------------------------------------------------------------------------------------


def _of_stranger(ctx: Context, text: str, names: Sequence[str], request: Request) -> bool:
    """Offer a lead when the words give a number, or a name with something a customer wants."""
    message = ctx.uow.messages.find(request.message_id) if request.message_id else None
    if message is None or request.command.intent is not Intent.NONE:
        return False
    as_customer = dataclasses.replace(message, sender="customer")
    reading = Reading(as_customer, ctx.analyse(text, side=Side.CUSTOMER))
    found = _each_once([*facts_of([reading]), *_wished(text, message.id)])
    fields = {each.field: each.value for each in found}
    wanted = evidence.buying_signal(reading.analysis)
    named = [name for name in names if not _colleague(ctx, name)]
    if not (_REACHABLE & fields.keys() and (named or wanted)) and not (named and wanted):
        return False
    name = named[0] if named else fields.get("company") or fields.get("phone") or fields["wechat"]
    kept = [keep(ctx, f, conversation_id=None, lead_id=None, status=FactStatus.PROPOSED) for f in found]
    signal = {"kind": wanted.kind if wanted else "told", "text": text, "message_id": message.id}
    body = {
        "name": name,
        "fields": fields | {"name": name},
        "fact_ids": [f.id for f in kept],
        "signal": signal,
    }
    offer = Suggestion(
        id=ctx.ids("sug"),
        key=f"told:{message.id}",
        kind="new_lead",
        conversation_id=None,
        lead_id=None,
        person_id=ctx.who.id,
        body=body,
        status="open",
        card_id=None,
        message_id=message.id,
        created_at=ctx.now,
    )
    leads.offer(ctx, ctx.uow.suggestions.add(offer))
    return True


def _wished(text: str, message_id: str) -> list[Found]:
    span = telling.wish(text)
    return [] if span is None else [Found("need", text[slice(*span)], text, 0, len(text), message_id)]


def _each_once(found: Sequence[Found]) -> list[Found]:
    first: dict[str, Found] = {}
    for each in found:
        first.setdefault(each.field, each)
    return list(first.values())


def _colleague(ctx: Context, name: str) -> bool:
    return any(person.name == name for person in ctx.uow.people.everybody())


def as_note(request: Request) -> Request:
    """The same words as a note: what a choice between several customers goes on with."""
    slots = {**request.command.slots, "note": request.text.strip()}
    return dataclasses.replace(request, command=Command(Intent.ADD_NOTE, slots))


ACTIONS = {"note.keep": press_keep, "note.leave": press_leave}
