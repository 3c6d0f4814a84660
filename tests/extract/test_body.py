"""The body of a letter: what is left when header and foot are taken away."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.body import Body, body_of
from pipeline.extract.header import read_header
from pipeline.extract.split import split
from tests.extract.offices import BODY, COMMITTEE, DECISION, DEPARTMENT, PROVINCE
from tests.extract.typed_letters import Typed


def body(*pages: Typed) -> Body:
    """The body of the only letter on ``pages``."""
    layouts = [page.page(number) for number, page in enumerate(pages, 1)]
    [segment] = split(layouts)
    return body_of(segment.rows, read_header(segment, [], layouts[0].stamps))


def joined(lines: tuple[str, ...]) -> str:
    return " ".join(line.strip() for line in lines)


def test_header_and_foot_are_no_body() -> None:
    for page in (PROVINCE, DEPARTMENT, COMMITTEE):
        text = body(page).prose.text
        assert joined(BODY) in text
        for words in ("Nơi nhận", "Kính gửi", "Độc lập", "CỘNG HÒA", "ĐẢNG CỘNG SẢN", "Lưu:"):
            assert words not in text


def test_the_subject_is_kept_apart() -> None:
    got = body(PROVINCE)
    assert "rà soát các điểm đen" in got.subject.text
    assert "rà soát các điểm đen" not in got.prose.text


def test_the_number_of_a_page_is_no_text() -> None:
    second = Typed(body=("2", "\t2. Các trường học dọn vệ sinh.", "- 3 -", "\t3. Trồng cây."))
    text = body(PROVINCE, second).prose.text
    assert text.endswith("2. Các trường học dọn vệ sinh.\n3. Trồng cây.")


def test_an_annex_behind_the_signature_belongs_to_the_body() -> None:
    annex = Typed(
        title=("PHỤ LỤC", "(Kèm theo Công văn số 418/UBND-GT)"),
        body=("\t1. Xã Thanh Hà trồng 5 ha tre chắn sóng.",),
    )
    assert "Xã Thanh Hà trồng 5 ha tre chắn sóng." in body(PROVINCE, annex).prose.text


def test_legal_bases_and_articles_are_the_body_of_a_decision() -> None:
    text = body(DECISION).prose.text
    assert "Căn cứ Nghị định số 73/2019/NĐ-CP" in text
    assert "Điều 1. Thành lập Tổ công tác chuyển đổi số của tỉnh." in text


def test_a_letter_is_signed_where_it_has_a_foot() -> None:
    assert body(PROVINCE).is_signed
    assert not body(replace(PROVINCE, foot_left=(), foot_right=())).is_signed
