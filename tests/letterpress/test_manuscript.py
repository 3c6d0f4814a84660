"""Letters written and annotated by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from letterpress.__main__ import main
from letterpress.letter import RuledTable
from letterpress.manuscript import Manuscript, ManuscriptInvalid, load, plain_text

DEV = Path(__file__).parents[2] / "data" / "letters" / "dev"
SHIPPED = sorted(DEV.glob("*.toml"))

LETTER = """
[letter]
system = "state"
issuer = "Sở Công Thương tỉnh Bình Phước"
issuer_printed = ["SỞ CÔNG THƯƠNG"]
parent = "Ủy ban nhân dân tỉnh Bình Phước"
parent_printed = ["ỦY BAN NHÂN DÂN", "TỈNH BÌNH PHƯỚC"]
number = "88/SCT-QLTM"
type = {code = "CV", name = "Công văn"}
date = 2022-03-04
place = "Bình Phước"
subject = "kiểm tra chợ đầu mối"
addressees = ["Chi cục Quản lý thị trường"]
recipients = [{name = "Như trên"}, {name = "Lưu: VT, QLTM", purpose = "file"}]
signature = {printed = ["GIÁM ĐỐC"], title = "Giám đốc", name = "Lê Hoài Sơn"}

[[body]]
text = "Thực hiện Kế hoạch số 12/KH-UBND ngày 10/01/2022 của UBND tỉnh, Sở Công Thương đề nghị:"
[[body]]
text = "Báo cáo Sở trước ngày 20/3/2022."
lead = "1."
[[body]]
table = [["TT", "Chợ"], ["1", "Chợ Đồng Xoài"]]
widths = [1, 4]

[[citations]]
text = "Kế hoạch số 12/KH-UBND ngày 10/01/2022"
type = "Kế hoạch"
number = "12/KH-UBND"
date = 2022-01-10
issuer = "UBND tỉnh"
relation = "implements"

[[tasks]]
text = "Báo cáo Sở trước ngày 20/3/2022."
lead = ["Chi cục Quản lý thị trường"]
deadline = {kind = "on_or_before", text = "trước ngày 20/3/2022", end = 2022-03-20}
assignee_source = "inferred"
report = {kind = "report", to = "Sở"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "cho-dau-moi.toml"
    path.write_text(text, encoding="utf-8")
    return path


def gold_of(path: Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(path.with_name(f"{path.stem}.gold.json").read_text("utf-8"))
    return answer


def test_a_manuscript_becomes_a_letter_and_its_findings(tmp_path: Path) -> None:
    manuscript = load(written(tmp_path, LETTER))
    letter = manuscript.letter
    assert (letter.number.serial, letter.number.symbol) == ("88", "/SCT-QLTM")
    assert isinstance(letter.body[2], RuledTable)
    (task,) = manuscript.findings["tasks"]
    assert task["deadline"]["end"] == "2022-03-20"
    assert (task["coordinators"], task["trackable"]) == ([], True)


def test_a_relation_alone_is_all_that_is_claimed(tmp_path: Path) -> None:
    (citation,) = load(written(tmp_path, LETTER)).findings["citations"]
    assert citation["relations"] == ["implements"]


def test_what_is_not_annotated_was_not_found(tmp_path: Path) -> None:
    findings = load(written(tmp_path, LETTER)).findings
    assert (findings["targets"], findings["anomalies"]) == ([], [])


def test_plain_text_reads_like_a_typed_letter(tmp_path: Path) -> None:
    text = plain_text(load(written(tmp_path, LETTER)).letter)
    assert text.startswith("ỦY BAN NHÂN DÂN\nTỈNH BÌNH PHƯỚC\nSỞ CÔNG THƯƠNG\nCỘNG HÒA")
    order = [
        "Số: 88/SCT-QLTM\n\nBình Phước, ngày 04 tháng 3 năm 2022\n\nV/v kiểm tra chợ đầu mối\n\n",
        "Kính gửi: Chi cục Quản lý thị trường.\n\nThực hiện",
        "\n\n1. Báo cáo Sở trước ngày 20/3/2022.\n\nTT\tChợ\n1\tChợ Đồng Xoài\n\n",
        "Nơi nhận:\n- Như trên;\n- Lưu: VT, QLTM.\n\nGIÁM ĐỐC\n\nLê Hoài Sơn\n",
    ]
    places = [text.index(piece) for piece in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("printed", "instead", "complaint"),
    [
        ('lead = "1."', 'bold = "1."', r"body\.1\.bold"),
        ('relation = "implements"', 'relation = "obeys"', r"citations\.0\.relation"),
        ('kind = "on_or_before"', 'kind = "soon"', r"tasks\.0\.deadline\.kind"),
        ("widths = [1, 4]", "widths = [1]", "rows of another length"),
        ('lead = ["Chi cục', 'lead = ["Tổng cục', r"tasks\.0 'Tổng cục"),
        ('number = "12/KH-UBND"', 'number = "21/KH-UBND"', r"citations\.0 '21/KH-UBND'"),
        ('text = "trước ngày 20/3/2022"', 'text = "ngày 21/3"', r"tasks\.0 'ngày 21/3'"),
        ('number = "88/SCT-QLTM"', 'number = "SCT"', r"letter\.number"),
        ("[[tasks]]", "[[tasks]", "cho-dau-moi.toml"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, printed: str, instead: str, complaint: str) -> None:
    path = written(tmp_path, LETTER.replace(printed, instead))
    with pytest.raises(ManuscriptInvalid, match=complaint):
        load(path)


def test_every_form_has_its_gold(tmp_path: Path) -> None:
    written(tmp_path, LETTER)
    out = tmp_path / "out"
    assert main(["manuscripts", str(tmp_path), str(out), "--ageing", "gray_150"]) == 0
    names = ("text/cho-dau-moi.txt", "pdf/cho-dau-moi.pdf", "gray_150/cho-dau-moi.pdf")
    for path in (out / name for name in names):
        answer = gold_of(path)
        (letter,) = answer["letters"]
        assert path.stat().st_size > 0
        assert answer["source"]["name"] == path.name
        assert answer["source"]["page_count"] == len(answer["pages"]) == len(letter["pages"])
        assert letter["number"] == "88/SCT-QLTM"
        assert [len(letter[key]) for key in ("citations", "tasks", "targets")] == [1, 1, 0]
    assert gold_of(out / names[0])["pages"][0]["text"] == (out / names[0]).read_text("utf-8")


def test_a_folder_without_manuscripts_is_an_error(tmp_path: Path) -> None:
    assert main(["manuscripts", str(tmp_path), str(tmp_path / "out")]) == 1


@pytest.fixture(params=SHIPPED, ids=lambda path: path.stem)
def shipped(request: pytest.FixtureRequest) -> Manuscript:
    return load(request.param)


def test_findings_stand_in_the_order_of_the_letter(shipped: Manuscript) -> None:
    """What is found can be told apart from what is not: each stands behind the one before it."""
    text = " ".join(plain_text(shipped.letter).split())
    for key in ("citations", "tasks", "targets"):
        place = 0
        for item in shipped.findings[key]:
            place = text.find(" ".join(item["text"].split()), place)
            assert place >= 0, f"{key}: {item['text']!r} stands before the one listed above it"


def test_nested_citations_name_their_holder(shipped: Manuscript) -> None:
    for citation in shipped.findings["citations"]:
        assert (citation["within"] is None) == citation["direct"], citation["text"]


def test_deadlines_have_what_their_kind_needs(shipped: Manuscript) -> None:
    needed = {
        "on_or_before": {"text", "end"},
        "within_period": {"text", "start", "end"},
        "recurring": {"text", "recurrence"},
        "relative": {"text", "base"},
        "event": {"text", "base"},
        "continuous": {"text"},
        "urgent": {"text"},
        "none": set(),
    }
    for task in shipped.findings["tasks"]:
        stated = {key for key, value in task["deadline"].items() if value is not None} - {"kind"}
        assert stated == needed[task["deadline"]["kind"]], task["text"]


def test_a_task_has_a_lead_unless_nobody_is_named(shipped: Manuscript) -> None:
    for task in shipped.findings["tasks"]:
        assert bool(task["lead"]) == (task["assignee_source"] != "none"), task["text"]
