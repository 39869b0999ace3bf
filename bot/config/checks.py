"""What must be true between settings.

These read the raw tables where a setting elsewhere in the section may be broken, so that one run finds
everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from bot.config.model import Config, WecomArchiveConfig
from bot.config.reader import label

Found = Iterator[tuple[str, str]]
"""Dotted key and problem."""

_STAGE = re.compile(r"stages\[(\d+)\]")


def problems(config: Config, raw: Mapping[str, object]) -> Found:
    """Every broken relation; *config* holds defaults for the sections of *raw* that could not be read."""
    platforms = raw.get("platforms", {})
    if isinstance(platforms, dict):
        yield from _platforms(platforms)
    if config.platforms.wecom_archive:
        yield from _archive(config.platforms.wecom_archive)
    people = _entries(raw.get("people"))
    yield from _people(people)
    yield from _managers(people)
    tokens = [token.reveal() for token in config.ingest.tokens]
    if len(set(tokens)) < len(tokens):
        yield "ingest.tokens", "the same token stands there twice"
    if config.stages:
        yield from _stages(config.stages)
    reading = raw.get("reading")
    if isinstance(reading, dict) and any(reading.values()):
        yield from _reading(reading)


def _platforms(used: Mapping[str, object]) -> Found:
    if not used.keys() & {"wecom", "wecom_robot", "dingtalk"}:
        yield "platforms", "none is configured; add [platforms.wecom]"
    if "wecom_archive" in used and "wecom" not in used:
        yield "platforms.wecom_archive", "needs [platforms.wecom], whose corp_id it uses"


def _archive(archive: WecomArchiveConfig) -> Found:
    if not archive.keys:
        yield "platforms.wecom_archive.keys", "is empty; add the private key of the console's public key"
    for version, count in Counter(key.version for key in archive.keys).items():
        if count > 1:
            yield f"platforms.wecom_archive.keys[{version}]", "this version stands there twice"
    files = {f"keys[{key.version}].file": key.file for key in archive.keys} | {"library": archive.library}
    for name, file in files.items():
        if not file.is_file():
            yield f"platforms.wecom_archive.{name}", f"there is no file {file}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What relates one of the people to the others; None for what is absent or no text."""

    id: str
    name: str | None
    manager: str | None
    wecom: str | None
    dingtalk: str | None


def _entries(raw: object) -> list[_Entry]:
    found = []
    for item in raw if isinstance(raw, list) else []:
        known = {k: v for k, v in item.items() if isinstance(v, str)} if isinstance(item, dict) else {}
        if "id" in known:
            others = (known.get(name) for name in ("name", "manager", "wecom", "dingtalk"))
            found.append(_Entry(known["id"], *others))
    return found


def _people(people: Sequence[_Entry]) -> Found:
    owners: dict[tuple[str, str], str] = {}
    for person in people:
        accounts = {"id": person.id, "wecom": person.wecom, "dingtalk": person.dingtalk}
        for kind, account in accounts.items():
            if account is None:
                continue
            folded = account if kind == "dingtalk" else account.casefold()  # WeCom userids ignore case
            if (kind, folded) in owners:
                yield f"people[{person.id}].{kind}", f"{account!r} already belongs to {owners[kind, folded]}"
            owners.setdefault((kind, folded), person.name or person.id)
        if person.wecom is None and person.dingtalk is None:
            yield f"people[{person.id}]", "has no account; add wecom or dingtalk"


def _managers(people: Sequence[_Entry]) -> Found:
    known = {person.id: person for person in people}
    circles: set[frozenset[str]] = set()
    for person in people:
        if person.manager is None:
            continue
        if person.manager not in known:
            yield f"people[{person.id}].manager", f"nobody has the id {person.manager!r}"
            continue
        circle = _circle(person, known)
        if circle and frozenset(circle) not in circles:
            circles.add(frozenset(circle))
            yield f"people[{person.id}].manager", "reports to itself: " + " → ".join([*circle, circle[0]])


def _circle(start: _Entry, known: dict[str, _Entry]) -> list[str]:
    """The ids from *start* up its managers back to it; empty when the way ends or circles elsewhere."""
    way = [start.id]
    while True:
        above = known[way[-1]].manager
        if above == start.id:
            return way
        if above is None or above not in known or above in way:
            return []
        way.append(above)


def _stages(stages: Sequence[Mapping[str, Any]]) -> Found:
    from handlers.sales.funnel import Funnel  # only a file with stages pays for loading the rules
    from handlers.sales.funnel_config import FunnelError

    try:
        Funnel.from_config(stages)
    except FunnelError as error:
        for problem in error.problems:
            named = _STAGE.sub(lambda at: f"stages[{label(stages[int(at[1])], int(at[1]) + 1)}]", problem)
            key, _, rest = named.partition(": ")
            yield key, rest


def _reading(raw: Mapping[str, object]) -> Found:
    """What is wrong with the lists that could be read; the reader names the others."""
    from nlp import VocabularyError, compile_vocabulary  # only a file with such words pays for it

    names = ("competitors", "products", "companies")
    listed = {name: value for name in names if _texts(value := raw.get(name))}
    words = raw.get("words")
    try:
        compile_vocabulary(**listed, words=words if isinstance(words, list) else ())
    except VocabularyError as error:
        for key, problem in error.problems:
            yield f"reading.{key}", problem


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
