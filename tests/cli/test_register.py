"""The register from the command line, as its users see it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_read import congvan

HEAD = """ỦY BAN NHÂN DÂN
TỈNH {province}

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}

{place}, ngày {day} tháng 5 năm 2023

V/v {subject}

Kính gửi: Sở Nội vụ

Thực hiện {cited}, Ủy ban nhân dân tỉnh yêu cầu Sở Nội vụ rà soát danh sách, báo cáo trước ngày
30/6/2023.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Phong
"""
CHAIN = ("41/UBND-NC", "Công văn số 214-CV/TU ngày 05/4/2023 của Tỉnh ủy")
FOLLOW_UP = ("57/UBND-NC", "Công văn số 41/UBND-NC ngày 12/5/2023 của Ủy ban nhân dân tỉnh")


def a_letter(
    folder: Path, number: str, cited: str, *, place: str = "Sơn La", day: int = 12
) -> Path:
    path = folder / f"{number.split('/')[0]}-{place}.txt"
    text = HEAD.format(
        province=place.upper(),
        number=number,
        place=place,
        day=day,
        subject=f"rà soát biên chế {number}",
        cited=cited,
    )
    path.write_text(text, encoding="utf-8")
    return path


class Register:
    """Runs commands on a register of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *words: object, code: int = 0) -> str:
        """What a command says on its standard output; it must end with ``code``."""
        ended = congvan(self._monkeypatch, *(str(word) for word in words))
        said = self._capsys.readouterr()
        assert ended == code, said.err
        assert "Traceback" not in said.err
        return said.out + said.err if code else said.out

    def data(self, *words: object) -> Any:  # noqa: ANN401
        """What a command says with ``--json``."""
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def register(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Register:
    """A register with a letter of Sơn La and one that follows it up."""
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CONGVAN_ACTOR", "Người thử")
    monkeypatch.setenv("CONGVAN_JOBS", "1")
    monkeypatch.setenv("COLUMNS", "250")
    found = Register(monkeypatch, capsys)
    folder = tmp_path / "in"
    folder.mkdir()
    a_letter(folder, *CHAIN)
    a_letter(folder, *FOLLOW_UP, day=20)
    out = found.run("add", folder)
    assert "đã vào sổ · registered: 41/UBND-NC@uy-ban-nhan-dan-tinh-son-la/2023-05-12" in out
    return found


def test_add_says_what_came_before_and_what_cannot_be_read(
    register: Register, tmp_path: Path
) -> None:
    again = a_letter(tmp_path, *CHAIN)
    bad = tmp_path / "x.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    out = register.run("add", again, bad, code=3)
    assert "đã có trong sổ · already in the register" in out
    assert "x.pdf" in out


def test_lineage_leads_up_down_and_between(register: Register) -> None:
    up = register.run("lineage", "57/UBND-NC", "--up")
    assert up.index("57/UBND-NC") < up.index("41/UBND-NC ·") < up.index("214-CV/TU")
    assert "chưa có · not here" in up
    down = register.data("lineage", "214-CV/TU", "--down")
    assert [each["number"] for each in down["documents"]] == [
        "214-CV/TU",
        "41/UBND-NC",
        "57/UBND-NC",
    ]
    mention = down["links"][0]["mentions"][0]
    assert "214-CV/TU" in mention["text"]
    assert mention["evidence"][0]["page"] == 1
    way = register.data("lineage", "57/UBND-NC", "--to", "214-CV/TU")
    assert len(way["links"]) == 2
    register.run("lineage", "57/UBND-NC", "--up", "--down", code=76)


def test_no_way_between_two_documents_has_an_exit_code_of_its_own(
    register: Register, tmp_path: Path
) -> None:
    register.run("add", a_letter(tmp_path, "8/UBND-NC", "Kế hoạch năm", place="Bến Tre"))
    assert "không có đường" in register.run("lineage", "8/UBND-NC", "--to", "41/UBND-NC", code=4)


def test_a_number_of_several_documents_lists_them_and_ends_with_its_own_code(
    register: Register, tmp_path: Path
) -> None:
    register.run("add", a_letter(tmp_path, CHAIN[0], "Kế hoạch năm", place="Bến Tre"))
    out = register.run("show", "41/UBND-NC", code=72)
    assert "41/UBND-NC@uy-ban-nhan-dan-tinh-ben-tre/2023-05-12" in out
    assert "41/UBND-NC@uy-ban-nhan-dan-tinh-son-la/2023-05-12" in out
    assert register.data("show", "41/UBND-NC@uy-ban-nhan-dan-tinh-ben-tre")["state"] == "present"
    register.run("show", "999/UBND-NC", code=71)


def test_show_tells_all_that_is_known_of_a_document(register: Register) -> None:
    shown = register.run("show", "41/UBND-NC")
    for part in ("214-CV/TU", "57/UBND-NC", "Lò Văn Phong", "41-Sơn La.txt"):
        assert part in shown
    data = register.data("show", "41/UBND-NC")
    assert data["letters"][0]["letter"]["number"] == "41/UBND-NC"
    assert [link["target"].split("@")[0] for link in data["cites"]] == ["214-CV/TU"]


def test_a_correction_takes_effect_and_is_taken_back(register: Register) -> None:
    register.run("correct", "57/UBND-NC", "number", "75/UBND-NC", "--reason", "đọc sai")
    register.run("show", "57/UBND-NC", code=71)
    assert "57/UBND-NC" in register.run("show", "75/UBND-NC")
    register.run("undo", "correction", 1)
    register.run("show", "57/UBND-NC")
    register.run("correct", "57/UBND-NC", "date", "hôm qua", "--reason", "x", code=75)


def test_merge_needs_two_documents_and_can_be_undone(register: Register, tmp_path: Path) -> None:
    wrong_year = FOLLOW_UP[1].replace("2023", "2022")
    register.run("add", a_letter(tmp_path, "60/UBND-NC", wrong_year, day=21))
    first = "41/UBND-NC@uy-ban-nhan-dan-tinh-son-la/2022-05-12"
    second = "41/UBND-NC@uy-ban-nhan-dan-tinh-son-la/2023-05-12"
    assert first in register.run("show", "41/UBND-NC", code=72)
    assert first in register.data("show", second)["candidates"]
    register.run("merge", first, second, "--reason", "ghi nhầm năm")
    merged = register.data("show", "41/UBND-NC")
    assert (merged["key"], merged["flags"]) == (second, ["merged"])
    register.run("undo", "decision", 1)
    register.run("show", "41/UBND-NC", code=72)
    register.run("undo", "decision", 1, code=75)


def test_check_names_a_deleted_file_and_ends_with_its_own_code(
    register: Register, tmp_path: Path
) -> None:
    assert "nguyên vẹn" in register.run("check")
    next((tmp_path / "home" / "files" / "originals").rglob("*/*")).unlink()
    assert "mất bản gốc" in register.run("check", code=64)


def test_bodies_know_who_took_over(register: Register) -> None:
    out = register.run("bodies", "Ủy ban nhân dân tỉnh Bắc Giang", "--on", "2026-01-05")
    assert "→ Ủy ban nhân dân tỉnh Bắc Ninh" in out
    assert "Sở Y tế" in register.run("bodies", "SYT")


def test_a_home_that_cannot_be_used_is_one_line(
    register: Register, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CONGVAN_HOME", str(tmp_path / "file"))
    assert "CONGVAN_HOME" in register.run("letters", code=61)


def test_search_by_a_body_of_today_finds_the_letters_of_those_it_succeeded(
    register: Register, tmp_path: Path
) -> None:
    register.run("add", a_letter(tmp_path, "8/UBND-NC", "Kế hoạch năm", place="Bắc Giang"))
    found = register.run("letters", "--issuer", "Ủy ban nhân dân tỉnh Bắc Ninh")
    assert "8/UBND-NC" in found
    assert "41/UBND-NC" not in found
    assert "8/UBND-NC" not in register.run("letters", "--issuer", "Ủy ban nhân dân tỉnh Sơn La")


def test_search_finds_words_numbers_and_relations(register: Register) -> None:
    for words in (["ra soat bien che"], ["rà soát"], ["41UBNDNC"], ["--relation", "implements"]):
        assert "41/UBND-NC" in register.run("letters", *words)
    assert "41/UBND-NC" not in register.run("letters", "--relation", "repeals")


def test_the_most_cited_documents_come_first(register: Register) -> None:
    first = register.run("hubs", "--json").splitlines()[0]
    assert json.loads(first)["cited_by"] == 1
