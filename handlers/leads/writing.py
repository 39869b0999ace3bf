"""What a rep writes about customers in words: a new one, a note, a new owner."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from handlers import customers, dialogue, records
from handlers.chat.event import MessageReceived
from handlers.context import Context
from handlers.customers import NEW, Request
from handlers.errors import Ambiguous, InvalidInput, Missing, NotPermitted
from handlers.leads import confirming, filing, inheriting
from handlers.sales import duplicate, telling
from handlers.sales.permission import Act, Allowed, may
from nlp import Command, Intent, lazy_pattern
from storage.facts import Fact
from storage.leads import Lead
from storage.suggestions import Suggestion

_SLOTS = ("company", "phone", "wechat", "email", "source", "region", "need")


def create_from_command(ctx: Context, request: Request) -> None:
    """新建线索 张总 13812345678 官网 预算20万; the same customer is one lead."""
    if not isinstance(may(ctx.who, Act.CREATE), Allowed):
        raise NotPermitted("not_a_seller")
    fields = _fields(request)
    if "name" not in fields:
        inheriting.keep(ctx, fields)
        dialogue.ask(ctx, "name", slots=dict(request.command.slots), text=request.text)
        ctx.answer(ctx.reply("ask_name"))
        return
    existing = _existing(ctx, request, fields)
    if existing is not None and existing.status == "lost":
        _offer_reopening(ctx, existing, fields, request)
        return
    said = {} if existing is not None else inheriting.said_before(ctx, fields)
    fields = {**said, **fields}
    facts = _facts(ctx, fields, request)
    if existing is None:
        lead = records.create_lead(
            ctx,
            owner_id=ctx.who.id,
            fields=fields,
            facts=facts,
            why=request.text,
            message_id=request.message_id,
        )
        filed = filing.Filed(lead, new=True)
    else:
        filed = filing.add_facts(ctx, existing, facts)
    filing.spoken_of(ctx, filed.lead)
    _tell(ctx, filed)


_NO_NAME = lazy_pattern("完成|撤销|推进|提醒|新建|删除|合并|总结|帮助|把")


def on_name(question: Mapping[str, object], text: str, _event: MessageReceived, ctx: Context) -> None:
    """The answer to 「客户怎么称呼？」: the new lead waits for it; half a command is nobody's name."""
    if _NO_NAME.match(text.strip()):
        ctx.answer(ctx.reply("ask_name"))
        return
    dialogue.answered(ctx)
    slots = question["slots"]
    kept = dict(slots) if isinstance(slots, Mapping) else {}
    command = Command(Intent.CREATE_LEAD, {**kept, "contact": text.strip()[:40]})
    create_from_command(ctx, Request(command, f"{question['text']} {text.strip()}"))


def add_note(ctx: Context, request: Request) -> None:
    """张总备注：周末不接电话."""
    lead = customers.customer(ctx, request)
    note = request.slot("note")
    if note is None:
        raise InvalidInput("empty_note", name=lead.name)
    ctx.tell(lead.id, "note", note, message_id=request.message_id)
    if request.message_id is not None:
        ctx.uow.search.add("note", request.message_id, lead.id, note)
    ctx.uow.leads.touch(lead.id, ctx.now)
    ctx.record(
        "note.add", "lead", lead.id, lead_id=lead.id, after={"note": note}, message_id=request.message_id
    )
    ctx.answer(ctx.reply("noted", name=lead.name, note=telling.without_name(note, lead.name)))


def hand_over(ctx: Context, lead: Lead, write: Mapping[str, Any], asked: Suggestion) -> None:
    """The customer is the colleague's from now on, and both are told."""
    receiver = ctx.uow.people.get(str(write["to"]))
    if not receiver.active:
        raise Missing("no_colleague", name=receiver.name)
    ctx.uow.leads.save(dataclasses.replace(lead, owner_id=receiver.id))
    ctx.record(
        "lead.assign",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"owner_id": lead.owner_id},
        after={"owner_id": receiver.id},
        why=asked.body["text"],
        message_id=asked.message_id,
    )
    ctx.tell(lead.id, "assign", receiver.name, message_id=asked.message_id)
    if receiver.id != ctx.who.id:
        ctx.say(receiver.id, ctx.reply("assigned_to_you", name=lead.name, by=ctx.who.name), quiet=True)
    ctx.answer(ctx.reply("assigned", name=lead.name, to=receiver.name))


def reopen_lost(ctx: Context, lead: Lead, write: Mapping[str, Any], asked: Suggestion) -> None:
    """A lost customer came back: where he stood before, with what was said of him now."""
    moved = records.move_stage(
        ctx, lead, str(write["stage"]), by_bot=False, why=asked.body["text"], message_id=asked.message_id
    )
    facts = [
        records.typed_fact(ctx, field, value, lead_id=None, quote=asked.body["text"])
        for field, value in write["fields"].items()
    ]
    filed = filing.add_facts(ctx, moved, facts)
    stage = ctx.policies.funnel.get(filed.lead.stage).name
    ctx.answer(ctx.reply("reopened", name=filed.lead.name, stage=stage, added=list(filed.added)))


def _offer_reopening(ctx: Context, lead: Lead, fields: Mapping[str, str], request: Request) -> None:
    """The phone of a lost customer: ask whether he is back."""
    moves = [c for c in ctx.uow.audit.of_subject(lead.id) if c.act == "lead.stage" and c.undone_at is None]
    lost = next((c for c in moves if (c.after or {}).get("stage") == lead.stage), None)
    funnel = ctx.policies.funnel
    before = str((lost.before or {}).get("stage")) if lost else funnel.first.code
    stage = before if before in funnel and not funnel.get(before).closed else funnel.first.code
    write = {"stage": stage, "fields": dict(fields)}
    reason = lead.attributes.get("lost_reason")
    confirming.ask(ctx, "reopen", lead, write, request, reason=reason, stage=funnel.get(stage).name)


def _fields(request: Request) -> dict[str, str]:
    named = {name: request.slot(name) for name in _SLOTS}
    fields = {name: value for name, value in named.items() if value is not None}
    name = request.name
    if name is not None:
        fields = {"name": name, **fields}
    budget = request.fen("budget")
    if budget is not None:
        fields["budget"] = str(budget)
    return fields


def _existing(ctx: Context, request: Request, fields: Mapping[str, str]) -> Lead | None:
    """The lead that already is this customer; asks when only the name is the same."""
    if request.chosen and request.chosen != NEW:
        lead = ctx.uow.leads.get(request.chosen)
        records.require(ctx, Act.CHANGE, lead.owner_id)
        return lead
    same = records.same_customer(ctx, records.keys_of(fields, None))
    if same is not None:
        if same.owner_id != ctx.who.id:
            owner = ctx.uow.people.find(same.owner_id)
            raise NotPermitted("exists_elsewhere", owner=owner.name if owner else None)
        if request.chosen == NEW:
            return None
        if _called_otherwise(same, fields):
            raise Ambiguous(
                "phone_taken",
                customers.choices(ctx, [same], fresh=ctx.reply("button_other").body),
                name=fields["name"],
                other=same.name,
                shared="phone" if fields.get("phone") and same.phone else "wechat",
                customers=customers.described(ctx, [same]),
            )
        return same
    if request.chosen == NEW:
        return None
    namesakes = ctx.uow.leads.named(fields["name"], owners=[ctx.who.id])
    maybe = [lead for lead in namesakes if not _different(lead, fields)]
    if maybe:
        fresh = ctx.reply("button_new").body
        raise Ambiguous(
            "same_name",
            customers.choices(ctx, maybe, fresh=fresh),
            name=fields["name"],
            customers=customers.described(ctx, maybe),
        )
    return None


def _called_otherwise(lead: Lead, fields: Mapping[str, str]) -> bool:
    """Whether the name given is surely another one than the customer's with the same phone."""
    if lead.name == fields["name"] or fields["name"] == lead.company:
        return False
    return duplicate.weigh("name", (lead.name, "bot"), fields["name"], "bot") == "ask"


def _different(lead: Lead, fields: Mapping[str, str]) -> bool:
    """Whether a namesake is surely somebody else: another phone, WeChat id or company."""
    return any(
        fields.get(name) and getattr(lead, name) and fields[name] != getattr(lead, name)
        for name in ("phone", "wechat", "company")
    )


def _facts(ctx: Context, fields: Mapping[str, str], request: Request) -> list[Fact]:
    return [
        records.typed_fact(ctx, field, value, lead_id=None, quote=request.text)
        for field, value in fields.items()
    ]


def _tell(ctx: Context, filed: filing.Filed) -> None:
    lead = filed.lead
    ctx.answer(
        ctx.reply(
            "created",
            name=lead.name,
            new=filed.new,
            stage=ctx.policies.funnel.get(lead.stage).name,
            company=lead.company,
            phone=lead.phone,
            wechat=lead.wechat,
            source=lead.source,
            budget=lead.budget_fen,
            added=list(filed.added),
            asked=list(filed.asked),
        )
    )
