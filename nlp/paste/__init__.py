"""A chat that a rep copied out of WeCom, WeChat, DingTalk or an exporter, split into its messages.

Notes, minutes, forms, task lists, logs, tables, mails and a rep's own commands are no chats, however many
colons, dates or names they hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from nlp.lazy import lazy
from nlp.model import Paste, Side, Turn
from nlp.paste.formats import Head, head_at, rows
from nlp.paste.names import bare_name, side_of
from nlp.paste.papers import is_paper
from nlp.paste.stamps import Stamp, ruled
from nlp.standing.cues import asks

__all__ = ["paste"]

_SYSTEM: Final = lazy(
    r"撤回了一条消息|撤回一条消息|已添加了|你已添加|以上是打招呼|现在可以开始聊天|加入了?群聊|移出了?群聊|退出了?群聊|修改群名|拍了拍|开启了|与群里其他人都不是|以下为?新消息|以下是新消息|聊天记录如下|的聊天记录$|^聊天记录[:：]?$|请查收。?$|消息已(?:开启|发出)|对方正在输入|领取了你的红包|"
    r"recalled a message|已成为你的|外部联系人|消息加载|^—+\s*以下|仅支持查看|转接给|会话已结束|邀请\S+加入"
)
_EXPORT_HEAD: Final = lazy(
    r"^(?:#+\s*|【)?.{0,40}(?:聊天记录|群聊的聊天记录|会话记录|chat history)(?:】|如下.*)?[:：]?$", re.I
)
_QUOTE_START: Final = lazy(r"^(?:这是一条引用/?回复消息[:：]?|[「“\"][^」”\"\n]{1,30}[:：].*)$")
_QUOTE_RULE: Final = lazy(r"^\s*[-—–_─]{3,}\s*$|^\s*(?:-\s){4,}-?\s*$")
_REFERENCE: Final = lazy(r"^(?:引用|回复|Re)\s*[:：].+[:：]|^>\s?")
_MAIL_HEADS: Final = lazy(r"^(?:From|To|Cc|Subject|Date|Sent|发件人|收件人|抄送|主题|发送时间)\s*[:：]", re.I)
_LOG: Final = lazy(r"\b(?:INFO|ERROR|WARN(?:ING)?|DEBUG|TRACE|GET|POST)\b")
_TIMED: Final = {
    "name first": ("name-stamp", "name-stamp-text", "name/stamp"),
    "time first": ("stamp-colon", "stamp-name"),
}


@dataclass(slots=True)
class _Open:
    """A message being collected."""

    head: Head
    at: datetime | None
    lines: list[str] = field(default_factory=list)


def paste(text: str, *, staff: Collection[str], now: datetime) -> Paste | None:
    """The messages of a pasted chat in order, or None when *text* is no chat.

    *staff* are the names of our people; ``Turn.at`` is business time with the zone of *now*, None where the
    paste gives no time. Turn ids count from "0".
    """
    if len(text) > 400_000:
        return None
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    today = now.date()
    table = rows(body, today)
    if table is not None:
        messages = [
            (n, s.at(None, today) if s else None, t) for n, s, t in table if n and t and not _SYSTEM.search(t)
        ]
        return _built(messages, staff, now) if len(messages) > 1 else None
    lines = _unquoted_mail(body).split("\n")
    shape = _shape(lines, today)
    if shape is None:
        return None
    messages = [m for m in _collect(lines, today, shape) if m[2]]
    if len(messages) < 2 or not _is_chat(messages, shape, lines, staff, today):
        return None
    return _built(messages, staff, now)


def _unquoted_mail(body: str) -> str:
    """The text without the > of a mail that carries the chat."""
    lines = body.split("\n")
    quoted = sum(line.lstrip().startswith(">") for line in lines)
    if quoted >= 4 and quoted >= 0.6 * sum(bool(line.strip()) for line in lines):
        return "\n".join(
            re.sub(r"^\s*(?:>\s?)+", "", line)
            for line in lines
            if line.lstrip().startswith(">") or not line.strip()
        )
    return body


def _shape(lines: list[str], today: date) -> str | None:
    """Which kind of head the chat is written in: the most frequent timed one, else name and colon."""
    heads: Counter[str] = Counter()
    at = 0
    while at < len(lines):
        head = head_at(lines, at, today)
        if head:
            heads[head.shape] += 1
        at += head.lines if head else 1
    families = {family: sum(heads[shape] for shape in shapes) for family, shapes in _TIMED.items()}
    timed = max(families, key=lambda family: families[family])
    if families[timed] >= 2:
        return timed
    if heads["colon"] >= 2 and heads["colon"] >= heads["colon-text"]:
        return "colon"
    return "colon-text" if heads["colon-text"] + heads["colon"] >= 2 else None


def _fits(head: Head, shape: str) -> bool:
    if shape in _TIMED:
        return head.shape in _TIMED[shape]
    if shape == "colon":
        return head.shape == "colon"
    return head.shape in {"colon-text", "colon"}


def _collect(lines: list[str], today: date, shape: str) -> list[tuple[str, datetime | None, str]]:
    found: list[_Open] = []
    day: date | None = None
    line_time: Stamp | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        head = head_at(lines, at, today)
        if head and _fits(head, shape) and not _SYSTEM.search(head.name) and not _system_line(line, head):
            stamp = head.stamp or line_time
            found.append(
                _Open(head, stamp.at(day, today) if stamp else None, [head.text] if head.text else [])
            )
            at += head.lines
            continue
        rule = ruled(line.strip(), today) if line.strip() else None
        if (
            rule
            and (rule.day or shape not in _TIMED)
            and not (found and not found[-1].lines and shape in _TIMED)
        ):
            day = rule.day or day
            line_time = rule if rule.clock else None
        elif found and not _SYSTEM.search(line):
            found[-1].lines.append(line)
        at += 1
    return [(m.head.name, m.at, _said(m.lines)) for m in found]


def _system_line(line: str, head: Head) -> bool:
    return _SYSTEM.search(line) is not None and not head.text and len(line) < 80


def _said(lines: list[str]) -> str:
    """The new words of a message: without the block it quotes and the blank lines around it."""
    kept = list(lines)
    first = next((i for i, line in enumerate(kept) if line.strip()), 0)
    if kept and first < len(kept) and _QUOTE_START.match(kept[first].strip()):
        end = next((i for i in range(first, len(kept)) if _QUOTE_RULE.match(kept[i])), None)
        if end is not None:
            kept = kept[end + 1 :]
    kept = [line for line in kept if not _REFERENCE.match(line.strip())]
    while kept and (not kept[-1].strip() or _QUOTE_RULE.match(kept[-1])):
        kept.pop()
    return "\n".join(line.rstrip() for line in kept).strip()


def _is_chat(
    messages: list[tuple[str, datetime | None, str]],
    shape: str,
    lines: list[str],
    staff: Collection[str],
    today: date,
) -> bool:
    """Whether the split text really is people talking to each other."""
    if (
        sum(bool(_MAIL_HEADS.match(line)) for line in lines[:12]) >= 2
        or sum(bool(_LOG.search(line)) for line in lines) >= 2
    ):
        return False
    names = [bare_name(m[0]) for m in messages]
    if any(len(n) > 24 for n in names):
        return False
    spoken = any(_addressed(text) for _, _, text in messages)
    if is_paper(_preamble(lines, shape, today), lines, spoken, shape):
        return False
    if shape in _TIMED:
        return all(re.search(r"[A-Za-z\u4e00-\u9fa5\U0001F300-\U0001FAFF]", n) for n in names)
    return _talks(messages, names, shape, staff)


def _preamble(lines: list[str], shape: str, today: date) -> list[str]:
    """The lines before the first message."""
    for at in range(len(lines)):
        head = head_at(lines, at, today)
        if head and _fits(head, shape):
            return lines[:at]
    return lines


_ADDRESSED: Final = lazy(
    r"[?？~]|吗|呢|吧(?:$|[，。])|您|你|好的|好嘞|谢|收到|嗯|哈|在么|在不|怎么|什么|可以(?:$|[，。的])|^(?:行|好|能|有|对|没)[。!！]?$|^ok|\[[\u4e00-\u9fa5]{1,6}\]|^我|了$",
    re.I,
)


def _addressed(text: str) -> bool:
    """Whether *text* is said to somebody, not noted down."""
    return _ADDRESSED.search(text.strip()) is not None


def _talks(
    messages: list[tuple[str, datetime | None, str]], names: list[str], shape: str, staff: Collection[str]
) -> bool:
    """Untimed lines name: text are a chat when somebody speaks again or the words are turns of a talk."""
    if any(t is not None for _, t, _ in messages):
        return True
    distinct = set(names)
    if len(distinct) < 2:
        return shape == "colon" and any(side_of(n, staff) is not Side.UNKNOWN for n in names)
    spoken = sum(_spoken(text) for _, _, text in messages)
    if len(distinct) < len(names):
        return spoken >= 1 or len(names) >= 4
    roles = {side_of(m[0], staff) for m in messages}
    if {Side.STAFF, Side.CUSTOMER} <= roles and spoken:
        return True
    return spoken >= max(1, len(names) // 2) and not any(_task(t) for _, _, t in messages)


_TALK: Final = lazy(
    r"[?？吗呢吧啊呀哈哦嗯啦嘛哟]|您|你|我|好的|可以|谢|收到|在么|在不|多少|怎么|什么|行$|好$|ok|\[[\u4e00-\u9fa5]{1,6}\]",
    re.I,
)
_TASK: Final = lazy(
    r"^(?:(?:周|星期)[一二三四五六日]|明天|今天|本周|下周|\d+[号日月/]|上午|下午)?[^，。?？吗]{0,4}(?:交|寄|排|量|整理|提交|完成|准备|负责|对接|跟进|发|写|做|更新|联系|安排)[^?？吗呢吧您你我]{0,12}$"
)


def _spoken(text: str) -> bool:
    return _TALK.search(text) is not None or asks(text)


def _task(text: str) -> bool:
    return _TASK.match(text.strip()) is not None and _TALK.search(text) is None


def _built(messages: list[tuple[str, datetime | None, str]], staff: Collection[str], now: datetime) -> Paste:
    return Paste(
        tuple(
            Turn(
                str(i),
                side_of(name, staff),
                said,
                at.replace(tzinfo=now.tzinfo) if at else None,
                bare_name(name),
            )
            for i, (name, at, said) in enumerate(messages)
        )
    )
