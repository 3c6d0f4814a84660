"""Whatever stands in a file: reading it never fails, takes time in proportion, and stays true."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.layout import PageLayout
from models.reading import Evidence, Letter
from pipeline.extract.citation_mentions import find_mentions
from pipeline.extract.citation_scope import scoped
from pipeline.extract.letters import letters_of
from pipeline.extract.sentences import sentences
from pipeline.ocr.text_lines import plain_lines, text_page

HEAD = """\
SỞ Y TẾ

Số: 418/SYT-KH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Huế, ngày 05 tháng 5 năm 2023

KẾ HOẠCH
Về việc chung

"""

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


# --- time ---------------------------------------------------------------------------------------


def seconds(pages: Sequence[PageLayout]) -> float:
    """How long it takes to read a file with these pages."""
    begin = time.process_time()
    letters_of(pages)
    return time.process_time() - begin


SUBJECTS = [
    "chợ đầu mối",
    "tiêm chủng",
    "hồ chứa",
    "thư viện",
    "rừng trồng",
    "hộ tịch",
    "nước sạch",
]
OFFICES = ["Sở Y tế", "UBND xã Phú Mỹ", "Công an huyện", "Hội Nông dân tỉnh", "Phòng Nội vụ"]
KINDS = ["Kế hoạch số {0}/KH-UBND", "Chỉ thị {0}", "Quyết định số {0}/2019/QĐ-UBND"]


def paragraph(chance: random.Random, number: int) -> str:
    """One item of a plan, different each time."""
    subject, other = chance.sample(SUBJECTS, 2)
    office, helper = chance.sample(OFFICES, 2)
    kind = chance.choice(KINDS).format(chance.randint(10, 3000))
    day = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12)}/{chance.randint(2015, 2021)}"
    return chance.choice(
        [
            f"{number}. {office} chủ trì, phối hợp với {helper} thực hiện {kind} ngày {day} của "
            f"UBND tỉnh về {subject}; báo cáo trước ngày {chance.randint(1, 28)} hằng tháng.",
            f"- Đến năm 2025 có ít nhất {chance.randint(20, 99)}% thôn, bản xong việc {subject}, "
            f"mỗi xã trồng {chance.randint(2, 900)} cây, vốn {chance.randint(2, 90)} tỷ đồng.",
            f"Giao {office} hướng dẫn {other} theo {kind}, sửa đổi quy trình về {subject} trong "
            f"quý {chance.choice(['I', 'II', 'III', 'IV'])}. Các đơn vị {helper} rà soát lại.",
            f"{subject.capitalize()} còn chậm do thiếu người; {office} đã họp dân “vì {other}” và "
            f"ghi ý kiến của {chance.randint(30, 400)} hộ trong tháng {chance.randint(1, 12)}.",
        ]
    )


def plan(count: int) -> list[PageLayout]:
    """A plan of ``count`` pages, about 2,500 letters each."""
    chance = random.Random(count)
    pages = []
    for number in range(1, count + 1):
        paragraphs = [paragraph(chance, item) for item in range(1, 15)]
        text = (HEAD if number == 1 else "") + "\n\n".join(paragraphs)
        pages.append(replace(text_page(plain_lines(text)), number=number))
    return pages


def slower(short: int, long: int) -> float:
    """How many times as long a page takes in a file of ``long`` pages as in one of ``short``."""
    letters_of(plan(1))
    a_page = min(seconds(plan(short)) for _ in range(2)) / short
    return seconds(plan(long)) / long / a_page


def test_time_grows_with_the_pages() -> None:
    assert slower(10, 60) < 2.5


@pytest.mark.slow
def test_time_grows_with_the_pages_of_a_long_plan() -> None:
    assert slower(20, 300) < 2.5


UNITS = [
    "Căn cứ ", "(", '"', "“", "1/1/1/", ",", "Sở ", "a", " ", "“”", "của ", "về ", "A. ", '"A." ',
    "Luật Đất ", "điều 1, ", "ngày 1/1/2020 ", "(gửi kèm theo ", "A, ", "./.", "**", "\t",
    "ngày ", "số 5/", "Giao Sở Y tế ", "ít nhất ", "trước ngày ", "; ", "- ", "1. ", "_",
    "Á", "5% ", "Chỉ thị 43, ", "12/QĐ-UBND ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_one_long_line_of_one_thing_takes_time_in_proportion(unit: str) -> None:
    def took(length: int) -> float:
        line = (unit * (length // len(unit)))[:length]
        page = text_page(plain_lines(line))
        return min(seconds([page]) for _ in range(2))

    # Eight times the length: twice eight times is allowed, 64 times would be quadratic.
    assert took(16_000) < 16 * took(2_000) + 0.3


SENTENCE_UNITS = [
    "12/QĐ-UBND ", "12/QĐ-UBND về ", "Chỉ thị 43, ", "Luật Đất đai ", "của Bộ ", "Chỉ thị 43 về ",
    "số 5/QĐ-UBND ngày 1/1/2020 của Bộ Y tế, để thực hiện ", "“A. B.” ", "Nghị quyết Đại hội ",
    "X. ",
]  # fmt: skip


@pytest.mark.parametrize("unit", SENTENCE_UNITS)
def test_mentions_of_one_endless_sentence_take_time_in_proportion(unit: str) -> None:
    def took(times: int) -> float:
        text = unit * times
        begin = time.process_time()
        mentions = find_mentions(text)
        scoped(text, mentions, [0] * len(mentions))
        sentences(text)
        return time.process_time() - begin

    took(10)
    assert took(1600) < 16 * took(200) + 0.2
