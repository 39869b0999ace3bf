"""What a rep asks the assistant to do, in free words: intent and slots.

Chat that is not a command is NONE: acting on small talk is worse than asking. Words inside a note or a
reminder never change the intent, a question about a fact only ever queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from nlp.commands import rules, slots
from nlp.commands.people import is_name, person
from nlp.commands.slots import Slots
from nlp.dates.numerals import fold, number
from nlp.model import Command, Intent

__all__ = ["command"]

_LONGEST: Final = 600
_TRIM: Final = " ，,。；;：:！!、~"


def command(text: str, *, now: datetime) -> Command:
    """The command in *text*, with slots named as in the label guide; NONE for anything else."""
    said = _clean(text)
    if not said or len(said) > _LONGEST:
        return Command(Intent.NONE)
    for reader in _READERS:
        found = reader(said, now)
        if found is not None:
            return found
    return Command(Intent.NONE, nearest=_nearest(said))


def _clean(text: str) -> str:
    said = fold(text).strip().strip("「」“”\"")
    if rules.HELP[0].match(said):
        return said
    polite = rules.POLITE.match(said)
    return said[polite.end() :].strip() or said if polite else said


def _refused(said: str, at: int) -> bool:
    """Whether what stands right before *at* forbids or denies the act."""
    head = re.split(r"[，,。！!；;\n]", said[:at])[-1]
    return rules.NEGATION.search(head) is not None


def _undo(said: str, now: datetime) -> Command | None:
    return Command(Intent.UNDO) if rules.UNDO.match(said) else None


def _complete(said: str, now: datetime) -> Command | None:
    for pattern in rules.COMPLETE:
        found = pattern.match(said)
        index = number(found[1]) if found else None
        if index:
            return Command(Intent.COMPLETE, {"index": index})
    return None


def _help(said: str, now: datetime) -> Command | None:
    if person(said):
        return None
    return Command(Intent.HELP) if any(p.search(said) for p in rules.HELP) else None


def _reminder(said: str, now: datetime) -> Command | None:
    found = rules.REMIND.search(said)
    if not found or rules.REMINDED.search(said) or rules.QUESTION.search(said[found.end() :][-3:]):
        return None
    trigger = said.index("提醒", found.start()) if "提醒" in found[0] else found.start()
    if _refused(said, trigger) or _by_somebody(said, trigger, now):
        return None
    taken, span = slots.when(said, now)
    if found[0].startswith(("记得", "别忘")) and not taken:
        return None
    ranges = [found.span()] + ([span] if span else [])
    what = _without(said, ranges)
    what = re.sub(r"^(?:我|们|一下|下|[：:，,\s]|要|记得|的时候|到时候?|在|就)+", "", what).strip(_TRIM)
    who = person(said[found.end() :]) or person(said) or _name_first(what)
    if who:
        taken["contact"] = who[0]
        what = _deed(what, who[0])
    if what:
        taken["what"] = what
    return Command(Intent.SET_REMINDER, taken)


def _by_somebody(said: str, at: int, now: datetime) -> bool:
    """Whether somebody else does the reminding (张总提醒我带发票)."""
    who = person(said[:at])
    if not who:
        return False
    between = said[who.end() : at]
    return not slots.times(between, now) and re.search(r"的事|[，,：:]|给|跟|和", between) is None and len(between) <= 4


def _deed(what: str, who: str) -> str:
    """What is to be done, without for whom (给姚女士打电话 → 打电话) unless too little would be left."""
    bare = re.sub(rf"(?:给|跟|和|向|找|对|与|帮|替)?{re.escape(who)}(?:那边|这边)?", "", what, count=1).strip(_TRIM)
    return bare if len(bare) >= 2 else what


def _name_first(body: str) -> re.Match[str] | None:
    """A plain name that opens *body* as a word of its own (许强续费)."""
    from nlp.segment import cut

    first = next(iter(cut(body[:12])), "")
    if is_name(first) and len(first) < len(body.strip()):
        return re.match(re.escape(first), body)
    for size in (3, 2):
        if len(body) > size + 1 and is_name(body[:size]) and cut(body[: size + 4])[:1] == [body[:1]]:
            return re.match(re.escape(body[:size]), body)
    return None


def _without(said: str, spans: list[tuple[int, int]]) -> str:
    kept = list(said)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    return re.sub(r"\s+", " ", "".join(kept)).strip(_TRIM)


def _todos(said: str, now: datetime) -> Command | None:
    if rules.NOT_LIST.search(said) or (person(said) and not re.search(r"待办|任务|提醒", said)):
        return None
    found = next((m for p in rules.LIST if (m := p.search(said))), None)
    if not found or _refused(said, found.start()) and not re.search(r"没|未", found[0]):
        return None
    asked = slots.range_of(said)
    return Command(Intent.LIST_TODOS, {"range": asked} if asked else {})


def _note(said: str, now: datetime) -> Command | None:
    found = next((m for p in rules.NOTE if (m := p.search(said)) and m.start() <= 16), None)
    if not found or _refused(said, found.start()) or re.match(r"[^，,：:]{0,3}(?:吗|没|了没|呢)[?？]?$", said[found.end() :]):
        return None
    head, body = said[: found.start()], said[found.end() :].strip(_TRIM)
    who = person(head) or _lead_name(head)
    taken: Slots = {}
    if who:
        taken["contact"] = who[0]
    else:
        inner = person(body[:12]) or _leading_token(body) or _name_first(body)
        if inner and (inner.start() <= 1 or re.match(r"^(?:给|把|在|关于|客户)$", body[: inner.start()])):
            taken["contact"] = inner[0]
            body = re.sub(r"^(?:的(?:备注|记录)?)?[，,：:\s]*", "", body[inner.end() :])
    if not body or (not who and "contact" not in taken and len(body) < 2):
        return None
    taken["note"] = body.strip(_TRIM)
    return Command(Intent.ADD_NOTE, taken)


def _lead_name(head: str) -> re.Match[str] | None:
    found = re.search(r"([^\s，,：:给在把]{2,4})的?\s*[，,：:]?\s*$", head)
    return re.search(re.escape(found[1]), head) if found and is_name(found[1]) else None


def _leading_token(body: str) -> re.Match[str] | None:
    found = re.match(r"[^\s，,：:]{2,4}(?=[\s，,：:])", body)
    return found if found and is_name(found[0]) else None


def _summary(said: str, now: datetime) -> Command | None:
    found = rules.SUMMARY.search(said)
    if not found or rules.NOT_SUMMARY.search(said) or _refused(said, found.start()):
        return None
    taken: Slots = {}
    who = person(said)
    if who:
        taken["contact"] = who[0]
    else:
        named = re.search(r"(?:和|跟|与|同|下|结)\s*([^\s，,的和跟与]{2,4})(?:的|聊|沟通|说)", said)
        if named and is_name(named[1]):
            taken["contact"] = named[1]
    asked = slots.range_of(said)
    if asked:
        taken["range"] = asked
    if not taken and not re.fullmatch(r"(?:总结|小结|周报|日报|月报|汇总|战报|复盘)(?:一?下|下|吧|聊天|记录|这段|对话|重点|的|内容|以上|上面|群聊|会话)*", said):
        if not re.search(r"聊天|对话|沟通|记录|业绩|报表|报|这段|上面|以上|内容", said):
            return None
    return Command(Intent.SUMMARY, taken)


def _assign(said: str, now: datetime) -> Command | None:
    found = rules.ASSIGN.search(said)
    if not found or rules.NOT_ASSIGNABLE.search(said) or rules.QUESTION.search(said) or _refused(said, found.start()):
        return None
    assignee = "我" if found["claim"] else next((g for g in (found["who"], found["by"], found["let"], found["after"], found["own"]) if g), "")
    if assignee not in {"我", "俺"} and not is_name(assignee):
        return None
    head = re.sub(r"^(?:把|将|请|客户|线索|商机)+", "", said[: found.start()]).strip(_TRIM)
    rest = said[found.end() :]
    who = person(head) or person(rest)
    contact = who[0] if who else re.sub(r"(?:这个|那个)?(?:客户|线索|单子|商机)?(?:以后|先|就|都|重新)?$", "", head).strip(_TRIM)
    taken: Slots = {"assignee": assignee}
    if who or is_name(contact):
        taken["contact"] = contact
    elif company := slots.COMPANY.search(head):
        taken["company"] = company[0]
    else:
        return None
    return Command(Intent.ASSIGN, taken)


def _quote(said: str, now: datetime) -> Command | None:
    found = rules.QUOTED.search(said)
    if not found or rules.QUESTION.search(said) or _refused(said, found.end() - 1):
        return None
    taken: Slots = {}
    rest = said
    numbered = slots.QUOTE_NO.search(said)
    if numbered:
        taken["quote_no"] = numbered[1]
        rest = said[: numbered.start()] + " " + said[numbered.end() :]
    slots.take_amount(rest[max(0, rest.find("报")) :], taken)
    if "amount" not in taken and rest.find("报") > 0:
        slots.take_amount(rest, taken)
    if "amount" not in taken and "quote_no" not in taken:
        return None
    _who(rest, taken)
    if "contact" not in taken and "company" not in taken and not re.match(r"(?:给)?(?:报价|报了|登记|录)", said):
        return None
    if re.search(r"(?:别家|竞品|同行|对手|他们家?|人家|对方|供应商)[^，]{0,6}报", said):
        return None
    return Command(Intent.LOG_QUOTE, taken)


def _who(said: str, taken: Slots) -> None:
    """The customer of a short statement: a titled name anywhere, else the name it opens with."""
    who = person(said)
    if who:
        taken["contact"] = who[0]
        return
    opened = re.match(r"(?:给|把|将|跟|和|客户)?\s*([\u4e00-\u9fa5]{2,3}?|[A-Z][a-z]+)(?=\s|的|已|终|成|签|丢|输|没|报|到|进|推|标|移|改|转|设|算|关|更|调|从|拖|挪|升|方|线|合|谈|演|需|初|阶|→|拿|赢|不|黄|流|跑|付|这|那|,|，|：|:|最|什|怎|咋|目|现|电|微|预)", said)
    if opened and is_name(opened[1]):
        taken["contact"] = opened[1]
        return
    slots.take_company(said, taken)


def _advance(said: str, now: datetime) -> Command | None:
    if rules.QUESTION.search(said):
        return None
    found = next((m for p in rules.ADVANCE if (m := p.search(said))), None)
    if not found or _refused(said, found.start()) or _refused(said, found.end()) and "推进" in said:
        return None
    taken: Slots = {}
    _who(re.sub(r"^(?:把|将|推进|客户)\s*", "", said), taken)
    if "contact" not in taken and "company" not in taken:
        return None
    word = found.groupdict().get("stage")
    if word and re.match(r"标|设|算|置", found[0]) and re.search(r"赢|输|丢|战败|流失|成交|签", word):
        return None
    if word:
        stage = rules.STAGE.fullmatch(word) or rules.STAGE.match(word)
        if stage:
            taken["stage"] = rules.stage_of(stage)
    return Command(Intent.ADVANCE_STAGE, taken)


def _lost(said: str, now: datetime) -> Command | None:
    found = rules.LOST_SURE.search(said)
    if not found or rules.QUESTION.search(said) or _refused(said, found.start()) or _supposed(said):
        return None
    taken: Slots = {}
    _who(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    reason = _reason(said, found)
    if reason:
        taken["reason"] = reason
    return Command(Intent.MARK_LOST, taken)


def _reason(said: str, found: re.Match[str]) -> str:
    given = re.search(r"(?:原因|理由)(?:是|为|[:：])?\s*(.+)$|(?:因为|由于)\s*([^，,。]+)", said)
    if given:
        return (given[1] or given[2]).strip(_TRIM)
    tail = re.sub(r"^(?:了|啦|吧)", "", said[found.end() :]).strip(_TRIM)
    if tail:
        return tail
    chose = re.search(r"被.{0,8}(?:抢|撬|截)(?:了|走|单)|(?:选|签|买|用|定|去)了?(?:别家|别人|竞品|对手|其他家|同行)", said)
    head = re.split(r"[，,]", said[: found.start()])
    middle = head[-1] if len(head) > 1 else ""
    return chose[0] if chose else (_why(head[1]) if len(head) > 2 else _why(middle))


def _why(text: str) -> str:
    return "" if re.fullmatch(r"(?:单子|这单|客户|最后|还是|就|已经|标记?为?|把|算)*", text.strip()) else text.strip(_TRIM)


def _supposed(said: str) -> bool:
    return re.search(r"如果|要是|万一|假如|估计|可能|怕|差点|应该|快要?|即将|争取|希望|感觉|打算|准备|想|马上|等|哈哈|恭喜|昨天听说", said) is not None


def _won(said: str, now: datetime) -> Command | None:
    found = rules.WON_SURE.search(said)
    if not found or rules.QUESTION.search(said) or _refused(said, found.start()) or _supposed(said):
        return None
    taken: Slots = {}
    _who(said, taken)
    if "contact" not in taken and "company" not in taken:
        return None
    slots.take_amount(said, taken)
    return Command(Intent.MARK_WON, taken)


def _create(said: str, now: datetime) -> Command | None:
    found = rules.CREATE.search(said)
    if not found or found.start() > 4 or rules.NOT_CREATE.search(said) or _refused(said, found.start()):
        return None
    rest = said[found.end() :].strip(_TRIM)
    if not rest or rules.QUESTION.search(rest):
        return None
    taken: Slots = {}
    rest = slots.take_contacts(rest, taken)
    rest = slots.take_budget(rest, taken)
    rest = slots.take_source(rest, taken)
    rest = slots.take_company(rest, taken)
    rest = slots.take_person(rest, taken, bare=True)
    rest = _region(rest, taken)
    slots.take_need(rest, taken)
    if not {"contact", "company", "phone", "wechat"} & taken.keys():
        return None
    return Command(Intent.CREATE_LEAD, taken)


def _region(rest: str, taken: Slots) -> str:
    """A token that is a place by its own word (杭州, 广东的, 地区：无锡)."""
    from nlp.contacts import entities
    from nlp.model import EntityKind
    from nlp.normalize import normalize

    for entity in entities(normalize(rest)):
        if entity.kind is EntityKind.REGION:
            taken["region"] = entity.value
            return f"{rest[: entity.start]} {rest[entity.end :]}"
    return rest


def _query(said: str, now: datetime) -> Command | None:
    taken: Slots = {}
    looked = re.match(r"(?:查一?下?询?|查看|看一?下|看看|搜一?下?|找一?下|打开|调出|查查|说说|讲讲)\s*", said)
    _who(said[looked.end() :] if looked else said, taken)
    if "contact" not in taken and looked and is_name(re.split(r"[\s的，,]", said[looked.end() :])[0]):
        taken["contact"] = re.split(r"[\s的，,]", said[looked.end() :])[0]
    number_ = slots.phone(said)
    if number_ and not taken:
        taken["phone"] = number_[0]
    if not taken:
        return None
    asked = rules.QUESTION.search(said) and not re.search(r"^(?:你|我们?|咱)(?:觉得|说|看)", said) and not re.search(r"吃|喝|玩|开心|穿|几岁|结婚|帅|漂亮|属", said)
    if asked or (looked and len(said) <= 24) or rules.QUERY_NOUN.search(said):
        if re.search(r"(?:怎么|咋|如何)(?:跟|和|对|给|说|聊|谈|搞|应付|回复?)|要不要|该不该", said):
            return None
        return Command(Intent.QUERY_LEAD, taken)
    return None


def _nearest(said: str) -> tuple[Intent, ...]:
    """The intents a half command comes closest to; nothing for chat, statements and refusals."""
    if len(said) > 40 or re.search(r"(?:了|啊|呢|哈|呀|嘛|的|好|吧|啦)[。！!~]*$|哈哈|谢谢|不用|别|不要|先不|暂不|没", said):
        return ()
    if not (rules.ATTEMPT.match(said) or len(said) <= 8):
        return ()
    return tuple(intent for intent, stem in rules.STEMS if stem.search(said))[:3]


_READERS: Final[tuple[Callable[[str, datetime], Command | None], ...]] = (
    _undo, _complete, _help, _reminder, _note, _create, _todos, _summary, _assign, _quote, _advance, _lost, _won, _query,
)  # fmt: skip
