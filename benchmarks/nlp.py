"""How well sales chat is read, on labelled files, with the baselines beside it.

``--data DIR`` holds any of keywords*, commands*, time*, money*, phones*, entities*, chats*, promises*,
endings*, pastes*, summaries*.jsonl. ``--predict OUT`` writes predictions instead of scoring.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import nlp
from benchmarks.reading import baselines, predict, score
from nlp import lazy

Row = dict[str, Any]
_DATA: Final = Path("tests/unit/nlp/data")
_PASSES: Final = 5
_SMALL: Final = 40
_SMALL_TALK: Final = ("好的", "收到", "哈哈哈", "早上好", "谢谢啦", "嗯嗯", "辛苦了", "在的", "没事", "👍")


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """The files that can be read, with their kind, in the order of the table."""
    for kind in predict.KINDS:
        for file in sorted(data.glob(f"{kind}*.jsonl")):
            yield kind, file


def _rows(file: Path) -> list[object]:
    """One value a line; a line that is no JSON is an empty record."""
    rows: list[object] = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except ValueError:
            rows.append({})
    return rows


def write_predictions(data: Path, out: Path) -> list[Path]:
    """For every input file a file of the same name in *out*, one prediction a line."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for kind, file in _files(data):
        lines = [json.dumps(predict.predicted(kind, row), ensure_ascii=False) for row in _rows(file)]
        (out / file.name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        written.append(out / file.name)
    return written


def measure(data: Path, *, small: bool = False) -> dict[str, Any]:
    """Every figure: by kind, ours and the baselines', and the time one message takes.

    Every pattern is compiled beforehand: a process pays for that once (most of a second), not every line.
    """
    figures: dict[str, Any] = {}
    others = baselines.available()
    grouped: dict[str, list[Row]] = {}
    for kind, file in _files(data):
        kept = [row for row in _rows(file) if isinstance(row, dict)]
        grouped.setdefault(kind, []).extend(kept[:_SMALL] if small else kept)
    lazy.compile_all()
    for kind, rows in grouped.items():
        started = time.perf_counter()
        said = [predict.predicted(kind, row) for row in rows]
        spent = (time.perf_counter() - started) / (len(rows) or 1)
        figures[kind] = {
            "lines": len(rows),
            "ms": round(spent * 1000, 3),
            "ours": score.KINDS[kind](rows, said),
        }
        for name, baseline in others.get(kind, {}).items():
            figures[kind][name] = score.KINDS[kind](rows, [baseline(row) for row in rows])
    figures["speed"] = _speed(
        [row["text"] for row in grouped.get("keywords", []) if isinstance(row.get("text"), str)]
    )
    return figures


def _speed(texts: Sequence[str]) -> dict[str, float]:
    """Microseconds for everything about one message never seen before: mean, p99, and for small talk.

    Everything is compiled and loaded beforehand; what the reader remembers of a text is forgotten before
    every pass.
    """
    now = predict.moment({})
    for text in (*texts, *_SMALL_TALK):
        nlp.analyse(text, now=now)
    passes = [_pass(texts, now) for _ in range(_PASSES)]
    taken = sorted(statistics.median(each) for each in zip(*passes, strict=True)) or [0.0]
    talk = statistics.median(statistics.mean(_pass(_SMALL_TALK, now)) for _ in range(20))
    return {
        "mean_us": statistics.mean(taken),
        "p99_us": taken[int(len(taken) * 0.99) - 1],
        "small_talk_us": talk,
    }


def _pass(texts: Sequence[str], now: Any) -> list[float]:  # noqa: ANN401 - a moment
    _forget()
    return [_timed(text, now) for text in texts]


def _forget() -> None:
    """Empty what the reader keeps of texts; what it worked out of the calendar stays, as it does in a day."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "nlp" or name == "nlp.dates.holidays":
            continue
        for held in vars(module).values():
            limit = getattr(held, "cache_parameters", dict)().get("maxsize")
            if limit is not None:
                held.cache_clear()


def _timed(text: str, now: Any) -> float:  # noqa: ANN401 - a moment
    started = time.perf_counter()
    nlp.analyse(text, now=now)
    return (time.perf_counter() - started) * 1e6


def _table(figures: dict[str, Any]) -> Iterator[str]:
    for kind, found in figures.items():
        if kind == "speed":
            yield "one message, everything: " + ", ".join(
                f"{name} {value:.0f}" for name, value in found.items()
            )
            continue
        yield f"{kind} ({found['lines']} lines, {found['ms']} ms each)"
        names = [name for name in found if name not in {"lines", "ms"}]
        for measure_name in found["ours"]:
            values = "  ".join(
                f"{name} {found[name][measure_name]:.3f}" for name in names if measure_name in found[name]
            )
            yield f"  {measure_name:<24}{values}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score or predict; 0, or 2 when there is nothing to read."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.nlp", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=_DATA, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    parser.add_argument("--predict", type=Path, metavar="OUT", help="write predictions instead of scoring")
    parser.add_argument("--small", action="store_true", help=f"the first {_SMALL} lines of each kind")
    chosen = parser.parse_args(arguments)
    if not any(True for _ in _files(chosen.data)):
        print(f"nothing to read in {chosen.data}", file=sys.stderr)
        return 2
    nlp.warm_up()
    if chosen.predict:
        for file in write_predictions(chosen.data, chosen.predict):
            print(file)
        return 0
    figures = measure(chosen.data, small=chosen.small)
    print(json.dumps(figures, ensure_ascii=False, indent=1) if chosen.json else "\n".join(_table(figures)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
