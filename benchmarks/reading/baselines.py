"""What simple or open means reach on the same data: substring, jieba tokens, lead-3, JioNLP when installed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

from benchmarks.reading.predict import CONCEPTS, Prediction, Record
from nlp.segment import cut

Baseline = Callable[[Record], Prediction]


def _concepts(positive: list[str]) -> Prediction:
    return {
        "positive": positive,
        "acts": dict.fromkeys(positive, "mention"),
        "negated": [],
        "intent": 1,
        "sentiment": "neu",
    }


def substring(record: Record) -> Prediction:
    """A concept wherever its characters stand."""
    return _concepts([c for c in CONCEPTS if c in str(record.get("text"))])


def tokens(record: Record) -> Prediction:
    """A concept wherever jieba cuts it out as a word."""
    words = set(cut(str(record.get("text"))))
    return _concepts([c for c in CONCEPTS if c in words])


def lead_three(record: Record) -> Prediction:
    """The first three sentences."""
    said = [s for turn in record.get("turns") or () for s in turn.get("sentences") or ()]
    return {"sentences": said[:3]}


def _jionlp() -> ModuleType | None:
    """JioNLP is not a dependency; its figures appear where somebody installed it."""
    try:
        return importlib.import_module("jionlp")
    except ImportError:
        return None


def _jio_time(jio: Any) -> Baseline:  # noqa: ANN401 - untyped library
    def read(record: Record) -> Prediction:
        base = datetime.fromisoformat(str(record.get("base")))
        found = jio.ner.extract_time(str(record.get("text")), time_base=base.timestamp(), with_parsing=True)
        return {"values": [_jio_value(value) for value in found]}

    return read


def _jio_value(found: dict[str, Any]) -> dict[str, Any]:
    detail = found.get("detail") or {}
    span = detail.get("time")
    pair = [str(t).replace(" ", "T") for t in span] if isinstance(span, list) else [None, None]
    kind = {"time_point": "instant", "time_span": "range", "time_delta": "duration"}.get(
        str(detail.get("type")), "range"
    )
    return {"kind": kind, "start": pair[0], "end": pair[1], "duration_s": None, "span": found.get("text")}


def _jio_money(jio: Any) -> Baseline:  # noqa: ANN401 - untyped library
    def read(record: Record) -> Prediction:
        sums = []
        for found in jio.ner.extract_money(str(record.get("text")), with_parsing=True):
            number = (found.get("detail") or {}).get("num")
            ends = number if isinstance(number, list) else [number, number]
            sums.append({"low": float(str(ends[0])), "high": float(str(ends[1])), "currency": "CNY"})
        return {"expected": sums}

    return read


def _jio_phones(jio: Any) -> Baseline:  # noqa: ANN401 - untyped library
    def read(record: Record) -> Prediction:
        return {
            "expected": [
                re.sub(r"\D", "", found) for found in jio.extract_phone_number(str(record.get("text")))
            ]
        }

    return read


def available() -> dict[str, dict[str, Baseline]]:
    """Kind of file → name → baseline, with what is installed."""
    found: dict[str, dict[str, Baseline]] = {
        "keywords": {"substring": substring, "jieba tokens": tokens},
        "summaries": {"lead-3": lead_three},
    }
    jio = _jionlp()
    if jio is not None:
        found |= {
            "time": {"JioNLP": _jio_time(jio)},
            "money": {"JioNLP": _jio_money(jio)},
            "phones": {"JioNLP": _jio_phones(jio)},
        }
    return found
