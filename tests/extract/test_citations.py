"""Citations of whole paragraphs: what is left out, and where each stands."""

from __future__ import annotations

from itertools import pairwise

import pytest

from models.reading import Citation
from pipeline.extract.citations import FoundCitation, find_citations
from pipeline.extract.prose import Prose, prose_of
from tests.extract.typed_letters import letter_in, rows_in


def prose(*paragraphs: str) -> Prose:
    """Running text of these paragraphs."""
    return prose_of([rows_in(paragraph) for paragraph in paragraphs])


def found(*paragraphs: str, own: str | None = None) -> list[FoundCitation]:
    """The citations of these paragraphs, in a letter with the number ``own``."""
    return find_citations(prose(*paragraphs), own)


def cited(*paragraphs: str, own: str | None = None) -> list[Citation]:
    """The same without their places."""
    return [item.citation for item in found(*paragraphs, own=own)]


def test_a_citation_tells_all_that_is_printed() -> None:
    [citation] = cited(
        "Thực hiện Quyết định số 12/QĐ-UBND ngày 03/4/2023 của Ủy ban nhân dân tỉnh Bến Tre về "
        "việc phê duyệt quy hoạch chợ, Sở Công Thương hướng dẫn như sau."
    )
    assert citation.model_dump(mode="json", exclude={"confidence", "evidence"}) == {
        "text": "Quyết định số 12/QĐ-UBND ngày 03/4/2023",
        "type": "Quyết định",
        "number": "12/QĐ-UBND",
        "date": "2023-04-03",
        "issuer": "Ủy ban nhân dân tỉnh Bến Tre",
        "relation": "implements",
        "relations": ["implements"],
        "direct": True,
        "within": None,
        "asserts": None,
    }


def test_every_mention_counts_also_of_a_document_cited_before() -> None:
    citations = cited(
        "Thực hiện Kế hoạch số 7/KH-SYT về tiêm chủng.",
        "Các trạm báo cáo theo Kế hoạch số 7/KH-SYT nêu trên.",
    )
    assert [(c.text, c.relation) for c in citations] == [
        ("Kế hoạch số 7/KH-SYT", "implements"),
        ("Kế hoạch số 7/KH-SYT nêu trên", "per"),
    ]


@pytest.mark.parametrize("own", ["12/STC-NS", "Số: 12/STC-NS", "012/STC-NS"])
def test_the_letters_own_number_is_no_citation(own: str) -> None:
    [citation] = cited(
        "Công văn số 12/STC-NS thay thế Công văn số 9/STC-NS. Công văn này có 2 trang.", own=own
    )
    assert (citation.number, citation.relation) == ("9/STC-NS", "replaces")


def test_what_stands_within_a_title_names_its_holder() -> None:
    outer, inner, innermost = cited(
        "Thực hiện Công văn số 310-CV/BTGTU ngày 02/5/2023 về việc tuyên truyền Kết luận số "
        "62-KL/TW ngày 14/11/2022 về tiếp tục thực hiện Luật Thư viện."
    )
    assert (outer.direct, outer.within) == (True, None)
    assert (inner.direct, inner.within) == (False, "310-CV/BTGTU")
    assert (innermost.direct, innermost.within, innermost.asserts) == (
        False,
        "62-KL/TW",
        "continues",
    )
    assert innermost.relation == "implements"


def test_a_holder_without_a_number_is_named_by_its_text() -> None:
    citations = cited(
        "Căn cứ Luật Thư viện ngày 21/11/2019 quy định chi tiết Pháp lệnh Thư viện ngày 28/12/2000;"
    )
    assert citations[1].within == "Luật Thư viện ngày 21/11/2019"


def test_a_cue_governs_its_own_sentence_only() -> None:
    citations = cited("Thực hiện Kế hoạch số 7/KH-SYT. Sở đã nhận Công văn số 17/UBND-VX.")
    assert [c.relation for c in citations] == ["implements", "mentions"]


def test_a_cue_governs_its_own_paragraph_only() -> None:
    citations = cited("Thực hiện nhiệm vụ năm", "Kế hoạch số 7/KH-SYT còn hiệu lực.")
    assert [c.relation for c in citations] == ["mentions"]


def test_a_number_broken_over_two_lines_is_one_and_stands_on_both() -> None:
    [citation] = cited(
        "Các cấp ủy nghiên cứu, thực hiện Công văn số 1716-\nCV/TU ngày 04/5/2020 của Tỉnh ủy."
    )
    assert citation.number == "1716-CV/TU"
    assert citation.text == "Công văn số 1716- CV/TU ngày 04/5/2020"
    assert len(citation.evidence) == 2


def test_a_date_broken_over_two_lines_is_read() -> None:
    [citation] = cited(
        "Thực hiện Công văn số 1716-CV/TU ngày 04\ntháng 5 năm 2020 của Tỉnh ủy, các xã họp."
    )
    assert str(citation.date) == "2020-05-04"


def test_the_text_is_what_stands_in_the_prose_and_on_the_page() -> None:
    text = (
        "Phúc đáp Công văn số 17/UBND-VX ngày 02/5/2022 của UBND thị xã Hồng Lĩnh;\n"
        "theo Chỉ thị 43 và Luật Thư viện, Sở Văn hóa có ý kiến như sau."
    )
    whole = prose(text)
    rows = rows_in(text)
    for item in find_citations(whole):
        assert whole.text[item.start : item.end] == item.citation.text
        [place] = item.citation.evidence
        page_text = "\n".join(row.text for row in rows)
        assert page_text[place.start : place.end] == item.citation.text


def test_citations_come_in_the_order_of_the_text() -> None:
    items = found(
        "Căn cứ Luật Thư viện; Chỉ thị 43; Kế hoạch số 7/KH-SYT;", "Theo Công văn số 5/SYT-KH."
    )
    assert len(items) == 4
    assert all(one.end <= other.start for one, other in pairwise(items))


def test_a_regular_citation_is_surer_than_a_short_one_without_cue() -> None:
    regular, short = cited("Thực hiện Kế hoạch số 7/KH-SYT ngày 1/2/2020.", "Chỉ thị 43 nói rõ.")
    assert 1 >= regular.confidence > short.confidence > 0


def test_a_type_that_its_symbol_does_not_fit_stays_as_printed() -> None:
    [citation] = cited("Theo Kế hoạch số 233/QĐ-UBND của UBND tỉnh.")
    assert (citation.type, citation.number) == ("Kế hoạch", "233/QĐ-UBND")


def test_an_impossible_date_is_told() -> None:
    [item] = found("Theo Kế hoạch số 7/KH-SYT ngày 31/9/2022.")
    assert (item.citation.date, item.impossible_date) == (None, True)


LETTER = """\
UBND TỈNH LAI CHÂU
SỞ Y TẾ

Số: 418/SYT-NVY
V/v triển khai Kế hoạch số 61/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Lai Châu, ngày 05 tháng 5 năm 2023

Kính gửi: Các trạm y tế xã

Thực hiện Kế hoạch số 61/KH-UBND ngày 03/4/2023 của UBND tỉnh về phòng bệnh dại, Sở Y tế đề nghị
các trạm rà soát vắc xin theo Công văn này và Quyết định số 12/QĐ-BYT của Bộ Y tế.

Công văn số 418/SYT-NVY có 01 phụ lục. Báo cáo gửi trước ngày 20/6/2023.

Nơi nhận:
- Như trên;
- Lưu: VT.

GIÁM ĐỐC

Lò Văn Mến
"""


def test_a_letter_cites_what_its_subject_and_its_body_name() -> None:
    letter = letter_in(LETTER)
    assert [(c.number, c.relation) for c in letter.citations] == [
        ("61/KH-UBND", "implements"),
        ("61/KH-UBND", "implements"),
        ("12/QĐ-BYT", "per"),
    ]
    assert letter.citations[1].issuer == "UBND tỉnh"
