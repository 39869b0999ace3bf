"""What a rep's words ask for: pronouns stand for the customer last spoken of, one line may ask twice."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Final

import nlp
from handlers import customers, dialogue
from handlers.context import Context
from handlers.customers import Request
from handlers.errors import Missing
from nlp import Command, Intent, lazy_pattern
from storage.leads import Lead

_BARE: Mapping[str, Intent] = {
    "帮助": Intent.HELP,
    "help": Intent.HELP,
    "菜单": Intent.HELP,
    "新建线索": Intent.CREATE_LEAD,
    "新建客户": Intent.CREATE_LEAD,
    "建档": Intent.CREATE_LEAD,
    "我的待办": Intent.LIST_TODOS,
    "待办": Intent.LIST_TODOS,
    "撤销": Intent.UNDO,
    "撤回": Intent.UNDO,
    "把刚才的删掉": Intent.UNDO,
    "刚才的删掉": Intent.UNDO,
    "刚才的不算": Intent.UNDO,
    "刚才那条不算": Intent.UNDO,
    "刚才记错了": Intent.UNDO,
    "记错了": Intent.UNDO,
}
_LONGEST_NAME = 12
_LONGEST_PLAIN_NAME = 3
_LONGEST_LINE = 120
_STAND_IN: Final = "祝总"
"""Read in a pronoun's place: a name the reader is sure of, whatever the customer is called."""
PRONOUN: Final = lazy_pattern(
    r"(?:刚才|刚刚|刚说|上面)(?:说?的)?(?:那|这)(?:个|位|家)?(?:客户|线索)?|[这那该](?:个|位|家)?(?:客户|线索)"
    r"|(?<![其吉])[他她](?![们俩人乡妈爸])"
)
_NUMBER_ASKED: Final = lazy_pattern(r"(?:电话|手机号?|号码|联系方式)")
_OPENS_WITH_NUMBER: Final = lazy_pattern(
    r"(?:电话|手机号?|号码|联系方式)(?:是|号码?)?(?:多少|几|什么|呢|给我|有吗)?[?？呢]*"
)
_ABOUT_CUSTOMERS: Final = frozenset(
    {
        Intent.ADVANCE_STAGE,
        Intent.QUERY_LEAD,
        Intent.ADD_NOTE,
        Intent.LOG_QUOTE,
        Intent.MARK_WON,
        Intent.MARK_LOST,
        Intent.ASSIGN,
    }
)
_TITLE: Final = lazy_pattern(
    r"总(?![是在共算说要会想觉监部署结体额价数])|董(?!事)|老师|经理|主任|院长|校长|局长|处长|科长|[姐哥](?!哥)"
)
_TITLE_GOES_WITH: Final = lazy_pattern(r"^[小老大][一-龥]$|^[一-龥]$")
"""Names that a title may follow: 小王, 老李, a bare surname."""
_TO_STAGE: Final = lazy_pattern(
    r"(?:把|将)?(?P<who>[^\s，,。]{2,12}?)(?:的阶段)?(?:推进到|推到|改到|改成|转到|移到|标为|设为)(?P<stage>[^\s，,。]{2,12}?)(?:阶段|了|吧)?"
)
_BARE_NAME: Final = lazy_pattern(
    r"(?:那|看看?|查一?下?|找一?下?)?(?P<name>[一-龥A-Za-z]{2,14}?)(?:呢|那边|那边呢|这个客户|这位客户|的?资料|的?情况)?[?？。!！~～\s]*"
)
_BREAK: Final = lazy_pattern(r"[，,；;。\n]+\s*")
_JOINED: Final = lazy_pattern(r"^(?:然后|并且?|顺便|另外|同时|还有|再)+")
_FIRST: Final = _ABOUT_CUSTOMERS - {Intent.QUERY_LEAD} | {
    Intent.CREATE_LEAD,
    Intent.SET_REMINDER,
    Intent.COMPLETE,
}
_SECOND: Final = _FIRST - {Intent.MARK_LOST}
_GOES_ON: Final = lazy_pattern(r"^(?:推进|推到|改到|移到|报价\s*\d|备注|记一?下|签单|成交)")
_REMINDS: Final = lazy_pattern(r"提醒|叫我|记得")
_OFFICE: Final = lazy_pattern("周报|日报|月报|开会|例会|早会|晨会|报销|打卡|请假|考勤")
_OWN_START: Final = lazy_pattern(r"^(?:把|将|给|新建|备注|记一?下)|提醒我")


def read(ctx: Context, text: str, message_id: str | None) -> list[Request]:
    """The requests in a rep's words, in order; one with intent NONE when there is none.

    Raises ``Missing`` when a pronoun means nobody: no customer was spoken of lately.
    """
    bare = _BARE.get(dialogue.plain(text))
    if bare is not None:
        return [Request(Command(bare), text, message_id)]
    parts = _split(ctx, text)
    if len(parts) > 1:
        return [dataclasses.replace(each, message_id=message_id) for each in _inherited(parts)]
    return [dataclasses.replace(_one(ctx, text), message_id=message_id)]


def asks_number(request: Request) -> bool:
    """Whether a question about a customer asks for nothing but the phone number."""
    return request.command.intent is Intent.QUERY_LEAD and bool(
        re.search(_NUMBER_ASKED.pattern + r"(?:是|号码?)?(?:多少|几|什么|呢|给我|有吗|[?？]|$)", request.text)
    )


# -- one command -----------------------------------------------------------------------------------


def _one(ctx: Context, text: str) -> Request:
    command = _with_title(ctx.command(text), text)
    if _names(command) or command.intent in (Intent.CREATE_LEAD, Intent.UNDO, Intent.HELP):
        return Request(command, text)
    spoken = f"他{text}" if _OPENS_WITH_NUMBER.fullmatch(text) else text
    if command.intent is not Intent.LIST_TODOS and PRONOUN.search(spoken):
        meant = _of_pronoun(ctx, spoken, command)
        if meant is not None:
            return meant
    if command.intent is Intent.NONE and (moved := _own_stage(ctx, text)) is not None:
        return Request(moved, text)
    short = command.intent is Intent.NONE and len(text) <= _LONGEST_NAME
    if short and ctx.uow.leads.named(text, owners=[ctx.who.id], limit=1):
        return Request(Command(Intent.QUERY_LEAD, {"contact": text}), text)
    return Request(command, text)


def _with_title(command: Command, text: str) -> Command:
    """The command with the title that follows the name in the text: 小王总 is not 小王."""
    name = str(command.slots.get("contact") or "")
    at = text.find(name) if name else -1
    title = _TITLE.match(text, at + len(name)) if at >= 0 and _TITLE_GOES_WITH.search(name) else None
    if title is None:
        return command
    return dataclasses.replace(command, slots={**command.slots, "contact": name + title[0]})


def _own_stage(ctx: Context, text: str) -> Command | None:
    """把张总推进到暂缓: a stage as the team's own funnel calls it."""
    found = _TO_STAGE.fullmatch(text.strip(" 。！!"))
    if found is None or len(ctx.policies.funnel.candidates(found["stage"])) != 1:
        return None
    if not customers.candidates(ctx, found["who"]):
        return None
    return Command(Intent.ADVANCE_STAGE, {"contact": found["who"], "stage": found["stage"]})


def _names(command: Command) -> bool:
    return bool(command.slots.get("contact") or command.slots.get("company") or command.slots.get("phone"))


def _of_pronoun(ctx: Context, text: str, bare: Command) -> Request | None:
    """The request when the pronoun is read as the customer last spoken of."""
    command = ctx.command(PRONOUN.sub(_STAND_IN, text))
    if command.slots.get("contact") != _STAND_IN and command.intent is not Intent.SET_REMINDER:
        return None
    lead = last_spoken_of(ctx)
    if lead is None:
        if command.intent in _ABOUT_CUSTOMERS and bare.intent is Intent.NONE:
            raise Missing("whom")
        return None
    slots = {
        n: v.replace(_STAND_IN, lead.name) if isinstance(v, str) else v for n, v in command.slots.items()
    }
    slots["contact"] = lead.name
    said = PRONOUN.sub(lambda _: lead.name, text)
    return Request(Command(command.intent, slots), said, chosen=lead.id)


def last_spoken_of(ctx: Context) -> Lead | None:
    """The customer spoken of in the last ten minutes, if he is still there."""
    lead_id = dialogue.last_customer(ctx)
    lead = None if lead_id is None else ctx.uow.leads.find(lead_id)
    return None if lead is None or lead.status in ("merged", "deleted") else lead


def customer_in(ctx: Context, text: str) -> Lead | None:
    """The one customer a free text is about: named in it, or meant by its pronoun; None when unsure."""
    reading = ctx.analyse(text, side=nlp.Side.STAFF)
    names = [e.value for e in reading.entities if e.kind in (nlp.EntityKind.PERSON, nlp.EntityKind.COMPANY)]
    for name in names:
        found = customers.candidates(ctx, name)
        if found:
            return found[0] if len(found) == 1 else None
    return last_spoken_of(ctx) if PRONOUN.search(text) or not names else None


def bare_name(ctx: Context, text: str) -> str | None:
    """The name of a customer when a text is nothing else (「王总」「王总呢」); None for any other text."""
    found = _BARE_NAME.fullmatch(text.strip())
    if found is None:
        return None
    said = found["name"]
    reading = ctx.analyse(said, side=nlp.Side.STAFF)
    named = [e for e in reading.entities if e.kind in (nlp.EntityKind.PERSON, nlp.EntityKind.COMPANY)]
    if len(named) == 1 and named[0].text == said:
        return said
    asked = ctx.command(f"{said}最近有什么动态")
    sure = asked.intent is Intent.QUERY_LEAD and asked.slots.get("contact") == said
    return said if sure and not reading.times and len(said) <= _LONGEST_PLAIN_NAME else None


# -- several commands in one line ------------------------------------------------------------------


def _split(ctx: Context, text: str) -> list[Request]:
    """The commands of a line that holds several; the line as it is when it holds one."""
    if len(text) > _LONGEST_LINE:
        return []
    for gap in _BREAK.finditer(text):
        left, right = text[: gap.start()], _JOINED.sub("", text[gap.end() :])
        if not left or not right:
            continue
        first = _one_quietly(ctx, left)
        if first is None or first.command.intent not in _FIRST:
            continue
        named = PRONOUN.sub(first.name, right) if first.name else right
        second = _second(ctx, first, named)
        if second is not None:
            further = _split(ctx, named)
            return [first, *(further if len(further) > 1 else [second])]
    return []


def _one_quietly(ctx: Context, text: str) -> Request | None:
    try:
        return _one(ctx, text)
    except Missing:
        return None


def _second(ctx: Context, first: Request, text: str) -> Request | None:
    """The command the rest of a line is, None when it belongs to the first one's words."""
    clause = _BREAK.split(text)[0]
    command = ctx.command(text)
    head = ctx.command(clause)
    if head.intent not in (Intent.NONE, command.intent):
        command = head
    if (
        command.intent is Intent.NONE
        and first.command.intent is not Intent.MARK_LOST
        and _GOES_ON.match(text)
    ):
        command = _without_stand_in(ctx.command(f"{_STAND_IN}{text}"))
    if command.intent not in _SECOND or not _stands_alone(first, command, text):
        return None
    return Request(command, text)


def _without_stand_in(command: Command) -> Command:
    return Command(command.intent, {n: v for n, v in command.slots.items() if v != _STAND_IN})


def _stands_alone(first: Request, command: Command, text: str) -> bool:
    """Whether a later command is really one: words inside a note or a reminder never are."""
    reminds = command.intent is Intent.SET_REMINDER and _REMINDS.search(text) is not None
    match first.command.intent:
        case Intent.ADD_NOTE:
            return reminds and "提醒我" in text and "when" in command.slots
        case Intent.SET_REMINDER:
            whole = "when" in first.command.slots and bool(first.slot("what") or first.name)
            return whole and _OWN_START.search(text) is not None
        case _:
            pass
    if command.intent is Intent.ADD_NOTE:
        return _GOES_ON.match(text) is not None or _names(command)
    return reminds or command.intent is not Intent.SET_REMINDER


def _named(request: Request) -> dict[str, str | int | float]:
    slots = request.command.slots
    return {name: slots[name] for name in ("contact", "company") if slots.get(name)}


def _inherited(parts: list[Request]) -> list[Request]:
    """Later commands without a name are about the customer named last."""
    first = parts[0]
    named = _named(first)
    made = [first]
    for part in parts[1:]:
        if _names(part.command) or part.command.intent is Intent.COMPLETE:
            same = first.chosen if part.name == first.name else None
            made.append(dataclasses.replace(part, chosen=same))
            first, named = (made[-1], _named(made[-1])) if _names(part.command) else (first, named)
            continue
        if part.command.intent is Intent.SET_REMINDER and _OFFICE.search(part.text):
            made.append(part)
            continue
        command = Command(part.command.intent, {**part.command.slots, **named})
        made.append(dataclasses.replace(part, command=command, chosen=first.chosen))
    return made
