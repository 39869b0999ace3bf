"""Reminders: when the rep is to be reminded, how often, about whom, and of what."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from nlp.commands import chores, rules, slots
from nlp.commands.firms import led_firm
from nlp.commands.people import COMPANY, is_name, name_in, person
from nlp.commands.slots import Slots
from nlp.commands.tasks import TRIM, first_name, refused
from nlp.dates import times
from nlp.dates.holidays import is_day_off
from nlp.dates.numerals import number
from nlp.lazy import lazy
from nlp.model import Command, Intent

_EVERY: Final = lazy(
    r"(?:(?:从\S{1,4}起)?(?:每隔一|隔)(?P<other>天|周)|每(?:一?个)?(?P<work>工作日)|(?P<day>每一?[天日]|天天)|每(?P<half>两|隔)?(?:一?个)?(?:周|星期|礼拜)(?P<week>[一二三四五六日天1-7][一二三四五六日天、和]{0,6})?(?P<end>末)?|每个?月(?:的)?(?:(?P<date>\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|(?P<last>底|末|最后一天)|(?P<first>初))?)(?:都|的)?"
)
_CODES: Final = dict(zip("一二三四五六日", ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True)) | {
    "天": "SU"
}
_AHEAD: Final = lazy(r"(?:提前|早)\s*(\d{1,3}|[一二两三四五十半]{1,3})\s*个?(半)?(分钟?|小时|钟头|刻钟|天)")
_UNITS: Final = {"分": 1, "分钟": 1, "刻钟": 15, "小时": 60, "钟头": 60, "天": 1440}


def read_reminder(said: str, now: datetime) -> Command | None:
    """Remind the rep of something at a time; ``repeat`` (RFC 5545) where it comes back."""
    said = re.sub(
        r"(?:千万|一定)?(?:别忘了?|别忘记|不要忘了?|记得)(?:要|到时候?)?(?=(?:\S{0,8}?)(?:提醒|叫我|喊我))",
        "",
        said,
    )
    found = rules.REMIND.search(said) or _nudged(said)
    speaker = rules.SPEAKER.match(said)
    if not found or rules.REMINDED.search(said) or (speaker and person(speaker[0])):
        return None
    tail = said[found.end() :]
    looks = re.match(r"(?:我)?(?:去|再)?(?:问|看|查|确认|了解|核实)", tail)
    if not looks and rules.QUESTION.search(tail[-3:]) and (len(tail) <= 4 or not times(said, now)):
        return None
    trigger = said.index("提醒", found.start()) if "提醒" in found[0] else found.start()
    if refused(said, trigger) or _by_somebody(said, trigger):
        return None
    taken, spans = _moment(said, trigger, now)
    if not taken and (re.search(r"记得|忘", found[0]) or not _NOUN.search(found[0])):
        return None
    return Command(Intent.SET_REMINDER, _filled(said, found, spans, taken))


_NOUN: Final = lazy(r"提醒|待办|任务|闹钟|日程|日历")


def _nudged(said: str) -> re.Match[str] | None:
    """The wider wordings: 弹我一下, 提个醒, 别让我忘了, or told to oneself after a time."""
    if chores.NOT_NUDGE.search(said):
        return None
    return chores.NUDGE.search(said) or chores.TO_SELF.search(said)


def _filled(said: str, found: re.Match[str], spans: list[tuple[int, int]], taken: Slots) -> Slots:
    """The slots with whom it is about and what is to be done."""
    what = _without(said, [found.span(), *spans])
    what = re.sub(
        r"^(?:我|们|一下|一声|声|下|[：:，,\s]|要|记得|的时候|到时候?|在|就|该|再|的|到了|等到?|到)+(?!位|期|货|付|店)",
        "",
        what,
    ).strip(TRIM)
    what = re.sub(r"[，,\s]+(?:到时候?|记得|别忘了?|一下|帮我|给我|设个?|定个?)*$", "", what).strip(TRIM)
    who = person(what) or person(said) or first_name(what)
    name = who[0] if who else name_in(what)
    company = COMPANY.search(what)
    led = led_firm(what)
    if led and not who and (not name or name in what[slice(*led)]):
        company, name = re.compile(re.escape(what[slice(*led)])).search(what), ""
    if name and company and not who and name in company[0]:
        name = ""
    if name:
        taken["contact"] = name
        what = _deed(what, name)
    elif company:
        taken["company"] = re.sub(
            r"^.{0,4}?(?:给|把|跟|和|找|到|去|催|联系|回访|拜访|对接|约|看看|看一?下|查|盯|跟进)(?=[\u4e00-\u9fa5]{4})",
            "",
            company[0],
        )
    what = re.sub(r"^(?:(?:那个|这个|那单|这单|那边|这边|该)[，,\s]*)+(?=\S{2})", "", what)
    if what:
        taken["what"] = what
    return taken


def _moment(said: str, trigger: int, now: datetime) -> tuple[Slots, list[tuple[int, int]]]:
    """When, and the characters that say so."""
    every = _EVERY.search(said)
    if every:
        return _repeated(said, every, now)
    ahead = _AHEAD.search(said)
    told = said[: ahead.start()] + " " * len(ahead[0]) + said[ahead.end() :] if ahead else said
    taken, spans = slots.when(told, now, trigger)
    start = taken.get("when")
    if ahead and isinstance(start, str) and (amount := _amount(ahead)):
        earlier = datetime.fromisoformat(start) - amount
        taken = {
            "when": earlier.isoformat(timespec="minutes") if "T" in start else earlier.date().isoformat()
        }
        spans.append(ahead.span())
    return taken, spans


def _amount(ahead: re.Match[str]) -> timedelta | None:
    count = 0.5 if ahead[1] == "半" else number(ahead[1])
    return timedelta(minutes=(count + (0.5 if ahead[2] else 0)) * _UNITS[ahead[3]]) if count else None


def _repeated(said: str, every: re.Match[str], now: datetime) -> tuple[Slots, list[tuple[int, int]]]:
    """The next time of something that comes back, with its rule."""
    days = [d for d in every["week"] or "" if d in _CODES]
    names = [f"周{d}" for d in days]
    if every["end"] or (every["last"]):
        names = ["周末"] if every["end"] else ["月底"]
    elif every["date"] or every["first"]:
        names = [f"{every['date'] or '1'}号"]
    tail = said[every.end() :]
    best: tuple[str, Slots, str] | None = None
    for name in names or [""]:
        read, where = _next(name + tail, now)
        moment = str(read.get("when") or read.get("when_end") or "")
        used = (name + tail)[slice(*where[0])] if where else ""
        if moment and (best is None or moment < best[0]):
            best = (moment, read, used.removeprefix(name))
    taken: Slots = dict(best[1]) if best else {}
    if every["work"] and isinstance(taken.get("when"), str):
        taken["when"] = _workday(str(taken["when"]))
    taken["repeat"] = _rule(every, days)
    used = best[2].strip() if best else ""
    at = said.find(used, every.end()) if used else -1
    return taken, [every.span(), *([(at, at + len(used))] if at >= 0 else [])]


def _next(text: str, now: datetime) -> tuple[Slots, list[tuple[int, int]]]:
    """The first time after *now*; a bare hour is read as on a day that has just begun (九点: the morning)."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    read: tuple[Slots, list[tuple[int, int]]] = ({}, [])
    for base in (midnight, midnight + timedelta(days=1)):
        read = slots.when(text, base, len(text))
        moment = str(read[0].get("when") or read[0].get("when_end") or "")
        if moment > now.replace(tzinfo=None).isoformat(timespec="minutes"):
            break
    return read


def _workday(moment: str) -> str:
    at = datetime.fromisoformat(moment)
    while is_day_off(at.date()):
        at += timedelta(days=1)
    return at.isoformat(timespec="minutes") if "T" in moment else at.date().isoformat()


def _rule(every: re.Match[str], days: list[str]) -> str:
    """The recurrence as RFC 5545 writes it."""
    if every["other"]:
        return f"FREQ={'DAILY' if every['other'] == '天' else 'WEEKLY'};INTERVAL=2"
    if every["work"]:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    if every["day"]:
        return "FREQ=DAILY"
    if "月" in every[0]:
        if every["last"]:
            return "FREQ=MONTHLY;BYMONTHDAY=-1"
        day = number(every["date"]) if every["date"] else 1 if every["first"] else None
        return f"FREQ=MONTHLY;BYMONTHDAY={day}" if day else "FREQ=MONTHLY"
    rule = "FREQ=WEEKLY" + (";INTERVAL=2" if every["half"] else "")
    codes = ["SA", "SU"] if every["end"] else [_CODES[d] for d in days]
    return f"{rule};BYDAY={','.join(codes)}" if codes else rule


def _by_somebody(said: str, at: int) -> bool:
    """Whether somebody else does the reminding (张总提醒我带发票)."""
    who = person(said[:at])
    if not who:
        return False
    between = said[who.end() : at]
    return re.fullmatch(_BY_ADVERBS, between) is not None


_BY_ADVERBS: Final = r"(?:那边|这边|刚刚?|刚才|昨天|今天|上午|下午|早上|又|还|都|特意|专门|已经?|老|总|再三|一直|反复|不停|会|要|也|说要|说)*"


def _deed(what: str, who: str) -> str:
    """What is to be done, without for whom (给姚女士打电话 → 打电话) unless too little would be left."""
    if re.search(rf"[发寄转交送打还递传带]给{re.escape(who)}", what):
        return what
    bare = re.sub(
        rf"(?:给|跟|和|向|找|对|与|帮|替)?{re.escape(who)}(?:那边|这边)?的?", "", what, count=1
    ).strip(TRIM)
    bare = re.sub(r"^的(?=\S{2})", "", bare)
    return bare if len(bare) >= 2 and is_name(who) else what


def _without(said: str, spans: list[tuple[int, int]]) -> str:
    kept = list(said)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    return re.sub(r"\s+", " ", "".join(kept)).strip(TRIM)
