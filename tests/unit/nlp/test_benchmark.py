from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import nlp as benchmark
from benchmarks.reading import predict, score

UNSEEN = [
    '{"id": "x1"}',
    '{"id": "x2", "text": null, "now": "never", "turns": [1, {"sender": 3}], "staff": 7}',
    "[]",
    "not json",
    '{"id": "x3", "text": "明天三点打给张总 13812345678，报价3万5", "sender": "rep", '
    '"turns": [{"i": 0, "sender": "customer", "text": "多少钱", "sentences": ["多少钱"]}]}',
]


def test_predictions_are_written_for_records_never_seen_and_none_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "in", tmp_path / "out"
    data.mkdir()
    for kind in predict.KINDS:
        (data / f"{kind}_new.jsonl").write_text("\n".join(UNSEEN) + "\n", encoding="utf-8")
    assert benchmark.main(["--data", str(data), "--predict", str(out)]) == 0
    for kind in predict.KINDS:
        rows = [
            json.loads(line) for line in (out / f"{kind}_new.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        assert [row["id"] for row in rows] == ["x1", "x2", None, None, "x3"]
        assert len(rows[-1]) > 1
    assert capsys.readouterr().err == ""


def test_predictions_use_the_field_names_of_the_label_guide() -> None:
    row = {
        "id": "a",
        "text": "明天三点打给张总",
        "sender": "rep",
        "now": "2026-11-20T10:00:00",
        "base": "2026-11-20T10:00:00",
        "turns": [],
    }
    fields = {kind: set(predict.predicted(kind, row)) - {"id"} for kind in predict.KINDS}
    assert fields["commands"] == {"intent", "slots"}
    assert fields["time"] == {"values"}
    assert fields["chats"] == {"expected", "digest"}
    assert fields["pastes"] == {"is_chat", "turns"}
    assert fields["summaries"] == {"sentences"}
    assert set(predict.predicted("time", row)["values"][0]) == {"kind", "start", "end", "duration_s", "span"}


def test_the_scores_tell_right_from_wrong() -> None:
    gold = [{"id": "1", "intent": "help", "slots": {}}, {"id": "2", "intent": "none", "slots": {}}]
    right = score.commands(gold, [{"intent": "help", "slots": {}}, {"intent": "none", "slots": {}}])
    wrong = score.commands(
        gold, [{"intent": "none", "slots": {}}, {"intent": "help", "slots": {"contact": "张总"}}]
    )
    assert (right["intent"], right["none kept quiet"], right["frame"]) == (1.0, 1.0, 1.0)
    assert (wrong["intent"], wrong["none kept quiet"], wrong["frame"]) == (0.0, 0.0, 0.0)


def test_our_own_lines_are_measured_beside_the_baselines(capsys: pytest.CaptureFixture[str]) -> None:
    assert benchmark.main(["--data", str(Path(__file__).parent / "data"), "--json", "--small"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["commands"]["ours"]["none kept quiet"] >= 0.9
    assert figures["time"]["ours"]["exact"] >= 0.95


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    assert benchmark.main(["--data", str(tmp_path)]) == 2
