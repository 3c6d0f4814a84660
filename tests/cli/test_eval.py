"""`congvan eval`: gold and scans side by side, scores out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
