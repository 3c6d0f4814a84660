"""What is due, body by body, with the page it stands on."""

from __future__ import annotations

import datetime as dt

from pipeline.remind.digest import digest
from pipeline.store.store import Store
from pipeline.track.standing import Standing
from tests.remind.digests import LATE, SOON, TODAY, put_read
from tests.track.made_up import due, letter, put, task


def test_tasks_are_grouped_by_the_body_that_leads_them(store: Store) -> None:
    with store.writing() as session:
        made = [
            task("dọn kênh", lead="Sở Y tế", **due(SOON)),
            task("tiêm chủng", lead="Sở Y tế tỉnh Quảng Ninh", **due(LATE)),
            task("dạy bơi", lead="Sở Nội vụ", **due(LATE)),
            task("trồng cây", **due(LATE)),
            task("quét sân", lead="Sở Y tế", **due(LATE)),
        ]
        put(session, letter(*made))
        found = digest(session, TODAY)
    home, health, nobody = found.bodies
    assert (home.body_key, home.name) == ("so-noi-vu/quang-ninh", "Sở Nội vụ")
    assert health.names == ("Sở Y tế", "Sở Y tế tỉnh Quảng Ninh")
    assert [each.text for each in health.overdue] == ["tiêm chủng", "quét sân"]
    assert [each.text for each in health.due_soon] == ["dọn kênh"]
    assert (nobody.body_key, nobody.name) == (None, None)
    assert (found.overdue, found.due_soon) == (4, 1)


def test_a_task_with_two_leads_is_under_both_and_counted_once(store: Store) -> None:
    joint = task("dạy bơi", **due(LATE)).model_copy(update={"lead": ["Sở Y tế", "Sở Nội vụ"]})
    with store.writing() as session:
        put(session, letter(joint))
        found = digest(session, TODAY)
    assert [body.name for body in found.bodies] == ["Sở Nội vụ", "Sở Y tế"]
    assert all(body.overdue[0].leads == ("Sở Y tế", "Sở Nội vụ") for body in found.bodies)
    assert found.overdue == 1


def test_a_line_tells_letter_page_and_days(store: Store) -> None:
    with store.writing() as session:
        first = task("dọn kênh", lead="Sở Y tế", **due(TODAY))
        put_read(session, letter(first, task("trồng cây", lead="Sở Y tế", **due(LATE))))
        (body,) = digest(session, TODAY).bodies
    (late,), (soon,) = body.overdue, body.due_soon
    assert (late.page, soon.page) == (2, 1)
    assert (late.days_left, soon.days_left) == (-12, 0)
    assert (late.standing, soon.standing) == (Standing.OVERDUE, Standing.DUE_SOON)
    assert (late.letter_number, late.letter_date) == ("7/UBND-NN", dt.date(2026, 3, 2))
    assert (late.document, late.due) == ("7/UBND-NN@a", LATE)


def test_a_page_that_no_reading_tells_is_left_open(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("dọn kênh", **due(LATE))))
        (body,) = digest(session, TODAY).bodies
    assert body.overdue[0].page is None


def test_a_body_that_ended_keeps_its_name_and_names_its_successor(store: Store) -> None:
    lead = "Ủy ban nhân dân tỉnh Hải Dương"
    with store.writing() as session:
        first, second = (task(name, lead=lead, **due(LATE)) for name in ("trồng rừng", "dọn kênh"))
        put(session, letter(first, second, issuer=None, date=dt.date(2024, 3, 2)))
        (body,) = digest(session, TODAY).bodies
    assert body.name == lead
    assert [duty.name for duty in body.now] == ["Ủy ban nhân dân thành phố Hải Phòng"]


def test_nothing_due_is_an_empty_digest(store: Store) -> None:
    with store.writing() as session:
        put(session, letter(task("trồng rừng"), task("dọn kênh", **due(dt.date(2026, 9, 1)))))
        found = digest(session, TODAY)
    assert found.is_empty
    assert (found.overdue, found.due_soon) == (0, 0)


def test_the_part_of_a_body_counts_its_own_tasks(store: Store) -> None:
    with store.writing() as session:
        made = [task(name, lead=name, **due(LATE)) for name in ("Sở Y tế", "Sở Nội vụ")]
        put(session, letter(*made, task("quét sân", lead="Sở Y tế", **due(SOON))))
        found = digest(session, TODAY)
    part = found.of(found.bodies[1])
    assert (part.overdue, part.due_soon, part.bodies) == (1, 1, found.bodies[1:])
