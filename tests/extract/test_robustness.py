"""Whatever stands in a file: reading it never fails, takes time in proportion, and stays true."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.growth_texts import HEAD
from models.reading import Evidence, Letter
from pipeline.extract.citation_mentions import find_mentions
from pipeline.extract.letters import letters_of
from pipeline.extract.sentences import sentences
from pipeline.ocr.text_lines import plain_lines, text_page

# Fragments of letters, well formed and not: what the rules look for, in any order.
FRAGMENTS = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "ỦY BAN NHÂN DÂN", "SỞ Y TẾ", "*", "Số: 12/SYT-NVY", "Số      /QĐ-UBND", "Số 7-CV/TU", "V/v",
    "Kính gửi:", "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "T/M BAN THƯỜNG VỤ",
    "Huế, ngày 05 tháng 02 năm 2024", "ngày … tháng … năm", "ngày 31/02/2020", "1/1/1/", "20l8",
    "1. ", "1.2. ", "a) ", "- ", "+ ", "II. ", "Điều 3. ", "khoản 2 ", "Phụ lục", "PHỤ LỤC",
    "Căn cứ ", "Thực hiện ", "theo ", "Phúc đáp ", "thay thế ", "gửi kèm ", "(gửi kèm theo)",
    "xét ", "Công văn số 5/SYT-KH", "Chỉ thị 43", "Luật Phòng, chống ma túy",
    "Quyết định 217, 218", "văn bản số 8-KL/TW", "10/2013/TTLT-BTP-BCA", "07/2019/QÐ–UBND",
    "1716-", "CV/TU", "số ", "Luật ", " của Bộ Y tế", " của ", " về việc ", " nêu trên", "; ",
    ", ", " và ", ": ", ". ", "./.", "…", "Giao Sở Xây dựng chủ trì, phối hợp với Công an tỉnh ",
    "yêu cầu các xã ", "đề nghị ", "báo cáo ", "trước ngày 20 hằng tháng", "trong quý III",
    "thường xuyên", "trong thời hạn 10 ngày kể từ ngày", "ít nhất 80% ", "trên 1.250 hộ ",
    "từ 5 đến 7 tỷ đồng/năm ", "mỗi xã ", "không quá ", "100", "%", "“", "”", '"', "‘", "(", ")",
    "[", "«", "**", "_", "|", "\\", "/", "-", "–", "....", "______", "\n", "\n\n", "\t", "\f",
    "\r\n", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\x00", "\x1b", "\u2028", "\u0301", "\u0303",
    "\u0323", "e\u0302\u0301", "ﬁ", "İ", "ß", "𝟙", "١٢", "😀", "\u202e", "Ⅳ", "²",
    "STT\tNhiệm vụ\tThời hạn\n", "1\tXây dựng kế hoạch\tQuý I\n", "x" * 300, "A1" * 200,
]  # fmt: skip

WRITTEN = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), max_size=60).map("".join)
ANY_TEXT = st.text(max_size=400)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def places_in(letter: Letter) -> list[Evidence]:
    """All evidence of a letter."""
    lists = [
        *letter.evidence.values(),
        *(citation.evidence for citation in letter.citations),
        *(task.evidence for task in letter.tasks),
        *(target.evidence for target in letter.targets),
        *(anomaly.evidence for anomaly in letter.anomalies),
    ]
    return [place for places in lists for place in places]


def bare(text: str) -> str:
    """``text`` without white space, and without stars, which may mark bold type."""
    return "".join(text.replace("*", "").split())


def check(text: str) -> None:
    """Reads ``text``; every place lies on the page, every quotation stands where it says."""
    page = text_page(plain_lines(text))
    for letter in letters_of([page]):
        for place in places_in(letter):
            assert place.page == 1
            assert 0 <= place.start <= place.end <= len(page.text)
        quoted = [(citation.text, citation.evidence) for citation in letter.citations]
        quoted += [(target.text, target.evidence) for target in letter.targets]
        for words, places in quoted:
            printed = "".join(page.text[place.start : place.end] for place in places)
            assert bare(words) == bare(printed)
        assert all(0 <= score <= 1 for score in letter.confidence.values())


@MANY
@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    check(text)


@MANY
@given(WRITTEN)
def test_fragments_of_letters_in_any_order_are_read(text: str) -> None:
    check(text)


@MANY
@given(WRITTEN)
def test_fragments_behind_a_letterhead_are_read(text: str) -> None:
    check(HEAD + text)


@MANY
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map("".join))
def test_one_fragment_again_and_again_is_read(fragment: str) -> None:
    check(HEAD + fragment * 40)


@MANY
@given(WRITTEN)
def test_mentions_and_sentences_lie_inside_their_text(text: str) -> None:
    mentions = find_mentions(text)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= mention.tail <= len(text)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    spans = sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
