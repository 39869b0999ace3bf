"""The shapes in which clients and exporters write a message head."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from nlp.lazy import lazy
from nlp.paste.names import is_role, plausible
from nlp.paste.stamps import Stamp, ruled, stamp_at

_SPACE_STAMP: Final = lazy(
    r"^(?P<name>[^\n]{1,40}?)(?:[ \t\u00a0\u3000]+|(?=[\[【(（]\d)|(?<=[】\]]))(?=[\[【(（]?\s*(?:\d|今天|昨天|前天|[上]?周|[上]?星期|礼拜|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|[Yy]esterday|[Tt]oday|AM|PM))"
)
_COLON: Final = lazy(r"^(?P<name>[^:：\n]{1,24}?)\s*[:：]\s*(?P<text>.*)$")
_TAIL: Final = lazy(r"^\s*[:：]?\s*$")
_TEXT_TAIL: Final = lazy(r"^\s*[:：]\s*(?P<text>\S.*)$")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a message: who, when, what of the text stands on the same line, how sure it is."""

    name: str
    stamp: Stamp | None
    text: str
    shape: str
    lines: int = 1


def head_at(lines: list[str], at: int, today: date) -> Head | None:
    """The message head that starts on line *at*; None when the line is none."""
    line = lines[at].strip().lstrip("\ufeff\u200e")
    if not line or len(line) > 2000:
        return None
    return (
        _stamp_first(line, today)
        or _name_first(line, today)
        or _own_line(lines, at, today)
        or _colon(line, lines, at)
    )


def _stamp_first(line: str, today: date) -> Head | None:
    """2026-11-18 13:02:00 毕总 · [11:23] Dana: text."""
    stamp = stamp_at(line, 0, today)
    if not stamp or stamp.clock is None:
        return None
    rest = line[stamp.stop :].lstrip(" \t\u00a0-—|,，")
    colon = _COLON.match(rest)
    if colon and plausible(colon["name"]):
        return Head(colon["name"], stamp, colon["text"], "stamp-colon")
    if (
        rest
        and len(rest) <= 30
        and line[0] in "0123456789[【(（上下中早晚凌清傍昨前今星周"
        and plausible(rest)
        and re.search(r"[\s\]】)）]", line[stamp.stop - 1 : stamp.stop + 1])
    ):
        return Head(rest, stamp, "", "stamp-name")
    return None


def _name_first(line: str, today: date) -> Head | None:
    """汤经理 2026/11/17 10:02 · 覃姐 (2026-11-17 20:01:00):text."""
    if ruled(line, today):
        return None
    for found in _space_stamps(line):
        stamp = stamp_at(line, found.end(), today)
        if not stamp or stamp.clock is None or not plausible(found["name"].rstrip(" :：")):
            continue
        rest = line[stamp.stop :]
        if _TAIL.match(rest):
            return Head(found["name"].rstrip(" :："), stamp, "", "name-stamp")
        texted = _TEXT_TAIL.match(rest)
        if texted:
            return Head(found["name"], stamp, texted["text"], "name-stamp-text")
    return None


def _space_stamps(line: str) -> list[re.Match[str]]:
    """Every split of *line* into a name and a possible time."""
    found: list[re.Match[str]] = []
    match = _SPACE_STAMP.match(line)
    while match and len(found) < 4:
        found.append(match)
        if len(match["name"]) >= 40:
            break
        longer = _SPACE_STAMP.pattern.replace("{1,40}?", f"{{{len(match['name']) + 1},40}}?")
        match = re.match(longer, line)
    return found


def _own_line(lines: list[str], at: int, today: date) -> Head | None:
    """A name on a line of its own, its time on the next."""
    name = lines[at].strip().rstrip(":：")
    if at + 2 >= len(lines) or len(name) > 24 or re.search(r"[:：]", name) or not plausible(name):
        return None
    under = at + 1
    while under < len(lines) - 1 and not lines[under].strip():
        under += 1
    stamp = ruled(lines[under].strip(), today) if under <= at + 2 else None
    if not stamp or stamp.clock is None or re.search(r"[—─━-]{3}", lines[under]):
        return None
    return Head(name, stamp, "", "name/stamp", lines=under - at + 1)


def _colon(line: str, lines: list[str], at: int) -> Head | None:
    found = _COLON.match(line)
    if not found or not plausible(found["name"]) or found["text"].startswith("//") or _clock_cut(found):
        return None
    inner = _COLON.match(found["text"]) if is_role(found["name"]) else None
    if inner and len(inner["name"]) <= 8 and plausible(inner["name"]):
        return Head(
            f"{found['name'].strip()}:{inner['name'].strip()}",
            None,
            inner["text"].strip(),
            "colon-text" if inner["text"].strip() else "colon",
        )
    return Head(
        found["name"].strip(), None, found["text"].strip(), "colon-text" if found["text"].strip() else "colon"
    )


def _clock_cut(found: re.Match[str]) -> bool:
    """Whether the colon is that of a clock time (下午3:05)."""
    return found["name"][-1:].isdigit() and re.match(r"\d{2}(?!\d)", found["text"]) is not None


def rows(text: str, today: date) -> list[tuple[str, Stamp | None, str]] | None:
    """The messages of a CSV export with a head row; None when *text* is no such table."""
    head, _, _ = text.lstrip("\ufeff").partition("\n")
    delimiter = "\t" if "\t" in head else ","
    columns = [c.strip().strip('"').lower() for c in head.split(delimiter)]
    name = _column(columns, r"sender|发送[者人]|昵称|name|talker|from|nickname|用户|姓名|speaker")
    body = _column(columns, r"content|内容|消息|message|text|正文|msg")
    when = _column(columns, r"time|date|时间|日期")
    if name is None or body is None or name == body or len(columns) > 16:
        return None
    found = []
    for row in csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter):
        if len(row) <= max(name, body) or [c.strip().lower() for c in row] == columns:
            continue
        stamp = stamp_at(row[when].strip(), 0, today) if when is not None and len(row) > when else None
        content = (
            row[body] if body < len(columns) - 1 or len(row) == len(columns) else delimiter.join(row[body:])
        )
        found.append((row[name].strip(), stamp, content.strip()))
    return found


def _column(columns: list[str], pattern: str) -> int | None:
    exact = next((i for i, c in enumerate(columns) if re.fullmatch(pattern, c)), None)
    if exact is not None:
        return exact
    return next(
        (i for i, c in enumerate(columns) if re.search(pattern, c) and "type" not in c and "id" not in c),
        None,
    )
