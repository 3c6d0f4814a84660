"""How fast are letters understood? ``python -m benchmarks.content``.

Letters of about two pages, as text: cut, header, citations, tasks, targets, one process on one
core, everything loaded once. Also the start-up: a new process until its first letter is read.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from letterpress.manuscript import load, plain_text
from models.layout import PageLayout

# Characters of a closely typed page; those of data/letters hold 1,280 on the average.
PAGE = 2500
ROUNDS = 5
_FIRST = """
from pathlib import Path
import sys
from pipeline.extract.letters import letters_of
from pipeline.ocr.load import text_pages
letters_of(text_pages(Path(sys.argv[1])))
"""


def main() -> int:
    """Print letters per second and the start-up time; 0."""
    from pipeline.extract.letters import letters_of

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    pages = [_page(path) for path in sorted(Path("data/letters").glob("*/*.toml"))]
    letters_of([pages[0]])
    best = min(_seconds(letters_of, pages) for _ in range(ROUNDS))
    size = sum(len(page.text) for page in pages)
    two_pages = size / (2 * PAGE)
    print(f"letters          {len(pages)} of {size / len(pages):.0f} characters")
    print(f"letters/s        {len(pages) / best:.1f}")
    print(f"two pages/s      {two_pages / best:.1f} (letters of {2 * PAGE} characters)")
    print(f"start-up, s      {_start_up():.2f} (new process to its first letter)")
    return 0


def _page(manuscript: Path) -> PageLayout:
    from pipeline.ocr.text_lines import plain_lines, text_page

    return text_page(plain_lines(plain_text(load(manuscript).letter)))


def _first() -> Path:
    return min(Path("data/letters/dev").glob("*.toml"))


def _seconds(read: Callable[[list[PageLayout]], object], pages: list[PageLayout]) -> float:
    started = time.perf_counter()
    for page in pages:
        read([page])
    return time.perf_counter() - started


def _start_up() -> float:
    """Seconds of a whole process that reads one letter; the best of three."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(plain_text(load(_first()).letter))
        file.flush()
        times = []
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", _FIRST, file.name], check=True)
            times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    sys.exit(main())
