"""What a letter's words tell of a document, and what they do not."""

from __future__ import annotations

from sqlmodel import Session

from pipeline.store.canonical import canonical_graph
from pipeline.store.store import Store
from tests.store.registers import a_citation, a_letter, put

STATE = "Ủy ban nhân dân tỉnh Sơn La"
PARTY = "Tỉnh ủy Sơn La"


def cited(session: Session) -> list[str]:
    """The documents that citations were led to, one for each edge."""
    return sorted(str(edge[1]) for edge in canonical_graph(session).edges)


def test_a_regulation_and_a_decision_of_the_party_share_numbers_and_are_two_documents(
    store: Store,
) -> None:
    with store.writing() as session:
        ruling = a_citation("31-QĐ/TU", "2022-03-05", PARTY, type="Quy định", text="Quy định số 31")
        again = a_citation("31-QĐ/TU", None, PARTY, type="Quy định", text="quy định 31-QĐ/TU")
        put(session, "a", a_letter("9/SNV-TH", "2022-06-05", "Sở Nội vụ tỉnh Sơn La", ruling))
        put(session, "b", a_letter("8/SNV-TH", "2022-07-05", "Sở Nội vụ tỉnh Sơn La", again))
        kind = ("QĐ", "Quyết định")
        put(session, "c", a_letter("31-QĐ/TU", "2021-09-14", PARTY, kind=kind))
        assert cited(session) == ["31-QĐ/TU@tinh-uy-son-la/2022-03-05"] * 2


def test_a_number_without_a_type_word_is_told_by_its_day(store: Store) -> None:
    with store.writing() as session:
        kind = ("QĐ", "Quy định")
        put(session, "a", a_letter("31-QĐ/TU", "2022-03-05", PARTY, kind=kind))
        vague = a_citation("31-QĐ/TU", "2022-03-05", PARTY, type="Quyết định", text="số 31-QĐ/TU")
        put(session, "b", a_letter("9/UBND-TH", "2022-06-05", STATE, vague))
        assert cited(session) == ["31-QĐ/TU@tinh-uy-son-la/2022-03-05"]
        assert len(canonical_graph(session).documents) == 2


def test_a_law_is_one_by_the_day_or_the_year_it_was_passed(store: Store) -> None:
    with store.writing() as session:
        day = a_citation(None, "2013-11-29", type="Luật", text="Luật Rừng ngày 29/11/2013")
        year = a_citation(None, type="Luật", text="Luật Rừng năm 2013")
        later = a_citation(None, type="Luật", text="Luật Rừng năm 2024")
        put(session, "a", a_letter("1/UBND-TH", "2025-01-05", STATE, day))
        put(session, "b", a_letter("2/UBND-TH", "2025-01-06", STATE, year, later))
        keys = cited(session)
        assert (len(keys), len(set(keys))) == (3, 2)


def test_a_term_that_the_words_name_takes_no_day_of_another(store: Store) -> None:
    with store.writing() as session:
        new = a_citation("07-CT/TW", "2021-07-20", "Ban Bí thư")
        old = a_citation("07-CT/TW", None, "Bộ Chính trị khóa XII")
        put(session, "a", a_letter("9/UBND-TH", "2022-06-05", STATE, new, old))
        assert len(set(cited(session))) == 2


def test_two_days_are_two_documents_and_lend_no_issuer(store: Store) -> None:
    with store.writing() as session:
        one = a_citation("214/QĐ-UBND", "2025-02-18", "UBND tỉnh Bắc Giang")
        other = a_citation("214/QĐ-UBND", "2025-03-18", None)
        put(session, "a", a_letter("9/UBND-TH", "2025-06-05", STATE, one, other))
        assert sum("bac-giang" in key for key in cited(session)) == 1


def test_who_names_no_issuer_means_a_body_of_his_own_province(store: Store) -> None:
    with store.writing() as session:
        put(session, "a", a_letter("145/KH-UBND", "2023-02-08", "Ủy ban nhân dân tỉnh Lai Châu"))
        vague = a_citation("145/KH-UBND", "2023-02-08", None)
        put(session, "b", a_letter("9/UBND-TH", "2023-06-05", STATE, vague))
        assert not any("lai-chau" in key for key in cited(session))
        put(session, "c", a_letter("145/KH-UBND", "2023-02-08", STATE))
        assert cited(session) == ["145/KH-UBND@uy-ban-nhan-dan-tinh-son-la/2023-02-08"]


def test_a_letter_without_a_day_tells_nothing_of_when_it_cites(store: Store) -> None:
    with store.writing() as session:
        vague = a_citation("07-CT/TW", None, "Ban Bí thư")
        put(session, "a", a_letter("9/UBND-TH", None, STATE, vague, subject="x"))
        dated = a_citation("07-CT/TW", "2021-07-20", "Ban Bí thư")
        put(session, "b", a_letter("8/UBND-TH", "2022-01-05", STATE, dated))
        assert len(set(cited(session))) == 2
