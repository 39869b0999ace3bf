"""The stages of a deal as a team has configured them: order, spoken names, allowed moves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.sales.packaged import table
from nlp import lazy_pattern

OPEN, WON, LOST, PAUSED = "open", "won", "lost", "paused"
_SLASHES = lazy_pattern(r"[/|、\\]")
_PREFIX = lazy_pattern(r"^(?:推进到|推进至|推到|进入到?|改成|改为|换成|转到|移到|到了?|至)")
_SUFFIX = lazy_pattern(r"(?:阶段|环节|状态|步骤|那步|这步|那一步|这一步|里面|中|了|啦|吧)$")
_DENIED = lazy_pattern(r"^(?:没有?|未|不|别|先不|还没)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks for a stage: a signal with its act and side, and the weight it carries.

    An empty ``acts`` or ``side`` means any. ``near`` and ``not_near`` are words of the same sentence,
    ``not_with`` is a signal of the same clause, ``after`` the stage that must have been reached.
    """

    signal: str
    weight: float
    acts: tuple[str, ...] = ()
    side: str | None = None
    near: tuple[str, ...] = ()
    not_near: tuple[str, ...] = ()
    not_with: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. ``evidence`` says in Chinese what proves it; ``kind`` is open, won, lost or paused."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    standard_hours: float = 0
    evidence: tuple[str, ...] = ()
    proof: tuple[Proof, ...] = ()
    kind: str = OPEN

    @property
    def closed(self) -> bool:
        """Whether a deal here is no longer worked on."""
        return self.kind != OPEN


class Funnel:
    """Stages in order: the open ones as given, then won, lost and paused, one of each at least."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        rank = {OPEN: 0, WON: 1, LOST: 2, PAUSED: 3}
        if {stage.kind for stage in stages} != rank.keys():
            raise ValueError("a funnel needs open, won, lost and paused stages")
        self.stages = tuple(sorted(stages, key=lambda stage: rank[stage.kind]))
        self._by_code = {stage.code: stage for stage in self.stages}
        self._position = {stage.code: at for at, stage in enumerate(self.stages)}
        self._spoken = {word: stage for stage in reversed(self.stages) for word in _spoken_words(stage)}
        for stage in reversed(self.stages):
            self._spoken.update(dict.fromkeys(map(_plain, (stage.name, stage.code)), stage))

    def __iter__(self) -> Iterator[Stage]:
        return iter(self.stages)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @staticmethod
    def from_config(stages: Sequence[Mapping[str, Any]]) -> Funnel:
        """A team's own stages; an empty list gives the built-in funnel.

        A stage without proof of its own takes over that of the built-in stage it is tied to by code,
        name or alias; missing closing stages come from the built-in funnel. Raises ``FunnelError``
        with every problem at once.
        """
        from handlers.sales.funnel_config import read

        return read(stages)

    def get(self, code: str) -> Stage:
        """The stage; a code this funnel does not know (an older funnel's) stands for itself, open."""
        return self._by_code.get(code) or Stage(code, code)

    def find(self, spoken: str) -> Stage | None:
        """The stage somebody means: an exact name or alias, else the only one that fits."""
        found = self.candidates(spoken)
        return found[0] if len(found) == 1 else None

    def candidates(self, spoken: str) -> list[Stage]:
        """Every stage a spoken name may mean, in order; empty when it means none."""
        word = _plain(spoken)
        exact = self._exact(word)
        if exact is not None:
            return [exact]
        word = _bare(word)
        if len(word) < 2 or _DENIED.match(word):
            return []
        fits = {stage.code for key, stage in self._spoken.items() if len(key) > 1 and _fits(word, key)}
        return [stage for stage in self.stages if stage.code in fits]

    def _exact(self, word: str) -> Stage | None:
        seen = ""
        while word and word != seen:
            if word in self._spoken:
                return self._spoken[word]
            seen, word = word, _SUFFIX.sub("", _PREFIX.sub("", word))
        return None

    @property
    def first(self) -> Stage:
        """Where a new lead begins."""
        return self.stages[0]

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages a deal moves through while it is worked on."""
        return tuple(stage for stage in self.stages if stage.kind == OPEN)

    @property
    def won(self) -> Stage:
        """Where a deal ends well."""
        return self._of_kind(WON)

    @property
    def lost(self) -> Stage:
        """Where a deal ends badly."""
        return self._of_kind(LOST)

    @property
    def paused(self) -> Stage:
        """Where a deal rests."""
        return self._of_kind(PAUSED)

    def _of_kind(self, kind: str) -> Stage:
        return next(stage for stage in self.stages if stage.kind == kind)

    def index(self, code: str) -> int:
        """Place in the order, 0 for the first; -1 for a code this funnel does not know."""
        return self._position.get(code, -1)

    def after(self, a: str, b: str) -> bool:
        """Whether *a* lies further along the way to won than *b*; lost and paused lie beside the way."""
        beside = {stage.code for stage in self.stages if stage.kind in (LOST, PAUSED)}
        return a not in beside and b not in beside and self.index(a) > self.index(b)

    def next(self, code: str) -> Stage | None:
        """The stage that follows on the way to won; None after a closing stage."""
        if self.get(code).closed:
            return None
        return self.stages[self.index(code) + 1]

    def allowed(self, from_code: str, to_code: str) -> bool:
        """Whether a deal may move: anywhere within the funnel, closing and reopening included."""
        return to_code in self and to_code != from_code


def _plain(spoken: str) -> str:
    """Width, case, spaces and slashes made equal."""
    folded = unicodedata.normalize("NFKC", spoken).casefold()
    return _SLASHES.sub("", "".join(folded.split())).strip("「」“”\"'。，,.!！")


def _bare(word: str) -> str:
    """Without 推进到 before it and 阶段 behind it."""
    return _SUFFIX.sub("", _PREFIX.sub("", word))


def _fits(word: str, key: str) -> bool:
    return key in word or word in key


def _spoken_words(stage: Stage) -> Iterator[str]:
    """Everything that may be said for a stage, in plain form."""
    parts = _SLASHES.split(stage.name) if _SLASHES.search(stage.name) else ()
    for spoken in (stage.name, *parts, *stage.aliases):
        plain = _plain(spoken)
        yield plain
        if len(plain) > 2 and plain.startswith("已"):
            yield plain[1:]


def proof_from(entry: Mapping[str, Any]) -> Proof:
    """A rule as it stands in TOML; lists may be written as a single word."""
    return Proof(
        signal=entry["signal"],
        weight=float(entry["weight"]),
        acts=words(entry.get("act")),
        side=entry.get("side"),
        near=words(entry.get("near")),
        not_near=words(entry.get("not_near")),
        not_with=entry.get("not_with"),
        after=entry.get("after"),
    )


def words(value: str | Sequence[str] | None) -> tuple[str, ...]:
    """A word, several, or none, as a tuple."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def built_in() -> Funnel:
    """The funnel of ``funnel.toml``."""
    return Funnel([stage_from(entry) for entry in table("funnel.toml")["stages"]])


def stage_from(entry: Mapping[str, Any]) -> Stage:
    """A stage as it stands in TOML, already known to be sound."""
    return Stage(
        code=entry["code"],
        name=entry["name"],
        aliases=words(entry.get("aliases")),
        standard_hours=entry.get("standard_hours", 0),
        evidence=words(entry.get("evidence")),
        proof=tuple(proof_from(rule) for rule in entry.get("proof", ())),
        kind=entry.get("kind", OPEN),
    )
