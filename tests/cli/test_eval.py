"""`congvan eval`: gold and scans side by side, scores out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.reading import Letter
from tests.cli.fake_read import install, letter, reading
from tests.cli.test_read import congvan


@pytest.fixture
def gold_dir(tmp_path: Path) -> Path:
    gold = {
        "source": {"name": "thu.pdf"},
        "pages": [{"number": 1, "text": "Kính gửi"}],
        "letters": [{"pages": [1], "number": "5/SYT-NVY", "date": "2024-03-05"}],
    }
    (tmp_path / "thu.gold.json").write_text(json.dumps(gold))
    (tmp_path / "thu.pdf").touch()
    return tmp_path


TASKS: list[dict[str, Any]] = [
    {"text": "xây dựng kế hoạch phòng cháy rừng.", "lead": ["Sở Y tế", "Sở Nội vụ"]},
    {"text": "Báo cáo kết quả về Sở Tài chính.", "deadline": {"kind": "urgent", "text": "ngay"}},
]
CITED = {"text": "Chỉ thị số 18/CT-TTg", "number": "18/CT-TTg", "type": "Chỉ thị"}
SHARE = {"text": "ít nhất 75% số hộ", "comparator": ">=", "value": 75, "unit": "%"}


@pytest.fixture
def content_dir(gold_dir: Path) -> Path:
    """Gold that also speaks of content."""
    gold = json.loads((gold_dir / "thu.gold.json").read_text())
    gold["letters"][0] |= {"citations": [CITED], "tasks": TASKS, "targets": [], "anomalies": []}
    (gold_dir / "thu.gold.json").write_text(json.dumps(gold))
    return gold_dir


def found() -> Letter:
    """A letter with one task half right, a citation of another type, a target and a doubt more."""
    return letter(
        number="5/SYT-NVY",
        date="2024-03-05",
        citations=[CITED | {"type": "Công văn"}],
        tasks=[TASKS[0] | {"lead": ["Sở Y tế"]}],
        targets=[SHARE],
        anomalies=[{"code": "odd", "message": "lạ"}],
    )


def rows(out: str) -> dict[str, list[str]]:
    """The printed rows by their first word."""
    return {words[0]: words[1:] for words in map(str.split, out.splitlines()) if words}


def test_scores_are_printed_as_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", letter(number="5/SYT-NVY"))})
    assert congvan(monkeypatch, "eval", str(gold_dir)) == 0
    out = capsys.readouterr().out
    [row] = [line.split() for line in out.splitlines() if line.startswith("number ")]
    assert row[1:7] == ["1", "0", "0", "0", "1", "100.0%"]
    assert "CER 100.00%" in out


def test_every_miss_can_be_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_dir: Path
) -> None:
    read = letter(number="6/SYT-NVY", date="2024-03-05", confidence={"number": 0.81})
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", read)})
    congvan(monkeypatch, "eval", "--diff", str(gold_dir))
    out = capsys.readouterr().out
    assert "thu.pdf #1 number: wrong (0.81)" in out
    assert "gold 5/SYT-NVY\n    got  6/SYT-NVY" in out


def test_all_of_it_is_there_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", letter(confidence={"number": 0.2}))})
    congvan(monkeypatch, "eval", "--json", str(gold_dir))
    content = json.loads(capsys.readouterr().out)
    assert [field["field"] for field in content["fields"]][:2] == ["splitting", "number"]
    assert content["misses"][0]["verdict"] == "missing"
    assert {miss["gold"] for miss in content["misses"]} >= {"2024-03-05"}
    assert content["calibration"][0]["n"] == 1
    assert 0 < content["text"]["cer"] <= 1


def test_a_scan_that_cannot_be_read_counts_as_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_dir: Path
) -> None:
    install(monkeypatch, {})
    assert congvan(monkeypatch, "eval", "--json", str(gold_dir)) == 3
    out, err = capsys.readouterr()
    assert {score["missing"] for score in json.loads(out)["fields"]} == {1}
    assert "thu.pdf" in err


def test_scans_may_lie_in_another_folder(
    monkeypatch: pytest.MonkeyPatch, gold_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scans = tmp_path_factory.mktemp("scans")
    (gold_dir / "thu.pdf").rename(scans / "thu.pdf")
    install(monkeypatch, {"thu.pdf": reading("thu.pdf")})
    assert congvan(monkeypatch, "eval", str(gold_dir)) == 40
    assert congvan(monkeypatch, "eval", str(gold_dir), "--inputs", str(scans)) == 0


def test_the_content_has_a_table_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", found())})
    assert congvan(monkeypatch, "eval", str(content_dir)) == 0
    out = rows(capsys.readouterr().out)
    assert out["number"][:5] == ["1", "0", "0", "0", "1"]
    assert out["tasks"] == ["2", "1", "1", "100.0%", "50.0%", "66.7%", "—"]
    assert out["task.lead"] == ["2", "1", "1", "100.0%", "50.0%", "66.7%", "—"]
    assert out["citations"] == ["1", "1", "0", "0.0%", "0.0%", "0.0%", "—"]
    assert out["citations_number"][:3] == ["1", "1", "1"]
    assert out["targets_on_empty"][:3] == ["1", "1", "0"]
    assert "#1" not in str(out)


def test_gold_without_content_leaves_its_table_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], gold_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", found())})
    congvan(monkeypatch, "eval", "--per-letter", "--diff", str(gold_dir))
    out = capsys.readouterr().out
    assert "content" not in out
    assert "tasks" not in out


def test_each_letter_can_have_its_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", found())})
    congvan(monkeypatch, "eval", "--per-letter", str(content_dir))
    row = rows(capsys.readouterr().out)["thu.pdf"]
    assert row == ["#1", "0%", "0/1", "67%", "1/2", "67%", "1/2", "0%", "0/0", "0%", "0/0"]


def test_misses_of_the_content_are_listed_under_their_letter(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", found())})
    congvan(monkeypatch, "eval", "--diff", str(content_dir))
    listed = capsys.readouterr().out.partition("thu.pdf #1\n")[2]
    assert listed.splitlines() == [
        "  citation wrong: Chỉ thị số 18/CT-TTg (18/CT-TTg)",
        "      type: gold Chỉ thị · got Công văn",
        "  task wrong: xây dựng kế hoạch phòng cháy rừng.",
        "      lead: gold Sở Y tế; Sở Nội vụ · got Sở Y tế",
        "  task missing: Báo cáo kết quả về Sở Tài chính.",
        "      lead: — · deadline: urgent ngay",
        "  target extra: ít nhất 75% số hộ (>= 75 %)",
        "  anomaly extra: odd: lạ",
    ]


def test_the_content_is_there_as_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content_dir: Path
) -> None:
    install(monkeypatch, {"thu.pdf": reading("thu.pdf", found())})
    congvan(monkeypatch, "eval", "--json", str(content_dir))
    content = json.loads(capsys.readouterr().out)["content"]
    assert set(content) == {"totals", "per_letter", "misses"}
    assert len(content["misses"]) == 5
