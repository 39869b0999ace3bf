"""Who owes what until when: the due moment in the working calendar, when to speak of it, what proves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

import nlp
from handlers.sales import promise_words as said
from handlers.sales.worktime import WorkTime
from nlp import Act, Analysis, MessageKind, lazy_pattern
from storage.promises import Promise

END_OF_DAY: Final = time(18)
"""Until when 「周五发您」 is still Friday."""
MORNING: Final = time(9)
AHEAD: Final = timedelta(hours=2)
"""Working time before a named hour at which the rep is reminded."""
SHORT_AHEAD: Final = timedelta(minutes=30)
GRACE: Final = timedelta(hours=1)
"""Working time a customer may be late before a nudge is drafted."""
SOON: Final = timedelta(minutes=10)
"""Words closer than this to the promise belong to it and answer nothing."""


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """After how long a promise without a day is spoken of: to the rep his own, and a customer's."""

    undated_after: timedelta = timedelta(days=1)
    undated_nudge_after: timedelta = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Said:
    """A message as proof sees it: whose (staff or customer), of what kind, its words and file."""

    id: str
    sender: str
    kind: str
    text: str
    file_name: str | None
    at: datetime
    analysis: Analysis


def due_at(promise: nlp.Promise, worktime: WorkTime) -> datetime | None:
    """The last moment that still keeps a promise; None when no time was named.

    A day means its evening; 「节后」 (after a day) means the evening of the first working day from then on.
    """
    if promise.due is None or promise.due_kind == "none":
        return None
    if promise.has_clock:
        return promise.due
    evening = _clock(promise.due, END_OF_DAY, worktime)
    if promise.due_kind != "after":
        return evening
    return _clock(worktime.next_open(_clock(promise.due, MORNING, worktime)), END_OF_DAY, worktime)


def remind_at(due: datetime, *, has_clock: bool, now: datetime, worktime: WorkTime) -> datetime | None:
    """When to remind the rep of his own promise; None when it is too late for that.

    A promised hour: two working hours before (half an hour, when it was promised later than that). A
    promised day: its morning; a day off: the last working day before.
    """
    day = worktime.local(due).date()
    earliest = [before(due, AHEAD, worktime), due - SHORT_AHEAD]
    if not has_clock and worktime.is_workday(day):
        earliest.insert(0, worktime.next_open(_clock(due, MORNING, worktime)))
    return next((at for at in earliest if now < at < due), None)


def nudge_at(due: datetime, *, has_clock: bool, worktime: WorkTime) -> datetime:
    """When a customer's promise counts as passed: a working hour after the named one, or the morning of
    the next working day."""
    if has_clock:
        return worktime.add_working(due, GRACE)
    _, midnight = worktime.day_bounds(due)
    opens = worktime.next_open(midnight)
    return max(opens, _clock(opens, MORNING, worktime))


def undated_at(promise: Promise, policy: PromisePolicy, worktime: WorkTime) -> datetime:
    """When to speak of a promise without a day: the morning of the working day after its patience."""
    since = max(promise.made_at, promise.since)
    patience = policy.undated_after if promise.ours else policy.undated_nudge_after
    morning = _clock(since + patience, MORNING, worktime)
    opens = worktime.next_open(morning if morning > since else since + patience)
    return max(opens, _clock(opens, MORNING, worktime))


def breaks_by(promise: Promise, at: datetime) -> bool:
    """Whether a promise of ours is past its time at that moment."""
    return promise.ours and promise.due_at is not None and promise.due_at <= at


def before(at: datetime, delta: timedelta, worktime: WorkTime) -> datetime:
    """The moment from which *delta* of working time passes until *at*."""
    step = timedelta(minutes=30)
    moment, left = at, delta
    while left > timedelta():
        moment -= step
        left -= step if worktime.is_open(moment) else timedelta()
    return moment


def proves(promise: Promise, message: Said) -> bool:
    """Whether a message, said after a promise, shows that it was kept."""
    if message.at <= promise.made_at or message.at < promise.since or message.id == promise.message_id:
        return False
    mine = message.sender == promise.side
    if message.file_name is not None or message.kind in ("image", "file", "link"):
        return mine and _handed(promise, message)
    if promise.kind in said.BOTH_TELL and said.DONE[promise.kind].search(message.text):
        return _told_as_done(message)
    if not mine:
        return said.THANKS.get(promise.kind, said.NEVER).search(message.text) is not None
    if _told_as_done(message) and _same_matter(promise, message):
        return True
    return promise.kind in said.ANSWERED and _answers(promise, message)


def _handed(promise: Promise, message: Said) -> bool:
    """A file that was promised; one that is plainly something else is not it."""
    if promise.kind not in said.BY_FILE:
        return False
    if promise.kind == "pay":
        return message.kind == "image"
    wanted, given = said.papers(promise.quote), said.papers(message.file_name or message.text)
    return not wanted or not given or bool(wanted & given)


def _told_as_done(message: Said) -> bool:
    return not said.NOT_YET.search(message.text) and message.analysis.kind is not MessageKind.REQUEST


def _same_matter(promise: Promise, message: Said) -> bool:
    """Whether words of our being done speak of this promise."""
    if said.DONE[promise.kind].search(message.text):
        wanted, given = said.papers(promise.quote), said.papers(message.text)
        return not wanted or not given or bool(wanted & given)
    done = any(s.act is Act.DONE and s.kind in promise.quote for s in message.analysis.positive())
    return done or (bool(said.FINISHED.search(message.text)) and _share(promise.what, message.text))


def _share(what: str, text: str) -> bool:
    pairs = {what[i : i + 2] for i in range(len(what) - 1)}
    return any(pair in text and not said.HOLLOW.search(pair) for pair in pairs)


def _answers(promise: Promise, message: Said) -> bool:
    """Whether it is the answer that was promised: more than a courtesy, and not another promise."""
    if message.at - promise.made_at < SOON or len(message.text.strip()) < said.SHORTEST_ANSWER:
        return False
    if message.analysis.kind in (MessageKind.ACK, MessageKind.CLOSING, MessageKind.PAUSE):
        return False
    if said.NOT_YET.search(message.text):
        return False
    side = nlp.Side.CUSTOMER if message.sender == "customer" else nlp.Side.STAFF
    if nlp.promises(message.text, side=side, now=message.at):
        return False
    return bool(said.DECIDED.search(message.text)) or message.analysis.kind is MessageKind.ANSWER


def kept_by_story(promise: Promise, kind: str, text: str) -> bool:
    """Whether a line of the customer's story (kind and words) shows that our promise was kept."""
    if not promise.ours:
        return False
    if promise.kind == "call":
        if kind == "call":
            return said.UNREACHED.search(text) is None
        return kind == "called" or (kind in ("note", "done") and said.CALLED.search(text) is not None)
    if kind == "quote":
        return promise.kind == "send_file" and "报价" in promise.quote
    return kind == "done" and _share(promise.what, text)


def _clock(at: datetime, clock: time, worktime: WorkTime) -> datetime:
    return worktime.local(at).replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


# -- what a rep tells the bot ----------------------------------------------------------------------

_OURS: Final = lazy_pattern(
    r"^(?:我|咱们?|我们)(?:今天|刚才?|刚刚|已经)*(?:答应|承诺|说好|保证)(?:过|了|给)*(?P<name>[^\s，,：:了过给]{1,8}?(?:总|经理|老师|姐|哥|工|主任|女士|先生|老板|妈妈|爸爸|同学)|[^\s，,：:了过给]{2,4}?)[，,：:\s]*(?P<rest>(?:[今明后大下这本月周星礼\d一二两三四五六七八九十年上中晚早]|给|把|会|要|尽快|马上|稍后|发|寄|打|回|去).+)$"
)
_THEIRS: Final = lazy_pattern(
    r"^(?P<name>[^\s，,：:]{1,8}?)(?:那边|刚[才刚]?|今天|已经|也){0,3}(?P<verb>答应|承诺|说好|保证|说)(?:了|过|我们?|咱们?)*[，,：:\s]*(?P<rest>.+)$"
)
_AGREED: Final = lazy_pattern(
    r"^(?:我|咱们?|我们)(?:跟|和|与)(?P<name>[^\s，,：:]{1,8}?)(?:说好|约好|讲好|答应)(?:了|过)*[，,：:\s]*(?P<rest>.+)$"
)
_FOR_ME: Final = lazy_pattern(r"我们?|咱们?")
_FOR_HIM: Final = lazy_pattern(r"(?<=[给帮替把回])[他她]们?")


@dataclass(frozen=True, slots=True)
class Told:
    """A promise in a rep's own words: whose, with whom, and the words that hold it.

    ``bound`` says that he called it a promise (答应, 说好), not merely something said.
    """

    side: nlp.Side
    name: str
    rest: str
    bound: bool


def told(text: str) -> Told | None:
    """「我答应张总明天发合同」 or 「张总答应周五回我」; None for anything else."""
    line = text.strip().rstrip("。！!~")
    if len(line) > said.LONGEST_TOLD or re.search(r"[?？]|什么|啥|谁|哪|吗$", line):
        return None
    if found := _OURS.match(line) or _AGREED.match(line):
        return Told(nlp.Side.STAFF, found["name"], _FOR_HIM.sub("您", found["rest"]), bound=True)
    if (found := _THEIRS.match(line)) and not _FOR_ME.match(found["name"]):
        return Told(
            nlp.Side.CUSTOMER, found["name"], _FOR_ME.sub("您", found["rest"]), bound=found["verb"] != "说"
        )
    return None
