"""The words of a promise, and which of several acts in one message is the one the other side waits for."""

from __future__ import annotations

import re
from typing import Final

from nlp.lazy import lazy
from nlp.model import Promise, Side
from nlp.promises.binding import INSTALMENT
from nlp.promises.clauses import LABELS, Clause
from nlp.promises.due import Due

_AGENT_TO: Final = lazy(r"(?:给|帮|替|为)(?:您|你)")
_AGENT: Final = lazy(r"我|俺|咱|给|帮|替|把|为(?:您|你)")
_PREPARES: Final = lazy(
    r"(?:跟|和|问|找|向|同|请示)(?!您|你)[^，,]{0,8}(?:说一?[声下]|讲一?[声下]|商量|确认|沟通|核实|打听|申请|请示|汇报|打个?招呼|核对|磨)|^我?(?:去|再|先)?问(?:一?下|问)?(?!您|你)[^，,]{1,6}$"
)
#: Steps by others on the way to what is promised.
_ON_THE_WAY: Final = lazy(r"清关|到港|靠港|报关|入关|转关|到货|出来|审批|审核|批下来|申请")


def promise_of(text: str, clause: Clause, due: Due, side: Side, act: tuple[str, int, int]) -> Promise:
    """The promise of a clause with the words it stands on."""
    start, end = _what(text, clause, due, act)
    return Promise(side, text[start:end], due.at, due.kind, due.clock, act[0], start, end)


def _what(text: str, clause: Clause, due: Due, act: tuple[str, int, int]) -> tuple[int, int]:
    """The act with its object: what follows the time, or the clause without its greeting."""
    start, end = clause.start, clause.end
    label = LABELS.match(text[start:end])
    if label and label.end() < end - start - 2:
        start += label.end()
    lead = [r for r in clause.refs if r.end <= clause.start + act[1] and r.kind != "duration"]
    if lead and end - lead[-1].end >= 3 and not _topic_first(text[start : lead[0].start]):
        start = max(start, lead[-1].end)
    while start < end and (
        text[start].isspace() or (text[start] in "，,、：:的我就一定肯定会" and end - start > 6)
    ):
        if text[start] in "我" and (
            end - start <= 8 or text[start + 1] in "们司方这老爸妈哥姐弟妹爱太同会财公女儿先家"
        ):
            break
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "哈哦啊呢吧。！!~"):
        end -= 1
    return start, end


def _topic_first(head: str) -> bool:
    """Whether what stands before the time is a part of the act: its object or its doer (赵律师, 专线报价)."""
    named = re.sub(
        r"^(?:那|就|先|再|我们|我这边|我司|我方|我|俺|咱们?|这边|争取|尽量|一定|肯定|保证|谨?定?于|最[迟晚快]|大概|应该|预计|估计|赶?在|到|等|[\s:：])+",
        "",
        head.strip(),
    )
    return 2 <= len(re.sub(r"(?:我|我们|我这边|咱)$", "", named)) <= 13


def _same_date(first: Promise, then: Promise) -> bool:
    return first.due is not None and then.due is not None and first.due.date() == then.due.date()


def merged(found: list[Promise]) -> list[Promise]:
    """Acts on the same day in neighbouring parts are one promise, the last and most awaited."""
    merged: list[Promise] = []
    for promise in found:
        if merged and _PREPARES.search(merged[-1].what) and not re.search(r"[您你]", merged[-1].what):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].due is None
            and promise.due is not None
            and not re.search(r"[您你]", merged[-1].what)
            and not INSTALMENT.search(merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].kind == "other"
            and (merged[-1].due is None or not _AGENT.search(merged[-1].what))
            and (
                _same_date(merged[-1], promise)
                or _ON_THE_WAY.search(merged[-1].what)
                or not promise.due
                or not merged[-1].due
            )
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and promise.kind == "reply"
            and merged[-1].kind in {"meeting", "decide", "other"}
            and not re.search(r"[您你]|咱|一起", merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and _same_date(merged[-1], promise)
            and merged[-1].kind == "other"
            and promise.kind != "other"
            and not _AGENT_TO.search(merged[-1].what)
        ):
            merged[-1] = promise
            continue
        if (
            merged
            and merged[-1].due == promise.due
            and promise.kind == "other"
            and merged[-1].kind != "other"
            and promise.due is not None
        ):
            continue
        if merged and merged[-1].due == promise.due and merged[-1].due_kind == promise.due_kind:
            merged[-1] = promise
            continue
        merged.append(promise)
    return merged
