"""Under a letter's card stands what it says: documents cited, tasks with who and when, figures."""

from __future__ import annotations

import datetime as dt
import io
from typing import get_args

from rich.console import Console

from cli.cards import show_card
from cli.contents import DEADLINES, KINDS, RELATIONS
from models.reading import (
    Citation,
    Deadline,
    DeadlineKind,
    Relation,
    Target,
    TargetKind,
    Task,
)
from tests.cli.fake_read import letter, reading

ORDER = letter(
    pages=[1],
    citations=[
        Citation(text="Kế hoạch số 9/KH-UBND", issuer="UBND tỉnh", relation="implements"),
        Citation(text="Chỉ thị số 2/CT-TTg", relation="guides", direct=False, within="9/KH-UBND"),
    ],
    tasks=[
        Task(
            text="rà soát hồ sơ\ntồn đọng.",
            lead=["Sở Nội vụ"],
            coordinators=["Sở Tư pháp"],
            deadline=Deadline(
                kind="on_or_before", text="trước ngày 30/6/2024", end=dt.date(2024, 6, 30)
            ),
        ),
        Task(text="phát huy vai trò nêu gương.", trackable=False),
    ],
    targets=[Target(text="ít nhất 90% hồ sơ", value=90, comparator=">=", period="Năm 2024")],
)


def printed(width: int = 80) -> str:
    stream = io.StringIO()
    console = Console(file=stream, width=width, highlight=False)
    show_card(reading("thu.pdf", ORDER), console)
    return stream.getvalue()


def test_a_citation_is_shown_with_its_issuer_and_relation() -> None:
    text = printed()
    assert "Kế hoạch số 9/KH-UBND (UBND tỉnh) [thực hiện · implements]" in text
    assert "within" in text


def test_a_task_is_shown_with_who_must_do_it_and_by_when() -> None:
    text = printed()
    assert "rà soát hồ sơ tồn đọng." in text
    assert "→ Sở Nội vụ (phối hợp · with Sở Tư pháp)" in text
    assert "trước ngày 30/6/2024: 30/06/2024" in text


def test_a_task_of_nobody_and_without_a_term_says_so() -> None:
    text = printed()
    assert "chưa rõ · not named" in text
    assert "không thời hạn · none · kêu gọi · appeal" in text


def test_a_figure_is_shown_with_its_kind_and_period() -> None:
    assert "ít nhất 90% hồ sơ [chỉ tiêu · target] Năm 2024" in printed()


def test_every_code_has_words() -> None:
    assert set(get_args(Relation)) == set(RELATIONS)
    assert set(get_args(DeadlineKind)) == set(DEADLINES)
    assert set(get_args(TargetKind)) == set(KINDS)
