"""Who signed, as people copy it from the signature block."""

from __future__ import annotations

import pytest

from models.errors import FieldRefused
from pipeline.review.signer_lines import signer_of


@pytest.mark.parametrize(
    ("typed", "authority", "title", "name"),
    [
        ("KT\nPhó Giám đốc\nTrần Thử", ["KT"], "Phó Giám đốc", "Trần Thử"),
        ("KT. GIÁM ĐỐC\r\nPHÓ GIÁM ĐỐC\r\nTrần Thử", ["KT"], "PHÓ GIÁM ĐỐC", "Trần Thử"),
        ("k/t  giám đốc\n\nTrần Thử", ["KT"], None, "Trần Thử"),
        ("KT.GIÁM ĐỐC\nPhó Giám đốc", ["KT"], "Phó Giám đốc", None),
        ("TM, KT\nPhó Chủ tịch\nTrần Thử", ["TM", "KT"], "Phó Chủ tịch", "Trần Thử"),
        ("TM. UBND\nKT. CHỦ TỊCH\nPhó\nTrần", ["TM", "KT"], "Phó", "Trần"),
        ("TM. UBND\nQ. CHỦ TỊCH\nTrần Thử", ["TM"], "Q. CHỦ TỊCH", "Trần Thử"),
        ("TUQ. BỘ TRƯỞNG\nVỤ TRƯỞNG\nVỤ THỬ\nTrần", ["TUQ"], "VỤ TRƯỞNG VỤ THỬ", "Trần"),
        ("\nGiám đốc\nTrần Thử", [], "Giám đốc", "Trần Thử"),
        ("\nGiám đốc\n", [], "Giám đốc", None),
        ("Giám đốc\nTrần Thử", [], "Giám đốc", "Trần Thử"),
        ("Trần Thử", [], None, "Trần Thử"),
        ("Quản Thử", [], None, "Quản Thử"),
    ],
)
def test_authority_title_and_name(
    typed: str, authority: list[str], title: str | None, name: str | None
) -> None:
    assert signer_of(typed) == {"authority": authority, "title": title, "name": name}


def test_a_first_line_of_three_that_is_no_authority_is_refused() -> None:
    with pytest.raises(FieldRefused) as refused:
        signer_of("KX. GIÁM ĐỐC\nPhó Giám đốc\nTrần Thử")
    assert "TM, KT, TL, TUQ, Q" in refused.value.message
    assert "or empty" in refused.value.message_en
