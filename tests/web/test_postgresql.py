"""The app over PostgreSQL: the tests that tell most about the register, over a copy of it there.

Whatever asks or writes in a way of its own is here: lenses, search, the graph, tasks, the ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from fastapi import FastAPI

from pipeline.settings import StoreSettings
from pipeline.store.backup import write_backup
from pipeline.store.backup_restoring import restore_backup
from pipeline.store.store import Store, open_store
from tests.register_fixtures import copied_database, new_database
from tests.web import test_secret_matrix as secret_matrix
from tests.web.conftest import LogIn
from tests.web.registers import CLEARED
from tests.web.test_access import (
    test_clearance_is_given_and_taken_and_holds_at_once,
    test_what_was_done_to_secret_letters_tells_no_administrator_their_names,
)
from tests.web.test_api import (
    test_letters_come_in_parts,
)
from tests.web.test_decisions import test_two_documents_are_joined_and_parted_again
from tests.web.test_intake import (
    test_a_file_that_turns_out_secret_goes_from_the_list,
    test_the_list_comes_in_parts_and_by_state,
)
from tests.web.test_lineage import (
    directive,
    test_a_secret_letter_is_in_nobody_elses_lineage,
    test_what_came_of_a_directive_by_province,
    test_what_was_known_on_a_day_is_drawn_and_a_file,
)
from tests.web.test_login import test_guessing_is_slowed_down
from tests.web.test_lookup import test_each_citation_has_offsets_match_and_status
from tests.web.test_review import (
    test_a_correction_is_undone,
    test_lifting_the_mark_opens_the_letter,
)
from tests.web.test_targets import test_progress_is_recorded_and_told_as_percent
from tests.web.test_tasks import (
    test_a_task_is_reported_by_a_letter_returned_extended_and_confirmed,
    test_the_list_and_the_counts_agree_for_every_filter,
)
from tests.web.test_uploads import (
    test_a_file_is_received_as_who_sent_it_with_its_label_and_folder,
    test_what_is_here_is_not_sent_and_only_noted,
)

__all__ = [
    "directive",
    "test_a_correction_is_undone",
    "test_a_file_is_received_as_who_sent_it_with_its_label_and_folder",
    "test_a_file_that_turns_out_secret_goes_from_the_list",
    "test_a_secret_letter_is_in_nobody_elses_lineage",
    "test_a_task_is_reported_by_a_letter_returned_extended_and_confirmed",
    "test_clearance_is_given_and_taken_and_holds_at_once",
    "test_each_citation_has_offsets_match_and_status",
    "test_guessing_is_slowed_down",
    "test_letters_come_in_parts",
    "test_lifting_the_mark_opens_the_letter",
    "test_progress_is_recorded_and_told_as_percent",
    "test_the_list_and_the_counts_agree_for_every_filter",
    "test_the_list_comes_in_parts_and_by_state",
    "test_two_documents_are_joined_and_parted_again",
    "test_what_came_of_a_directive_by_province",
    "test_what_is_here_is_not_sent_and_only_noted",
    "test_what_was_done_to_secret_letters_tells_no_administrator_their_names",
    "test_what_was_known_on_a_day_is_drawn_and_a_file",
]
SAMPLES = "web_samples"
_numbers = count(1)


@pytest.fixture(scope="module")
def restored(samples_home: Path, postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the samples' register, whose database others are copied from."""
    folder = tmp_path_factory.mktemp("restored")
    with open_store(StoreSettings(home=samples_home, actor="test")) as store:
        write_backup(store, folder / "samples.backup")
    home = folder / "home"
    url = new_database(postgres, SAMPLES)
    restore_backup(
        folder / "samples.backup", StoreSettings(home=home, actor="test", database_url=url)
    )
    return home


@pytest.fixture
def register(restored: Path, postgres: str, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, to be changed at will."""
    home = tmp_path / "home"
    shutil.copytree(restored, home)
    with copied_database(postgres, SAMPLES, f"web_{next(_numbers)}") as url:
        settings = StoreSettings(home=home, actor="test", database_url=url)
        with open_store(settings) as store:
            yield store


@pytest.mark.parametrize("name", ["admin", CLEARED])
def test_a_secret_letter_is_shown_to_whoever_is_cleared_and_to_nobody_else(
    app: FastAPI, register: Store, log_in: LogIn, name: str
) -> None:
    secret_matrix.test_a_secret_letter_is_shown_to_whoever_is_cleared_and_to_nobody_else(
        app, register, log_in, name
    )
