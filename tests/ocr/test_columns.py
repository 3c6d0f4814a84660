"""Where a page is set in two columns."""

from __future__ import annotations

import pytest

from models.layout import Box
from pipeline.ocr.columns import Columns, find_columns

ASPECT = 1.4142
LINE = 0.012
"""Height of a line of 14 point type, as a share of the page."""


def _line(y: float, x0: float, x1: float) -> list[Box]:
    """Words from ``x0`` to ``x1`` with word spaces between them; ``y`` is the line's top."""
    words, x = [], x0
    while x < x1:
        end = min(x1, x + 0.05)
        words.append(Box(x, y, end, y + LINE))
        x = end + 0.006
    return words


def _lines(top: float, count: int, x0: float, x1: float, step: float = 0.02) -> list[Box]:
    return [word for i in range(count) for word in _line(top + i * step, x0, x1)]


HEAD = _lines(0.06, 5, 0.14, 0.42) + _lines(0.06, 5, 0.5, 0.92)
BODY = _lines(0.25, 20, 0.14, 0.92, 0.0205)
FOOT = _lines(0.7, 6, 0.14, 0.38) + _lines(0.7, 2, 0.55, 0.88) + _lines(0.82, 1, 0.6, 0.8)


def _only(found: list[Columns]) -> Columns:
    assert len(found) == 1
    return found[0]


def test_a_letterhead_has_its_gutter_between_issuer_and_national_title() -> None:
    columns = _only(find_columns(HEAD + BODY, ASPECT))
    assert columns.top == pytest.approx(0.06, abs=0.004)
    assert columns.bottom == pytest.approx(0.152, abs=0.006)
    assert 0.42 < columns.gutter < 0.5


def test_letterhead_and_signature_block_are_found_top_to_bottom() -> None:
    head, foot = find_columns(HEAD + BODY + FOOT, ASPECT)
    assert head.bottom < 0.25 < 0.66 < foot.top
    assert foot.bottom == pytest.approx(0.832, abs=0.006)
    assert 0.38 < foot.gutter < 0.55


def test_justified_text_has_no_columns() -> None:
    assert find_columns(BODY, ASPECT) == []


def test_an_empty_page_has_no_columns() -> None:
    assert find_columns([], ASPECT) == []


def test_a_gap_in_two_lines_is_a_coincidence_of_word_spaces() -> None:
    page = _lines(0.1, 8, 0.14, 0.92) + _lines(0.26, 2, 0.14, 0.47) + _lines(0.26, 2, 0.5, 0.92)
    assert find_columns(page + _lines(0.3, 10, 0.14, 0.92), ASPECT) == []


def test_one_column_of_short_lines_is_no_letterhead() -> None:
    assert find_columns(_lines(0.06, 8, 0.14, 0.42) + BODY, ASPECT) == []


def test_what_stands_alone_under_a_letterhead_is_no_part_of_it() -> None:
    page = HEAD + _line(0.19, 0.3, 0.44) + BODY
    assert _only(find_columns(page, ASPECT)).bottom < 0.16


def test_a_short_last_line_of_the_text_is_no_part_of_the_signature_block() -> None:
    page = BODY + _line(0.672, 0.14, 0.35) + FOOT
    assert find_columns(page, ASPECT)[-1].top == pytest.approx(0.7, abs=0.004)


def test_recipients_that_begin_above_the_signers_title_keep_their_first_line() -> None:
    page = BODY + _line(0.684, 0.14, 0.24) + FOOT
    assert find_columns(page, ASPECT)[-1].top == pytest.approx(0.684, abs=0.004)


def test_a_page_of_white_between_two_blocks_keeps_them_apart() -> None:
    head, foot = find_columns(HEAD + FOOT, ASPECT)
    assert head.bottom < 0.2
    assert foot.top > 0.65


def test_a_title_that_reaches_over_the_gutter_still_has_its_own_gap() -> None:
    above = _line(0.678, 0.14, 0.22) + _line(0.678, 0.34, 0.9)
    block = _lines(0.7, 6, 0.14, 0.46) + _lines(0.7, 6, 0.55, 0.88)
    upper, lower = find_columns(BODY + above + block, ASPECT)
    assert 0.22 < upper.gutter < 0.34
    assert 0.46 < lower.gutter < 0.55
    assert upper.bottom <= lower.top


def test_no_line_is_cut_through() -> None:
    for found in find_columns(HEAD + BODY + FOOT, ASPECT):
        for box in HEAD + BODY + FOOT:
            assert not box.y0 + 0.003 < found.top < box.y1 - 0.003
            assert not box.y0 + 0.003 < found.bottom < box.y1 - 0.003


def test_specks_in_the_margin_do_not_hide_a_letterhead() -> None:
    specks = [Box(0.01, y / 100, 0.014, y / 100 + 0.004) for y in range(2, 98, 3)]
    assert 0.42 < _only(find_columns(HEAD + BODY + specks, ASPECT)).gutter < 0.5


def test_no_more_blocks_than_asked_for() -> None:
    assert len(find_columns(HEAD + BODY + FOOT, ASPECT, limit=1)) == 1


@pytest.mark.parametrize("outside", [Box(-0.02, -0.01, 0.03, 0.01), Box(0.97, 0.99, 1.02, 1.01)])
def test_ink_that_hangs_over_the_edge_of_the_page_is_harmless(outside: Box) -> None:
    assert len(find_columns([*HEAD, *BODY, outside], ASPECT)) == 1


def test_word_spaces_below_the_first_line_are_no_gutter_of_a_letterhead() -> None:
    """ "Độc lập - Tự do" over "ngày … tháng" may leave a strip of white between their words."""
    head = _line(0.06, 0.14, 0.43) + _line(0.06, 0.47, 0.92) + _line(0.11, 0.18, 0.4)
    for y in (0.08, 0.12):
        head += _line(y, 0.54, 0.62) + _line(y, 0.64, 0.84)
    columns = _only(find_columns(head + BODY, ASPECT))
    assert columns.top == pytest.approx(0.06, abs=0.004)
    assert 0.43 < columns.gutter < 0.47


def test_kinh_gui_with_a_gutter_of_its_own_takes_no_line_of_the_letterhead() -> None:
    about = _lines(0.16, 3, 0.14, 0.42)
    to = _line(0.26, 0.2, 0.3) + _lines(0.28, 4, 0.38, 0.92)
    head, below = find_columns(HEAD + about + to + _lines(0.38, 20, 0.14, 0.92, 0.0205), ASPECT)
    assert head.bottom == pytest.approx(0.212, abs=0.006)
    assert below.top == pytest.approx(0.26, abs=0.006) or below.top > 0.26


def test_specks_beside_a_title_do_not_make_it_a_column() -> None:
    specks = [
        Box(0.08 + i * 0.05, 0.2 + i * 0.01, 0.083 + i * 0.05, 0.203 + i * 0.01) for i in range(3)
    ]
    title = _lines(0.2, 5, 0.36, 0.7)
    columns = _only(
        find_columns(HEAD + specks + title + _lines(0.34, 20, 0.14, 0.92, 0.0205), ASPECT)
    )
    assert columns.bottom < 0.2


def test_what_never_stands_abreast_is_no_letterhead() -> None:
    apart = _lines(0.06, 3, 0.14, 0.4) + _lines(0.16, 3, 0.46, 0.9)
    assert find_columns(apart + BODY, ASPECT) == []
