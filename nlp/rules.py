"""Business signals of one message: candidates from the lexicon, settled by word borders, scope and act."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from nlp import dialect, lexicon, slips
from nlp.acts import act_of
from nlp.asides import aside
from nlp.denial import NEEDLESS, PUT_OFF, customers_own, objection_denied, overtaken, unsolved
from nlp.elsewhere import elsewhere, may_be_elsewhere
from nlp.intent import intent_of
from nlp.lazy import lazy
from nlp.lexicon import Lexicon
from nlp.matching import Found, Sighted, longest, matches
from nlp.model import Act, MessageKind, Polarity, Side, Signal
from nlp.normalize import Normal
from nlp.scope import (
    Clause,
    Reach,
    clauses,
    coordinated,
    demands,
    insists,
    is_question,
    negated_after,
    reach,
    sentences,
)
from nlp.settle import OBJECTIONS, PLAIN, settle
from nlp.tone import kind_of, mood_of

__all__ = ["OBJECTIONS", "Lexicon", "Reading", "default", "read"]

_STILL_WAITED_FOR = lazy(r"(?:要|得|等|需要?|须|没|未|才)(?:到)?[^，,。不用了]{0,3}$")
_HYPOTHESIS = lazy(
    r"(?:要是|如果|假如|假设|假使|倘若|万一|若是|要不是|除非|等(?:到)?(?:哪天|以后|将来)|将来要|真要|哪天)[^。！!？?；;]{0,30}$"
)
_CONSEQUENCE = lazy(r"[了过的话，, ]{1,4}(?:能|可以|会|就|那|还能|是不是|怎么办)")
_REQUESTING = lazy(
    r"给我|发我|帮我|麻烦|请[您你]|(?<![给跟和找让])[您你]们?(?:先|再)?(?:发|给|报|寄|做|出|开)|我(?:再|就|来|会|给[您你]|把)|(?:吧|呗)[。！!]?$"
)
_QUOTING = lazy(
    r"(?:原话|他说|她说|客户说|对方说|转发|转自)[^，,。！!？?]{0,4}[:：“\"「『][^”\"」』\n]{0,60}$"
)
_SOLVED = lazy(
    r"^[^，,。！!？?没未不]{0,8}(?:已经?|都|已|现在|刚刚?|刚才)?[^，,。！!？?没未不]{0,4}(?:解决|搞定|处理好|处理完|修好|弄好|恢复|正常|没事|调好|好使|能用|可以用)了?"
    r"(?:了|啦)?(?=[，,。！! 谢]|$)"
)
_DENYING = lazy(
    r"[没未不甭]|(?<![特分级区类告])别(?![家人的处])|(?:先|暂时?|再)(?:放|缓|搁|停|压|撂|等)|懒得|作废|黄了|拉倒|作罢|打住"
)
_SOLVABLE = frozenset({"售后", "投诉", "催促"})
_SHORT = 16
"""Characters up to which a reading is kept."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The signals of a text with what they say of the whole message."""

    signals: tuple[Signal, ...]
    kind: MessageKind
    intent: int
    mood: str


@cache
def default() -> Lexicon:
    """The packaged rules, loaded once."""
    return lexicon.load()


def read(normal: Normal, *, side: Side, words: Lexicon | None = None) -> Reading:
    """Signals of a text, in order, with offsets of the original; *words* defaults to the packaged rules."""
    if len(normal.raw) <= _SHORT:
        return _read_short(normal, side, words)
    return _read(normal, side, words or default())


@lru_cache(maxsize=2048)
def _read_short(normal: Normal, side: Side, words: Lexicon | None) -> Reading:
    """Short texts come again and again (好的, 收到): their reading is kept."""
    return _read(normal, side, words or default())


def _read(normal: Normal, side: Side, chosen: Lexicon) -> Reading:
    normal = dialect.folded(normal, lexicon.lower(normal.text))
    text = slips.mended(normal.text)
    hits, around = chosen.candidates(text)
    signals = _signals(text, normal, Sighted(chosen, around), hits, side) if hits else ()
    kind, mood = kind_of(text, signals), mood_of(text, signals)
    intent = 1 if side is Side.STAFF else intent_of(text, signals, kind, mood)
    return Reading(signals, kind, intent, mood)


def _signals(
    text: str, normal: Normal, chosen: Sighted, hits: list[tuple[int, int, int]], side: Side
) -> tuple[Signal, ...]:
    hits.sort(key=lambda hit: hit[1])
    places = [hit[1] for hit in hits]
    found, apart = list[Found](), set[int]()
    for sentence in sentences(text):
        inside = hits[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]
        if inside:
            here = matches(sentence, chosen, inside)
            found += here
            if here and aside(sentence.text, staff=side is Side.STAFF):
                apart.update(one.start for one in here if one.rule.signal not in PLAIN)
    if not found:
        return ()
    scene = _Scene(text, longest(found))
    signals = []
    for one in scene.found:
        if side is Side.STAFF and one.rule.signal in OBJECTIONS and not scene.customers_own(one):
            continue
        polarity = _polarity(scene, one, side) if one.start not in apart else Polarity.QUOTED
        first, last = normal.span(one.start, one.end)
        act = _act(scene, one, polarity, side)
        signals.append(Signal(one.rule.signal, act, polarity, side, first, last, normal.raw[first:last]))
    return settle(signals, normal.raw)


class _Scene:
    """A text cut into clauses with what was found in it."""

    def __init__(self, text: str, found: list[Found]) -> None:
        self.text = text
        self.found = found
        self._parts = clauses(text) or [Clause(text, 0, len(text))]
        self._part_starts = [part.start for part in self._parts]
        self._nexts = [(one.start, one.rule.signal) for one in found if one.rule.signal not in PUT_OFF]
        self._starts = [start for start, _ in self._nexts]
        self._things = [one.start for one in found if one.rule.signal not in PLAIN]

    def part(self, one: Found) -> tuple[int, Clause]:
        """The clause of a find and its number."""
        at = max(0, bisect_right(self._part_starts, one.start) - 1)
        return at, self._parts[at]

    def next_text(self, at: int) -> str:
        """The clause after the one numbered *at*, or nothing."""
        return self._parts[at + 1].text if at + 1 < len(self._parts) else ""

    def customers_own(self, one: Found) -> bool:
        """Whether an objection in a rep's words is the customer's."""
        _, part = self.part(one)
        return customers_own(one.rule.signal, part.text, self.text[max(0, one.start - 24) : part.end])

    def next_start(self, one: Found, end: int) -> int | None:
        """Where the next find of another concept begins, before *end*."""
        for start, signal in self._nexts[bisect_left(self._starts, one.end) :][:4]:
            if start >= end:
                return None
            if signal != one.rule.signal:
                return start
        return None

    def following(self, at: int, limit: int) -> list[Clause]:
        """The next clauses, up to *limit*, as long as they hold no concept of their own."""
        quiet = []
        for after in self._parts[at + 1 : at + 1 + limit]:
            place = bisect_left(self._things, after.start)
            if place < len(self._things) and self._things[place] < after.end:
                break
            quiet.append(after)
        return quiet


def _polarity(scene: _Scene, one: Found, side: Side) -> Polarity:
    """Whether a find is meant: its own rule, what solves it, who is quoted, a condition, a negation."""
    rule = one.rule
    at, part = scene.part(one)
    if rule.signal in _SOLVABLE and unsolved(scene.text, one.end, part.text, question=is_question(part.text)):
        return Polarity.POSITIVE
    if rule.signal in _SOLVABLE and _solved(scene, one):
        return Polarity.SOLVED
    if rule.polarity is not None:
        open_yet = rule.signal == "等审批" and (
            (is_question(part.text) and not scene.text.startswith(NEEDLESS, one.start))
            or _STILL_WAITED_FOR.search(scene.text[part.start : one.start]) is not None
        )
        asked_for = rule.signal not in OBJECTIONS and insists(part.text)
        return Polarity.POSITIVE if open_yet or asked_for else rule.polarity
    before = scene.text[part.start : one.start]
    if rule.signal not in PLAIN and rule.signal not in OBJECTIONS and _supposed(scene, one):
        return Polarity.HYPOTHETICAL
    if rule.signal in OBJECTIONS:
        upto = scene.text[part.start : max(one.start + 2, min(one.end, part.end))]
        denied = overtaken(upto, scene.next_text(at)) or objection_denied(
            rule.signal, before, question=is_question(part.text)
        )
        return Polarity.NEGATED if denied else Polarity.POSITIVE
    if rule.signal in PLAIN:
        return Polarity.POSITIVE
    if rule.act is not None:
        lacking = (
            before.endswith(("没", "没有")) and not before.endswith("有没") and scene.text[one.start] == "有"
        )
        denied = lacking or _NOT_THAT.search(before) is not None
        return Polarity.NEGATED if denied else Polarity.POSITIVE
    after = scene.text[one.end : part.end]
    if (
        may_be_elsewhere(part.text) and elsewhere(before, after, rule.signal, staff=side is Side.STAFF)
    ) or _QUOTING.search(scene.text[max(0, one.start - 70) : one.start]):
        return Polarity.QUOTED
    following = scene.next_start(one, part.end)
    if following is not None and coordinated(scene.text[one.end : following]):
        following = None
    begin, end = one.start - part.start, min(one.end, part.end) - part.start
    said = reach(part.text, begin, end, following=None if following is None else following - part.start)
    if said is Reach.NEGATED:
        return Polarity.NEGATED
    if said is not Reach.OPEN or is_question(part.text):
        return Polarity.POSITIVE
    own_words = rule.pattern is not None and rule.signal not in _SOLVABLE
    inside = own_words and _DENYING.search(scene.text[one.start : one.end]) is not None
    return Polarity.NEGATED if inside or _later_negates(scene, at) else Polarity.POSITIVE


def _solved(scene: _Scene, one: Found) -> bool:
    """打印机的问题已经解决了: what was wrong is right again."""
    at, part = scene.part(one)
    return not is_question(part.text) and any(
        _SOLVED.match(said) is not None
        for said in (scene.text[min(one.end, part.end) : part.end], *(c.text for c in scene.following(at, 1)))
    )


_OTHER_SUBJECT = lazy(r"(?:但|不过|可|而|我|你|您|他|她|所以|因为|领导|老板|钱|人|时间)")
_NO_HURRY = lazy(r"(?:不用|不要|不需要|先不)(?:急|着急|担心|管|客气|谢|再|太|那么|开|含|带|打印)")
_NOT_THAT = lazy(r"(?<![是要])(?:不是|并非|不是来|不是要|没在|不是想)(?:在|来|想|要|为了)?$")
_GOES_ON = lazy(
    r"(?:我|都|就|先|暂时|现在)?(?:还|也|都|先|暂时|就)?(?!没事|没关系|没问题|没毛病|没意见|别急|别担心|别客气|不急|不着急)"
    r"(?:没|未|不用了?|不要了?|不需要|免了|算了|取消|先不|别)"
    r"|(?:出|开|寄|发|做|拿|签|盖|批|转|付|打|调|排)不(?:来|出来|了|出去|成|上|下来|过来|过去)|(?:连?个?|一点|一?根)?(?:毛|影子?|影儿|人影|消息|动静|下文|信儿?|回音|面|边儿?|皮)(?:都|也)?没"
)


def _later_negates(scene: _Scene, at: int) -> bool:
    """方案还在改，没发出去: a following clause without a concept of its own goes on about this one."""
    for after in scene.following(at, 1):
        said = after.text
        if is_question(said) or _OTHER_SUBJECT.match(said) or _NO_HURRY.match(said):
            return False
        return _GOES_ON.match(said) is not None and negated_after(said)
    return False


def _act(scene: _Scene, one: Found, polarity: Polarity, side: Side) -> Act:
    fixed = one.rule.act or _plain_act(one.rule.signal)
    if fixed is not None:
        return fixed
    at, part = scene.part(one)
    if polarity is Polarity.POSITIVE and demands(part.text):
        return Act.REQUEST
    if polarity is Polarity.HYPOTHETICAL:
        return Act.MENTION
    begin, end = one.start - part.start, min(one.end, part.end) - part.start
    read = partial(
        act_of,
        part.text,
        begin,
        context=scene.text[part.end : part.end + _INVITATION]
        if one.rule.signal == "招标"
        else "".join(after.text for after in scene.following(at, 2)),
        side=side,
        own=one.rule.signal == "招标",
        pays=one.rule.signal == "付款",
    )
    act = read(end)
    if act is Act.MENTION and one.rule.pattern is not None and end - begin > 1:
        act = read(begin + min(_CORE, end - begin - 1))
    return act


def _plain_act(kind: str) -> Act | None:
    """Courtesies are mere talk, nudges and complaints want something; neither depends on the clause."""
    if kind not in PLAIN:
        return None
    return Act.REQUEST if kind in ("催促", "投诉") else Act.MENTION


_INVITATION = 24
"""Characters behind a tender's clause in which we may be asked to take part, the tender named again or not."""
_CORE = 2
"""Characters of a long find that name the concept; the rest tells what is done with it."""


def _supposed(scene: _Scene, one: Found) -> bool:
    """Whether a concept is only supposed: 要是签了合同, 万一延期; a question or a demand about it is real."""
    if _HYPOTHESIS.search(scene.text[max(0, one.start - 36) : one.start]) is None:
        return False
    at, part = scene.part(one)
    if _CONSEQUENCE.match(scene.text, min(one.end, part.end)):
        return True
    asked = any(is_question(after.text) for after in (part, *scene.following(at, 1)))
    return not asked and _REQUESTING.search(part.text) is None
