"""Small letters to take in: every second one scanned, the others born digital."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path

from letterpress.ageing import PRESETS
from letterpress.corpus import Wish, make_letter
from letterpress.press import print_pdf, printed
from letterpress.samples import scan

INSTRUCTIONS = {1: 3, 2: 8}
"""How many of them fill so many pages of a letter, nearly always."""


def print_letters(folder: Path, count: int, jobs: int, pages: int = 1) -> None:
    """Print ``count`` different letters of odd seeds, on which no rule was built.

    ``pages`` of each, 1 or 2. Those that lie there already are left as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [n for n in range(count) if not _path(folder, n).exists()]
    with get_context("spawn").Pool(jobs) as pool:
        pool.starmap(_print, [(folder, number, pages) for number in missing], chunksize=8)


def _path(folder: Path, number: int) -> Path:
    return folder / f"letter-{number:04}.pdf"


def _print(folder: Path, number: int, count: int) -> None:
    is_scan, seed = number % 2 == 0, 2 * number + 1
    wish = Wish(tasks=INSTRUCTIONS[count], typed=not is_scan, tabled=False)
    pages = printed(make_letter(seed, wish))
    target = _path(folder, number)
    whole = target.with_suffix(".part")
    whole.write_bytes(scan(PRESETS["office_200"])(pages, seed) if is_scan else print_pdf(pages))
    whole.rename(target)
