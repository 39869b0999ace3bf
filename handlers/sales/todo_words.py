"""How reps drop a to-do or put it off in words: 推迟到明天, 晚点再提醒, 取消提醒, 第2个改到周五."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nlp import lazy_pattern

_LONGEST: Final = 40
_THING: Final = r"(?:定时|这个|那个)?(?:提醒|题醒|提型|提腥|待办|代办|闹钟|闹铃)"
_LEAD_IN: Final = (
    r"^(?:那|就|先|请|麻烦|帮我|帮忙|还是|给我|你|跟进|能不能|可以|算了|不用了|不了|嗯|好|好的|哦|[，,\s])*"
)
_THIS: Final = r"(?:把|将)?(?:[这那][个条件]|刚[才刚](?:那[个条]|设的|的)?|它|上一?[个条]|所有|全部)?(?:的)?"
_INDEX: Final = r"(?:第)?\s*(?P<index>\d{1,2}|[一二三四五六七八九十])\s*(?:个|条|件|号)?"
_TAIL: Final = r"(?:了|吧|掉|啦|哈|啊|一下|就行|好了|行吗|可以吗|好吗|谢谢|[。！!~～？?\s])*$"
_NO: Final = (
    r"(?:不用|不要|不必|不需要|不再|不|别|甭|无需|用不着|取消|停掉|停止|停|关掉|关|删掉|删除|删|去掉|撤掉)"
)
_OFF: Final = r"(?:取消|删掉|删除|删|停掉|停|关掉|关|去掉|撤掉|不要|不用|作废)"
_MOVE: Final = (
    r"(?:往后|向后)?(?:推迟|推辞|推后|延后|延迟|延期|后延|顺延|延|推|挪|改期|改时间|换时间|改个时间|换个时间|改|换|调|晚)"
    r"(?:个)?(?:到|倒|至|成|为|在)?"
)
_SOME: Final = frozenset(
    {"", "一下", "下", "一点", "一点点", "点", "些", "一些", "会", "会儿", "一会", "一会儿"}
)
_VAGUE: Final = r"(?:晚一?点儿?|晚一?些|晚会儿?|[等过待呆]?一?会儿?|等一?下|稍后|稍晚|回头|迟一?[点些])"
_CALL: Final = r"(?:提醒|题醒|提型|叫|喊|通知)"
_DO: Final = rf"(?:{_CALL}|说|弄|办|处理)(?:我)?(?:一下|一声|一次|下)?"

_DROPS: Final = (
    lazy_pattern(rf"{_LEAD_IN}{_THIS}(?P<no>{_NO})(?:了|再)*{_THIS}(?:{_THING}|提醒|叫|喊|通知)(?:我)?{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}{_THIS}{_THING}(?:就|先|也|都)*(?P<no>{_OFF}){_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}{_OFF}(?:{_THING})?\s*{_INDEX}(?:的)?(?:{_THING})?{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}(?:把)?(?:{_THING})?\s*{_INDEX}(?:的)?(?:{_THING})?{_OFF}{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}{_OFF}(?P<about>.{{1,20}}?)(?:的)?{_THING}{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}(?:把)?(?P<about>.{{1,20}}?)(?:的)?{_THING}(?:就|先|也|都)*{_OFF}{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}(?:不用|别|不要|不必)(?:再)?(?:提醒|叫|喊)我(?:去|再)?(?P<about>.{{2,20}}?)(?:了|啦)[吧。！!]*$"),
)  # fmt: skip
_AFTER_SETTING: Final = lazy_pattern(
    r"^(?:还是)?(?:取消|取消掉|取消吧|取消了吧|算了|算了吧|不要了|不用了|先不用|先不用了|删掉|删了|删了吧)[。！!]*$"
)
_MOVES: Final = (
    lazy_pattern(rf"{_LEAD_IN}(?:把|将)?(?:{_THING})?\s*{_INDEX}(?:的)?(?:{_THING})?{_MOVE}(?P<when>.{{0,16}}?){_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}{_THIS}(?:{_THING})?(?:的)?(?:时间)?{_MOVE}(?P<when>.{{0,16}}?)(?:(?:再|在)?{_DO})?{_TAIL}"),
    lazy_pattern(rf"{_LEAD_IN}(?:把|将)?(?P<about>.{{1,20}}?)(?:的)?{_THING}(?:时间)?{_MOVE}(?P<when>.{{0,16}}?){_TAIL}"),
)  # fmt: skip
_LATER: Final = lazy_pattern(rf"{_LEAD_IN}(?:我)?{_VAGUE}(?:再|在|才)?(?P<call>{_DO})?{_TAIL}")
_AGAIN: Final = lazy_pattern(rf"{_LEAD_IN}(?P<when>.{{1,14}}?)(?:再|在)(?P<call>{_DO}){_TAIL}")
_RING_AT: Final = lazy_pattern(rf"{_LEAD_IN}(?P<when>.{{1,14}}?){_CALL}我?(?:一下|一声)?{_TAIL}")
_NUMBERS: Final = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class TodoWords:
    """What is to become of which to-do.

    ``act`` is drop or put_off. ``index`` is its number in the list last shown, ``about`` a name or words of
    it; neither: the one last spoken of. ``when`` are the words of the new time; empty: no time was named;
    None: a little later. ``firm``: it is surely about a to-do, whatever came before; else only right after
    one (``needs`` says after what: set or rang). ``keeps_clock``: a day alone moves the day and not the
    hour. ``for_good``: with everything that comes back.
    """

    act: str
    index: int | None = None
    about: str | None = None
    when: str | None = ""
    firm: bool = True
    needs: str | None = None
    keeps_clock: bool = False
    for_good: bool = False


def read(text: str) -> list[TodoWords]:
    """The ways a text may be read, the likeliest first; empty for one that is about no to-do.

    Whether ``when`` names a time is for the caller to find out: one that does not rules the reading out.
    """
    said = text.strip()
    if len(said) > _LONGEST:
        return []
    found = [*_dropped(said), *_later(said), *_again(said), *_moved(said)]
    return [each for each in found if each is not None]


def again(words: TodoWords) -> str:
    """Words that say the same time once more, for a button; empty when no time was named."""
    if words.when is None:
        return "晚点再提醒"
    if not words.when:
        return ""
    return f"改到{words.when}" if words.keeps_clock else f"{words.when}再提醒"


def _dropped(said: str) -> list[TodoWords | None]:
    if _AFTER_SETTING.match(said):
        return [TodoWords("drop", firm=False, needs="set")]
    for pattern in _DROPS:
        if found := pattern.match(said):
            named = found.groupdict()
            about = named.get("about")
            for_good = about is None and ("再" in said or "以后" in said)
            return [TodoWords("drop", _number(named.get("index")), about, for_good=for_good)]
    return []


def _later(said: str) -> list[TodoWords | None]:
    found = _LATER.match(said)
    if found is None:
        return []
    called = re.search(_CALL, found["call"] or "") is not None
    return [TodoWords("put_off", when=None, firm=called)]


def _again(said: str) -> list[TodoWords | None]:
    if found := _AGAIN.match(said):
        called = re.search(_CALL, found["call"]) is not None
        return [TodoWords("put_off", when=found["when"], firm=called)]
    if found := _RING_AT.match(said):
        return [TodoWords("put_off", when=found["when"], firm=False, needs="rang")]
    return []


def _moved(said: str) -> list[TodoWords | None]:
    readings: list[TodoWords | None] = []
    for pattern in _MOVES:
        if found := pattern.match(said):
            named = found.groupdict()
            when: str | None = named["when"].strip()
            vague = when in _SOME
            bare = re.search(r"时间|期$", said) is not None or when in ("", "一下", "下")
            if vague:
                when = "" if bare else None
            index, about = _number(named.get("index")), named.get("about")
            readings.append(
                TodoWords("put_off", index, about, when, firm=not vague or bool(about), keeps_clock=True)
            )
    return readings


def _number(words: str | None) -> int | None:
    if not words:
        return None
    return int(words) if words.isdigit() else _NUMBERS.index(words) + 1
