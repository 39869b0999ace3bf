"""What rings: each rule looks at one subject as it stands and says its cases; time only decides when.

A subject is a chat, a lead, a quote or a promise. A rule reads the database and changes nothing, so that it
may be asked again whenever something happened or a moment has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import nlp
from handlers import lessons
from handlers.context import Context
from handlers.reading import turns
from handlers.sales import alarms
from handlers.sales.alarms import Case
from nlp import MessageKind, Side
from storage.conversations import Conversation, Message
from storage.leads import Lead

_LATELY = 200
"""How many messages of a chat tell how it stands."""
_TOUCHES = ("note", "called", "call", "done", "quote")
"""Lines of a customer's story that say that somebody has been in touch."""


def cases(ctx: Context, sort: str, subject: str) -> list[Case]:
    """What would ring about a subject, as far as the team wants it."""
    found = [case for case in LOOKS[sort](ctx, subject) if case.kind not in ctx.policies.alerts.off]
    return found if not found or not ctx.uow.lessons.any() else [c for c in found if not _wrong(ctx, c)]


def _wrong(ctx: Context, case: Case) -> bool:
    """Whether the owner's team called what started this a false alarm."""
    pattern = lessons.of_alarm(
        ctx, case.kind, subject_id=case.subject_id, lead_id=case.lead_id, words=case.words
    )
    return lessons.knows(ctx, case.owner_id, pattern)


# -- a customer waits ------------------------------------------------------------------------------


def chat(ctx: Context, conversation_id: str) -> list[Case]:
    """A customer waits for an answer since his first unanswered request; a new one, for the first word."""
    conversation = ctx.uow.conversations.find(conversation_id)
    if conversation is None or conversation.refused or conversation.staff_id is None:
        return []
    rooms = siblings(ctx, conversation)
    said = _said(ctx, rooms, since=ctx.uow.alerts.handled_at(conversation.id))
    standing = nlp.standing(turns(said))
    if standing.waiting is Side.STAFF and (right := _without_false_alarms(ctx, conversation, said)) != said:
        said, standing = right, nlp.standing(turns(right))
    if standing.waiting is not Side.STAFF or standing.open_since is None:
        return []
    place = next(i for i, message in enumerate(said) if message.id == standing.open_since)
    if said[place].conversation_id != conversation.id:
        return []
    answered_before = any(room.last_staff_at is not None for room in rooms)
    return [_waiting(ctx, conversation, said[place:], first=not answered_before)]


def _without_false_alarms(ctx: Context, conversation: Conversation, said: list[Message]) -> list[Message]:
    """What was said, without the words the team knows to ask for nothing."""
    if not ctx.uow.lessons.any():
        return said
    lead = _living(ctx, conversation.lead_id)
    wrong = lessons.patterns(ctx, lead.owner_id if lead else conversation.staff_id or "")
    kind = f"{lessons.ALARM}waiting"
    return [m for m in said if m.sender != "customer" or (kind, lessons.fold(m.text)) not in wrong]


def siblings(ctx: Context, conversation: Conversation) -> list[Conversation]:
    """The records of one chat: a group is known once for each colleague in it."""
    room = room_of(conversation)
    if conversation.customer_id is None or room in ("", conversation.customer_id):
        return [conversation]
    others = ctx.uow.conversations.of_customer(conversation.customer_id)
    same = [c for c in others if c.platform == conversation.platform and room_of(c) == room]
    return same or [conversation]


def room_of(conversation: Conversation) -> str:
    """The platform's own name of the chat, whoever of ours sits in it."""
    return conversation.native_id.split(":", 2)[-1] if conversation.native_id.count(":") > 1 else ""


def _said(ctx: Context, rooms: Sequence[Conversation], *, since: datetime | None) -> list[Message]:
    said = [
        m for room in rooms for m in ctx.uow.messages.of_conversation(room.id, since=since, limit=_LATELY)
    ]
    return said if len(rooms) == 1 else sorted(said, key=lambda message: (message.sent_at, message.id))


def _waiting(ctx: Context, conversation: Conversation, said: Sequence[Message], *, first: bool) -> Case:
    policy = ctx.policies.alerts
    lead = _living(ctx, conversation.lead_id)
    resumed, held = _pause(ctx, said[1:])
    patience = policy.first_response if first else policy.reply_after
    due = alarms.reply_due(said[0].sent_at, resumed, patience, ctx.policies.worktime)
    kind = "first_response" if first else "waiting"
    return Case(
        episode=f"{kind}:{conversation.id}:{said[0].id}",
        kind=kind,
        subject_id=conversation.id,
        owner_id=lead.owner_id if lead else conversation.staff_id or "",
        lead_id=lead.id if lead else None,
        since=said[0].sent_at,
        due_at=None if held else due,
        not_before=due,
        words={"said": said[0].text, "customer": conversation.customer_name},
    )


def _pause(ctx: Context, later: Sequence[Message]) -> tuple[datetime | None, bool]:
    """Until when the customer put it off himself, and whether he left it open; asking again ends it."""
    resumed: datetime | None = None
    held = False
    for message, turn in zip(later, turns(later), strict=True):
        if turn.side is not Side.CUSTOMER:
            continue
        kind = nlp.standing([turn]).last_kind
        if kind is MessageKind.PAUSE:
            resumed = _until(ctx, message)
            held = resumed is None
        elif kind is MessageKind.REQUEST and (held or (resumed and resumed > message.sent_at)):
            resumed, held = message.sent_at, False
    return resumed, held


def _until(ctx: Context, message: Message) -> datetime | None:
    analysis = ctx.analyse(message.text, side=Side.CUSTOMER, at=message.sent_at)
    starts = [ref.start_at for ref in analysis.times if ref.start_at and ref.start_at > message.sent_at]
    return min(starts, default=None)


def _living(ctx: Context, lead_id: str | None) -> Lead | None:
    lead = ctx.uow.leads.find(lead_id) if lead_id else None
    if lead is not None and lead.merged_into is not None:
        lead = ctx.uow.leads.find(lead.merged_into)
    return None if lead is None or lead.status in ("merged", "deleted") else lead


# -- a lead is left alone --------------------------------------------------------------------------


def lead_rules(ctx: Context, lead_id: str) -> list[Case]:
    """First touch, the stage's standard hours, silence, days of the contract, the birthday."""
    lead = ctx.uow.leads.find(lead_id)
    if lead is None:
        return []
    found: list[Case] = []
    if lead.status == "open":
        if untouched(ctx, lead):
            found.append(_first_touch(ctx, lead))
        else:
            found += _stage(ctx, lead)
        found += _silent(ctx, lead)
    if lead.status in ("open", "won"):
        found += _days(ctx, lead)
    return found


def untouched(ctx: Context, lead: Lead) -> bool:
    """Whether nobody of ours has been in touch with a customer yet."""
    if any(c.last_staff_at is not None for c in ctx.uow.conversations.of_lead(lead.id)):
        return False
    story = ctx.uow.timeline.of_lead(lead.id, limit=20)
    return not any(line.kind in _TOUCHES and line.actor_id is not None for line in story)


def _case(lead: Lead, kind: str, name: str, since: datetime, due_at: datetime, **more: object) -> Case:
    fields: dict[str, object] = {"not_before": None, "words": {}} | more
    return Case(
        f"{kind}:{lead.id}{name}",
        kind,
        lead.id,
        lead.owner_id,
        lead.id,
        since,
        due_at,
        **fields,  # type: ignore[arg-type]
    )


def _first_touch(ctx: Context, lead: Lead) -> Case:
    due = lead.created_at + ctx.policies.alerts.first_touch
    return _case(lead, "first_touch", "", lead.created_at, due, words={"source": lead.source})


def _stage(ctx: Context, lead: Lead) -> list[Case]:
    stage = ctx.policies.funnel.get(lead.stage)
    if stage.closed or not stage.standard_hours:
        return []
    standard = timedelta(hours=stage.standard_hours)
    red = lead.stage_at + standard * (1 + ctx.policies.alerts.stage_red)
    words = {"stage": stage.name, "standard_hours": stage.standard_hours}
    name = f":{stage.code}:{_stamp(lead.stage_at)}"
    return [_case(lead, "stage", name, lead.stage_at, lead.stage_at + standard, not_before=red, words=words)]


def _silent(ctx: Context, lead: Lead) -> list[Case]:
    policy = ctx.policies.alerts
    worth = max(lead.budget_fen or 0, lead.amount_fen or 0)
    if worth < policy.high_value_fen:
        return []
    due = lead.touched_at + policy.silent_after
    name = f":{_stamp(lead.touched_at)}"
    return [_case(lead, "silent", name, lead.touched_at, due, words={"worth_fen": worth})]


def _days(ctx: Context, lead: Lead) -> list[Case]:
    policy, worktime = ctx.policies.alerts, ctx.policies.worktime
    today = ctx.local().date()
    found = []
    for label, text in lead.attributes.items():
        if label in policy.contract_dates and (day := alarms.contract_day(text, today)):
            at = alarms.ahead(day, policy.contract_before, worktime)
            words = {"label": label, "day": day.isoformat()}
            found.append(_case(lead, "contract", f":{label}:{day}", at, at, words=words))
        for day in alarms.birthdays(text, today) if label in policy.birthday_dates else ():
            at = alarms.ahead(day, policy.birthday_before, worktime)
            found.append(_case(lead, "birthday", f":{day.year}", at, at, words={"day": day.isoformat()}))
    return found


def _stamp(at: datetime) -> int:
    return int(at.timestamp())


# -- a quote, a promise ----------------------------------------------------------------------------


def quote_rules(ctx: Context, quote_id: str) -> list[Case]:
    """A quote nobody answered: opened and then silent, or silent altogether."""
    quote = ctx.uow.quotes.find(quote_id)
    if quote is None or not quote.open:
        return []
    lead = _living(ctx, quote.lead_id)
    if quote.lead_id is not None and (lead is None or lead.status in ("won", "lost")):
        return []
    policy, worktime = ctx.policies.alerts, ctx.policies.worktime
    if quote.opened_at is not None and "quote_opened" not in policy.off:
        due = worktime.add_working(quote.opened_at, policy.opened_after)
        kind, episode, since = "quote_opened", f"opened:{quote.id}", quote.opened_at
    else:
        due = quote.sent_at + ctx.policies.quotes.unread_after
        kind, episode, since = "quote_unread", f"quote:{quote.id}", quote.sent_at
    owner = lead.owner_id if lead else quote.owner_id
    return [Case(episode, kind, quote.id, owner, quote.lead_id, since, due)]


def promise_rules(ctx: Context, promise_id: str) -> list[Case]:
    """Something our side owes whose time has passed."""
    promise = ctx.uow.promises.find(promise_id)
    if promise is None or not promise.ours or promise.status != "broken" or promise.due_at is None:
        return []
    lead = _living(ctx, promise.lead_id)
    return [
        Case(
            episode=f"promise:{promise.id}:{_stamp(promise.due_at)}",
            kind="promise",
            subject_id=promise.id,
            owner_id=lead.owner_id if lead else promise.owner_id,
            lead_id=lead.id if lead else None,
            since=promise.due_at,
            due_at=promise.due_at,
            words={"what": promise.what, "quote": promise.quote},
        )
    ]


LOOKS: Mapping[str, Callable[[Context, str], list[Case]]] = {
    "chat": chat,
    "lead": lead_rules,
    "quote": quote_rules,
    "promise": promise_rules,
}

SORTS: Mapping[str, str] = {
    "first_response": "chat",
    "waiting": "chat",
    "quote_unread": "quote",
    "quote_opened": "quote",
    "promise": "promise",
}


def sort_of(kind: str) -> str:
    """What sort of subject a kind of alarm is about."""
    return SORTS.get(kind, "lead")
