"""A customer conversation moved: signals, facts, and at most one proposal for each thing.

A stranger's first buying signal makes one card; a known customer's facts and tags are added, with a way
back, and where the talk shows it a stage is proposed. In mode ``auto`` it is done at once and said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from handlers import leads, quotes, records
from handlers.chat.event import Attachment, ContactChanged, CustomerSaid, TimerFired
from handlers.context import Context
from handlers.reading import Found, Reading, burst, facts_of, keep
from handlers.sales import duplicate, evidence, quoting
from nlp import EntityKind, Signal
from storage.conversations import Conversation, Message
from storage.facts import Fact, FactStatus
from storage.leads import Lead
from storage.suggestions import Suggestion

_MANY_VALUES = frozenset({"need"})
"""Fields where a second value is no contradiction."""


def on_customer_said(event: CustomerSaid, ctx: Context) -> None:
    """Keep a message of a staff-customer conversation and have its burst read in a while."""
    conversation = conversation_of(event, ctx)
    message = Message(
        id=ctx.ids("msg"),
        platform=event.origin.platform,
        native_id=event.message_id,
        conversation_id=conversation.id,
        sender=event.sender,
        person_id=conversation.staff_id if event.sender == "staff" else None,
        name=None,
        sent_at=event.origin.at,
        received_at=ctx.now,
        kind=event.kind,
        text=event.text,
        file=file_of(event.attachment),
        extra=dict(event.extra) or None,
    )
    if not ctx.uow.messages.add_new(message):
        return
    ctx.uow.conversations.touch(conversation.id, sender=event.sender, at=event.origin.at)
    if conversation.lead_id is not None:
        ctx.uow.leads.touch(conversation.lead_id, event.origin.at)
    at = ctx.now + ctx.policies.capture_burst
    ctx.uow.due.once(
        f"capture:{conversation.id}",
        kind="capture",
        subject=conversation.id,
        lane=lane_of(conversation),
        at=at,
    )


def on_burst(event: TimerFired, ctx: Context) -> None:
    """Read what was said in a conversation since the last look."""
    conversation = ctx.uow.conversations.find(event.subject)
    if conversation is not None:
        work(ctx, conversation)


def work(ctx: Context, conversation: Conversation) -> list[Reading]:
    """Read the new messages of a conversation and do what they call for; returns the readings."""
    readings = burst(ctx, conversation)
    if conversation.refused or not readings:
        return readings
    conversation = _with_staff(ctx, conversation)
    lead = _lead_of(ctx, conversation, readings)
    if lead is not None and lead.owner_id != conversation.staff_id and conversation.lead_id != lead.id:
        _taken(ctx, conversation, lead)
    elif lead is not None:
        _known(ctx, conversation, lead, readings)
    else:
        _stranger(ctx, conversation, readings)
    fresh = ctx.uow.conversations.get(conversation.id)
    quotes.notice(ctx, fresh, readings)
    quotes.settle(ctx, fresh)
    return readings


# -- who it is -------------------------------------------------------------------------------------


def lane_of(conversation: Conversation) -> str:
    """The lane of everything that happens in a conversation."""
    return f"{conversation.platform}:{conversation.native_id}"


def conversation_of(event: CustomerSaid, ctx: Context) -> Conversation:
    """Our record of the conversation an event belongs to, made when it is new."""
    ref = event.origin.conversation
    known = ctx.uow.conversations.by_native(ref.platform, ref.id)
    if known is not None:
        return _renamed(ctx, known, event)
    staff = ctx.uow.people.by_native(event.staff.platform, event.staff.id)
    customer = event.customer
    conversation = Conversation(
        id=ctx.ids("conv"),
        platform=ref.platform,
        native_id=ref.id,
        staff_id=None if staff is None else staff.id,
        customer_id=customer.id,
        customer_name=customer.name,
        unionid=customer.unionid,
        company=customer.company,
        lead_id=None,
        refused=False,
        last_customer_at=None,
        last_staff_at=None,
        created_at=ctx.now,
    )
    return ctx.uow.conversations.add(conversation)


def _renamed(ctx: Context, known: Conversation, event: CustomerSaid) -> Conversation:
    """Take over what the channel now knows of the customer; it never takes anything away."""
    customer = event.customer
    told = {"customer_name": customer.name, "unionid": customer.unionid, "company": customer.company}
    news = {name: value for name, value in told.items() if value and value != getattr(known, name)}
    if not news:
        return known
    ctx.uow.conversations.change(known.id, **news)
    return ctx.uow.conversations.get(known.id)


def _with_staff(ctx: Context, conversation: Conversation) -> Conversation:
    """Somebody who joined after his first chat is found now."""
    if conversation.staff_id is not None:
        return conversation
    parts = conversation.native_id.split(":")
    staff = ctx.uow.people.by_native(conversation.platform, parts[1].lower()) if len(parts) > 2 else None
    if staff is None:
        return conversation
    ctx.uow.conversations.change(conversation.id, staff_id=staff.id)
    return dataclasses.replace(conversation, staff_id=staff.id)


def _lead_of(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> Lead | None:
    if conversation.lead_id is not None:
        lead = ctx.uow.leads.find(conversation.lead_id)
        return lead if lead is None or lead.merged_into is None else ctx.uow.leads.find(lead.merged_into)
    found = {f.field: f.value for f in facts_of(r for r in readings if r.by_customer)}
    for fact in ctx.uow.facts.proposed(conversation.id):
        found.setdefault(fact.field, fact.value)
    lead = records.same_customer(ctx, records.keys_of(found, conversation))
    if lead is not None and lead.owner_id == conversation.staff_id:
        _tie(ctx, conversation, lead)
    return lead


def _tie(ctx: Context, conversation: Conversation, lead: Lead) -> None:
    """The same customer through another door: one lead, and what identifies him here is his too."""
    ctx.uow.conversations.change(conversation.id, lead_id=lead.id)
    for kind, value in records.keys_of({}, conversation):
        ctx.uow.leads.claim_key(kind, value, lead.id)
    ctx.record("lead.tie", "conversation", conversation.id, lead_id=lead.id, by_bot=True)
    for suggestion in ctx.uow.suggestions.open_of(conversation_id=conversation.id):
        if suggestion.kind == "new_lead":
            leads.withdraw_offer(ctx, suggestion, lead)


def _taken(ctx: Context, conversation: Conversation, lead: Lead) -> None:
    """A colleague's customer: said once, with whom to ask and nothing more."""
    if conversation.staff_id is None:
        return
    key = f"taken:{conversation.id}:{lead.id}"
    if ctx.uow.suggestions.by_key(key) is not None:
        return
    propose(ctx, key, "taken", conversation, lead=None, body={}, message_id=None, status="accepted")
    owner = ctx.uow.people.find(lead.owner_id)
    ctx.say(conversation.staff_id, ctx.reply("taken", owner=owner.name if owner else None), quiet=True)


# -- strangers -------------------------------------------------------------------------------------


def _stranger(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> None:
    facts = _propose_facts(ctx, conversation, readings)
    open_offer = ctx.uow.suggestions.by_key(f"new_lead:{conversation.id}")
    if open_offer is not None and open_offer.status == "open":
        _add_to_offer(ctx, open_offer, facts)
        return
    signal = _first_signal(readings)
    if signal is None or conversation.staff_id is None:
        return
    if open_offer is not None and open_offer.status != "withdrawn":
        return
    everything = _chosen(ctx.uow.facts.proposed(conversation.id))
    fields = {fact.field: fact.value for fact in everything} | {"name": _name_of(conversation, readings)}
    if conversation.company:
        fields.setdefault("company", conversation.company)
    body = {
        "name": fields["name"],
        "fields": fields,
        "fact_ids": [f.id for f in everything],
        "signal": signal,
    }
    offer = propose(
        ctx,
        f"new_lead:{conversation.id}",
        "new_lead",
        conversation,
        lead=None,
        body=body,
        message_id=signal["message_id"],
        reopen=open_offer,
    )
    if ctx.policies.capture_mode == "auto":
        leads.auto(ctx, offer)
    else:
        leads.offer(ctx, offer)


def _first_signal(readings: Sequence[Reading]) -> dict[str, str] | None:
    for reading in readings:
        signal: Signal | None = evidence.buying_signal(reading.analysis)
        if signal is not None:
            return {"kind": signal.kind, "text": reading.message.text, "message_id": reading.message.id}
        handed = _handed_over(reading)
        if handed is not None:
            return {"kind": handed.kind, "text": handed.quote, "message_id": reading.message.id}
    return None


def _handed_over(reading: Reading) -> quoting.QuoteSign | None:
    message = reading.message
    return quoting.noticed(message.sender, message.kind, message.text, message.file, reading.analysis)


def _name_of(conversation: Conversation, readings: Sequence[Reading]) -> str:
    """What to call him: the channel's name, how our side addresses him, how he calls himself."""
    if conversation.customer_name:
        return conversation.customer_name
    for by_customer in (False, True):
        for reading in readings:
            person = reading.analysis.first(EntityKind.PERSON)
            if person is not None and reading.by_customer is by_customer:
                return person.value
    return "微信客户"


def _propose_facts(ctx: Context, conversation: Conversation, readings: Sequence[Reading]) -> list[Fact]:
    known = {
        (f.field, duplicate.normal_key(f.field, f.value)) for f in ctx.uow.facts.proposed(conversation.id)
    }
    kept = []
    for found in facts_of(readings):
        key = (found.field, duplicate.normal_key(found.field, found.value))
        if key not in known:
            known.add(key)
            kept.append(
                keep(ctx, found, conversation_id=conversation.id, lead_id=None, status=FactStatus.PROPOSED)
            )
    return kept


def _chosen(facts: Sequence[Fact]) -> list[Fact]:
    """One fact a field, the first said; what was said later of the same field stays proposed."""
    chosen: dict[str, Fact] = {}
    for fact in facts:
        chosen.setdefault(fact.field, fact)
    return list(chosen.values())


def _add_to_offer(ctx: Context, offer: Suggestion, facts: Sequence[Fact]) -> None:
    """More facts before the rep decided: they go with the card he already has."""
    fields: dict[str, str] = dict(offer.body["fields"])
    ids: list[str] = list(offer.body["fact_ids"])
    for fact in facts:
        if fact.field not in fields:
            fields[fact.field] = fact.value
            ids.append(fact.id)
    if ids != offer.body["fact_ids"]:
        body = {**offer.body, "fields": fields, "fact_ids": ids}
        ctx.uow.suggestions.save(dataclasses.replace(offer, body=body))


# -- known customers -------------------------------------------------------------------------------


def _known(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    for message in (r.message for r in readings):
        if message.kind == "text" and message.sender == "customer":
            ctx.tell(lead.id, "chat", message.text, at=message.sent_at, message_id=message.id)
    learned = _learn(ctx, conversation, lead, readings)
    tags = _tag(ctx, lead, readings)
    if (learned or tags) and conversation.staff_id is not None:
        card = ctx.card("learned", lead=lead, facts=learned, tags=tags, undo=ctx.event_key)
        ctx.show(conversation.staff_id, card, kind="learned", subject=lead.id, quiet=True)
    _suggest_stage(ctx, conversation, ctx.uow.leads.get(lead.id), readings)


def _learn(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> list[Fact]:
    learned: list[Fact] = []
    for found in facts_of(readings):
        current = records.field_of(lead, found.field)
        active = ctx.uow.facts.of_lead(lead.id, field=found.field, status=FactStatus.ACTIVE)
        by = active[-1].by if active else "bot"
        verdict = duplicate.weigh(found.field, None if current is None else (current, by), found.value, "bot")
        if verdict == "take":
            fact = keep(
                ctx, found, conversation_id=conversation.id, lead_id=lead.id, status=FactStatus.ACTIVE
            )
            lead = records.set_field(ctx, lead, found.field, found.value, fact=fact, by_bot=True)
            learned.append(fact)
        elif verdict == "ask" and found.field not in _MANY_VALUES:
            _ask(ctx, conversation, lead, found, current or "")
    return learned


def _ask(ctx: Context, conversation: Conversation, lead: Lead, found: Found, current: str) -> None:
    """A value that contradicts the one on the lead is asked, once, never overwritten."""
    key = f"conflict:{lead.id}:{found.field}:{duplicate.normal_key(found.field, found.value)}"[:200]
    if ctx.uow.suggestions.by_key(key) is not None or conversation.staff_id is None:
        return
    fact = keep(ctx, found, conversation_id=conversation.id, lead_id=lead.id, status=FactStatus.CONFLICT)
    body = {
        "field": found.field,
        "old": current,
        "new": found.value,
        "fact_id": fact.id,
        "quote": found.quote,
    }
    asked = propose(ctx, key, "conflict", conversation, lead=lead, body=body, message_id=found.message_id)
    card = ctx.card("conflict", lead=lead, id=asked.id, **body)
    card_id = ctx.show(conversation.staff_id, card, kind="conflict", subject=asked.id, quiet=True)
    ctx.uow.suggestions.save(dataclasses.replace(asked, card_id=card_id))


def _tag(ctx: Context, lead: Lead, readings: Sequence[Reading]) -> list[str]:
    added: list[str] = []
    for reading in readings:
        if not reading.by_customer:
            continue
        for tag, signal in evidence.tags(reading.analysis):
            if records.add_tag(ctx, lead, tag, quote=signal.text, message_id=reading.message.id):
                added.append(tag)
    return added


def _suggest_stage(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    if lead.status != "open" or conversation.staff_id is None:
        return
    funnel = ctx.policies.funnel
    seen = [e for r in readings for e in evidence.evidence(r.message.id, r.analysis, funnel)]
    past = ctx.uow.suggestions.of_lead(lead.id, "stage")
    refused = {s.body["stage"] for s in past if s.status in ("refused", "undone")}
    suggested = evidence.suggest(lead.stage, seen, funnel, refused)
    if suggested is None:
        return
    waiting = [s for s in past if s.status == "open"]
    if any(not funnel.after(suggested.stage, s.body["stage"]) for s in waiting):
        return
    body = {
        "stage": suggested.stage,
        "from": lead.stage,
        "evidence": [{"quote": e.quote, "message_id": e.message_id} for e in suggested.evidence][:3],
    }
    for older in waiting:
        leads.withdraw_stage(ctx, older)
    key = f"stage:{lead.id}:{lead.stage}:{suggested.stage}"
    if ctx.uow.suggestions.by_key(key) is not None:
        return
    first = suggested.evidence[0].message_id
    offer = propose(ctx, key, "stage", conversation, lead=lead, body=body, message_id=first)
    if ctx.policies.capture_mode == "auto":
        leads.auto_stage(ctx, offer)
    else:
        leads.offer_stage(ctx, offer)


def propose(
    ctx: Context,
    key: str,
    kind: str,
    conversation: Conversation,
    *,
    lead: Lead | None,
    body: Mapping[str, object],
    message_id: str | None,
    status: str = "open",
    reopen: Suggestion | None = None,
) -> Suggestion:
    """Write a proposal down; one that was withdrawn (its message was recalled) may be made again."""
    if reopen is not None:
        again = dataclasses.replace(
            reopen, body=dict(body), status="open", message_id=message_id, card_id=None, decided_at=None
        )
        return ctx.uow.suggestions.save(again)
    suggestion = Suggestion(
        id=ctx.ids("sug"),
        key=key,
        kind=kind,
        conversation_id=conversation.id,
        lead_id=None if lead is None else lead.id,
        person_id=conversation.staff_id,
        body=dict(body),
        status=status,
        card_id=None,
        message_id=message_id,
        created_at=ctx.now,
    )
    return ctx.uow.suggestions.add(suggestion)


def file_of(attachment: Attachment | None) -> dict[str, object] | None:
    """An attachment as it is kept with its message; the bytes are not."""
    if attachment is None:
        return None
    kept = ("name", "size", "mime", "sha256", "media_id", "pages")
    return {name: value for name in kept if (value := getattr(attachment, name)) is not None}


def on_contact_changed(event: ContactChanged, ctx: Context) -> None:
    """A customer was added, changed or lost: noted on his lead when he is known, the channel as source."""
    if event.source is None:
        return
    lead = ctx.uow.leads.by_key("external", f"{event.origin.platform}:{event.customer_id}")
    if lead is not None and lead.source is None:
        changed = ctx.uow.leads.save(records.with_field(lead, "source", event.source))
        ctx.record(
            "lead.field",
            "lead",
            lead.id,
            lead_id=lead.id,
            before={"field": "source", "value": None, "fact_ids": []},
            after={"field": "source", "value": changed.source, "fact_id": None},
            by_bot=True,
        )
