"""Two files made one, or a file put away, on a person's word; both can be undone."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from handlers import customers, dialogue, records
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import InvalidInput, Missing
from handlers.leads import confirming, merging
from handlers.sales.permission import Act
from nlp import Command, Intent, lazy_pattern
from storage.leads import Lead
from storage.suggestions import Suggestion

_MERGE = (
    lazy_pattern(r"^(?:把|将)?(?P<a>.{1,14}?)(?:和|跟|与|、)(?P<b>.{1,14}?)(?:合并|合成一[个份]|并成一[个份])(?:吧|一下|了)?$"),
    lazy_pattern(r"^合并(?:客户)?(?P<a>.{1,14}?)(?:和|跟|与|、)(?P<b>.{1,14})$"),
    lazy_pattern(r"^(?:把|将)?(?:这)?两[个份位](?P<both>.{1,10}?)(?:合并|合成一[个份]|并成一[个份])(?:吧|一下|了)?$"),
)  # fmt: skip
_SAME = r"(?:其实|应该|好像|可能|都|就)*(?:是|系)?(?:同)?一(?:个|位|名)?(?:人|客户|家)"
_SAME_END = r"(?:来的|来着|啊|呀|哦|的|吧|吗|哈|了|，?(?:合并|合)(?:一?下|了)?吧?)*[?？]?$"
_PAIR = r"(?:这|那|他|她|它)们?(?:俩|两(?:个|位|份|条)?)(?:客户|人|线索|档案|个)?(?:其实|应该|好像|都|就)*"
_SAID_TO_BE_ONE = (
    lazy_pattern(rf"^(?P<a>[^，,。]{{1,14}}?)(?:和|跟|与|、|还有)(?P<b>[^，,。不]{{1,14}}?){_SAME}{_SAME_END}"),
    lazy_pattern(rf"^(?P<a>[^，,。]{{1,14}}?)(?:和|跟|与|、)(?P<b>[^，,。]{{1,14}}?)(?:建)?(?:重复|重)(?:建)?(?:了|的)+{_SAME_END}"),
    lazy_pattern(rf"^(?P<a>[^，,。不]{{1,8}}?)(?:其实)?就是(?P<b>[^，,。]{{1,8}}?){_SAME_END}"),
    lazy_pattern(r"^(?P<both>[^，,。]{1,10}?)(?:建重了|建了两[次遍份个]|有两[份个条](?:档案|线索|档)?|重复了)[，,]?(?:合并|合)?(?:一?下|了)?吧?$"),
)  # fmt: skip
_THESE_TWO = (
    lazy_pattern(rf"^{_PAIR}{_SAME}{_SAME_END}"),
    lazy_pattern(
        rf"^(?:把|将)?{_PAIR}(?:给我)?(?:合并|合成一[个份]|并成一[个份]|合一下|重复了)(?:吧|一下|了)*$"
    ),
)
_DELETE = (
    lazy_pattern(r"^(?:删除|删掉|移除)(?:客户|线索)?[:：\s]*(?P<a>.{1,14})$"),
    lazy_pattern(r"^(?:把|将)(?P<a>.{1,14}?)(?:的?(?:线索|档案))?(?:删除|删掉|删|移除)(?:了|吧|掉)*$"),
)
_PHONE = lazy_pattern(r"1\d{10}")


def read(text: str) -> tuple[str, tuple[str, ...]] | None:
    """``("merge", names)`` or ``("delete", names)`` when a text asks for that."""
    said = text.strip(" 。！!")
    if any(pattern.match(said) for pattern in _THESE_TWO):
        return "merge", ()
    for act, patterns in (("merge", _MERGE), ("merge", _SAID_TO_BE_ONE), ("delete", _DELETE)):
        for pattern in patterns:
            if found := pattern.match(said):
                return act, tuple(name.strip() for name in found.groupdict().values() if name)
    return None


def says_one(ctx: Context, text: str, names: tuple[str, ...]) -> bool:
    """Whether words that only say two are one (and order nothing) are surely about customers."""
    said = text.strip(" 。！!")
    if any(pattern.match(said) for pattern in (*_MERGE, *_DELETE, *_THESE_TWO)):
        return True
    sure = _SAID_TO_BE_ONE[0].match(said) is not None
    known = [bool(customers.candidates(ctx, name)) for name in names]
    return any(known) if sure else all(known)


def ask(ctx: Context, act: str, names: tuple[str, ...], request: Request) -> None:
    """Ask before two files become one, or one is put away."""
    if act == "delete":
        lead = _known(ctx, names[0], request)
        confirming.ask(ctx, "delete", lead, {}, request, phone=lead.phone, company=lead.company)
        return
    stays, goes = _two(ctx, names, request)
    confirming.ask(ctx, "merge", stays, {"with": goes.id}, request, other=goes.name, both=[stays, goes])


def merge(ctx: Context, lead: Lead, write: Mapping[str, Any], asked: Suggestion) -> None:
    """Make one file of two: the older one stays."""
    other = ctx.uow.leads.get(str(write["with"]))
    records.require(ctx, Act.MERGE, other.owner_id)
    if other.status in ("merged", "deleted"):
        raise Missing("gone")
    merged = merging.join(ctx, lead, other, field=None, by_bot=False)
    dialogue.remember_customer(ctx, merged.lead)
    ctx.answer(ctx.reply("merged", name=merged.lead.name))


def delete(ctx: Context, lead: Lead, _write: Mapping[str, Any], asked: Suggestion) -> None:
    """Put a file away: nothing is erased, and it can be had back."""
    keys = ctx.uow.leads.keys_of(lead.id)
    chats = [chat.id for chat in ctx.uow.conversations.of_lead(lead.id)]
    ctx.uow.leads.save(dataclasses.replace(lead, status="deleted", closed_at=ctx.now))
    ctx.uow.leads.release_keys(lead.id)
    for chat in chats:
        ctx.uow.conversations.change(chat, lead_id=None)
    ctx.uow.search.remove(lead.id)
    ctx.record(
        "lead.delete",
        "lead",
        lead.id,
        lead_id=lead.id,
        before={"status": lead.status, "closed_at": lead.closed_at.isoformat() if lead.closed_at else None},
        after={"status": "deleted", "keys": [list(key) for key in keys], "conversations": chats},
        why=asked.body["text"],
        message_id=asked.message_id,
    )
    ctx.answer(ctx.reply("deleted", name=lead.name))


def _two(ctx: Context, names: tuple[str, ...], request: Request) -> tuple[Lead, Lead]:
    if not names:
        pair = _last_two(ctx)
    elif len(names) == 1 or names[0] == names[1]:
        found = customers.candidates(ctx, names[0])
        if len(found) != 2:
            raise InvalidInput("merge_which", name=names[0], count=len(found))
        pair = found
    else:
        pair = [_known(ctx, name, request, Act.MERGE) for name in names]
    one, other = sorted(pair, key=lambda lead: (lead.created_at, lead.id))
    if one.id == other.id:
        raise InvalidInput("merge_same", name=one.name)
    for lead in (one, other):
        records.require(ctx, Act.MERGE, lead.owner_id)
    if one.owner_id != other.owner_id:
        raise InvalidInput("merge_owners", names=[one.name, other.name])
    return one, other


def _last_two(ctx: Context) -> list[Lead]:
    """The two customers last spoken of, or the two a choice is open between."""
    choice = dialogue.choice(ctx)
    ids = list(choice["choices"]) if choice is not None else dialogue.last_customers(ctx)
    found = [lead for lead in (ctx.uow.leads.find(str(each)) for each in ids) if lead is not None]
    living = [lead for lead in found if lead.status not in ("merged", "deleted")]
    if len(living) != 2:
        raise InvalidInput("merge_whom")
    return living


def _known(ctx: Context, name: str, request: Request, act: Act = Act.MERGE) -> Lead:
    slot = "phone" if _PHONE.fullmatch(name) else "contact"
    asked = Request(Command(Intent.QUERY_LEAD, {slot: name}), request.text, request.message_id)
    return customers.customer(ctx, asked, act)
