"""A digest in words: Vietnamese first, and nothing of a letter's words becomes markup."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pipeline.remind.wording import NOT_NAMED, NOTHING, as_json, render_text, title_of
from pipeline.track.standing import Standing
from pipeline.track.task_rows import Duty
from tests.remind.digests import SOON, body, digest_of, due_task

HAI_PHONG = Duty(
    name="Ủy ban nhân dân thành phố Hải Phòng",
    instead_of="Ủy ban nhân dân tỉnh Hải Dương",
    since=dt.date(2025, 7, 1),
    certain=True,
)


def test_a_digest_in_words() -> None:
    soon = due_task(due=SOON, days_left=4, standing=Standing.DUE_SOON, text="dọn kênh", page=None)
    assert (
        render_text(digest_of(body("Sở Y tế", due_soon=(soon,))))
        == """\
# Nhắc việc ngày 01/06/2026 · Reminders

- quá hạn · overdue: 1
- sắp đến hạn, trong 7 ngày · due within 7 days: 1

## Sở Y tế (so-y-te/quang-ninh)

### Quá hạn · Overdue: 1

- 20/05/2026 · quá hạn 12 ngày (12 days late): rà soát hồ ao
  - văn bản · letter: 7/UBND-NN ngày 02/03/2026, trang · page 2 \
(7/UBND-NN@uy-ban-nhan-dan-tinh-quang-ninh/2026-03-02)
  - mã · key: 0123456789ab

### Sắp đến hạn · Due soon: 1

- 05/06/2026 · còn 4 ngày (4 days left): dọn kênh
  - văn bản · letter: 7/UBND-NN ngày 02/03/2026 \
(7/UBND-NN@uy-ban-nhan-dan-tinh-quang-ninh/2026-03-02)
  - mã · key: 0123456789ab
"""
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "quá hạn 1 ngày (1 day late)"),
        (0, "hôm nay (today)"),
        (1, "còn 1 ngày (1 day left)"),
        (2, "còn 2 ngày (2 days left)"),
    ],
)
def test_days_are_counted_in_words(days: int, words: str) -> None:
    text = render_text(digest_of(body("Sở Y tế", overdue=(due_task(days_left=days),))))
    assert f"- 20/05/2026 · {words}: rà soát hồ ao\n" in text


def test_a_recurring_task_names_its_period_and_those_before() -> None:
    line = due_task(
        label="tháng 5/2026", occurrence=2, assumed=True, earlier_open=2,
        open_since=dt.date(2026, 3, 25),
    )  # fmt: skip
    text = render_text(digest_of(body("Sở Y tế", overdue=(line,))))
    assert "  - kỳ · period: tháng 5/2026 (theo lịch)\n" in text
    assert "  - 2 kỳ trước cũng chưa xong, từ · earlier ones open, since 25/03/2026\n" in text
    assert "  - mã · key: 0123456789ab #2\n" in text


def test_who_else_leads_is_named() -> None:
    line = due_task(leads=("Sở Y tế", "Sở Nội vụ"))
    text = render_text(digest_of(body("Sở Y tế", overdue=(line,))))
    assert "  - cùng chủ trì · all in the lead: Sở Y tế; Sở Nội vụ\n" in text


def test_a_body_that_ended_is_followed_by_its_successor() -> None:
    ended = body("Ủy ban nhân dân tỉnh Hải Dương", now=(HAI_PHONG,))
    text = render_text(digest_of(ended))
    successor = "nay · now: Ủy ban nhân dân thành phố Hải Phòng, từ · since 01/07/2025"
    assert f"\n\n{successor}\n\n" in text


def test_without_a_lead_or_a_letter_s_number_the_digest_says_so() -> None:
    line = due_task(letter_number=None, letter_date=None, document=None, page=None)
    text = render_text(digest_of(body(key=None, overdue=(line,))))
    assert f"## {NOT_NAMED}\n" in text
    assert "letter: không số · no number\n" in text


def test_words_of_a_letter_do_not_become_markup() -> None:
    line = due_task(text="a_b_c\n# *xong* <b>`x` [y](z)\x07\u2028- hết", document="7@a\n# b")
    text = render_text(digest_of(body("Sở\nY *tế*", overdue=(line,))))
    assert ": a\\_b\\_c # \\*xong\\* \\<b>\\`x\\` \\[y\\](z) - hết\n" in text
    assert "## Sở Y \\*tế\\* (" in text
    assert [line for line in text.splitlines() if line.startswith("# ")] == [
        "# Nhắc việc ngày 01/06/2026 · Reminders"
    ]


def test_nothing_due_is_said() -> None:
    assert NOTHING in render_text(digest_of())
    assert title_of(digest_of()) == "Nhắc việc ngày 01/06/2026: 0 quá hạn, 0 sắp đến hạn"


def test_json_holds_the_whole_digest() -> None:
    made = digest_of(body("Sở Y tế", now=(HAI_PHONG,)))
    data = json.loads(json.dumps(as_json(made)))
    assert (data["schema"], data["day"], data["overdue"]) == (
        "congvan.reminders/1",
        "2026-06-01",
        1,
    )
    (only,) = data["bodies"]
    assert (only["body_key"], only["names"]) == ("so-y-te/quang-ninh", ["Sở Y tế"])
    assert only["now"][0]["since"] == "2025-07-01"
    task = only["overdue"][0]
    assert (task["due"], task["days_left"], task["standing"]) == ("2026-05-20", -12, "overdue")
