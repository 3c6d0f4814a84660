"""The letter's ``nlp``: words that cover the text, and what its components write."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.components import Source
from pipeline.extract.nlp import WordTokenizer, letter_nlp, warm_up, word_spans
from pipeline.extract.prose import paragraphs_of, prose_of
from pipeline.extract.tasks import Frame
from tests.extract.typed_letters import rows_in

LETTER = """\
Thực hiện Kế hoạch số 88/KH-BGTVT ngày 02 tháng 4 năm 2019 của Bộ Giao thông vận tải.

1. Giao Sở Xây dựng sửa 12 cầu treo trước ngày 30/6/2019.

2. Giao Công an tỉnh tuần tra đêm.
"""


def words(text: str) -> list[str]:
    """The words of a text, white space left out."""
    return [token.text for token in letter_nlp().make_doc(text) if not token.is_space]


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Y tế mua vắc xin.",
        "  Hai  khoảng trắng ở đầu,\n\ndòng trống ở giữa \n",
        "TT\tViệc\tAi\n1\tmua cây\tSở",
        "“Trích dẫn”… (dấu ngoặc); 24/24 giờ - 50%/năm & 3,5 tỷ đồng./.",
        "email: phongvh@hanam.gov.vn, ĐT 0226.3.852.852",
        "chữ tổ hợp: dùng NFC, ký tự lạ: ½ m² € 🙂 http://a.vn/b?c=d",
        "ngày 31/12/2020-01/01/2021",
        "",
        " ",
        "\n",
    ],
)
def test_words_cover_the_text_exactly(text: str) -> None:
    doc = letter_nlp().make_doc(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aăĐ ươ,.:/-()“”%0123\n\t½🙂", max_size=60))
def test_words_cover_any_text(text: str) -> None:
    assert letter_nlp().make_doc(text).text == text
    position = 0
    for start, end in word_spans(text):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


def test_words_are_those_of_underthesea() -> None:
    got = words("Giao Hội Nông dân vận động hội viên trồng rừng.")
    assert "hội viên" in got
    assert "vận động" in got


@pytest.mark.parametrize(
    "whole",
    [
        "1310/BTTTT-CĐSQG",
        "305-CV/TU",
        "14/2020/TT-BGDĐT",
        "ngày 05 tháng 5 năm 2021",
        "15/6/2021",
    ],
)
def test_a_number_and_a_date_are_one_word(whole: str) -> None:
    assert whole in words(f"Xem văn bản số {whole} về học bạ số.")


def test_no_word_goes_over_a_line() -> None:
    assert not any("\n" in word for word in words("Sở Giáo dục\nvà Đào tạo mở\nlớp học."))


def test_it_is_loaded_once() -> None:
    warm_up()
    assert letter_nlp() is letter_nlp()
    assert letter_nlp().pipe_names == [
        "congvan_outline",
        "congvan_citations",
        "congvan_tasks",
        "congvan_targets",
    ]


def test_components_write_spans_and_what_they_found() -> None:
    nlp = letter_nlp()
    prose = prose_of(paragraphs_of(rows_in(LETTER)))
    doc = nlp.make_doc(prose.text)
    doc._.source = Source(prose, Frame(issued=dt.date(2019, 5, 5)))
    doc = nlp(doc)
    assert {name: [span.text for span in doc.spans[name]] for name in doc.spans} == {
        "units": [
            prose.text.split("\n")[0],
            "Giao Sở Xây dựng sửa 12 cầu treo trước ngày 30/6/2019.",
            "Giao Công an tỉnh tuần tra đêm.",
        ],
        "citations": ["Kế hoạch số 88/KH-BGTVT ngày 02 tháng 4 năm 2019"],
        "tasks": [
            "Giao Sở Xây dựng sửa 12 cầu treo trước ngày 30/6/2019.",
            "Giao Công an tỉnh tuần tra đêm.",
        ],
        "targets": ["12 cầu treo"],
    }
    assert [item.task.lead for item in doc._.tasks] == [["Sở Xây dựng"], ["Công an tỉnh"]]
    assert [item.citation.number for item in doc._.citations] == ["88/KH-BGTVT"]
    assert [unit.marker for unit in doc._.outline] == ["", "1.", "2."]
    assert [item.target.task for item in doc._.targets] == [0]


def test_no_text_has_nothing() -> None:
    nlp = letter_nlp()
    doc = nlp.make_doc("")
    doc._.source = Source(prose_of([]))
    doc = nlp(doc)
    assert (doc._.outline, doc._.citations, doc._.tasks, doc._.targets) == ([], [], [], [])
    assert not any(doc.spans[name] for name in doc.spans)


def test_the_tokenizer_keeps_nothing_on_disk() -> None:
    tokenizer = letter_nlp().tokenizer
    assert isinstance(tokenizer, WordTokenizer)
    assert tokenizer.to_disk("nowhere") is None  # type: ignore[func-returns-value]
    assert tokenizer.to_bytes() == b""
    assert tokenizer.from_bytes(b"") is tokenizer
    assert tokenizer.from_disk("nowhere") is tokenizer
