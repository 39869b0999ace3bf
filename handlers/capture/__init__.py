"""A customer conversation moved: signals, facts, and at most one proposal for each thing.

A stranger's first buying signal makes one card; a known customer's facts and tags are added, with a way
back, and where the talk shows it a stage is proposed. In mode ``auto`` it is done at once and said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from handlers import alerts, cards, dialogue, leads, promises, quotes, records, summaries
from handlers.capture import known, strangers
from handlers.capture.proposals import propose
from handlers.chat.event import Attachment, ContactChanged, CustomerSaid, TimerFired
from handlers.context import Context
from handlers.reading import Reading, burst, facts_of
from storage.conversations import Conversation, Message
from storage.leads import Lead


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
        _fill(ctx, message)
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


def _fill(ctx: Context, message: Message) -> None:
    """Keep the words of a message whose recall came before it; anything else was here already."""
    known = ctx.uow.messages.by_native(message.platform, message.native_id)
    if known is not None and not known.conversation_id:
        ctx.uow.messages.fill(known, message)


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
        _taken(ctx, conversation, lead, readings)
    elif lead is not None:
        tied = conversation.lead_id is None and lead.owner_id == conversation.staff_id
        known.follow(ctx, conversation, lead, readings, tied=tied)
    else:
        strangers.meet(ctx, conversation, readings)
    fresh = ctx.uow.conversations.get(conversation.id)
    quotes.notice(ctx, fresh, readings)
    quotes.settle(ctx, fresh)
    promises.settle(ctx, fresh, readings)
    if promises.notice(ctx, fresh, readings):
        promises.settle(ctx, fresh, readings)
    if conversation.platform != summaries.PASTED:
        summaries.expect(ctx, fresh)
        alerts.said(ctx, fresh)
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
        refused=_no_customer(ctx, customer.id, ref.platform),
        last_customer_at=None,
        last_staff_at=None,
        created_at=ctx.now,
    )
    return ctx.uow.conversations.add(conversation)


def _no_customer(ctx: Context, customer_id: str, platform: str) -> bool:
    """Whether the other side is a robot (WeCom's ids of robots begin with wb, docs path 91774) or one of us.

    What they say is kept and never acted on.
    """
    robot = platform == "wecom" and customer_id.startswith("wb")
    return robot or ctx.uow.people.by_native(platform, customer_id) is not None


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
    what = {"lead_id": lead.id}
    ctx.record("lead.tie", "conversation", conversation.id, lead_id=lead.id, after=what, by_bot=True)
    for suggestion in ctx.uow.suggestions.open_of(conversation_id=conversation.id):
        if suggestion.kind == "new_lead":
            leads.withdraw_offer(ctx, suggestion, lead)


def _taken(ctx: Context, conversation: Conversation, lead: Lead, readings: Sequence[Reading]) -> None:
    """A colleague's customer: said once, with whom to ask and nothing more.

    What identifies him is kept, so that he stays the colleague's when he says something else later.
    """
    strangers.gather(ctx, conversation, readings)
    if conversation.staff_id is None:
        return
    key = f"taken:{conversation.id}:{lead.id}"
    if ctx.uow.suggestions.by_key(key) is not None:
        return
    propose(ctx, key, "taken", conversation, lead=None, body={}, message_id=None, status="accepted")
    owner = ctx.uow.people.find(lead.owner_id)
    words = {"name": conversation.customer_name, "owner": owner.name if owner else None}
    ctx.say(conversation.staff_id, ctx.reply("taken", **words), quiet=True)
    for offer in ctx.uow.suggestions.open_of(conversation_id=conversation.id):
        if offer.kind == "new_lead":
            leads.recalled(ctx, offer, outcome="taken")


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
    if lead is not None and lead.source is None and lead.status not in ("merged", "deleted"):
        fact = records.told_fact(ctx, "source", event.source, lead_id=lead.id)
        changed = records.set_field(ctx, lead, "source", event.source, fact=fact, by_bot=True)
        card = ctx.card("learned", lead=changed, chat=None, facts=[fact], tags=[], undo=ctx.event_key)
        cards.show(ctx, lead.owner_id, card, kind="learned", subject=lead.id, quiet=True)
        dialogue.remember_event(ctx, lead.owner_id)
