"""What a letter is to each document that it cites, and which stand in another one's title."""

from __future__ import annotations

import pytest

from pipeline.extract.citation_mentions import find_mentions
from pipeline.extract.citation_scope import Scoped, scoped


def scopes(sentence: str) -> list[Scoped]:
    """The scopes of a sentence's mentions."""
    mentions = find_mentions(sentence)
    return scoped(sentence, mentions, [0] * len(mentions))


def relations(sentence: str) -> list[tuple[str, ...]]:
    """The relations of a sentence's mentions, each with all that the words claim."""
    return [item.relations for item in scopes(sentence)]


def holders(sentence: str) -> list[int | None]:
    """In whose title each mention stands, by index."""
    return [item.holder for item in scopes(sentence)]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Căn cứ Quyết định số 5/QĐ-SNV của Sở Nội vụ;", "legal_basis"),
        ("Theo đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 55/TTr-STC;", "legal_basis"),
        ("Xét Tờ trình số 21/TTr-PNV của Trưởng phòng Nội vụ,", "legal_basis"),
        ("Theo Tờ trình số 21/TTr-PNV của Trưởng phòng Nội vụ,", "legal_basis"),
        ("Thực hiện Kế hoạch số 5/KH-SYT về tiêm chủng,", "implements"),
        ("Triển khai thực hiện nghiêm túc Kế hoạch số 5/KH-SYT,", "implements"),
        ("Để thực hiện Kế hoạch số 5/KH-SYT, các xã họp dân.", "implements"),
        ("Trồng cây gắn với thực hiện Kế hoạch số 5/KH-SYT.", "implements"),
        ("Vệ sinh làng xóm nhằm thực hiện Kế hoạch số 5/KH-SYT.", "implements"),
        ("Quán triệt Nghị quyết số 8-NQ/HU đến từng chi bộ.", "implements"),
        ("Tiếp tục thực hiện Nghị quyết số 8-NQ/HU về muối.", "continues"),
        ("Tiếp tục đẩy mạnh thực hiện Nghị quyết số 8-NQ/HU về muối.", "continues"),
        ("Mức chi theo quy định tại Thông tư số 40/2017/TT-BTC.", "per"),
        ("Trình tự thực hiện theo Hướng dẫn số 6/HD-SNV.", "per"),
        ("Nộp hồ sơ theo Hướng dẫn số 6/HD-SNV.", "per"),
        ("Nội dung nêu tại Công văn số 6/SNV-TC giữ nguyên.", "per"),
        ("Quy chế ban hành kèm theo Quyết định số 45/QĐ-SGDĐT.", "promulgates"),
        ("Sở gửi kèm Kế hoạch số 77/KH-SYT.", "attaches"),
        ("Sao gửi Công văn số 2000/BTC-QLG của Bộ Tài chính.", "attaches"),
        ("Phúc đáp Công văn số 17/UBND-VX của UBND thị xã,", "replies_to"),
        ("Trả lời Công văn số 17/UBND-VX của UBND thị xã,", "replies_to"),
        ("Xét đề nghị của Sở Xây dựng tại Công văn số 1055/SXD-QLN,", "replies_to"),
        ("Tiếp theo Công văn số 301/SNV-TC của Sở Nội vụ,", "follows_up"),
        ("Sửa đổi, bổ sung khoản 2 Điều 5 của Quyết định số 30/QĐ-SXD.", "amends"),
        ("Điều chỉnh Quyết định số 30/QĐ-SXD như sau:", "amends"),
        ("Quyết định này thay thế Quyết định số 30/QĐ-SXD.", "replaces"),
        ("Bãi bỏ Quyết định số 30/QĐ-SXD.", "repeals"),
        ("Hủy bỏ Quyết định số 30/QĐ-SXD.", "repeals"),
        ("Huỷ bỏ Quyết định số 30/QĐ-SXD.", "repeals"),
        ("Quyết định số 30/QĐ-SXD hết hiệu lực kể từ ngày ký.", "repeals"),
        ("Quyết định số 30/QĐ-SXD của Sở Xây dựng bị bãi bỏ.", "repeals"),
        ("Quyết định số 30/QĐ-SXD được thay thế.", "replaces"),
        ("Kế hoạch số 8/KH-SXD được điều chỉnh.", "amends"),
        ("Đính chính Quyết định số 30/QĐ-SXD.", "corrects"),
        ("Hướng dẫn thực hiện Nghị quyết số 12/2020/NQ-HĐND.", "guides"),
        ("Quy định chi tiết Nghị định số 89/2013/NĐ-CP.", "guides"),
        ("Gia hạn Giấy phép số 12/GP-STNMT.", "extends"),
        ("Kéo dài thời hạn Quyết định số 30/QĐ-SXD đến hết quý I.", "extends"),
        ("Sở đã nhận được Công văn số 55/UBND-VX.", "mentions"),
        ("Sau khi xem xét Công văn số 55/UBND-VX, Sở họp.", "mentions"),
    ],
)
def test_the_nearest_cue_tells_the_relation(sentence: str, relation: str) -> None:
    assert relations(sentence) == [(relation,)]
    assert holders(sentence) == [None]


def test_what_is_sent_along_is_attached_whatever_else_is_said() -> None:
    assert relations("Thực hiện Kế hoạch số 7/KH-SYT về tiêm chủng (gửi kèm theo),") == [
        ("implements", "attaches")
    ]
    assert relations("Sở có Kế hoạch số 7/KH-SYT (có bản sao kèm theo).") == [("attaches",)]


def test_what_is_sent_along_is_the_document_not_what_its_title_names() -> None:
    sentence = "Thực hiện Kế hoạch số 7/KH-SYT về thực hiện Chỉ thị số 3/CT-TTg (gửi kèm theo),"
    assert relations(sentence) == [("implements", "attaches"), ("implements",)]
    assert holders(sentence) == [None, 0]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kế hoạch số 7/KH-SYT; Kế hoạch số 8/KH-SYT; Kế hoạch số 9/KH-SYT.",
        "Thực hiện Kế hoạch số 7/KH-SYT, Kế hoạch số 8/KH-SYT và Kế hoạch số 9/KH-SYT.",
        "Thực hiện các Kế hoạch số 7/KH-SYT, 8/KH-SYT và 9/KH-SYT.",
        "Thực hiện các Kế hoạch từ số 7/KH-SYT đến số 9/KH-SYT và số 12/KH-SYT.",
        "Thực hiện Chỉ thị 7, Kế hoạch số 8/KH-SYT của Sở Y tế và Luật Thư viện năm 2019.",
        "Thực hiện Kế hoạch số 7/KH-SYT của Sở Y tế về tiêm chủng; Kế hoạch số 8/KH-SYT của Sở Y "
        "tế về sổ sức khỏe; Kế hoạch số 9/KH-SYT của Sở Y tế về nước sạch.",
    ],
)
def test_a_list_under_one_cue_shares_it(sentence: str) -> None:
    assert relations(sentence) == [("implements",)] * 3
    assert holders(sentence) == [None] * 3


def test_a_cue_of_its_own_goes_before_the_lists() -> None:
    assert relations("Thực hiện Kế hoạch số 7/KH-SYT; theo Hướng dẫn số 6/HD-SNV, các xã họp.") == [
        ("implements",),
        ("per",),
    ]
    assert relations("Sửa đổi Quyết định số 7/QĐ-SYT và bãi bỏ Quyết định số 8/QĐ-SYT.") == [
        ("amends",),
        ("repeals",),
    ]


def test_a_title_may_hold_another_document() -> None:
    sentence = (
        "Căn cứ Nghị định số 15/2018/NĐ-CP của Chính phủ quy định chi tiết một số điều của Luật "
        "An toàn thực phẩm;"
    )
    basis, law = scopes(sentence)
    assert (basis.relations, basis.holder, basis.asserts) == (("legal_basis",), None, None)
    assert (law.relations, law.holder, law.asserts) == (("guides",), 0, "guides")


def test_titles_nest() -> None:
    sentence = (
        "Thực hiện Công văn số 310-CV/BTGTU ngày 02/5/2023 về việc tuyên truyền thực hiện Kết luận "
        "số 62-KL/TW ngày 14/11/2022 về tiếp tục thực hiện Chỉ thị số 39-CT/TW ngày 08/6/2010."
    )
    assert holders(sentence) == [None, 0, 1]
    assert [item.asserts for item in scopes(sentence)] == [None, "implements", "continues"]
    assert relations(sentence) == [("implements",)] * 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Công văn số 88/BYT-DP về phòng bệnh dại, UBND tỉnh yêu cầu các huyện tiêm phòng "
        "theo Kế hoạch số 12/KH-UBND.",
        "Thực hiện Công văn số 88/BYT-DP về phòng bệnh dại, đề nghị các xã tiêm phòng theo Kế "
        "hoạch số 12/KH-UBND.",
    ],
)
def test_a_new_main_clause_ends_the_title_before_it(sentence: str) -> None:
    assert relations(sentence) == [("implements",), ("per",)]
    assert holders(sentence) == [None, None]


def test_a_document_cannot_stand_in_the_title_of_an_older_one() -> None:
    sentence = (
        "Thực hiện Kế hoạch số 5-KH/HU ngày 11/3/2011 về việc thực hiện Chỉ thị số 43-CT/TW ngày "
        "08/6/2010 và Chỉ thị số 18-CT/TW ngày 09/4/2018 về nước mắm."
    )
    assert holders(sentence) == [None, 0, None]


def test_two_documents_of_one_title_stand_in_it_together() -> None:
    sentence = (
        "Thực hiện Kế hoạch số 5-KH/HU ngày 11/3/2021 về việc thực hiện Chỉ thị số 43-CT/TW ngày "
        "08/6/2010 và Chỉ thị số 18-CT/TW ngày 09/4/2018 về nước mắm."
    )
    assert holders(sentence) == [None, 0, 0]


def test_the_letters_own_verb_behind_a_comma_is_the_letters() -> None:
    sentence = "Thực hiện Kế hoạch số 7/KH-SYT về tiêm chủng, phúc đáp Công văn số 17/UBND-VX,"
    assert relations(sentence) == [("implements",), ("replies_to",)]
    assert holders(sentence) == [None, None]


def test_a_closed_quotation_ends_the_title_in_it() -> None:
    sentence = (
        "Thực hiện Kế hoạch số 7/KH-SYT về “triển khai thực hiện Luật Thư viện” và Kế hoạch số "
        "8/KH-SYT về sách nói."
    )
    assert relations(sentence) == [("implements",)] * 3
    assert holders(sentence) == [None, 0, None]


def test_what_amended_a_document_is_to_the_letter_what_the_document_is() -> None:
    sentence = (
        "Căn cứ Nghị định số 24/2014/NĐ-CP được sửa đổi, bổ sung tại Nghị định số 107/2020/NĐ-CP;"
    )
    assert relations(sentence) == [("legal_basis",), ("legal_basis",)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Văn phòng theo dõi Công văn số 5/SYT-KH ở sổ đến.",
        "Phát triển theo hướng xanh, xem Kế hoạch số 5/KH-SYT.",
        "Kèm hồ sơ, tùy theo từng nơi, có Kế hoạch số 5/KH-SYT.",
    ],
)
def test_according_to_in_other_senses_is_no_cue(sentence: str) -> None:
    assert ("per",) not in relations(sentence)
