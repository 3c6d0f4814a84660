"""Small letters to take in: every second one scanned, the others born digital."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

from letterpress.ageing import PRESETS
from letterpress.corpus import Wish, make_letter
from letterpress.press import print_pdf, printed
from letterpress.samples import scan

SHORT = 3
"""Instructions of a letter: most fit one page."""


def print_letters(folder: Path, count: int, jobs: int) -> None:
    """Print ``count`` different letters of odd seeds, on which no rule was built.

    Those that lie there already are left as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [n for n in range(count) if not _path(folder, n).exists()]
    with get_context("spawn").Pool(jobs) as pool:
        pool.starmap(_print, [(folder, number) for number in missing], chunksize=8)


def _path(folder: Path, number: int) -> Path:
    return folder / f"letter-{number:04}.pdf"


def _print(folder: Path, number: int) -> None:
    is_scan, seed = number % 2 == 0, 2 * number + 1
    pages = printed(make_letter(seed, Wish(tasks=SHORT, typed=not is_scan, tabled=False)))
    target = _path(folder, number)
    whole = target.with_suffix(".part")
    whole.write_bytes(scan(PRESETS["office_200"])(pages, seed) if is_scan else print_pdf(pages))
    whole.rename(target)
