"""What simple or open means reach on the same data: substring, jieba tokens, lead-3, JioNLP when installed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
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


_JIO_SECONDS = {"year": 365 * 86400, "month": 30 * 86400, "week": 7 * 86400, "day": 86400, "hour": 3600}
_JIO_SECONDS |= {"minute": 60, "second": 1}
_POINTS = ("instant", "day", "range", "daypart", "before", "after", "end", "start")


def _jio_time(jio: Any) -> Baseline:  # noqa: ANN401 - untyped library
    def read(record: Record) -> Prediction:
        base = datetime.fromisoformat(str(record.get("base")))
        found = jio.ner.extract_time(str(record.get("text")), time_base=base.timestamp(), with_parsing=True)
        return {"values": [value for each in found for value in _jio_values(each)]}

    return read


def _jio_values(found: dict[str, Any]) -> list[dict[str, Any]]:
    """What it read under every kind of ours: it does not tell a deadline from a day, which is not its fault."""
    time = (found.get("detail") or {}).get("time")
    if isinstance(time, dict):
        seconds = sum(_JIO_SECONDS.get(unit, 0) * float(count) for unit, count in time.items())
        return [{"kind": "duration", "duration_s": seconds, "start": None, "end": None}]
    if not isinstance(time, list) or not all(isinstance(end, str) for end in time):
        return []
    start, end = (_jio_moment(end) for end in time)
    if end is not None and end.second == 59:  # its spans are closed, ours are half-open
        end += timedelta(seconds=1)
    pair = {"start": start and start.isoformat(), "end": end and end.isoformat(), "duration_s": None}
    return [{"kind": kind} | pair for kind in _POINTS]


def _jio_moment(text: str) -> datetime | None:
    return None if "inf" in text else datetime.fromisoformat(text)


_JIO_CURRENCIES = {"元": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY", "英镑": "GBP"}


def _jio_money(jio: Any) -> Baseline:  # noqa: ANN401 - untyped library
    def read(record: Record) -> Prediction:
        found = jio.ner.extract_money(str(record.get("text")), with_parsing=True)
        return {"expected": [_jio_sum(each.get("detail") or {}) for each in found]}

    return read


def _jio_sum(detail: dict[str, Any]) -> dict[str, Any]:
    number, sense = detail.get("num"), str(detail.get("definition"))
    low, high = map(float, number if isinstance(number, list) else [number, number])
    ends = {"low": None if sense == "blur-" else low, "high": None if sense == "blur+" else high}
    return ends | {"currency": _JIO_CURRENCIES.get(str(detail.get("case")), detail.get("case"))}


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
