"""Business signals of one message: candidates from the lexicon, settled by word borders, scope and act."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from nlp import lexicon, segment
from nlp.acts import act_of
from nlp.lexicon import Lexicon, LexiconError, Rule
from nlp.model import Act, MessageKind, Polarity, Side, Signal
from nlp.normalize import Normal
from nlp.scope import Clause, Reach, clauses, demands, is_question, negated_after, reach, sentences
from nlp.settle import OBJECTIONS, PLAIN, settle
from nlp.tone import intent_of, kind_of, mood_of

__all__ = ["OBJECTIONS", "Lexicon", "LexiconError", "Reading", "default", "load", "read"]

_DENIED = re.compile(
    r"(?:不是|并不是|并非|没有|没说|没|不算|谈不上|别|倒不是|也不是|不会|不怎么)(?:说|因为|是|要|想|觉得|嫌|在)?$"
)
_HYPOTHESIS = re.compile(r"(?:要是|如果|假如|假设|倘若|万一|若是|要不是|除非)[^，,。！!？?]{0,24}$")
_REPORTED = re.compile(
    r"(?:我?(?:朋友|同事|邻居|亲戚|同学|闺蜜|前公司|前同事|前东家)|(?:别家|其他家|隔壁|另一家|同行|竞品|友商|人家)的?)[^，,。！!？?]{0,10}$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The signals of a text with what they say of the whole message."""

    signals: tuple[Signal, ...]
    kind: MessageKind
    intent: int
    mood: str


@dataclass(frozen=True, slots=True)
class _Found:
    rule: Rule
    start: int
    end: int


def load(extra: Mapping[str, object] | None = None) -> Lexicon:
    """The packaged rules with a team's own; raises LexiconError listing every problem."""
    found = lexicon.load(extra)
    if extra is not None:
        segment.add_terms(
            word for rule in found.rules for word in rule.any if not rule.loose and len(word) > 1
        )
    return found


@cache
def default() -> Lexicon:
    """The packaged rules, loaded once."""
    return load()


def read(normal: Normal, *, side: Side, words: Lexicon | None = None) -> Reading:
    """Signals of a text, in order, with offsets of the original; *words* defaults to the packaged rules."""
    text = lexicon.lower(normal.text)
    chosen = words or default()
    hits = chosen.candidates(text)
    signals = _signals(text, normal, chosen, hits, side) if hits else ()
    return Reading(
        signals,
        kind_of(text, signals),
        intent_of(text, signals) if side is not Side.STAFF else 1,
        mood_of(text, signals),
    )


def _signals(
    text: str, normal: Normal, chosen: Lexicon, hits: list[tuple[int, int, int]], side: Side
) -> tuple[Signal, ...]:
    found: list[_Found] = []
    parts = clauses(text)
    starts = [part.start for part in parts]
    for sentence in sentences(text):
        inside = [hit for hit in hits if sentence.start <= hit[1] < sentence.end]
        if inside:
            found += _matches(sentence, chosen, inside)
    found = _longest(found)
    signals = []
    for one in found:
        part = parts[max(0, bisect_right(starts, one.start) - 1)] if parts else Clause(text, 0, len(text))
        polarity = _polarity(text, one, part, parts, found)
        act = one.rule.act or _plain_act(one.rule.signal) or _act(one, part, parts, found, side)
        if (
            one.rule.act is None
            and polarity is Polarity.POSITIVE
            and one.rule.signal not in PLAIN
            and demands(part.text)
        ):
            act = Act.REQUEST
        if act is Act.DONE and polarity is Polarity.POSITIVE and _conditional(text, one):
            act = Act.MENTION
        first, last = normal.span(one.start, one.end)
        signals.append(Signal(one.rule.signal, act, polarity, side, first, last, normal.raw[first:last]))
    return settle(signals, normal.raw)


def _matches(sentence: Clause, chosen: Lexicon, hits: list[tuple[int, int, int]]) -> list[_Found]:
    """What the rules with words in a sentence really find there."""
    found: list[_Found] = []
    tried: set[int] = set()
    for number, start, end in hits:
        rule = chosen.rules[number]
        if rule.pattern is not None:
            if number in tried:
                continue
            tried.add(number)
            spans = [
                (sentence.start + m.start(), sentence.start + m.end())
                for m in rule.pattern.finditer(sentence.text)
                if m.end() > m.start()
            ]
        else:
            spans = [(start, end)]
        for first, last in spans:
            if _stands(sentence, rule, first - sentence.start, last - sentence.start):
                found.append(_Found(rule, first, last))
    return found


def _stands(sentence: Clause, rule: Rule, start: int, end: int) -> bool:
    """Whether a candidate is the word itself, in a sentence the rule is meant for."""
    text = sentence.text
    if rule.near and not any(word in text for word in rule.near):
        return False
    if any(word in text for word in rule.not_near):
        return False
    for longer in rule.not_in:
        at = text.find(longer, max(0, start - len(longer)), end + len(longer))
        while at != -1:
            if (
                at < end
                and start < at + len(longer)
                and (at < start or end < at + len(longer) or at == start)
            ):
                return False
            at = text.find(longer, at + 1, end + len(longer))
    if rule.loose or rule.pattern is not None:
        return True
    if text[start:end].isascii():
        return not _letter(text[start - 1 : start]) and not _letter(text[end : end + 1])
    left, right = max(0, start - 8), min(len(text), end + 8)
    return not segment.torn(text[left:right], start - left, end - left)


def _letter(char: str) -> bool:
    return bool(char) and char.isascii() and char.isalnum()


def _longest(found: list[_Found]) -> list[_Found]:
    """In order, without what lies inside a longer find of the same signal, or of 合同草稿."""
    ordered = sorted(_unique(found), key=lambda one: (one.start, one.start - one.end))
    kept: list[_Found] = []
    for one in ordered:
        covered = any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and (other.rule.signal == one.rule.signal or other.end - other.start > one.end - one.start)
            and _shadows(other.rule, one.rule)
            for other in ordered
            if other.start <= one.start
        )
        if not covered:
            kept.append(one)
    return kept


def _unique(found: list[_Found]) -> list[_Found]:
    """*found* without repetitions of one signal on one place."""
    return list({(one.rule.signal, one.start, one.end, one.rule.polarity): one for one in found}.values())


def _shadows(longer: Rule, shorter: Rule) -> bool:
    if longer.signal == shorter.signal:
        return longer.polarity is not None or shorter.polarity is None
    if longer.signal in OBJECTIONS or shorter.signal in OBJECTIONS:
        return False
    return longer.pattern is None and not longer.loose


def _polarity(text: str, one: _Found, part: Clause, parts: list[Clause], found: list[_Found]) -> Polarity:
    rule = one.rule
    if rule.polarity is not None:
        return rule.polarity
    before = text[part.start : one.start]
    if rule.signal in OBJECTIONS:
        return (
            Polarity.NEGATED if _DENIED.search(before) and not is_question(part.text) else Polarity.POSITIVE
        )
    if rule.signal in PLAIN or rule.act is not None:
        return Polarity.POSITIVE
    if _REPORTED.search(before):
        return Polarity.QUOTED
    following = next((o.start for o in found if o.start >= one.end and o.start < part.end), None)
    if following is not None and _coordinated(text[one.end : following]):
        following = None
    begin, end = one.start - part.start, min(one.end, part.end) - part.start
    said = reach(part.text, begin, end, following=None if following is None else following - part.start)
    if said is Reach.NEGATED:
        return Polarity.NEGATED
    if said is not Reach.OPEN or is_question(part.text):
        return Polarity.POSITIVE
    if re.search(r"[没未不]", text[one.start : one.end]) and rule.pattern is not None:
        return Polarity.NEGATED
    if _later_negates(part, parts, found):
        return Polarity.NEGATED
    return Polarity.POSITIVE


def _coordinated(between: str) -> bool:
    return re.fullmatch(r"[和跟与及、或的单书表草稿]{0,4}", between) is not None


def _later_negates(part: Clause, parts: list[Clause], found: list[_Found]) -> bool:
    """方案还在改，没发出去: a following clause without a concept of its own goes on about this one."""
    at = parts.index(part)
    if at + 1 >= len(parts):
        return False
    after = parts[at + 1]
    if any(after.start <= one.start < after.end and one.rule.signal not in PLAIN for one in found):
        return False
    if is_question(after.text) or re.match(
        r"(?:但|不过|可|而|我|你|您|他|她|所以|因为|领导|老板|钱|人|时间)", after.text
    ):
        return False
    if re.match(r"(?:不用|不要|先不|不需要|免|算了|取消|别)", after.text) and re.search(
        r"(?:不用|不要|不需要|先不)(?:急|着急|担心|管|客气|谢|再|太|那么|开|含|带|打印)", after.text
    ):
        return False
    return re.match(
        r"(?:我|都|就|先|暂时|现在)?(?:还|也|都|先|暂时|就)?(?!没事|没关系|没问题|没毛病|没意见|别急|别担心|别客气|不急|不着急)(?:没|未|不用了?|不要了?|不需要|免了|算了|取消|先不|别)",
        after.text,
    ) is not None and negated_after(after.text)


def _act(one: _Found, part: Clause, parts: list[Clause], found: list[_Found], side: Side) -> Act:
    context = ""
    at = parts.index(part) if part in parts else -1
    for after in parts[at + 1 : at + 3] if at >= 0 else ():
        if any(after.start <= other.start < after.end and other.rule.signal not in PLAIN for other in found):
            break
        context += after.text
    begin, end = one.start - part.start, min(one.end, part.end) - part.start
    return act_of(
        part.text,
        begin,
        end,
        context=context,
        side=side,
        own=one.rule.signal == "招标",
        pays=one.rule.signal == "付款",
    )


def _plain_act(kind: str) -> Act | None:
    """Courtesies are mere talk, nudges and complaints want something; neither depends on the clause."""
    if kind not in PLAIN:
        return None
    return Act.REQUEST if kind in ("催促", "投诉") else Act.MENTION


def _conditional(text: str, one: _Found) -> bool:
    return _HYPOTHESIS.search(text[max(0, one.start - 30) : one.start]) is not None
