"""Reads a team's own stages, naming every problem at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.sales.funnel import LOST, OPEN, PAUSED, WON, Funnel, Proof, Stage, built_in, stage_from
from nlp import lazy_pattern

_KEYS = frozenset(field.name for field in dataclasses.fields(Stage))
_PROOF_KEYS = frozenset({"signal", "act", "side", "weight", "near", "not_near", "not_with", "after"})
_KINDS = (OPEN, WON, LOST, PAUSED)
_ACTS = frozenset({"request", "plan", "done", "mention"})
_CODE = lazy_pattern(r"[a-z][a-z0-9_]{0,31}")


class FunnelError(ValueError):
    """The stages cannot be used; ``problems`` names each fault with its place (``stages[2].code: …``)."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read(entries: Sequence[Mapping[str, Any]]) -> Funnel:
    """The funnel of these entries; raises ``FunnelError``."""
    if not entries:
        return built_in()
    problems = [problem for at, entry in enumerate(entries) for problem in _faults(at, entry)]
    if not problems:
        problems = _clashes(entries)
    if problems:
        raise FunnelError(problems)
    return _build([stage_from({"kind": _kind_of(entry), **entry}) for entry in entries])


def _kind_of(entry: Mapping[str, Any]) -> str:
    tied = _tied(str(entry.get("code")), str(entry.get("name")), ())
    return tied.kind if tied else OPEN


def _faults(at: int, entry: Mapping[str, Any]) -> list[str]:
    place = f"stages[{at}]"
    if not isinstance(entry, Mapping):
        return [f"{place}: must be a table"]
    faults = [f"{place}.{key}: unknown key" for key in entry if key not in _KEYS]
    code, name = entry.get("code"), entry.get("name")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        faults.append(f"{place}.code: needs 1 to 32 of a-z, 0-9 and _, beginning with a letter")
    if not isinstance(name, str) or not 0 < len(name.strip()) <= 20:
        faults.append(f"{place}.name: needs 1 to 20 characters")
    hours = entry.get("standard_hours", 0)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= 8760:
        faults.append(f"{place}.standard_hours: needs a number of hours from 0 to 8760")
    if entry.get("kind", OPEN) not in _KINDS:
        faults.append(f"{place}.kind: must be one of {', '.join(_KINDS)}")
    faults += [
        f"{place}.{key}: needs a list of non-empty texts"
        for key in ("aliases", "evidence")
        if not _is_words(entry.get(key, ()))
    ]
    return faults + _proof_faults(place, entry.get("proof", ()))


def _proof_faults(place: str, rules: object) -> list[str]:
    if not isinstance(rules, list | tuple) or not all(isinstance(rule, Mapping) for rule in rules):
        return [f"{place}.proof: needs a list of tables"]
    faults = []
    for at, rule in enumerate(rules):
        here = f"{place}.proof[{at}]"
        faults += [f"{here}.{key}: unknown key" for key in rule if key not in _PROOF_KEYS]
        if not isinstance(rule.get("signal"), str) or not rule["signal"]:
            faults.append(f"{here}.signal: needs the name of a signal")
        weight = rule.get("weight")
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1:
            faults.append(f"{here}.weight: needs a number above 0, at most 1")
        faults += [
            f"{here}.{key}: needs a text or a list of texts"
            for key in ("act", "near", "not_near")
            if not isinstance(rule.get(key, ""), str) and not _is_words(rule[key])
        ]
        acts = rule.get("act", ())
        if _is_words(acts) and not _ACTS.issuperset([acts] if isinstance(acts, str) else acts):
            faults.append(f"{here}.act: must be of {', '.join(sorted(_ACTS))}")
        if rule.get("side", "customer") not in ("customer", "staff"):
            faults.append(f"{here}.side: must be customer or staff")
        faults += [
            f"{here}.{key}: needs a text"
            for key in ("not_with", "after")
            if not isinstance(rule.get(key, ""), str)
        ]
    return faults


def _is_words(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, list | tuple) and all(isinstance(word, str) and word.strip() for word in value)


def _clashes(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is sound by itself but not together."""
    problems: list[str] = []
    codes: dict[str, int] = {}
    spoken: dict[str, int] = {}
    for at, entry in enumerate(entries):
        first = codes.setdefault(entry["code"], at)
        if first != at:
            problems.append(f"stages[{at}].code: {entry['code']} is taken by stages[{first}]")
        stage = stage_from(entry)
        for word in dict.fromkeys((stage.name, *stage.aliases)):
            first = spoken.setdefault(word.strip().casefold(), at)
            if first != at:
                problems.append(f"stages[{at}]: the name {word} is taken by stages[{first}]")
    kinds = [entry.get("kind") or _kind_of(entry) for entry in entries]
    if OPEN not in kinds:
        problems.append("stages: at least one must be open")
    problems += [f"stages: more than one is {kind}" for kind in _KINDS[1:] if kinds.count(kind) > 1]
    return problems + _unknown_after(entries)


def _unknown_after(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    codes = {entry["code"] for entry in entries}
    return [
        f"stages[{at}].proof[{rule_at}].after: there is no stage {rule['after']}"
        for at, entry in enumerate(entries)
        for rule_at, rule in enumerate(entry.get("proof", ()))
        if rule.get("after") and rule["after"] not in codes
    ]


def _build(stages: list[Stage]) -> Funnel:
    """Fill in what a team left to the built-in funnel: proofs, and closing stages."""
    ties = {stage.code: _tied(stage.code, stage.name, stage.aliases) for stage in stages}
    ours = {tied.code: code for code, tied in ties.items() if tied is not None}
    complete = [_with_proof(stage, ties[stage.code], ours) for stage in stages]
    kinds = {stage.kind for stage in stages}
    complete += [_untaken(stage, stages) for stage in built_in() if stage.closed and stage.kind not in kinds]
    return Funnel(complete)


def _untaken(stage: Stage, others: Sequence[Stage]) -> Stage:
    """A built-in closing stage, giving way to names a team uses otherwise."""
    taken = {word for other in others for word in (other.name, *other.aliases)}
    code = stage.code if all(other.code != stage.code for other in others) else f"{stage.code}_deal"
    return dataclasses.replace(
        stage, code=code, aliases=tuple(alias for alias in stage.aliases if alias not in taken)
    )


def _with_proof(stage: Stage, tied: Stage | None, ours: Mapping[str, str]) -> Stage:
    if stage.proof or tied is None:
        return stage
    return dataclasses.replace(stage, proof=tuple(_translated(rule, ours) for rule in tied.proof))


def _translated(rule: Proof, ours: Mapping[str, str]) -> Proof:
    return dataclasses.replace(rule, after=ours.get(rule.after)) if rule.after else rule


def _tied(code: str, name: str, aliases: Sequence[str]) -> Stage | None:
    """The built-in stage a team's stage stands for: by code, else by name, else by alias."""
    standard = built_in()
    if code in standard:
        return standard.get(code)
    known = {word: stage for stage in standard for word in (*stage.aliases, stage.name)}
    return next((known[word] for word in (name, *aliases) if word in known), None)
