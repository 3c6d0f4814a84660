"""From a network's scores to words: the likeliest path, and the likeliest text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.ocr.ctc import Read, beam, confidence, signs, surer, words

Tensor = npt.NDArray[np.float32]
ALPHABET = ("", " ", *"abcdhioát")


def _scores(*steps: str | dict[str, float], alphabet: Sequence[str] = ALPHABET) -> Tensor:
    """A row for each step: a character that is all but certain ("" the blank), or shares."""
    table = np.full((len(steps), len(alphabet)), 1e-5, np.float32)
    for row, step in zip(table, steps, strict=True):
        for letter, share in ({step: 0.99} if isinstance(step, str) else step).items():
            row[alphabet.index(letter)] = share
    return table


def _said(*steps: str | dict[str, float]) -> list[str]:
    return [word.text for word in words(_scores(*steps), ALPHABET)]


def test_repeats_are_one_letter_and_blanks_are_none() -> None:
    assert _said("", "b", "b", "á", "á", "á", "", "o", "") == ["báo"]


def test_a_blank_parts_two_letters_of_a_kind() -> None:
    read = signs(_scores("o", "", "o", "o"), ALPHABET)
    assert "".join(sign.text for sign in read) == "oo"


def test_spaces_part_words_however_many_there_are() -> None:
    assert _said(" ", "b", "á", "o", " ", "", " ", "c", "á", "o", " ") == ["báo", "cáo"]


@pytest.mark.parametrize("step", ["", " "])
def test_nothing_but_blanks_and_spaces_says_nothing(step: str) -> None:
    assert _said(step, step, step) == []


def test_scores_of_no_steps_say_nothing() -> None:
    assert beam(_scores(), ALPHABET) == [("", 1.0)]


def test_words_stand_where_their_letters_were_seen() -> None:
    read = words(_scores("b", "á", "", "", " ", "", "", "c", "o", ""), ALPHABET)
    assert [(word.start, word.end) for word in read] == [(0.0, 0.2), (0.7, 0.9)]


def test_a_word_is_as_likely_as_its_least_likely_letter() -> None:
    (word,) = words(_scores("b", {"á": 0.9, "a": 0.1}, "o"), ALPHABET)
    assert word.probability == pytest.approx(0.9, abs=0.01)


def test_a_letter_is_as_likely_as_its_best_step() -> None:
    steps = [{"á": 0.8, "": 0.19}, {"á": 0.97}, {"á": 0.8, "": 0.19}]
    (sign,) = signs(_scores(*steps), ALPHABET)
    assert sign.probability == pytest.approx(0.97)


def test_a_doubt_between_two_letters_makes_the_next_one_doubtful() -> None:
    sure = signs(_scores("b", "", "", "o"), ALPHABET)
    torn = signs(_scores("b", "", {"": 0.6, "á": 0.39}, "o"), ALPHABET)
    assert torn[1].probability < 0.7 < sure[1].probability


def test_one_letter_that_gives_way_to_the_next_raises_no_doubt() -> None:
    read = signs(_scores("b", {"b": 0.5, "o": 0.49}, "o"), ALPHABET)
    assert [sign.text for sign in read] == ["b", "o"]
    assert min(sign.probability for sign in read) > 0.95


def test_the_likeliest_text_may_have_no_likely_path() -> None:
    """The blank wins each step, but "a" is seen on one path or another."""
    scores = _scores({"": 0.6, "a": 0.4}, {"": 0.6, "a": 0.4})
    assert signs(scores, ALPHABET) == []
    texts = dict(beam(scores, ALPHABET))
    assert texts["a"] == pytest.approx(0.64, abs=1e-3)
    assert texts[""] == pytest.approx(0.36, abs=1e-3)


def test_the_beam_counts_each_text_once_and_the_best_first() -> None:
    found = beam(_scores({"a": 0.5, "á": 0.4, "": 0.1}, {"o": 0.6, "": 0.4}), ALPHABET)
    texts = [text for text, _ in found]
    shares = [share for _, share in found]
    assert texts[:3] == ["ao", "áo", "a"]
    assert len(set(texts)) == len(texts)
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1, abs=1e-2)


def test_a_letter_twice_needs_a_blank_between() -> None:
    texts = dict(beam(_scores({"o": 0.9, "": 0.1}, {"o": 0.5, "": 0.5}, {"o": 1.0}), ALPHABET))
    assert texts["oo"] == pytest.approx(0.9 * 0.5, abs=1e-3)
    assert texts["o"] == pytest.approx(0.9 * 0.5 + 0.1, abs=1e-3)


def test_the_beam_reads_no_spaces() -> None:
    found = beam(_scores("b", {" ": 0.9, "o": 0.1}), ALPHABET)
    assert all(" " not in text for text, _ in found)


def test_of_two_doubtful_readings_the_well_spelled_one_is_taken() -> None:
    """đt is no syllable; "dt" neither, but "dá" is one."""
    assert _said("d", {"t": 0.55, "á": 0.45}) == ["dá"]


def test_spelling_does_not_outweigh_what_is_all_but_seen() -> None:
    assert _said("d", {"t": 0.84, "á": 0.02}) == ["dt"]


def test_a_word_on_a_confident_path_is_left_as_it_is_however_spelled() -> None:
    assert _said("d", {"t": 0.9, "á": 0.1}) == ["dt"]


def test_a_doubtful_word_keeps_its_place_and_gets_its_share_of_belief() -> None:
    (word,) = words(_scores("", "d", {"t": 0.55, "á": 0.45}, "", ""), ALPHABET)
    assert (word.start, word.end) == (0.2, 0.6)
    assert word.probability == pytest.approx(0.45, abs=0.02)


def test_a_doubt_in_one_word_leaves_its_neighbours_alone() -> None:
    read = words(_scores("b", "á", "o", " ", "d", {"t": 0.55, "á": 0.45}, " ", "c"), ALPHABET)
    assert [word.text for word in read] == ["báo", "dá", "c"]
    assert [word.probability > 0.95 for word in read] == [True, False, True]


def test_a_long_row_of_doubt_is_read_somehow() -> None:
    """A wavy rule or a leader taken for text: hundreds of steps, none of them sure."""
    rng = np.random.default_rng(5)
    alphabet = ("", *(chr(0x61 + index) for index in range(26)), *map(chr, range(0x400, 0x4C0)))
    table = rng.random((700, len(alphabet))) + 0.01
    table[:, 0] = 0.001
    scores = (table / table.sum(axis=1, keepdims=True)).astype(np.float32)
    for word in words(scores, alphabet):
        assert word.text
        assert 0 <= word.probability <= 1


def test_random_scores_give_probabilities_and_places_in_order() -> None:
    rng = np.random.default_rng(2)
    for _ in range(10):
        table = rng.random((40, len(ALPHABET))) ** 6
        scores = (table / table.sum(axis=1, keepdims=True)).astype(np.float32)
        read = words(scores, ALPHABET)
        places = [edge for word in read for edge in (word.start, word.end)]
        assert places == sorted(places)
        assert all(0 <= place <= 1 for place in places)
        assert all(0 <= word.probability <= 1 for word in read)


def _reading(text: str, probability: float, start: float = 0.1) -> Read:
    return Read(text, probability, start, start + 0.1)


def test_of_two_readings_of_a_line_each_word_is_taken_from_the_surer() -> None:
    one = [_reading("ban", 0.9), _reading("nhân", 0.4, 0.5)]
    other = [_reading("bản", 0.5), _reading("nhận", 0.7, 0.6)]
    assert [word.text for word in surer(one, other)] == ["ban", "nhận"]


def test_the_well_spelled_of_two_readings_is_taken_however_sure_the_other() -> None:
    assert surer([_reading("chưc", 0.8)], [_reading("chức", 0.5)])[0].text == "chức"
    assert surer([_reading("chức", 0.5)], [_reading("chưc", 0.8)])[0].text == "chức"


def test_readings_that_agree_are_as_sure_as_the_surer() -> None:
    (word,) = surer([_reading("chức", 0.5)], [_reading("chức", 0.8)])
    assert word.probability == 0.8


def test_a_reading_with_other_words_changes_nothing() -> None:
    one = [_reading("vănbản", 0.2)]
    assert surer(one, [_reading("văn", 0.9), _reading("bản", 0.9, 0.3)]) == one
    assert surer(one, []) == one


@pytest.mark.parametrize(("first", "second"), [("chưc", "chức"), ("ban", "bản"), ("ban", "ban")])
def test_words_stay_where_the_first_reading_saw_them(first: str, second: str) -> None:
    """The second sees the line at another width, and its places are other shares of it."""
    (word,) = surer([_reading(first, 0.4, 0.5)], [_reading(second, 0.7, 0.6)])
    assert (word.start, word.end) == (0.5, 0.6)


def test_confidence_falls_with_probability_and_never_below_nothing() -> None:
    values = [confidence(share) for share in (1.0, 0.9, 0.5, 0.1, 1e-6, 0.0)]
    assert values == sorted(values, reverse=True)
    assert values[0] == pytest.approx(0.97, abs=0.01)
    assert values[-1] == 0


def test_a_probability_that_was_rounded_up_is_no_more_than_certain() -> None:
    assert confidence(1.0000002) == confidence(1.0)
