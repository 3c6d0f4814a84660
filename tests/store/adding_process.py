"""A process of its own that adds letters: ``adding_process.py HOME FOLDER LAST``."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from pathlib import Path

from models.reading import Page, Reading, Source
from pipeline.settings import StoreSettings
from pipeline.store.receiving import Receipt
from pipeline.store.store import open_store
from tests.store.registers import NOW, a_citation, a_letter
from tests.store.taken_in import add_reading

STATE = "Ủy ban nhân dân tỉnh Sơn La"


def a_reading(path: Path, number: int) -> Reading:
    """The reading of a letter that cites the one before it."""
    text = f"Số: {number}/UBND-TH. Thực hiện Công văn số {number - 1}/UBND-TH"
    path.write_text(text, encoding="utf-8")
    letter = a_letter(
        f"{number}/UBND-TH",
        "2023-05-02",
        STATE,
        a_citation(f"{number - 1}/UBND-TH", "2023-05-02", STATE),
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Reading(
        source=Source(name=path.name, sha256=sha256, page_count=1),
        pages=[Page(number=1, origin="text", confidence=1.0, text=text)],
        letters=[letter],
    )


def main(home: Path, folder: Path, last: int) -> None:
    """Add letters 1 … ``last``, one a transaction, saying the number of each when it is in."""
    receipt = Receipt(received_on=NOW.date(), now=dt.datetime.now(dt.UTC))
    with open_store(StoreSettings(home=home, actor="x")) as store:
        for number in range(1, last + 1):
            path = folder / f"{number}.txt"
            reading = a_reading(path, number)
            add_reading(store, path, reading, receipt)
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
