"""The measures of the label guide, one function a kind of file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from benchmarks.reading.matching import Tally, overlap, plain, rouge_l, share, time_matches

Row = dict[str, Any]
Measures = dict[str, float]
_FIELDS: Final = ("contact", "phone", "company", "wechat", "email", "source", "region", "budget", "intent")
_STAGES: Final = ("线索", "初步沟通", "需求确认", "方案", "演示", "报价", "谈判", "合同", "赢单", "输单")


def keywords(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Micro P, R, F1; negation; traps; acts; intent and tone of customers."""
    found, acts, negated, intents, tones = Tally(), [0, 0], [0, 0, 0], [0, 0], [0, 0]
    traps = [0, 0]
    pairs: list[tuple[float, float]] = []
    for row, read in zip(rows, said, strict=True):
        gold, got = set(row["positive"]), set(read.get("positive") or ())
        found.right += len(gold & got)
        found.wrong += len(got - gold - set(row.get("optional") or ()))
        found.missed += len(gold - got)
        for concept in gold & got:
            acts[0] += read.get("acts", {}).get(concept) == row["acts"].get(concept)
            acts[1] += 1
        for concept in row["negated"]:
            negated[0] += concept in (read.get("negated") or ()) and concept not in got
            negated[1] += concept in got
            negated[2] += 1
        if not gold and not row["negated"]:
            traps[0] += bool(got - set(row.get("optional") or ()))
            traps[1] += 1
        if row["sender"] == "customer" and row.get("intent") is not None:
            intents[0] += read.get("intent") == row["intent"]
            intents[1] += 1
            tones[0] += read.get("sentiment") == row["sentiment"]
            pairs.append((row["intent"], read.get("intent") or 0))
    return {
        "f1": found.f1, "precision": found.precision, "recall": found.recall, "negation": share(negated[0], negated[2]),
        "negated as positive": share(negated[1], negated[2]) if negated[2] else 0.0,
        "traps that fire": traps[0] / traps[1] if traps[1] else 0.0, "acts": share(*acts), "intent exact": share(*intents),
        "intent spearman": spearman(pairs), "mood": share(tones[0], intents[1]),
    }  # fmt: skip


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) - 1) / 2 for v in values]


def spearman(pairs: Sequence[tuple[float, float]]) -> float:
    """How alike two orders are, -1 to 1."""
    if len(pairs) < 2:
        return 1.0
    a, b = _ranks([p[0] for p in pairs]), _ranks([p[1] for p in pairs])
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    below = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return top / below if below else 0.0


def _slot(name: str, gold: object, got: object) -> bool:
    if isinstance(gold, str) and isinstance(got, str):
        if name in {"when", "when_end", "phone", "stage", "range", "assignee"}:
            return got[: len(gold)] == gold or got == gold
        return got == gold or overlap(gold, got) >= 0.6
    return gold == got


def commands(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Intent, none kept quiet, slots, whole frame (need and what are soft)."""
    intents, quiet, frames, slots = [0, 0], [0, 0], 0, Tally()
    for row, read in zip(rows, said, strict=True):
        gold, got = row["slots"], read.get("slots") or {}
        same = read.get("intent") == row["intent"]
        intents[0] += same
        intents[1] += 1
        if row["intent"] == "none":
            quiet[0] += same
            quiet[1] += 1
        hits = {k for k, v in gold.items() if k in got and _slot(k, v, got[k])}
        slots.right += len(hits)
        slots.missed += len(gold) - len(hits)
        slots.wrong += len(set(got) - hits)
        soft = {"need", "what"}
        frames += same and set(got) - soft == set(gold) - soft and set(gold) - soft <= hits
    return {
        "intent": share(*intents), "none kept quiet": share(*quiet), "frame": share(frames, len(rows)),
        "slot recall": slots.recall, "slot precision": slots.precision,
    }  # fmt: skip


def time(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Exact: the labelled time is among those found."""
    hits = [
        any(time_matches(v, row) for v in read.get("values") or ())
        for row, read in zip(rows, said, strict=True)
    ]
    sales = [hit for hit, row in zip(hits, rows, strict=True) if row.get("source") == "sales-hand"]
    return {"exact": share(sum(hits), len(hits)), "exact, sales lines": share(sum(sales), len(sales))}


def _sums(values: Sequence[Row]) -> list[tuple[Any, ...]]:
    return sorted(
        (str(v.get("low")), str(v.get("high")), v.get("currency")) for v in (_floats(v) for v in values)
    )


def _floats(value: Row) -> Row:
    return value | {k: float(value[k]) for k in ("low", "high") if value.get(k) is not None}


def money(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Exact: all sums found equal the list."""
    hits = [
        _sums(row["expected"]) == _sums(read.get("expected") or [])
        for row, read in zip(rows, said, strict=True)
    ]
    sales = [hit for hit, row in zip(hits, rows, strict=True) if row.get("source") == "sales-hand"]
    return {"exact": share(sum(hits), len(hits)), "exact, sales lines": share(sum(sales), len(sales))}


def phones(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Exact lists, F1, and look-alikes refused."""
    exact, refused, found = 0, [0, 0], Tally()
    for row, read in zip(rows, said, strict=True):
        gold, got = set(row["expected"]), set(read.get("expected") or ())
        exact += gold == got
        found.right, found.wrong, found.missed = (
            found.right + len(gold & got),
            found.wrong + len(got - gold),
            found.missed + len(gold - got),
        )
        if not gold:
            refused[0] += not got
            refused[1] += 1
    return {"exact": share(exact, len(rows)), "f1": found.f1, "look-alikes refused": share(*refused)}


def entities(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """F1 by kind."""
    kinds: dict[str, Tally] = {}
    for row, read in zip(rows, said, strict=True):
        for kind in set(row["entities"]) | set(read.get("entities") or {}):
            gold = {plain(v) for v in row["entities"].get(kind, ())}
            got = {plain(v) for v in (read.get("entities") or {}).get(kind, ())}
            tally = kinds.setdefault(kind, Tally())
            tally.right, tally.wrong, tally.missed = (
                tally.right + len(gold & got),
                tally.wrong + len(got - gold),
                tally.missed + len(gold - got),
            )
    return {f"{kind} f1": tally.f1 for kind, tally in sorted(kinds.items())}


def chats(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Fields, stage, keywords, the next date, and the three points."""
    fields, stage, dates, words = [0, 0], [0, 0], [0, 0], Tally()
    for row, read in zip(rows, said, strict=True):
        gold, got = row["expected"], read.get("expected") or {}
        for name in _FIELDS:
            if name in gold:
                fields[0] += _field(name, gold[name], got.get(name))
                fields[1] += 1
        away = (
            abs(_STAGES.index(gold["stage"]) - _STAGES.index(got.get("stage", "线索")))
            if "stage" in gold
            else 0
        )
        stage[0] += away == 0
        stage[1] += away <= 1
        words.right += len(set(gold["keywords"]) & set(got.get("keywords") or ()))
        words.wrong += len(set(got.get("keywords") or ()) - set(gold["keywords"]))
        words.missed += len(set(gold["keywords"]) - set(got.get("keywords") or ()))
        if "next_when" in gold:
            dates[0] += str(got.get("next_when"))[:10] == gold["next_when"][:10]
            dates[1] += 1
    return {
        "fields": share(*fields), "stage exact": share(stage[0], len(rows)), "stage one off": share(stage[1], len(rows)), "keywords f1": words.f1,
        "next date": share(*dates),
        **three_points([row["salient"] for row in rows], [read.get("digest") or {} for read in said]),
    }  # fmt: skip


def three_points(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Of what was picked how much is salient, of what is salient how much is covered, and chats with all right."""
    salient, covered, whole = [0, 0], [0, 0], 0
    for gold, got in zip(rows, said, strict=True):
        whole += _points(gold, got, salient, covered)
    return {
        "salient": share(*salient),
        "categories covered": share(*covered),
        "all three right": share(whole, len(rows)),
    }


def _field(name: str, gold: object, got: object) -> bool:
    if name == "contact":
        return str(got)[:1] == str(gold)[:1]
    return plain(gold) == plain(got) if isinstance(gold, str) else gold == got


def _points(gold: Row, got: Row, salient: list[int], covered: list[int]) -> bool:
    right = True
    for name, turns in gold.items():
        picked = list(got.get(name) or ())
        hits = sum(turn in turns for turn in picked)
        salient[0], salient[1] = salient[0] + hits, salient[1] + len(picked)
        if turns:
            covered[0], covered[1] = covered[0] + (hits > 0), covered[1] + 1
        right = right and (hits > 0 if turns else not picked)
    return right


def _same_due(gold: str | None, got: str | None) -> bool:
    if gold is None or got is None:
        return gold is None and got is None
    return got[:16] == gold[:16] if "T" in gold else got[:10] == gold[:10]


def promises(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """P, R, F1; traps that fire; due dates of the pairs that agree."""
    found, traps, due = Tally(), [0, 0], [0, 0]
    for row, read in zip(rows, said, strict=True):
        left = list(read.get("promises") or ())
        if not row["promises"]:
            traps[0] += bool(left)
            traps[1] += 1
        for gold in row["promises"]:
            alike = [p for p in left if p["who"] == gold["who"] and overlap(p["what"], gold["what"]) >= 0.4]
            match = next((p for p in alike if _same_due(gold["due"], p["due"])), None)
            due[0] += match is not None
            due[1] += bool(alike)
            found.right, found.missed = found.right + (match is not None), found.missed + (match is None)
            if match:
                left.remove(match)
        found.wrong += len(left)
    return {
        "f1": found.f1, "precision": found.precision, "recall": found.recall,
        "traps that fire": traps[0] / traps[1] if traps[1] else 0.0, "due right": share(*due),
    }  # fmt: skip


def endings(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """What the last message is, who waits, since when."""
    pairs = list(zip(rows, said, strict=True))
    waited = [(row, read) for row, read in pairs if row["waiting"] != "none"]
    return {
        "kind": share(sum(read.get("last_kind") == row["last_kind"] for row, read in pairs), len(pairs)),
        "who waits": share(sum(read.get("waiting") == row["waiting"] for row, read in pairs), len(pairs)),
        "since when": share(
            sum(read.get("open_since") == row["open_since"] for row, read in waited), len(waited)
        ),
    }


def _name(shown: object) -> str:
    name = re.sub(r"\s", "", str(shown or "")).lower()
    return re.sub(r"[（(][^（）()]*[)）]$", "", re.sub(r"^【[^】]*】", "", name))


def pastes(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """Whether it is a chat; turns; who wrote them; when."""
    chat, turns, sender, at = 0, Tally(), [0, 0], [0, 0]
    for row, read in zip(rows, said, strict=True):
        chat += bool(read.get("is_chat")) == row["is_chat"]
        if not row["is_chat"]:
            continue
        left = list(read.get("turns") or ())
        for gold in row["turns"]:
            match = next(
                (
                    t
                    for t in left
                    if _name(t["name"]) == _name(gold["name"])
                    and re.sub(r"\s", "", t["text"]) == re.sub(r"\s", "", gold["text"])
                ),
                None,
            )
            turns.right, turns.missed = turns.right + (match is not None), turns.missed + (match is None)
            if match is None:
                continue
            left.remove(match)
            if gold["sender"] != "unknown":
                sender[0], sender[1] = sender[0] + (match["sender"] == gold["sender"]), sender[1] + 1
            at[0], at[1] = at[0] + (match["at"] == gold["at"]), at[1] + 1
        turns.wrong += len(left)
    return {
        "is a chat": share(chat, len(rows)),
        "turns f1": turns.f1,
        "sender": share(*sender),
        "time": share(*at),
    }


def summaries(rows: Sequence[Row], said: Sequence[Row]) -> Measures:
    """ROUGE-L F1 of the three sentences against the human summary."""
    scores = [
        rouge_l("".join(read.get("sentences") or ()), row["reference"])
        for row, read in zip(rows, said, strict=True)
    ]
    return {"rouge-l": share(sum(scores), len(scores))}


KINDS: Final[dict[str, Callable[[Sequence[Row], Sequence[Row]], Measures]]] = {
    "keywords": keywords, "commands": commands, "time": time, "money": money, "phones": phones, "entities": entities,
    "chats": chats, "promises": promises, "endings": endings, "pastes": pastes, "summaries": summaries,
}  # fmt: skip
