"""Two workers of one Prefect server and one PostgreSQL server; one dies in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from benchmarks.machines import (
    deploy,
    kill_all,
    linked,
    owners,
    prefect,
    prefect_server,
    shared_settings,
    wait_until,
    worker,
)
from pipeline.settings import StoreSettings
from pipeline.store.ledger import utc_now
from pipeline.store.receiving import Receipt, receive
from pipeline.store.store import Store, open_store
from tests.cli.test_register import CHAIN, a_letter
from tests.flows.test_ingest import assert_all_are_there_once
from tests.register_fixtures import new_database

LETTERS = 200
KILLED_AT = 30
"""Letters that are in when one worker dies."""
_names = count(1)


@pytest.fixture
def database(postgres: str) -> str:
    return new_database(postgres, f"cluster_{next(_names)}")


@pytest.fixture
def shared(tmp_path: Path, database: str) -> dict[str, str]:
    """The settings that all machines have."""
    return shared_settings(tmp_path, database)


@pytest.fixture
def register(tmp_path: Path, database: str) -> Iterator[Store]:
    settings = StoreSettings(home=tmp_path / "home", actor="x", database_url=database)
    with open_store(settings) as store:
        yield store


def receive_letters(store: Store, folder: Path) -> None:
    folder.mkdir()
    receipt = Receipt(received_on=utc_now().date(), now=utc_now())
    for number in range(LETTERS):
        receive(store, a_letter(folder, f"{number + 100}/UBND-NC", CHAIN[1]), receipt)


@pytest.mark.slow
def test_every_letter_is_stored_once_though_a_worker_dies(
    tmp_path: Path, shared: dict[str, str], register: Store
) -> None:
    receive_letters(register, tmp_path / "in")
    with prefect_server(shared, tmp_path / "server.log"):
        deploy(shared)
        with worker(shared, tmp_path, "một") as one, worker(shared, tmp_path, "hai"):
            for _ in range(2):
                prefect(shared, "deployment", "run", "congvan-ingest/ingest")
            wait_until(lambda: linked(register) >= KILLED_AT and len(owners(register)) == 2, 240)
            assert linked(register) < LETTERS
            kill_all(one)
            wait_until(lambda: linked(register) == LETTERS, 300)
    assert_all_are_there_once(register, LETTERS)
