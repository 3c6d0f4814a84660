"""Letters are found by what they say, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import Session

from models.errors import QueryInvalid
from pipeline.store import search as searching
from pipeline.store.search import SearchHit, SearchResult, search
from pipeline.store.search_fill import header_fields
from pipeline.store.search_index import index_letter, unindex_letter
from pipeline.store.search_query import SearchFilter, parse
from pipeline.store.store import Store
from tests.store.registered import DAY, findable, name_document, register


def ask(session: Session, words: str, limit: int = 20, offset: int = 0) -> SearchResult:
    return search(session, parse(words), SearchFilter(), limit=limit, offset=offset)


def ids(session: Session, words: str) -> list[int]:
    """The letters found, the best first."""
    return [hit.letter_id for hit in ask(session, words).hits]


def only(session: Session, words: str) -> SearchHit:
    (hit,) = ask(session, words).hits
    return hit


def test_words_with_their_marks_come_before_folded_ones(store: Store) -> None:
    with store.writing() as session:
        folded = findable(session, "nhà thông tự xây " * 3)
        exact = findable(session, "theo Thông tư mới", date=DAY - dt.timedelta(days=400))
        findable(session, "không có gì")
    with store.reading() as session:
        found = ask(session, "thông tư").hits
        assert [(hit.letter_id, hit.exact) for hit in found] == [(exact, True), (folded, False)]


def test_words_typed_without_marks_find_all_spellings(store: Store) -> None:
    with store.writing() as session:
        letters = {findable(session, text) for text in ("Thông tư 5", "THÔNG TƯ", "thống tứ")}
        findable(session, "thông báo")
    with store.reading() as session:
        assert set(ids(session, "thong tu")) == letters


@pytest.mark.parametrize("typed", ["hòa", "hoà", "HÒA", "hoa"])
def test_both_tone_places_are_found(store: Store, typed: str) -> None:
    with store.writing() as session:
        letters = {findable(session, text) for text in ("xã Hòa An", "xã Hoà An")}
    with store.reading() as session:
        assert set(ids(session, typed)) == letters


def test_d_finds_d_with_a_stroke(store: Store) -> None:
    with store.writing() as session:
        letter = findable(session, "tuyến đường và Ðê điều")
    with store.reading() as session:
        assert ids(session, "duong de") == [letter]


@pytest.mark.parametrize("typed", ["2718CVTU", "2718-CV/TU", "2718-cv/tu", "2718cvtu", "02718CVTU"])
def test_a_number_is_found_with_or_without_punctuation(store: Store, typed: str) -> None:
    with store.writing() as session:
        own = findable(session, "Tỉnh ủy", number="2718-CV/TU")
        citing = findable(session, "theo Công văn số 2718 - CV/TU ngày 03/4/2019")
        findable(session, "số 2719-CV/TU", number="12718-CV/TU")
    with store.reading() as session:
        assert ids(session, typed) == [own, citing]


def test_the_header_comes_before_the_pages(store: Store) -> None:
    with store.writing() as session:
        told = findable(session, "lũ lụt " * 9)
        titled = findable(session, "phòng chống", subject="Về lũ lụt", date=dt.date(2001, 1, 1))
    with store.reading() as session:
        assert ids(session, "lũ lụt") == [titled, told]


def test_words_that_stand_together_and_often_rank_higher(store: Store) -> None:
    with store.writing() as session:
        apart = findable(session, "rừng này bảo rằng vệ là thế, ai cũng bảo thế")
        once = findable(session, "bảo vệ một lần và thêm chữ")
        often = findable(session, "bảo vệ, bảo vệ, lại bảo vệ")
    with store.reading() as session:
        assert ids(session, "bảo vệ") == [often, once, apart]


def test_of_equal_letters_the_newest_is_first(store: Store) -> None:
    with store.writing() as session:
        days = [dt.date(2023, 5, 1), dt.date(2025, 5, 1), None, dt.date(2024, 5, 1)]
        letters = [findable(session, "họp giao ban", date=day) for day in days]
    with store.reading() as session:
        assert ids(session, "giao ban") == [letters[i] for i in (1, 2, 3, 0)]


def test_a_phrase_is_found_only_side_by_side(store: Store) -> None:
    with store.writing() as session:
        letter = findable(session, "Hội đồng\nnhân dân tỉnh")
        findable(session, "nhân viên của hội đồng, người dân, đồng nhân, nhân dân")
        findable(session, "hội đồng", "nhân dân")
    with store.reading() as session:
        assert ids(session, '"hội đồng nhân dân"') == [letter]


def test_an_excluded_word_is_excluded_as_it_was_typed(store: Store) -> None:
    with store.writing() as session:
        report = findable(session, "biểu mẫu và bản đồ")
        findable(session, "biểu mẫu và bán đồ")
    with store.reading() as session:
        assert ids(session, "biểu mẫu -bán") == [report]
        assert ids(session, "biểu mẫu -ban") == []


def test_words_may_stand_on_different_pages_and_in_the_header(store: Store) -> None:
    with store.writing() as session:
        letter = findable(session, "Kính gửi", "về lúa", "về ngô và lúa", signer="Trần Thị Mận")
    with store.reading() as session:
        hit = only(session, "mận lúa ngô")
        assert (hit.letter_id, hit.pages, hit.best_page) == (letter, (2, 3), 3)


def test_a_hit_has_its_header_and_a_marked_snippet(store: Store) -> None:
    with store.writing() as session:
        letter = findable(
            session,
            "Yêu cầu các xã trồng THÊM cây",
            number="7/UBND-KT",
            type_code="CV",
            issuer="Ủy ban nhân dân huyện Sông Xanh",
            subject="trồng cây",
        )
        name_document(session, letter, "7/UBND-KT@ubnd/2024-05-06")
    with store.reading() as session:
        hit = only(session, "thêm")
    assert (hit.number, hit.date, hit.type_code) == ("7/UBND-KT", DAY, "CV")
    assert (hit.subject, hit.document_key) == ("trồng cây", "7/UBND-KT@ubnd/2024-05-06")
    assert hit.snippet is not None
    ((start, end),) = hit.snippet.marks
    assert (hit.snippet.text[start:end], hit.snippet.page) == ("THÊM", 1)


def test_a_hit_has_the_province_of_an_issuer_that_does_not_name_it(store: Store) -> None:
    with store.writing() as session:
        for name in ("Sở Tài chính", "Sở Tài chính tỉnh Hà Nam"):
            findable(session, "dự toán", issuer=name, issuer_key="so-tai-chinh/ha-nam")
    with store.reading() as session:
        hits = ask(session, "dự toán").hits
    assert {hit.issuer: hit.place for hit in hits} == {
        "Sở Tài chính": "Hà Nam",
        "Sở Tài chính tỉnh Hà Nam": None,
    }


def test_words_of_the_header_only_are_shown_from_the_header(store: Store) -> None:
    with store.writing() as session:
        findable(session, "trang trắng", subject="diễn tập phòng thủ")
    with store.reading() as session:
        hit = only(session, "diễn tập")
    assert (hit.pages, hit.best_page) == ((), None)
    assert hit.snippet is not None
    assert hit.snippet.text == "diễn tập phòng thủ"


def test_a_letter_is_found_as_it_was_entered_last(store: Store) -> None:
    with store.writing() as session:
        letter = register(session, "chữ cũ", subject="chữ")
        for pages in ({1: "chữ cũ"}, {1: "chữ mới"}):
            index_letter(session, letter, header_fields(letter, {}), pages)
    with store.reading() as session:
        assert ids(session, "cũ") == []
        assert ids(session, "mới") == [letter.id]


def test_a_letter_that_was_taken_out_is_not_found(store: Store) -> None:
    with store.writing() as session:
        gone, stays = findable(session, "mưa lớn"), findable(session, "mưa lớn")
        unindex_letter(session, gone)
        unindex_letter(session, gone)
        later = findable(session, "nắng to")
    with store.reading() as session:
        assert ids(session, "mưa") == [stays]
        assert ids(session, "nắng") == [later]


def test_pages_of_results_follow_each_other(store: Store) -> None:
    with store.writing() as session:
        letters = [findable(session, "thủy lợi " * (i + 1)) for i in range(5)]
    with store.reading() as session:
        parts = [ask(session, "thủy lợi", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [hit.letter_id for part in parts for hit in part.hits] == letters[::-1]
    assert [part.more for part in parts] == [True, True, False]


def test_of_very_many_letters_the_newest_are_ranked_and_the_rest_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "POOL", 3)
    with store.writing() as session:
        days = [DAY - dt.timedelta(days=40 * i) for i in range(6)]
        letters = [findable(session, "họp", date=day) for day in days]
    with store.reading() as session:
        found = ask(session, "họp", limit=3)
    assert [hit.letter_id for hit in found.hits] == letters[:3]
    assert found.more


def test_a_letter_too_long_for_one_entry_is_found_by_all_its_pages(store: Store) -> None:
    pages = [" ".join(f"{page}x{i}" for i in range(9000)) for page in range(1, 7)]
    with store.writing() as session:
        letter = findable(session, *pages, subject="phụ lục")
    with store.reading() as session:
        assert only(session, '"phụ lục" 6x77').pages == (6,)
        assert ids(session, "1x1") == [letter]


def test_odd_characters_do_no_harm(store: Store) -> None:
    with store.writing() as session:
        letter = findable(session, "it's a \"quoted\" \\ back & | ! slash: _ß İ ① 𝒳 it''s")
    with store.reading() as session:
        for typed in ("it's", "quoted", "\\", "back & slash", "İ", "①", "ß", "'"):
            words = ids(session, typed) if typed not in ("\\", "'") else [letter]
            assert words == [letter], typed


def test_more_hits_than_anybody_reads_are_refused(store: Store) -> None:
    with store.reading() as session, pytest.raises(QueryInvalid, match="10000"):
        ask(session, "họp", limit=10_001)
